"""A coarse sieve for rows of tables: those that no other source comes near to in place and time fall through.

A table may hold a hundred thousand rows of which articles speak of ten. Days, degrees of latitude and bands
of longitude make cells; who marks a cell and its neighbours is remembered in a bitmap by hash, so that a row
costs a microsecond. A hash that two cells share only lets a row through that could have been spared.
"""

from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from geomap.geometry import EARTH_RADIUS_KM
from geomap.records import Report
from geomap.stories.entries import Entry
from geomap.stories.traits import ground

_Ints = NDArray[np.int64]
_Columns = tuple[_Ints, _Ints, _Ints, _Ints, _Ints]  # number, day, latitude, longitude band, reach
_BAND = 8  # degrees of longitude
_BANDS = 360 // _BAND
_DEGREE_KM = EARTH_RADIUS_KM * np.pi / 180
_STRIDE = 11400714819323198485 & ((1 << 63) - 1)  # odd, so that neighbours fall far apart
_NOBODY = -1


class _Cells:
    """Where and when things are, one source after the other."""

    def __init__(self) -> None:
        self.number: list[int] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.lat: list[float] = []
        self.lon: list[float] = []
        self.wide: list[float] = []

    def columns(self) -> _Columns:
        """Number, day, latitude and longitude band, and reach in degrees: a row for each day."""
        number, start, end = (np.array(part, dtype=np.int64) for part in (self.number, self.start, self.end))
        lat = np.floor(np.array(self.lat, dtype=float) + 90).astype(np.int64)
        lon = np.floor((np.array(self.lon, dtype=float) + 180) / _BAND).astype(np.int64) % _BANDS
        reach = 1 + (np.array(self.wide, dtype=float) // _DEGREE_KM).astype(np.int64)
        days = end - start + 1
        if (days == 1).all():
            return number, start, lat, lon, reach
        rows = np.repeat(np.arange(len(days)), days)
        offset = np.arange(len(rows)) - np.repeat(np.cumsum(days) - days, days)
        return number[rows], start[rows] + offset, lat[rows], lon[rows], reach[rows]


def sieved(
    reports: Sequence[Report], tables: Iterable[Sequence[int]], texts: Iterable[Entry], most_days: int
) -> list[int]:
    """The numbers of those rows of tables that something of another source comes near to.

    Args:
        reports: All that was read.
        tables: For each table the numbers of its rows among `reports`.
        texts: What documents tell.
        most_days: Dates that span as many days or more say too little.
    """
    *kinds, largest = sorted(
        (_of_rows(reports, rows, most_days).columns() for rows in tables), key=lambda columns: len(columns[0])
    )
    told = _of_texts(texts).columns()
    count = sum(len(columns[0]) for columns in (told, *kinds))
    slots = 1 << max(16, min(24, 6 + count.bit_length()))
    owner = np.full(slots, _NOBODY, dtype=np.int32)
    shared = np.zeros(slots, dtype=bool)
    for source, columns in enumerate([told, *kinds]):
        _mark(owner, shared, columns, source)
    # of the largest table only what meets another source needs to be known to that
    number, day, lat, lon, reach = largest
    met = (owner[_slot(_cell(day, lat, lon), slots)] != _NOBODY) | (reach > 1)
    largest = (number[met], day[met], lat[met], lon[met], reach[met])
    _mark(owner, shared, largest, len(kinds) + 1)
    kept = set(largest[0].tolist())
    for number, day, lat, lon, reach in kinds:
        kept.update(number[shared[_slot(_cell(day, lat, lon), slots)] | (reach > 1)].tolist())
    return sorted(kept)


def _mark(owner: NDArray[np.int32], shared: NDArray[np.bool_], columns: _Columns, source: int) -> None:
    for cell in _spread(columns):
        at = _slot(cell, len(owner))
        before = owner[at]
        shared[at] |= (before != _NOBODY) & (before != source)
        owner[at] = source


def _of_rows(reports: Sequence[Report], rows: Iterable[int], most_days: int) -> _Cells:
    cells = _Cells()
    for number in rows:
        for event in reports[number].events:
            first, last = event.date_start, event.date_end
            if first is None or not event.places:
                continue
            start = first.toordinal()
            end = start if last is None or last is first or last == first else last.toordinal()
            if not 0 <= end - start < most_days:
                continue
            place = event.places[0].place
            cells.number.append(number)
            cells.start.append(start)
            cells.end.append(end)
            cells.lat.append(place.lat)
            cells.lon.append(place.lon)
            cells.wide.append(place.radius_km if place.precision == "adm1" else 0.0)
    return cells


def _of_texts(texts: Iterable[Entry]) -> _Cells:
    cells = _Cells()
    for at, entry in enumerate(texts):
        if entry.span.loose:
            continue
        for place in ground(entry.event):
            cells.number.append(at)
            cells.start.append(entry.span.start)
            cells.end.append(entry.span.end)
            cells.lat.append(place.lat)
            cells.lon.append(place.lon)
            cells.wide.append(place.radius_km if place.precision == "adm1" else 0.0)
    return cells


def _spread(columns: _Columns) -> Iterable[_Ints]:
    """All cells and their neighbours; wide areas reach over several degrees."""
    _, day, lat, lon, reach = columns
    for extra in range(int(reach.max(initial=1))):
        wide = reach > extra
        for days, bands in product((-1, 0, 1), repeat=2):
            for degrees in {-extra - 1, extra + 1, 0}:
                yield _cell(day[wide] + days, lat[wide] + degrees, lon[wide] + bands)


def _cell(day: _Ints, lat: _Ints, lon: _Ints) -> _Ints:
    return (day * 256 + lat + 64) * 64 + lon % _BANDS


def _slot(cell: _Ints, slots: int) -> _Ints:
    return (cell * _STRIDE >> 20) & (slots - 1)
