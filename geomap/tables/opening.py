"""A table file opened, whatever its kind: separated values, workbooks, and what GDAL or Arrow read."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from geomap.errors import InputError
from geomap.records import Note
from geomap.tables.cells import Sheet, text_sheet
from geomap.tables.lines import Lines
from geomap.tables.profiles import Profile

_TEXTS = (".csv", ".tsv", ".txt")
_UNPACKED_LIMIT = 16 * 1024**3
_RATIO_LIMIT = 250


class Table(NamedTuple):
    """An open table; ``notes`` says, once its rows are read, what there was to notice."""

    sheet: Sheet
    notes: Callable[[], Iterator[Note]]


@contextmanager
def opened(path: Path, profile: Profile | None) -> Iterator[Table]:
    """The table in the file at `path`, open while the block runs.

    Raises:
        InputError: It is no table that can be read.
        OSError: It cannot be opened.
    """
    kind = path.suffix.lower()
    with path.open("rb") as file:
        if kind == ".zip":
            with _unzipped(file, str(path)) as stream:
                yield _text(stream, str(path), profile)
        else:
            yield _text(file, str(path), profile)


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
