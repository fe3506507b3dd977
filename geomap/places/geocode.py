"""A name typed by a person to places: "Rami, Idlib governorate, Syria", "Long Beach, CA", "Goma, DRC".

    geocode(gazetteer, "Paris, Texas")   # -> (Hit(candidate=..., score=0.83), ...)

What follows a comma holds what precedes it. A place outside its containers is no answer; where the gazetteer
lacks the name itself, the smallest container that it knows is, with that container's precision.
"""

import math
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from geomap.errors import DataError
from geomap.geometry import distance_km
from geomap.places.candidates import Candidate, Match
from geomap.places.gazetteer import Gazetteer
from geomap.places.names import bare, fold, strip_type
from geomap.records import Place

_MATCH: dict[Match, float] = {
    "primary": 1.0,
    "typed": 1.0,
    "code": 0.95,
    "alias": 0.85,
    "stripped": 0.65,
    "part": 0.6,
    "spelling": 0.5,
    "demonym": 0.3,
}
_RANK: dict[str, float] = {"country": 1.0, "continent": 1.0, "admin1": 0.8}
_UNIT = 0.9  # "Goma" is the town rather than the unit around it, unless a type word says so
_CLOSE = 6  # a spelling that is a little closer outweighs a town that is much bigger
_UNITS = ("admin1", "admin2")
_STEPPED_UP = 0.5  # of the container's score
_AREAS = ("adm1", "adm2", "country", "region")
_UNKNOWN_CONTAINER = 0.6
_NO_CONTAINER = 0.8
_BESIDE_KM = 60.0  # "Rafah crossing, Rafah": a town holds what lies so near
_PEERS = 12  # the likeliest readings of a container; "CA" is California as well as Canada
_CUTS = re.compile(r"\s*[,;()]\s*")


class Hit(msgspec.Struct, frozen=True):
    """A place that a name may mean and how well it fits, 0 to 1 with two decimals."""

    candidate: Candidate
    score: float

    @property
    def place(self) -> Place:
        """The place itself."""
        return self.candidate.place

    def row(self) -> dict[str, Any]:
        """The flat form that ``geomap geocode --format jsonl`` writes."""
        place = self.place
        return {
            "id": place.id,
            "name": place.name,
            "lat": place.lat,
            "lon": place.lon,
            "country": place.country,
            "admin1": place.admin1,
            "feature": place.feature,
            "precision": place.precision,
            "score": self.score,
        }


def geocode(
    gazetteer: Gazetteer, name: str, within: Sequence[str | None] = (), *, limit: int = 5
) -> tuple[Hit, ...]:
    """The places that `name` may mean, best first, at most `limit`; empty if nothing of it is known.

    Args:
        gazetteer: Where to look.
        name: A name, which may carry its containers: "Al Fashir, North Darfur", "Goma (DRC)", "Goma DRC".
        within: Further containers from the smallest to the largest, names or ISO country codes.
        limit: How many to return.
    """
    parts = [part for part in _CUTS.split(name) if bare(part)]
    containers = [part for part in within if part and bare(part)]
    if not parts:
        return ()
    whole = _exact(gazetteer, name) if len(parts) > 1 else ()
    found = [Hit(each, _score(name, each, 1.0)) for each in whole] if not containers else []
    found += _inside(gazetteer, [*parts, *containers])
    if not found and len(parts) == 1:
        found = _run_together(gazetteer, parts[0], containers)
    best: dict[str, Hit] = {}
    for hit in sorted(found, key=lambda hit: (-hit.score, -hit.candidate.population, hit.place.id)):
        best.setdefault(hit.place.id, hit)
    return tuple(best.values())[:limit]


