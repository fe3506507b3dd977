"""Word lists read and checked, and how a list of phrases becomes a pattern."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

import msgspec

from geomap.errors import DataError
from geomap.files import data_file

T = TypeVar("T")


def parsed(source: bytes, form: type[T], name: str) -> T:
    """The TOML in `source`, which messages call `name`.

    Raises:
        DataError: It is not of this `form`.
    """
    try:
        return msgspec.convert(tomllib.loads(source.decode("utf-8")), form)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{name}: {error}") from error


@cache
def wordlist(name: str) -> dict[str, Any]:
    """The contents of ``geomap/data/<name>.toml``."""
    return tomllib.loads(data_file(f"{name}.toml").read_text(encoding="utf-8"))


def one_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of `phrases`, the longest first; a blank matches any white space."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)
