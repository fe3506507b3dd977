"""Excel workbooks as rows of cells, with formulas as the values they had and dates as ISO writes them."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from geomap.decoding import in_short
from geomap.errors import InputError
from geomap.tables.celltext import cell_text
from geomap.tables.listed import Listed
from geomap.tables.profiles import Profile

_PART_LIMIT = 1024**3
_STRINGS_LIMIT = 256 * 1024**2
_RATIO_LIMIT = 250
_RATIO_FROM = 16 * 1024**2
_WIDTH_LIMIT = 1000
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    SyntaxError,  # as ElementTree's errors are
    TypeError,
    ValueError,
)


@contextmanager
def workbook(file: BinaryIO, name: str, profile: Profile | None) -> Iterator[Listed]:
    """The first sheet of a workbook whose headings are understood.

    Raises:
        InputError: The file is broken, would unpack to a monstrous size, or no sheet is understood.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _spare_memory(file, name)
    broken = (*_BROKEN, InvalidFileException)
    with warnings.catch_warnings():
        # it warns of what it does not show: validations, pictures, dates before 1900
        warnings.filterwarnings("ignore", module="openpyxl")
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except broken as error:
            raise InputError(
                f"{name}: a broken workbook ({in_short(error)}); save it again as .xlsx or .csv"
            ) from error
        try:
            yield _understood([_rows(sheet, name) for sheet in book.worksheets], name, profile)
        finally:
            book.close()


def _understood(sheets: list[Iterator[list[str]]], name: str, profile: Profile | None) -> Listed:
    problem: InputError | None = None
    for rows in sheets:
        try:
            return Listed(rows, name, profile)
        except InputError as error:
            problem = problem or error
    raise problem or InputError(f"{name}: a workbook without a sheet of cells")


def _rows(sheet: Any, name: str) -> Iterator[list[str]]:
    # what a file says of its own size is often wrong, and rows are counted from the top
    sheet.reset_dimensions()
    try:
        for row in sheet.iter_rows(values_only=True):
            yield [cell_text(value) for value in row[:_WIDTH_LIMIT]]
    except _BROKEN as error:
        told = f"the sheet {sheet.title!r} breaks off ({in_short(error)}); save it again"
        raise InputError(f"{name}: {told}") from error


def _spare_memory(file: BinaryIO, name: str) -> None:
    """Python unpacks no more than an archive declares, so that its declared sizes are its true limits."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise InputError(f"{name}: a broken workbook ({error}); save it again as .xlsx or .csv") from error
    for entry in entries:
        limit = _STRINGS_LIMIT if entry.filename.endswith("sharedStrings.xml") else _PART_LIMIT
        swollen = entry.file_size > _RATIO_FROM and entry.file_size > _RATIO_LIMIT * entry.compress_size
        if entry.file_size > limit or swollen:
            size = f"{entry.file_size / 1024**2:,.0f} MB"
            raise InputError(f"{name}: {entry.filename} would unpack to {size}; save the table as .csv")
    file.seek(0)
