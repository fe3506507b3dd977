"""Records to flat tables: one row a feature, one geometry a row, columns of plain values.

The GeoDataFrames of the Atlas, every GIS file and every map layer speak of the same four tables and the same
columns, so that a filter learnt in a layer file works in QGIS as well. Column order is the order of writing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

import msgspec
from shapely.geometry.base import BaseGeometry

from geomap.geometry import gather, line, point
from geomap.language import sentences
from geomap.records import (
    AREAS,
    HAPPENED,
    Actor,
    Category,
    Document,
    Event,
    Figure,
    Place,
    Report,
    Role,
    Statement,
)
from geomap.stories.columns import together

TableName = Literal["event", "figure", "movement", "place"]
ShapeOf = Callable[[Place], BaseGeometry | None]

# which of an event's places stands for it on a map, most telling first
_ROLE_ORDER: tuple[Role, ...] = ("location", "destination", "near", "within", "origin", "via", "topic")
_SIGN = {
    "about": "≈ ",
    "almost": "≲ ",
    "at_least": "≥ ",
    "more_than": "> ",
    "at_most": "≤ ",
    "less_than": "< ",
}


class Table(msgspec.Struct, frozen=True):
    """Equally long columns and geometries (None where a row has no place)."""

    name: TableName
    columns: Mapping[str, Sequence[Any]]
    geometry: Sequence[BaseGeometry | None]

    def __len__(self) -> int:
        return len(self.geometry)


def tables(reports: Sequence[Report], shape_of: ShapeOf) -> dict[TableName, Table]:
    """The event, figure, movement and place tables of `reports`.

    Args:
        reports: Documents with what was found in them.
        shape_of: The outline of a place that is an area or line; None if it has no shape but its point.
    """
    return {
        "event": events(reports, shape_of),
        "figure": figures(reports, shape_of),
        "movement": movements(reports),
        "place": places(reports, shape_of),
    }


def events(reports: Sequence[Report], shape_of: ShapeOf) -> Table:
    """One row a report of an event; ``<category>_low|value|high`` repeat its figures, never added up.

    ``story`` names the report that stands for the event, ``duplicate_of`` says the same on all but that one;
    ``reports`` counts them, ``sources`` names their publishers. Where reports are linked,
    ``<category>_least|most`` are the smallest and largest numbers of all of them.
    """
    counted = _categories(reports)
    shared = together(reports)
    rows: list[dict[str, Any]] = []
    geometry: list[BaseGeometry | None] = []
    for report in reports:
        by_event: dict[str, list[Figure]] = {}
        for figure in report.figures:
            if figure.event is not None:
                by_event.setdefault(figure.event, []).append(figure)
        for event in report.events:
            role, chosen = _standing(event)
            rows.append(
                {
                    "id": event.id,
                    "document": report.document.id,
                    "type": event.type,
                    "mode": event.mode,
                    "modality": event.modality,
                    "happened": event.modality in HAPPENED,
                    "date_start": event.date_start,
                    "date_end": event.date_end,
                    "date_precision": event.date_precision,
                    **_place_columns(chosen),
                    "role": role,
                    "places": "; ".join(f"{at.role}: {at.place.name}" for at in event.places) or None,
                    "actors": _names(event.actors),
                    "recipients": _names(event.recipients),
                    "quote": report.document.text[event.start : event.end],
                    "start": event.start,
                    "end": event.end,
                    **_source_columns(report.document, event.statement),
                    "confidence": round(event.confidence, 2),
                    "duplicates": "; ".join(event.duplicates) or None,
                    **shared.columns(event, report.document),
                    **_number_columns(by_event.get(event.id, ()), counted),
                    **shared.ranges(event, counted),
                }
            )
            geometry.append(_geometry(chosen, shape_of))
    return _table("event", rows, geometry)


def figures(reports: Sequence[Report], shape_of: ShapeOf) -> Table:
    """One row a figure, placed where the figure says or else where its event is."""
    rows: list[dict[str, Any]] = []
    geometry: list[BaseGeometry | None] = []
    for report in reports:
        by_id = {event.id: event for event in report.events}
        for figure in report.figures:
            event = by_id.get(figure.event or "")
            standing = _standing(event)[1] if event else []
            # naming both ends of a way, or a place and what holds it, it stands where its event does
            chosen = (
                [place for place in figure.places if place in standing] or list(figure.places) or standing
            )
            start, end = quote_span(report.document, figure, event)
            rows.append(
                {
                    "id": figure.id,
                    "document": report.document.id,
                    "event": figure.event,
                    "category": figure.category,
                    "label": label(figure),
                    "unit": figure.unit,
                    "qualifier": figure.qualifier,
                    "value": figure.value,
                    "low": figure.low,
                    "high": figure.high,
                    "size": size(figure),
                    "rate": figure.rate,
                    "period": figure.period,
                    "scope": figure.scope,
                    "subset_of": figure.subset_of,
                    "modality": figure.modality,
                    "happened": figure.modality in HAPPENED,
                    "negated": figure.negated,
                    "actor": figure.actor.name if figure.actor else None,
                    "actor_country": figure.actor.country if figure.actor else None,
                    "date_start": event.date_start if event else None,
                    "date_end": event.date_end if event else None,
                    "date_precision": event.date_precision if event else "unknown",
                    **_place_columns(chosen),
                    "same_as": figure.same_as,
                    "supersedes": figure.supersedes,
                    "conflicts_with": "; ".join(figure.conflicts_with) or None,
                    "quote": report.document.text[start:end],
                    "start": figure.start,
                    "end": figure.end,
                    **_source_columns(report.document, figure.statement),
                }
            )
            geometry.append(_geometry(chosen, shape_of))
    return _table("figure", rows, geometry)


def movements(reports: Sequence[Report]) -> Table:
    """One row for each pair of origin and destination of an event; geometry is a line between them."""
    shared = together(reports)
    rows: list[dict[str, Any]] = []
    geometry: list[BaseGeometry | None] = []
    for report in reports:
        moved = {f.event: f for f in reversed(report.figures) if f.category in {"deployment", "displaced"}}
        for event in report.events:
            origins = [at.place for at in event.places if at.role == "origin"]
            destinations = [at.place for at in event.places if at.role == "destination"]
            figure = moved.get(event.id)
            for number, (origin, destination) in enumerate(
                (origin, destination) for origin in origins for destination in destinations
            ):
                rows.append(
                    {
                        "id": f"{event.id}:m{number + 1}",
                        "document": report.document.id,
                        "event": event.id,
                        "type": event.type,
                        "mode": event.mode,
                        "modality": event.modality,
                        "happened": event.modality in HAPPENED,
                        "date_start": event.date_start,
                        "date_end": event.date_end,
                        "date_precision": event.date_precision,
                        "origin": origin.name,
                        "destination": destination.name,
                        "origin_precision": origin.precision,
                        "destination_precision": destination.precision,
                        "label": f"{label(figure)} {figure.unit}" if figure else None,
                        "size": size(figure) if figure else None,
                        "duplicate_of": shared.columns(event, report.document)["duplicate_of"],
                        "actors": _names(event.actors),
                        "actor_country": next((a.country for a in event.actors if a.country), None),
                        "quote": report.document.text[event.start : event.end],
                        "start": event.start,
                        "end": event.end,
                        **_source_columns(report.document, event.statement),
                    }
                )
                geometry.append(line(point(origin.lon, origin.lat), point(destination.lon, destination.lat)))
    return _table("movement", rows, geometry)


def places(reports: Sequence[Report], shape_of: ShapeOf) -> Table:
    """One row a place that is named as a place (literal or vague); demonyms and metonyms are not counted."""
    known: dict[str, Place] = {}
    counts: Counter[str] = Counter()
    documents: dict[str, set[str]] = {}
    spellings: dict[str, Counter[str]] = {}
    for report in reports:
        for mention in report.mentions:
            if mention.place is None or mention.kind not in {"literal", "vague"}:
                continue
            identity = mention.place.id
            known.setdefault(identity, mention.place)
            counts[identity] += 1
            documents.setdefault(identity, set()).add(report.document.id)
            spellings.setdefault(identity, Counter())[mention.text] += 1
    rows = [
        {
            "id": identity,
            "name": place.name,
            "spellings": "; ".join(name for name, _ in spellings[identity].most_common()),
            "mentions": counts[identity],
            "documents": len(documents[identity]),
            "document": "; ".join(sorted(documents[identity])),
            "feature": place.feature,
            **_place_columns([place]),
        }
        for identity, place in known.items()
    ]
    return _table("place", rows, [_geometry([place], shape_of) for place in known.values()])


def label(figure: Figure) -> str:
    """A figure as a reader should see it: ``≤ 8,000``, ``≈ 10,000``, ``3,000–4,000``, ``> 1,200 a day``."""
    if figure.qualifier == "range" and figure.low is not None and figure.high is not None:
        text = f"{_number(figure.low)}–{_number(figure.high)}"
    elif figure.value is not None:
        text = _SIGN.get(figure.qualifier, "") + _number(figure.value)
    else:
        text = "number not given"
    return f"{text} a day" if figure.rate == "day" else text


def size(figure: Figure) -> float | None:
    """The number a symbol is scaled by: the value said, or the middle of a range."""
    if figure.value is not None:
        return figure.value
    if figure.low is not None and figure.high is not None:
        return (figure.low + figure.high) / 2
    return None


def quote_span(document: Document, figure: Figure, event: Event | None) -> tuple[int, int]:
    """The span to quote for a figure: its event's if that holds it, else its sentence."""
    if event is not None and event.start <= figure.start and figure.end <= event.end:
        return event.start, event.end
    for start, end in sentences(document.text):
        if start <= figure.start < end:
            return start, max(end, figure.end)
    return figure.start, figure.end


