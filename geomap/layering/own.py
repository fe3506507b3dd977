"""Layers from files of the user's own: GeoJSON and GeoPackage to rows, with dates, in WGS 84."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from shapely import get_num_coordinates
from shapely.errors import ShapelyError
from shapely.geometry import shape as as_geometry
from shapely.geometry.base import BaseGeometry

from geomap.errors import LayerError
from geomap.layering.layers import Layer, Mark, Time
from geomap.layering.rows import Rows

SHAPE = "shape"
"""A column that every file has beside its own: area, line or point."""
DATED = ("date_start", "date_end", "date_precision")
_SUFFIXES = {".geojson": "GeoJSON", ".json": "GeoJSON", ".gpkg": "GeoPackage"}
_MOST_POINTS = 60_000
_FINEST = 0.00005  # degrees: about five metres
_DRAWN_AS: Mapping[Mark, tuple[str, ...]] = {
    "area": ("area", "line"),
    "glyph": ("point",),
    "circle": ("point",),
    "density": ("point",),
    "label": ("point", "area", "line"),
}
_WGS84 = {
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "EPSG:4326",
    "urn:ogc:def:crs:EPSG::4326",
}


class _Read(msgspec.Struct, frozen=True):
    """Features as they stand in a file: properties and shapes, in the file's order."""

    properties: Sequence[Mapping[str, Any]]
    shapes: Sequence[BaseGeometry | None]
    crs: str | None


def own_rows(layer: Layer) -> Rows:
    """The features of a layer's file: their properties as columns, ``shape``, and dates if `time` names some.

    Raises:
        LayerError: The file is missing, damaged or empty, a feature lies off the earth, a property that the
            layer names is not there or holds no date; names file, feature and mend.
    """
    file = Path(layer.file or "")
    read = _read(file, layer.table)
    names = list(dict.fromkeys(name for each in read.properties for name in each))
    columns: dict[str, list[Any]] = {
        name: [_plain(each.get(name)) for each in read.properties] for name in names
    }
    columns[SHAPE] = [_kind(shape) for shape in read.shapes]
    if layer.time:
        columns |= _dates(layer.time, columns, file)
    return Rows(columns, read.shapes)


def columns_of_file(layer: Layer) -> tuple[str, ...]:
    """The columns that the layer may name.

    Raises:
        LayerError: As for `own_rows`.
    """
    return tuple(name for name in own_rows(layer).columns if name not in DATED)


def undrawable(layer: Layer, rows: Rows, chosen: Sequence[int]) -> str | None:
    """What is wrong if the layer's mark cannot draw one of the rows that its conditions choose."""
    can = _DRAWN_AS.get(layer.mark, ("area", "line", "point"))
    for row in chosen:
        kind = rows.column(SHAPE)[row]
        if kind is not None and kind not in can:
            wanted = f'"{can[0]}"' if len(can) == 1 else f"[{', '.join(json.dumps(each) for each in can)}]"
            file = Path(layer.file or "").name
            return (
                f"{file}: feature {row + 1}: {_a(kind)} cannot be drawn as {layer.mark}; "
                f"choose others with where = {{ shape = {wanted} }}, or draw it in a layer of its own"
            )
    return None


