"""The word lists of ``place_cues.toml``, opened once and handed to tagger, kinds and resolver."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from geomap.files import data_file, word_lists


class Cues(msgspec.Struct, frozen=True):
    """Sets of lower-case words; the file explains each.

    `generic` maps a class of place to its nouns, `plurals` to those that a list of names shares.
    """

    locative: frozenset[str]
    titles: frozenset[str]
    honorifics: frozenset[str]
    saying: frozenset[str]
    acting: frozenset[str]
    diplomatic: frozenset[str]
    addressing: frozenset[str]
    dealings: frozenset[str]
    wishes: frozenset[str]
    seizing: frozenset[str]
    falling: frozenset[str]
    forces: frozenset[str]
    states_by_letters: frozenset[str]
    capital_other: frozenset[str]
    backing: frozenset[str]
    grounding: frozenset[str]
    ground: frozenset[str]
    relational: frozenset[str]
    state_nouns: frozenset[str]
    organisation: frozenset[str]
    organisation_of: frozenset[str]
    vessels: frozenset[str]
    roads: frozenset[str]
    hyphenated: frozenset[str]
    filling: frozenset[str]
    compass: frozenset[str]
    joints: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str]
    leading_on: frozenset[str]
    halves: frozenset[str]
    class_alone: frozenset[str]
    groups: frozenset[str]
    small: frozenset[str]
    generic: Mapping[str, frozenset[str]]
    plurals: Mapping[str, frozenset[str]]

    @classmethod
    def shipped(cls) -> "Cues":
        """The cues that come with geomap."""
        return cls.read(data_file("place_cues.toml"))

    @classmethod
    def read(cls, path: Path) -> "Cues":
        """The cues in a TOML file of the shipped one's form.

        Raises:
            DataError: The file is no TOML, or a list is missing or not of words.
        """
        return word_lists(path, cls, "place cues")

    def generic_class(self, word: str) -> str | None:
        """The class of place that a lower-case generic noun names ("region" -> "admin1")."""
        return next((name for name, nouns in self.generic.items() if word in nouns), None)

    def plural_class(self, word: str) -> str | None:
        """The class of place that a lower-case noun in the plural names ("regions" -> "admin1")."""
        return next((name for name, nouns in self.plurals.items() if word in nouns), None)
