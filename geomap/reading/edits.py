"""What somebody changed in the rows of events and figures, taken over into the records.

A row is set against the one that geomap would have written of the records: only cells that differ are edits.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, TypeVar, cast, get_args

import msgspec
from msgspec.structs import fields, replace

from geomap.decoding import one_line
from geomap.reading.edited_rows import POINT, Row
from geomap.records import (
    AREAS,
    Actor,
    Category,
    Document,
    Event,
    EventPlace,
    Figure,
    Place,
    Precision,
    Role,
    Statement,
)

R = TypeVar("R", Event, Figure)
T = TypeVar("T")

_EVENT = ("type", "mode", "modality", "date_start", "date_end", "date_precision", "confidence")
_FIGURE = (
    "unit",
    "category",
    "value",
    "low",
    "high",
    "qualifier",
    "rate",
    "period",
    "scope",
    "subset_of",
    "modality",
    "negated",
    "same_as",
    "supersedes",
    "event",
)
_PLACE = ("place", "country", "admin1", "precision", "radius_km", "rep_lon", "rep_lat", POINT)
_SAID = ("speaker", "speaker_role")
_DOCUMENT = ("title", "publisher", "published", "url")
_NUMBER = re.compile(rf"({'|'.join(get_args(Category))})_(low|value|high)")
_TYPES: Mapping[str, Any] = {
    field.name: field.type for field in (*fields(Figure), *fields(Event), *fields(Document))
}
_NEAR = 2e-6  # files give degrees to six decimals
# which bounds follow from a number alone, as geomap.records says
_FOLLOWS: Mapping[str, Sequence[str]] = {
    "exact": ("low", "high"),
    "at_least": ("low",),
    "more_than": ("low",),
    "at_most": ("high",),
    "less_than": ("high",),
    "almost": ("high",),
}
_SLUG = re.compile(r"[\W_]+")


class Told:
    """What is said to the user: cells that could not be taken, and columns that are derived from others."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.derived: Counter[str] = Counter()

    def value(self, column: str, cell: Any, kind: Any, where: str) -> Any:
        """`cell` as `kind` asks for it.

        Raises:
            ValueError: It is none.
        """
        if kind == date | None and isinstance(cell, str):
            cell = cell[:10]
        try:
            return msgspec.convert(cell, kind, strict=False)
        except msgspec.ValidationError as error:
            shown = one_line(str(cell))[:40]
            self.wrong.append(f"{where}: {column} {shown!r} is not taken: {one_line(str(error))[:120]}")
            raise ValueError(column) from error


def edited(row: Row, before: Row) -> dict[str, Any]:
    """The cells of `row` that are not as `before`; its point if it was moved, given or taken away.

    Of a row that stood in an area or at several places `before` has no point.
    """
    changed = {
        name: cell
        for name, cell in row.items()
        if name in before and name != POINT and not _same(cell, before[name])
    }
    if POINT in row and _moved(row[POINT], before):
        changed[POINT] = row[POINT]
    return changed


def _moved(now: tuple[float, float] | None, before: Row) -> bool:
    old = before[POINT]
    if now is None or old is None:
        return now is not old and (now is not None or before.get("precision") not in AREAS)
    return any(abs(a - b) > _NEAR for a, b in zip(now, old, strict=True))


def _same(cell: Any, other: Any) -> bool:
    if isinstance(other, date) and isinstance(cell, str):
        cell = cell[:10]  # tools write days as midnights
    cell, other = _plain(cell), _plain(other)
    if isinstance(cell, float) and isinstance(other, float):
        return math.isclose(cell, other, rel_tol=1e-9, abs_tol=_NEAR)
    return bool(cell == other)


