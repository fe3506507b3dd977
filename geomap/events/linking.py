"""Links between the events of a document: what is told twice, and what is denied."""

from collections.abc import Sequence

import msgspec

from geomap.events.happenings import Happening
from geomap.events.modality import Modalities
from geomap.events.place_roles import VERBAL
from geomap.events.reading import Reading, ReadSentence
from geomap.records import Event

_DENIAL_REACH = 2


def merge_retold(
    events: Sequence[tuple[Happening, Event]],
) -> tuple[list[tuple[Happening, Event]], dict[str, str]]:
    """Drop later reports of what was told before; gives those kept and where the others went, by id."""
    kept: list[tuple[Happening, Event]] = []
    moved: dict[str, str] = {}
    for happening, event in events:
        home = next(
            (
                other
                for told, other in kept
                if _retells(other, event) or _refers(told, other, happening, event)
            ),
            None,
        )
        if home is None:
            kept.append((happening, event))
        else:
            moved[event.id] = home.id
    return kept, moved


def _retells(first: Event, later: Event) -> bool:
    """Same type, mode, modality and places, and no other day or doer."""
    if (first.type, first.mode, first.modality) != (later.type, later.mode, later.modality):
        return False
    here = {at.place.id for at in first.places}
    if not here or here != {at.place.id for at in later.places}:
        return False
    days = (first.date_start, first.date_end), (later.date_start, later.date_end)
    if days[0] != days[1] and None not in (first.date_start, later.date_start):
        return False
    countries = {a.country for a in first.actors if a.country}, {a.country for a in later.actors if a.country}
    return not (countries[0] and countries[1] and countries[0].isdisjoint(countries[1]))


def _refers(told: Happening, first: Event, happening: Happening, later: Event) -> bool:
    """A noun with ``the`` at a place where such a thing was told before speaks of that."""
    here = {at.place.id for at in first.places}
    definite = happening.hit.kind == "noun" and happening.definite and told.row <= happening.row
    return (
        definite
        and first.type == later.type
        and bool(later.places)
        and here >= {at.place.id for at in later.places}
    )


def dispute(
    reading: Reading, events: list[tuple[Happening, Event]], modalities: Modalities
) -> list[tuple[Happening, Event]]:
    """Mark as disputed what another party denies in the same or one of the next sentences."""
    result = list(events)
    for number, row in enumerate(reading.sentences):
        for clause in row.clauses:
            words = row.sentence.words[clause.first : clause.last]
            if not _is_denial(row, words, modalities) and not _counters(reading, number, modalities):
                continue
            start = row.sentence.tokens[clause.first].start
            target = _last_claim(reading, result, number, start)
            if target is not None:
                happening, event = result[target]
                result[target] = (happening, msgspec.structs.replace(event, modality="disputed"))
                break
    return result


def _is_denial(row: ReadSentence, words: Sequence[str], modalities: Modalities) -> bool:
    return modalities.denies(words) and not any(
        hit.type in {"ASSAULT", "COERCE", "MOBILIZE"} and hit.kind != "toll"
        for hit in row.hits
        if hit.head >= 0 and row.sentence.words[hit.head] in words
    )


def _counters(reading: Reading, number: int, modalities: Modalities) -> bool:
    """A labelled reply: ``Kigali: "not a single soldier is there"``."""
    row = reading.sentences[number]
    words = row.sentence.words
    labelled = ":" in words[:5] and any(said.sentence == number for said in reading.said)
    return labelled and not row.hits and modalities.negates(row.sentence) and "comment" not in words


def _last_claim(
    reading: Reading, events: Sequence[tuple[Happening, Event]], number: int, start: int
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
            same
            and event.type not in VERBAL
            and event.modality in {"claimed", "occurred"}
            and (event.statement is not None or event.modality == "claimed")
        ):
            return at
    return None
