"""JSON as programs answer with it: a list of flat objects, by itself or under one name."""

from itertools import chain
from typing import Any, BinaryIO

import msgspec

from geomap.errors import InputError
from geomap.tables.celltext import cell_text
from geomap.tables.listed import Listed
from geomap.tables.profiles import Profile

_LIMIT = 512 * 1024**2
_LISTS = ("data", "Result", "results", "rows", "records", "events")


def json_table(file: BinaryIO, name: str, profile: Profile | None) -> Listed:
    """The objects as rows under their keys, in the order in which these come up.

    Raises:
        InputError: It is not JSON, holds no list of objects, or no key is understood.
    """
    data = file.read(_LIMIT + 1)
    if len(data) > _LIMIT:
        raise InputError(f"{name}: more than {_LIMIT // 1024**2} MB of JSON; fetch the table as .csv")
    try:
        read: Any = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{name}: not JSON: {error}") from error
    if isinstance(read, dict):
        read = next((read[key] for key in _LISTS if isinstance(read.get(key), list)), None)
    if read == []:
        raise InputError(f"{name}: an answer without rows; ask for other dates or countries")
    if not isinstance(read, list) or not all(isinstance(row, dict) for row in read):
        raise InputError(
            f"{name}: no list of rows in it; fetch the table as .csv, or write a row a line as .jsonl"
        )
    headings = list(dict.fromkeys(key for row in read for key in row))
    rows = ([cell_text(row.get(heading)) for heading in headings] for row in read)
    return Listed(chain([headings], rows), name, profile)
