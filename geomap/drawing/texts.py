"""Strings of the page, each kept once, and the values of columns as numbers that point at them."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any


class Texts:
    """A table of distinct strings in order of first use."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._index: dict[str, int] = {}

    def add(self, value: object) -> int:
        """The number of a string; -1 for None or an empty one."""
        if value is None or value == "":
            return -1
        text = str(value)
        number = self._index.get(text)
        if number is None:
            number = self._index[text] = len(self.all)
            # a lone surrogate cannot be written as UTF-8
            self.all.append(text.encode("utf-8", "replace").decode("utf-8"))
        return number

    def column(self, values: Sequence[Any]) -> dict[str, Any]:
        """A column for the page: type ``s`` points into the table, ``n`` holds numbers (0 or 1 for bool)."""
        if all(value is None or isinstance(value, (int, float)) for value in values):
            return {"t": "n", "v": [_plain(value) for value in values]}
        return {"t": "s", "v": [self.add(_as_text(value)) for value in values]}


def _plain(value: float | None) -> float | int | None:
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value


def _as_text(value: Any) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)
