"""Places whose larger one the text spells out: "Millerovo, Rostov Oblast", "Gedeb, in East Gojjam zone".

What the words say holds against what the rest of the document suggests: of the places of that name the one in
the larger place is meant, and if none lies there, the one that is meant is not on file.
"""

from collections.abc import Sequence

from geomap.geometry import distance_km
from geomap.places.cues import Cues
from geomap.places.gazetteer import Gazetteer
from geomap.places.resolver import Choice, Spot
from geomap.places.senses import leads_inside
from geomap.places.words import Sentence
from geomap.records import Place

_FINE = frozenset({"point", "facility", "city"})
_UNITS = frozenset({"adm1", "adm2"})
_SURE = 0.8
_SLACK = 1.25  # of a unit's radius: its points lie about there even where their codes are missing


def as_spelled_out(
    spots: Sequence[Spot],
    choices: Sequence[Choice],
    sentences: Sequence[Sentence],
    text: str,
    *,
    gazetteer: Gazetteer,
    cues: Cues,
) -> list[Choice]:
    """`choices`, one a spot, each fine place inside the unit that the words behind its name say."""
    settled = list(choices)
    for index in range(len(spots) - 2, -1, -1):
        spot, holder = spots[index], spots[index + 1]
        unit, place = settled[index + 1].place, settled[index].place
        if unit is None or unit.precision not in _UNITS or place is None or place.precision not in _FINE:
            continue
        if spot.sentence != holder.sentence or {spot.label, holder.label} != {"P"}:
            continue
        between = " ".join(text[spot.end : holder.start].split())
        if leads_inside(between, holder, sentences[holder.sentence], cues) and not _holds(
            gazetteer, unit, place
        ):
            settled[index] = _inside(spot, settled[index], unit, gazetteer)
    return settled


def _inside(spot: Spot, choice: Choice, unit: Place, gazetteer: Gazetteer) -> Choice:
    known = (each.place for each in gazetteer.candidates(spot.text) if each.match in {"primary", "alias"})
    place = next((each for each in known if each.precision in _FINE and _holds(gazetteer, unit, each)), None)
    others = tuple(other for other in (choice.place, *choice.alternatives) if other not in {None, place})
    rest = tuple(other for other in others if other is not None)
    return Choice(place, _SURE if place else 0.0, rest)


def _holds(gazetteer: Gazetteer, unit: Place, place: Place) -> bool:
    if gazetteer.contains(unit.id, place.id):
        return True
    away = distance_km(unit.lon, unit.lat, place.lon, place.lat)
    return unit.country == place.country and away <= _SLACK * unit.radius_km
