"""Rows side by side: what a table hands over is blocks of whole columns, which are understood at once.

Columns have each of their cells once (:class:`geomap.column.Column`), so that it is asked about but once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from geomap.column import Column
from geomap.errors import InputError
from geomap.tables.layouts import Layout
from geomap.tables.problems import Problems

CELL_LIMIT = 100_000
"""Characters of a cell that are kept."""

_ROWS = 2000

Numbered = Iterator[tuple[int, list[str] | InputError]]
"""Rows with their number as a spreadsheet counts, from 1."""


class Block(NamedTuple):
    """Some rows: their numbers as a spreadsheet counts, and the cells of columns in use by their index.

    Of a column the values are all different, and each stands in some row.
    """

    numbers: Sequence[int]
    columns: Mapping[int, Column[str]]

    def column(self, index: int | None) -> Column[str]:
        """The cells of a column; empty ones if the table has no such column."""
        if index is None or not self.numbers:
            return Column.constant("", len(self.numbers))
        return self.columns[index]

    def several(self, indices: Iterable[int | None]) -> Column[tuple[str, ...]]:
        """Row by row the cells of several columns."""
        return Column.zipped([self.column(index) for index in indices])


Blocks = Iterator[Block | InputError]


def row_blocks(rows: Numbered, layout: Layout, problems: Problems) -> Blocks:
    """The blocks of a table that comes row by row: empty rows left out, crooked ones made to fit."""
    width = len(layout.headings)
    used = layout.columns.used
    sound: Numbered | Iterator[tuple[int, list[str]]] = iter(rows)
    while True:
        numbers: list[int] = []
        kept: list[list[str]] = []
        chunk = list(islice(sound, _ROWS))
        if not chunk:
            return
        for number, cells in chunk:
            if isinstance(cells, InputError):
                yield cells
            elif any(cells) and not _torn(number, cells, width, problems):
                numbers.append(number)
                kept.append(_fitted(number, cells, width, problems))
        if numbers:
            yield Block(numbers, {index: Column.of(cells[index] for cells in kept) for index in used})


def without(block: Block, left_out: Iterable[int]) -> Block:
    """`block` without the rows at these positions."""
    kept = np.ones(len(block.numbers), dtype=bool)
    kept[list(left_out)] = False
    rows = np.flatnonzero(kept)
    columns = {index: cells.take(rows).distinct() for index, cells in block.columns.items()}
    return Block([block.numbers[at] for at in rows.tolist()], columns)


def first_rows(blocks: Sequence[Block], rows: int) -> Block:
    """The first `rows` of `blocks`, which are of one table, as one block."""
    indices = blocks[0].columns if blocks else ()
    numbers = [number for block in blocks for number in block.numbers]
    whole = ((index, Column.joined([block.columns[index] for block in blocks])) for index in indices)
    return Block(numbers[:rows], {index: cells[:rows].distinct() for index, cells in whole})


def wanted(block: Block, only: Sequence[tuple[int, str]]) -> Block:
    """`block` without the rows whose cells are not those of `only`."""
    left_out = {
        at
        for index, cell in only
        for at in block.columns[index].map(str.strip).rows_where(cell.__ne__).tolist()
    }
    return without(block, left_out) if left_out else block


def from_row(block: Block, first: int) -> Block:
    """`block` from the row with the number `first` on."""
    if not block.numbers or block.numbers[0] >= first:
        return block
    return without(block, [at for at, number in enumerate(block.numbers) if number < first])


def shortened(cells: Column[str], numbers: Sequence[int], problems: Problems) -> Column[str]:
    """`cells` with none of them longer than the limit, and a word to the user about each that was."""
    long = cells.rows_where(lambda cell: len(cell) > CELL_LIMIT).tolist()
    for at in long:
        _tell_too_long(numbers[at], problems)
    return cells.map(lambda cell: cell[:CELL_LIMIT]).distinct() if long else cells


def _torn(number: int, cells: list[str], width: int, problems: Problems) -> bool:
    """Whether a row is NUL bytes alone, with which a disk fills what a broken-off program never wrote."""
    if len(cells) == width or "".join(cells).strip("\0"):
        return False
    problems.row = number
    problems.add("NUL bytes", "NUL bytes and no text; was the file cut off while it was written?")
    return True


def _fitted(number: int, cells: list[str], width: int, problems: Problems) -> list[str]:
    if len(cells) != width:
        text = f"{len(cells)} cells under {width} headings; what is there is read"
        problems.row = number
        problems.add("more or fewer cells than headings", text)
        cells = [*cells[:width], *[""] * (width - len(cells))]
    # the length of all cells together is found quicker than the longest
    if len("".join(cells)) > CELL_LIMIT and max(map(len, cells)) > CELL_LIMIT:
        _tell_too_long(number, problems)
        return [cell[:CELL_LIMIT] for cell in cells]
    return cells


def _tell_too_long(number: int, problems: Problems) -> None:
    text = f"a cell of more than {CELL_LIMIT:,} characters is cut; is a quotation mark never closed?"
    problems.row = number
    problems.add("a cell that is too long", text)
