"""Arrow's batches as blocks of cells."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from geomap.column import Column
from geomap.tables.blocks import Block, without
from geomap.tables.celltext import cell_text


def block_of(batch: Any, cells: Mapping[int, Column[str]], first: int) -> Block:
    """The block of a `batch` whose columns in use are `cells`, without its empty rows.

    Args:
        batch: A RecordBatch; in an empty row each of its columns is null or an empty word.
        cells: The cells by column number.
        first: The number of its first row as a spreadsheet counts.
    """
    block = Block(range(first, first + batch.num_rows), cells)
    empty = _empty_rows(batch, cells)
    return without(block, empty) if empty else block


def texts(column: Any) -> Column[str]:
    """The cells of an Arrow column as a table would write them, each once."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        if not (pa.types.is_integer(kind) or pa.types.is_date(kind)):
            return Column.of(map(cell_text, column.to_pylist()))
        column = column.cast(pa.string())
    return coded(column.fill_null("") if column.null_count else column)


def coded(column: Any) -> Column[str]:
    """An Arrow column of words, none of them null."""
    found = column.dictionary_encode()
    # its own way to NumPy imports pandas
    number = np.frombuffer(found.indices.buffers()[1], np.int32, len(found), found.indices.offset * 4)
    return Column(number, found.dictionary.to_pylist())


def _empty_rows(batch: Any, cells: Mapping[int, Column[str]]) -> list[int]:
    suspects = np.arange(batch.num_rows)
    for column in cells.values():
        suspects = np.intersect1d(suspects, column.rows_where(lambda cell: not cell), assume_unique=True)
        if not len(suspects):
            return []
    return [at for at in suspects.tolist() if not any(_row(batch, at))]


def _row(batch: Any, at: int) -> Sequence[Any]:
    return [cell_text(value) for value in batch.slice(at, 1).to_pylist()[0].values()]
