"""A table file opened, whatever its kind: separated values, workbooks, and what GDAL or Arrow read."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from geomap.decoding import in_short
from geomap.errors import InputError
from geomap.records import Note
from geomap.tables.arrow import parquet, vector
from geomap.tables.blocks import Blocks
from geomap.tables.jsontable import json_table
from geomap.tables.layouts import Layout
from geomap.tables.problems import Problems
from geomap.tables.profiles import Profile
from geomap.tables.separated import Separated
from geomap.tables.workbooks import workbook

_HEAD = 4096
_ZIP = b"PK\x03\x04"
_GEOJSON = re.compile(rb'"type"\s*:\s*"(FeatureCollection|Feature)"')
_TEXTS = (".csv", ".tsv", ".txt")
_UNPACKED_LIMIT = 16 * 1024**3
_RATIO_LIMIT = 250
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # ways of packing that Python does not know
    RuntimeError,  # a password is wanted
)


class Table(Protocol):
    """An open table, its headings understood."""

    layout: Layout

    def blocks(self, problems: Problems) -> Blocks:
        """Its rows; what is wrong with single ones goes to `problems`."""

    def notes(self) -> Iterator[Note]:
        """What there was to notice, once the rows are read."""


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
            yield stack.enter_context(workbook(file, name, profile))
        elif head.startswith(_ZIP):
            yield stack.enter_context(_unzipped(file, name, profile))
        elif head.startswith(b"PAR1"):
            yield stack.enter_context(parquet(path, profile))
        elif head.startswith(b"SQLite format 3\0"):
            yield stack.enter_context(vector(path, profile))
        elif head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
            if path.suffix.lower() == ".geojson" or _GEOJSON.search(head):
                yield stack.enter_context(vector(path, profile))
            else:
                yield json_table(file, name, profile)
        else:
            yield Separated(lambda: stack.enter_context(path.open("rb")), name, profile)


def _is_workbook(file: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile):
        return False
    finally:
        file.seek(0)


@contextmanager
def _unzipped(file: BinaryIO, name: str, profile: Profile | None) -> Iterator[Separated]:
    try:
        with zipfile.ZipFile(file) as archive, ExitStack() as stack:
            tables = [entry for entry in archive.infolist() if Path(entry.filename).suffix.lower() in _TEXTS]
            if len(tables) != 1:
                raise InputError(f"{name}: holds {len(tables)} tables (.csv, .tsv); unzip it and name one")
            entry = tables[0]
            if entry.file_size > min(_UNPACKED_LIMIT, _RATIO_LIMIT * max(entry.compress_size, 4096)):
                raise InputError(
                    f"{name}: {entry.filename!r} would unpack to {entry.file_size:,} bytes; skipped"
                )

            def again() -> BinaryIO:
                return cast("BinaryIO", stack.enter_context(archive.open(entry)))

            yield Separated(again, name, profile)
    except _BROKEN as error:
        raise InputError(f"{name}: a broken zip archive ({in_short(error)}); fetch it again") from error
