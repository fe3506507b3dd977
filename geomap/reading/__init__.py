"""Sources to documents: text files, rows of JSON, folders, standard input.

A file, folder or row that cannot be read never stops the others: it comes out as an InputError beside them.
"""

import io
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

import msgspec

from geomap.decoding import in_short
from geomap.errors import InputError
from geomap.reading.carried import RowLines, carried
from geomap.reading.edited import with_edits
from geomap.reading.edited_rows import EditedRows, edited_rows
from geomap.reading.rows import read_carried, read_rows
from geomap.reading.sources import ROWS, SUFFIXES, TABLES, Names, Source, find
from geomap.reading.texts import LIMIT, Defaults, text_document
from geomap.records import Document, Note, Report
from geomap.tablerows import TableRows

__all__ = ["SUFFIXES", "EventTable", "Found", "read", "tables_in"]


class EventTable(msgspec.Struct, frozen=True):
    """A table file, to be read by :mod:`geomap.tables`; ``id`` is unique among the sources."""

    id: str
    path: Path


Found = Document | Report | TableRows | EventTable | Note | InputError
"""What reading finds: texts, reports of an earlier run, tables, and what to tell the user."""


def read(
    sources: Sequence[str | Path],
    *,
    published: date | None = None,
    publisher: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Found]:
    """Everything in `sources`, in their order, one at a time; nothing is raised for a bad source.

    Args:
        sources: Files, folders, or ``-`` for standard input (a text, or JSON lines if it starts with ``{``).
        published: Day of publication of texts that do not name theirs.
        publisher: Publisher of texts that do not name theirs.
        stdin: Read for ``-`` in place of the standard input.
    """
    names = Names()
    defaults = Defaults(published, publisher)
    for found in find(sources, names):
        if not isinstance(found, Source):
            yield found
        elif found.path is None:
            yield from _standard_input(stdin or sys.stdin.buffer, found, names, defaults)
        else:
            try:
                yield from _file(found, found.path, names, defaults)
            except InputError as error:
                yield error
            except (OSError, UnicodeDecodeError) as error:
                yield InputError(f"{found.name}: cannot be read: {in_short(error)}")
            except Exception as error:  # noqa: BLE001 - libraries raise what they like over damaged bytes
                what = f"{type(error).__name__}: {in_short(error)}"
                yield InputError(f"{found.name}: breaks off, and may be damaged ({what}); fetch it again")


def tables_in(sources: Sequence[str | Path]) -> list[Path]:
    """The files among `sources` and in folders among them that may be tables; nothing is read of them."""
    found = (each for each in find(sources, Names()) if isinstance(each, Source))
    return [each.path for each in found if each.path is not None and each.kind in TABLES]


def _file(source: Source, path: Path, names: Names, defaults: Defaults) -> Iterator[Found]:
    with path.open("rb") as stream:
        if source.kind in ROWS:
            yield from read_rows(stream, source.id, source.name, names, defaults)
        elif source.kind in TABLES:
            yield from _table(source, path, names)
        else:
            yield from _text(stream.read(LIMIT + 1), source, defaults)


def _table(source: Source, path: Path, names: Names) -> Iterator[Found]:
    own = carried(path)
    if own is None:
        yield EventTable(source.id, path)
    elif not own.edited:
        names.release(source.id)
        yield from read_carried(own.rows, source.name, names)
    elif own.kind is None:
        yield Note(f"{path}: edited since geomap wrote it; read from its features")
        yield EventTable(source.id, path)
    else:
        names.release(source.id)
        yield from _edited(own.rows, edited_rows(path, own.kind), path, source, names)


def _edited(
    lines: Iterator[bytes | RowLines], rows: EditedRows, path: Path, source: Source, names: Names
) -> Iterator[Found]:
    reports: list[Report] = []
    for item in read_carried(lines, source.name, names):
        if isinstance(item, Report):
            reports.append(item)
        elif isinstance(item, TableRows):
            reports.extend(item)
        else:
            yield item
    before = {report.document.id for report in reports}
    for found in with_edits(reports, rows, path, source.id):
        if isinstance(found, Report) and found.document.id not in before:
            identity = names.claim(found.document.id)
            document = msgspec.structs.replace(found.document, id=identity)
            yield msgspec.structs.replace(found, document=document)
        else:
            yield found


def _standard_input(stream: BinaryIO, source: Source, names: Names, defaults: Defaults) -> Iterator[Found]:
    data = stream.read(LIMIT + 1)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        joined = io.BufferedReader(_Joined(data, stream))
        yield from read_rows(joined, source.id, source.name, names, defaults)
    else:
        yield from _text(data, source, defaults)


def _text(data: bytes, source: Source, defaults: Defaults) -> Iterator[Found]:
    try:
        document, notes = text_document(data, source.id, source.name, defaults)
    except InputError as error:
        yield error
    else:
        yield from notes
        yield document


class _Joined(io.RawIOBase):
    """What was read from a stream already, and then the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
