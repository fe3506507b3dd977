"""The word lists for numbers, figures and dates, read once, and how a list of phrases becomes a pattern."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

from geomap.files import data_file


@cache
def wordlist(name: str) -> dict[str, Any]:
    """The contents of ``geomap/data/<name>.toml``."""
    return tomllib.loads(data_file(f"{name}.toml").read_text(encoding="utf-8"))


def one_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of `phrases`, the longest first; a blank matches any white space."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)
