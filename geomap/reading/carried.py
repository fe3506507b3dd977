"""The records that geomap's own GIS files carry (:mod:`geomap.interchange.carried` says where)."""

import mmap
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from geomap.decoding import in_short
from geomap.errors import InputError
from geomap.interchange.carried import COLUMN, NAME, UNTOUCHED, WRITES, Collection, Footer
from geomap.interchange.tablerow import COLUMNS, MARK

_HEAD = 4096
_BATCH = 5000


class RowLines(NamedTuple):
    """Lines of a table of events, each with a :class:`geomap.interchange.tablerow.RowRecord` as JSON."""

    records: Sequence[str]
    columns: Mapping[str, Sequence[Any]]


class Carried(NamedTuple):
    """What a file of geomap's carries: JSON rows of reports, and whether its features may be ``edited``.

    Rows of event tables come as some lines at a time. ``kind`` is that of files whose edits can be told row
    by row.
    """

    rows: Iterator[bytes | RowLines]
    edited: bool
    kind: Literal["geojson", "gpkg"] | None = None


def carried(path: Path) -> Carried | None:
    """What the file at `path` carries; None if it is not geomap's own or carries nothing.

    A file that is broken carries nothing: who reads it as a table says what is wrong with it.

    Raises:
        OSError: It cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PAR1"):
        return _in_parquet(path)
    if head.startswith(b"SQLite format 3\0"):
        return _in_geopackage(path, int.from_bytes(head[24:28]))
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and b'"geomap"' in head:
        return _in_geojson(path)
    return None


def _in_geojson(path: Path) -> Carried | None:
    with path.open("rb") as file:
        # not read into memory whole; closed when the last row that points into it is gone
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        found = msgspec.json.decode(data, type=Collection)
    except (ValueError, RecursionError):
        return None
    if found.geomap_records is None:
        return None
    return Carried(map(bytes, found.geomap_records.rows), found.edited, "geojson")


def _in_geopackage(path: Path, writes: int) -> Carried | None:
    try:
        with closing(_opened(path)) as base:
            tables = dict(base.execute("SELECT table_name, last_change FROM gpkg_contents"))
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    if NAME not in tables:
        return None
    edited = writes != WRITES or any(changed != UNTOUCHED for changed in tables.values())
    return Carried(_geopackage_rows(path), edited, "gpkg")


def _geopackage_rows(path: Path) -> Iterator[bytes]:
    try:
        with closing(_opened(path)) as base:
            for (row,) in base.execute(f"SELECT record FROM {NAME}"):  # noqa: S608 - a constant
                yield str(row).encode()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        told = f"the records in it break off ({in_short(error)}); fetch or write it again"
        raise InputError(f"{path}: {told}") from error


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _in_parquet(path: Path) -> Carried | None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as file:
            told = (file.metadata.metadata or {}).get(NAME.encode())
            if told is None:
                return None
            footer = msgspec.json.decode(told, type=Footer)
            edited = footer.lines != file.metadata.num_rows or COLUMN not in file.schema_arrow.names
    except (pa.ArrowException, OSError, ValueError):
        return None
    return Carried(_parquet_rows(path, footer), edited)


def _parquet_rows(path: Path, footer: Footer) -> Iterator[bytes | RowLines]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        telling = [name for name in COLUMNS if name in file.schema_arrow.names]
        for batch in file.iter_batches(_BATCH, columns=[COLUMN, *telling]):
            records = batch.column(COLUMN).to_pylist()
            start = 0
            for is_row, group in groupby(records, key=_is_row):
                some = list(group)
                if is_row:
                    lines = batch.slice(start, len(some))
                    yield RowLines(some, {name: lines.column(name).to_pylist() for name in telling})
                else:
                    yield from (record.encode() for record in some if record is not None)
                start += len(some)
    yield from map(bytes, footer.rows)


def _is_row(record: str | None) -> bool:
    return record is not None and record.startswith(MARK)
