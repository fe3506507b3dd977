"""Layers as simplestyle properties, by which geojson.io, uMap and GitHub colour GeoJSON.

https://github.com/mapbox/simplestyle-spec/tree/master/1.1.0 names the properties.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from geomap.features import Table, TableName
from geomap.layering.columns import TABLES, records_of
from geomap.layering.layers import Entry, Glyph, Layer, in_order
from geomap.layering.select import choose

Look = Mapping[str, Any]

# the icons of https://labs.mapbox.com/maki-icons/ that look like our glyphs
_ICONS: Mapping[Glyph, str] = MappingProxyType(
    {
        "cross": "cross",
        "triangle-up": "triangle",
        "triangle-up-open": "triangle-stroked",
        "triangle-down": "triangle",
        "circle": "circle",
        "ring": "circle-stroked",
        "square": "square",
        "square-open": "square-stroked",
        "dot": "circle",
    }
)
_NOT_DRAWN = "#9CA3AF"


def looks(tables: Mapping[TableName, Table], layers: Sequence[Layer]) -> dict[TableName, list[Look]]:
    """The properties of each row of `tables`, as the topmost of `layers` draws it.

    What no layer draws (planned, denied, in the text alone) is small and grey. Of several rows on one area
    the first fills it, so that colours do not pile up.
    """
    _, chosen = choose(records_of(tables), layers)
    found: dict[TableName, list[Look]] = {}
    for kind, name in TABLES.items():
        if name not in tables:
            continue
        entries: list[Entry | None] = [None] * len(tables[name])
        dashed = [False] * len(tables[name])
        for layer in in_order(layers):
            if layer.records != kind or layer.mark == "density":
                continue
            picked = chosen[layer.id]
            for row, entry, dash in zip(picked.rows, picked.entry, picked.dashed, strict=True):
                entries[row], dashed[row] = picked.entries[entry], dash
        found[name] = [_look(entry, faint=dash) for entry, dash in zip(entries, dashed, strict=True)]
        _fill(found[name], tables[name])
    return found


def _look(entry: Entry | None, *, faint: bool) -> dict[str, Any]:
    colour = entry.colour if entry else _NOT_DRAWN
    look: dict[str, Any] = {
        "marker-color": colour,
        "marker-size": "medium" if entry else "small",
        "stroke": colour,
        "stroke-width": 2 if entry else 1,
        "stroke-opacity": 0.5 if faint or entry is None else 1,
        "fill": colour,
        "fill-opacity": 0,
    }
    if entry and entry.glyph is not None and entry.glyph in _ICONS:
        look["marker-symbol"] = _ICONS[entry.glyph]
    return look


def _fill(found: list[Look], table: Table) -> None:
    filled: set[tuple[Any, Any]] = set()
    nothing = [None] * len(table)
    columns = (table.columns.get(name, nothing) for name in ("place_id", "place"))
    for row, (key, shape) in enumerate(zip(zip(*columns, strict=True), table.geometry, strict=True)):
        if shape is None or "Polygon" not in shape.geom_type or found[row]["marker-size"] == "small":
            continue
        if key not in filled:
            filled.add(key)
            found[row] = {**found[row], "fill-opacity": 0.15}
