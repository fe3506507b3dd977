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
from geomap.drawing.spots import DIGITS, Spots
from geomap.drawing.strings import Strings
from geomap.drawing.texts import Texts
from geomap.geometry import disc
from geomap.layering.columns import Rows
from geomap.layering.layers import Layer, placeholders
from geomap.layering.scales import pixels
from geomap.layering.select import Selection
from geomap.records import AREAS, Place

GRID = 1000  # steps a degree for the outlines of areas
DISC_FROM_KM = 1.0
_POINT = 0  # shapely's number of that type
_VAGUE, _NEAR = "adm2", "near"  # the precision and the role of a place that is known roughly


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
    position, spot = _standing_points(layer, rows, chosen, spots, texts)
    columns = _columns(layer, rows, chosen, texts, words)
    found = {name: values[position] for name, values in columns.items()} | {"spot": spot}
    together = (
        _together(rows, found["row"], [texts.all[spots.name(each)] for each in spot.tolist()], texts, words)
        if rows.apart
        else None
    )
    return Marks(found | ({} if together is None else {"also": together}))


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
    found = []
    names, radii = rows.column("place"), rows.column("radius_km")
    for row, entry in zip(chosen.rows.tolist(), chosen.entry.tolist(), strict=True):
        outline = rows.geometry[row]
        if outline is not None:
            lon, lat = _middle(rows, row)
            spot = spots.add(lon, lat, texts.add(names[row]), area=True)
            radius = radii[row] or 0.0
            round_one = radius > 0 and outline is disc(lon, lat, radius)
            found.append(Shape(row, entry, spot, outline, radius if round_one else 0.0))
    return found


def _standing_points(
    layer: Layer, rows: Rows, chosen: Selection, spots: Spots, texts: Texts
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each mark its position among the chosen rows, and its spot; a row may stand at several points."""
    shapes = np.array([rows.geometry[row] for row in chosen.rows.tolist()], dtype=object)
    wide = rows.where("precision", AREAS.__contains__)[chosen.rows]
    single = (shapely.get_type_id(shapes) == _POINT) & ~wide & ~shapely.is_empty(shapes)
    single &= ~np.isin(chosen.rows, list(rows.apart))
    discs = _discs(layer, rows)
    number, values = rows.codes("place")
    names = texts.numbers(values)[number]
    plain = np.flatnonzero(single)
    of = chosen.rows[plain]
    points = shapes[plain]
    position = [plain]
    spot = [spots.add_all(shapely.get_x(points), shapely.get_y(points), names[of], discs[of])]
    for other in np.flatnonzero(~single).tolist():
        row = int(chosen.rows[other])
        found = _spots_of(layer, rows, row, spots, texts)
        position.append(np.full(len(found), other))
        spot.append(np.array(found, dtype=np.int64))
    positions = np.concatenate(position)
    order = np.argsort(positions, kind="stable")
    return positions[order], np.concatenate(spot)[order]


def _discs(layer: Layer, rows: Rows) -> NDArray[np.float64]:
    """Kilometres within which the place of each row is known to lie, where that is to be drawn."""
    if not layer.encode.disc:
        return np.zeros(len(rows))
    radius = np.array([value or 0.0 for value in rows.column("radius_km")], dtype=float)
    vague = rows.where("precision", lambda value: value == _VAGUE) | rows.where(
        "role", lambda value: value == _NEAR
    )
    return np.where(vague & (radius >= DISC_FROM_KM), radius, 0.0)


def _spots_of(layer: Layer, rows: Rows, row: int, spots: Spots, texts: Texts) -> list[int]:
    """The spots of a row that stands on an area or at several places, or is a shape of the user's."""
    if row in rows.apart:
        return list(
            dict.fromkeys(
                spots.add(
                    place.lon,
                    place.lat,
                    texts.add(place.name),
                    area=place.precision in AREAS,
                    disc=_disc(layer, place, rows.column("role")[row]),
                )
                for place, _ in rows.apart[row]
            )
        )
    geometry = rows.geometry[row]
    name = texts.add(rows.column("place")[row])
    if geometry is None or geometry.is_empty:
        return []
    if rows.column("precision")[row] in AREAS or not geometry.geom_type.endswith("Point"):
        return [spots.add(*_middle(rows, row), name, area=True)]
    return [spots.add(point.x, point.y, name) for point in getattr(geometry, "geoms", [geometry])]


def _disc(layer: Layer, place: Place, role: str | None) -> float:
    """Kilometres within which one of several places is known to lie, as `_discs` gives them."""
    vague = place.precision == _VAGUE or (role == _NEAR and place.precision not in AREAS)
    return place.radius_km if layer.encode.disc and vague and place.radius_km >= DISC_FROM_KM else 0.0


def _together(
    rows: Rows, row: NDArray[np.int64], names: Sequence[str], texts: Texts, words: Strings
) -> NDArray[np.int64] | None:
    """For each mark of a row that stands at several places which others there are; None if no row does.

    `row` and `names` are the row and the place of each mark.
    """
    several = np.flatnonzero(np.isin(row, list(rows.apart)))
    if not len(several):
        return None
    found = np.full(len(row), -1)
    for n in several.tolist():
        others = dict.fromkeys(place.name for place, _ in rows.apart[int(row[n])] if place.name != names[n])
        if others:
            found[n] = texts.add(words.word("page", "together").replace("{places}", ", ".join(others)))
    return found


def _middle(rows: Rows, row: int) -> tuple[float, float]:
    """Longitude and latitude of the spot that stands for an area."""
    lon, lat = rows.column("rep_lon")[row], rows.column("rep_lat")[row]
    geometry = rows.geometry[row]
    if (lon is None or lat is None) and geometry is not None:
        inside = geometry.representative_point()
        return inside.x, inside.y
    return lon, lat


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
    together = np.zeros(len(chosen), dtype=np.int64)
    for name in names:
        number, values = rows.codes(name)
        together = np.unique(together * len(values) + number[chosen], return_inverse=True)[1]
    _, first, back = np.unique(together, return_index=True, return_inverse=True)
    labels = np.zeros(len(first), dtype=np.int64)
    for place in np.argsort(first).tolist():
        labels[place] = texts.add(_label(template, names, rows, int(chosen[first[place]]), words))
    return labels[back]


def _label(template: str, names: Sequence[str], rows: Rows, row: int, words: Strings) -> str:
    text = template
    for name in names:
        number, values = rows.codes(name)
        value = values[number[row]]
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
    counts: list[int] = np.bincount(chosen.entry, minlength=len(chosen.entries)).tolist()
    return counts


def needed_columns(layer: Layer) -> Mapping[str, None]:
    """The columns that the page needs of a layer's rows, for popups."""
    return dict.fromkeys(line if isinstance(line, str) else line.column for line in layer.popup)
