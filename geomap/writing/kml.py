"""KML for Google Earth: a folder a layer, with styles and time; what is not drawn is there, switched off."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.features import Table, TableName
from geomap.files import replacing
from geomap.layering.columns import Records, records_of
from geomap.layering.labels import entry_label
from geomap.layering.layers import Layer, in_order
from geomap.layering.rows import Rows
from geomap.layering.scales import pixels
from geomap.layering.select import Selection, choose
from geomap.records import AREAS, Report
from geomap.writing.about import Options, in_lines
from geomap.writing.kmltext import balloon, element, inert, plain_name, xml
from geomap.writing.shapes import DIGITS, Portables

_NOT_DRAWN = "Reported, but not drawn"
_ALWAYS: tuple[Records, ...] = ("events", "figures")
_USUAL_PIXELS = 10.0
_LISTED = 30  # quotes in the balloon of an area


def write_kml(path: Path, tables: Mapping[TableName, Table], _: Sequence[Report], options: Options) -> None:
    """Write what each of the layers draws of `tables` as a folder, and the rest as one more.

    What stands on an area is named in the area's balloon and has no place of its own, as on the page. Texts
    are data: nothing in them is markup in a balloon. Icons are Google Earth's own, coloured, so that the file
    asks for nothing.

    Raises:
        OutputError: The file cannot be written.
    """
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_lines(tables, options))


def _lines(tables: Mapping[TableName, Table], options: Options) -> Iterator[str]:
    layers = [layer for layer in in_order(options.layers) if layer.file is None and layer.mark != "density"]
    records, chosen = choose(records_of(tables), layers)
    about = in_lines(options.about())
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
    yield element("name", about[0][1])
    yield element("description", "<br>".join(inert(f"{subject}: {text}") for subject, text in about))
    for layer in layers:
        for number, entry in enumerate(chosen[layer.id].entries):
            yield _style(f"{layer.id}-{number}", entry.colour, hollow=entry.fill == "none")
    yield _style("not-drawn", "#9CA3AF", hollow=False)
    writer = _Placemarks(records, chosen)
    for layer in layers:
        yield from writer.folder(layer)
    yield from writer.not_drawn()
    yield "</Document>\n</kml>\n"


class _Placemarks:
    def __init__(self, records: Mapping[Records, Rows], chosen: Mapping[str, Selection]) -> None:
        self._records = records
        self._chosen = chosen
        self._drawn: dict[Records, set[int]] = {"events": set(), "figures": set()}
        self._shapes = Portables()

    def folder(self, layer: Layer) -> Iterator[str]:
        picked = self._chosen[layer.id]
        self._drawn.setdefault(layer.records, set()).update(picked.rows)
        if not len(picked.rows):
            return
        rows = self._records[layer.records]
        quotes = self._quotes() if layer.records == "areas" else {}
        yield f"<Folder>\n{element('name', layer.title)}<visibility>{int(layer.show)}</visibility>\n"
        for row, number in zip(picked.rows, picked.entry, strict=True):
            entry = picked.entries[number]
            cells = {name: values[row] for name, values in rows.columns.items()}
            more = quotes.get((str(cells.get("id")), str(cells.get("place"))), ())
            style = f"<styleUrl>#{layer.id}-{number}</styleUrl>\n"
            if layer.mark == "circle" and layer.encode.size:
                scale = pixels(layer.encode.size, cells.get(layer.encode.size.by)) / _USUAL_PIXELS
                style += _style("", entry.colour, hollow=True, scale=scale)
            kind = entry_label(entry, layer)
            shape = self._shape(layer.records, cells, rows.geometry[row])
            yield _placemark(layer.records, cells, shape, what=kind, style=style, more=more, shown=layer.show)
        yield "</Folder>\n"

    def not_drawn(self) -> Iterator[str]:
        found = [
            (kind, row)
            for kind in _ALWAYS
            for row in range(len(self._records[kind]))
            if row not in self._drawn[kind]
        ]
        if not found:
            return
        yield f"<Folder>\n{element('name', _NOT_DRAWN)}<visibility>0</visibility>\n"
        for kind, row in found:
            rows = self._records[kind]
            cells = {name: values[row] for name, values in rows.columns.items()}
            style = "<styleUrl>#not-drawn</styleUrl>\n"
            shape = self._shape(kind, cells, rows.geometry[row])
            yield _placemark(kind, cells, shape, what=_why(cells), style=style, shown=False)
        yield "</Folder>\n"

    def _shape(
        self, kind: Records, cells: Mapping[str, Any], geometry: BaseGeometry | None
    ) -> BaseGeometry | None:
        on_area = kind != "areas" and cells.get("precision") in AREAS
        return None if on_area else self._shapes.of(geometry)

    def _quotes(self) -> dict[tuple[str, str], list[str]]:
        """What the drawn events say that stand on each area."""
        rows = self._records["events"]
        found: dict[tuple[str, str], list[str]] = {}
        for row in sorted(self._drawn["events"]):
            if rows.column("precision")[row] in AREAS:
                key = (str(rows.column("place_id")[row]), str(rows.column("place")[row]))
                listed = found.setdefault(key, [])
                if len(listed) < _LISTED:
                    listed.append(str(rows.column("quote")[row]))
        return found


def _placemark(
    kind: Records,
    cells: Mapping[str, Any],
    shape: BaseGeometry | None,
    *,
    what: str,
    style: str,
    shown: bool,
    more: Sequence[str] = (),
) -> str:
    return "".join(
        [
            "<Placemark>\n",
            element("name", plain_name(_name(kind, cells, what))),
            "" if shown else "<visibility>0</visibility>\n",
            '<Snippet maxLines="0"></Snippet>\n',
            element("description", balloon(cells, what, more)),
            _time(cells),
            style,
            "<ExtendedData>\n",
            *(_data(name, value) for name, value in {"layer": kind, **cells}.items() if value is not None),
            "</ExtendedData>\n",
            "" if shape is None else _geometry(shape),
            "</Placemark>\n",
        ]
    )


@lru_cache(maxsize=65536, typed=True)
def _data(name: str, value: Any) -> str:
    """A cell; most stand in many rows."""
    return f'<Data name="{xml(name)}">{element("value", _plain(value), "")}</Data>\n'


def _name(kind: Records, cells: Mapping[str, Any], what: str) -> str:
    if kind == "movements":
        return f"{cells['origin']} → {cells['destination']}"
    if kind == "figures":
        return f"{cells['label']} {cells['category']}: {cells['place'] or 'no place'}"
    if kind == "events":
        return f"{what}: {cells['place'] or 'no place'}"
    return str(cells.get("name") or cells.get("place"))


def _why(cells: Mapping[str, Any]) -> str:
    """What an event or figure that is not drawn is, with what speaks against drawing it."""
    told = str(cells.get("standing") or cells["modality"])
    return f"{cells.get('type') or cells['category']} ({told})"


def _time(cells: Mapping[str, Any]) -> str:
    start, end = cells.get("date_start"), cells.get("date_end")
    if start is not None and start == end:
        return f"<TimeStamp><when>{start.isoformat()}</when></TimeStamp>\n"
    begin = f"<begin>{start.isoformat()}</begin>" if start else ""
    finish = f"<end>{end.isoformat()}</end>" if end else ""
    return f"<TimeSpan>{begin}{finish}</TimeSpan>\n" if begin or finish else ""


def _style(name: str, colour: str, *, hollow: bool, scale: float = 1.0) -> str:
    named = f' id="{name}"' if name else ""
    bgr = f"{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()
    inside = "00" if hollow else "40"
    return (
        f"<Style{named}><IconStyle><color>ff{bgr}</color><scale>{scale:.2f}</scale></IconStyle>"
        f"<LabelStyle><scale>0.8</scale></LabelStyle><LineStyle><color>ff{bgr}</color><width>2</width></LineStyle>"
        f"<PolyStyle><color>{inside}{bgr}</color></PolyStyle>"
        "<BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n"
    )


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _geometry(shape: BaseGeometry) -> str:
    parts = shapely.get_parts(shape).tolist()
    texts = "".join(_part(part) for part in parts)
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