def _standing(event: Event) -> tuple[Role | None, list[Place]]:
    for role in _ROLE_ORDER:
        chosen = [at.place for at in event.places if at.role == role]
        if chosen:
            return role, chosen
    return None, []


def _geometry(chosen: Sequence[Place], shape_of: ShapeOf) -> BaseGeometry | None:
    shapes = []
    for place in chosen:
        shape = shape_of(place) if place.precision in AREAS else None
        shapes.append(shape if shape is not None else point(place.lon, place.lat))
    return gather(shapes)


def _place_columns(chosen: Sequence[Place]) -> dict[str, Any]:
    first = chosen[0] if chosen else None
    return {
        "place": "; ".join(place.name for place in chosen) or None,
        "place_id": first.id if first else None,
        "country": first.country if first else None,
        "admin1": first.admin1 if first else None,
        "precision": first.precision if first else None,
        "radius_km": round(first.radius_km, 1) if first else None,
        "rep_lon": first.lon if first else None,
        "rep_lat": first.lat if first else None,
    }


def _source_columns(document: Document, statement: Statement | None) -> dict[str, Any]:
    return {
        "speaker": statement.speaker if statement else None,
        "speaker_role": statement.role if statement else None,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "url": document.url,
    }


def _number_columns(found: Iterable[Figure], counted: Sequence[Category]) -> dict[str, float | None]:
    """Bounds over an event's figures by category, without superseded, negated, partial and unreal ones."""
    figures = list(found)
    superseded = {figure.supersedes for figure in figures}
    columns: dict[str, float | None] = {}
    for category in counted:
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
        columns[f"{category}_low"] = min(lows, default=None)
        columns[f"{category}_value"] = values.pop() if len(values) == 1 else None
        columns[f"{category}_high"] = max(highs, default=None)
    return columns


def _categories(reports: Iterable[Report]) -> list[Category]:
    present = {figure.category for report in reports for figure in report.figures if figure.event}
    return [category for category in get_args(Category) if category in present]


def _names(actors: Iterable[Actor]) -> str | None:
    return "; ".join(actor.name for actor in actors) or None


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _table(name: TableName, rows: Sequence[dict[str, Any]], geometry: Sequence[BaseGeometry | None]) -> Table:
    columns = {key: [row[key] for row in rows] for key in rows[0]} if rows else {}
    return Table(name, columns, geometry)
