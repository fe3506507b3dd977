"""GeoParquet 1.1 (https://geoparquet.org/releases/v1.1.0/): one table, by columns, for analysis at size."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.column import Column
from geomap.features import Table, TableName
from geomap.files import replacing
from geomap.interchange import dump
from geomap.interchange.carried import COLUMN, parquet_footer
from geomap.interchange.tablerow import row_records
from geomap.records import Report
from geomap.tablerows import TableRows, parts_of
from geomap.writing.about import Options
from geomap.writing.arrowtable import arrow_columns, bounds, spread, wkb
from geomap.writing.fields import in_order, table_named
from geomap.writing.placerows import PlaceRows
from geomap.writing.shapes import all_portable

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

GROUP = 65_536
"""Rows of a row group: what a reader takes in, or skips by its bounds, at a time."""
_GEOMETRY, _BBOX = "geometry", "bbox"
_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_UNLIKE = frozenset({"id", "document", "story", "quote", "title", "url", _GEOMETRY, _BBOX, COLUMN})
"""Columns whose values are seldom the same in two rows, so that to look for equal ones is in vain."""
_TYPE_NAMES = {
    0: "Point",
    1: "LineString",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
}


class ParquetRows:
    """A GeoParquet file being written, batch by batch, in row groups of one size."""

    def __init__(self, folder: Path, table: TableName) -> None:
        """Parts go to `folder`: one, or several where later batches bring columns that earlier ones lack."""
        self._folder = folder
        self._table = table
        self._parts: list[Path] = []
        self._writer: ParquetWriter | None = None
        self._pool = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None
        self._schema: pa.Schema | None = None
        self._waiting: list[pa.Table] = []
        self._places = PlaceRows()
        self._kinds: set[int] = set()
        self._box = np.array([np.inf, np.inf, -np.inf, -np.inf])
        self._lines = 0
        self._without_line: list[bytes] = []

    def add(self, tables: Mapping[TableName, Table], reports: Sequence[Report]) -> None:
        """Write the rows of a batch; places are kept back until all are known."""
        table = tables.get(self._table)
        if table is None:
            return
        if self._table == "place":
            self._places.add(table)
        else:
            self._take(table, reports)

    def finish(self, path: Path, options: Options) -> None:
        """Write what waits and put the whole file to `path`."""
        self._take(self._places.table(), ())
        self._write(all_of_it=True)
        if len(self._parts) > 1:
            self._merge()
        self._settle()
        writer = self._writer or self._open(_empty_schema())
        writer.add_key_value_metadata(self._metadata(options))
        writer.close()
        self._parts[-1].replace(path)

    def close(self) -> None:
        """Let go of the part being written, as when something failed."""
        self._pool.shutdown()
        if self._writer is not None:
            self._writer.close()

    def _take(self, table: Table, reports: Sequence[Report]) -> None:
        import pyarrow as pa

        records = self._records(reports) if self._table == "event" else None
        if not len(table):
            return
        column = table.geometry if isinstance(table.geometry, Column) else Column.shared(table.geometry)
        shapes = all_portable(column.values)
        self._notice(shapes[np.unique(column.number)])
        columns = arrow_columns(table)
        columns |= {_BBOX: spread(bounds(shapes), column), _GEOMETRY: spread(wkb(shapes), column)}
        if records is not None:
            columns[COLUMN] = pa.array(records, type=pa.string())
        batch = pa.table(columns)
        self._lines += len(batch)
        self._widen(batch.schema)
        self._waiting.append(batch)
        self._write()

    def _records(self, reports: Sequence[Report]) -> list[str | None]:
        """What each line carries: its row of a table, or the report of the document whose first line it is.

        Reports without a line wait for the end.
        """
        records: list[str | None] = []
        for part in parts_of(reports):
            if isinstance(part, TableRows):
                records += row_records(part)
                continue
            for report in part:
                if report.events:
                    records += [dump(report).decode(), *[None] * (len(report.events) - 1)]
                else:
                    self._without_line.append(dump(report))
        return records

    def _notice(self, shapes: NDArray[np.object_]) -> None:
        self._kinds.update(np.unique(shapely.get_type_id(shapes)).tolist())
        with suppress(ValueError):  # no shape at all
            west, south, east, north = shapely.total_bounds(shapes)
            if np.isfinite(west):
                self._box[:2] = np.minimum(self._box[:2], (west, south))
                self._box[2:] = np.maximum(self._box[2:], (east, north))

    def _widen(self, schema: "pa.Schema") -> None:
        import pyarrow as pa

        if self._schema is None:
            self._schema = schema
            return
        new = [field for field in schema if field.name not in self._schema.names]
        if not new:
            return
        self._write(all_of_it=True)
        self._settle()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        fields = {field.name: field for field in (*self._schema, *new)}
        last = [name for name in (_BBOX, _GEOMETRY, COLUMN) if name in fields]
        names = [*in_order(name for name in fields if name not in last), *last]
        self._schema = pa.schema([fields[name] for name in names])

    def _write(self, *, all_of_it: bool = False) -> None:
        import pyarrow as pa

        rows = sum(map(len, self._waiting))
        if not rows or (rows < GROUP and not all_of_it):
            return
        assert self._schema is not None  # noqa: S101 - there are rows
        waiting = pa.concat_tables([_conformed(batch, self._schema) for batch in self._waiting])
        whole = rows if all_of_it else rows - rows % GROUP
        self._settle()
        writer = self._writer or self._open(self._schema)
        self._writing = self._pool.submit(writer.write_table, waiting.slice(0, whole), row_group_size=GROUP)
        self._waiting = [waiting.slice(whole)] if whole < rows else []

    def _settle(self) -> None:
        """Wait for what Arrow writes beside the work on the next batch."""
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def _open(self, schema: "pa.Schema") -> "ParquetWriter":
        from pyarrow.parquet import ParquetWriter

        part = self._folder / f"part{len(self._parts)}.parquet"
        self._parts.append(part)
        corners = [f"{_BBOX}.{corner}" for corner in _CORNERS]
        repeated = [name for name in schema.names if name not in _UNLIKE]
        self._writer = ParquetWriter(
            part,
            schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=repeated,
            write_statistics=[*repeated, *corners],
        )
        return self._writer

    def _merge(self) -> None:
        """All parts as one, with the columns of all."""
        from pyarrow.parquet import ParquetFile

        self._settle()
        if self._writer is not None:
            self._writer.close()
        parts, self._waiting = list(self._parts), []
        self._writer = None
        for part in parts:
            with ParquetFile(part) as file:
                for group in range(file.num_row_groups):
                    self._waiting.append(file.read_row_group(group))
                    self._write()
        self._write(all_of_it=True)

    def _metadata(self, options: Options) -> dict[str, str | bytes]:
        column: dict[str, Any] = {
            "encoding": "WKB",
            "geometry_types": sorted(_TYPE_NAMES[kind] for kind in self._kinds if kind in _TYPE_NAMES),
            "orientation": "counterclockwise",
            "covering": {"bbox": {side: [_BBOX, side] for side in _CORNERS}},
        }
        if np.isfinite(self._box).all():
            column["bbox"] = self._box.tolist()
        geo = {"version": "1.1.0", "primary_column": _GEOMETRY, "columns": {_GEOMETRY: column}}
        told: dict[str, str | bytes] = {
            "geo": msgspec.json.encode(geo),
            "geomap": msgspec.json.encode(options.about()),
        }
        if self._table == "event":
            footer = parquet_footer(self._lines, self._without_line)
            told |= {name.decode(): value for name, value in footer.items()}
        return told


@contextmanager
def parquet_rows(path: Path, options: Options) -> Iterator[ParquetRows]:
    """A new GeoParquet file to add batches to, which takes the place of `path` in the end.

    It holds the events, or the table that its name names (``kursk.figures.parquet``), with their geometry as
    WKB in degrees of OGC:CRS84 and the bounds of each in the column ``bbox``. A file of events carries the
    reports, so that it reads back without loss (:mod:`geomap.interchange.carried`).

    Raises:
        OutputError: The file cannot be written.
    """
    with (
        replacing(path) as temporary,
        TemporaryDirectory(prefix=f".{path.stem}-", dir=temporary.parent) as folder,
    ):
        rows = ParquetRows(Path(folder), table_named(path.stem))
        try:
            yield rows
            rows.finish(temporary, options)
        finally:
            rows.close()


def _conformed(batch: "pa.Table", schema: "pa.Schema") -> "pa.Table":
    import pyarrow as pa

    if batch.schema.equals(schema):
        return batch
    columns = [
        batch.column(field.name) if field.name in batch.schema.names else pa.nulls(len(batch), field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def _empty_schema() -> "pa.Schema":
    import pyarrow as pa

    corners = pa.struct([(side, pa.float64()) for side in _CORNERS])
    return pa.schema([("id", pa.string()), (_BBOX, corners), (_GEOMETRY, pa.binary()), (COLUMN, pa.string())])
