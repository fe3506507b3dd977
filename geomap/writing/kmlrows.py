"""Records as KML's placemarks, column by column: the text of a value that many rows have is made once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.column import Column, taken
from geomap.layering.columns import Records
from geomap.layering.rows import Rows
from geomap.records import AREAS
from geomap.writing.kmltext import bold, data, in_name, linked, quoted, shown, xml
from geomap.writing.shapes import DIGITS, all_portable

_SLICE = 4096  # rows whose texts are held at a time
_BREAK = xml("<br>")
_SAID = ("speaker", "speaker_role", "title", "publisher", "published")
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "events": "{what}: {place}",
        "figures": "{label} {category}: {place}",
        "movements": "{origin} → {destination}",
    }
)


class Placemarks:
    """The rows of one kind of records as placemarks."""

    def __init__(
        self,
        kind: Records,
        rows: Rows,
        more: Mapping[tuple[str, str], Sequence[str]] = MappingProxyType({}),
    ) -> None:
        """Prepare `rows`.

        Args:
            kind: What they are.
            rows: The records.
            more: Quotes to show in the balloon of an area besides, by the id and name of its place.
        """
        self._kind = kind
        self._rows = rows
        self._more = more
        self._layer = data("layer")(kind)
        self._cells = [_Texts(values, data(name)) for name, values in rows.columns.items()]
        self._shapes = _Texts(_drawable(kind, rows), lambda text: text)
        self._said = [
            self._texts(name, shown)
            for name in ("speaker", "speaker_role", "title", "publisher", "published")
        ]
        self._place, self._quote = self._texts("place", shown), self._texts("quote", quoted)
        self._url = self._texts("url", linked)
        self._days = [_Texts(rows.column(name), lambda day: day) for name in ("date_start", "date_end")]
        self._named = self._naming()

    def of(
        self, which: NDArray[np.int64], whats: Sequence[str], styles: Sequence[str], *, shown: bool
    ) -> Iterator[str]:
        """The placemarks of some rows.

        Args:
            which: The rows.
            whats: What the legend calls each of them.
            styles: The style of each, as KML.
            shown: Whether they are switched on.
        """
        unseen = "" if shown else "<visibility>0</visibility>\n"
        for start in range(0, len(which), _SLICE):
            some = which[start : start + _SLICE]
            what = whats[start : start + _SLICE]
            for name, about, when, style, cells, shape in zip(
                self._names(some, what),
                self._balloons(some, what),
                map(_time, *(day.of(some) for day in self._days)),
                styles[start : start + _SLICE],
                map("".join, zip(*(cell.of(some) for cell in self._cells), strict=True)),
                self._shapes.of(some),
                strict=True,
            ):
                yield (
                    f"<Placemark>\n<name>{name}</name>\n{unseen}"
                    f'<Snippet maxLines="0"></Snippet>\n<description>{about}</description>\n{when}{style}'
                    f"<ExtendedData>\n{self._layer}{cells}</ExtendedData>\n{shape}</Placemark>\n"
                )

    def _texts(self, column: str, of: Callable[[Any], str]) -> "_Texts":
        return _Texts(self._rows.column(column), lambda value: of(value) if value else "")

    def _naming(self) -> Mapping[str, "_Texts"]:
        """What stands in the name of a row."""
        wanted = {"label", "category", "origin", "destination"} & self._rows.columns.keys()
        missing = "no place" if self._kind in {"events", "figures"} else "None"
        place = "name" if "name" in self._rows.columns else "place"
        found = {name: _Texts(self._rows.column(name), in_name) for name in wanted}
        return found | {"place": _Texts(self._rows.column(place), lambda value: in_name(value or missing))}

    def _names(self, some: NDArray[np.int64], whats: Sequence[str]) -> Iterator[str]:
        form = _NAMES.get(self._kind, "{place}")
        columns = {name: texts.of(some) for name, texts in self._named.items() if f"{{{name}}}" in form}
        if "{what}" in form:
            columns["what"] = map(lru_cache(None)(in_name), whats)
        for cells in zip(*columns.values(), strict=True):
            yield form.format_map(dict(zip(columns, cells, strict=True)))

    def _balloons(self, some: NDArray[np.int64], whats: Sequence[str]) -> Iterator[str]:
        """What each balloon shows: what it is, when, where, the quote, who says so, and where to read it."""
        for what, days, place, quotes, said, link in zip(
            map(lru_cache(None)(bold), whats),
            map(_days, *(day.of(some) for day in self._days)),
            self._place.of(some),
            self._quotes(some),
            zip(*(texts.of(some) for texts in self._said), strict=True),
            self._url.of(some),
            strict=True,
        ):
            lines = (what, days, place, *quotes, ", ".join(filter(None, said)), link)
            yield _BREAK.join(filter(None, lines))

    def _quotes(self, some: NDArray[np.int64]) -> Iterable[Sequence[str]]:
        own = self._quote.of(some)
        if not self._more:
            return ((quote,) for quote in own)
        keys = (map(str, map(self._rows.column(name).__getitem__, some.tolist())) for name in ("id", "place"))
        others = (self._more.get(key, ()) for key in zip(*keys, strict=True))
        return ((quote, *map(quoted, others)) for quote, others in zip(own, others, strict=True))


class _Texts:
    """The text of each row of a column: made once a value if these are few, else when it is asked for."""

    def __init__(self, values: Sequence[Any], of: Callable[[Any], Any]) -> None:
        self._few: Column[Any] | None = None
        self._of, self._values = of, values
        if isinstance(values, Column):
            distinct = values.distinct()
            self._few = distinct.map(of) if 2 * len(distinct.values) <= len(values) else None

    def of(self, rows: NDArray[np.int64]) -> Iterator[Any]:
        """The texts of some rows."""
        if self._few is not None:
            return iter(self._few.take(rows))
        return map(self._of, taken(self._values, rows))


def _drawable(kind: Records, rows: Rows) -> Column[str]:
    """The geometry of each row; none of what stands on an area, whose own placemark it is told in."""
    geometry = rows.geometry
    column = geometry if isinstance(geometry, Column) else Column.shared(geometry)
    shapes = all_portable(column.values)
    texts = ["", *("" if shape is None else geometry_text(shape) for shape in shapes.tolist())]
    number = column.number + np.int32(1)
    if kind != "areas":
        number = np.where(rows.where("precision", AREAS.__contains__), 0, number).astype(np.int32)
    return Column(number, texts)


@lru_cache(maxsize=65_536)
def _time(start: date | None, end: date | None) -> str:
    if start is not None and start == end:
        return f"<TimeStamp><when>{start.isoformat()}</when></TimeStamp>\n"
    begin = f"<begin>{start.isoformat()}</begin>" if start else ""
    finish = f"<end>{end.isoformat()}</end>" if end else ""
    return f"<TimeSpan>{begin}{finish}</TimeSpan>\n" if begin or finish else ""


@lru_cache(maxsize=65_536)
def _days(start: date | None, end: date | None) -> str:
    return " – ".join(dict.fromkeys(str(day) for day in (start, end) if day))


def geometry_text(shape: BaseGeometry) -> str:
    """A portable shape as KML."""
    if shape.geom_type == "Point":
        return f"{_part(shape)}\n"
    parts = shapely.get_parts(shape).tolist()
    texts = "".join(map(_part, parts))
    return f"<MultiGeometry>{texts}</MultiGeometry>\n" if len(parts) > 1 else f"{texts}\n"


def _part(shape: BaseGeometry) -> str:
    if shape.geom_type == "Point":
        return f"<Point>{_coordinates(shape)}</Point>"
    if shape.geom_type == "LineString":
        return f"<LineString><tessellate>1</tessellate>{_coordinates(shape)}</LineString>"
    outer, *inner = shapely.get_rings(shape).tolist()
    rings = f"<outerBoundaryIs><LinearRing>{_coordinates(outer)}</LinearRing></outerBoundaryIs>" + "".join(
        f"<innerBoundaryIs><LinearRing>{_coordinates(ring)}</LinearRing></innerBoundaryIs>" for ring in inner
    )
    return f"<Polygon><tessellate>1</tessellate>{rings}</Polygon>"


def _coordinates(shape: BaseGeometry) -> str:
    pairs = shapely.get_coordinates(shape).round(DIGITS).tolist()
    return f"<coordinates>{' '.join(f'{lon:.10g},{lat:.10g}' for lon, lat in pairs)}</coordinates>"
