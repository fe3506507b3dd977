"""Distances and shapes on the sphere, in WGS 84 degrees; (lon, lat) inside shapely objects."""

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from shapely import polygons
from shapely.geometry import LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

EARTH_RADIUS_KM = 6371.0
_SIDES = 48
_DISCS = 32_768
_discs: dict[tuple[float, float, float], Polygon] = {}


def distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance (haversine on a sphere of 6,371 km)."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((other_phi - phi) / 2) ** 2
        + math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


class LonLat(NamedTuple):
    """A point of the sphere: longitude from -180 to 180 and latitude, in degrees."""

    lon: float
    lat: float


def offset(start: LonLat, bearing: float, km: float) -> LonLat:
    """The point `km` from `start` on the great circle that leaves it at `bearing` (degrees, 0 north)."""
    angle, heading, phi = km / EARTH_RADIUS_KM, math.radians(bearing), math.radians(start.lat)
    sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(heading)
    turn = math.atan2(
        math.sin(heading) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * sine
    )
    lat = math.degrees(math.asin(max(-1.0, min(1.0, sine))))
    return LonLat((start.lon + math.degrees(turn) + 540.0) % 360.0 - 180.0, lat)


def bearing(start: LonLat, end: LonLat) -> float:
    """The bearing (degrees from north, 0 to 360) at which the great circle from `start` to `end` leaves."""
    phi, other_phi, turn = math.radians(start.lat), math.radians(end.lat), math.radians(end.lon - start.lon)
    east = math.sin(turn) * math.cos(other_phi)
    north = math.cos(phi) * math.sin(other_phi) - math.sin(phi) * math.cos(other_phi) * math.cos(turn)
    return math.degrees(math.atan2(east, north)) % 360.0


def disc(lon: float, lat: float, radius_km: float) -> Polygon:
    """The polygon of all points `radius_km` from a centre, counter-clockwise; one object however often asked.

    Longitudes run on beyond 180 where the disc crosses the antimeridian; at a pole it is clipped at 89.9.
    """
    return discs([(lon, lat, radius_km)])[0]


def discs(wanted: Sequence[tuple[float, float, float]]) -> list[Polygon]:
    """The :func:`disc` of each longitude, latitude and radius; many together take a fifth of the time."""
    new = [each for each in dict.fromkeys(wanted) if each not in _discs]
    if not new:
        return [_discs[each] for each in wanted]
    rows = [
        (
            lon,
            math.sin(phi := math.radians(lat)),
            math.cos(phi),
            math.sin(angle := km / EARTH_RADIUS_KM),
            math.cos(angle),
        )
        for lon, lat, km in new
    ]
    sine, cosine = _bearings(_SIDES)
    lons, sin_phi, cos_phi, sin_angle, cos_angle = np.array(rows).T[:, :, None]
    reach = sin_angle * cos_phi
    ring_sine = sin_phi * cos_angle + reach * cosine
    rings = np.empty((len(new), _SIDES, 2))
    rings[:, :, 0] = lons + np.degrees(np.arctan2(sine * reach, cos_angle - sin_phi * ring_sine))
    rings[:, :, 1] = np.clip(np.degrees(np.arcsin(ring_sine)), -89.9, 89.9)
    made = dict(zip(new, np.asarray(polygons(rings)).tolist(), strict=True))
    found = [made[each] if each in made else _discs[each] for each in wanted]
    if len(_discs) + len(made) > _DISCS:
        _discs.clear()
    _discs.update(made)
    return found


@cache
def _bearings(sides: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sines and cosines of the directions to the points of a ring, counter-clockwise from the north."""
    bearing = np.linspace(0, -2 * math.pi, sides, endpoint=False)
    return np.sin(bearing), np.cos(bearing)


def line(origin: Point, destination: Point) -> LineString:
    """A straight line from `origin` to `destination`, the short way round the earth."""
    lon = destination.x
    if lon - origin.x > 180:
        lon -= 360
    elif origin.x - lon > 180:
        lon += 360
    return LineString([(origin.x, origin.y), (lon, destination.y)])


@lru_cache(maxsize=65536)
def point(lon: float, lat: float) -> Point:
    """The point at `lon`, `lat`; many rows share one, and making it is what costs."""
    return Point(lon, lat)


def gather(shapes: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """One geometry for several places: their points if any is a point, else the union of their areas."""
    if len(shapes) < 2:
        return shapes[0] if shapes else None
    points = [shape for shape in shapes if isinstance(shape, Point)]
    if points:
        distinct = list(dict.fromkeys((point.x, point.y) for point in points))
        return points[0] if len(distinct) == 1 else MultiPoint(distinct)
    from shapely import make_valid, union_all

    return union_all([make_valid(shape) for shape in shapes])
