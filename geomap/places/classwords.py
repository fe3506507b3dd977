"""The class of place that a noun beside a name says: "Kursk region", "districts of Bor and Duk".

A noun in the plural says it of every name in its list: "Kharkiv and Sumy regions".
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geomap.places.cues import Cues
from geomap.places.gazetteer import Candidate, Gazetteer
from geomap.places.words import Sentence

_LEVELS = {
    "admin1": {"admin1"},
    "admin2": {"admin2", "admin1"},
    "city": {"city"},
    "country": {"country"},
}
_NATURE = {
    "river", "lake", "sea", "strait", "island", "islands", "peninsula", "mountain", "mountains", "desert",
    "valley", "gulf", "bay", "canal", "ocean", "coast", "region",
}  # fmt: skip
_JOINT = re.compile(r"(?:,|/|&|(?:, )?(?:and|or)|as well as)(?: the)?")


class Spot(NamedTuple):
    """One tagged name in its sentence: words ``first`` to ``stop`` of sentence number ``sentence``."""

    start: int
    end: int
    text: str
    label: str
    sentence: int
    first: int
    stop: int
    usage: str


class ClassNoun(NamedTuple):
    """The class of place beside a name (None: none is said), and the noun if it stands behind the name."""

    place_class: str | None = None
    behind: str = ""


def fits(feature: str, place_class: str) -> bool:
    """Whether a place of this feature is of the class that the noun beside its name says."""
    if place_class == "nature":
        return feature in _NATURE
    if place_class == "site":
        return feature not in {"country", "continent", "admin1", "admin2"}
    return feature in _LEVELS.get(place_class, ())


def class_nouns(
    spots: Sequence[Spot], sentences: Sequence[Sentence], text: str, gazetteer: Gazetteer, cues: Cues
) -> list[ClassNoun]:
    """What the nouns beside each spot say, the plural of a list for all names in it.

    A name shares the plural where a place of that class bears it, in a country of the name next to the noun:
    in "Ukraine, Kharkiv and Sumy regions" the country does not.
    """
    found = [class_noun(spot, sentences[spot.sentence], cues) for spot in spots]
    for first, stop in _lists(spots, text):
        words = sentences[spots[first].sentence]
        noun, nearest = _plural(spots[first], spots[stop - 1], words, cues)
        if noun is None:
            continue
        at = first if nearest == "first" else stop - 1
        countries = {each.place.country for each in _of_class(spots[at].text, noun, gazetteer)}
        for index in range(first, stop):
            if index != at and found[index].place_class is not None:
                continue
            likely = _of_class(spots[index].text, noun, gazetteer)
            if any(each.place.country in countries for each in likely):
                found[index] = noun
    return found


def class_noun(spot: Spot, words: Sentence, cues: Cues) -> ClassNoun:
    """The noun in the singular beside the name, or its own last word."""
    last = words[spot.stop - 1].lower
    if spot.stop - spot.first > 1 and (own := cues.generic_class(last)):
        return ClassNoun(own)
    first = words[spot.first]
    if spot.stop - spot.first > 2 and words[spot.first + 1].lower == "of":
        return ClassNoun(cues.generic_class(first.lower))
    if spot.stop < len(words):
        after = words[spot.stop]
        generic = cues.generic_class(after.lower)
        if generic:
            return ClassNoun(generic, after.text)
    if spot.first > 1 and words[spot.first - 1].lower == "of":
        before = cues.generic_class(words[spot.first - 2].lower)
        if before:
            return ClassNoun(before)
    if spot.first and (before := cues.generic_class(words[spot.first - 1].lower)) and before != "country":
        return ClassNoun(before)
    return ClassNoun()


def _lists(spots: Sequence[Spot], text: str) -> Iterator[tuple[int, int]]:
    """Runs of two place names and more with nothing but commas and "and" between them.

    A name alone is none: "Texas towns" lie in it.
    """
    first = 0
    for stop in range(1, len(spots) + 1):
        goes_on = (
            stop < len(spots)
            and spots[stop].sentence == spots[first].sentence
            and {spots[stop].label, spots[first].label} == {"P"}
            and _JOINT.fullmatch(" ".join(text[spots[stop - 1].end : spots[stop].start].split()))
        )
        if not goes_on:
            if stop - first > 1:
                yield first, stop
            first = stop


def _plural(first: Spot, last: Spot, words: Sentence, cues: Cues) -> tuple[ClassNoun | None, str]:
    """The class noun in the plural behind a list or before it ("the regions of"), and the name next to it."""
    if last.stop < len(words) and (behind := cues.plural_class(words[last.stop].lower)):
        return ClassNoun(behind, words[last.stop].text), "last"
    before = [word.lower for word in words[max(0, first.first - 3) : first.first]]
    if before[-1:] == ["the"]:
        before.pop()
    if before[-1:] == ["of"] and len(before) > 1 and (ahead := cues.plural_class(before[-2])):
        return ClassNoun(ahead), "first"
    return None, ""


def _of_class(name: str, noun: ClassNoun, gazetteer: Gazetteer) -> list[Candidate]:
    found = gazetteer.candidates(name)
    if noun.behind:
        found += gazetteer.candidates(f"{name} {noun.behind}")
    return [each for each in found if fits(each.feature, noun.place_class or "")]