def _plain(cell: Any) -> Any:
    if isinstance(cell, bool | int):
        return float(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and math.isnan(cell):
        return None
    return (cell.strip() or None) if isinstance(cell, str) else cell


def edited_document(document: Document, changed: Mapping[str, Any], told: Told, where: str) -> Document:
    """`document` with what its rows say of it."""
    taken = _taken(_DOCUMENT, changed, told, where)
    return replace(document, **taken) if taken else document


def edited_event(event: Event, changed: Mapping[str, Any], told: Told, where: str) -> Event:
    """`event` with the cells that were changed in its row."""
    event = _with(event, _EVENT, changed, told, where)
    for name in ("actors", "recipients"):
        if name in changed:
            event = replace(event, **{name: _actors(changed[name], getattr(event, name))})
    if changed.keys() & {*_PLACE, "role"}:
        event = replace(event, places=_event_places(event, changed, told, where))
    return event


def edited_figure(figure: Figure, changed: Mapping[str, Any], told: Told, where: str) -> Figure:
    """`figure` with the cells that were changed in its row; bounds follow the number where they must."""
    figure = _with(figure, _FIGURE, changed, told, where)
    if changed.keys() & {"value", "qualifier"}:
        follow = [end for end in _FOLLOWS.get(figure.qualifier, ()) if end not in changed]
        figure = replace(figure, **dict.fromkeys(follow, figure.value))
    if "actor" in changed:
        actors = _actors(changed["actor"], (figure.actor,) if figure.actor else ())
        figure = replace(figure, actor=actors[0] if actors else None)
    if "conflicts_with" in changed:
        figure = replace(figure, conflicts_with=tuple(_names(changed["conflicts_with"])))
    if changed.keys() & set(_PLACE):
        if len(figure.places) > 1:
            told.wrong.append(f"{where}: stands at several places, which a row cannot change")
        else:
            place = _place(figure.places[0] if figure.places else None, changed, told, where)
            figure = replace(figure, places=(place,) if place else ())
    return figure


def numbers_of(changed: Mapping[str, Any]) -> dict[Category, dict[str, Any]]:
    """The cells of an event's row that repeat numbers of figures (``killed_low``), by category and bound."""
    found: dict[Category, dict[str, Any]] = {}
    for name, cell in changed.items():
        if match := _NUMBER.fullmatch(name):
            found.setdefault(cast("Category", match[1]), {})[match[2]] = cell
    return found


def that_count(changed: Mapping[str, Any], table: str, told: Told) -> dict[str, Any]:
    """The cells of `changed` that say something; those that are made from others are counted in `told`."""
    known = {*_PLACE, *_SAID, *_DOCUMENT, "role", "document"}
    known |= {*_EVENT, "actors", "recipients"} if table == "event" else {*_FIGURE, "actor", "conflicts_with"}
    kept = {
        name: cell
        for name, cell in changed.items()
        if name in known or (table == "event" and _NUMBER.fullmatch(name))
    }
    told.derived.update(changed.keys() - kept.keys())
    return kept


def _with(record: R, names: Sequence[str], changed: Mapping[str, Any], told: Told, where: str) -> R:
    taken = _taken(names, changed, told, where)
    if changed.keys() & set(_SAID):
        old = record.statement
        speaker = changed.get("speaker", old.speaker if old else None)
        role = changed.get("speaker_role", old.role if old else None)
        start, end = (old.start, old.end) if old else (record.start, record.end)
        said = (
            Statement(speaker=str(speaker), start=start, end=end, role=role and str(role))
            if speaker
            else None
        )
        taken["statement"] = said
    return replace(record, **taken) if taken else record


def _taken(names: Sequence[str], changed: Mapping[str, Any], told: Told, where: str) -> dict[str, Any]:
    taken = {}
    for name in names:
        if name in changed:
            cell = changed[name]
            cell = None if isinstance(cell, str) and not cell.strip() else cell
            try:
                taken[name] = told.value(name, cell, _TYPES[name], where)
            except ValueError:
                continue
    return taken


def _event_places(event: Event, changed: Mapping[str, Any], told: Told, where: str) -> tuple[EventPlace, ...]:
    from geomap.features.rows import standing

    role, standing_ones = standing(event.places)
    if len(standing_ones) > 1:
        told.wrong.append(f"{where}: stands at several places, which a row cannot change")
        return event.places
    old = standing_ones[0] if standing_ones else None
    place = _place(old, changed, told, where) if changed.keys() & set(_PLACE) else old
    part: Role = role or "location"
    if changed.get("role"):
        with suppress(ValueError):
            part = told.value("role", changed["role"], Role, where)
    made = (EventPlace(place=place, role=part),) if place else ()
    if old is None:
        return (*event.places, *made)
    at = next(number for number, each in enumerate(event.places) if (each.role, each.place) == (role, old))
    return (*event.places[:at], *made, *event.places[at + 1 :])


def _place(old: Place | None, changed: Mapping[str, Any], told: Told, where: str) -> Place | None:
    """The place that a row says; a point that was dragged counts for more than the columns of degrees."""
    if POINT in changed and changed[POINT] is None and not {"rep_lon", "rep_lat"} <= changed.keys():
        return None
    try:
        lon, lat = _degrees(old, changed, told, where)
        precision = told.value(
            "precision", changed.get("precision") or (old.precision if old else "point"), Precision, where
        )
        radius = told.value(
            "radius_km", changed.get("radius_km", old.radius_km if old else 0.0) or 0.0, float, where
        )
    except ValueError:
        return old
    name = changed.get("place") or (old.name if old else f"{lat:.4f}, {lon:.4f}")
    found = Place(
        id=old.id if old else "",
        name=str(name),
        lon=lon,
        lat=lat,
        precision=precision,
        feature=old.feature if old and old.precision == precision else precision,
        country=_text(changed.get("country", old.country if old else None)),
        admin1=_text(changed.get("admin1", old.admin1 if old else None)),
        radius_km=radius,
    )
    moved = old is None or (old.name, old.lon, old.lat, old.precision) != (found.name, lon, lat, precision)
    return replace(found, id=f"table:{lat:.5f},{lon:.5f}") if moved else found


def _degrees(old: Place | None, changed: Mapping[str, Any], told: Told, where: str) -> tuple[float, float]:
    lon, lat = changed.get(POINT) or (
        changed.get("rep_lon", old.lon if old else None),
        changed.get("rep_lat", old.lat if old else None),
    )
    lon, lat = told.value("rep_lon", lon, float, where), told.value("rep_lat", lat, float, where)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        told.wrong.append(f"{where}: longitude {lon:g}, latitude {lat:g} is outside the earth and not taken")
        raise ValueError("degrees")
    return lon, lat


def _text(cell: Any) -> str | None:
    return one_line(str(cell)) or None if cell is not None else None


def _names(cell: Any) -> list[str]:
    return [name for name in map(one_line, str(cell or "").split(";")) if name]


def _actors(cell: Any, old: Sequence[Actor]) -> tuple[Actor, ...]:
    known = {actor.name: actor for actor in old}
    return tuple(
        known.get(name)
        or Actor(id=f"actor:{_SLUG.sub('-', name.lower()).strip('-')}", name=name, type="other")
        for name in _names(cell)
    )
