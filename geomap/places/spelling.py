"""Other spellings of a name of Arabic, Cyrillic, Burmese or Amharic script: "Hodeida" finds Al Hudaydah.

What is left of a name without articles, vowels and the habits of romanisation is its skeleton (rules:
``spelling.toml``). ``spellings.sqlite`` holds the skeletons of the gazetteer's names in countries of these
scripts. A name asks for its own skeleton and those one consonant away, and is compared with what comes back.
"""

import re
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

import msgspec

from geomap.errors import DataError
from geomap.files import data_file, word_lists
from geomap.places.names import fold

_LETTERS = re.compile(r"[a-z ]+")
_SHORTEST = 4  # letters of a name that may be spelled otherwise
_FEWEST = 2  # consonants
_FEWEST_TO_CHANGE = 3
_SAME, _CHANGED = 0.72, 0.8  # closeness asked of names with one skeleton, and with one consonant changed
_CHANGE = 0.05  # what a changed consonant costs
_ROUGH = 0.5  # closeness of the letters as written, below which nothing is compared further
_MOST = 12


class Likeness(NamedTuple):
    """A folded name on file and how close it is to the one asked for (0 to 1)."""

    folded: str
    closeness: float


class SpellingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of ``spelling.toml``, as read."""

    articles: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]
    vowels: str
    alike: tuple[tuple[str, str], ...]
    countries: tuple[str, ...]

    @classmethod
    def shipped(cls) -> Self:
        """The rules that come with geomap."""
        return cls.read(data_file("spelling.toml"))

    @classmethod
    def read(cls, path: Path) -> Self:
        """The rules of a TOML file.

        Raises:
            DataError: The file is no TOML, or a list is missing or of another kind.
        """
        return word_lists(path, cls, "spelling rules")


class Skeletons:
    """Folded names to what is left of them."""

    def __init__(self, rules: SpellingRules) -> None:
        self._articles = frozenset(rules.articles)
        self._rules = [(re.compile(pattern), with_) for pattern, with_ in rules.rules]
        self._alike = [(re.compile(pattern), with_) for pattern, with_ in rules.alike]
        self._drop = str.maketrans("", "", rules.vowels)

    def sound(self, folded: str) -> str:
        """A folded name with one letter a sound, or "" where it is not of plain Latin letters."""
        if _LETTERS.fullmatch(folded) is None:
            return ""
        words = folded.split()
        kept = "".join(word for word in words if word not in self._articles) or "".join(words)
        for pattern, with_ in self._rules:
            kept = pattern.sub(with_, kept)
        return kept

    def bones(self, sound: str) -> str:
        """The consonants of a sound: the skeleton."""
        return sound.translate(self._drop)

    def smooth(self, sound: str) -> str:
        """A sound with the vowels that different habits write for each other made one."""
        for pattern, with_ in self._alike:
            sound = pattern.sub(with_, sound)
        return sound


class Spellings:
    """The names on file by skeleton; open one and pass it on."""

    def __init__(self, path: Path, rules: SpellingRules) -> None:
        """Opens the file.

        Raises:
            DataError: It is missing or no such file.
        """
        self._path = path
        try:
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            letters = self._db.execute("SELECT letters FROM alphabet").fetchone()
        except sqlite3.Error as error:
            raise self._damage(error) from error
        self._letters = str(letters[0])
        self._skeletons = Skeletons(rules)
        self._like = lru_cache(maxsize=4096)(self._look_up)

    @classmethod
    def shipped(cls) -> Self:
        """The spellings of this installation's gazetteer.

        Raises:
            DataError: A file is missing or damaged.
        """
        return cls(data_file("spellings.sqlite"), SpellingRules.shipped())

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def like(self, name: str) -> tuple[Likeness, ...]:
        """Names on file that are spelled almost as `name`, the closest first; empty if none is."""
        return self._like(fold(name))

    def _damage(self, error: sqlite3.Error) -> DataError:
        return DataError(f"{self._path}: no table of spellings ({error}); install geomap-toolkit again")

    def _look_up(self, folded: str) -> tuple[Likeness, ...]:
        if len(folded) < _SHORTEST:
            return ()
        sound = self._skeletons.sound(folded)
        bones = self._skeletons.bones(sound)
        if len(bones) < _FEWEST:
            return ()
        from rapidfuzz import fuzz, process

        asked = [bones, *self._changed(bones)] if len(bones) >= _FEWEST_TO_CHANGE else [bones]
        marks = ",".join("?" * len(asked))
        query = f"SELECT folded, skeleton FROM spelling WHERE skeleton IN ({marks})"  # noqa: S608 - marks alone
        try:
            on_file = dict(self._db.execute(query, asked).fetchall())
        except sqlite3.Error as error:
            raise self._damage(error) from error
        roughly = process.extract(
            folded, list(on_file), scorer=fuzz.ratio, score_cutoff=100 * _ROUGH, limit=10 * _MOST
        )
        smooth = self._skeletons.smooth(sound)
        found = []
        for other, written, _ in roughly:
            likeness = fuzz.ratio(smooth, self._skeletons.smooth(self._skeletons.sound(other))) / 100
            changed = on_file[other] != bones
            if likeness >= (_CHANGED if changed else _SAME):
                # the letters as written break ties between names that sound alike
                closeness = (3 * likeness + written / 100) / 4 - (_CHANGE if changed else 0.0)
                found.append(Likeness(other, round(closeness, 2)))
        found.sort(key=lambda like: (-like.closeness, like.folded))
        return tuple(found[:_MOST])

    def _changed(self, bones: str) -> Iterator[str]:
        """Skeletons one consonant away."""
        for at in range(len(bones) + 1):
            before, after = bones[:at], bones[at:]
            if after:
                yield before + after[1:]
            for letter in self._letters:
                yield before + letter + after
                if after and letter != after[0]:
                    yield before + letter + after[1:]
