"""All candidates of a document's names as parallel arrays, so that contexts are weighed at once."""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from geomap.geometry import EARTH_RADIUS_KM
from geomap.places.candidates import MATCHES
from geomap.places.classwords import Spot, fits
from geomap.places.gazetteer import Gazetteer
from geomap.places.senses import Sense

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVELS = ("country", "continent", "admin1", "admin2", "city", "airfield", "other")
_ADMIN1, _ADMIN2 = 2, 3
FAR_KM = 20039.0
LONGEST_GAP = 5000.0


class Slate:
    """Parallel arrays, one entry a candidate, grouped by sense; row `rows[s]` : `rows[s + 1]` are sense s's.

    Attributes are named for what they hold; countries and admin-1 units are numbered within the document
    (-1: none). `position` is the mean offset of the sense's spots, `gaps` how near those of two senses come.
    """

    def __init__(self, senses: Sequence[Sense], spots: Sequence[Spot], gazetteer: Gazetteer) -> None:
        self.senses = senses
        flat = [candidate for sense in senses for candidate in sense.candidates]
        sizes = [len(sense.candidates) for sense in senses]
        self.rows: Ints = np.array([0, *accumulate(sizes)], dtype=np.int64)
        self.sense: Ints = np.repeat(np.arange(len(senses)), sizes)
        self.candidates = flat
        countries = _numbered([candidate.place.country for candidate in flat])
        admins = _numbered([candidate.admin1_code for candidate in flat])
        self.country: Ints = np.array(countries, dtype=np.int64)
        self.admin1: Ints = np.array(admins, dtype=np.int64)
        units = _numbered([c.admin2_id for c in flat] + [c.place.id for c in flat])
        self.admin2: Ints = np.array(units[: len(flat)], dtype=np.int64)
        self.identity: Ints = np.array(units[len(flat) :], dtype=np.int64)
        self.countries = 1 + max(countries, default=-1)
        self.admins = 1 + max(admins, default=-1)
        self.population: Floats = np.log10(np.array([c.population for c in flat], dtype=np.float64) + 10.0)
        self.level: Ints = np.array([_level(c.feature) for c in flat], dtype=np.int64)
        self.match: Ints = np.array([MATCHES.index(c.match) for c in flat], dtype=np.int64)
        self.common: Floats = np.array([c.common for c in flat], dtype=np.float64)
        self.order: Floats = np.array([row for size in sizes for row in range(size)], dtype=np.float64)
        self.fit: Floats = np.array(
            [
                0.0 if sense.generic is None else 1.0 if fits(c.feature, sense.generic) else -1.0
                for sense in senses
                for c in sense.candidates
            ]
        )
        seats = [gazetteer.seat_of(sense.name) for sense in senses]
        self.seat: Floats = np.array(
            [
                float(seat is not None and c.place.country == seat and c.feature in {"city", "country"})
                for sense, seat in zip(senses, seats, strict=True)
                for c in sense.candidates
            ]
        )
        self.xyz: Floats = unit_vectors(
            np.array([c.place.lat for c in flat], dtype=np.float64),
            np.array([c.place.lon for c in flat], dtype=np.float64),
        )
        self.count: Floats = np.array([len(sense.spots) for sense in senses], dtype=np.float64)
        self.position: Floats = np.array(
            [sum(spots[i].start for i in sense.spots) / len(sense.spots) for sense in senses],
            dtype=np.float64,
        )
        self.gaps: Floats = _gaps(senses, spots)
        self.metonyms: Floats = np.array(
            [sum(spots[i].usage == "metonym" for i in sense.spots) / len(sense.spots) for sense in senses]
        )
        self.container: Ints = np.array(
            [-1 if sense.container is None else sense.container for sense in senses], dtype=np.int64
        )
        names = [sense.folded for sense in senses]
        self.twin: NDArray[np.bool_] = np.array([[a == b for b in names] for a in names], dtype=bool).reshape(
            len(names), len(names)
        )
        self.is_area: NDArray[np.bool_] = self.level <= _ADMIN1

    def km(self, rows: Ints, others: Ints) -> Floats:
        """Distances between candidates: shape (rows, others)."""
        return arc_km(self.xyz[rows] @ self.xyz[others].T)

    def inside(self, rows: Ints, holders: Ints) -> NDArray[np.bool_]:
        """Whether each candidate lies in each holder by the codes of country and units: (rows, holders)."""
        level = self.level[holders][None, :]
        same_country = self.country[rows][:, None] == self.country[holders][None, :]
        same_admin1 = self.admin1[rows][:, None] == self.admin1[holders][None, :]
        same_admin2 = self.admin2[rows][:, None] == self.identity[holders][None, :]
        lower = self.level[rows][:, None] > level
        held = np.where(level == 0, same_country, np.where(level == _ADMIN1, same_admin1, same_admin2))
        return np.asarray(held & lower & (level <= _ADMIN2) & (self.country[rows] >= 0)[:, None], dtype=bool)

    def best(self, scores: Floats) -> Ints:
        """The row of the highest score of each sense, the first of equals; -1 without candidates."""
        chosen = np.full(len(self.senses), -1, dtype=np.int64)
        for number in range(len(self.senses)):
            low, high = self.rows[number], self.rows[number + 1]
            if high > low:
                chosen[number] = low + int(np.argmax(scores[low:high]))
        return chosen


def _gaps(senses: Sequence[Sense], spots: Sequence[Spot]) -> Floats:
    """The least number of characters between the spots of two senses, at most `LONGEST_GAP`."""
    starts = np.array([spots[i].start for sense in senses for i in sense.spots], dtype=np.float64)
    firsts = list(accumulate((len(sense.spots) for sense in senses[:-1]), initial=0))
    apart = np.abs(starts[:, None] - starts[None, :])
    apart = np.minimum.reduceat(np.minimum.reduceat(apart, firsts, axis=0), firsts, axis=1)
    return np.asarray(np.minimum(apart, LONGEST_GAP), dtype=np.float64)


def _numbered(values: Sequence[str | None]) -> list[int]:
    numbers = {value: index for index, value in enumerate(dict.fromkeys(v for v in values if v))}
    return [numbers.get(value, -1) if value else -1 for value in values]


def _level(feature: str) -> int:
    return LEVELS.index(feature) if feature in LEVELS else len(LEVELS) - 1


def arc_km(cosines: Floats) -> Floats:
    """Distances on the earth between unit vectors with these dot products, in km with three decimals."""
    return np.asarray(np.round(EARTH_RADIUS_KM * np.arccos(np.clip(cosines, -1.0, 1.0)), 3), dtype=np.float64)


def unit_vectors(lat: Floats, lon: Floats) -> Floats:
    """Points of the unit sphere, shape (n, 3), of latitudes and longitudes in degrees."""
    phi, theta = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=1)
