"""Arrow's batches as blocks of cells."""

from collections.abc import Mapping, Sequence
from typing import Any

from geomap.tables.blocks import Block, without
from geomap.tables.celltext import cell_text


def block_of(batch: Any, cells: Mapping[int, Sequence[str]], first: int) -> Block:
    """The block of a `batch` whose columns in use are `cells`, without its empty rows.

    Args:
        batch: A RecordBatch; in an empty row each of its columns is null or an empty word.
        cells: The cells by column number.
        first: The number of its first row as a spreadsheet counts.
    """
    block = Block(range(first, first + batch.num_rows), cells)
    empty = _empty_rows(batch, cells)
    return without(block, empty) if empty else block


def texts(column: Any) -> list[str]:
    """The cells of an Arrow column as a table would write them."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        if not (pa.types.is_integer(kind) or pa.types.is_date(kind)):
            return list(map(cell_text, column.to_pylist()))
        column = column.cast(pa.string())
    return ["" if value is None else value for value in column.to_pylist()]


def _empty_rows(batch: Any, cells: Mapping[int, Sequence[str]]) -> list[int]:
    suspects: Sequence[int] = range(batch.num_rows)
    for column in cells.values():
        suspects = [at for at in suspects if not column[at]]
        if not suspects:
            return []
    return [at for at in suspects if not any(_row(batch, at))]


def _row(batch: Any, at: int) -> Sequence[Any]:
    return [cell_text(value) for value in batch.slice(at, 1).to_pylist()[0].values()]
