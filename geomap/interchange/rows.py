"""The rows of geomap's own JSONL: what stands in a line, in the order in which it is written.

The fields without a default are always written; they are those that scripts and scorers count on.
"""

from datetime import date
from typing import Literal

import msgspec

from geomap.records import (
    Actor,
    Category,
    DatePrecision,
    EventType,
    MentionKind,
    Modality,
    Place,
    Qualifier,
    Role,
    Statement,
)


class _Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all rows have in common."""


class ToponymRow(_Row, frozen=True, kw_only=True):
    """A mention; ``place``, ``alternatives`` and ``relative`` are keys of the row's places."""

    start: int
    end: int
    kind: MentionKind
    lat: float | None
    lon: float | None
    text: str
    place: str | None = None
    confidence: float
    alternatives: tuple[str, ...] = ()
    relative: str | None = None


class EventPlaceRow(_Row, frozen=True, kw_only=True):
    """A place's part in an event."""

    place: str
    role: Role
    lat: float
    lon: float


class EventRow(_Row, frozen=True, kw_only=True):
    """An event; actors and recipients are keys of the row's actors."""

    id: str
    type: EventType
    modality: Modality
    start: int
    end: int
    places: tuple[EventPlaceRow, ...]
    date_start: date | None
    date_end: date | None
    date_precision: DatePrecision
    mode: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    statement: Statement | None = None
    confidence: float
    duplicates: tuple[str, ...] = ()


class FigureRow(_Row, frozen=True, kw_only=True):
    """A figure; places and actor are keys."""

    id: str
    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    qualifier: Qualifier
    category: Category
    unit: str
    rate: Literal["day"] | None
    negated: bool
    modality: Modality
    period: str | None = None
    scope: Literal["total", "subset"]
    subset_of: str | None = None
    actor: str | None = None
    places: tuple[str, ...] = ()
    event: str | None = None
    statement: Statement | None = None
    same_as: str | None = None
    supersedes: str | None = None
    conflicts_with: tuple[str, ...] = ()


class ReportRow(_Row, frozen=True, kw_only=True):
    """One document and all that was found in it."""

    form: Literal["geomap-report/1"]
    doc: str
    toponyms: tuple[ToponymRow, ...]
    events: tuple[EventRow, ...]
    figures: tuple[FigureRow, ...]
    text: str
    title: str | None = None
    url: str | None = None
    archived_url: str | None = None
    retrieved: date | None = None
    publisher: str | None = None
    published: date | None = None
    language: str
    sha256: str
    table: str | None = None
    statements: tuple[Statement, ...] = ()
    places: dict[str, Place] = {}
    actors: dict[str, Actor] = {}


class FoundToponym(_Row, frozen=True, kw_only=True):
    """A mention as ``locate`` writes it: with what a script needs to know of its place."""

    start: int
    end: int
    kind: MentionKind
    lat: float | None
    lon: float | None
    text: str
    name: str | None = None
    id: str | None = None
    country: str | None = None
    admin1: str | None = None
    feature: str | None = None
    precision: str | None = None
    radius_km: float | None = None
    confidence: float
    alternatives: tuple[str, ...] = ()
    relative: Place | None = None


class ToponymsRow(_Row, frozen=True, kw_only=True):
    """One document's mentions alone."""

    doc: str
    toponyms: tuple[FoundToponym, ...]
