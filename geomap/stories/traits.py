"""What two reports are compared by: the place, time, parties, numbers and words of each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from geomap.records import HAPPENED, Actor, Category, Event, Figure, Modality, Place, Report, Role
from geomap.stories.rules import Kind, Rules

_ROLES: tuple[Role, ...] = ("location", "destination", "near", "within", "origin")
_WORD = re.compile(r"\w+")
_STATE_SIDE = frozenset({"state", "military", "police"})
_NAME = 4  # letters of a word that tells a party, as "Iran" does
_ALWAYS = (date.min.toordinal(), date.max.toordinal())


class Span(NamedTuple):
    """Days as ordinals, both included; `loose` if the report does not really say when."""

    start: int
    end: int
    loose: bool


class Bounds(NamedTuple):
    """What a figure says: bounds (infinite if open) and the number itself, if one is said."""

    low: float
    high: float
    value: float | None
    unit: str


class Traits(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One report of an event, made ready for comparison; ``source`` is its document, or its table.

    ``beside`` says that it was near its places, not at them; ``claimed_by`` holds names of who claims a deed
    of which the text names no doer, ``names`` those of the doers.
    """

    event: Event
    source: str
    family: int
    kind: Kind | None
    ground: tuple[Place, ...]
    beside: bool
    span: Span
    doers: frozenset[str]
    sufferers: frozenset[str]
    nameless: frozenset[str]
    claimed_by: frozenset[str]
    names: frozenset[str]
    numbers: Mapping[Category, tuple[Bounds, ...]]
    targets: frozenset[int]
    words: str


def source_of(report: Report) -> str:
    """What tells one happening once: a document, or an event table as a whole."""
    document = report.document
    return document.id if document.table is None else f"table {document.table}"


def reality(modality: Modality) -> str | None:
    """What reports of one event agree in: it is said to have happened, or planned; None for the rest."""
    return "happened" if modality in HAPPENED else "planned" if modality == "planned" else None


def ground(event: Event) -> tuple[Place, ...]:
    """The places where an event stands: those of its most telling role, the topic left out."""
    if len(event.places) == 1:  # as in every row of a table
        return (event.places[0].place,) if event.places[0].role in _ROLES else ()
    for role in _ROLES:
        chosen = tuple(at.place for at in event.places if at.role == role)
        if chosen:
            return chosen
    return ()


def span(event: Event, published: date | None, rules: Rules) -> Span:
    """The days on which an event may have been, after its dates and their precision."""
    limits = rules.limits
    start = event.date_start.toordinal() if event.date_start else None
    end = event.date_end.toordinal() if event.date_end else None
    if event.date_precision in {"before", "ongoing", "unknown"} or (start is None and end is None):
        if end is None and published is not None:
            end = published.toordinal()
        if start is None and end is None:
            return Span(*_ALWAYS, loose=True)
        back = limits.before_days if event.date_end else limits.undated_days
        first = start if start is not None else (end or 0) - back
        return Span(first, max(first, end if end is not None else first + back), loose=True)
    first = start if start is not None else end or 0
    last = max(first, end if end is not None else first)
    return Span(first, last, loose=event.date_precision == "future" or last - first >= limits.tight_days)


def traits(report: Report, event: Event, figures: Sequence[Figure], family: int, rules: Rules) -> Traits:
    """The traits of an `event` of `report`, to which `figures` belong."""
    quote = report.document.text[event.start : event.end]
    whole = report.document.table is None
    words = _WORD.findall(quote.lower()) if whole else ()
    plain = " ".join(words)
    return Traits(
        event=event,
        source=source_of(report),
        family=family,
        kind=rules.kind_of(event.mode) if event.mode else None,
        ground=ground(event),
        beside=not any(at.role == "location" for at in event.places)
        and any(at.role == "near" for at in event.places),
        span=span(event, report.document.published, rules),
        doers=_names(event.actors),
        sufferers=_names(event.recipients),
        nameless=frozenset(actor.type for actor in event.actors if name_of(actor) is None),
        claimed_by=_claimant(event),
        names=_capitals(actor.name for actor in event.actors),
        numbers=_numbers(figures, rules),
        targets=frozenset(target for target in map(rules.target_of, words) if target is not None),
        words=plain if len(plain) >= rules.limits.words else "",
    )


def _claimant(event: Event) -> frozenset[str]:
    claims = event.modality == "claimed" and not event.actors and event.statement is not None
    return _capitals([event.statement.speaker]) if claims and event.statement else frozenset()


def _capitals(names: Iterable[str]) -> frozenset[str]:
    """The words with a capital in names, in small letters, without articles."""
    words = {word for name in names for word in _WORD.findall(name) if word[0].isupper()}
    return frozenset(word.lower() for word in words if len(word) >= _NAME or word.isupper())


def name_of(actor: Actor) -> str | None:
    """A name under which the same party goes in other texts; None for people without a name or country."""
    if actor.type in _STATE_SIDE and actor.country:
        return f"state {actor.country}"
    nameless = actor.id.startswith(f"{actor.type}:") or actor.type in {"civilians", "person"}
    if nameless or (actor.country and actor.id == f"{actor.country.lower()}:{actor.type}"):
        return f"{actor.country} {actor.type}" if actor.country and actor.type != "civilians" else None
    return " ".join(_WORD.findall(actor.name.lower()))


def bounds(figure: Figure) -> Bounds | None:
    """The bounds that a figure gives; None if it gives none at all."""
    if figure.value is None and figure.low is None and figure.high is None:
        return None
    about = figure.qualifier in {"about", "almost"} and figure.value is not None
    low = figure.low if figure.low is not None else (figure.value or 0) * 0.9 if about else float("-inf")
    high = figure.high if figure.high is not None else (figure.value or 0) * 1.1 if about else float("inf")
    if figure.qualifier == "exact" and figure.value is not None:
        low = high = figure.value
    return Bounds(low, high, figure.value, figure.unit)


def counts(figure: Figure) -> bool:
    """Whether a figure is a total of what is said to have happened, and no number that was denied."""
    return (
        figure.modality in HAPPENED
        and figure.scope == "total"
        and figure.rate is None
        and not (figure.negated and figure.value)
    )


def _numbers(figures: Sequence[Figure], rules: Rules) -> dict[Category, tuple[Bounds, ...]]:
    found: dict[Category, list[Bounds]] = {}
    for figure in figures:
        known = bounds(figure) if figure.category in rules.telling and counts(figure) else None
        if known is not None:
            found.setdefault(figure.category, []).append(known)
    return {category: tuple(sorted(listed, key=_order)) for category, listed in found.items()}


def _order(known: Bounds) -> tuple[float, float]:
    return known.low, known.high


def _names(actors: Sequence[Actor]) -> frozenset[str]:
    return frozenset(name for name in map(name_of, actors) if name is not None)
