"""Files for other tools; the suffix of a path says the format.

Every writer writes to a temporary file that takes the place of the old one when it is whole.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import msgspec

from geomap.errors import OutputError
from geomap.features import Table, TableName
from geomap.records import Note, Report
from geomap.writing.about import CREDITS, Options, rounding_in_words
from geomap.writing.csvtable import append_csv, csv_rows
from geomap.writing.flatgeobuf import write_flatgeobuf
from geomap.writing.geojson import geojson_lines, write_geojson
from geomap.writing.geopackage import write_geopackage
from geomap.writing.geoparquet import parquet_rows
from geomap.writing.jsonl import report_lines, write_reports, write_toponyms
from geomap.writing.kml import write_kml
from geomap.writing.targets import check_target, written_by_geomap

__all__ = [
    "CREDITS",
    "FORMATS",
    "Format",
    "Options",
    "Sink",
    "append",
    "check",
    "check_appendable",
    "check_target",
    "opened",
    "rounding_in_words",
    "write",
    "write_reports",
    "write_toponyms",
    "written_by_geomap",
]

Tables = Mapping[TableName, Table]


class Sink(Protocol):
    """A file being written, which takes in batches."""

    def add(self, tables: Tables, reports: Sequence[Report], /) -> None:
        """Write a batch: the tables of some reports, and those reports."""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A file format: its name for people, and what writes it whole or opens it for batches.

    ``carries`` says that a file holds the reports and reads back without loss.
    """

    name: str
    whole: Callable[[Path, Tables, Sequence[Report], Options], Note | None] | None = None
    batches: Callable[[Path, Options], AbstractContextManager[Sink]] | None = None
    carries: bool = False


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        ".geojson": Format(name="GeoJSON", whole=write_geojson, carries=True),
        ".geojsonl": Format(name="GeoJSON, a feature a line", batches=geojson_lines),
        ".gpkg": Format(name="GeoPackage", whole=write_geopackage, carries=True),
        ".parquet": Format(name="GeoParquet", batches=parquet_rows, carries=True),
        ".fgb": Format(name="FlatGeobuf", whole=write_flatgeobuf),
        ".kml": Format(name="KML", whole=write_kml),
        ".csv": Format(name="a table for spreadsheets", batches=csv_rows),
        ".jsonl": Format(name="geomap's own JSON lines", batches=report_lines, carries=True),
    }
)
"""Formats by suffix."""

_APPENDABLE = "use .gpkg, .geojson, .parquet, .jsonl or .csv"


def check(path: str | Path) -> Format:
    """The format that the suffix of `path` names; ask before long work.

    Raises:
        OutputError: No format has that suffix.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        raise OutputError(
            f"{path}: cannot write {suffix or 'a file without a suffix'}; use {', '.join(FORMATS)}"
        )
    return FORMATS[suffix]


def check_appendable(path: str | Path) -> bool:
    """Whether there is a file at `path` to add to; False if it is yet to be made.

    Raises:
        OutputError: Its format cannot be added to, or geomap did not write it.
    """
    form = check(path)
    if not form.carries and form is not FORMATS[".csv"]:
        raise OutputError(
            f"{path}: {form.name} cannot be added to; use .gpkg, .geojson, .parquet, .jsonl or .csv"
        )
    if not Path(path).exists():
        return False
    if not written_by_geomap(Path(path)):
        raise OutputError(f"{path}: cannot be added to: geomap did not write it; write to another file")
    return True


def write(
    path: str | Path, tables: Tables, reports: Sequence[Report], options: Options | None = None
) -> Note | None:
    """Write `tables` and `reports` to `path` in the format of its suffix.

    ``.geojson`` and ``.gpkg`` hold all tables; ``.csv``, ``.fgb`` and ``.parquet`` the events, or the table
    that the name names (``kursk.figures.csv``); ``.jsonl`` the reports. The same input gives the same bytes.

    Args:
        path: Where to; folders are made, an older file is replaced only by a whole new one.
        tables: The tables of :func:`geomap.features.tables`.
        reports: The reports that the tables were made of.
        options: How to write.

    Returns:
        What the format could not hold.

    Raises:
        OutputError: The suffix is of no format, or the file cannot be written.
    """
    form = check(path)
    options = options or Options()
    if form.whole is not None:
        return form.whole(Path(path), tables, reports, options)
    with opened(path, options) as sink:
        sink.add(tables, reports)
    return None


def append(
    path: str | Path, tables: Tables, reports: Sequence[Report], options: Options | None = None
) -> None:
    """Add rows to a file that geomap wrote, in the formats that hold no whole reports: .csv alone.

    Raises:
        OutputError: The format cannot be added to, or the file is none of geomap's.
    """
    check_appendable(path)
    append_csv(Path(path), tables, reports, options or Options())


def opened(path: str | Path, options: Options | None = None) -> AbstractContextManager[Sink]:
    """A new file to add batches to, in a format that need not know all rows: .parquet .geojsonl .csv .jsonl.

    It takes the place of an older one when the block ends well. However the rows are cut into batches, the
    file is the same, but for the order of .geojsonl. The documents of a batch are in no other.

    Raises:
        OutputError: The suffix is of no format that takes batches, or the file cannot be written.
    """
    form = check(path)
    if form.batches is None:
        raise OutputError(f"{path}: {form.name} is written whole")
    return form.batches(Path(path), options or Options())
