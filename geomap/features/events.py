"""The tables of events and of the movements among them."""

from collections.abc import Iterable, Sequence
from typing import Any, get_args

from shapely.geometry.base import BaseGeometry

from geomap.features.figures import label, size
from geomap.features.rows import Shapes, Table, names_of, place_columns, source_columns, standing, table
from geomap.geometry import line, point
from geomap.records import HAPPENED, Category, Document, Event, Figure, Place, Report
from geomap.stories.columns import COLUMNS, Together, together

_Bounds = tuple[float | None, float | None, float | None]
_NO_BOUNDS: _Bounds = (None, None, None)


def events(reports: Sequence[Report], shapes: Shapes) -> Table:
    """One row a report of an event; ``<category>_low|value|high`` repeat its figures, never added up.

    ``story`` names the report that stands for the event, ``duplicate_of`` says the same on all but that one;
    ``reports`` counts them, ``sources`` names their publishers. Where reports are linked,
    ``<category>_least|most`` are the smallest and largest numbers of all of them.
    """
    shared = together(reports)
    documents: list[Document] = []
    found: list[Event] = []
    figures_of: list[Sequence[Figure]] = []
    for report in reports:
        by_event: dict[str, list[Figure]] = {}
        for figure in report.figures:
            if figure.event is not None:
                by_event.setdefault(figure.event, []).append(figure)
        for event in report.events:
            documents.append(report.document)
            found.append(event)
            figures_of.append(by_event.get(event.id, ()))
    stand = [standing(event) for event in found]
    chosen = [places for _, places in stand]
    columns: dict[str, Sequence[Any]] = {
        "id": [event.id for event in found],
        "document": [document.id for document in documents],
        "type": [event.type for event in found],
        "mode": [event.mode for event in found],
        "modality": [event.modality for event in found],
        "happened": [event.modality in HAPPENED for event in found],
        "date_start": [event.date_start for event in found],
        "date_end": [event.date_end for event in found],
        "date_precision": [event.date_precision for event in found],
        **place_columns(chosen),
        "role": [role for role, _ in stand],
        "places": [
            "; ".join([f"{at.role}: {at.place.name}" for at in event.places]) or None for event in found
        ],
        "actors": [names_of(event.actors) for event in found],
        "recipients": [names_of(event.recipients) for event in found],
        "quote": [
            document.text[event.start : event.end] for document, event in zip(documents, found, strict=True)
        ],
        "start": [event.start for event in found],
        "end": [event.end for event in found],
        **source_columns(documents, [event.statement for event in found]),
        "confidence": [round(event.confidence, 2) for event in found],
        "duplicates": ["; ".join(event.duplicates) or None for event in found],
        **_story_columns(shared, documents, found),
        **_number_columns(figures_of),
        **_range_columns(shared, found, _categories(figures_of)),
    }
    return table("event", columns, shapes.of(chosen))


