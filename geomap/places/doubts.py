"""Second thoughts about chosen places: what the words beside a name say against them."""

from collections import Counter
from collections.abc import Sequence

from geomap.geometry import distance_km
from geomap.places.cues import Cues
from geomap.places.gazetteer import Gazetteer
from geomap.places.resolver import Choice, Spot
from geomap.places.words import Sentence
from geomap.records import Place

_GREAT = 100_000  # people: nobody calls so many a village
_SUPPORT = 2  # other names in countries that the text speaks of
_REACH = 5
# a town alone in its country, far from all else that the text names: right once in eight held-out texts
_LONELY_PEOPLE = 500_000
_LONELY_KM = 300.0
_LONELY_SURE = 0.9  # the ranker is surer of a town than a lonely one deserves
_HOME_SHARE = 0.7
_HOME_NAMES = 4
_FINE = frozenset({"point", "facility", "city", "adm2"})


def doubted(
    spots: Sequence[Spot],
    choices: Sequence[Choice],
    sentences: Sequence[Sentence],
    gazetteer: Gazetteer,
    cues: Cues,
) -> list[Choice]:
    """`choices`, one a spot, without the places that the words beside the name, or all others, speak against.

    "Fano militias" in a text about Ethiopia are not from the Italian town; "Paris, a hamlet" is not the
    capital of France; "Mubi" among Congolese villages is no town of Nigeria. The likeliest alternative that
    fits takes its place, or nothing.
    """
    countries: Counter[str | None] = Counter(
        choice.place.country for choice in choices if choice.place is not None and choice.place.country
    )
    checked = []
    for spot, choice in zip(spots, choices, strict=True):
        place = choice.place
        words = sentences[spot.sentence]
        if place is None or not _is_fine(place) or spot.label != "P":
            checked.append(choice)
            continue
        others = countries.copy()
        others[place.country] -= sum(c.place is not None and c.place.id == place.id for c in choices)
        foreign = others[place.country] <= 0 and others.total() >= _SUPPORT
        if foreign and (
            _names_a_group(words, spot.stop, cues) or _is_lonely(choice, place, choices, others, gazetteer)
        ):
            checked.append(Choice(None, 0.0, (place, *choice.alternatives)))
        elif _is_small(words, spot, cues) and _people(gazetteer, place) >= _GREAT:
            fitting = (
                other
                for other in choice.alternatives
                if other.precision in _FINE
                and others[other.country] > 0
                and _people(gazetteer, other) < _GREAT
            )
            found = next(fitting, None)
            rest = tuple(other for other in (place, *choice.alternatives) if other != found)
            checked.append(Choice(found, choice.confidence if found else 0.0, rest))
        else:
            checked.append(choice)
    return checked


def _is_lonely(
    choice: Choice,
    place: Place,
    choices: Sequence[Choice],
    others: Counter[str | None],
    gazetteer: Gazetteer,
) -> bool:
    """Whether an unsure smaller town lies far from all other places of a text about another country."""
    named = +others
    if named.total() < _HOME_NAMES or max(named.values()) < _HOME_SHARE * named.total():
        return False
    if choice.confidence >= _LONELY_SURE or _people(gazetteer, place) >= _LONELY_PEOPLE:
        return False
    capital = gazetteer.capital_of(place.country) if place.country else None
    if capital is not None and capital.id == place.id:
        return False  # where people meet to talk about another country
    return all(
        distance_km(place.lon, place.lat, other.place.lon, other.place.lat) > _LONELY_KM
        for other in choices
        if other.place is not None and other.place.id != place.id
    )


def _is_fine(place: Place) -> bool:
    # a district without a point of its own has that of its province
    return place.precision in _FINE or place.feature == "admin2"


def _names_a_group(words: Sentence, stop: int, cues: Cues) -> bool:
    return stop < len(words) and words[stop].lower in cues.groups


def _is_small(words: Sentence, spot: Spot, cues: Cues) -> bool:
    """Whether the words say that the name is a village's: "Paris, a small hamlet", "the village of Paris"."""
    before = [word.lower for word in words[max(0, spot.first - 2) : spot.first]]
    if before[-1:] and (before[-1] in cues.small or (before[-1] == "of" and before[0] in cues.small)):
        return True
    after = [word.lower for word in words[spot.stop : spot.stop + _REACH]]
    if after[:1] and after[0] in cues.small:
        return True
    if len(after) < 3 or after[0] != "," or after[1] not in {"a", "the", "another"}:
        return False
    said = next((step for step, word in enumerate(after) if word in cues.small), 0)
    return said > 0 and "," not in after[1:said]


def _people(gazetteer: Gazetteer, place: Place) -> int:
    return gazetteer.candidate(place.id).population
