"""Ids as three parts: what stands before a number, the number, and what stands behind it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geomap.column import Column

_ID = re.compile(r"(.*?)(0|[1-9]\d{0,8})((?::[a-z]+\d+)*)", re.DOTALL)  # table:1204:e1
_DIGITS = 9  # that fit into four bytes
_TAIL = 8  # characters of a tail that are compared at once


class Parted(NamedTuple):
    """The parts of ids, row by row; the number is -1 where an id has none and is all head."""

    head: Column[str | None]
    number: NDArray[np.int32]
    tail: Column[str | None]


def parted(values: Sequence[str | None]) -> Parted:
    """The parts of these ids."""
    return _of_one_table(values) or _of_any(values)


def _of_any(values: Sequence[str | None]) -> Parted:
    found = [_ID.fullmatch(value or "") for value in values]
    return Parted(
        Column.of(part[1] if part else value for part, value in zip(found, values, strict=True)),
        np.array([int(part[2]) if part else -1 for part in found], dtype=np.int32),
        Column.of(part[3] if part else None for part in found),
    )


def _of_one_table(values: Sequence[str | None]) -> Parted | None:
    """The same for ids with one head, as rows of a table have: of all at once, character by character."""
    first = _ID.fullmatch(next(filter(None, values), ""))
    text = "\n".join([*(value or "" for value in values), ""])
    if first is None or not text.isascii() or text.count("\n") != len(values):
        return None
    letters = np.frombuffer(text.encode("ascii") + bytes(_DIGITS), dtype=np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    starts = np.concatenate([[0], ends[:-1] + 1])
    there = starts < ends
    starts, ends = starts[there], ends[there]
    head = first[1].encode("ascii")
    at = starts + len(head)
    if (at >= ends).any() or any((letters[starts + place] != code).any() for place, code in enumerate(head)):
        return None
    no_digit = np.flatnonzero((letters < ord("0")) | (letters > ord("9")))
    stops = no_digit[np.searchsorted(no_digit, at)]
    length = stops - at
    padded = (letters[at] == ord("0")) & (length > 1)
    if length.min() < 1 or length.max() > _DIGITS or padded.any() or (ends - stops).max() > _TAIL:
        return None
    numbers = np.zeros(len(at), dtype=np.int32)
    for place in range(int(length.max())):
        numbers = np.where(place < length, numbers * 10 + (letters[at + place] - ord("0")), numbers)
    tails = np.zeros(len(at), dtype=np.uint64)
    for place in range(int((ends - stops).max())):
        code = np.where(stops + place < ends, letters[stops + place], 0).astype(np.uint64)
        tails |= code << np.uint64(8 * place)
    found, number = np.unique(tails, return_inverse=True)
    written = [None, *(int(tail).to_bytes(_TAIL, "little").rstrip(b"\0").decode() for tail in found.tolist())]
    return Parted(
        Column(there.astype(np.int32), [None, first[1]]),
        _spread(numbers, there, -1),
        Column(_spread(number + 1, there, 0), written).distinct(),
    )


def _spread(values: NDArray[np.integer], there: NDArray[np.bool_], other: int) -> NDArray[np.int32]:
    """The values where they are `there`, and the other one elsewhere."""
    found = np.full(len(there), other, dtype=np.int32)
    found[there] = values
    return found
