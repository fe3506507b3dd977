"""Which names go on file, and how strongly each speaks for a place."""

import json
import math
import re
import tarfile
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from gazetteer.entries import Entry, NameKind
from geomap.files import data_file
from geomap.places.candidates import Strength
from geomap.places.placefile import RANK_STEP

_EVERYDAY = 35  # size of SCOWL's list
_LONGEST, _SHORTEST, _LONGEST_CODE = 60, 3, 4  # letters
_TOWN, _CITY, _METROPOLIS = 15_000, 100_000, 500_000
_OF_OWN = {"continent": Strength.COUNTRY, "village": Strength.SMALL}
_KEPT_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "HEBREW")
_SCRIPTS_OF_CITIES = (
    "CJK",
    "HANGUL",
    "GREEK",
    "HIRAGANA",
    "KATAKANA",
    "DEVANAGARI",
    "MYANMAR",
    "ETHIOPIC",
    "GEORGIAN",
    "ARMENIAN",
)


class CommonWords:
    """English words that are no sign of a place: SCOWL's common words and a stop list of our own."""

    def __init__(self, words_archive: Path) -> None:
        self._words: set[str] = set()
        self._everyday: set[str] = set()
        with tarfile.open(words_archive) as archive:
            for size in (10, 20, 35, 40, 50):
                member = archive.extractfile(f"package/english-words-{size}.json")
                if member is None:
                    raise SystemExit(f"{words_archive}: no list of size {size}")
                words = json.load(member)
                self._words.update(words)
                if size <= _EVERYDAY:
                    self._everyday.update(words)
        with data_file("place_stop_words.toml").open("rb") as file:
            for group in tomllib.load(file).values():
                self._words.update(word.casefold() for word in group)

    def holds(self, folded: str, entry: Entry) -> bool:
        """Whether the name is a common word; for a first-level unit only an everyday one is ("Northern")."""
        return folded in (self._everyday if entry.feature == "admin1" else self._words)


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def wanted(entry: Entry, name: str, kind: NameKind) -> bool:
    """Whether a name goes on file: codes, numbers, machine transliterations and rare scripts do not."""
    if kind != "alias" or entry.identity.startswith("geomap:"):
        return True
    letters = [letter for letter in name if letter.isalpha()]
    if len(name) > _LONGEST or not letters or re.search(r"[\d,;()]", name):
        return False
    script = _script(letters[0])
    if script == "LATIN":
        coded = name.isupper() and len(letters) <= _LONGEST_CODE
        return name != name.lower() and len(letters) >= _SHORTEST and not coded
    big = entry.feature == "country" or entry.population >= _METROPOLIS
    return script in _KEPT_SCRIPTS or (big and script in _SCRIPTS_OF_CITIES)


def strength(entry: Entry, kind: NameKind) -> Strength:
    """How strongly a name of this kind speaks for the place; common words are told apart elsewhere."""
    if kind == "demonym":
        return Strength.DEMONYM
    if entry.feature == "admin2" and entry.precision == "adm1":
        return Strength.WEAK  # it stands at its parent's point: any place of that name is better
    own = _strength_of_place(entry)
    if (
        kind in ("primary", "code")
        or entry.feature in ("country", "continent")
        or entry.identity.startswith("geomap:")
    ):
        return own
    return Strength(max(Strength.WEAK, own - 1))


def _strength_of_place(entry: Entry) -> Strength:
    if entry.identity.startswith("geomap:"):
        return _OF_OWN.get(entry.feature, Strength.CITY if entry.precision == "facility" else Strength.MAJOR)
    typed = re.search(r" (County|Parish|District|Raion|Province)$", entry.name)
    by_feature = {
        "country": Strength.COUNTRY,
        "admin1": Strength.MAJOR,
        "admin2": Strength.CITY if typed else Strength.SMALL,
        "airfield": Strength.CITY,
    }
    if entry.feature in by_feature:
        return by_feature[entry.feature]
    if entry.capital or entry.population >= _METROPOLIS:
        return Strength.MAJOR
    return Strength.CITY if entry.population >= _TOWN else Strength.SMALL


def rank(level: Strength, population: int) -> int:
    """The sort key of a name's row: strongest first, then by population (`Gazetteer` reads it back)."""
    return (Strength.DEMONYM - level) * RANK_STEP + RANK_STEP - 1 - round(98 * math.log10(population + 1))


def commonness(entry: Entry, kind: NameKind) -> str:
    """What to do when a name is a common English word: "keep" it, "mark" it, or "drop" it."""
    if kind in ("code", "demonym"):
        return "keep"
    if entry.identity.startswith("geomap:"):
        return "mark" if entry.feature in ("village", "city-part") else "keep"
    if entry.feature == "country" or entry.capital:
        return "keep"
    if entry.feature == "admin1":
        return "mark"
    big = entry.feature == "city" and entry.population >= _CITY
    if kind == "primary":
        return "keep" if big else "mark"
    return "mark" if big or entry.feature == "admin2" else "drop"
