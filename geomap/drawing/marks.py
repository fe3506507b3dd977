"""Layers to what the page draws: spots on the earth, and for each layer equally long lists."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import simplify
from shapely.geometry.base import BaseGeometry

from geomap.drawing.codec import encode_shape
from geomap.drawing.extent import Extent
from geomap.drawing.positions import middles, standing_points, together
from geomap.drawing.spots import DIGITS, Spots
from geomap.drawing.strings import Strings
from geomap.drawing.texts import Texts
from geomap.geometry import disc
from geomap.layering.layers import Layer, placeholders
from geomap.layering.rows import Rows
from geomap.layering.scales import pixels
from geomap.layering.select import Selection

GRID = 1000  # steps a degree for the outlines of areas


class Shape(msgspec.Struct, frozen=True):
    """An outline to draw, with its row, its legend entry and the spot in its middle.

    A disc has a radius in kilometres in place of its outline.
    """

    row: int
    entry: int
    spot: int
    outline: BaseGeometry
    radius_km: float = 0.0


class Marks(msgspec.Struct, frozen=True):
    """What one layer draws, as columns for the page, and outlines that are still to be encoded."""

    lists: dict[str, Any]
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
        return Marks(_columns(layer, rows, chosen, texts, words), _shapes(rows, chosen, spots, texts))
    if layer.mark == "arrow":
        return Marks(_arrows(layer, rows, chosen, texts, words))
    position, spot = standing_points(layer, rows, chosen, spots, texts)
    columns = _columns(layer, rows, chosen, texts, words)
    found = {name: values[position] for name, values in columns.items()} | {"spot": spot}
    if np.isin(found["row"], list(rows.apart)).any():
        names = [texts.all[name] for name in spots.names(spot).tolist()]
        found["also"] = together(rows, found["row"], names, texts, words)
    return Marks(found)


def encoded_shapes(shapes: Sequence[Shape], extent: Extent) -> dict[str, Any]:
    """Outlines as the page reads them, simplified to what a view of `extent` can show."""
    tolerance = min(0.03, max(0.001, extent.width / 3000))
    return {
        "row": np.array([shape.row for shape in shapes], dtype=np.int64),
        "entry": np.array([shape.entry for shape in shapes], dtype=np.int64),
        "spot": np.array([shape.spot for shape in shapes], dtype=np.int64),
        "radius": np.array([shape.radius_km for shape in shapes], dtype=float),
        "outline": [
            ""
            if shape.radius_km
            else encode_shape(
                simplify(shape.outline, tolerance, preserve_topology=True), GRID, extent.shift_below
            )
            for shape in shapes
        ],
    }


def _columns(layer: Layer, rows: Rows, chosen: Selection, texts: Texts, words: Strings) -> dict[str, Any]:
    """One value for each chosen row, of everything that says how its marks look."""
    encode = layer.encode
    columns: dict[str, Any] = {"row": chosen.rows, "entry": chosen.entry}
    if encode.size:
        number, values = rows.codes(encode.size.by)
        sizes = np.array([pixels(encode.size, value) for value in values], dtype=float)
        columns["size"] = sizes[number[chosen.rows]]
    if encode.dash:
        columns["dashed"] = chosen.dashed.astype(np.int8)
    if encode.label:
        columns["label"] = _labels(encode.label, rows, chosen.rows, texts, words)
    return columns


def _shapes(rows: Rows, chosen: Selection, spots: Spots, texts: Texts) -> list[Shape]:
    drawn = rows.placed()[chosen.rows]
    which = chosen.rows[drawn]
    where = middles(rows, which)
    names, radii = rows.column("place"), rows.column("radius_km")
    number = spots.add_all(
        where[:, 0],
        where[:, 1],
        texts.numbers(names[row] for row in which.tolist()),
        np.zeros(len(which)),
        np.ones(len(which), dtype=bool),
    )
    found = []
    for row, entry, spot, (lon, lat) in zip(
        which.tolist(), chosen.entry[drawn].tolist(), number.tolist(), where.tolist(), strict=True
    ):
        outline, radius = rows.geometry[row], radii[row] or 0.0
        if outline is not None:
            round_one = radius > 0 and outline is disc(lon, lat, radius)
            found.append(Shape(row, entry, spot, outline, radius if round_one else 0.0))
    return found


def _arrows(layer: Layer, rows: Rows, chosen: Selection, texts: Texts, words: Strings) -> dict[str, Any]:
    straight = [
        n
        for n, row in enumerate(chosen.rows.tolist())
        if getattr(rows.geometry[row], "geom_type", None) == "LineString"
    ]
    columns = _columns(layer, rows, chosen, texts, words)
    found = {name: values[straight] for name, values in columns.items()}
    found.setdefault("size", np.full(len(straight), 3.0))
    found.setdefault("dashed", np.zeros(len(straight), dtype=np.int8))
    found.setdefault("label", np.full(len(straight), -1))
    events = Counter(rows.column("event")[row] for row in found["row"].tolist())
    for n, row in enumerate(found["row"].tolist()):
        label = texts.all[found["label"][n]] if found["label"][n] >= 0 else ""
        # one number for several ways is not to be read as one for each
        total = words.word("page", "in_all") if label and events[rows.column("event")[row]] > 1 else ""
        modality = rows.column("modality")[row]
        status = "" if modality == "occurred" else f"({words.word('modality', modality)})"
        if total or status:
            found["label"][n] = texts.add(" ".join(filter(None, (label, total, status))))
    ends = []
    for row in found["row"].tolist():
        coordinates = shapely.get_coordinates(rows.geometry[row])
        ends.append([round(value, DIGITS) for value in (*coordinates[0].tolist(), *coordinates[-1].tolist())])
    return {**found, "ends": ends}


def _labels(
    template: str, rows: Rows, chosen: NDArray[np.int64], texts: Texts, words: Strings
) -> NDArray[np.int64]:
    """The label of each row, filled in once for each set of values that occurs."""
    names = placeholders(template)
    first, number = rows.groups(names, chosen)
    columns = [rows.column(name) for name in names]
    labels = [
        texts.add(_label(template, dict(zip(names, (column[row] for column in columns), strict=True)), words))
        for row in first.tolist()
    ]
    return np.array(labels, dtype=np.int64)[number]


def _label(template: str, values: Mapping[str, Any], words: Strings) -> str:
    text = template
    for name, value in values.items():
        said = "" if value is None else str(value)
        if name == "category" and value is not None:
            said = words.word("category", value)
        elif name == "per" and value is not None:
            said = words.word("page", "a_day")
        elif name == "number" and value == "number not given":
            said = words.word("page", "no_number")
        text = text.replace("{" + name + "}", said)
    return " ".join(text.split())


def legend_counts(chosen: Selection) -> list[int]:
    """How many rows each legend entry stands for."""
    counts: list[int] = np.bincount(chosen.entry, minlength=len(chosen.entries)).tolist()
    return counts


def needed_columns(layer: Layer) -> Mapping[str, None]:
    """The columns that the page needs of a layer's rows, for popups."""
    return dict.fromkeys(line if isinstance(line, str) else line.column for line in layer.popup)
