"""Names of one document that mean the same place, with their candidates: what the resolver chooses for."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from geomap.geometry import distance_km
from geomap.places.classwords import ClassNoun, Spot, class_noun, class_nouns
from geomap.places.cues import Cues
from geomap.places.gazetteer import Candidate, Gazetteer, Strength
from geomap.places.names import fold
from geomap.places.words import Sentence
from geomap.records import Place

_MOST_CANDIDATES = 40
_SHORTEST_RESPELLED = 5
_CLOSE_ENOUGH = 0.8
_NEAR_KM = 300.0
_KNOWN_AFAR = 100_000  # people
_OWNS = re.compile(r"['’]s(?: [a-z-]+){0,3}")
_POINTING = {"in", "of"}


class Sense(NamedTuple):
    """All spots that share name, class word and container, and the places they may mean.

    ``generic`` is the class of the noun beside the name ("admin1" for "Kursk region"), ``container`` the
    number of the sense that a neighbour names as the larger place ("Goma, North Kivu"), ``spots`` numbers of
    spots.
    """

    name: str
    folded: str
    generic: str | None
    container: int | None
    spots: tuple[int, ...]
    candidates: tuple[Candidate, ...]


def group(
    spots: Sequence[Spot], sentences: Sequence[Sentence], text: str, gazetteer: Gazetteer, cues: Cues
) -> tuple[list[Sense], list[int]]:
    """The senses of a document's spots and, a spot, the number of its sense."""
    nouns = class_nouns(spots, sentences, text, gazetteer, cues)
    holders = _containers(spots, text, gazetteer, cues)
    keys = [
        (fold(spot.text), noun.place_class or "", fold(spots[holder].text) if holder is not None else "")
        for spot, noun, holder in zip(spots, nouns, holders, strict=True)
    ]
    order = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    members: list[list[int]] = [[] for _ in order]
    for index, key in enumerate(keys):
        members[order[key]].append(index)
    senses = []
    for key, numbers in zip(order, members, strict=True):
        first = numbers[0]
        holder = holders[first]
        senses.append(
            Sense(
                name=spots[first].text,
                folded=key[0],
                generic=key[1] or None,
                container=order[keys[holder]] if holder is not None else None,
                spots=tuple(numbers),
                candidates=_candidates(spots[first].text, nouns[first], gazetteer),
            )
        )
    return _respelled(senses, spots, gazetteer), [order[key] for key in keys]


def _respelled(senses: Sequence[Sense], spots: Sequence[Spot], gazetteer: Gazetteer) -> list[Sense]:
    """`senses` with other spellings for names that nothing bears, in countries that the text speaks of."""
    unknown = [sense for sense in senses if not sense.candidates and _may_be_respelled(sense, spots)]
    if not unknown:
        return list(senses)
    spoken = [sense.candidates[0].place for sense in senses if sense.candidates]
    found = {}
    for sense in unknown:
        likely = (each for each in gazetteer.respelled(sense.name) if _spoken_of(each, spoken))
        found[sense.folded] = tuple(likely)
    return [
        sense if sense.candidates else sense._replace(candidates=found.get(sense.folded, ()))
        for sense in senses
    ]


def _spoken_of(candidate: Candidate, spoken: Sequence[Place]) -> bool:
    """Whether a text about these places may mean a place that it spells otherwise: a big one, or one near."""
    place = candidate.place
    at_home = [other for other in spoken if other.country == place.country]
    if candidate.closeness < _CLOSE_ENOUGH or not at_home:
        return False
    return candidate.population >= _KNOWN_AFAR or any(
        distance_km(place.lon, place.lat, other.lon, other.lat) <= _NEAR_KM
        for other in at_home
        if other.precision != "country"
    )


def _may_be_respelled(sense: Sense, spots: Sequence[Spot]) -> bool:
    return len(sense.folded) >= _SHORTEST_RESPELLED and any(spots[i].label == "P" for i in sense.spots)


def _containers(spots: Sequence[Spot], text: str, gazetteer: Gazetteer, cues: Cues) -> list[int | None]:
    """For each spot the number of the spot that names the larger place it lies in."""
    found: list[int | None] = [None] * len(spots)
    bracket: int | None = (
        None  # the country whose places stand in a bracket after it: "Georgia (Poti, Batumi)"
    )
    for index in range(len(spots) - 1):
        left, right = spots[index], spots[index + 1]
        between = " ".join(text[left.end : right.start].split())
        if left.sentence != right.sentence or ")" in between:
            bracket = None
            continue
        if between == "(" and gazetteer.knows(left.text) == Strength.COUNTRY:
            bracket = index
        if bracket is not None or _OWNS.fullmatch(between):
            if found[index + 1] is None:
                found[index + 1] = index if bracket is None else bracket
        elif left.label == "P" and right.label == "P" and _leads_to_container(between, cues):
            found[index] = index + 1
    # "Paris, Lamar County, Texas": no circles
    return [
        None if holder is not None and found[holder] == index else holder
        for index, holder in enumerate(found)
    ]


def leads_inside(between: str, holder: Spot, words: Sentence, cues: Cues) -> bool:
    """Whether the words from a place to `holder`, a name in `words`, leave no doubt that it lies there.

    "in" and "of" do, and a comma or bracket does before a unit that is called one: ", Rostov Oblast".
    """
    if between in {",", "("}:
        return class_noun(holder, words, cues).place_class in {"admin1", "admin2"}
    return _leads_to_container(between, cues)


def _leads_to_container(between: str, cues: Cues) -> bool:
    """Whether these words join a place to the larger one: "," "(" "in" ", a town in eastern"."""
    if between in {",", "("}:
        return True
    words = between.lower().replace(",", " ").split()
    return any(word in _POINTING for word in words) and all(
        word in _POINTING or word in cues.filling or cues.generic_class(word) for word in words
    )


def _candidates(name: str, noun: ClassNoun, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    found = list(gazetteer.candidates(name))
    if not found and "," in name:
        found = _within(name, gazetteer)
    if noun.behind:
        known = {candidate.place.id for candidate in found}
        longer = gazetteer.candidates(f"{name} {noun.behind}")
        found.extend(candidate for candidate in longer if candidate.place.id not in known)
    return tuple(found[:_MOST_CANDIDATES])


def _within(name: str, gazetteer: Gazetteer) -> list[Candidate]:
    """Candidates of "Paris, Texas" tagged as one name: those of the first part that lie in the second."""
    first, _, rest = name.partition(",")
    holders = gazetteer.candidates(rest)
    units = {holder.admin1_code for holder in holders if holder.feature == "admin1"}
    countries = {holder.place.country for holder in holders if holder.feature == "country"}
    found = gazetteer.candidates(first)
    return [c for c in found if c.admin1_code in units or c.place.country in countries] or list(found)