def _inside(gazetteer: Gazetteer, parts: Sequence[str]) -> list[Hit]:
    """Candidates of the first part that lie in the others; else of the next part, stepped up to."""
    name, *containers = parts
    heads = gazetteer.candidates(name) or gazetteer.respelled(name)
    readings = [_readings(gazetteer, container) for container in containers]
    known = [reading for reading in readings if reading]
    if not known:
        agreement = _UNKNOWN_CONTAINER if containers else _NO_CONTAINER
        return [Hit(each, _score(name, each, agreement)) for each in heads]
    inside = [each for each in heads if all(_held(gazetteer, each, reading) for reading in known)]
    if inside:
        share = (1 + len(known)) / (1 + len(containers))
        return [Hit(each, _score(name, each, share)) for each in inside]
    upper = _inside(gazetteer, containers)
    upper = [hit for hit in upper if hit.place.precision in _AREAS] or upper
    return [Hit(hit.candidate, round(hit.score * _STEPPED_UP, 2)) for hit in upper]


def _exact(gazetteer: Gazetteer, name: str) -> list[Candidate]:
    """Readings of the whole as one name ("Washington, D.C."), if it is somewhere's own."""
    return [each for each in gazetteer.candidates(name) if each.match in ("primary", "code", "alias")]


def _run_together(gazetteer: Gazetteer, name: str, containers: Sequence[str]) -> list[Hit]:
    """Readings of "Goma DRC", "Idlib Syria": a known name, then a known area, cut as late as it goes."""
    words = name.split()
    for cut in range(len(words) - 1, 0, -1):
        head, tail = " ".join(words[:cut]), " ".join(words[cut:])
        if gazetteer.candidates(head) and _readings(gazetteer, tail):
            return _inside(gazetteer, [head, tail, *containers])
    return []


def _readings(gazetteer: Gazetteer, name: str) -> list[Candidate]:
    named = gazetteer.candidates(name) or gazetteer.respelled(name)
    found = [each for each in named if each.match not in ("demonym", "part")][:_PEERS]
    code = name.strip().upper()
    country = gazetteer.country(code) if len(code) == 2 and code.isalpha() else None
    if country is not None and all(each.place.id != country.id for each in found):
        found.append(gazetteer.candidate(country.id))
    return found


def _held(gazetteer: Gazetteer, inner: Candidate, outers: Sequence[Candidate]) -> bool:
    return any(_holds(gazetteer, outer, inner) for outer in outers if outer.place.id != inner.place.id)


def _holds(gazetteer: Gazetteer, outer: Candidate, inner: Candidate) -> bool:
    if outer.feature == "country":
        return outer.place.country is not None and outer.place.country == inner.place.country
    if outer.feature == "admin1":
        return outer.admin1_code is not None and outer.admin1_code == inner.admin1_code
    away = distance_km(outer.place.lon, outer.place.lat, inner.place.lon, inner.place.lat)
    if outer.feature == "admin2" and inner.admin2_id is not None:
        return inner.admin2_id == outer.place.id
    if outer.feature in ("admin2", "city"):
        return away <= max(_BESIDE_KM, outer.place.radius_km) and inner.feature not in ("country", "admin1")
    try:
        return gazetteer.contains(outer.place.id, inner.place.id)
    except DataError:
        return False


def _score(name: str, candidate: Candidate, agreement: float) -> float:
    """Match kind x agreement with the containers x prominence: 1 only for a big place named outright."""
    size = min(1.0, math.log10(candidate.population + 10) / 7)
    prominence = max(size, _RANK.get(candidate.feature, 0.0 if candidate.population else 0.4))
    doubt = 0.8 if candidate.common else 1.0
    if candidate.feature in _UNITS and candidate.match != "code" and not strip_type(fold(bare(name)))[1]:
        doubt *= _UNIT
    doubt *= candidate.closeness**_CLOSE
    return round(_MATCH[candidate.match] * agreement * doubt * (0.6 + 0.4 * prominence), 2)


def best_place(gazetteer: Gazetteer, name: str, within: Sequence[str | None] = ()) -> Place | None:
    """The likeliest place for a name of a table; None where nothing of it is known."""
    hits = geocode(gazetteer, name, within, limit=1)
    return hits[0].place if hits else None
