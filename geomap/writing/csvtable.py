"""CSV of one table, for spreadsheets and for geomap itself."""

import csv
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from geomap.errors import OutputError
from geomap.features import Table, TableName
from geomap.files import replacing
from geomap.records import Report
from geomap.tablerows import documents_of
from geomap.writing.about import Options
from geomap.writing.fields import in_order, table_named
from geomap.writing.hxl import hashtags
from geomap.writing.placerows import PlaceRows

Tables = Mapping[TableName, Table]

# what makes a spreadsheet take a cell for a formula (https://owasp.org/www-community/attacks/CSV_Injection)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_RENAMED = {"rep_lon": "lon", "rep_lat": "lat"}
_MARK = "\ufeff"  # tells Excel that this is UTF-8
_CHUNK = 1 << 20
_LONGEST = 2**31 - 1


class Cells:
    """The rows of a CSV, batch by batch; headings are written when all columns are known."""

    def __init__(self, rows: IO[str], table: TableName) -> None:
        self._rows = rows
        self._writer = csv.writer(rows, lineterminator="\n")
        self._columns: list[str] = []
        self._width = 0
        self._grown = False
        self._table = table
        self._places = PlaceRows()

    def keep(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Take over rows of an older file as they are."""
        self._widen(columns)
        self._writer.writerows(rows)

    def add(self, tables: Mapping[TableName, Table], _: Sequence[Report]) -> None:
        """Write the rows of a batch; places are kept back until all are known."""
        table = tables.get(self._table)
        if table is None:
            return
        if self._table == "place":
            self._places.add(table)
        else:
            self._write(table)

    def finish(self, file: IO[str], *, hxl: bool) -> None:
        """Write headings and rows to `file`."""
        self._write(self._places.table())
        columns = in_order(self._columns)
        writer = csv.writer(file, lineterminator="\n")
        file.write(_MARK)
        headings = [_RENAMED.get(name, name) for name in columns]
        writer.writerow(headings)
        if hxl:
            writer.writerow(hashtags(headings))
        self._rows.seek(0)
        if columns == self._columns and not self._grown:
            shutil.copyfileobj(self._rows, file, _CHUNK)
            return
        places = [self._columns.index(name) for name in columns]
        missing = [""] * len(columns)
        for row in _rows(self._rows):
            cells = row + missing
            writer.writerow([cells[place] for place in places])

    def _write(self, table: Table) -> None:
        self._widen(table.columns)
        empty: Sequence[Any] = [None] * len(table)
        cells = [table.columns.get(name, empty) for name in self._columns]
        self._writer.writerows([cell(value) for value in row] for row in zip(*cells, strict=True))

    def _widen(self, columns: Iterable[str]) -> None:
        new = [name for name in columns if name not in self._columns]
        self._grown |= bool(new and self._columns)
        self._columns += new


@contextmanager
def csv_rows(path: Path, options: Options) -> Iterator[Cells]:
    """A new CSV to add batches to, which takes the place of `path` in the end.

    It holds the events, or the table that its name names (``kursk.figures.csv``), in UTF-8 with a mark by
    which Excel knows it. ``lon`` and ``lat`` are a point inside the place. A text that a spreadsheet
    would run as a formula gets an apostrophe in front.

    Raises:
        OutputError: The file cannot be written.
    """
    with (
        replacing(path) as temporary,
        TemporaryFile("w+", encoding="utf-8", newline="", dir=temporary.parent) as rows,
        temporary.open("w", encoding="utf-8", newline="") as file,
    ):
        cells = Cells(rows, table_named(path.stem))
        yield cells
        cells.finish(file, hxl=options.hxl)


def append_csv(path: Path, tables: Tables, reports: Sequence[Report], options: Options) -> None:
    """Add the rows of `tables` to a CSV that geomap wrote; documents that it has already are read anew.

    Raises:
        OutputError: The file cannot be read or written, is no table of geomap's, or is one of places, which
            are counted over all documents.
    """
    if table_named(path.stem) == "place":
        raise OutputError(f"{path}: places are counted over all documents; write this table anew")
    columns, rows = _older(path, {document.id for document in documents_of(reports)})
    with csv_rows(path, options) as cells:
        cells.keep(columns, rows)
        cells.add(tables, reports)


def _older(path: Path, without: Collection[str]) -> tuple[list[str], list[list[str]]]:
    """The columns and rows of an older CSV, but for the rows of the documents `without`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(_rows(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OutputError(f"{path}: cannot be added to: {error}") from error
    back = {new: old for old, new in _RENAMED.items()}
    columns = [back.get(heading, heading) for heading in rows[0]] if rows else []
    if not columns:
        return [], []
    if "document" not in columns:
        raise OutputError(f"{path}: cannot be added to: it has no column 'document'; write to another file")
    at = columns.index("document")
    kept = [row for row in rows[1:] if row and not row[0].startswith("#")]
    uneven = next((number for number, row in enumerate(kept) if len(row) != len(columns)), None)
    if uneven is not None:
        raise OutputError(f"{path}: cannot be added to: row {uneven + 1} is not as long as the headings")
    return columns, [row for row in kept if row[at] not in without]


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    before = csv.field_size_limit(_LONGEST)
    try:
        yield from csv.reader(lines)
    finally:
        csv.field_size_limit(before)


def cell(value: Any) -> Any:
    if value is None or type(value) is float:
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value
    if "\r" in value:  # which csv leaves unquoted where lines end in a line feed
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{value}" if value.startswith(_FORMULA) else value
