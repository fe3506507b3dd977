"""Strings of the page, each kept once, and the values of columns as numbers that point at them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.column import Column
from geomap.layering.rows import Codes

_MANY = 1000
_ID = re.compile(r"(.*?)(0|[1-9]\d{0,8})((?::[a-z]+\d+)*)", re.DOTALL)  # table:1204:e1


class Texts:
    """A table of distinct strings in order of first use."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._index: dict[str, int] = {}
        self._coded: dict[int, tuple[Sequence[Any], NDArray[np.int32]]] = {}

    def add(self, value: object) -> int:
        """The number of a string; -1 for None or an empty one."""
        if value is None or value == "":
            return -1
        text = value if type(value) is str else str(value)
        number = self._index.get(text)
        if number is None:
            number = self._index[text] = len(self.all)
            # a lone surrogate cannot be written as UTF-8
            self.all.append(text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8"))
        return number

    def numbers(self, values: Iterable[object]) -> NDArray[np.int32]:
        """The numbers of several strings."""
        known, add = self._index, self.add
        found = [-1 if value is None else known[value] if value in known else add(value) for value in values]
        return np.array(found, dtype=np.int32)

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
        values, number = _first_used(rows)
        if len(values) < _MANY:
            return self.column(rows)
        parts = [_ID.fullmatch(value or "") for value in values]
        heads = [part[1] if part else value for part, value in zip(parts, values, strict=True)]
        return {
            "t": "i",
            "v": np.array([int(part[2]) if part else -1 for part in parts], dtype=np.int32)[number],
            "head": self.numbers(heads)[number],
            "tail": self.numbers(part[3] if part else None for part in parts)[number],
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
