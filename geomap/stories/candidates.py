"""Which pairs of reports are worth comparing: near-linear in the number of reports, whatever they are.

Rows of tables come in hundreds of thousands, so places and days are compared in arrays first; only what is
left is looked at one by one.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geomap.geometry import EARTH_RADIUS_KM
from geomap.records import AREAS
from geomap.stories.traits import Traits

Pair = tuple[int, int]
_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]

_KM_PER_DEGREE = 111.2
_STEPS = 1000  # of latitude to a degree
_LATITUDES = 180 * _STEPS + 1
_DAYS = 4_000_000
_CHUNK = 2_000_000  # pairs that are held at a time
_CROWD = 128  # reports of one kind, place and day from which each is compared with so many of the others only


class Spots(NamedTuple):
    """Where and when reports stand, as columns: a row for each place of each report.

    ``report`` is the number of the report, ``source`` that of what tells each event once, ``reach`` the
    distance in km up to which another place may be the same, ``order`` a rank that does not depend on the
    order of reading.
    """

    report: _Ints
    source: _Ints
    family: _Ints
    start: _Ints
    end: _Ints
    lon: _Floats
    lat: _Floats
    reach: _Floats
    order: _Ints

    def take(self, rows: NDArray[np.bool_] | _Ints) -> "Spots":
        """Some of the rows."""
        return Spots(*(column[rows] for column in self))  # type: ignore[arg-type] # each keeps its type


def near_pairs(spots: Spots, usual_reach: float) -> set[Pair]:
    """Pairs of reports of different sources whose places lie near each other and whose days touch or overlap.

    Args:
        spots: The reports.
        usual_reach: The reach in km of what is no area; only wider ones are sought from both sides.
    """
    if len(spots.report) < 2:
        return set()
    sizes = np.bincount(spots.source)
    if np.count_nonzero(sizes) < 2:
        return set()
    # the rows of the largest source are only looked up, so that one large table costs next to nothing
    large = spots.source == np.argmax(sizes)
    rest, big = spots.take(~large), spots.take(large)
    wide = big.take(big.reach > usual_reach)
    found: set[Pair] = set()
    for probes, base in ((rest, big), (rest, rest), (wide, rest)):
        for pairs in _near(probes, base):
            found.update(zip(*pairs.T.tolist(), strict=True))
    return found


def _near(probes: Spots, base: Spots) -> Iterator[_Ints]:
    if not len(probes.report) or not len(base.report):
        return
    base = _by_day(base, margin=0)
    keys = _key(base, base.lat)
    order = np.lexsort((base.order, keys))
    base, keys = base.take(order), keys[order]
    probes = _by_day(probes, margin=1)
    band = probes.reach / _KM_PER_DEGREE
    low = np.searchsorted(keys, _key(probes, probes.lat - band), side="left")
    high = np.searchsorted(keys, _key(probes, probes.lat + band), side="right")
    low, high = _thinned(low, high, probes, keys, base)
    counts = high - low
    kept = counts > 0
    probes, low, counts = probes.take(kept), low[kept], counts[kept]
    ends = np.cumsum(counts)
    first = 0
    while first < len(counts):
        done = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, done + _CHUNK, side="right")))
        here = counts[first:last]
        which = np.repeat(np.arange(first, last), here)
        starts = np.repeat(np.cumsum(here) - here, here)
        other = np.repeat(low[first:last], here) + (np.arange(int(here.sum())) - starts)
        yield _close(probes.take(which), base.take(other))
        first = last


def _thinned(low: _Ints, high: _Ints, probes: Spots, keys: _Ints, base: Spots) -> tuple[_Ints, _Ints]:
    """Where reports crowd, a window around each one's own rank: neighbours link it to its whole story."""
    crowded = high - low > _CROWD
    if not crowded.any():
        return low, high
    ranks = int(max(base.order.max(), probes.order.max())) + 1
    own = np.searchsorted(keys * ranks + base.order, _key(probes, probes.lat) * ranks + probes.order)
    first = np.clip(own - _CROWD // 2, low, np.maximum(low, high - _CROWD))
    return np.where(crowded, first, low), np.where(crowded, first + _CROWD, high)


def _close(one: Spots, other: Spots) -> _Ints:
    near = (one.source != other.source) & (_distance_km(one, other) <= one.reach)
    a, b = one.report[near], other.report[near]
    return np.unique(np.column_stack([np.minimum(a, b), np.maximum(a, b)]), axis=0)


def _distance_km(one: Spots, other: Spots) -> _Floats:
    phi, other_phi = np.radians(one.lat), np.radians(other.lat)
    half = (
        np.sin((other_phi - phi) / 2) ** 2
        + np.cos(phi) * np.cos(other_phi) * np.sin(np.radians(other.lon - one.lon) / 2) ** 2
    )
    away: _Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return away


def _by_day(spots: Spots, margin: int) -> Spots:
    """A row for each day of each row, and `margin` days more on both sides; the day stands in ``start``."""
    lengths = spots.end - spots.start + 1 + 2 * margin
    if margin == 0 and bool((lengths == 1).all()):
        return spots
    rows = np.repeat(np.arange(len(lengths)), lengths)
    offsets = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    repeated = spots.take(rows)
    return repeated._replace(start=repeated.start - margin + offsets)


def _key(spots: Spots, lat: _Floats) -> _Ints:
    """One number that sorts by family, day and latitude."""
    steps = np.clip(np.rint((lat + 90) * _STEPS), 0, _LATITUDES - 1).astype(np.int64)
    return (spots.family * _DAYS + spots.start) * _LATITUDES + steps


def other_pairs(reports: Sequence[tuple[int, Traits]]) -> set[Pair]:
    """Pairs that share an area and a day, a place and a number where a date is loose, or a sentence."""
    areas: dict[Hashable, list[int]] = {}
    numbers: dict[Hashable, tuple[list[int], list[int]]] = {}
    sentences: dict[str, list[int]] = {}
    for number, one in reports:
        if one.words:
            sentences.setdefault(one.words, []).append(number)
        for place in one.ground:
            if place.precision in AREAS and not one.span.loose:
                for day in range(one.span.start, one.span.end + 2):
                    areas.setdefault((one.family, place.id, day), []).append(number)
            for category, listed in one.numbers.items():
                for value in {known.value for known in listed if known.value}:
                    both = numbers.setdefault((one.family, place.id, category, value), ([], []))
                    both[one.span.loose].append(number)
    found: set[Pair] = set()
    for group in (*areas.values(), *sentences.values()):
        found.update(_window(group, group))
    for dated, loose in numbers.values():
        found.update(_window(loose, [*dated, *loose]))
    return found


def _window(some: Sequence[int], group: Sequence[int]) -> Iterable[Pair]:
    for at, one in enumerate(some):
        others = group if len(group) <= _CROWD else group[max(0, at - _CROWD) : at + _CROWD]
        yield from ((min(one, other), max(one, other)) for other in others if one != other)
