"""Event tables to records: one row, one document with one event and its figures."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Protocol

from geomap.decoding import in_short
from geomap.errors import InputError
from geomap.language.days import order_told
from geomap.records import Note, Report
from geomap.tablerows import TableRows
from geomap.tables.blocks import Block, Blocks, first_rows, wanted
from geomap.tables.building import Asked, Builder, Style
from geomap.tables.columns import Columns, normal
from geomap.tables.layouts import Layout
from geomap.tables.mentions import Mentions
from geomap.tables.opening import Table, opened
from geomap.tables.own_figures import OwnFigures
from geomap.tables.places import PlaceOf
from geomap.tables.problems import Problems
from geomap.tables.profiles import PLAIN, SHIPPED, Profile, choose, is_pair, mentions_profile

__all__ = [
    "PLAIN",
    "SHIPPED",
    "Beside",
    "Mentions",
    "OwnFigures",
    "PlaceOf",
    "Profile",
    "choose",
    "is_pair",
    "read_rows",
    "read_table",
]

_SAMPLE = 1000


class Beside(Protocol):
    """Another table that says more of the rows of tables of the format ``of``."""

    of: str

    def rows(self, rows: TableRows, /) -> Iterator[TableRows | Report]:
        """The rows with what it says of them."""


def read_table(
    path: Path,
    identity: str | None = None,
    *,
    profile: Profile | None = None,
    place_of: PlaceOf | None = None,
    published: date | None = None,
    publisher: str | None = None,
) -> Iterator[Report | Note | InputError]:
    """The reports of the rows that :func:`read_rows` gives, one at a time."""
    for item in read_rows(
        path, identity, profile=profile, place_of=place_of, published=published, publisher=publisher
    ):
        if isinstance(item, TableRows):
            yield from item
        else:
            yield item


def read_rows(
    path: Path,
    identity: str | None = None,
    *,
    profile: Profile | None = None,
    place_of: PlaceOf | None = None,
    published: date | None = None,
    publisher: str | None = None,
    beside: Beside | None = None,
) -> Iterator[TableRows | Report | Note | InputError]:
    """The rows of an event table, some hundreds at a time.

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
        beside: What another table says of the events, if this one is of the format that it goes with.
    """
    name = str(path)
    try:
        with opened(path, profile) as table:
            asked = Asked(identity or path.stem, published, publisher)
            yield from _read(table, name, asked, place_of, beside)
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(f"{name}: cannot be read: {in_short(error)}")
    except Exception as error:  # noqa: BLE001 - libraries raise what they like over damaged bytes
        what = f"{type(error).__name__}: {in_short(error)}"
        yield InputError(f"{name}: breaks off, and may be damaged ({what}); fetch it again")


def _read(
    table: Table, name: str, asked: Asked, place_of: PlaceOf | None, beside: Beside | None
) -> Iterator[TableRows | Report | Note | InputError]:
    layout, problems = table.layout, Problems(name)
    if layout.profile is mentions_profile():
        told = "say who reported events and hold none; name the table of events (.export.CSV) beside them"
        yield InputError(f"{name}: GDELT's mentions {told}")
        return
    yield from _doubled(layout, name)
    blocks = table.blocks(problems)
    sample, first = _sample(blocks)
    day_first, mixed = _day_order(layout.columns, sample, name)
    if mixed is not None:
        yield mixed
    style = Style(decimal_comma=layout.delimiter == ";", day_first=day_first)
    builder = Builder(layout.profile, layout.columns, asked, style, problems, place_of)
    swapped = builder.swap_if_told(sample)
    if swapped is not None:
        told = "{} of {} rows lie in their country only".format(*swapped)
        yield Note(f"{name}: latitude and longitude are swapped ({told} the other way round): read that way")
    if not first:
        yield InputError(f"{name}: headings but no rows")
    for block in chain(first, blocks):
        if isinstance(block, InputError):
            yield block
        else:
            rows = builder.rows(wanted(block, layout.columns.only))
            if len(rows):
                meant = beside is not None and layout.profile.id == beside.of
                yield from beside.rows(rows) if beside and meant else (rows,)
        yield from problems.told()
    yield from problems.rest()
    yield from problems.doubts()
    yield from table.notes()


def _doubled(layout: Layout, name: str) -> Iterator[Note]:
    """Headings that stand over several columns, of which but one can be read."""
    headings = Counter(map(normal, layout.headings))
    used = dict.fromkeys(normal(layout.headings[index]) for index in layout.columns.used)
    twice = [heading for heading in used if headings[heading] > 1]
    if twice:
        told = ", ".join(f"{heading!r} ({headings[heading]})" for heading in twice)
        yield Note(f"{name}: headings that stand over several columns: {told}; the first of each is read")


def _sample(blocks: Blocks) -> tuple[Block, list[Block | InputError]]:
    """The first rows as one block, to learn from them how the table is written; and what they came in."""
    taken: list[Block | InputError] = []
    rows = 0
    while rows < _SAMPLE and (block := next(blocks, None)) is not None:
        taken.append(block)
        rows += 0 if isinstance(block, InputError) else len(block.numbers)
    return first_rows([block for block in taken if isinstance(block, Block)], _SAMPLE), taken


def _day_order(columns: Columns, sample: Block, name: str) -> tuple[bool, Note | None]:
    """Whether days come before months in 03/04/2024, told by dates that can only be the one or the other."""
    told: Counter[bool | None] = Counter()
    for part in ("date", "date_start"):
        if part in columns:
            told.update(map(order_told, sample.column(columns.places[part])))
    day_first, month_first = told[True], told[False]
    if day_first and month_first:
        text = f"{day_first} dates have the day first, {month_first} the month; write 2024-10-31"
        return day_first >= month_first, Note(f"{name}: {text}")
    return not month_first, None
