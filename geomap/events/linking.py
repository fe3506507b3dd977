"""Links between the events of a document: what is told twice, and what is denied."""

from collections.abc import Sequence

import msgspec

from geomap.events.clauses import Clause
from geomap.events.grammar import words_of
from geomap.events.happenings import Happening
from geomap.events.modality import Modalities
from geomap.events.place_choice import holds
from geomap.events.place_roles import VERBAL
from geomap.events.reading import Reading, ReadSentence
from geomap.events.triggers import Hit
from geomap.geometry import distance_km
from geomap.records import HAPPENED, Actor, Event, EventType, Precision

_DENIAL_REACH = 2
_THEREABOUTS_KM = 30.0
_FINE: frozenset[Precision] = frozenset({"point", "facility", "city", "adm2", "line"})
_LOOK_BACK = 200  # events of a type among which one told again is sought, so that work grows evenly


def merge_retold(
    events: Sequence[tuple[Happening, Event]],
) -> tuple[list[tuple[Happening, Event]], dict[str, str]]:
    """Drop later reports of what was told before; gives those kept and where the others went, by id."""
    kept: list[tuple[Happening, Event]] = []
    alike: dict[EventType, list[tuple[Happening, Event]]] = {}
    moved: dict[str, str] = {}
    for happening, event in events:
        before = alike.setdefault(event.type, [])
        home = next(
            (
                other
                for told, other in before[-_LOOK_BACK:]
                if _retells(told, other, happening, event) or _refers(told, other, happening, event)
            ),
            None,
        ) or _pointed_at(happening, event, before[-_LOOK_BACK:])
        if home is None:
            kept.append((happening, event))
            before.append((happening, event))
        else:
            moved[event.id] = home.id
    return kept, moved


def _retells(told: Happening, first: Event, happening: Happening, later: Event) -> bool:
    """Same type, modality and places, no other means, day or doer."""
    if (first.type, first.modality) != (later.type, later.modality):
        return False
    here = _ground(first)
    if not here or here != _ground(later):
        return False
    if first.mode != later.mode:
        # in one sentence, or in a whole state, a strike and a clash are two things
        near = told.row != happening.row and all(at.place.precision in _FINE for at in first.places)
        if not near or not (_fills_in(first, later) or _fills_in(later, first)):
            return False
    days = (first.date_start, first.date_end), (later.date_start, later.date_end)
    if days[0] != days[1] and None not in (first.date_start, later.date_start):
        return False
    countries = {a.country for a in first.actors if a.country}, {a.country for a in later.actors if a.country}
    return not (countries[0] and countries[1] and countries[0].isdisjoint(countries[1]))


def _fills_in(bare: Event, full: Event) -> bool:
    """Whether one report only lacks the means that the other tells: ``12 were killed``, ``a missile hit``."""
    shared = {actor.id for actor in bare.actors} & {actor.id for actor in full.actors}
    return bare.mode is None and (not bare.actors or bool(shared) or full.mode == "firearms")


def _pointed_at(happening: Happening, later: Event, told: Sequence[tuple[Happening, Event]]) -> Event | None:
    """``after the killings on the road``, ``in the same ambush``: the last such thing told of thereabouts."""
    if not happening.again:
        return None
    for before, event in reversed(told):
        if before.row < happening.row and event.modality in HAPPENED and _thereabouts(event, later):
            return event
    return None


def _thereabouts(first: Event, later: Event) -> bool:
    if first.date_precision == later.date_precision == "day" and first.date_start != later.date_start:
        return False
    if not first.places or not later.places:
        return True
    return any(
        one.place.id == other.place.id
        or holds(one.place, other.place)
        or holds(other.place, one.place)
        or distance_km(one.place.lon, one.place.lat, other.place.lon, other.place.lat) <= _THEREABOUTS_KM
        for one in first.places
        for other in later.places
    )


def _ground(event: Event) -> set[str]:
    """The places of an event without the wider ones that only frame them."""
    return {at.place.ground for at in event.places if at.role != "within"} or {
        at.place.ground for at in event.places
    }


def _refers(told: Happening, first: Event, happening: Happening, later: Event) -> bool:
    """A noun with ``the`` at a place where such a thing was told before speaks of that."""
    here = {at.place.ground for at in first.places}
    definite = happening.hit.kind == "noun" and happening.definite and told.row <= happening.row
    return (
        definite
        and first.type == later.type
        and bool(later.places)
        and here >= {at.place.ground for at in later.places}
    )


