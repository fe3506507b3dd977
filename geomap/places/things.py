"""Weapons, ships, formations, clubs and persons that bear places' names, told by the words beside them."""

from pathlib import Path

import msgspec

from geomap.files import data_file, word_lists
from geomap.places.cues import Cues
from geomap.places.words import Sentence

_REACH = 6  # words from a weapon to its noun


class Things(msgspec.Struct, frozen=True):
    """The word lists of ``things.toml``, which explains each."""

    weapons: frozenset[str]
    weapon_nouns: frozenset[str]
    weapon_words: frozenset[str]
    ships: frozenset[str]
    naval: frozenset[str]
    afloat: frozenset[str]
    formations: frozenset[str]
    formation_nouns: frozenset[str]
    clubs: frozenset[str]
    first_names: frozenset[str]
    deeds: frozenset[str]

    @classmethod
    def shipped(cls) -> "Things":
        """The lists that come with geomap."""
        return cls.read(data_file("things.toml"))

    @classmethod
    def read(cls, path: Path) -> "Things":
        """The lists in a TOML file of the shipped one's form.

        Raises:
            DataError: The file is no TOML, or a list is missing or not of words.
        """
        return word_lists(path, cls, "things")

    def is_weapon(self, words: Sentence, first: int, stop: int) -> bool:
        """Whether ``words[first:stop]`` is a weapon: "Grad rockets", "Kinzhal and Tochka missiles"."""
        if stop - first != 1 or words[first].lower not in self.weapons:
            return False
        for word in words[stop : stop + _REACH]:
            if word.lower in self.weapon_nouns:
                return True
            if word.lower not in self.weapon_words and word.lower not in self.weapons and word.text.islower():
                return False
        return False

    def is_ship(self, words: Sentence, first: int, stop: int, cues: Cues, *, town: bool) -> bool:
        """Whether it is a ship: "the cruiser Moskva", or called as a `town`: "The Novocherkassk sank"."""
        if first == 0:
            return False
        before = words[first - 1]
        if before.lower in self.ships and before.text.islower():
            return True
        after = words[stop].lower if stop < len(words) else "."
        others = words[:first] + words[stop:]
        if not town or before.lower != "the" or (first > 1 and words[first - 2].lower in cues.locative):
            return False
        return after in self.afloat and any(w.lower in self.naval for w in others)

    def is_formation(self, words: Sentence, first: int, stop: int) -> bool:
        """Whether it is a grouping of forces: "the Vostok group", "Vostok and Tsentr groups of forces"."""
        if stop - first != 1 or words[first].lower not in self.formations:
            return False
        after = stop
        while after < len(words) and (words[after].lower in {"and", ","} | self.formations):
            after += 1
        return after < len(words) and words[after].lower in self.formation_nouns

    def is_person(self, words: Sentence, first: int, stop: int, cues: Cues) -> bool:
        """Whether it is the first name of somebody who speaks or bears a title: "Victoria Ruiz said"."""
        if stop - first != 1 or words[first].lower not in self.first_names or stop + 1 >= len(words):
            return False
        surname, after = words[stop], words[stop + 1].lower
        titled = first > 0 and words[first - 1].lower in cues.titles
        return (
            surname.text[0].isupper()
            and surname.text[1:].islower()
            and cues.generic_class(surname.lower) is None
            and surname.lower not in cues.organisation | cues.roads | cues.class_alone | self.clubs
            and (titled or after in self.deeds)
        )

    def is_club(self, words: Sentence, stop: int) -> bool:
        """Whether a club's second word follows the name: "Sheffield United"."""
        return stop < len(words) and words[stop].text[0].isupper() and words[stop].lower in self.clubs
