"""JSON lines to documents, or back to reports where geomap wrote them."""

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

import msgspec

from geomap import interchange
from geomap.decoding import blanked, decode, mark
from geomap.errors import InputError
from geomap.interchange.tablerow import rows_of
from geomap.language.days import day
from geomap.reading.carried import RowLines
from geomap.reading.frontmatter import DATES, metadata
from geomap.reading.sources import Names
from geomap.reading.texts import LIMIT, Defaults, document
from geomap.records import Document, Note, Report
from geomap.tablerows import TableRows

_LINE_LIMIT = 64 * 1024 * 1024
_HEAD = 4096
_FIELDS = ("title", "url", "archived_url", "domain", "publisher", "published", "retrieved", "language")


_Value = str | int | float | None


class _Row(msgspec.Struct, frozen=True):
    """A row of texts as corpora have them; rows of geomap's own name their ``form``."""

    form: str | None = None
    doc: str | int | None = None
    text: str = ""
    title: _Value = None
    url: _Value = None
    archived_url: _Value = None
    domain: _Value = None
    publisher: _Value = None
    published: _Value = None
    retrieved: _Value = None
    language: _Value = None


def read_rows(
    stream: BinaryIO, identity: str, name: str, names: Names, defaults: Defaults
) -> Iterator[Document | Report | Note | InputError]:
    """The documents and reports in the lines of `stream`; a bad line gives an error and the next is read.

    Offsets into the ``text`` of a row hold in the document: control characters in it become spaces. Its
    ``doc`` is the document's id; a row without one is called after the source and the line.
    """
    empty = True
    for number, line in enumerate(_lines(stream, name), start=1):
        if isinstance(line, InputError):
            yield line
        elif line.strip():
            empty = False
            yield from _read(line, f"{name}, line {number}", f"{identity}:{number}", names, defaults)
    if empty:
        yield InputError(f"{name}: no rows in it")


def read_carried(
    lines: Iterable[bytes | RowLines], name: str, names: Names
) -> Iterator[Report | TableRows | Note | InputError]:
    """The reports in the `lines` that another file of geomap's carries; a bad line gives an error."""
    number = 1
    for line in lines:
        where = f"{name}, record {number}"
        if isinstance(line, RowLines):
            yield from _table_rows(line, name, number, names)
            number += len(line.records)
            continue
        number += 1
        try:
            yield from _report(interchange.load(line), where, names)
        except (ValueError, RecursionError) as error:
            yield InputError(f"{where}: damaged: {error}")


def _table_rows(
    lines: RowLines, name: str, number: int, names: Names
) -> Iterator[Report | TableRows | Note | InputError]:
    """The rows of `lines`, of which the first is the record of this `number`; one by one if one is bad."""
    try:
        parts = rows_of(lines.records, lines.columns)
        new = names.claim_all([identity for part in parts for identity in part.ids])
    except (ValueError, KeyError, RecursionError) as error:
        if len(lines.records) == 1:
            yield InputError(f"{name}, record {number}: damaged: {error}")
            return
        new = False
    if new:
        yield from parts
    elif len(lines.records) == 1:
        yield from _report(parts[0][0], f"{name}, record {number}", names)
    else:
        for at, record in enumerate(lines.records):
            one = {column: values[at : at + 1] for column, values in lines.columns.items()}
            yield from _table_rows(RowLines([record], one), name, number + at, names)


def _lines(stream: BinaryIO, name: str) -> Iterator[bytes | InputError]:
    head = stream.readline(_LINE_LIMIT + 1)
    try:
        encoding = mark(head[:_HEAD])
    except ValueError as error:
        yield InputError(f"{name}: {error}")
        return
    if encoding is not None and encoding != "utf-8-sig":
        # wide encodings are rare and not huge; a line feed's bytes may lie across the first line's end
        try:
            text = decode(head + stream.read(_LINE_LIMIT)).text
        except ValueError as error:
            yield InputError(f"{name}: {error}")
            return
        stream, head = io.BytesIO(text.encode("utf-8", "replace")), b""
    first = head.removeprefix(b"\xef\xbb\xbf")
    for line in chain([first] if first else [], iter(lambda: stream.readline(_LINE_LIMIT + 1), b"")):
        if len(line) <= _LINE_LIMIT:
            yield line
            continue
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(_LINE_LIMIT)
        yield InputError(f"{name}: a line longer than {_LINE_LIMIT // 1024 // 1024} MB is left out; split it")


def _read(
    line: bytes, where: str, fallback: str, names: Names, defaults: Defaults
) -> Iterator[Document | Report | Note | InputError]:
    try:
        try:
            line.decode()
        except UnicodeDecodeError:
            decoded = decode(line)
            line = decoded.text.encode()
            yield Note(f"{where}: not UTF-8; read as {decoded.encoding}")
        row = msgspec.json.decode(line, type=_Row)
        if row.form is not None:
            report = interchange.load(line)
            yield from _report(report, where, names)
        else:
            yield from _document(row, where, fallback, names, defaults)
    except InputError as error:
        yield error
    except RecursionError:
        yield InputError(f"{where}: JSON nested too deeply")
    except msgspec.ValidationError as error:
        yield InputError(f'{where}: {error}; a row is {{"doc": …, "text": …}} with words as values')
    except ValueError as error:
        yield InputError(f"{where}: not a row of JSON: {error}; write one whole object on each line")


def _report(report: Report, where: str, names: Names) -> Iterator[Report | Note | InputError]:
    identity = report.document.id
    if names.claim(identity) == identity:
        yield report
    else:
        yield InputError(f"{where}: a document {identity!r} was read before; rename one of them")


def _document(
    row: _Row, where: str, fallback: str, names: Names, defaults: Defaults
) -> Iterator[Document | Note]:
    if len(row.text) > LIMIT:
        raise InputError(f"{where}: longer than {LIMIT // 1024 // 1024} MB; split it into single articles")
    values = {key: str(value) for key in _FIELDS if (value := getattr(row, key)) is not None}
    # rows of corpora hold halves of dates and hours; a text is worth more than its date
    for key in DATES:
        if values.get(key, "").strip() and day(values[key]) is None:
            yield Note(f"{where}: {key} is {values.pop(key)[:40]!r}, not a date; read without it")
    front = metadata(values, where)
    wish = str(row.doc) if row.doc is not None else fallback
    read = document(blanked(row.text), wish, where, front, defaults)
    identity = names.claim(wish)
    if identity != wish:
        yield Note(f"{where}: a document {wish!r} was read before; this one is called {identity!r}")
        read = msgspec.structs.replace(read, id=identity)
    yield read
