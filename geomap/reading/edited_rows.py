"""The rows of events and figures as they stand in a file of geomap's that somebody edited."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from geomap.errors import InputError
from geomap.interchange.carried import NAME, UNTOUCHED, Collection

Row = Mapping[str, Any]
"""A row by column; its point, where it has one, under POINT."""

POINT = ":point"
"""Key of a row's longitude and latitude: None without a geometry, absent where it is an area or line."""

_LAYERS = ("event", "figure")

_ENVELOPES = (0, 32, 48, 48, 64)  # bytes of a GeoPackage blob's bounds, by the code in its flags


class EditedRows(NamedTuple):
    """Rows by layer; ``others`` are layers that were edited and of which nothing is taken."""

    event: Sequence[Row]
    figure: Sequence[Row]
    others: tuple[str, ...] = ()


class _Feature(msgspec.Struct, frozen=True):
    geometry: Mapping[str, Any] | None = None
    properties: Mapping[str, Any] | None = None


def edited_rows(path: Path, kind: Literal["geojson", "gpkg"]) -> EditedRows:
    """The events and figures in the file at `path`.

    Raises:
        InputError: It is damaged.
        OSError: It cannot be opened.
    """
    try:
        return _in_geojson(path) if kind == "geojson" else _in_geopackage(path)
    except (sqlite3.Error, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: its features cannot be read: {error}") from error


def _in_geojson(path: Path) -> EditedRows:
    rows: dict[str, list[Row]] = {layer: [] for layer in _LAYERS}
    for raw in msgspec.json.decode(path.read_bytes(), type=Collection).features:
        feature = msgspec.json.decode(raw, type=_Feature)
        properties = feature.properties or {}
        if properties.get("layer") in rows:
            rows[properties["layer"]].append({**properties, **_point_of(feature.geometry)})
    return EditedRows(rows["event"], rows["figure"])


def _point_of(geometry: Mapping[str, Any] | None) -> dict[str, Any]:
    if geometry is None:
        return {POINT: None}
    where = geometry.get("coordinates")
    if geometry.get("type") != "Point" or not isinstance(where, list) or len(where) < 2:
        return {}
    return {POINT: (float(where[0]), float(where[1]))}


def _in_geopackage(path: Path) -> EditedRows:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
        changed = {
            name: moment != UNTOUCHED
            for name, moment in base.execute("SELECT table_name, last_change FROM gpkg_contents")
        }
        rows = {layer: list(_of_layer(base, layer)) if layer in changed else [] for layer in _LAYERS}
    not_taken = {*_LAYERS, "layer_styles", "readme", NAME}
    others = tuple(name for name, edited in changed.items() if edited and name not in not_taken)
    return EditedRows(rows["event"], rows["figure"], others)


def _of_layer(base: sqlite3.Connection, layer: str) -> Iterator[Row]:
    (column,) = base.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
    ).fetchone() or ("",)
    found = base.execute(f'SELECT * FROM "{layer}" ORDER BY 1')  # noqa: S608 - one of our own names
    names = [name for name, *_ in found.description]
    for cells in found:
        row = dict(zip(names, cells, strict=True))
        yield {**row, **(_point_in(row.pop(column, None)) if column else {})}


def _point_in(blob: bytes | None) -> dict[str, Any]:
    """A point of a GeoPackage's blob: a head, perhaps bounds, well-known binary."""
    if blob is None:
        return {POINT: None}
    import shapely

    flags = blob[3]
    shape: Any = shapely.from_wkb(blob[8 + _ENVELOPES[flags >> 1 & 7] :])
    if shape.is_empty:
        return {POINT: None}
    only = shape.geoms[0] if shape.geom_type == "MultiPoint" and len(shape.geoms) == 1 else shape
    return {POINT: (only.x, only.y)} if only.geom_type == "Point" else {}
