"""Which names of a GeoNames dump go on file, and how strongly each speaks for its place."""

import math
import re
import tomllib
from functools import lru_cache

from geomap.files import data_file
from geomap.places.candidates import Strength
from geomap.places.names import fold
from geomap.places.placefile import COMMON, RANK_STEP, PlaceFile

_UNWANTED = re.compile(r"[\d,;()]")
_ENGLISH = re.compile(r"(?=[^A-Z]*[A-Z])[^\d,;()]{3,60}")
_TOWN = 15_000


def city_radius(population: int) -> float:
    """A radius (km) that holds a town of this size; 5 where the size is unknown."""
    return round(min(25.0, max(2.0, 0.11 * population**0.39)), 1) if population else 5.0


@lru_cache(maxsize=4096)
def rank(level: Strength, population: int) -> int:
    """The sort key of a name's row: strongest first, then by population."""
    return (Strength.DEMONYM - level) * RANK_STEP + RANK_STEP - 1 - round(98 * math.log10(population + 1))


def strength(feature: str, population: int) -> Strength:
    """How strongly a place's own name speaks for it.

    Weak but for towns and units: a million hamlets' names must not make places of common words.
    """
    if feature == "admin1":
        return Strength.MAJOR
    return Strength.CITY if feature == "city" and population >= _TOWN else Strength.WEAK


def wanted(name: str) -> bool:
    """Whether an alternate name is a name: not a code, a number or an abbreviation."""
    if name.isascii():
        return _ENGLISH.fullmatch(name) is not None and not (len(name) <= 4 and name.isupper())
    return 2 <= len(name) <= 60 and not _UNWANTED.search(name) and any(letter.isalpha() for letter in name)


def common_words(shipped: PlaceFile) -> frozenset[str]:
    """Folded names that are common English words, by the shipped gazetteer and the list of stop words."""
    words = {folded for (folded,) in shipped.rows("SELECT folded FROM name WHERE match >= ?", COMMON)}
    with data_file("place_stop_words.toml").open("rb") as file:
        for group in tomllib.load(file).values():
            words.update(fold(word) for word in group)
    return frozenset(words)
