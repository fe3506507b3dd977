"""Layers to what the page draws: spots on the earth, and for each layer equally long lists."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from shapely import simplify
from shapely.geometry.base import BaseGeometry

from geomap.drawing.codec import encode_shape
from geomap.drawing.extent import Extent
from geomap.drawing.strings import Strings
from geomap.drawing.texts import Texts
from geomap.layering.columns import Rows
from geomap.layering.layers import Layer, placeholders
from geomap.layering.scales import pixels
from geomap.layering.select import Selection
from geomap.records import AREAS

GRID = 1000  # steps a degree for the outlines of areas
DISC_FROM_KM = 1.0
_DIGITS = 5  # about one metre


class Spots:
    """Distinct places that marks stand on; marks of several layers at one place share a spot."""

    def __init__(self, texts: Texts) -> None:
        self.lon: list[float] = []
        self.lat: list[float] = []
        self.name: list[int] = []
        self.area: list[int] = []
        self.disc: list[float] = []
        self._texts = texts
        self._index: dict[tuple[Any, ...], int] = {}

    def add(self, lon: float, lat: float, name: str | None, *, area: bool = False, disc: float = 0.0) -> int:
        """The number of the spot at a place; an area and a point at the same coordinates are two spots."""
        key = (round(lon, _DIGITS), round(lat, _DIGITS), name if area else None)
        number = self._index.get(key)
        if number is None:
            number = self._index[key] = len(self.lon)
            self.lon.append(key[0])
            self.lat.append(key[1])
            self.name.append(self._texts.add(name))
            self.area.append(int(area))
            self.disc.append(disc)
        elif disc:
            self.disc[number] = max(self.disc[number], disc)
        return number

    def as_json(self) -> dict[str, Any]:
        """The spots as columns."""
        return {"lon": self.lon, "lat": self.lat, "name": self.name, "area": self.area, "disc": self.disc}


class Shape(msgspec.Struct, frozen=True):
    """An outline to draw, with its row, its legend entry and the spot in its middle."""

    row: int
    entry: int
    spot: int
    outline: BaseGeometry


class Marks(msgspec.Struct, frozen=True):
    """What one layer draws, as JSON-ready lists, and outlines that are still to be encoded."""

    lists: dict[str, list[Any]]
    shapes: Sequence[Shape] = ()


def marks(
    layer: Layer, rows: Rows, chosen: Selection, *, spots: Spots, texts: Texts, words: Strings
) -> Marks:
    """The marks of `layer`.

    Args:
        layer: The layer.
        rows: Its records.
        chosen: The rows to draw.
        spots: Places, added to.
        texts: Strings, added to.
        words: The page's language, for words inside labels.
    """
    if layer.mark == "area":
        shapes = []
        for row, entry in zip(chosen.rows, chosen.entry, strict=True):
            outline = rows.geometry[row]
            if outline is not None:
                spot = spots.add(*_middle(rows, row), rows.column("place")[row], area=True)
                shapes.append(Shape(row, entry, spot, outline))
        return Marks({"row": [], "entry": [], "spot": [], "outline": []}, shapes)
    if layer.mark == "arrow":
        return Marks(_arrows(layer, rows, chosen, texts, words))
    return Marks(_points(layer, rows, chosen, spots=spots, texts=texts, words=words))


def encoded_shapes(shapes: Sequence[Shape], extent: Extent) -> dict[str, list[Any]]:
    """Outlines as the page reads them, simplified to what a view of `extent` can show."""
    tolerance = min(0.03, max(0.001, extent.width / 3000))
    return {
        "row": [shape.row for shape in shapes],
        "entry": [shape.entry for shape in shapes],
        "spot": [shape.spot for shape in shapes],
        "outline": [
            encode_shape(simplify(shape.outline, tolerance, preserve_topology=True), GRID, extent.shift_below)
            for shape in shapes
        ],
    }


def _points(
    layer: Layer, rows: Rows, chosen: Selection, *, spots: Spots, texts: Texts, words: Strings
) -> dict[str, list[Any]]:
    lists: dict[str, list[Any]] = {"row": [], "entry": [], "spot": []}
    encode = layer.encode
    if encode.size:
        lists["size"] = []
    if encode.dash:
        lists["dashed"] = []
    if encode.label:
        lists["label"] = []
    for row, entry, dashed in zip(chosen.rows, chosen.entry, chosen.dashed, strict=True):
        for spot in _spots_of(layer, rows, row, spots):
            lists["row"].append(row)
            lists["entry"].append(entry)
            lists["spot"].append(spot)
            if encode.size:
                lists["size"].append(pixels(encode.size, rows.column(encode.size.by)[row]))
            if encode.dash:
                lists["dashed"].append(int(dashed))
            if encode.label:
                lists["label"].append(texts.add(_label(encode.label, rows, row, words)))
    return lists


def _spots_of(layer: Layer, rows: Rows, row: int, spots: Spots) -> list[int]:
    geometry = rows.geometry[row]
    name = rows.column("place")[row]
    if geometry is None or geometry.is_empty:
        return []
    if rows.column("precision")[row] in AREAS or not geometry.geom_type.endswith("Point"):
        return [spots.add(*_middle(rows, row), name, area=True)]
    points = getattr(geometry, "geoms", [geometry])
    names = (name or "").split("; ") if len(points) > 1 else [name]
    disc = 0.0
    if layer.encode.disc and (rows.column("precision")[row] == "adm2" or rows.column("role")[row] == "near"):
        disc = rows.column("radius_km")[row] or 0.0
    disc = disc if disc >= DISC_FROM_KM else 0.0
    return [
        spots.add(point.x, point.y, names[number] if number < len(names) else name, disc=disc)
        for number, point in enumerate(points)
    ]


def _middle(rows: Rows, row: int) -> tuple[float, float]:
    """Longitude and latitude of the spot that stands for an area."""
    lon, lat = rows.column("rep_lon")[row], rows.column("rep_lat")[row]
    geometry = rows.geometry[row]
    if (lon is None or lat is None) and geometry is not None:
        inside = geometry.representative_point()
        return inside.x, inside.y
    return lon, lat


def _arrows(
    layer: Layer, rows: Rows, chosen: Selection, texts: Texts, words: Strings
) -> dict[str, list[Any]]:
    lists: dict[str, list[Any]] = {"row": [], "entry": [], "dashed": [], "size": [], "label": [], "ends": []}
    for row, entry, dashed in zip(chosen.rows, chosen.entry, chosen.dashed, strict=True):
        geometry = rows.geometry[row]
        if geometry is None or geometry.geom_type != "LineString":
            continue
        (west, south), (east, north) = geometry.coords[0], geometry.coords[-1]
        label = _label(layer.encode.label, rows, row, words) if layer.encode.label else ""
        if rows.column("modality")[row] == "planned":
            label = f"{label} ({words.word('modality', 'planned')})".strip()
        width = 3.0
        if layer.encode.size:
            width = pixels(layer.encode.size, rows.column(layer.encode.size.by)[row])
        lists["row"].append(row)
        lists["entry"].append(entry)
        lists["dashed"].append(int(dashed))
        lists["size"].append(width)
        lists["label"].append(texts.add(label))
        lists["ends"].append([round(value, _DIGITS) for value in (west, south, east, north)])
    return lists


def _label(template: str, rows: Rows, row: int, words: Strings) -> str:
    text = template
    for name in placeholders(template):
        value = rows.column(name)[row]
        if name == "category" and value is not None:
            value = words.word("category", value)
        elif name == "per" and value is not None:
            value = words.word("page", "a_day")
        elif name == "number" and value == "number not given":
            value = words.word("page", "no_number")
        text = text.replace("{" + name + "}", "" if value is None else str(value))
    return " ".join(text.split())


def legend_counts(chosen: Selection) -> list[int]:
    """How many rows each legend entry stands for."""
    counts = [0] * len(chosen.entries)
    for entry in chosen.entry:
        counts[entry] += 1
    return counts


def needed_columns(layer: Layer) -> Mapping[str, None]:
    """The columns that the page needs of a layer's rows, for popups."""
    return dict.fromkeys(line if isinstance(line, str) else line.column for line in layer.popup)
