"""One kind of records as columns, asked about by their distinct values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.column import Column
from geomap.features import Apart


class Codes(NamedTuple):
    """A column as numbers that point at its distinct values, in the order of their first use."""

    number: NDArray[np.int32]
    values: Sequence[Any]


class Groups(NamedTuple):
    """Rows that are alike: one row of each group, in the order of their first use, and the group of each."""

    rows: NDArray[np.int64]
    number: NDArray[np.int64]


class Rows(msgspec.Struct, frozen=True):
    """One kind of records: equally long columns and geometries.

    ``apart`` holds, for the rows that stand at several places, each of these with a geometry of its own.
    """

    columns: Mapping[str, Sequence[Any]]
    geometry: Sequence[BaseGeometry | None]
    apart: Apart = {}
    _codes: dict[str, Codes] = msgspec.field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.geometry)

    def column(self, name: str) -> Sequence[Any]:
        """A column's values; None throughout if these rows lack it."""
        return self.columns.get(name) or Column.constant(None, len(self))

    def codes(self, name: str) -> Codes:
        """A column by its distinct values, so that what is asked of each is asked but once."""
        if name not in self._codes:
            values = self.column(name)
            coded = values.distinct() if isinstance(values, Column) else Column.of(values)
            self._codes[name] = Codes(coded.number, coded.values)
        return self._codes[name]

    def forget(self) -> None:
        """Drops what `codes` keeps; it is worked out anew if it is asked for again."""
        self._codes.clear()

    def where(self, name: str, test: Callable[[Any], bool]) -> NDArray[np.bool_]:
        """For each row whether `test` holds for its value of a column."""
        number, values = self.codes(name)
        return np.array([test(value) for value in values], dtype=bool)[number]

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column of numbers; NaN where a row has none."""
        values = self.column(name)
        if isinstance(values, Column):
            return np.array(values.values, dtype=float)[values.number]
        return np.array(values, dtype=float)

    def shapes(self) -> NDArray[np.object_]:
        """The geometry of each row."""
        if isinstance(self.geometry, Column):
            return _objects(self.geometry.values)[self.geometry.number]
        return _objects(self.geometry)

    def placed(self) -> NDArray[np.bool_]:
        """For each row whether it has a geometry."""
        if isinstance(self.geometry, Column):
            there = np.array([shape is not None for shape in self.geometry.values], dtype=bool)
            return there[self.geometry.number]
        return np.array([shape is not None for shape in self.geometry], dtype=bool)

    def groups(self, names: Iterable[str], among: NDArray[np.int64] | None = None) -> Groups:
        """Rows with the same values in these columns, which are then asked about but one row a group.

        Args:
            names: Of the columns.
            among: The rows to look at; all of them if not given.
        """
        among = np.arange(len(self)) if among is None else among
        together = np.zeros(len(among), dtype=np.int64)
        for number, count in self._numbered(names):
            together = np.unique(together * count + number[among], return_inverse=True)[1]
        _, first, back = np.unique(together, return_index=True, return_inverse=True)
        order = np.argsort(first)
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        return Groups(among[first[order]], place[back])

    def _numbered(self, names: Iterable[str]) -> list[tuple[NDArray[np.int32], int]]:
        """Numbers that are alike in rows with the same values in these columns, and how many there are.

        Columns that were worked out from one another share their numbers, which are then looked at once.
        """
        found: list[tuple[NDArray[np.int32], int]] = []
        for name in names:
            column = self.column(name)
            number, values = (
                (column.number, column.values) if isinstance(column, Column) else self.codes(name)
            )
            if len(values) > 1 and not any(np.array_equal(number, other) for other, _ in found):
                found.append((number, len(values)))
        return found


def _objects(values: Sequence[Any]) -> NDArray[np.object_]:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
