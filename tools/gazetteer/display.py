"""English names that places are shown by."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from gazetteer import sources
from gazetteer.entries import Entry
from geomap.places.names import fold, strip_type

# dots and bars below, bars and breves above, half rings: marks of romanisation, not of a language's own
_MARKS = re.compile(r"[\u0304\u0306\u0323\u0327\u0331\u032e\u0325\u0328‘’ʻʼʿʾ]")


def name_units(units: Sequence[Entry], cities: Sequence[Entry]) -> None:
    """Give admin units English names to show, and all of them the bare name beside one with a type word.

    A first-level unit that shares its name with a city inside gets its type word: "Diffa Region".
    """
    settings = _settings()
    english = sources.territory_names()
    towns: dict[str | None, set[str]] = defaultdict(set)
    for city in cities:
        towns[city.admin1].add(fold(city.name))
    for unit in units:
        if unit.feature == "admin1":
            chosen = settings["units"].get(unit.iso) or settings["units"].get(unit.code)
            chosen = chosen or english.get(unit.iso or "") or unit.english or plain(unit)
            unit.call(chosen, "primary")
            unit.name = _told_apart(unit, chosen, towns[unit.identity], settings)
            unit.call(unit.name, "primary")
            for name in settings["spellings"].get(unit.code, ()):
                unit.call(name)
        else:
            unit.name = plain(unit)
            unit.call(unit.name, "primary")
        for name in list(unit.names):
            stripped, level = strip_type(fold(name))
            if level and stripped:
                unit.call(stripped.title())


def plain(entry: Entry) -> str:
    """The entry's name without marks of romanisation, where its country's names bear such."""
    if entry.country not in _settings()["romanised"]:
        return entry.name
    bare = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", entry.name)))
    return bare if fold(bare) == fold(entry.name) else entry.name


def points() -> dict[str, tuple[float, float]]:
    """Points (lon, lat) of large areas by ISO code."""
    return {code: (lon, lat) for code, (lon, lat) in _settings()["points"].items()}


def generic_words() -> tuple[list[str], list[str]]:
    """Folded words before and after the proper name of a district, longest first: "circunscricao de"."""
    districts = _settings()["districts"]
    before, after = (
        sorted(districts[side], key=lambda word: (-len(word), word)) for side in ("before", "after")
    )
    return before, after


def _told_apart(unit: Entry, name: str, towns: set[str], settings: dict[str, Any]) -> str:
    word = unit.kind if unit.kind in settings["words"] else ""
    if word:
        word = settings["words_of"].get(unit.country, word)
    if fold(name) in towns and word and not strip_type(fold(name))[1]:
        return f"{name} {word}"
    return name


@cache
def _settings() -> dict[str, Any]:
    with (Path(__file__).parent / "display.toml").open("rb") as file:
        return tomllib.load(file)
