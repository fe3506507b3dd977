"""A table's rows as lists of cells, with the delimiter told by what makes sense of the headings."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from geomap.decoding import cleaned
from geomap.errors import InputError
from geomap.tables.columns import NEEDED, Columns, recognise

_DELIMITERS = (",", ";", "\t", "|")
_FIELD_LIMIT = 16 * 1024 * 1024
_HEADING_ROWS = 5
_HEADING_LINES = 50
_SHOWN = 12
_DECLARED = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)


class Sheet(NamedTuple):
    """A table with its headings understood; ``rows`` are numbered as a spreadsheet does, from 1."""

    columns: Columns
    headings: list[str]
    delimiter: str
    rows: Iterator[tuple[int, list[str] | InputError]]


def sheet(lines: Iterable[str], name: str) -> Sheet:
    """The table in `lines`.

    The headings are the row among the first five whose cells are understood best, so that a title above them
    does no harm; a row of HXL tags below them is passed over.

    Raises:
        InputError: No heading says where or when.
    """
    # the limit belongs to the csv module as a whole; it is only ever raised
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))
    stream = iter(lines)
    head = list(islice(stream, _HEADING_LINES))
    head[:1] = [line.removeprefix("\ufeff") for line in head[:1]]
    declared = _DECLARED.fullmatch(head[0]) if head else None
    skipped = 1 if declared else 0
    best: tuple[int, int, str, int, Columns, list[str]] | None = None
    for delimiter in (declared[1],) if declared else _DELIMITERS:
        for number, row in enumerate(_first_rows(head[skipped:], delimiter)):
            columns = recognise(row)
            if best is None or (columns.known, len(row)) > best[:2]:
                best = (columns.known, len(row), delimiter, number, columns, row)
    if best is None or not best[4].usable:
        found = ", ".join(cleaned(cell)[:30] or "(empty)" for cell in (best[5] if best else [])[:_SHOWN])
        raise InputError(f"{name}: no column is understood; needed: {NEEDED}; found: {found}")
    _, _, delimiter, number, columns, headings = best
    rows = _rows(chain(head[skipped:], stream), delimiter, name)
    return Sheet(columns, headings, delimiter, _after(rows, number, skipped))


def _first_rows(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from islice(csv.reader(lines, delimiter=delimiter), _HEADING_ROWS)
    except csv.Error:
        return


def _rows(lines: Iterator[str], delimiter: str, name: str) -> Iterator[list[str] | InputError]:
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield InputError(f"{name}, line {reader.line_num}: {error}; is a quotation mark never closed?")


def _after(
    rows: Iterator[list[str] | InputError], heading: int, skipped: int
) -> Iterator[tuple[int, list[str] | InputError]]:
    for number, row in enumerate(rows):
        if number <= heading or (isinstance(row, list) and not any(row)):
            continue
        if number == heading + 1 and isinstance(row, list) and _is_hxl(row):
            continue
        yield number + skipped + 1, row


def _is_hxl(row: list[str]) -> bool:
    tags = [cell.strip() for cell in row if cell.strip()]
    return bool(tags) and all(tag.startswith("#") for tag in tags)
