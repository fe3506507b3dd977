"""A column by its values: numbers that point at them, so that what is asked of a value is asked but once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
S = TypeVar("S")
U = TypeVar("U")
_MOST = 2**62
"""Numbers of eight bytes that combinations are told apart by."""


class Column(Sequence[T], Generic[T]):
    """Row by row ``values[number]``: to all who do not ask, a sequence like any other.

    ``number`` has one position in ``values`` a row. Of ``values`` some may be equal and some unused;
    :meth:`distinct` gives a column where none is.
    """

    __slots__ = ("number", "values")

    def __init__(self, number: NDArray[np.int32], values: Sequence[T]) -> None:
        """A column of the `values` at each `number`; both are kept, not copied."""
        self.number = number
        self.values = values

    @classmethod
    def of(cls, rows: Iterable[T]) -> "Column[T]":
        """The column of these hashable `rows`, its values distinct and in the order of their first use."""
        listed = list(rows)
        values = list(dict.fromkeys(listed))
        place = dict(zip(values, range(len(values)), strict=True))
        return cls(np.fromiter(map(place.__getitem__, listed), np.int32, len(listed)), values)

    @classmethod
    def shared(cls, rows: Sequence[T]) -> "Column[T]":
        """The column of `rows` that point to few objects, which need not be hashable: one value an object."""
        ids = list(map(id, rows))
        objects = dict(zip(ids, rows, strict=True))
        place = dict(zip(objects, range(len(objects)), strict=True))
        number = np.fromiter(map(place.__getitem__, ids), np.int32, len(ids))
        return cls(number, list(objects.values()))

    @classmethod
    def constant(cls, value: T, rows: int) -> "Column[T]":
        """The column of so many `rows` with one value."""
        return cls(np.zeros(rows, dtype=np.int32), [value])

    @classmethod
    def joined(cls, parts: "Sequence[Sequence[T]]") -> "Column[T]":
        """The rows of several columns or other sequences, one behind the other; an object is one value."""
        columns = [part if isinstance(part, Column) else cls.shared(part) for part in parts]
        values = cls.shared([value for column in columns for value in column.values])
        starts = np.cumsum([0, *(len(column.values) for column in columns)])[:-1].tolist()
        numbers = [column.number + np.int32(start) for column, start in zip(columns, starts, strict=True)]
        where = np.concatenate([np.empty(0, dtype=np.int32), *numbers])
        return cls(values.number[where], values.values)

    @classmethod
    def zipped(cls, columns: "Sequence[Column[T]]") -> "Column[tuple[T, ...]]":
        """Row by row the values of several columns (at least one): each combination that a row has, once."""
        key = np.zeros(len(columns[0]), dtype=np.int64)
        kinds = 1  # keys are below it
        for column in columns:
            width = max(len(column.values), 1)
            if kinds > _MOST // width:
                occurring, key = np.unique(key, return_inverse=True)
                kinds = len(occurring)
            key = key * width + column.number
            kinds *= width
        _, first, number = np.unique(key, return_index=True, return_inverse=True)
        parts = (map(column.values.__getitem__, column.number[first].tolist()) for column in columns)
        return Column(number.astype(np.int32), list(zip(*parts, strict=True)))

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.number)

    @overload
    def __getitem__(self, row: int) -> T: ...
    @overload
    def __getitem__(self, row: slice) -> "Column[T]": ...
    def __getitem__(self, row: int | slice) -> "T | Column[T]":
        """The value of a row, or the column of several."""
        if isinstance(row, slice):
            return Column(self.number[row], self.values)
        at = int(self.number[row])
        return self.values[at]

    def __iter__(self) -> Iterator[T]:
        """The value of each row."""
        return map(self.values.__getitem__, self.number.tolist())

    def __eq__(self, other: object) -> bool:
        """Whether `other` is a sequence with the same values in its rows."""
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as of a list

    def __repr__(self) -> str:
        """The first rows."""
        shown = ", ".join(map(repr, self[:5]))
        return f"Column([{shown}{', …' if len(self) > 5 else ''}])"

    def used(self) -> list[T]:
        """The values that a row has."""
        return [self.values[at] for at in np.unique(self.number).tolist()]

    def take(self, rows: NDArray[np.int64]) -> "Column[T]":
        """The column of these rows, in their order."""
        return Column(self.number[rows], self.values)

    def rows_where(self, true: Callable[[T], bool]) -> NDArray[np.int64]:
        """The rows, in order, whose value is such that it is `true`."""
        which = np.fromiter(map(true, self.values), bool, len(self.values))
        return np.flatnonzero(which[self.number]) if which.any() else np.empty(0, dtype=np.int64)

    def map(self, of: Callable[[T], S]) -> "Column[S]":
        """The column of what `of` makes of each value, which it is asked about once."""
        return Column(self.number, list(map(of, self.values)))

    def distinct(self) -> "Column[T]":
        """The same rows with values that are hashable, all different, and in the order of their first use."""
        known = dict.fromkeys(self.values)
        number, rows = self.number, len(self.number)
        if len(known) < len(self.values):
            place = dict(zip(known, range(len(known)), strict=True))
            number = np.fromiter(map(place.__getitem__, self.values), np.int32, len(self.values))[number]
        first = np.full(len(known), rows, dtype=np.int64)
        first[number[::-1]] = np.arange(rows - 1, -1, -1)  # of several rows the last one written stays
        order = np.argsort(first, kind="stable")[: int(np.count_nonzero(first < rows))]
        new = np.empty(len(known), dtype=np.int32)
        new[order] = np.arange(len(order), dtype=np.int32)
        values = list(known)
        return Column(new[number], [values[at] for at in order.tolist()])

    def with_other(self, other: "Column[S]", of: Callable[[T, S], U]) -> "Column[U]":
        """The column of what `of` makes of the values of two columns; it is asked about each pair once."""
        columns: Sequence[Column[Any]] = (self, other)
        return Column.zipped(columns).map(lambda pair: of(*pair))


def each(rows: Sequence[T], of: Callable[[T], S]) -> Sequence[S]:
    """What `of` makes of the value of each row; in a column it is asked about each value once."""
    return rows.map(of) if isinstance(rows, Column) else [of(value) for value in rows]


def taken(rows: Sequence[T], which: NDArray[np.int64]) -> Sequence[T]:
    """The rows of these positions, in their order."""
    return rows.take(which) if isinstance(rows, Column) else Column(which.astype(np.int32), rows)
