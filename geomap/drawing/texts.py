"""Strings of the page, each kept once, and the values of columns as numbers that point at them."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.layering.columns import Codes

_MANY = 1000
_ID = re.compile(r"(.*?)(0|[1-9]\d{0,8})((?::[a-z]+\d+)*)", re.DOTALL)  # table:1204:e1


class Texts:
    """A table of distinct strings in order of first use."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._index: dict[str, int] = {}

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

    def numbers(self, values: Iterable[object]) -> NDArray[np.int64]:
        """The numbers of several strings."""
        known, add = self._index, self.add
        found = [-1 if value is None else known[value] if value in known else add(value) for value in values]
        return np.array(found, dtype=np.int64)

    def _narrow(self, values: Iterable[object]) -> NDArray[np.int32]:
        """The same for a column, which is kept until the page is written: half the memory."""
        return self.numbers(values).astype(np.int32)

    def column(self, codes: Codes) -> dict[str, Any]:
        """A column for the page: type ``s`` points into the table, ``n`` holds numbers (NaN for none)."""
        if all(value is None or isinstance(value, (int, float)) for value in codes.values):
            numbers = np.array(codes.values, dtype=float)
            numbers[~np.isfinite(numbers)] = np.nan
            return {"t": "n", "v": numbers[codes.number]}
        return {"t": "s", "v": self._narrow(map(as_text, codes.values))[codes.number]}

    def identities(self, codes: Codes) -> dict[str, Any]:
        """A column of ids; where there are many, type ``i``: a text, a number and another text.

        ``v`` is the number, -1 where the id has none; ``head`` and ``tail`` point into the table.
        """
        if len(codes.values) < _MANY:
            return self.column(codes)
        parts = [_ID.fullmatch(value or "") for value in codes.values]
        heads = [part[1] if part else value for part, value in zip(parts, codes.values, strict=True)]
        return {
            "t": "i",
            "v": np.array([int(part[2]) if part else -1 for part in parts], dtype=np.int32)[codes.number],
            "head": self._narrow(heads)[codes.number],
            "tail": self._narrow(part[3] if part else None for part in parts)[codes.number],
        }


def as_text(value: Any) -> str | None:
    """A cell as text; days in ISO form."""
    if value is None or type(value) is str:
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
