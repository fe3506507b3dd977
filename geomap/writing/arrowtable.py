"""Tables as Arrow, for the formats that are written by columns."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.column import Column
from geomap.features import Table
from geomap.writing.fields import Kind, kind_of, plain

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_columns(table: Table) -> "dict[str, pa.Array]":
    """The columns of `table` as arrays of one type each, whatever happens to be in them.

    Of columns of few values each value is put into Arrow's form once.
    """
    known: dict[tuple[int, Kind], pa.Array] = {}
    arrays = {}
    for name, values in table.columns.items():
        key = (id(values), kind_of(name, values))  # several columns may be one and the same
        if key not in known:
            known[key] = _array(values, key[1])
        arrays[name] = known[key]
    return arrays


def wkb(shapes: NDArray[np.object_]) -> "pa.Array":
    """Portable shapes as well-known binary, little-endian."""
    import pyarrow as pa

    return pa.array(shapely.to_wkb(shapes, byte_order=1), type=pa.binary(), from_pandas=True)


def bounds(shapes: NDArray[np.object_]) -> "pa.Array":
    """Where each of the shapes lies, as GeoParquet's covering wants it: a struct of four numbers, or null."""
    import pyarrow as pa

    boxes = shapely.bounds(shapes).reshape(-1, 4)
    missing = pa.array(~np.isfinite(boxes).all(axis=1))
    corners = [pa.array(boxes[:, corner], type=pa.float64()) for corner in range(4)]
    return pa.StructArray.from_arrays(corners, names=["xmin", "ymin", "xmax", "ymax"], mask=missing)


def spread(array: "pa.Array", column: "Column[Any]") -> "pa.Array":
    """Row by row the values of `array`, in which those of `column` stand."""
    import pyarrow as pa

    if len(array) == len(column) and np.array_equal(column.number, np.arange(len(array))):
        return array
    return array.take(pa.array(column.number))


def _array(values: Sequence[Any], kind: Kind) -> "pa.Array":
    import pyarrow as pa

    if isinstance(values, Column):
        return spread(_array(values.values, kind), values)
    types = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "truth": pa.bool_(),
        "day": pa.date32(),
    }
    if kind == "number":
        numbers = np.array(values, dtype=np.float64)  # of None it makes what is not a number
        return pa.array(numbers, mask=~np.isfinite(numbers))
    return pa.array(plain(values, kind), type=types[kind])
