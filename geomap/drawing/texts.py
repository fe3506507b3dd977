"""Strings of the page, each kept once, and the values of columns as numbers that point at them."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.column import Column
from geomap.drawing.identities import parted
from geomap.layering.rows import Codes

_MANY = 1000


class Texts:
    """A table of distinct strings in order of first use."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._index: dict[str | None, int] = {None: -1, "": -1}
        self._coded: dict[int, tuple[Sequence[Any], NDArray[np.int32]]] = {}

    def add(self, value: object) -> int:
        """The number of a string; -1 for None or an empty one."""
        text = as_text(value)
        if not text:
            return -1
        number = self._index.setdefault(text, len(self.all))
        if number == len(self.all):
            self.all.append(_writable(text))
        return number

    def numbers(self, values: Iterable[str | None]) -> NDArray[np.int32]:
        """The numbers of several strings; -1 for None or an empty one."""
        listed = list(values)
        new = [value for value in dict.fromkeys(listed) if value and value not in self._index]
        self._index.update(zip(new, count(len(self.all)), strict=False))
        self.all.extend(map(_writable, new))
        return np.fromiter(map(self._index.__getitem__, listed), np.int32, len(listed))

    def coded(self, codes: Codes) -> NDArray[np.int32]:
        """The numbers of the strings of a column that several layers ask for: worked out once."""
        number, values = codes
        if id(values) not in self._coded:
            self._coded[id(values)] = (values, self.numbers(values))  # kept, so that the id stays its own
        return self._coded[id(values)][1][number]

    def cells(self, rows: Sequence[Any]) -> NDArray[np.int32]:
        """The numbers of a column's cells as texts."""
        values, number = _first_used(rows)
        return self.numbers(map(as_text, values))[number]

    def column(self, rows: Sequence[Any]) -> dict[str, Any]:
        """A column for the page: type ``s`` points into the table, ``n`` holds numbers (NaN for none)."""
        values, number = _first_used(rows)
        if all(value is None or isinstance(value, (int, float)) for value in values):
            numbers = np.array(values, dtype=float)
            numbers[~np.isfinite(numbers)] = np.nan
            return {"t": "n", "v": numbers[number]}
        return {"t": "s", "v": self.numbers(map(as_text, values))[number]}

    def identities(self, rows: Sequence[str | None]) -> dict[str, Any]:
        """A column of ids; where there are many, type ``i``: a text, a number and another text.

        ``v`` is the number, -1 where the id has none; ``head`` and ``tail`` point into the table.
        """
        values, number = (rows.values, rows.number) if isinstance(rows, Column) else (rows, slice(None))
        if len(values) < _MANY or not any(values):
            return self.column(rows)
        parts = parted(values)
        return {
            "t": "i",
            "v": parts.number[number],
            "head": self.cells(parts.head)[number],
            "tail": self.cells(parts.tail)[number],
        }


def _first_used(rows: Sequence[Any]) -> tuple[Sequence[Any], NDArray[np.int32] | slice]:
    """Values in the order of their first use, and which of them each row has; a list's rows as they are."""
    if isinstance(rows, Column):
        distinct = rows.distinct()
        return distinct.values, distinct.number
    return rows, slice(None)


def as_text(value: Any) -> str | None:
    """A cell as text; days in ISO form."""
    if value is None or type(value) is str:
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _writable(text: str) -> str:
    """The text without lone surrogates, which cannot be written as UTF-8."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
