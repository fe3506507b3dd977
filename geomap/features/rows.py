"""What the four tables share: where a row stands, whom it comes from, and its geometry."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Literal

import msgspec
import numpy as np
from shapely import points
from shapely.geometry.base import BaseGeometry

from geomap.column import Column, each
from geomap.features.facets import Sources
from geomap.geometry import discs, gather
from geomap.memory import uncollected
from geomap.records import AREAS, Actor, EventPlace, Place, Role

TableName = Literal["event", "figure", "movement", "place"]
ShapeOf = Callable[[Place], BaseGeometry | None]
Standing = tuple[Role | None, Sequence[Place]]
Apart = Mapping[int, Sequence[tuple[Place, BaseGeometry]]]

# which of an event's places stands for it on a map, most telling first
_ROLE_ORDER: tuple[Role, ...] = ("location", "destination", "near", "within", "origin", "via", "topic")


class Table(msgspec.Struct, frozen=True):
    """Equally long columns and geometries (None where a row has no place).

    ``apart`` holds, for the rows that stand at several places, each of these with a geometry of its own.
    """

    name: TableName
    columns: Mapping[str, Sequence[Any]]
    geometry: Sequence[BaseGeometry | None]
    apart: Apart = {}

    def __len__(self) -> int:
        return len(self.geometry)


class Tables(Mapping[TableName, Table]):
    """Tables by name, each made when it is asked for: who wants the events alone does not wait for all."""

    def __init__(self, makers: Mapping[TableName, Callable[[], Table]]) -> None:
        """Know how to make each table."""
        self._makers = dict(makers)
        self._made: dict[TableName, Table] = {}

    def __getitem__(self, name: TableName) -> Table:
        """The table of that name."""
        if name not in self._made:
            maker = self._makers[name]
            with uncollected():
                self._made[name] = maker()
        return self._made[name]

    def __iter__(self) -> Iterator[TableName]:
        """The names of the tables."""
        return iter(self._makers)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(self._makers)


class Shapes:
    """Geometries of places; the point or outline that many rows share is made once."""

    def __init__(self, shape_of: ShapeOf) -> None:
        self._shape_of = shape_of
        self._points: dict[tuple[float, float], BaseGeometry] = {}
        self._outlines: dict[Place, BaseGeometry | None] = {}

    def of(self, chosen: Sequence[Sequence[Place]]) -> Sequence[BaseGeometry | None]:
        """The geometry of each row, which stands at all of its places together."""
        if isinstance(chosen, Column):
            return Column(chosen.number, self.of(chosen.values))
        wanted = dict.fromkeys((place.lon, place.lat) for places in chosen for place in places)
        new = [where for where in wanted if where not in self._points]
        if new:
            made = np.asarray(points(np.array(new, dtype=float))).tolist()
            self._points.update(zip(new, made, strict=True))
        areas = {place for places in chosen for place in places if place.precision in AREAS}
        # what has no outline of its own is drawn as its disc, and those are made together
        discs([(place.lon, place.lat, place.radius_km) for place in areas.difference(self._outlines)])
        return [
            self._one(places[0]) if len(places) == 1 else gather([self._one(place) for place in places])
            for places in chosen
        ]

    def apart(self, chosen: Sequence[Sequence[Place]]) -> Apart:
        """The places of each row that has several, each with its geometry."""
        if isinstance(chosen, Column) and all(len(places) < 2 for places in chosen.values):
            return {}
        return {
            row: [(place, self._one(place)) for place in dict.fromkeys(places)]
            for row, places in enumerate(chosen)
            if len(places) > 1
        }

    def _one(self, place: Place) -> BaseGeometry:
        if place.precision in AREAS:
            if place not in self._outlines:
                self._outlines[place] = self._shape_of(place)
            outline = self._outlines[place]
            if outline is not None:
                return outline
        return self._points[place.lon, place.lat]


def standing(at: Sequence[EventPlace]) -> Standing:
    """The places that stand for an event that is `at` these, and their role."""
    if len(at) == 1:
        (only,) = at
        return only.role, (only.place,)
    for role in _ROLE_ORDER:
        chosen = [one.place for one in at if one.role == role]
        if chosen:
            return role, chosen
    return None, ()


def place_columns(chosen: Sequence[Sequence[Place]]) -> dict[str, Sequence[Any]]:
    """The columns that say where rows stand: all names, and the rest of the first place."""
    first = each(chosen, lambda places: places[0] if places else None)
    return {
        "place": each(
            chosen,
            lambda places: (
                places[0].name if len(places) == 1 else "; ".join(place.name for place in places) or None
            ),
        ),
        "place_id": _facts(first, "id"),
        "country": _facts(first, "country"),
        "admin1": _facts(first, "admin1"),
        "precision": _facts(first, "precision"),
        "radius_km": each(first, lambda place: round(place.radius_km, 1) if place else None),
        "rep_lon": _facts(first, "lon"),
        "rep_lat": _facts(first, "lat"),
    }


def _facts(places: Sequence[Place | None], name: str) -> Sequence[Any]:
    """An attribute of each place; None where there is no place."""
    get = attrgetter(name)  # many times faster than a function of our own where all are placed
    if isinstance(places, Column) and None not in places.values:
        return places.map(get)
    return each(places, lambda place: get(place) if place else None)


def source_columns(sources: Sources) -> dict[str, Sequence[Any]]:
    """The columns that say who said what a row tells, and where it was published."""
    return {name: column for name, column in sources._asdict().items() if name != "document"}


def names_of(actors: Iterable[Actor]) -> str | None:
    """The names of several actors in one cell."""
    return "; ".join([actor.name for actor in actors]) or None


def table(
    name: TableName,
    columns: Mapping[str, Sequence[Any]],
    geometry: Sequence[BaseGeometry | None],
    apart: Apart | None = None,
) -> Table:
    """A table of `columns`, which an empty one lacks."""
    return Table(name, columns if len(geometry) else {}, geometry, apart or {})
