"""Geometries as RFC 7946 wants them: on the earth, cut at the antimeridian, right-handed, rounded."""

import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from geomap.column import Column

DIGITS = 6
"""Decimals of a degree that are written; the sixth is 11 cm."""
_TURN = 360.0


def portable(geometry: BaseGeometry | None, digits: int = DIGITS) -> BaseGeometry | None:
    """`geometry` fit for exchange, or None if nothing is left of it.

    Given are degrees, with longitudes that may run past 180: such parts come back on the other side of
    the antimeridian (RFC 7946, 3.1.9). Rings follow the right-hand rule (3.1.6), self-crossings are mended,
    coordinates lie on a grid of `digits` decimals. Of areas and lines together the areas stay. An area or
    line too small for the grid becomes a point.
    """
    if geometry is None or geometry.is_empty or not np.isfinite(shapely.get_coordinates(geometry)).all():
        return None
    if isinstance(geometry, Point | MultiPoint):
        return _points(geometry, digits)
    # noise far below the grid makes GEOS divide by zero
    shape = shapely.transform(geometry, lambda pairs: np.round(pairs, digits + 4))
    shape = shape if shape.is_valid else shapely.make_valid(shape)
    kind = int(shapely.get_dimensions(shape))
    if kind == 0:  # a line between equal points
        return _points(shape, digits)
    shape = _on_grid(_on_earth(_only(shape, kind)), digits, kind)
    if shape.is_empty:
        return _points(Point(shapely.get_coordinates(geometry)[0]), digits)
    # lines keep their direction, areas get one order of corners whatever made them
    return _ordered(shape) if kind == 2 else shape


def point_coordinates(
    geometry: Sequence[BaseGeometry | None], digits: int = DIGITS
) -> list[list[float] | None]:
    """[lon, lat] of each single point among `geometry`, on the earth and rounded; None for all else.

    What :func:`portable` and :func:`coordinates` say of points one by one, for tables of a hundred thousand.
    """
    pairs, known = _single_points(geometry, digits)
    return [pair if good else None for pair, good in zip(pairs.tolist(), known.tolist(), strict=True)]


