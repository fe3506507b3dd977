"""The table of reported numbers, and how a number is written."""

from collections.abc import Sequence
from typing import Any

from geomap.features.rows import (
    Shapes,
    Standing,
    Table,
    place_columns,
    source_columns,
    standing,
    table,
)
from geomap.language import sentences
from geomap.records import HAPPENED, Document, Event, Figure, Place, Report

_SIGN = {
    "about": "≈ ",
    "almost": "≲ ",
    "at_least": "≥ ",
    "more_than": "> ",
    "at_most": "≤ ",
    "less_than": "< ",
}
_NOWHERE: Standing = (None, ())


def figures(reports: Sequence[Report], shapes: Shapes) -> Table:
    """One row a figure, placed where the figure says or else where its event is."""
    documents: list[Document] = []
    found: list[Figure] = []
    events: list[Event | None] = []
    chosen: list[Sequence[Place]] = []
    spans: list[tuple[int, int]] = []
    for report in reports:
        by_id = {event.id: event for event in report.events}
        quotes = _Quotes(report.document)
        for figure in report.figures:
            event = by_id.get(figure.event) if figure.event else None
            documents.append(report.document)
            found.append(figure)
            events.append(event)
            chosen.append(_places(figure, event))
            spans.append(quotes.span(figure, event))
    columns: dict[str, Sequence[Any]] = {
        "id": [figure.id for figure in found],
        "document": [document.id for document in documents],
        "event": [figure.event for figure in found],
        "category": [figure.category for figure in found],
        "label": _labels(found),
        "unit": [figure.unit for figure in found],
        "qualifier": [figure.qualifier for figure in found],
        "value": [figure.value for figure in found],
        "low": [figure.low for figure in found],
        "high": [figure.high for figure in found],
        "size": [size(figure) for figure in found],
        "rate": [figure.rate for figure in found],
        "period": [figure.period for figure in found],
        "scope": [figure.scope for figure in found],
        "subset_of": [figure.subset_of for figure in found],
        "modality": [figure.modality for figure in found],
        "happened": [figure.modality in HAPPENED for figure in found],
        "negated": [figure.negated for figure in found],
        "actor": [figure.actor.name if figure.actor else None for figure in found],
        "actor_country": [figure.actor.country if figure.actor else None for figure in found],
        "date_start": [event.date_start if event else None for event in events],
        "date_end": [event.date_end if event else None for event in events],
        "date_precision": [event.date_precision if event else "unknown" for event in events],
        **place_columns(chosen),
        "same_as": [figure.same_as for figure in found],
        "supersedes": [figure.supersedes for figure in found],
        "conflicts_with": ["; ".join(figure.conflicts_with) or None for figure in found],
        "quote": [document.text[start:end] for document, (start, end) in zip(documents, spans, strict=True)],
        "start": [figure.start for figure in found],
        "end": [figure.end for figure in found],
        **source_columns(documents, [figure.statement for figure in found]),
    }
    return table("figure", columns, shapes.of(chosen))


def label(figure: Figure) -> str:
    """A figure as a reader should see it: ``≤ 8,000``, ``≈ 10,000``, ``3,000–4,000``, ``> 1,200 a day``."""
    if figure.qualifier == "range" and figure.low is not None and figure.high is not None:
        text = f"{_number(figure.low)}–{_number(figure.high)}"
    elif figure.value is not None:
        text = _SIGN.get(figure.qualifier, "") + _number(figure.value)
    else:
        text = "number not given"
    return f"{text} a day" if figure.rate == "day" else text


def _labels(found: Sequence[Figure]) -> list[str]:
    """The label of each figure; those that read alike share one text."""
    known: dict[tuple[Any, ...], str] = {}
    labels = []
    for figure in found:
        said = (figure.qualifier, figure.value, figure.low, figure.high, figure.rate)
        text = known.get(said)
        if text is None:
            text = known[said] = label(figure)
        labels.append(text)
    return labels


def size(figure: Figure) -> float | None:
    """The number a symbol is scaled by: the value said, or the middle of a range."""
    if figure.value is not None:
        return figure.value
    if figure.low is not None and figure.high is not None:
        return (figure.low + figure.high) / 2
    return None


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


def _places(figure: Figure, event: Event | None) -> Sequence[Place]:
    if event is None:
        return figure.places
    places = standing(event)[1]
    if not figure.places or figure.places == places:
        return places
    # naming both ends of a way, or a place and what holds it, it stands where its event does
    return [place for place in figure.places if place in places] or figure.places


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
