"""FlatGeobuf: one table, packed for maps in browsers and for QGIS."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from geomap.errors import OutputError
from geomap.features import Table, TableName
from geomap.files import replacing
from geomap.records import Report
from geomap.writing.about import Options, in_lines
from geomap.writing.arrowtable import arrow_columns, wkb
from geomap.writing.fields import table_named
from geomap.writing.shapes import all_portable

_GEOMETRY = "geometry"


def write_flatgeobuf(
    path: Path, tables: Mapping[TableName, Table], _: Sequence[Report], options: Options
) -> None:
    """Write the events of `tables`, or the table that the file's name names (``kursk.figures.fgb``).

    The format can index only files in which every row has a place; others are written without an index, so
    that no row is lost. Its description says what `options` tell about the file.

    Raises:
        OutputError: The file cannot be written.
    """
    import pyarrow as pa
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError
    from pyogrio.raw import write_arrow

    name = table_named(path.stem)
    table = tables.get(name) or Table(name, {"id": []}, [])
    shapes = all_portable(table.geometry)
    columns = arrow_columns(table) or {"id": pa.array([], type=pa.string())}
    placed = all(shape is not None for shape in shapes)
    with replacing(path) as temporary:
        temporary.unlink()
        try:
            write_arrow(
                pa.table({**columns, _GEOMETRY: wkb(shapes)}),
                temporary,
                layer=name,
                driver="FlatGeobuf",
                geometry_name=_GEOMETRY,
                geometry_type="Unknown",
                crs="EPSG:4326",
                SPATIAL_INDEX="YES" if placed and len(table) else "NO",
                TITLE=f"geomap: {name}",
                DESCRIPTION="\n".join(f"{subject}: {text}" for subject, text in in_lines(options.about())),
            )
        except (DataSourceError, DataLayerError, FieldError) as error:
            raise OutputError(f"{path}: cannot be written: {error}") from error
