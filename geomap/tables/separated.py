"""Separated values: read by Arrow as long as they are regular, and by the csv module from there on.

Both take a file the same way (a test holds them against each other), but the csv module copes with rows of
the wrong length, lines in other encodings and quotation marks that are never closed, at several times the
cost.
"""

import csv
from collections.abc import Callable, Iterator
from itertools import chain, count, islice
from typing import Any, BinaryIO

from geomap.errors import InputError
from geomap.records import Note
from geomap.tables.blocks import CELL_LIMIT, Block, Blocks, Numbered, row_blocks
from geomap.tables.columnar import block_of, coded
from geomap.tables.headings import HEADING_LINES, text_layout
from geomap.tables.lines import Lines
from geomap.tables.problems import Problems
from geomap.tables.profiles import Profile

_BYTES = 8 * 1024 * 1024  # some thousand rows at a time: what is asked of each distinct value is asked seldom


class _IrregularError(Exception):
    """Arrow cannot read on."""


class _Watched:
    """A stream that Arrow reads from; it stops at a carriage return alone, which to Arrow ends a row."""

    def __init__(self, stream: BinaryIO) -> None:
        self.closed = False
        self._stream = stream
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        seen = self._last + data
        self._last = b"\r" if seen.endswith(b"\r") and data else b""
        if seen.count(b"\r") != seen.count(b"\r\n") + len(self._last):
            raise _IrregularError
        return data

    def close(self) -> None:
        self.closed = True


class Separated:
    """A table of separated values, its headings understood (``layout``)."""

    def __init__(self, opened: Callable[[], BinaryIO], name: str, profile: Profile | None) -> None:
        """Look at the start.

        Args:
            opened: Opens the file at its start; is called twice.
            name: Of the file, for messages.
            profile: What its columns mean; recognised if not given.

        Raises:
            InputError: It is no table that can be read.
        """
        self._opened = opened
        self._name = name
        self._lines = Lines(opened(), name)
        lines = iter(self._lines)
        head = list(islice(lines, HEADING_LINES))
        head[:1] = [line.removeprefix("\ufeff") for line in head[:1]]
        self.layout = text_layout(head, name, profile)
        self._data = chain(head[self.layout.lines :], lines)

    def blocks(self, problems: Problems) -> Blocks:
        """Its rows."""
        unread = self.layout.first
        if self._lines.plain and len(self.layout.delimiter.encode()) == 1:
            try:
                for following, block in self._regular():
                    unread = following
                    if block.numbers:
                        yield block
            except _IrregularError:
                pass
            else:
                return
        rows = ((number, cells) for number, cells in self._rows() if number >= unread)
        yield from row_blocks(rows, self.layout, problems)

    def notes(self) -> Iterator[Note]:
        """What there was to notice, once the rows are read."""
        if self._lines.guessed:
            told = f"{self._lines.guessed:,} lines are not UTF-8; read as {self._lines.fallback}"
            yield Note(f"{self._name}: {told}")

    def _rows(self) -> Numbered:
        reader = csv.reader(self._data, delimiter=self.layout.delimiter)
        numbers = count(self.layout.first)
        while True:
            try:
                yield from ((number, cells) for cells, number in zip(reader, numbers, strict=False))
            except csv.Error as error:
                line = reader.line_num + self.layout.lines
                text = f"{error}; is a quotation mark never closed?"
                yield next(numbers), InputError(f"{self._name}, line {line}: {text}")
            else:
                return

    def _regular(self) -> Iterator[tuple[int, Block]]:
        """Blocks, each with the number of the row behind it.

        Raises:
            _IrregularError: The next rows are not for Arrow.
        """
        import pyarrow as pa

        number = self.layout.first
        try:
            with self._opened() as stream, self._arrow(stream) as batches:
                for batch in batches:
                    if _longest(batch) > CELL_LIMIT:
                        raise _IrregularError
                    cells = {index: coded(batch.column(index)) for index in self.layout.columns.used}
                    yield number + batch.num_rows, block_of(batch, cells, number)
                    number += batch.num_rows
        except pa.ArrowInvalid as error:
            raise _IrregularError from error

    def _arrow(self, stream: BinaryIO) -> Any:
        import pyarrow as pa
        from pyarrow import csv as arrow

        names = [str(index) for index in range(len(self.layout.headings))]
        return arrow.open_csv(
            pa.PythonFile(_Watched(stream), mode="r"),
            read_options=arrow.ReadOptions(
                column_names=names,
                skip_rows=self.layout.lines,
                block_size=_BYTES,
                use_threads=False,  # which wait for our stream more than they win
            ),
            parse_options=arrow.ParseOptions(
                delimiter=self.layout.delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=arrow.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )


def _longest(batch: Any) -> int:
    """The length in bytes of the longest cell, which is no less than in characters; 0 if none is long."""
    from pyarrow import compute

    long = [column for column in batch.columns if column.nbytes > CELL_LIMIT]
    return max((compute.max(compute.binary_length(column)).as_py() or 0 for column in long), default=0)