def dispute(
    reading: Reading, events: list[tuple[Happening, Event]], modalities: Modalities
) -> list[tuple[Happening, Event]]:
    """Mark as disputed what another party denies in the same or one of the next sentences."""
    result = list(events)
    for number, row in enumerate(reading.sentences):
        for clause in row.clauses:
            denied = _denied(row, clause, modalities)
            if denied is None and not _counters(reading, number, modalities):
                continue
            start = row.sentence.tokens[clause.first].start
            target = _last_claim(reading, result, number, start, denied or [])
            if target is not None:
                happening, event = result[target]
                result[target] = (happening, msgspec.structs.replace(event, modality="disputed"))
                break
    return result


def _denied(row: ReadSentence, clause: Clause, modalities: Modalities) -> list[Hit] | None:
    """The acts that a clause denies, none if it denies what was said before; None if it denies nothing."""
    words = row.sentence.words[clause.first : clause.last]
    if words[-1] in words_of("countering") and row.sentence.words[clause.last : clause.last + 1] == ("that",):
        return []
    if not modalities.denies(words):
        return None
    acts = [
        hit for hit in row.hits if hit.head >= clause.first and hit.type not in VERBAL and hit.kind != "said"
    ]
    verb = next((at for at, word in enumerate(words) if word in words_of("denying")), None)
    if acts and verb is not None:
        return acts
    points = verb is None or modalities.points_back(row.sentence.words, clause.first + verb + 1)
    told_anew = any(hit.verb and clause.first <= hit.head < clause.last for hit in acts)
    return [] if points and not told_anew else None


def _kindred(row: ReadSentence, acts: Sequence[Hit], event: Event) -> bool:
    """Whether an event is of the kind that is denied, and done by the one who denies it so far as is told."""
    if all(event.type != hit.type for hit in acts):
        return False
    deniers = [one.actor for one in row.actors if one.last <= acts[0].head]
    if event.actors and deniers:
        return any(_same_side(actor, denier) for actor in event.actors for denier in deniers)
    again = row.sentence.words[acts[0].head - 1] == "having"  # "denied having struck the area"
    return any(event.type == hit.type and (again or event.mode == hit.mode) for hit in acts)


def _same_side(one: Actor, other: Actor) -> bool:
    if one.country and other.country:
        return one.country == other.country
    return one.name == other.name or (one.type == other.type == "military")


def _counters(reading: Reading, number: int, modalities: Modalities) -> bool:
    """A labelled reply: ``Kigali: "not a single soldier is there"``."""
    row = reading.sentences[number]
    words = row.sentence.words
    labelled = ":" in words[:5] and any(said.sentence == number for said in reading.said)
    return labelled and not row.hits and modalities.negates(row.sentence) and "comment" not in words


def _last_claim(
    reading: Reading,
    events: Sequence[tuple[Happening, Event]],
    number: int,
    start: int,
    acts: Sequence[Hit],
) -> int | None:
    paragraph = reading.sentences[number].sentence.paragraph
    for at in range(len(events) - 1, -1, -1):
        happening, event = events[at]
        if event.end > start and happening.row >= number:
            continue
        if number - happening.row > _DENIAL_REACH:
            return None
        if event.type in {"ACCUSE", "REJECT"} and number - happening.row <= 1:
            return None
        same = reading.sentences[happening.row].sentence.paragraph == paragraph
        if (
            (same or acts)
            and event.type not in VERBAL
            and (not acts or _kindred(reading.sentences[number], acts, event))
            and event.modality in {"claimed", "occurred"}
            and (event.statement is not None or event.modality == "claimed")
        ):
            return at
    return None


def doubt(reading: Reading, events: Sequence[tuple[Happening, Event]]) -> list[tuple[Happening, Event]]:
    """Mark as claimed what the next sentence says could not be verified."""
    result = list(events)
    telling = {happening.row for happening, _ in events}
    for number, row in enumerate(reading.sentences):
        alone = number not in telling
        if not alone or not _unverified(row.sentence.words):
            continue
        for at, (happening, event) in enumerate(result):
            near = happening.row == number - 1
            same = reading.sentences[happening.row].sentence.block == row.sentence.block
            if near and same and event.modality == "occurred" and event.type not in VERBAL:
                result[at] = (happening, msgspec.structs.replace(event, modality="claimed"))
    return result


def _unverified(words: Sequence[str]) -> bool:
    checked = not words_of("checked").isdisjoint(words)
    return checked and not words_of("unable").isdisjoint(words)
