"""A table's rows as lists of cells, its format recognised by what makes sense of its first rows."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from geomap.decoding import cleaned
from geomap.errors import InputError
from geomap.tables.columns import NEEDED, Columns
from geomap.tables.layouts import Missing, lay
from geomap.tables.profiles import GUESSED, Profile, shipped

_DELIMITERS = (",", ";", "\t", "|")
_FIELD_LIMIT = 16 * 1024 * 1024
_HEADING_ROWS = 5
_HEADING_LINES = 50
_SHOWN = 12
_DECLARED = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)

Numbered = Iterator[tuple[int, list[str] | InputError]]
"""Rows with their number as a spreadsheet counts, from 1."""


class Sheet(NamedTuple):
    """A table with its headings understood; ``rows`` are what follows them."""

    profile: Profile
    columns: Columns
    headings: list[str]
    delimiter: str
    rows: Numbered


class _Guess(NamedTuple):
    """One way to read the table: the row of headings (-1 if there is none) and what they mean."""

    profile: Profile
    columns: Columns
    headings: list[str]
    at: int


def text_sheet(lines: Iterable[str], name: str, profile: Profile | None) -> Sheet:
    """The table in `lines`: of the delimiters, the one with which its headings are understood best.

    Raises:
        InputError: No heading says where or when, or one that the `profile` names is missing.
    """
    # the limit belongs to the csv module as a whole; it is only ever raised
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))
    stream = iter(lines)
    head = list(islice(stream, _HEADING_LINES))
    head[:1] = [line.removeprefix("\ufeff") for line in head[:1]]
    declared = _DECLARED.fullmatch(head[0]) if head else None
    skipped = 1 if declared else 0
    tried = []
    for delimiter in (declared[1],) if declared else _DELIMITERS:
        rows = list(_first_rows(head[skipped:], delimiter))
        tried.append((_understood(rows, profile), delimiter, rows))
    guess, delimiter, rows = max(tried, key=lambda found: _weight(found[0], found[2]))
    numbered = enumerate(_rows(chain(head[skipped:], stream), delimiter, name), start=skipped + 1)
    return _as_sheet(_sound(guess, rows, name, profile), delimiter, numbered)


def cell_sheet(rows: Iterable[list[str]], name: str, profile: Profile | None) -> Sheet:
    """The table in `rows` of cells, headings among the first.

    Raises:
        InputError: No heading says where or when, or one that the `profile` names is missing.
    """
    stream = iter(rows)
    head = list(islice(stream, _HEADING_ROWS))
    guess = _sound(_understood(head, profile), head, name, profile)
    width = len(guess.headings)
    fitted = (_fitted(row, width) for row in chain(head, stream))
    return _as_sheet(guess, ",", enumerate(fitted, start=1))


def _fitted(row: list[str], width: int) -> list[str]:
    """`row` as wide as the headings: workbooks do not write empty cells at the end, or write too many."""
    if len(row) > width and not any(row[width:]):
        return row[:width]
    return row if len(row) >= width else [*row, *[""] * (width - len(row))]


def _understood(rows: Sequence[list[str]], profile: Profile | None) -> _Guess | None:
    """The best reading: a known format by its headings or the looks of its rows, else headings understood."""
    for known in shipped().values() if profile is None else (profile,):
        for at, row in enumerate(rows):
            if known.signed(row):
                return _Guess(known, lay(known, row, strict=False), row, at)
            if known.shaped(row):
                return _Guess(known, lay(known, known.headings, strict=False), list(known.headings), at - 1)
    chosen = profile or GUESSED
    guesses = [_Guess(chosen, _laid(chosen, row), row, at) for at, row in enumerate(rows)]
    return max(guesses, key=lambda guess: (guess.columns.known, len(guess.headings)), default=None)


def _laid(profile: Profile, row: list[str]) -> Columns:
    try:
        return lay(profile, row, strict=profile.guess)
    except Missing:
        return Columns({}, {}, ())


def _weight(guess: _Guess | None, rows: Sequence[list[str]]) -> tuple[bool, int, int]:
    if guess is None:
        return False, 0, max(map(len, rows), default=0)
    known = bool(guess.profile.signature) and guess.columns.usable
    return known, guess.columns.known, len(guess.headings)


def _as_sheet(guess: _Guess, delimiter: str, rows: Iterable[tuple[int, list[str] | InputError]]) -> Sheet:
    return Sheet(guess.profile, guess.columns, guess.headings, delimiter, _after(rows, guess.at))


def _sound(guess: _Guess | None, first: Sequence[list[str]], name: str, profile: Profile | None) -> _Guess:
    """The same guess.

    Raises:
        InputError: It is of no use; the message says what is missing.
    """
    if guess is not None and guess.columns.usable:
        return guess
    shown = max(first, key=len, default=[])
    found = ", ".join(cleaned(cell)[:30] or "(empty)" for cell in shown[:_SHOWN])
    if profile is not None and profile.guess and profile.columns:
        _name_missing(profile, first, name, found)
    if profile is not None and profile.signature:
        raise InputError(f"{name}: not laid out as {profile.name}; found: {found}")
    mend = "say which is which with --map"
    raise InputError(f"{name}: no column is understood; needed: {NEEDED}; found: {found}; {mend}")


def _name_missing(profile: Profile, rows: Sequence[list[str]], name: str, found: str) -> None:
    fewest: str | None = None
    for row in rows:
        try:
            lay(profile, row, strict=True)
        except Missing as error:
            fewest = fewest or str(error)
        else:
            return
    raise InputError(f"{name}: no column {fewest!r}, which --map names; found: {found}")


def _first_rows(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from islice(csv.reader(lines, delimiter=delimiter), _HEADING_ROWS)
    except csv.Error:
        return


def _rows(lines: Iterator[str], delimiter: str, name: str) -> Iterator[list[str] | InputError]:
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            yield from reader
        except csv.Error as error:
            yield InputError(f"{name}, line {reader.line_num}: {error}; is a quotation mark never closed?")
        else:
            return


def _after(rows: Iterable[tuple[int, list[str] | InputError]], heading: int) -> Numbered:
    stream = islice(rows, heading + 1, None)
    for number, row in islice(stream, 1):
        if not (heading >= 0 and isinstance(row, list) and _is_hxl(row)):
            yield number, row
    yield from stream


def _is_hxl(row: list[str]) -> bool:
    tags = [cell.strip() for cell in row if cell.strip()]
    return bool(tags) and all(tag.startswith("#") for tag in tags)
