"""The tables of events and of the movements among them."""

from collections.abc import Iterable, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, get_args

from shapely.geometry.base import BaseGeometry

from geomap.column import Column, each
from geomap.features.facets import events_of, sources_of
from geomap.features.figures import label, size
from geomap.features.rows import Shapes, Table, names_of, place_columns, source_columns, standing, table
from geomap.geometry import line, point
from geomap.records import HAPPENED, Category, Document, Event, Figure, Place, Report
from geomap.stories.columns import COLUMNS, Together, together
from geomap.tablerows import texts_of

_Bounds = tuple[float | None, float | None, float | None]
_NO_BOUNDS: _Bounds = (None, None, None)


def events(reports: Sequence[Report], shapes: Shapes) -> Table:
    """One row a report of an event; ``<category>_low|value|high`` repeat its figures, never added up.

    ``story`` names the report that stands for the event, ``duplicate_of`` says the same on all but that one;
    ``reports`` counts them, ``sources`` names their publishers. Where reports are linked,
    ``<category>_least|most`` are the smallest and largest numbers of all of them.
    """
    shared = together(list(texts_of(reports)))
    found = events_of(reports)
    stand = each(found.places, standing)
    chosen = each(stand, lambda one: one[1])
    columns: dict[str, Sequence[Any]] = {
        "id": found.id,
        "document": found.sources.document,
        "type": found.type,
        "mode": found.mode,
        "modality": found.modality,
        "happened": each(found.modality, HAPPENED.__contains__),
        "date_start": found.date_start,
        "date_end": found.date_end,
        "date_precision": found.date_precision,
        **place_columns(chosen),
        "role": each(stand, lambda one: one[0]),
        "places": each(
            found.places, lambda places: "; ".join([f"{at.role}: {at.place.name}" for at in places]) or None
        ),
        "actors": each(found.actors, names_of),
        "recipients": each(found.recipients, names_of),
        "quote": found.quote,
        "start": found.start,
        "end": found.end,
        **source_columns(found.sources),
        "confidence": each(found.confidence, lambda value: round(value, 2)),
        "duplicates": each(found.duplicates, lambda others: "; ".join(others) or None),
        **_story_columns(shared, found.id, found.sources.publisher),
        **_number_columns(found.figures),
        **_range_columns(shared, found.id, _categories(found.figures)),
    }
    return table("event", columns, shapes.of(chosen), shapes.apart(chosen))


def movements(reports: Sequence[Report]) -> Table:
    """One row for each pair of origin and destination of an event; geometry is a line between them."""
    texts = list(texts_of(reports))
    shared = together(texts)
    documents: list[Document] = []
    found: list[tuple[str, Event, Figure | None]] = []
    ends: list[tuple[Place, Place]] = []
    for report in texts:
        moved = {f.event: f for f in reversed(report.figures) if f.category in {"deployment", "displaced"}}
        for event in report.events:
            for number, pair in enumerate(_ways(event)):
                documents.append(report.document)
                found.append((f"{event.id}:m{number + 1}", event, moved.get(event.id)))
                ends.append(pair)
    happenings = [event for _, event, _ in found]
    sources = sources_of(documents, [event.statement for event in happenings])
    stories = _story_columns(shared, [event.id for event in happenings], sources.publisher)
    columns: dict[str, Sequence[Any]] = {
        "id": [identity for identity, _, _ in found],
        "document": sources.document,
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
        "duplicate_of": stories["duplicate_of"],
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
        **source_columns(sources),
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
    values = figures_of.used() if isinstance(figures_of, Column) else figures_of
    present = {figure.category for figures in values for figure in figures}
    return [category for category in get_args(Category) if category in present]


def _number_columns(figures_of: Sequence[Sequence[Figure]]) -> dict[str, Sequence[float | None]]:
    """Bounds over each event's figures by category, for the categories that occur."""
    columns: dict[str, Sequence[float | None]] = {}
    for category in _categories(figures_of):
        bounds = each(figures_of, partial(_bounds_of, category))
        for place, end in enumerate(("low", "value", "high")):
            columns[f"{category}_{end}"] = each(bounds, itemgetter(place))
    return columns


def _story_columns(
    shared: Together, ids: Sequence[str], publishers: Sequence[str | None]
) -> dict[str, Sequence[Any]]:
    """What other reports there are of each event."""
    if not shared.story_of:
        return {
            "duplicate_of": Column.constant(None, len(ids)),
            "story": ids,
            "reports": Column.constant(1, len(ids)),
            "sources": publishers,
        }
    told = [shared.columns(identity, publisher) for identity, publisher in zip(ids, publishers, strict=True)]
    return {name: [row[name] for row in told] for name in COLUMNS}


def _range_columns(
    shared: Together, ids: Sequence[str], categories: Sequence[Category]
) -> dict[str, list[float | None]]:
    """The smallest and largest numbers over all reports of each event; none where nothing is linked."""
    ranges = [shared.ranges(identity, categories) for identity in ids] if shared.story_of else []
    return {name: [row[name] for row in ranges] for name in (ranges[0] if ranges else ())}


def _bounds_of(category: Category, figures: Sequence[Figure]) -> _Bounds:
    return _bounds(figures, category) if figures else _NO_BOUNDS


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
