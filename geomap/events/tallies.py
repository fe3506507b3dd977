"""Figures and events: which happening a number belongs to, whose it is, who said it, what contradicts it."""

from bisect import bisect_right
from collections.abc import Collection, Sequence

import msgspec

from geomap.events.figure_links import link_conflicts
from geomap.events.figures import FigureDraft
from geomap.events.happenings import Happening
from geomap.events.reading import Reading, ReadSentence
from geomap.records import Actor, Category, Event, EventType, Figure, Statement

_COUNTED: dict[Category, frozenset[EventType]] = {
    "killed": frozenset({"ASSAULT"}),
    "wounded": frozenset({"ASSAULT"}),
    "casualties": frozenset({"ASSAULT"}),
    "captured": frozenset({"COERCE", "ASSAULT"}),
    "arrested": frozenset({"COERCE"}),
    "deployment": frozenset({"MOBILIZE", "RETREAT"}),
    "strength": frozenset({"MOBILIZE", "RETREAT", "ASSAULT"}),
    "mobilised": frozenset({"MOBILIZE"}),
    "displaced": frozenset({"SANCTION", "RETREAT"}),
    "evacuated": frozenset({"SANCTION", "RETREAT", "AID"}),
    "deported": frozenset({"COERCE", "SANCTION"}),
    "aid_quantity": frozenset({"AID", "AGREE"}),
    "beneficiaries": frozenset({"AID"}),
    "munitions_fired": frozenset({"ASSAULT", "MOBILIZE"}),
    "munitions_intercepted": frozenset({"ASSAULT", "MOBILIZE"}),
    "equipment_destroyed": frozenset({"ASSAULT"}),
    "equipment_damaged": frozenset({"ASSAULT"}),
    "equipment_surrendered": frozenset({"RETREAT", "AID"}),
    "property_destroyed": frozenset({"ASSAULT"}),
}
_SUFFERED: frozenset[Category] = frozenset(
    {"killed", "wounded", "casualties", "captured", "arrested", "displaced"}
)
_DONE: frozenset[Category] = frozenset({"deployment", "strength", "mobilised", "munitions_fired"})


def attach_figures(
    reading: Reading,
    events: Sequence[tuple[Happening, Event]],
    drafts: Sequence[FigureDraft],
    said: Sequence[Statement],
    denied: Collection[Statement] = (),
) -> list[Figure]:
    """Each figure with its event, the event's modality, whose it is, who said it, and what contradicts it.

    A figure without an event that stands in one of the `denied` statements is negated.
    """
    linked: list[Figure] = []
    starts = [row.sentence.start for row in reading.sentences]
    by_row: dict[int, list[tuple[Happening, Event]]] = {}  # an event's quote lies in its sentence
    for happening, told in events:
        for number in dict.fromkeys([happening.row, *happening.also]):
            by_row.setdefault(number, []).append((happening, told))
    for draft in drafts:
        figure = draft.figure
        statement = next((one for one in reversed(said) if one.start <= figure.start < one.end), None)
        number = max(0, bisect_right(starts, figure.start) - 1)
        event = _event_of(reading, by_row.get(number, ()), figure)
        taken = event is not None and figure.modality == "occurred"
        if (event is None or event.type == "REJECT") and statement in denied:
            taken = False
            figure = msgspec.structs.replace(figure, modality="negated", negated=True)
        linked.append(
            msgspec.structs.replace(
                figure,
                event=event.id if event else None,
                statement=statement,
                modality=event.modality if event is not None and taken else figure.modality,
                actor=_whose(reading.sentences[number : number + 1], draft, event),
            )
        )
    placed = {event.id: frozenset(at.place.id for at in event.places) for _, event in events}
    return link_conflicts(linked, placed)


def _whose(rows: Sequence[ReadSentence], draft: FigureDraft, event: Event | None) -> Actor | None:
    """The actor named by the counted noun, else the one side of the event that the count can speak of."""
    for row in rows:
        if not row.sentence.start <= draft.noun.start < row.sentence.end:
            continue
        tokens = row.sentence.tokens
        spans = [draft.noun, *([draft.owner] if draft.owner else [])]
        for found in row.actors:
            start, end = tokens[found.first].start, tokens[found.last - 1].end
            if any(start < span.end and span.start < end for span in spans):
                return found.actor
    if event is None or draft.figure.category not in _SUFFERED | _DONE:
        return None
    side = event.recipients if draft.figure.category in _SUFFERED else event.actors
    return side[0] if len(side) == 1 else None


def _event_of(reading: Reading, events: Sequence[tuple[Happening, Event]], figure: Figure) -> Event | None:
    """The event of the figure's clause, else of its sentence, else the attack whose toll it tells.

    Those are among the `events` told in the sentence that holds the figure.
    """
    wanted = _COUNTED.get(figure.category)
    best: tuple[tuple[int, int, int], Event] | None = None
    for happening, event in events:
        inside = event.start <= figure.start < event.end
        fits = wanted is None or event.type in wanted
        if not fits and not inside:
            continue
        head = reading.sentences[happening.row].sentence.tokens[happening.hit.head].start
        rank = (0 if fits else 1, 0 if inside else 1, abs(head - figure.start))
        if best is None or rank < best[0]:
            best = (rank, event)
    return best[1] if best else None
