"""HXL: a row of hashtags under the headings, by which humanitarian tools know what a column means."""

import tomllib
from collections.abc import Iterable
from functools import cache

from geomap.files import data_file

_BOUNDS = {
    "low": "+num+min",
    "value": "+num",
    "high": "+num+max",
    "least": "+num+min+all",
    "most": "+num+max+all",
}


def hashtags(columns: Iterable[str]) -> list[str]:
    """The hashtag of each of `columns`; one that the dictionary does not know is ``#meta`` with its name.

    Raises:
        DataError: The installation lacks the dictionary.
    """
    return [_hashtag(column) for column in columns]


def _hashtag(column: str) -> str:
    known = _dictionary()
    if column in known["columns"]:
        return known["columns"][column]
    category, _, bound = column.rpartition("_")
    if bound in _BOUNDS and category in known["categories"]:
        return known["categories"][category] + _BOUNDS[bound]
    return "#meta+" + "".join(letter for letter in column.lower() if letter.isascii() and letter.isalnum())


@cache
def _dictionary() -> dict[str, dict[str, str]]:
    return tomllib.loads(data_file("hxl.toml").read_text(encoding="utf-8"))
