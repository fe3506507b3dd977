"""How a table is laid out: its format recognised by what makes sense of its first rows."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from geomap.decoding import cleaned
from geomap.errors import InputError
from geomap.tables.columns import NEEDED, Columns
from geomap.tables.layouts import Layout, Missing, lay
from geomap.tables.profiles import GUESSED, Profile, mentions_profile, shipped

HEADING_LINES = 50
"""Lines of a text that are looked at."""

HEADING_ROWS = 5
"""Rows among which the headings are sought."""

_DELIMITERS = (",", ";", "\t", "|")
_SHOWN = 12
_WIDEST = 10_000
_LONGEST = 1000  # characters of a cell that are looked at
_FIELD_LIMIT = 16 * 1024 * 1024
_SEPARATOR = re.compile(r"\w([^\w\s.\-'\"()])\w+\1\w")  # the same sign between three words
_DECLARED = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)


class _Guess(NamedTuple):
    """One way to read the table: the row of headings (-1 if there is none) and what they mean."""

    profile: Profile
    columns: Columns
    headings: list[str]
    at: int


def text_layout(head: Sequence[str], name: str, profile: Profile | None) -> Layout:
    """The layout of the table that begins with the lines `head`.

    Of the delimiters it is the one with which the headings are understood best.

    Raises:
        InputError: No heading says where or when, or one that the `profile` names is missing.
    """
    # the limit belongs to the csv module as a whole; it is only ever raised
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))
    declared = _DECLARED.fullmatch(head[0]) if head else None
    skipped = 1 if declared else 0
    tried = []
    for delimiter in (declared[1],) if declared else _DELIMITERS:
        rows = list(_first_rows(head[skipped:], delimiter))
        _refuse_wide(rows, name)
        tried.append((_understood(rows, profile), delimiter, rows))
    guess, delimiter, rows = max(tried, key=lambda found: _weight(found[0], found[2]))
    layout = _as_layout(guess, rows, name, profile)
    before = csv.reader(head[skipped:], delimiter=delimiter)
    for _ in islice(before, layout.first - 1):
        pass
    return layout._replace(first=layout.first + skipped, lines=before.line_num + skipped, delimiter=delimiter)


def cell_layout(head: Sequence[list[str]], name: str, profile: Profile | None) -> Layout:
    """The layout of the table that begins with the rows `head`.

    Raises:
        InputError: No heading says where or when, or one that the `profile` names is missing.
    """
    _refuse_wide(head, name)
    return _as_layout(_understood(head, profile), head, name, profile)


def _understood(rows: Sequence[list[str]], profile: Profile | None) -> _Guess | None:
    """The best reading: a known format by its headings or the looks of its rows, else headings understood."""
    for known in (*shipped().values(), mentions_profile()) if profile is None else (profile,):
        for at, row in enumerate(rows[:HEADING_ROWS]):
            if known.signed(row):
                return _Guess(known, lay(known, row, strict=False), row, at)
            if known.shaped(row):
                return _Guess(known, lay(known, known.headings, strict=False), list(known.headings), at - 1)
    chosen = profile or GUESSED
    guesses = [_Guess(chosen, _laid(chosen, row), row, at) for at, row in enumerate(rows[:HEADING_ROWS])]
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


def _refuse_wide(rows: Sequence[list[str]], name: str) -> None:
    widest = max(map(len, rows), default=0)
    if widest > _WIDEST:
        told = f"{widest:,} columns, more than the {_WIDEST:,} that are read"
        raise InputError(f"{name}: {told}; keep those of date, place and numbers")


def _as_layout(guess: _Guess | None, rows: Sequence[list[str]], name: str, profile: Profile | None) -> Layout:
    for known in shipped().values() if profile is None else ():
        if any(known.beside(row) for row in rows):
            raise InputError(
                f"{name}: a table of {known.name}'s that holds no events; read that of the events"
            )
    found = _sound(guess, rows, name, profile)
    tags = rows[found.at + 1 : found.at + 2] if found.at >= 0 else ()
    first = found.at + 2 + any(map(_is_hxl, tags))
    return Layout(found.profile, found.columns, found.headings, first)


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
    if len(shown) == 1 and (sign := _SEPARATOR.search(shown[0])) is not None:
        mend = f"if {sign[1]!r} parts the columns, export them with commas"
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


def _first_rows(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    try:
        for row in islice(csv.reader(lines, delimiter=delimiter), HEADING_ROWS + 1):
            yield row if len(row) > _WIDEST else [cell[:_LONGEST] for cell in row]
    except csv.Error:
        return


def _is_hxl(row: list[str]) -> bool:
    tags = [cell.strip() for cell in row if cell.strip()]
    return bool(tags) and all(tag.startswith("#") for tag in tags)
