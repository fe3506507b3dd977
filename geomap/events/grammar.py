"""Function words by the part they play: closed classes of grammar, kept as data."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from geomap.errors import DataError
from geomap.files import data_file


def words_of(name: str) -> frozenset[str]:
    """The words of one list of ``grammar.toml``.

    Raises:
        DataError: There is no such list.
    """
    lists = _lists()
    if name not in lists:
        raise DataError(f"grammar.toml: no list {name!r}; the installation is damaged")
    return lists[name]


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, frozenset[str]]:
    parsed = tomllib.loads(data_file("grammar.toml").read_text(encoding="utf-8"))
    return {name: frozenset(entries) for name, entries in parsed.items()}
