"""Where a row says something happened: coordinates first, then names that a gazetteer knows."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geomap.column import Column
from geomap.decoding import one_line
from geomap.geometry import distance_km
from geomap.records import EventPlace, Place, Precision, Role
from geomap.tables.columns import Columns
from geomap.tables.countries import alpha2
from geomap.tables.problems import Cells, Memory, Problems
from geomap.tables.profiles import Profile
from geomap.tables.values import blank, degrees
from geomap.tables.words import Vocabulary

PlaceOf = Callable[[str, str | None, str | None], Place | None]
"""Finds a place by name, within a country and first-level unit as the table writes them; None if unknown."""

FACTS = (
    "lat",
    "lon",
    "wkt",
    "place",
    "admin1",
    "admin2",
    "country",
    "country_code",
    "precision",
    "radius",
)
"""The meanings that place a row, in the order in which their cells are handed over."""

NAMES = frozenset({"place", "admin1", "admin2", "country"})
"""Those of them that are names, which are handed over on one line."""

_POINT = re.compile(r"\s*POINT\s*Z?\s*\(\s*(\S+)\s+(\S+)[^)]*\)\s*", re.IGNORECASE)
_ALPHA2 = re.compile(r"[A-Z]{2}")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_SLACK = 1.2  # a country's radius holds it, islands and stretches of sea beside it apart
_FEWEST = 3
_REMEMBERED = 100_000
_SURE = 0.9
_KM_A_DEGREE = 111.3


_Key = tuple[str, str, str, str, Cells]
"""Latitude, longitude, name, first-level unit, and what `_Setting` is told by."""


class Names(NamedTuple):
    """The names a row gives, from the narrowest to the widest."""

    place: str | None
    admin2: str | None
    admin1: str | None
    country: str | None


class _Setting(NamedTuple):
    """What a row says of its place beside the coordinates."""

    country: str | None
    precision: Precision
    radius_km: float
    home: Place | None
    """The country, as far as it is known and its name given."""


class Placer:
    """Places the rows of one table."""

    def __init__(
        self,
        profile: Profile,
        columns: Columns,
        vocabulary: Vocabulary,
        problems: Problems,
        place_of: PlaceOf | None,
    ) -> None:
        """Prepare for `columns`; without `place_of` names alone place nothing."""
        self._profile = profile
        self._columns = columns
        self._vocabulary = vocabulary
        self._problems = problems
        self._place_of = place_of
        self._swapped = False
        self._points = Memory[_Key, EventPlace | None](problems, self._pointed)
        self._words: dict[str, str] = {}  # of names that come again, so that each is kept but once
        self._known: dict[tuple[str, str | None, str | None], Place | None] = {}
        self._setting = Memory[Cells, _Setting](problems, self._set)
        self._closely = Memory[Cells, EventPlace | None](problems, self._understood)

    def swap_if_told(self, rows: Iterable[Cells]) -> tuple[int, int] | None:
        """Read latitude and longitude the other way round if countries tell that they are swapped.

        Told is how many of how many `rows` lie in their country only that way; None if they are not swapped.
        """
        tested = told = 0
        for facts in rows:
            cells = dict(zip(FACTS, facts, strict=True))
            lat, lon = _read(cells["lat"], "lat")[0], _read(cells["lon"], "lon")[0]
            turned = _read(cells["lon"], "lat")[0], _read(cells["lat"], "lon")[0]
            country = self._country(one_line(cells["country"]) or None)
            if country is None or turned[0] is None or turned[1] is None:
                continue
            tested += 1
            given = lat is not None and lon is not None and _holds(country, lon, lat)
            told += not given and _holds(country, turned[1], turned[0])
        self._swapped = told >= _FEWEST and told >= _SURE * tested
        return (told, tested) if self._swapped else None

    def column(self, facts: Sequence[Column[str]], numbers: Sequence[int]) -> Column[EventPlace | None]:
        """Where the rows of these `numbers` are; `facts` are their cells, a column for each of FACTS."""
        lats, lons, _, town, admin1, admin2, country, *rest = facts
        plain = np.zeros(len(numbers), dtype=bool) if self._swapped else _plain_points(lats, lons)
        at_points, others = np.flatnonzero(plain), np.flatnonzero(~plain)
        name = _narrowest(town, admin2, admin1, country)
        settings = Column.zipped([country, *rest])
        columns: Sequence[Column[Any]] = (lats, lons, name, admin1, settings)
        keys: Column[Any] = Column.zipped([each.take(at_points) for each in columns])
        placed = self._points.column(keys, [numbers[at] for at in at_points.tolist()])
        if not len(others):
            return placed
        cells = Column.zipped([each.take(others) for each in facts])
        closely = self._closely.column(cells, [numbers[at] for at in others.tolist()])
        return Column.joined([placed, closely]).take(np.argsort(np.concatenate([at_points, others])))

    def _pointed(self, cells: _Key) -> EventPlace:
        lat, lon, name, admin1, setting = cells
        name, admin1 = self._words.setdefault(name, name), self._words.setdefault(admin1, admin1)
        if len(self._words) > _REMEMBERED:
            self._words.clear()
        return self._at((float(lon), float(lat)), name, admin1 or None, self._setting[setting])

    def _understood(self, facts: Cells) -> EventPlace | None:
        _, _, _, town, admin1, admin2, country, *rest = facts
        cells = dict(zip(FACTS, (fact.strip() for fact in facts), strict=True))
        point = self._point(cells)
        if point is None:
            return self._by_name(_names(cells))
        name = town or admin2 or admin1 or country
        return self._at(point, name, admin1 or None, self._setting[(country, *rest)])

    def _set(self, facts: Cells) -> _Setting:
        """What country, its code, precision and radius say; they are much the same all over a table."""
        country, code, precision, radius = (fact.strip() for fact in facts)
        kind, usual = self._precision(precision)
        named = one_line(country) or None
        home = self._country(named)
        return _Setting(self._code(code, named), kind, _given_radius(radius, usual), home)

    def _at(self, point: tuple[float, float], name: str, admin1: str | None, setting: _Setting) -> EventPlace:
        lon, lat = point
        country, precision, radius_km, home = setting
        if home is not None and _looks_swapped(home, lon, lat):
            shown = f"{lat:g}, {lon:g} in {home.name}"
            self._problems.doubt("latitude and longitude that look swapped", "kept as they stand", shown)
        place = Place(
            id=f"table:{lat:.5f},{lon:.5f}",
            name=name or f"{lat:.4f}, {lon:.4f}",
            lon=lon,
            lat=lat,
            precision=precision,
            feature=precision,
            country=country,
            admin1=admin1,
            radius_km=radius_km,
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
                self._problems.doubt("places not known", "kept without them", wanted)
            role = "within"
        return None

    def _look_up(self, name: str, country: str | None, admin1: str | None) -> Place | None:
        key = (name, country, admin1)
        if key not in self._known:
            self._known[key] = self._place_of(*key) if self._place_of else None
        return self._known[key]

    def _point(self, cells: dict[str, str]) -> tuple[float, float] | None:
        """Longitude and latitude."""
        lat_cell, lon_cell = cells["lat"], cells["lon"]
        if self._swapped:
            lat_cell, lon_cell = lon_cell, lat_cell
        found = _POINT.fullmatch(cells["wkt"]) if not (lat_cell or lon_cell) else None
        if found is not None:
            lon_cell, lat_cell = found[1], found[2]
        lat, wrong_lat = _read(lat_cell, "lat")
        lon, wrong_lon = _read(lon_cell, "lon")
        if lat is not None and lon is not None and (lat or lon):
            return lon, lat
        kind, text = "coordinates that cannot be used", wrong_lat or wrong_lon
        if lat == 0 and lon == 0:
            text = "0, 0 stands for an unknown place"
        elif wrong_lat and _read(lat_cell, "lon")[0] is not None and _read(lon_cell, "lat")[0] is not None:
            kind = "latitude and longitude that look swapped"
            text = f"{wrong_lat}; the two columns look swapped"
        elif text is None and (lat is None) != (lon is None):
            text = "one of latitude and longitude is missing"
        if text is not None:
            self._problems.add(kind, f"{text}; the row is kept without its coordinates")
        return None

    def _precision(self, text: str) -> tuple[Precision, float]:
        """How exact the coordinates are, and the radius that goes with it."""
        if blank(text):
            return "point", self._vocabulary.radius_km["point"]
        code = self._profile.codes.precision.get(text)
        if code is not None:
            return code.precision, code.radius_km
        precision = self._vocabulary.precision(text, self._columns.names.get("precision", ""))
        if precision is None:
            self._problems.doubt("precisions outside the code book", "taken as a point", text)
            precision = "point"
        return precision, self._vocabulary.radius_km[precision]

    def _code(self, code: str, country: str | None) -> str | None:
        """The ISO code of a country as the table writes it."""
        if not blank(code):
            found = alpha2(code, self._profile.country_codes)
            if found is None:
                self._problems.doubt("country codes not known", "kept without a country", code)
            return found
        if country is None or _ALPHA2.fullmatch(country):
            return country
        place = self._country(country)
        return place.country if place is not None else None

    def _country(self, name: str | None) -> Place | None:
        """A country by name; what UCDP adds in brackets, such as an older name, may be left out."""
        if name is None:
            return None
        for wish in dict.fromkeys((name, _BRACKETS.sub("", name))):
            found = self._look_up(wish, None, None)
            if found is not None and found.precision == "country":
                return found
        return None


def _plain_points(lats: Column[str], lons: Column[str]) -> NDArray[np.bool_]:
    """The rows whose coordinates are plain numbers on the earth, as nearly all are."""
    lat, lon = (np.array(list(map(_plain, each.values)))[each.number] for each in (lats, lons))
    sound: NDArray[np.bool_] = (np.abs(lat) <= 90) & (np.abs(lon) <= 180) & ((lat != 0) | (lon != 0))
    return sound


def _plain(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _narrowest(*names: Column[str]) -> Column[str]:
    """Row by row the first of `names` that is not empty; all are empty if none is."""
    found, *wider = names
    for other in wider:
        if "" in found.values:
            found = found.with_other(other, lambda one, other: one or other)
    return found


def _names(cells: dict[str, str]) -> Names:
    return Names(*(one_line(cells[part]) or None for part in ("place", "admin2", "admin1", "country")))


def _given_radius(text: str, usual: float) -> float:
    try:
        given = float(text)
    except ValueError:
        return usual
    return given if 0 <= given < 20_000 else usual


def _holds(country: Place, lon: float, lat: float) -> bool:
    return distance_km(country.lon, country.lat, lon, lat) <= _SLACK * country.radius_km


def _looks_swapped(country: Place, lon: float, lat: float) -> bool:
    """Whether a point lies in its country only the other way round."""
    # nearly all lie in their country, most of them this near to its middle
    if abs(lat - country.lat) * _KM_A_DEGREE + abs(lon - country.lon) * _KM_A_DEGREE <= country.radius_km:
        return False
    return -90 <= lon <= 90 and not _holds(country, lon, lat) and _holds(country, lat, lon)


def _read(text: str, axis: Literal["lat", "lon"]) -> tuple[float | None, str | None]:
    try:
        return degrees(text, axis), None
    except ValueError as error:
        return None, str(error)
