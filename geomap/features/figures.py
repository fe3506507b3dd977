"""The table of reported numbers, and how a number is written."""

from collections.abc import Sequence
from typing import Any

from geomap.column import Column, each
from geomap.features.facets import figures_of
from geomap.features.rows import Shapes, Table, place_columns, source_columns, standing, table
from geomap.records import HAPPENED, EventPlace, Figure, Place, Report

_SIGN = {
    "about": "≈ ",
    "almost": "≲ ",
    "at_least": "≥ ",
    "more_than": "> ",
    "at_most": "≤ ",
    "less_than": "< ",
}


def figures(reports: Sequence[Report], shapes: Shapes) -> Table:
    """One row a figure, placed where the figure says or else where its event is."""
    facets = figures_of(reports)
    found = facets.figure
    chosen = _chosen(found, facets.at)
    columns: dict[str, Sequence[Any]] = {
        "id": facets.id,
        "document": facets.sources.document,
        "event": facets.event,
        "category": each(found, lambda figure: figure.category),
        "label": _labels(found),
        "unit": each(found, lambda figure: figure.unit),
        "qualifier": each(found, lambda figure: figure.qualifier),
        "value": each(found, lambda figure: figure.value),
        "low": each(found, lambda figure: figure.low),
        "high": each(found, lambda figure: figure.high),
        "size": each(found, size),
        "rate": each(found, lambda figure: figure.rate),
        "period": each(found, lambda figure: figure.period),
        "scope": each(found, lambda figure: figure.scope),
        "subset_of": facets.subset_of,
        "modality": each(found, lambda figure: figure.modality),
        "happened": each(found, lambda figure: figure.modality in HAPPENED),
        "negated": each(found, lambda figure: figure.negated),
        "actor": each(found, lambda figure: figure.actor.name if figure.actor else None),
        "actor_country": each(found, lambda figure: figure.actor.country if figure.actor else None),
        "date_start": facets.date_start,
        "date_end": facets.date_end,
        "date_precision": facets.date_precision,
        **place_columns(chosen),
        "same_as": each(found, lambda figure: figure.same_as),
        "supersedes": each(found, lambda figure: figure.supersedes),
        "conflicts_with": each(found, lambda figure: "; ".join(figure.conflicts_with) or None),
        "quote": facets.quote,
        "start": facets.start,
        "end": facets.end,
        **source_columns(facets.sources),
    }
    return table("figure", columns, shapes.of(chosen), shapes.apart(chosen))


def label(figure: Figure) -> str:
    """A figure as a reader should see it: ``≤ 8,000``, ``≈ 10,000``, ``3,000–4,000``, ``> 1,200 a day``."""
    if figure.qualifier == "range" and figure.low is not None and figure.high is not None:
        text = f"{_number(figure.low)}–{_number(figure.high)}"
    elif figure.value is not None:
        text = _SIGN.get(figure.qualifier, "") + _number(figure.value)
    else:
        text = "number not given"
    return f"{text} a day" if figure.rate == "day" else text


def _labels(found: Sequence[Figure]) -> Sequence[str]:
    """The label of each figure; those that read alike share one text."""
    known: dict[tuple[Any, ...], str] = {}

    def shared(figure: Figure) -> str:
        said = (figure.qualifier, figure.value, figure.low, figure.high, figure.rate)
        return known.get(said) or known.setdefault(said, label(figure))

    return each(found, shared)


def size(figure: Figure) -> float | None:
    """The number a symbol is scaled by: the value said, or the middle of a range."""
    if figure.value is not None:
        return figure.value
    if figure.low is not None and figure.high is not None:
        return (figure.low + figure.high) / 2
    return None


def _chosen(
    found: Sequence[Figure], at: Sequence[tuple[EventPlace, ...] | None]
) -> Sequence[Sequence[Place]]:
    """The places of each figure, whose event is at these places."""
    if isinstance(found, Column) and isinstance(at, Column) and not any(one.places for one in found.values):
        return at.map(lambda places: standing(places or ())[1])
    return [_places(figure, places) for figure, places in zip(found, at, strict=True)]


def _places(figure: Figure, at: tuple[EventPlace, ...] | None) -> Sequence[Place]:
    if at is None:
        return figure.places
    places = standing(at)[1]
    if not figure.places or figure.places == places:
        return places
    # naming both ends of a way, or a place and what holds it, it stands where its event does
    return [place for place in figure.places if place in places] or figure.places


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
