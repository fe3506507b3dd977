"""On which side of a coastal place the sea lies, by the outlines of the countries around it."""

import math
from typing import TYPE_CHECKING

from geomap.geometry import LonLat, distance_km, offset
from geomap.places.gazetteer import Gazetteer
from geomap.records import Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_BEARINGS = tuple(range(0, 360, 15))
_RINGS = (0.5, 1.0, 1.5)  # of the distance asked for: one cape or islet does not decide
_LEAST_SEA = 0.1  # share of the points looked at that must lie at sea
_MARGIN_KM = 100.0


class Coasts:
    """Asks the gazetteer for the outlines of countries and keeps those it has met."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._outlines: dict[str, BaseGeometry | None] = {}

    def seaward(self, place: Place, km: float) -> float | None:
        """The mean bearing (degrees from north) at which water lies within about `km`; None inland."""
        from shapely import contains_xy, prepare

        centre = LonLat(place.lon, place.lat)
        spots = [(b, offset(centre, b, km * share)) for b in _BEARINGS for share in _RINGS]
        dry = [False] * len(spots)
        for country in self._gazetteer.countries():
            away = distance_km(country.lon, country.lat, place.lon, place.lat)
            if away > country.radius_km + km * _RINGS[-1] + _MARGIN_KM:
                continue
            outline = self._outline(country)
            if outline is None:
                continue
            prepare(outline)
            inside = contains_xy(outline, [at.lon for _, at in spots], [at.lat for _, at in spots])
            dry = [before or bool(now) for before, now in zip(dry, inside, strict=True)]
        wet = [b for (b, _), land in zip(spots, dry, strict=True) if not land]
        if len(wet) < _LEAST_SEA * len(spots):
            return None
        east = sum(math.sin(math.radians(b)) for b in wet)
        north = sum(math.cos(math.radians(b)) for b in wet)
        if math.hypot(east, north) < 1e-6 * len(wet):
            return None  # water all around: no side is the sea's
        return math.degrees(math.atan2(east, north)) % 360.0

    def _outline(self, country: Place) -> "BaseGeometry | None":
        if country.id not in self._outlines:
            self._outlines[country.id] = self._gazetteer.shape(country)
        return self._outlines[country.id]
