"""Parquet files and what GDAL reads (GeoJSON, GeoPackage) as rows of cells; geometries as lat and lon."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.geometry import distance_km
from geomap.tables.cells import Sheet, cell_sheet
from geomap.tables.profiles import Profile

_BATCH = 5000
_DEGREES = ("EPSG:4326", "OGC:CRS84")
_LAYERS = 50


@contextmanager
def parquet(path: Path, profile: Profile | None) -> Iterator[Sheet]:
    """The table in a Parquet file, GeoParquet or not.

    Raises:
        InputError: The file is broken or no column is understood.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as file:
            geometry, crs = _geometry_of(file.schema_arrow.metadata or {})
            rows = _rows(file.schema_arrow.names, file.iter_batches(_BATCH), geometry, crs)
            yield cell_sheet(_guarded(rows, str(path), pa.ArrowException), str(path), profile)
    except pa.ArrowException as error:
        raise InputError(f"{path}: not a Parquet file that can be read: {_first_line(error)}") from error


@contextmanager
def vector(path: Path, profile: Profile | None) -> Iterator[Sheet]:
    """The first layer of a GeoJSON file or GeoPackage whose columns are understood.

    Raises:
        InputError: The file is broken or no column is understood.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    problem: InputError | None = None
    try:
        for layer in pyogrio.list_layers(path)[:_LAYERS, 0]:
            with pyogrio.open_arrow(path, layer=layer, batch_size=_BATCH, use_pyarrow=True) as (
                about,
                reader,
            ):
                geometry = about["geometry_name"] or "wkb_geometry"
                rows = _rows(reader.schema.names, reader, geometry, about["crs"])
                try:
                    sheet = cell_sheet(_guarded(rows, str(path), RuntimeError), str(path), profile)
                except InputError as error:
                    problem = problem or error
                    continue
                yield sheet
                return
    except (DataSourceError, DataLayerError) as error:
        raise InputError(f"{path}: cannot be read: {_first_line(error)}") from error
    raise problem or InputError(f"{path}: no layer in it")


def _guarded(rows: Iterator[list[str]], name: str, broken: type[Exception]) -> Iterator[list[str]]:
    try:
        yield from rows
    except broken as error:
        raise InputError(f"{name}: breaks off: {_first_line(error)}") from error


def _rows(
    names: Sequence[str], batches: Iterable[Any], geometry: str | None, crs: str | None
) -> Iterator[list[str]]:
    """The headings and then the rows; what a geometry says comes first, its extent last."""
    plain = [name for name in names if name != geometry]
    placed = geometry in names
    yield [*(("lat", "lon") if placed else ()), *plain, *(("radius_km", "precision") if placed else ())]
    for batch in batches:
        columns = [_texts(batch.column(name)) for name in plain]
        if placed:
            lats, lons, radii, precisions = _points(batch.column(geometry), crs)
            columns = [lats, lons, *columns, radii, precisions]
        yield from map(list, zip(*columns, strict=True))


def _texts(column: Any) -> list[str]:
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        if pa.types.is_integer(kind) or pa.types.is_date(kind):
            column = column.cast(pa.string())
        else:
            return [_text(value) for value in column.to_pylist()]
    return ["" if value is None else value for value in column.to_pylist()]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if value != value else str(int(value)) if value.is_integer() else repr(value)  # noqa: PLR0124
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)


def _points(column: Any, crs: str | None) -> tuple[list[str], list[str], list[str], list[str]]:
    """A point inside each geometry, and for what is no point the radius that holds it."""
    import numpy as np
    import shapely

    shapes = shapely.from_wkb(np.array(column.to_pylist(), dtype=object), on_invalid="ignore")
    points = shapely.point_on_surface(shapes)
    xs, ys = shapely.get_x(points), shapely.get_y(points)
    wide = np.flatnonzero(~np.isnan(xs) & (shapely.get_type_id(shapes) != 0))
    bounds = shapely.bounds(shapes)
    corners = bounds[:, [0, 2]], bounds[:, [1, 3]]
    if crs is not None and crs.upper() not in _DEGREES:
        from pyproj import Transformer

        turn = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
        xs, ys = turn.transform(xs, ys)
        corners = turn.transform(*corners)
    radii, precisions = [""] * len(xs), [""] * len(xs)
    for row in wide:
        reach = (
            distance_km(xs[row], ys[row], lon, lat) for lon in corners[0][row] for lat in corners[1][row]
        )
        radii[row], precisions[row] = f"{max(reach):.1f}", "area"
    return _numbers(ys), _numbers(xs), radii, precisions


def _numbers(values: Any) -> list[str]:
    return ["" if value != value else repr(value) for value in values.tolist()]  # noqa: PLR0124


def _geometry_of(metadata: dict[bytes, bytes]) -> tuple[str | None, str | None]:
    """The geometry column of GeoParquet and its system of coordinates, in so far as it is WKB."""
    import msgspec

    if b"geo" not in metadata:
        return None, None
    try:
        geo = msgspec.json.decode(metadata[b"geo"])
        name = geo["primary_column"]
        column = geo["columns"][name]
        if column["encoding"] != "WKB":
            return None, None
        named = (column.get("crs") or {}).get("id") or {}
        return name, f"{named['authority']}:{named['code']}" if named else None
    except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
        return None, None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