def movements(reports: Sequence[Report]) -> Table:
    """One row for each pair of origin and destination of an event; geometry is a line between them."""
    shared = together(reports)
    documents: list[Document] = []
    found: list[tuple[str, Event, Figure | None]] = []
    ends: list[tuple[Place, Place]] = []
    for report in reports:
        moved = {f.event: f for f in reversed(report.figures) if f.category in {"deployment", "displaced"}}
        for event in report.events:
            for number, pair in enumerate(_ways(event)):
                documents.append(report.document)
                found.append((f"{event.id}:m{number + 1}", event, moved.get(event.id)))
                ends.append(pair)
    happenings = [event for _, event, _ in found]
    columns: dict[str, Sequence[Any]] = {
        "id": [identity for identity, _, _ in found],
        "document": [document.id for document in documents],
        "event": [event.id for event in happenings],
        "type": [event.type for event in happenings],
        "mode": [event.mode for event in happenings],
        "modality": [event.modality for event in happenings],
        "happened": [event.modality in HAPPENED for event in happenings],
        "date_start": [event.date_start for event in happenings],
        "date_end": [event.date_end for event in happenings],
        "date_precision": [event.date_precision for event in happenings],
        "origin": [origin.name for origin, _ in ends],
        "destination": [destination.name for _, destination in ends],
        "origin_precision": [origin.precision for origin, _ in ends],
        "destination_precision": [destination.precision for _, destination in ends],
        "label": [f"{label(figure)} {figure.unit}" if figure else None for _, _, figure in found],
        "size": [size(figure) if figure else None for _, _, figure in found],
        "duplicate_of": _story_columns(shared, documents, happenings)["duplicate_of"],
        "actors": [names_of(event.actors) for event in happenings],
        "actor_country": [
            next((actor.country for actor in event.actors if actor.country), None) for event in happenings
        ],
        "quote": [
            document.text[event.start : event.end]
            for document, event in zip(documents, happenings, strict=True)
        ],
        "start": [event.start for event in happenings],
        "end": [event.end for event in happenings],
        **source_columns(documents, [event.statement for event in happenings]),
    }
    geometry: list[BaseGeometry | None] = [
        line(point(origin.lon, origin.lat), point(destination.lon, destination.lat))
        for origin, destination in ends
    ]
    return table("movement", columns, geometry)


def _ways(event: Event) -> Iterable[tuple[Place, Place]]:
    if len(event.places) < 2:
        return ()
    origins = [at.place for at in event.places if at.role == "origin"]
    destinations = [at.place for at in event.places if at.role == "destination"]
    return ((origin, destination) for origin in origins for destination in destinations)


def _categories(figures_of: Sequence[Sequence[Figure]]) -> list[Category]:
    present = {figure.category for figures in figures_of for figure in figures}
    return [category for category in get_args(Category) if category in present]


def _number_columns(figures_of: Sequence[Sequence[Figure]]) -> dict[str, list[float | None]]:
    """Bounds over each event's figures by category, for the categories that occur."""
    columns: dict[str, list[float | None]] = {}
    for category in _categories(figures_of):
        bounds = [_bounds(figures, category) if figures else _NO_BOUNDS for figures in figures_of]
        for place, end in enumerate(("low", "value", "high")):
            columns[f"{category}_{end}"] = [each[place] for each in bounds]
    return columns


def _story_columns(
    shared: Together, documents: Sequence[Document], found: Sequence[Event]
) -> dict[str, list[Any]]:
    """What other reports there are of each event."""
    if not shared.story_of:
        return {
            "duplicate_of": [None] * len(found),
            "story": [event.id for event in found],
            "reports": [1] * len(found),
            "sources": [document.publisher for document in documents],
        }
    told = [shared.columns(event, document) for event, document in zip(found, documents, strict=True)]
    return {name: [each[name] for each in told] for name in COLUMNS}


def _range_columns(
    shared: Together, found: Sequence[Event], categories: Sequence[Category]
) -> dict[str, list[float | None]]:
    """The smallest and largest numbers over all reports of each event; none where nothing is linked."""
    ranges = [shared.ranges(event, categories) for event in found] if shared.story_of else []
    return {name: [each[name] for each in ranges] for name in (ranges[0] if ranges else ())}


def _bounds(figures: Sequence[Figure], category: Category) -> _Bounds:
    """Least, only and largest number of a category, without superseded, negated, partial and unreal ones."""
    if len(figures) == 1:
        (only,) = figures
        if only.category == category and only.modality in HAPPENED and not only.negated:
            return only.low, only.value, only.high
    superseded = {figure.supersedes for figure in figures}
    kept = [
        figure
        for figure in figures
        if figure.category == category
        and figure.id not in superseded
        and figure.modality in HAPPENED
        and not (figure.negated and figure.value)
    ]
    kept = [figure for figure in kept if figure.scope == "total"] or kept
    values = {figure.value for figure in kept if figure.value is not None}
    lows = [figure.low for figure in kept if figure.low is not None]
    highs = [figure.high for figure in kept if figure.high is not None]
    return min(lows, default=None), values.pop() if len(values) == 1 else None, max(highs, default=None)
