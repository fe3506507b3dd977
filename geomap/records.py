"""What flows between the steps: frozen, typed records.

Offsets are Python code points into ``Document.text``, half open. Coordinates are WGS 84 degrees and always
named ``lon`` and ``lat``. Every record can be compared, hashed and written as JSON by msgspec. Being frozen
they cannot hold themselves, so they are kept from the garbage collector, which a million would slow down.
"""

from datetime import date
from typing import Literal

import msgspec

Precision = Literal["point", "facility", "city", "adm2", "adm1", "country", "region", "line", "sea"]
MentionKind = Literal["literal", "metonym", "demonym", "embedded", "vague"]
ActorType = Literal[
    "state",
    "military",
    "police",
    "non_state_armed_group",
    "militia",
    "organisation",
    "civilians",
    "person",
    "other",
]
Modality = Literal["occurred", "claimed", "disputed", "planned", "hypothetical", "negated"]
Role = Literal["location", "origin", "destination", "via", "near", "within", "topic"]
DatePrecision = Literal["day", "week", "month", "range", "approx", "before", "ongoing", "future", "unknown"]
Qualifier = Literal[
    "exact", "about", "almost", "at_least", "more_than", "at_most", "less_than", "range", "vague"
]
Category = Literal[
    "killed",
    "wounded",
    "casualties",
    "captured",
    "missing",
    "strength",
    "deployment",
    "mobilised",
    "arrivals",
    "involved",
    "arrested",
    "deported",
    "displaced",
    "evacuated",
    "population",
    "beneficiaries",
    "aid_quantity",
    "munitions_fired",
    "munitions_intercepted",
    "equipment_destroyed",
    "equipment_damaged",
    "equipment_surrendered",
    "property_destroyed",
    "event_count",
    "traffic",
    "other",
]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "OTHER",  # a table's own word for which PLOVER has none; text never yields it
]

HAPPENED: frozenset[Modality] = frozenset({"occurred", "claimed", "disputed"})
"""Modalities of what somebody says has happened; the rest is never drawn as having happened."""

AREAS: frozenset[Precision] = frozenset({"adm1", "country", "region", "line", "sea"})
"""Precisions that are drawn as an area or line, never as a point."""


class Document(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One text with what is known of its origin. ``sha256`` is of ``text`` in UTF-8.

    ``table`` names the event table whose row this is; the rows of one table are different events.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    archived_url: str | None = None
    retrieved: date | None = None
    publisher: str | None = None
    published: date | None = None
    language: str = "en"
    sha256: str = ""
    table: str | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One place on the earth; ``lon``/``lat`` is a representative point inside it.

    ``id`` says the source: ``geonames:524894``, ``naturalearth:…``, ``geomap:korean-peninsula``; what follows
    a ``~`` says how the place is measured from the one named: ``geonames:706448~20km-0``.
    ``country`` is ISO 3166-1 alpha-2, ``admin1`` the name of the first-level unit, ``feature`` a plain word
    (city, admin1, country, airfield, strait …), ``radius_km`` a radius that holds the place (0 if a point).
    """

    id: str
    name: str
    lon: float
    lat: float
    precision: Precision
    feature: str
    country: str | None = None
    admin1: str | None = None
    radius_km: float = 0.0

    @property
    def ground(self) -> str:
        """The id of the named place that this one is measured from; its own unless it is such a place."""
        return self.id.partition("~")[0]


class Mention(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A place name in a text; ``place`` is None where the resolver does not know.

    ``relative`` is where the text puts something that it only measures from the name, "20 km north of
    Kherson": ``place`` is Kherson then. Of "the Ukrainian capital" it is Kyiv, and ``place`` Ukraine.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    place: Place | None = None
    confidence: float = 0.0
    alternatives: tuple[Place, ...] = ()
    relative: Place | None = None

    @property
    def meant(self) -> Place | None:
        """Where the text puts what it tells: the place measured from the name, else the named one."""
        return self.relative or self.place


class Actor(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who does, suffers or says something; ``country`` is ISO 3166-1 alpha-2."""

    id: str
    name: str
    type: ActorType
    country: str | None = None


class Statement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who said it (``speaker``, ``role``) and where the saying stands (``start``, ``end``: the quote)."""

    speaker: str
    start: int
    end: int
    role: str | None = None


class Figure(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A reported number. ``start``/``end`` span qualifier and number; ``value`` is the number said.

    ``low`` and ``high`` are the bounds that follow from the qualifier: exact has value = low = high,
    at_least and more_than have value and low, at_most, less_than and almost have value and high, about has
    value alone, range has low and high, vague has none. ``negated`` with value 0 is an explicit none; with a
    positive value it is a number that was debunked. ``subset_of``, ``same_as``, ``supersedes`` and
    ``conflicts_with`` hold ids of figures, ``event`` the id of an event.
    """

    id: str
    start: int
    end: int
    unit: str
    category: Category
    value: float | None = None
    low: float | None = None
    high: float | None = None
    qualifier: Qualifier = "exact"
    rate: Literal["day"] | None = None
    period: str | None = None
    scope: Literal["total", "subset"] = "total"
    subset_of: str | None = None
    actor: Actor | None = None
    places: tuple[Place, ...] = ()
    event: str | None = None
    statement: Statement | None = None
    modality: Modality = "occurred"
    negated: bool = False
    same_as: str | None = None
    supersedes: str | None = None
    conflicts_with: tuple[str, ...] = ()


class EventPlace(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A place and the part it plays in an event."""

    place: Place
    role: Role


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One reported happening; ``start``/``end`` is the quote in the text that reports it.

    ``type`` and ``mode`` are PLOVER's. ``duplicates`` holds the ids of reports of the same happening in other
    documents, in alphabetical order; :mod:`geomap.stories` fills it.
    """

    id: str
    type: EventType
    start: int
    end: int
    mode: str | None = None
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    places: tuple[EventPlace, ...] = ()
    date_start: date | None = None
    date_end: date | None = None
    date_precision: DatePrecision = "unknown"
    modality: Modality = "occurred"
    statement: Statement | None = None
    confidence: float = 0.0
    duplicates: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One document with all that was found in it."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()


class Note(msgspec.Struct, frozen=True):
    """Something the user should hear about a source, though nothing of it was lost."""

    text: str