def simplified(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The same shapes with so many points that a page can carry them; neighbours keep their common border."""
    from shapely import coverage_is_valid, coverage_simplify, simplify

    found = list(shapes)
    polygons = bool(found) and all(shape.geom_type in {"Polygon", "MultiPolygon"} for shape in found)
    together = polygons and bool(coverage_is_valid(found))
    tolerance = _FINEST
    while sum(int(get_num_coordinates(shape)) for shape in found) > _MOST_POINTS and tolerance < 1:
        tolerance *= 2
        thinned = (
            coverage_simplify(list(shapes), tolerance)
            if together
            else simplify(list(shapes), tolerance, preserve_topology=True)
        )
        found = list(thinned)
    return found


def _read(file: Path, table: str | None) -> _Read:
    if file.suffix.lower() not in _SUFFIXES:
        raise LayerError(f"{file.name}: neither .geojson nor .gpkg; convert it, for example with ogr2ogr")
    try:
        stamp = file.stat().st_mtime_ns
    except OSError as error:
        raise LayerError(f"{file}: cannot be read: {error.strerror}") from error
    return _cached(file, table, stamp)


@lru_cache(maxsize=16)
def _cached(file: Path, table: str | None, _stamp: int) -> _Read:
    read = _geojson(file) if _SUFFIXES[file.suffix.lower()] == "GeoJSON" else _geopackage(file, table)
    if not read.shapes:
        raise LayerError(f"{file.name}: has no features; nothing could be drawn")
    shapes = _in_wgs84(read, file)
    return _Read(read.properties, [_placed(shape, row, file) for row, shape in enumerate(shapes)], None)


def _geojson(file: Path) -> _Read:
    try:
        found = json.loads(file.read_bytes())
    except json.JSONDecodeError as error:
        raise LayerError(
            f"{file.name}: not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from error
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise LayerError(f"{file.name}: cannot be read: {error}") from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        raise LayerError(f"{file.name}: no FeatureCollection; a layer's file holds 'features'")
    properties, shapes = [], []
    for row, feature in enumerate(features):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise LayerError(f"{file.name}: feature {row + 1}: its type is not 'Feature'")
        properties.append(feature.get("properties") or {})
        geometry = feature.get("geometry")
        try:
            shapes.append(None if geometry is None else as_geometry(geometry))
        except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise LayerError(
                f"{file.name}: feature {row + 1}: its geometry cannot be read ({error}); mend or remove it"
            ) from error
    crs = found.get("crs")
    named = crs.get("properties", {}).get("name") if isinstance(crs, dict) else None
    return _Read(properties, shapes, str(named) if named else None)


def _geopackage(file: Path, table: str | None) -> _Read:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        tables = [str(name) for name, kind in pyogrio.list_layers(file) if kind is not None]
        if table is None and len(tables) != 1:
            raise LayerError(f"{file.name}: has the tables {', '.join(tables)}; say which with table = …")
        if table is not None and table not in tables:
            raise LayerError(f"{file.name}: has no table {table!r}, but {', '.join(tables)}")
        frame = pyogrio.read_dataframe(file, layer=table or tables[0], fid_as_index=False)
    except (DataSourceError, DataLayerError) as error:
        raise LayerError(f"{file.name}: no GeoPackage that can be read: {error}") from error
    names = [name for name in frame.columns if name != frame.geometry.name]
    rows = frame[names].astype(object).to_dict("records")
    crs = None if frame.crs is None else frame.crs.to_string()
    return _Read(rows, [shape if shape is not None else None for shape in frame.geometry], crs)


def _in_wgs84(read: _Read, file: Path) -> Sequence[BaseGeometry | None]:
    if read.crs is None or read.crs in _WGS84:
        return read.shapes
    import geopandas
    import numpy as np
    from pyproj.exceptions import CRSError

    try:
        return list(
            geopandas.GeoSeries(np.array(read.shapes, dtype=object), crs=read.crs).to_crs("EPSG:4326")
        )
    except CRSError as error:
        raise LayerError(f"{file.name}: an unknown coordinate system: {read.crs!r}") from error


def _placed(shape: BaseGeometry | None, row: int, file: Path) -> BaseGeometry | None:
    """A shape that lies on the earth, valid, and in one piece across the antimeridian."""
    from shapely import make_valid, transform

    if shape is None or shape.is_empty:
        return None
    west, south, east, north = shape.bounds
    if not all(map(math.isfinite, shape.bounds)) or south < -90 or north > 90 or west < -360 or east > 360:
        raise LayerError(
            f"{file.name}: feature {row + 1}: lies off the earth (longitude {west:g} to {east:g}, latitude "
            f"{south:g} to {north:g}); write longitude, latitude in degrees, or name the system in the file"
        )
    shape = transform(shape, lambda points: points, include_z=False)
    if east - west > 180:
        shape = _each_part(shape, _unwrapped)
    if shape.geom_type in {"Polygon", "MultiPolygon"} and not shape.is_valid:
        shape = make_valid(shape)
    return shape


def _each_part(shape: Any, change: Callable[[Any], Any]) -> Any:
    parts = getattr(shape, "geoms", None)
    if parts is None:
        return change(shape)
    return type(shape)([_each_part(part, change) for part in parts])


def _unwrapped(part: Any) -> Any:
    """A part whose points jump from one edge of the map to the other, continued beyond the edge."""
    from shapely import transform

    def run_on(points: Any) -> Any:
        import numpy as np

        steps = np.diff(points[:, 0], prepend=points[:1, 0])
        turns = -np.cumsum(np.where(steps > 180, 1, 0) - np.where(steps < -180, 1, 0))
        moved = points.copy()
        moved[:, 0] += 360.0 * turns
        return moved

    if part.geom_type == "Polygon":
        rings = [run_on(_points(ring)) for ring in (part.exterior, *part.interiors)]
        return type(part)(rings[0], rings[1:])
    return transform(part, run_on) if part.geom_type == "LineString" else part


def _points(ring: Any) -> Any:
    import numpy as np

    return np.asarray(ring.coords, dtype=float)


def _kind(shape: BaseGeometry | None) -> str | None:
    if shape is None:
        return None
    kind = shape.geom_type.removeprefix("Multi")
    if kind == "GeometryCollection":
        kinds = [_kind(part) for part in getattr(shape, "geoms", ())]
        return max((each for each in kinds if each), key=("point", "line", "area").index, default=None)
    return {"Polygon": "area", "LineString": "line", "LinearRing": "line", "Point": "point"}.get(kind)


def _plain(value: Any) -> Any:
    """A property as text, number, bool or None: what a page and a condition can hold."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.date().isoformat() if value == value else None  # noqa: PLR0124 - NaT differs from itself
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    item = getattr(value, "item", None)
    return _plain(item()) if item else str(value)


def _dates(time: Time, columns: Mapping[str, Sequence[Any]], file: Path) -> dict[str, list[Any]]:
    def days(name: str | None) -> list[date | None]:
        if name is None:
            return [None] * len(columns[SHAPE])
        if name not in columns:
            raise LayerError(f"{file.name}: no property {name!r} for time; there are {', '.join(columns)}")
        return [_day(value, name, row, file) for row, value in enumerate(columns[name])]

    if time.date:
        on = days(time.date)
        return {
            "date_start": list(on),
            "date_end": list(on),
            "date_precision": ["day" if each else "unknown" for each in on],
        }
    first, last = days(time.start), days(time.end)
    precision = [
        "unknown" if not (a or b) else "range" if b else "ongoing" for a, b in zip(first, last, strict=True)
    ]
    return {"date_start": list(first), "date_end": list(last), "date_precision": precision}


def _day(value: Any, name: str, row: int, file: Path) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError as error:
        raise LayerError(
            f"{file.name}: feature {row + 1}: {name}: no date {str(value)[:40]!r}; write it as 2024-10-31"
        ) from error


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "area" else f"a {kind}"
