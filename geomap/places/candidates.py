"""What a look-up in the gazetteer answers: candidates, how a name led to them, how strongly it is known."""

from enum import IntEnum
from typing import Literal, get_args

import msgspec

from geomap.errors import DataError
from geomap.records import Place

Match = Literal["primary", "alias", "code", "demonym", "typed", "stripped", "part", "spelling"]
"""How a name led to a place: its own name; another name or spelling of it; an abbreviation ("TX", "U.S.");
a demonym ("Russians"); its name plus the fitting type word ("Kursk region"); the name after a word was taken
off ("Tuti Island" -> Tuti); the whole for a compass or size part ("eastern Ukraine" -> Ukraine); another
romanisation of its name ("Hodeida")."""

MATCHES: tuple[Match, ...] = get_args(Match)


class Strength(IntEnum):
    """The strongest that a name is on file for."""

    NONE = 0
    WEAK = 1  # an alias of a small place, or a small place whose name is a common English word
    SMALL = 2  # the proper name of a small place, or an alias of a town
    CITY = 3  # a city of 15,000 and more, an admin-2 unit, an airfield; aliases of big cities and admin-1
    MAJOR = 4  # a city of 500,000 and more, a capital, an admin-1 unit, a named region, sea or site
    COUNTRY = 5  # a country or continent by name or abbreviation
    DEMONYM = 6  # "Russian", "Congolese": says a country, but is not a place name


class UnknownPlace(DataError, KeyError):  # noqa: N818 - reads as what happened
    """No place has this id in the gazetteer."""

    __str__ = DataError.__str__


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a name may mean, with what a ranker needs to know of it.

    ``admin1_code`` is GeoNames' ("RU.41"), ``admin2_id`` the id of the admin-2 place. ``population`` is 0
    where unknown. ``common`` says that the name is a common English word ("Police", "Most"). ``closeness`` is
    below 1 where another spelling led here. Order of a list of candidates: exact forms first, then by
    importance.
    """

    place: Place
    population: int
    match: Match
    admin1_code: str | None = None
    admin2_id: str | None = None
    common: bool = False
    closeness: float = 1.0

    @property
    def feature(self) -> str:
        """The feature word of the place."""
        return self.place.feature
