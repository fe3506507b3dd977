"""GeoPackage: one table a layer and one of the documents, as QGIS opens it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.errors import OutputError
from geomap.features import Table, TableName
from geomap.files import replacing
from geomap.interchange import dump
from geomap.interchange.carried import NAME, UNTOUCHED
from geomap.records import Report
from geomap.writing.about import Options
from geomap.writing.shapes import portable

# 1.4, which GDAL now writes by itself, makes GDAL 3.6 warn
_VERSION = "1.3"
_DOCUMENT = (
    "id",
    "title",
    "publisher",
    "published",
    "url",
    "archived_url",
    "retrieved",
    "language",
    "sha256",
)


def write_geopackage(
    path: Path, tables: Mapping[TableName, Table], reports: Sequence[Report], _: Options
) -> None:
    """Write each of `tables` that has rows as a layer in WGS 84, and the documents as a table of their own.

    The column ``document`` of a layer names the ``id`` of a document; figures and movements name their event
    in ``event``. Tables without rows are left out: GIS tools have no use for a layer without columns. A table
    of their own carries `reports`, so that the file reads back without loss.

    Raises:
        OutputError: The file cannot be written.
    """
    with replacing(path) as temporary, _timeless():
        temporary.unlink()
        for name, table in tables.items():
            if len(table):
                _write(temporary, name, table.columns, [portable(shape) for shape in table.geometry])
        documents = [report.document for report in reports]
        columns = {field: [getattr(document, field) for document in documents] for field in _DOCUMENT}
        _write(temporary, "document", columns, None)
        rows = [dump(report).decode() for report in reports]
        _write(temporary, NAME, {"document": columns["id"], "record": rows}, None)


def _write(
    path: Path, layer: str, columns: Mapping[str, Sequence[Any]], shapes: Sequence[Any] | None
) -> None:
    from pyogrio.errors import DataSourceError, FieldError
    from pyogrio.raw import write

    data, masks = zip(*(_field(values) for values in columns.values()), strict=True)
    try:
        write(
            path,
            None if shapes is None else shapely.to_wkb(np.array(shapes, dtype=object)),
            list(data),
            [_column(name) for name in columns],
            field_mask=list(masks),
            layer=layer,
            driver="GPKG",
            geometry_type=None if shapes is None else "Unknown",
            crs=None if shapes is None else "EPSG:4326",
            encoding="UTF-8",
            append=path.exists(),
            dataset_options=None if path.exists() else {"VERSION": _VERSION},
        )
    except (DataSourceError, FieldError) as error:
        raise OutputError(f"the layer {layer} cannot be written: {error}") from error


def _column(name: str) -> str:
    # GDAL keeps fid for its own row numbers
    return "fid_" if name.lower() == "fid" else name


def _field(values: Sequence[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The values as one typed array, and which of them are missing."""
    kinds = {type(value) for value in values if value is not None}
    missing = np.array([value is None for value in values])
    if kinds == {bool}:
        return np.array([bool(value) for value in values]), missing
    if kinds == {int}:
        return np.array([value or 0 for value in values], dtype=np.int64), missing
    if kinds and kinds <= {int, float}:
        numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
        return numbers, missing | ~np.isfinite(numbers)
    if kinds == {date}:
        return np.array(values, dtype="datetime64[D]"), missing
    return np.array([None if value is None else str(value) for value in values], dtype=object), missing


@contextmanager
def _timeless() -> Iterator[None]:
    """GDAL writes the hour into each file; a fixed one lets the same input give the same bytes."""
    from pyogrio import get_gdal_config_option, set_gdal_config_options

    before = get_gdal_config_option("OGR_CURRENT_DATE")
    set_gdal_config_options({"OGR_CURRENT_DATE": UNTOUCHED})
    try:
        yield
    finally:
        set_gdal_config_options({"OGR_CURRENT_DATE": before})
