"""Layers from files of the user's own, as the page reads them (assets/own.js).

They are kept apart from the records' tables: their columns are the user's, few and unknown beforehand, so
that their texts stand where they are used.
"""

import base64
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from shapely.geometry.base import BaseGeometry

from geomap.drawing.codec import encode, lines, rings
from geomap.errors import LayerError
from geomap.layering.labels import entry_label
from geomap.layering.layers import Layer, in_order, placeholders
from geomap.layering.own import DATED, own_rows, simplified, undrawable
from geomap.layering.rows import Rows
from geomap.layering.scales import pixels
from geomap.layering.select import Selection, by_frequency, matching, select

GRID = 20_000
"""Steps a degree: about five metres."""
_REST = {"other": "Other", "unnamed": "Not given"}
_NAMES = ("name", "Name", "NAME", "title", "label")
Place = tuple[float, float]


class Overlay(msgspec.Struct, frozen=True):
    """A layer of the user's for the page, and the corners of what it draws (lon, lat), for the first view."""

    data: dict[str, Any]
    corners: Sequence[Place]


def overlays(layers: Sequence[Layer]) -> list[Overlay]:
    """The layers among `layers` that have a file of their own, each with its place in the drawing order.

    Raises:
        LayerError: A file cannot be read, or holds what its layer cannot draw.
    """
    ordered = in_order(layers)
    return [_overlay(layer, at) for at, layer in enumerate(ordered) if layer.file is not None]


def _overlay(layer: Layer, at: int) -> Overlay:
    rows = own_rows(layer)
    wrong = undrawable(layer, rows, matching(rows, layer.where))
    if wrong:
        raise LayerError(wrong)
    palette = layer.encode.colour
    sides = {palette.by: by_frequency([rows.codes(palette.by)])} if palette else {}
    chosen = select(rows, layer, sides)
    data = {
        "at": at,
        "id": layer.id,
        "title": layer.title,
        "mark": layer.mark,
        "records": layer.kind,
        "show": layer.show,
        "source": layer.source or "",
        "dash": layer.encode.dash.label if layer.encode.dash else -1,
        "legend": _legend(layer, chosen),
        "popup": [_popup_line(line) for line in layer.popup],
        "table": _table(layer, rows, chosen),
        **_marks(layer, rows, chosen),
    }
    shapes = [shape for shape in (rows.geometry[row] for row in chosen.rows.tolist()) if shape is not None]
    bounds = [shape.bounds for shape in shapes]
    return Overlay(_written(data), [corner for box in bounds for corner in (box[:2], box[2:])])


def _legend(layer: Layer, chosen: Selection) -> list[dict[str, Any]]:
    counts = [0] * len(chosen.entries)
    for entry in chosen.entry.tolist():
        counts[entry] += 1
    return [
        {
            "label": entry_label(entry, layer, _REST),
            "glyph": entry.glyph,
            "colour": entry.colour,
            "fill": entry.fill,
            "count": counts[number],
        }
        for number, entry in enumerate(chosen.entries)
    ]


def _popup_line(line: Any) -> list[str]:
    if isinstance(line, str):
        return ["date", ""] if line == "date" else [f"own:{line}", line]
    return [line.column if line.column == "date" else f"own:{line.column}", line.label]


def _table(layer: Layer, rows: Rows, chosen: Selection) -> dict[str, Any]:
    """The columns of the popup for the rows that are drawn, by the number of the mark's row."""
    names = dict.fromkeys(line if isinstance(line, str) else line.column for line in layer.popup)
    columns: dict[str, Any] = {
        "id": [str(row + 1) for row in chosen.rows.tolist()],
        "headline": [_headline(layer, rows, row) for row in chosen.rows.tolist()],
    }
    for name in names:
        if name in rows.columns:
            columns[f"own:{name}"] = [_cell(rows.column(name)[row]) for row in chosen.rows.tolist()]
    if layer.time:
        columns |= {name: [_cell(rows.column(name)[row]) for row in chosen.rows.tolist()] for name in DATED}
    return {"length": len(chosen.rows), "columns": columns}


def _cell(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value


def _written(value: Any) -> Any:
    """The same tree with texts that can be written as UTF-8: a lone surrogate cannot."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_written(key): _written(each) for key, each in value.items()}
    return [_written(each) for each in value] if isinstance(value, list | tuple) else value


def _headline(layer: Layer, rows: Rows, row: int) -> str:
    if layer.encode.label and layer.mark in {"area", "label"}:
        said = _label(layer, rows, row)
        if said:
            return said
    for name in _NAMES:
        value = rows.columns.get(name)
        if value and value[row]:
            return str(value[row])
    return layer.title


def _label(layer: Layer, rows: Rows, row: int) -> str:
    template = layer.encode.label or ""
    values = {name: rows.column(name)[row] for name in placeholders(template)}
    text = template
    for name, value in values.items():
        shown = "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
        text = text.replace("{" + name + "}", shown)
    return " ".join(text.split())


def _marks(layer: Layer, rows: Rows, chosen: Selection) -> dict[str, Any]:
    found: dict[str, Any] = {"row": [], "entry": [], "dashed": [], "label": [], "points": [], "size": []}
    shapes = [rows.geometry[row] for row in chosen.rows.tolist()]
    size = layer.encode.size
    for number, (row, entry, dashed, shape) in enumerate(
        zip(chosen.rows.tolist(), chosen.entry.tolist(), chosen.dashed, shapes, strict=True)
    ):
        for point in _standing(shape, layer):
            found["row"].append(number)
            found["entry"].append(entry)
            found["dashed"].append(int(dashed))
            found["label"].append(_label(layer, rows, row) if layer.encode.label else "")
            found["points"].append(point)
            if size:
                found["size"].append(pixels(size, rows.column(size.by)[row]))
    if layer.mark == "area":
        thinned = simplified([shape for shape in shapes if shape is not None])
        found["grid"] = GRID
        found["outline"] = [_encoded(shape) for shape in thinned]
    return found


def _standing(shape: BaseGeometry | None, layer: Layer) -> list[Place]:
    """Where marks stand: every point of several, one point inside an area, the middle of a line."""
    if shape is None:
        return []
    if shape.geom_type == "MultiPoint" and layer.mark != "label":
        return [_rounded(part.x, part.y) for part in shape.geoms]  # type: ignore[attr-defined]
    if shape.geom_type in {"LineString", "MultiLineString"}:
        longest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.length)
        middle = longest.interpolate(0.5, normalized=True)
    else:
        middle = shape.representative_point()
    return [_rounded(middle.x, middle.y)]


def _rounded(lon: float, lat: float) -> Place:
    return (round(lon, 5), round(lat, 5))


def _encoded(shape: BaseGeometry) -> str:
    return base64.b64encode(encode([rings([shape]), lines([shape])], GRID)).decode("ascii")


def credits_of(layers: Sequence[Layer]) -> list[str]:
    """Whom the layers' own files name as their source."""
    return list(dict.fromkeys(_written(layer.source) for layer in layers if layer.file and layer.source))
