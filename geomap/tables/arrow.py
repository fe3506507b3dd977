"""Parquet files and what GDAL reads (GeoJSON, GeoPackage) as blocks of cells; geometries as lat and lon."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from geomap.column import Column
from geomap.decoding import in_short
from geomap.errors import InputError
from geomap.geometry import distance_km
from geomap.records import Note
from geomap.tables.blocks import Blocks, from_row, shortened
from geomap.tables.columnar import block_of, texts
from geomap.tables.headings import HEADING_ROWS, cell_layout
from geomap.tables.problems import Problems
from geomap.tables.profiles import Profile

_BATCH = 5000
_DEGREES = ("EPSG:4326", "OGC:CRS84")
_LAYERS = 50
_REPRESENTATIVE = ("rep_lat", "rep_lon")  # of geomap's own rows whose geometry is an area in another layer


class Shape(NamedTuple):
    """The column of geometries (None if there is none) and its system of coordinates (None for degrees)."""

    column: str | None
    crs: str | None


class Batches:
    """A table of Arrow's batches, its headings understood (``layout``); geometries become lat and lon."""

    def __init__(  # noqa: PLR0917 - what there is to know of a table
        self,
        names: Sequence[str],
        batches: Iterator[Any],
        shape: Shape,
        name: str,
        profile: Profile | None,
        told: int | None = None,
    ) -> None:
        """Look at the first of `batches`; `name` is the file's, for messages, `told` the rows it says it has.

        Raises:
            InputError: No heading says where or when, or one that the `profile` names is missing.
        """
        self._shape = shape
        self._name = name
        self._told = told
        self._plain = [name for name in names if name != shape.column]
        self._placed = shape.column in names
        # what a geometry says comes first, its extent last
        before, behind = (("lat", "lon"), ("radius_km", "precision")) if self._placed else ((), ())
        head = [[*before, *self._plain, *behind]]
        first = next(batches, None)
        if first is not None:
            few = self._cells(first.slice(0, HEADING_ROWS), range(len(head[0])))
            head += map(list, zip(*few.values(), strict=True))
        self.layout = cell_layout(head, name, profile)
        self._batches = batches if first is None else chain([first], batches)

    def blocks(self, problems: Problems) -> Blocks:
        """Its rows, counted from 2: the headings are row 1."""
        number, found = 2, 0
        used = self.layout.columns.used
        for batch in self._batches:
            cells = {
                index: shortened(column, range(number, number + batch.num_rows), problems)
                for index, column in self._cells(batch, used).items()
            }
            whole = block_of(batch, cells, number)
            block = from_row(whole, self.layout.first)
            if block.numbers:
                yield block
            found += len(whole.numbers)
            number += batch.num_rows
        if self._told is not None and found != self._told:
            what = f"{self._told:,} rows are said to be in it and {found:,} hold anything"
            yield InputError(f"{self._name}: {what}; it may be damaged, fetch it again")

    def notes(self) -> Iterator[Note]:
        """Nothing."""
        return iter(())

    def _cells(self, batch: Any, used: Iterable[int]) -> dict[int, Column[str]]:
        if not self._placed:
            return {index: texts(batch.column(self._plain[index])) for index in used}
        lats, lons, radii, precisions = _points(batch.column(self._shape.column), self._shape.crs)
        if set(_REPRESENTATIVE) <= set(self._plain):
            own_lats, own_lons = (texts(batch.column(name)) for name in _REPRESENTATIVE)
            lats = [lat or other for lat, other in zip(lats, own_lats, strict=True)]
            lons = [lon or other for lon, other in zip(lons, own_lons, strict=True)]
        last = len(self._plain) + 2
        own = {0: lats, 1: lons, last: radii, last + 1: precisions}
        return {
            index: Column.of(own[index]) if index in own else texts(batch.column(self._plain[index - 2]))
            for index in used
        }


@contextmanager
def parquet(path: Path, profile: Profile | None) -> Iterator[Batches]:
    """The table in a Parquet file, GeoParquet or not.

    Raises:
        InputError: The file is broken or no column is understood.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as file:
            shape = _geometry_of(file.schema_arrow.metadata or {})
            batches = _guarded(file.iter_batches(_BATCH), str(path), pa.ArrowException)
            yield Batches(file.schema_arrow.names, batches, shape, str(path), profile)
    except pa.ArrowException as error:
        raise InputError(f"{path}: not a Parquet file that can be read: {in_short(error)}") from error


@contextmanager
def vector(path: Path, profile: Profile | None) -> Iterator[Batches]:
    """The first layer of a GeoJSON file or GeoPackage whose columns are understood.

    Raises:
        InputError: The file is broken or no column is understood.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    problem: InputError | None = None
    with warnings.catch_warnings():
        # of what GDAL would have otherwise but can read: a person cannot mend it
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            # a GeoPackage of geomap's holds other layers beside that of the events
            layers = sorted(pyogrio.list_layers(path)[:_LAYERS, 0], key=lambda layer: layer != "event")
            for layer in layers:
                with pyogrio.open_arrow(path, layer=layer, batch_size=_BATCH, use_pyarrow=True) as (
                    about,
                    reader,
                ):
                    shape = Shape(about["geometry_name"] or "wkb_geometry", about["crs"])
                    batches = _guarded(iter(reader), str(path), RuntimeError)
                    told = _rows_told(path, layer)
                    try:
                        table = Batches(reader.schema.names, batches, shape, str(path), profile, told)
                    except InputError as error:
                        problem = problem or error
                        continue
                    yield table
                    return
        except (DataSourceError, DataLayerError) as error:
            raise InputError(f"{path}: cannot be read: {in_short(error)}") from error
    raise problem or InputError(f"{path}: no layer in it")


def _rows_told(path: Path, layer: str) -> int | None:
    """How many rows a GeoPackage says a layer has: what is lost with a page of it is lost without a word."""
    import pyogrio

    if path.suffix.lower() != ".gpkg":
        return None
    told = int(pyogrio.read_info(path, layer=layer)["features"])
    return told if told >= 0 else None


def _guarded(batches: Iterator[Any], name: str, broken: type[Exception]) -> Iterator[Any]:
    try:
        yield from batches
    except broken as error:
        raise InputError(f"{name}: breaks off: {in_short(error)}") from error


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


def _geometry_of(metadata: dict[bytes, bytes]) -> Shape:
    """The geometry column of GeoParquet and its system of coordinates, in so far as it is WKB."""
    import msgspec

    if b"geo" not in metadata:
        return Shape(None, None)
    try:
        geo = msgspec.json.decode(metadata[b"geo"])
        name = geo["primary_column"]
        column = geo["columns"][name]
        if column["encoding"] != "WKB":
            return Shape(None, None)
        named = (column.get("crs") or {}).get("id") or {}
        return Shape(name, f"{named['authority']}:{named['code']}" if named else None)
    except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
        return Shape(None, None)
