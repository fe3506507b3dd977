"""Which of the places in an event's clause are the event's, and which only say where something else is.

The classes of places that are left out were read off sentences of Halterman's verb-to-place corpus (2019).
"""

from collections.abc import Sequence
from typing import NamedTuple

from geomap.events.clauses import Sentence
from geomap.events.grammar import words_of
from geomap.events.triggers import Hit
from geomap.geometry import distance_km
from geomap.records import EventType, Mention, Place, Precision

_RANK: dict[Precision, int] = {
    "point": 0,
    "facility": 0,
    "line": 1,
    "city": 1,
    "adm2": 2,
    "adm1": 3,
    "region": 3,
    "sea": 3,
    "country": 4,
}
_FROM: frozenset[EventType] = frozenset({"MOBILIZE", "RETREAT", "SANCTION", "AID", "ASSAULT", "CONSULT"})
_PLACED: frozenset[EventType] = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_OFFSET_WORDS = 8


class Candidate(NamedTuple):
    """A mention that can be an event's place: its words in the sentence and the word that governs it."""

    first: int
    last: int
    mention: Mention
    governor: str


def holds(outer: Place, inner: Place) -> bool:
    """Whether a wider place holds a finer one, so far as names, countries and radii tell."""
    if _RANK[outer.precision] <= _RANK[inner.precision]:
        return False
    if outer.precision == "country":
        return outer.country == inner.country
    if outer.country and inner.country and outer.country != inner.country:
        return False
    if outer.precision == "adm1" and inner.admin1 is not None and outer.name == inner.admin1:
        return True
    if outer.precision not in {"adm1", "adm2"}:
        return False  # regions of no firm edge: a town of the same size may lie beside them
    return 0 < distance_km(outer.lon, outer.lat, inner.lon, inner.lat) <= outer.radius_km


def told_by(chosen: Sequence[Candidate], sentence: Sentence, hit: Hit) -> list[Candidate]:
    """The candidates of a clause that say where the event of `hit` was; never none of them."""
    kept = [one for one in chosen if not _only_measures(one, chosen, sentence)]
    kept = [one for one in kept if not _is_whence(one, hit)] or kept
    after = [one for one in kept if one.first > hit.head and one.governor in words_of("inside")]
    if not hit.verb or hit.type not in _PLACED or not after:
        return kept
    return [one for one in kept if not _parted(one, sentence, hit) or _frames(one, after)]


def _only_measures(one: Candidate, chosen: Sequence[Candidate], sentence: Sentence) -> bool:
    """``in Ramadi, 100 km west of Baghdad``: the second place only says where the first one lies."""
    before = [other for other in chosen if other.last <= one.first]
    if not before:
        return False
    between = sentence.words[before[-1].last : one.first]
    measured = not words_of("lengths").isdisjoint(between) or one.mention.text[:1].isdigit()
    apart = between[:1] in {(",",), ("(",)} or not between or between[0][:1].isdigit()
    return (
        measured and apart and len(between) <= _OFFSET_WORDS and before[-1].governor not in words_of("near")
    )


def _is_whence(one: Candidate, hit: Hit) -> bool:
    """``captured the town from Yemen``, ``refugees from the region marched``: no place of the event."""
    return one.governor in words_of("from") and hit.type not in _FROM


def _parted(one: Candidate, sentence: Sentence, hit: Hit) -> bool:
    """``who exposed crimes in Chechnya, was shot in Moscow``: a comma parts place and verb."""
    return one.last <= hit.head and "," in sentence.words[one.last : hit.head]


def _frames(one: Candidate, after: Sequence[Candidate]) -> bool:
    outer = one.mention.place
    return outer is not None and any(
        other.mention.place is not None and holds(outer, other.mention.place) for other in after
    )
