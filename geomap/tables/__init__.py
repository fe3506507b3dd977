"""Event tables to reports: one row, one document with one event and its figures."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path

from geomap.errors import InputError
from geomap.language.days import order_told
from geomap.records import Note, Report
from geomap.tables.cells import Sheet, sheet
from geomap.tables.lines import Lines, opened
from geomap.tables.places import PlaceOf
from geomap.tables.problems import Problems
from geomap.tables.reports import Builder, Defaults, Row

__all__ = ["PlaceOf", "read_table"]

_CELL_LIMIT = 100_000
_ORDER_SAMPLE = 1000
_SHOWN = 5


def read_table(
    path: Path,
    identity: str | None = None,
    *,
    place_of: PlaceOf | None = None,
    published: date | None = None,
    publisher: str | None = None,
) -> Iterator[Report | Note | InputError]:
    """The rows of a plain event table, one at a time; columns are understood by their headings.

    A row that lacks a place or a date is kept without it, and so is one whose coordinates or date are wrong;
    what was wrong is said by row, as a spreadsheet counts (the headings are row 1). Documents are called
    ``<identity>:<row>``. Nothing is raised: a table that cannot be read gives one InputError.

    Args:
        path: A file of comma, semicolon, tab or bar separated values in any usual encoding.
        identity: First part of the documents' ids; the file's stem if not given.
        place_of: Finds places for rows that name one but give no coordinates, and countries' codes.
        published: Day of publication of rows that do not name theirs.
        publisher: Publisher of rows that do not name a source.
    """
    name = str(path)
    try:
        with opened(path) as stream:
            lines = Lines(stream, name)
            found = sheet(lines, name)
            first = list(islice(found.rows, _ORDER_SAMPLE))
            day_first, mixed = _day_order(found, first, name)
            if mixed is not None:
                yield mixed
            defaults = Defaults(published, publisher, found.delimiter == ";", day_first)
            problems = Problems(name)
            builder = Builder(identity or path.stem, found.columns, defaults, problems, place_of)
            rows = _checked(chain(first, found.rows), len(found.headings), problems)
            yield from _reports(rows, builder, problems)
            yield from _unknown(name, builder.unknown_types, "event types not known", "kept as OTHER")
            yield from _unknown(name, builder.unknown_modalities, "status not understood", "taken as claimed")
            yield from _unknown(name, builder.unknown_places, "places not known", "kept without them")
            if lines.guessed:
                yield Note(f"{name}: {lines.guessed:,} lines are not UTF-8; read as {lines.fallback}")
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(f"{name}: cannot be read: {error.strerror or error}")


def _reports(
    rows: Iterable[Row | InputError], builder: Builder, problems: Problems
) -> Iterator[Report | InputError]:
    empty = True
    for row in rows:
        empty = False
        yield row if isinstance(row, InputError) else builder.report(row)
        yield from problems.told()
    yield from problems.rest()
    if empty:
        yield InputError(f"{problems.name}: headings but no rows")


def _checked(
    rows: Iterable[tuple[int, list[str] | InputError]], width: int, problems: Problems
) -> Iterator[Row | InputError]:
    for number, cells in rows:
        if isinstance(cells, InputError):
            yield cells
            continue
        if len(cells) != width:
            text = f"{len(cells)} cells under {width} headings; what is there is read"
            problems.add(number, "more or fewer cells than headings", text)
        kept = cells
        if max(map(len, cells)) > _CELL_LIMIT:
            text = f"a cell of more than {_CELL_LIMIT:,} characters is cut; is a quotation mark never closed?"
            problems.add(number, "a cell that is too long", text)
            kept = [cell[:_CELL_LIMIT] for cell in cells]
        yield Row(number, kept)


def _day_order(
    found: Sheet, rows: Iterable[tuple[int, list[str] | InputError]], name: str
) -> tuple[bool, Note | None]:
    """Whether days come before months in 03/04/2024, told by dates that can only be the one or the other."""
    indices = [found.columns.places[part] for part in ("date", "date_start") if part in found.columns]
    told: Counter[bool | None] = Counter()
    for _, cells in rows:
        if isinstance(cells, list):
            told.update(order_told(cells[index]) for index in indices if index < len(cells))
    day_first, month_first = told[True], told[False]
    if day_first and month_first:
        text = f"{day_first} dates have the day first, {month_first} the month; write 2024-10-31"
        return day_first >= month_first, Note(f"{name}: {text}")
    return not month_first, None


def _unknown(name: str, words: Counter[str], what: str, then: str) -> Iterator[Note]:
    if words:
        shown = ", ".join(f"{word!r} {count}" for word, count in words.most_common(_SHOWN))
        more = " …" if len(words) > _SHOWN else ""
        yield Note(f"{name}: {what} in {words.total():,} rows ({shown}{more}): {then}")
