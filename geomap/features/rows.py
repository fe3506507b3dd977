"""What the four tables share: where a row stands, whom it comes from, and its geometry."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec
import numpy as np
from shapely import points
from shapely.geometry.base import BaseGeometry

from geomap.geometry import gather
from geomap.records import AREAS, Actor, Document, Event, Place, Role, Statement

TableName = Literal["event", "figure", "movement", "place"]
ShapeOf = Callable[[Place], BaseGeometry | None]
Standing = tuple[Role | None, Sequence[Place]]

# which of an event's places stands for it on a map, most telling first
_ROLE_ORDER: tuple[Role, ...] = ("location", "destination", "near", "within", "origin", "via", "topic")


class Table(msgspec.Struct, frozen=True):
    """Equally long columns and geometries (None where a row has no place)."""

    name: TableName
    columns: Mapping[str, Sequence[Any]]
    geometry: Sequence[BaseGeometry | None]

    def __len__(self) -> int:
        return len(self.geometry)


class Shapes:
    """Geometries of places; the point or outline that many rows share is made once."""

    def __init__(self, shape_of: ShapeOf) -> None:
        self._shape_of = shape_of
        self._points: dict[tuple[float, float], BaseGeometry] = {}
        self._outlines: dict[Place, BaseGeometry | None] = {}

    def of(self, chosen: Sequence[Sequence[Place]]) -> list[BaseGeometry | None]:
        """The geometry of each row, which stands at all of its places together."""
        wanted = dict.fromkeys((place.lon, place.lat) for places in chosen for place in places)
        new = [where for where in wanted if where not in self._points]
        if new:
            made = np.asarray(points(np.array(new, dtype=float))).tolist()
            self._points.update(zip(new, made, strict=True))
        return [
            self._one(places[0]) if len(places) == 1 else gather([self._one(place) for place in places])
            for places in chosen
        ]

    def _one(self, place: Place) -> BaseGeometry:
        if place.precision in AREAS:
            if place not in self._outlines:
                self._outlines[place] = self._shape_of(place)
            outline = self._outlines[place]
            if outline is not None:
                return outline
        return self._points[place.lon, place.lat]


def standing(event: Event) -> Standing:
    """The places that stand for an event, and their role."""
    if len(event.places) == 1:
        (only,) = event.places
        return only.role, (only.place,)
    for role in _ROLE_ORDER:
        chosen = [at.place for at in event.places if at.role == role]
        if chosen:
            return role, chosen
    return None, ()


def place_columns(chosen: Sequence[Sequence[Place]]) -> dict[str, list[Any]]:
    """The columns that say where rows stand: all names, and the rest of the first place."""
    first = [places[0] if places else None for places in chosen]
    return {
        "place": [
            places[0].name if len(places) == 1 else "; ".join(place.name for place in places) or None
            for places in chosen
        ],
        "place_id": [place.id if place else None for place in first],
        "country": [place.country if place else None for place in first],
        "admin1": [place.admin1 if place else None for place in first],
        "precision": [place.precision if place else None for place in first],
        "radius_km": [round(place.radius_km, 1) if place else None for place in first],
        "rep_lon": [place.lon if place else None for place in first],
        "rep_lat": [place.lat if place else None for place in first],
    }


def source_columns(
    documents: Sequence[Document], statements: Sequence[Statement | None]
) -> dict[str, list[Any]]:
    """The columns that say who said what a row tells, and where it was published."""
    return {
        "speaker": [said.speaker if said else None for said in statements],
        "speaker_role": [said.role if said else None for said in statements],
        "title": [document.title for document in documents],
        "publisher": [document.publisher for document in documents],
        "published": [document.published for document in documents],
        "url": [document.url for document in documents],
    }


def names_of(actors: Iterable[Actor]) -> str | None:
    """The names of several actors in one cell."""
    return "; ".join([actor.name for actor in actors]) or None


def table(
    name: TableName, columns: Mapping[str, Sequence[Any]], geometry: Sequence[BaseGeometry | None]
) -> Table:
    """A table of `columns`, which an empty one lacks."""
    return Table(name, columns if len(geometry) else {}, geometry)
