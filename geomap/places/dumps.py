"""GeoNames' dump files, row by row: place dumps (UA.zip, allCountries.txt) and alternateNamesV2.

The files are described at https://download.geonames.org/export/dump/readme.txt.
"""

import math
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Literal, NamedTuple

from geomap.errors import GeomapError, InputError

DumpKind = Literal["places", "names"]

_PLACE_COLUMNS = 19
_NAME_COLUMNS = (8, 10)
_LONGEST_LINE = 1_000_000
_MEND = "get the file anew from https://download.geonames.org/export/dump/"


class DumpPlace(NamedTuple):
    """A row of a place dump; ``feature`` is class and code ("P.PPL"), ``units`` the codes of both levels."""

    key: int
    name: str
    names: tuple[str, ...]
    lat: float
    lon: float
    feature: str
    country: str
    units: tuple[str, str]
    population: int


class DumpName(NamedTuple):
    """A row of alternateNamesV2: a name of the place with the id `key`."""

    key: int
    language: str
    name: str


class Dump(NamedTuple):
    """An open dump: its kind, its lines as bytes, the size in bytes when unpacked and the day it bears."""

    path: Path
    kind: DumpKind
    lines: Iterator[bytes]
    size: int
    dated: date


@contextmanager
def open_dump(path: Path) -> Iterator[Dump]:
    """The dump at `path`, a .txt or a .zip that holds one.

    Raises:
        InputError: The file is missing or no such dump; while reading, if the archive is damaged.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                member = _member(path, archive)
                moment = date(*member.date_time[:3])
                with archive.open(member) as file:
                    yield _dump(path, file, member.file_size, moment)
        elif path.suffix.lower() == ".zip":
            raise InputError(f"{path}: not a whole zip archive; {_MEND}")
        else:
            with path.open("rb") as file:
                stat = path.stat()
                yield _dump(path, file, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC).date())
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, GeomapError):
            raise
        raise InputError(f"{path}: a damaged zip archive ({error}); {_MEND}") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


def places(dump: Dump) -> Iterator[DumpPlace]:
    """The rows of a place dump.

    Raises:
        InputError: A line is not such a row.
    """
    for number, line in enumerate(dump.lines, 1):
        cells = _cells(dump, number, line)
        if cells is None:
            continue
        if len(cells) != _PLACE_COLUMNS:
            raise _bad(dump, number, f"{len(cells)} columns, not {_PLACE_COLUMNS}")
        try:
            lat, lon = float(cells[4]), float(cells[5])
            population = int(cells[14] or 0)
            key = int(cells[0])
        except ValueError as error:
            raise _bad(dump, number, str(error)) from error
        if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
            raise _bad(dump, number, f"latitude {cells[4]}, longitude {cells[5]}")
        if not (0 < key < 1_000_000_000 and cells[1]):
            raise _bad(dump, number, "no id or no name")
        yield DumpPlace(
            key,
            cells[1],
            tuple(dict.fromkeys([cells[2], *cells[3].split(",")])),
            lat,
            lon,
            f"{cells[6]}.{cells[7]}",
            cells[8],
            (cells[10], cells[11]),
            max(0, min(population, 2_000_000_000)),
        )


def names(dump: Dump) -> Iterator[DumpName]:
    """The rows of alternateNamesV2.

    Raises:
        InputError: A line is not such a row.
    """
    for number, line in enumerate(dump.lines, 1):
        cells = _cells(dump, number, line)
        if cells is None:
            continue
        if len(cells) not in _NAME_COLUMNS:
            raise _bad(dump, number, f"{len(cells)} columns, not {_NAME_COLUMNS[1]}")
        try:
            yield DumpName(int(cells[1]), cells[2], cells[3])
        except ValueError as error:
            raise _bad(dump, number, str(error)) from error


def _dump(path: Path, file: IO[bytes], size: int, dated: date) -> Dump:
    first = file.readline(_LONGEST_LINE)
    columns = first.count(b"\t") + 1
    if columns == _PLACE_COLUMNS:
        kind: DumpKind = "places"
    elif columns in _NAME_COLUMNS:
        kind = "names"
    else:
        raise InputError(
            f"{path}: line 1: {columns} column{'s' if columns != 1 else ''}; a dump of GeoNames has "
            f"{_PLACE_COLUMNS} (places) or {_NAME_COLUMNS[1]} (alternateNamesV2), separated by tabs; {_MEND}"
        )
    return Dump(path, kind, _lines(first, lambda: file.readline(_LONGEST_LINE)), size, dated)


def _lines(first: bytes, read: Callable[[], bytes]) -> Iterator[bytes]:
    line = first
    while line:
        yield line
        line = read()


def _member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    texts = [
        info
        for info in archive.infolist()
        if info.filename.endswith(".txt")
        and info.filename.lower() not in ("readme.txt", "iso-languagecodes.txt")
    ]
    named = [info for info in texts if Path(info.filename).stem == path.stem]
    if not texts:
        raise InputError(f"{path}: holds no .txt; {_MEND}")
    return (named or texts)[0]


def _cells(dump: Dump, number: int, line: bytes) -> list[str] | None:
    if len(line) >= _LONGEST_LINE:
        raise _bad(dump, number, "endless")
    try:
        text = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise _bad(dump, number, "not UTF-8") from error
    return text.split("\t") if text else None


def _bad(dump: Dump, number: int, why: str) -> InputError:
    return InputError(f"{dump.path}: line {number}: {why}; {_MEND}")
