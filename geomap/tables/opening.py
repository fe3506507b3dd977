"""A table file opened, whatever its kind: separated values, workbooks, and what GDAL or Arrow read."""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from geomap.errors import InputError
from geomap.records import Note
from geomap.tables.arrow import parquet, vector
from geomap.tables.cells import Sheet, text_sheet
from geomap.tables.jsontable import json_sheet
from geomap.tables.lines import Lines
from geomap.tables.profiles import Profile
from geomap.tables.workbooks import workbook

_HEAD = 4096
_ZIP = b"PK\x03\x04"
_GEOJSON = re.compile(rb'"type"\s*:\s*"(FeatureCollection|Feature)"')
_TEXTS = (".csv", ".tsv", ".txt")
_UNPACKED_LIMIT = 16 * 1024**3
_RATIO_LIMIT = 250


class Table(NamedTuple):
    """An open table; ``notes`` says, once its rows are read, what there was to notice."""

    sheet: Sheet
    notes: Callable[[], Iterator[Note]]


@contextmanager
def opened(path: Path, profile: Profile | None) -> Iterator[Table]:
    """The table in the file at `path`, open while the block runs; its kind is told by its first bytes.

    Raises:
        InputError: It is no table that can be read.
        OSError: It cannot be opened.
    """
    name = str(path)
    with ExitStack() as stack:
        file = stack.enter_context(path.open("rb"))
        head = file.read(_HEAD)
        file.seek(0)
        if head.startswith(_ZIP) and _is_workbook(file):
            yield _quiet(stack.enter_context(workbook(file, name, profile)))
        elif head.startswith(_ZIP):
            yield _text(stack.enter_context(_unzipped(file, name)), name, profile)
        elif head.startswith(b"PAR1"):
            yield _quiet(stack.enter_context(parquet(path, profile)))
        elif head.startswith(b"SQLite format 3\0"):
            yield _quiet(stack.enter_context(vector(path, profile)))
        elif head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
            if path.suffix.lower() == ".geojson" or _GEOJSON.search(head):
                yield _quiet(stack.enter_context(vector(path, profile)))
            else:
                yield _quiet(json_sheet(file, name, profile))
        else:
            yield _text(file, name, profile)


def _quiet(sheet: Sheet) -> Table:
    return Table(sheet, lambda: iter(()))


def _is_workbook(file: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile):
        return False
    finally:
        file.seek(0)


def _text(stream: BinaryIO, name: str, profile: Profile | None) -> Table:
    lines = Lines(stream, name)

    def notes() -> Iterator[Note]:
        if lines.guessed:
            yield Note(f"{name}: {lines.guessed:,} lines are not UTF-8; read as {lines.fallback}")

    return Table(text_sheet(lines, name, profile), notes)


@contextmanager
def _unzipped(file: BinaryIO, name: str) -> Iterator[BinaryIO]:
    try:
        with zipfile.ZipFile(file) as archive:
            tables = [entry for entry in archive.infolist() if Path(entry.filename).suffix.lower() in _TEXTS]
            if len(tables) != 1:
                raise InputError(f"{name}: holds {len(tables)} tables (.csv, .tsv); unzip it and name one")
            entry = tables[0]
            if entry.file_size > min(_UNPACKED_LIMIT, _RATIO_LIMIT * max(entry.compress_size, 4096)):
                raise InputError(
                    f"{name}: {entry.filename!r} would unpack to {entry.file_size:,} bytes; skipped"
                )
            with archive.open(entry) as stream:
                yield cast("BinaryIO", stream)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{name}: a broken zip archive ({error}); fetch it again") from error
