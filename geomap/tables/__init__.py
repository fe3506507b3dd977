"""Event tables to reports: one row, one document with one event and its figures."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path

from geomap.errors import InputError
from geomap.language.days import order_told
from geomap.records import Note, Report
from geomap.tables.cells import Sheet
from geomap.tables.opening import Table, opened
from geomap.tables.places import PlaceOf
from geomap.tables.problems import Problems
from geomap.tables.profiles import PLAIN, SHIPPED, Profile, choose, is_pair
from geomap.tables.reports import Asked, Builder, Row, Style

__all__ = ["PLAIN", "SHIPPED", "PlaceOf", "Profile", "choose", "is_pair", "read_table"]

_CELL_LIMIT = 100_000
_SAMPLE = 1000


def read_table(
    path: Path,
    identity: str | None = None,
    *,
    profile: Profile | None = None,
    place_of: PlaceOf | None = None,
    published: date | None = None,
    publisher: str | None = None,
) -> Iterator[Report | Note | InputError]:
    """The rows of an event table, one at a time.

    UCDP's, ACLED's and GDELT's tables are known by their headings or the looks of their rows, the columns of
    others are understood by their headings. A row that lacks a place or a date is kept without it, and so is
    one whose coordinates or date are wrong; what was wrong is said by row, as a spreadsheet counts. Documents
    are called ``<identity>:<row>``, or ``<identity>:<id>`` where the format has ids of its own. Nothing is
    raised: a table that cannot be read gives one InputError.

    Args:
        path: Separated values in any usual encoding (zipped or not), .xlsx, .parquet, .geojson or .gpkg.
        identity: First part of the documents' ids; the file's stem if not given.
        profile: What its columns mean, as :func:`choose` gives it; recognised if not given.
        place_of: Finds places for rows that name one but give no coordinates, and countries' codes.
        published: Day of publication of rows that do not name theirs.
        publisher: Publisher of rows that do not name a source.
    """
    name = str(path)
    try:
        with opened(path, profile) as table:
            asked = Asked(identity or path.stem, published, publisher)
            yield from _read(table, name, asked, place_of)
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(f"{name}: cannot be read: {error.strerror or error}")


def _read(
    table: Table, name: str, asked: Asked, place_of: PlaceOf | None
) -> Iterator[Report | Note | InputError]:
    found = table.sheet
    first = list(islice(found.rows, _SAMPLE))
    samples = [cells for _, cells in first if isinstance(cells, list)]
    day_first, mixed = _day_order(found, samples, name)
    if mixed is not None:
        yield mixed
    width = len(found.headings)
    problems = Problems(name)
    style = Style(decimal_comma=found.delimiter == ";", day_first=day_first)
    builder = Builder(found.profile, found.columns, width, asked, style, problems, place_of)
    swapped = builder.swap_if_told(samples)
    if swapped is not None:
        told = "{} of {} rows lie in their country only".format(*swapped)
        yield Note(f"{name}: latitude and longitude are swapped ({told} the other way round): read that way")
    rows = _checked(chain(first, found.rows), width, problems)
    yield from _reports(rows, builder, problems)
    yield from problems.doubts()
    yield from table.notes()


def _reports(
    rows: Iterable[Row | InputError], builder: Builder, problems: Problems
) -> Iterator[Report | InputError]:
    empty = True
    seen = 0
    for row in rows:
        empty = False
        yield row if isinstance(row, InputError) else builder.report(row)
        if problems.count != seen:
            seen = problems.count
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
        if not any(cells):
            continue
        if len(cells) != width:
            text = f"{len(cells)} cells under {width} headings; what is there is read"
            problems.row = number
            problems.add("more or fewer cells than headings", text)
        kept = cells
        # the length of all cells together is found quicker than the longest
        if len("".join(cells)) > _CELL_LIMIT and max(map(len, cells)) > _CELL_LIMIT:
            text = f"a cell of more than {_CELL_LIMIT:,} characters is cut; is a quotation mark never closed?"
            problems.row = number
            problems.add("a cell that is too long", text)
            kept = [cell[:_CELL_LIMIT] for cell in cells]
        yield Row(number, kept)


def _day_order(found: Sheet, rows: Iterable[list[str]], name: str) -> tuple[bool, Note | None]:
    """Whether days come before months in 03/04/2024, told by dates that can only be the one or the other."""
    indices = [found.columns.places[part] for part in ("date", "date_start") if part in found.columns]
    told: Counter[bool | None] = Counter()
    for cells in rows:
        told.update(order_told(cells[index]) for index in indices if index < len(cells))
    day_first, month_first = told[True], told[False]
    if day_first and month_first:
        text = f"{day_first} dates have the day first, {month_first} the month; write 2024-10-31"
        return day_first >= month_first, Note(f"{name}: {text}")
    return not month_first, None