def _single_points(
    geometry: Sequence[BaseGeometry | None], digits: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Longitude and latitude of each of `geometry`, and whether it is a single point on the earth."""
    shapes = np.empty(len(geometry), dtype=object)
    shapes[:] = geometry
    lons, lats = shapely.get_x(shapes), shapely.get_y(shapes)
    with np.errstate(invalid="ignore"):
        lons = np.where(np.abs(lons) <= 180, lons, (lons + 180) % _TURN - 180)
        known = np.isfinite(lons) & (np.abs(lats) <= 90)
    pairs = np.asarray(np.round(np.column_stack([lons, lats]), digits) + 0.0, dtype=np.float64)
    return pairs, known


def _plain_polygons(shapes: NDArray[np.object_], digits: int = DIGITS) -> list[BaseGeometry | None]:
    """What :func:`portable` makes of polygons; None for those that need more than rounding."""
    pairs, owner = shapely.get_coordinates(shapes, return_index=True)
    sound = ~shapely.is_empty(shapes)
    sound[owner[~np.isfinite(pairs).all(axis=1) | (np.abs(pairs) > (180, 90)).any(axis=1)]] = False
    found: list[BaseGeometry | None] = [None] * len(shapes)
    for step in (digits + 4, digits):
        rows = np.flatnonzero(sound)
        shapes[rows] = shapely.transform(shapes[rows], partial(_rounded, digits=step))
        sound[rows] = shapely.is_valid(shapes[rows])
    rows = np.flatnonzero(sound)
    done = _ordered(shapes[rows])
    for row, shape in zip(rows.tolist(), done.tolist(), strict=True):
        found[row] = shape
    return found


def _ordered(areas: Any) -> Any:
    """Areas with one order of corners, each corner once, whatever made them."""
    return shapely.orient_polygons(
        shapely.normalize(shapely.remove_repeated_points(areas)), exterior_cw=False
    )


def _rounded(pairs: NDArray[np.float64], digits: int) -> NDArray[np.float64]:
    return np.round(pairs, digits)


def _on_grid(shape: BaseGeometry, digits: int, kind: int) -> BaseGeometry:
    rounded = shapely.transform(shape, lambda pairs: np.round(pairs, digits))
    if rounded.is_valid:
        return _only(rounded, kind)
    # where rounding makes an outline cross itself it takes GEOS far longer to put it on the grid
    return _only(shapely.set_precision(shape, 10.0**-digits), kind)


def all_portable(geometry: Sequence[BaseGeometry | None]) -> NDArray[np.object_]:
    """What :func:`portable` makes of each of `geometry`; a shape that many rows share is worked out once."""
    if isinstance(geometry, Column):
        return all_portable(geometry.values)[geometry.number]
    shapes = np.empty(len(geometry), dtype=object)
    pairs, single = _single_points(geometry, DIGITS)
    shapes[single] = shapely.points(pairs[single])
    shared = Portables()
    shared.learn([geometry[row] for row in np.flatnonzero(~single).tolist()])
    for row in np.flatnonzero(~single).tolist():
        shapes[row] = shared.of(geometry[row])
    return shapes


class Portables:
    """What :func:`portable` makes of shapes; equal ones, which many rows share, are worked out once."""

    def __init__(self) -> None:
        # by identity, which is quick to tell, then by content; they are kept, so that none is used again
        self._seen: dict[int, tuple[BaseGeometry, BaseGeometry | None]] = {}
        self._made: dict[bytes, BaseGeometry | None] = {}

    def of(self, geometry: BaseGeometry | None) -> BaseGeometry | None:
        """The portable shape; the same object for equal shapes."""
        if geometry is None:
            return None
        if id(geometry) not in self._seen:
            content = geometry.wkb
            if content not in self._made:
                self._made[content] = portable(geometry)
            self._seen[id(geometry)] = (geometry, self._made[content])
        return self._seen[id(geometry)][1]

    def learn(self, geometry: Sequence[BaseGeometry | None]) -> None:
        """Work out the plain polygons of `geometry` together, which takes a fifth of the time."""
        new = {
            id(shape): shape
            for shape in geometry
            if isinstance(shape, Polygon) and id(shape) not in self._seen
        }
        contents = shapely.to_wkb(np.array(list(new.values()), dtype=object)).tolist()
        distinct = dict(zip(contents, new.values(), strict=True))
        wanted = [content for content in distinct if content not in self._made]
        made = _plain_polygons(np.array([distinct[content] for content in wanted], dtype=object))
        self._made |= {
            content: shape for content, shape in zip(wanted, made, strict=True) if shape is not None
        }
        self._seen |= {
            key: (shape, self._made[content])
            for (key, shape), content in zip(new.items(), contents, strict=True)
            if content in self._made
        }

    def all(self) -> list[BaseGeometry]:
        """Every shape that was made."""
        return [shape for shape in self._made.values() if shape is not None]


def bbox(bounds: NDArray[np.float64]) -> list[float] | None:
    """[west, south, east, north] around boxes, each a row [west, south, east, north]; None without any.

    West is greater than east where the shorter way round crosses the antimeridian (RFC 7946, 5.2). Rows of
    nothing (NaN) do not count.
    """
    boxes = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(boxes):
        return None
    south, north = float(boxes[:, 1].min()), float(boxes[:, 3].max())
    boxes = boxes[np.argsort(boxes[:, 0], kind="stable")]
    reach = np.maximum.accumulate(boxes[:, 2])
    gaps = boxes[1:, 0] - reach[:-1]
    around = boxes[0, 0] + _TURN - reach[-1]
    if len(gaps) and gaps.max() > around:
        widest = int(gaps.argmax())
        return [float(boxes[widest + 1, 0]), south, float(reach[widest]), north]
    return [float(boxes[0, 0]), south, float(reach[-1]), north]


def coordinates(geometry: BaseGeometry, digits: int = DIGITS) -> dict[str, Any]:
    """The GeoJSON object of a portable `geometry`, coordinates as lists of [lon, lat]."""
    kind = geometry.geom_type
    if kind == "Point":
        return {"type": kind, "coordinates": _pairs(geometry, digits)[0]}
    if kind in {"LineString", "MultiPoint"}:
        return {"type": kind, "coordinates": _pairs(geometry, digits)}
    if kind == "Polygon":
        return {"type": kind, "coordinates": _rings(geometry, digits)}
    parts = shapely.get_parts(geometry)
    lists = [_rings(part, digits) if kind == "MultiPolygon" else _pairs(part, digits) for part in parts]
    return {"type": kind, "coordinates": lists}


def _points(geometry: BaseGeometry, digits: int) -> BaseGeometry | None:
    places = {
        (round(_wrapped(lon), digits), round(lat, digits))
        for lon, lat in shapely.get_coordinates(geometry).tolist()
        if -90 <= lat <= 90
    }
    if not places:
        return None
    return Point(*places) if len(places) == 1 else MultiPoint(sorted(places))


def _wrapped(lon: float) -> float:
    return lon if -180 <= lon <= 180 else (lon + 180) % _TURN - 180


def _on_earth(shape: BaseGeometry) -> BaseGeometry:
    """`shape` cut into whole turns of the earth, each moved back between -180 and 180."""
    west, south, east, north = shape.bounds
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        return shape
    turns = range(math.floor((west + 180) / _TURN), math.ceil((east + 180) / _TURN))
    pieces = []
    for turn in turns:
        offset = turn * _TURN
        piece = shapely.intersection(shape, shapely.box(offset - 180, -90, offset + 180, 90))
        pieces.append(translate(piece, xoff=-offset))
    if isinstance(shape, LineString):
        westward = shape.coords[0][0] > shape.coords[-1][0]
        return GeometryCollection(pieces[::-1] if westward else pieces)
    return shapely.union_all(pieces)


def _only(shape: BaseGeometry, kind: int) -> BaseGeometry:
    """The lines (1) or areas (2) of `shape`, without the crumbs that cutting and mending leave."""
    wanted = [
        part for part in _simple_parts(shape) if shapely.get_dimensions(part) == kind and not part.is_empty
    ]
    if len(wanted) != 1:
        return MultiPolygon(wanted) if kind == 2 else MultiLineString(wanted)
    single: BaseGeometry = wanted[0]
    return single


def _simple_parts(shape: BaseGeometry) -> Iterator[Any]:
    if isinstance(shape, BaseMultipartGeometry):
        for part in shape.geoms:
            yield from _simple_parts(part)
    else:
        yield shape


def _rings(polygon: BaseGeometry, digits: int) -> list[list[list[float]]]:
    return [_pairs(ring, digits) for ring in shapely.get_rings(polygon)]


def _pairs(shape: BaseGeometry, digits: int) -> list[list[float]]:
    # adding zero turns -0.0 into 0.0
    pairs: list[list[float]] = (np.round(shapely.get_coordinates(shape), digits) + 0.0).tolist()
    return pairs
