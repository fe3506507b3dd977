"""What the columns of events and figures are made of, row by row: read off reports, or columns as they are.

Rows of event tables come as columns of few values. A column of the tables is worked out from one facet of a
row or from two, and so for each of their values once, however many rows there are.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from msgspec.structs import replace

from geomap.column import Column, taken
from geomap.language import sentences
from geomap.records import (
    Actor,
    DatePrecision,
    Document,
    Event,
    EventPlace,
    EventType,
    Figure,
    Modality,
    Report,
    Statement,
)
from geomap.tablerows import EVENT, TableRows, parts_of

_F = TypeVar("_F", bound="Sources | Events | Figures")


class Sources(NamedTuple):
    """Who said what each row tells, and where."""

    document: Sequence[str]
    speaker: Sequence[str | None]
    speaker_role: Sequence[str | None]
    title: Sequence[str | None]
    publisher: Sequence[str | None]
    published: Sequence[date | None]
    url: Sequence[str | None]


class Events(NamedTuple):
    """The facets of events; ``figures`` are those of each event."""

    id: Sequence[str]
    type: Sequence[EventType]
    mode: Sequence[str | None]
    modality: Sequence[Modality]
    date_start: Sequence[date | None]
    date_end: Sequence[date | None]
    date_precision: Sequence[DatePrecision]
    places: Sequence[tuple[EventPlace, ...]]
    actors: Sequence[tuple[Actor, ...]]
    recipients: Sequence[tuple[Actor, ...]]
    quote: Sequence[str]
    start: Sequence[int]
    end: Sequence[int]
    confidence: Sequence[float]
    duplicates: Sequence[tuple[str, ...]]
    figures: Sequence[Sequence[Figure]]
    sources: Sources


class Figures(NamedTuple):
    """The facets of figures.

    Of ``figure`` only what is no facet of its own is to be used. ``at`` are the places of its event, None
    without an event.
    """

    id: Sequence[str]
    event: Sequence[str | None]
    subset_of: Sequence[str | None]
    figure: Sequence[Figure]
    at: Sequence[tuple[EventPlace, ...] | None]
    date_start: Sequence[date | None]
    date_end: Sequence[date | None]
    date_precision: Sequence[DatePrecision]
    quote: Sequence[str]
    start: Sequence[int]
    end: Sequence[int]
    sources: Sources


def events_of(reports: Sequence[Report]) -> Events:
    """The facets of all events of `reports`."""
    return _joined(
        [
            _events_of_rows(part) if isinstance(part, TableRows) else _events_of_reports(part)
            for part in parts_of(reports)
        ]
    )


def figures_of(reports: Sequence[Report]) -> Figures:
    """The facets of all figures of `reports`."""
    return _joined(
        [
            _figures_of_rows(part) if isinstance(part, TableRows) else _figures_of_reports(part)
            for part in parts_of(reports)
        ]
    )


def sources_of(documents: Sequence[Document], statements: Sequence[Statement | None]) -> Sources:
    """Who said what each of the `statements` of these `documents` tells."""
    return Sources(
        document=[document.id for document in documents],
        speaker=[said.speaker if said else None for said in statements],
        speaker_role=[said.role if said else None for said in statements],
        title=[document.title for document in documents],
        publisher=[document.publisher for document in documents],
        published=[document.published for document in documents],
        url=[document.url for document in documents],
    )


def _events_of_reports(reports: Sequence[Report]) -> Events:
    documents: list[Document] = []
    found: list[Event] = []
    counted: list[Sequence[Figure]] = []
    for report in reports:
        by_event: dict[str, list[Figure]] = {}
        for figure in report.figures:
            if figure.event is not None:
                by_event.setdefault(figure.event, []).append(figure)
        for event in report.events:
            documents.append(report.document)
            found.append(event)
            counted.append(by_event.get(event.id, ()))
    return Events(
        id=[event.id for event in found],
        type=[event.type for event in found],
        mode=[event.mode for event in found],
        modality=[event.modality for event in found],
        date_start=[event.date_start for event in found],
        date_end=[event.date_end for event in found],
        date_precision=[event.date_precision for event in found],
        places=[event.places for event in found],
        actors=[event.actors for event in found],
        recipients=[event.recipients for event in found],
        quote=[
            document.text[event.start : event.end] for document, event in zip(documents, found, strict=True)
        ],
        start=[event.start for event in found],
        end=[event.end for event in found],
        confidence=[event.confidence for event in found],
        duplicates=[event.duplicates for event in found],
        figures=counted,
        sources=sources_of(documents, [event.statement for event in found]),
    )


def _events_of_rows(rows: TableRows) -> Events:
    count = len(rows)
    return Events(
        id=[identity + EVENT for identity in rows.ids],
        type=rows.types,
        mode=rows.modes,
        modality=rows.modalities,
        date_start=rows.date_starts,
        date_end=rows.date_ends,
        date_precision=rows.date_precisions,
        places=_places(rows),
        actors=rows.actors,
        recipients=rows.recipients,
        quote=rows.texts,
        start=Column.constant(0, count),
        end=list(map(len, rows.texts)),
        confidence=Column.constant(1.0, count),
        duplicates=Column.constant((), count),
        figures=_counted(rows),
        sources=_sources(rows),
    )


def _figures_of_reports(reports: Sequence[Report]) -> Figures:
    documents: list[Document] = []
    found: list[Figure] = []
    events: list[Event | None] = []
    spans: list[tuple[int, int]] = []
    for report in reports:
        by_id = {event.id: event for event in report.events}
        quotes = _Quotes(report.document)
        for figure in report.figures:
            event = by_id.get(figure.event) if figure.event else None
            documents.append(report.document)
            found.append(figure)
            events.append(event)
            spans.append(quotes.span(figure, event))
    return Figures(
        id=[figure.id for figure in found],
        event=[figure.event for figure in found],
        subset_of=[figure.subset_of for figure in found],
        figure=found,
        at=[event.places if event else None for event in events],
        date_start=[event.date_start if event else None for event in events],
        date_end=[event.date_end if event else None for event in events],
        date_precision=[event.date_precision if event else "unknown" for event in events],
        quote=[document.text[start:end] for document, (start, end) in zip(documents, spans, strict=True)],
        start=[figure.start for figure in found],
        end=[figure.end for figure in found],
        sources=sources_of(documents, [figure.statement for figure in found]),
    )


def _figures_of_rows(rows: TableRows) -> Figures:
    counted = _counted(rows)
    each = [figure for figures in counted.values for figure in figures]
    counts = np.array([len(figures) for figures in counted.values], dtype=np.int64)
    first = (np.cumsum(counts) - counts)[counted.number]  # of each row's figures, where the first one stands
    many = counts[counted.number]
    row = np.repeat(np.arange(len(rows)), many)
    place = np.repeat(first - (np.cumsum(many) - many), many) + np.arange(len(row))
    figure = Column(place.astype(np.int32), each)
    owners = [rows.ids[at] for at in row.tolist()]
    wholes = figure.map(lambda one: one.subset_of)
    return Figures(
        id=[owner + one.id for owner, one in zip(owners, figure, strict=True)],
        event=taken([identity + EVENT for identity in rows.ids], row),
        subset_of=[
            None if whole is None else owner + whole for owner, whole in zip(owners, wholes, strict=True)
        ]
        if any(wholes.values)
        else Column.constant(None, len(row)),
        figure=figure,
        at=_places(rows).take(row),
        date_start=rows.date_starts.take(row),
        date_end=rows.date_ends.take(row),
        date_precision=rows.date_precisions.take(row),
        quote=taken(rows.texts, row),
        start=Column.constant(0, len(row)),
        end=taken(list(map(len, rows.texts)), row),
        sources=Sources(*(cast("Any", taken(column, row)) for column in _sources(rows))),
    )


def _places(rows: TableRows) -> Column[tuple[EventPlace, ...]]:
    return rows.places.map(lambda place: (place,) if place else ())


def _counted(rows: TableRows) -> Column[tuple[Figure, ...]]:
    """The figures of each row, which are as real as its event."""

    def real(figures: tuple[Figure, ...], modality: Modality) -> tuple[Figure, ...]:
        return tuple(replace(figure, modality=modality) for figure in figures)

    return rows.figures.with_other(rows.modalities, real)


def _sources(rows: TableRows) -> Sources:
    return Sources(
        document=rows.ids,
        speaker=rows.speakers,
        speaker_role=Column.constant(None, len(rows)),
        title=rows.titles,
        publisher=rows.publishers,
        published=rows.published,
        url=rows.urls,
    )


def _joined(parts: Sequence[_F]) -> _F:
    """The facets of several parts, one behind the other."""
    if len(parts) == 1:
        return parts[0]
    columns: list[Any] = [
        _joined(cast("list[Any]", facets)) if isinstance(facets[0], tuple) else _chained(facets)
        for facets in zip(*parts, strict=True)
    ]
    return type(parts[0])(*columns)


def _chained(facets: Sequence[Sequence[Any]]) -> Sequence[Any]:
    if any(isinstance(facet, Column) for facet in facets):
        return Column.joined(facets)
    return [value for facet in facets for value in facet]


class _Quotes:
    """The spans to quote for the figures of a document; its sentences are found once, if at all."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._sentences: list[tuple[int, int]] | None = None

    def span(self, figure: Figure, event: Event | None) -> tuple[int, int]:
        """The span of the figure's event if that holds it, else of its sentence."""
        if event is not None and event.start <= figure.start and figure.end <= event.end:
            return event.start, event.end
        if figure.start == 0 and figure.end == len(self._text):
            return figure.start, figure.end
        if self._sentences is None:
            self._sentences = [(start, end) for start, end in sentences(self._text)]
        for start, end in self._sentences:
            if start <= figure.start < end:
                return start, max(end, figure.end)
        return figure.start, figure.end
