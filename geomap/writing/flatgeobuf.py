"""FlatGeobuf: one table, packed for maps in browsers and for QGIS."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from geomap.errors import OutputError
from geomap.features import Table, TableName
from geomap.files import replacing
from geomap.records import Note, Report
from geomap.writing.about import Options, in_lines
from geomap.writing.arrowtable import arrow_columns, wkb
from geomap.writing.fields import table_named
from geomap.writing.shapes import all_portable

_GEOMETRY = "geometry"


def write_flatgeobuf(
    path: Path, tables: Mapping[TableName, Table], _: Sequence[Report], options: Options
) -> Note | None:
    """Write the events of `tables`, or the table that the file's name names (``kursk.figures.fgb``).

    Rows without a place are left out: GDAL and the format's readers index all rows or none, and without its
    index the format is of no use to them (https://github.com/OSGeo/gdal/issues/7401). The description of the
    file says how many that are, and what `options` tell.

    Returns:
        How many rows were left out; None if all have a place.

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
    placed = [shape is not None and not shape.is_empty for shape in shapes]
    missing = len(placed) - sum(placed)
    what = f"{missing:,} of {len(placed):,} rows have no place"
    told = f"{what} and are left out: FlatGeobuf is an index of places"
    about = options.about(**({"rows": told} if missing else {}))
    with replacing(path) as temporary:
        temporary.unlink()
        try:
            write_arrow(
                pa.table({**columns, _GEOMETRY: wkb(shapes)}).filter(pa.array(placed, type=pa.bool_())),
                temporary,
                layer=name,
                driver="FlatGeobuf",
                geometry_name=_GEOMETRY,
                geometry_type="Unknown",
                crs="EPSG:4326",
                SPATIAL_INDEX="YES" if any(placed) else "NO",
                TITLE=f"geomap: {name}",
                DESCRIPTION="\n".join(f"{subject}: {text}" for subject, text in in_lines(about)),
            )
        except (DataSourceError, DataLayerError, FieldError) as error:
            raise OutputError(f"{path}: cannot be written: {error}") from error
    return Note(f"{path}: {told}") if missing else None
