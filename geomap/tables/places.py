"""Where a row says something happened: coordinates first, then names that a gazetteer knows."""

import re
from collections import Counter
from collections.abc import Callable
from operator import itemgetter
from typing import Literal, NamedTuple

from geomap.decoding import one_line
from geomap.records import EventPlace, Place, Precision, Role
from geomap.tables.columns import Columns
from geomap.tables.problems import Problems
from geomap.tables.values import blank, degrees
from geomap.tables.words import Vocabulary

PlaceOf = Callable[[str, str | None, str | None], Place | None]
"""Finds a place by name, within a country and first-level unit as the table writes them; None if unknown."""

_POINT = re.compile(r"\s*POINT\s*Z?\s*\(\s*(\S+)\s+(\S+)[^)]*\)\s*", re.IGNORECASE)
_ALPHA2 = re.compile(r"[A-Z]{2}")
_REMEMBERED = 100_000
_FACTS = itemgetter("lat", "lon", "place", "country", "admin1", "admin2", "wkt", "precision", "radius")


class Cells(dict[str, str]):
    """A row's cells by what their column means; empty where there is no such column."""

    def __missing__(self, meaning: str) -> str:
        return ""


class Names(NamedTuple):
    """The names a row gives, from the narrowest to the widest."""

    place: str | None
    admin2: str | None
    admin1: str | None
    country: str | None


class Point(NamedTuple):
    """Degrees on the earth."""

    lon: float
    lat: float


class Placer:
    """Places the rows of one table; ``unknown`` counts the names that no gazetteer entry fits."""

    def __init__(
        self, columns: Columns, vocabulary: Vocabulary, problems: Problems, place_of: PlaceOf | None
    ) -> None:
        """Prepare for `columns`; without `place_of` names alone place nothing."""
        self.unknown: Counter[str] = Counter()
        self._columns = columns
        self._vocabulary = vocabulary
        self._problems = problems
        self._place_of = place_of
        self._placed: dict[tuple[str, ...], EventPlace] = {}
        self._known: dict[tuple[str, str | None, str | None], Place | None] = {}

    def place(self, row: int, cells: Cells) -> EventPlace | None:
        """The place of a row; problems with it are added under the number `row`."""
        key = _FACTS(cells)
        if key in self._placed:
            return self._placed[key]
        problems = self._problems.count
        place = self._place(row, cells)
        # a place with a problem must be told of on every row that has it
        if self._problems.count == problems and place is not None and place.role == "location":
            if len(self._placed) >= _REMEMBERED:
                self._placed.clear()
            self._placed[key] = place
        return place

    def _place(self, row: int, cells: Cells) -> EventPlace | None:
        names = Names(*(one_line(cells[part]) or None for part in ("place", "admin2", "admin1", "country")))
        point = self._point(row, cells)
        if point is None:
            return self._by_name(names)
        precision = self._precision(row, cells)
        place = Place(
            id=f"table:{point.lat:.5f},{point.lon:.5f}",
            name=next((name for name in names if name), f"{point.lat:.4f}, {point.lon:.4f}"),
            lon=point.lon,
            lat=point.lat,
            precision=precision,
            feature=precision,
            country=self._code(names.country),
            admin1=names.admin1,
            radius_km=self._radius(cells, precision),
        )
        return EventPlace(place=place, role="location")

    def _by_name(self, names: Names) -> EventPlace | None:
        """The narrowest of `names` that is known; one above the narrowest given only holds the place."""
        if self._place_of is None:
            return None
        role: Role = "location"
        chain = (
            (names.place, names.country, names.admin1),
            (names.admin2, names.country, names.admin1),
            (names.admin1, names.country, None),
            (names.country, None, None),
        )
        for wanted, country, admin1 in chain:
            if wanted is None or blank(wanted):
                continue
            found = self._look_up(wanted, country, admin1)
            if found is not None:
                return EventPlace(place=found, role=role)
            if role == "location":
                self.unknown[wanted] += 1
            role = "within"
        return None

    def _look_up(self, name: str, country: str | None, admin1: str | None) -> Place | None:
        key = (name, country, admin1)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._place_of(*key) if self._place_of else None
        return self._known[key]

    def _point(self, row: int, cells: Cells) -> Point | None:
        lat_cell, lon_cell = cells["lat"], cells["lon"]
        found = _POINT.fullmatch(cells["wkt"]) if not (lat_cell or lon_cell) else None
        if found is not None:
            lon_cell, lat_cell = found[1], found[2]
        lat, wrong_lat = _read(lat_cell, "lat")
        lon, wrong_lon = _read(lon_cell, "lon")
        if lat is not None and lon is not None and (lat or lon):
            return Point(lon, lat)
        kind, text = "coordinates that cannot be used", wrong_lat or wrong_lon
        if lat == 0 and lon == 0:
            text = "0, 0 stands for an unknown place"
        elif wrong_lat and _read(lat_cell, "lon")[0] is not None and _read(lon_cell, "lat")[0] is not None:
            kind = "latitude and longitude that look swapped"
            text = f"{wrong_lat}; the two columns look swapped"
        elif text is None and (lat is None) != (lon is None):
            text = "one of latitude and longitude is missing"
        if text is not None:
            self._problems.add(row, kind, f"{text}; the row is kept without its coordinates")
        return None

    def _precision(self, row: int, cells: Cells) -> Precision:
        text = cells["precision"]
        if blank(text):
            return "point"
        heading = self._columns.names.get("precision", "")
        precision = self._vocabulary.precision(text, heading)
        if precision is None:
            kind = "a precision that is not understood"
            self._problems.add(row, kind, f"the precision {text[:40]!r} is not understood; taken as a point")
        return precision or "point"

    def _radius(self, cells: Cells, precision: Precision) -> float:
        try:
            given = float(cells["radius"])
        except ValueError:
            given = -1.0
        return given if 0 <= given < 20_000 else self._vocabulary.radius_km[precision]

    def _code(self, country: str | None) -> str | None:
        """The ISO code of a country as the table writes it."""
        if country is None or _ALPHA2.fullmatch(country):
            return country
        found = self._look_up(country, None, None)
        return found.country if found is not None and found.precision == "country" else None


def _read(text: str, axis: Literal["lat", "lon"]) -> tuple[float | None, str | None]:
    try:
        return degrees(text, axis), None
    except ValueError as error:
        return None, str(error)
