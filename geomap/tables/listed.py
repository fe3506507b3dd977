"""Tables that come as lists of cells: workbooks and JSON."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from geomap.records import Note
from geomap.tables.blocks import Blocks, row_blocks
from geomap.tables.headings import HEADING_ROWS, cell_layout
from geomap.tables.problems import Problems
from geomap.tables.profiles import Profile


class Listed:
    """A table of rows of cells, its headings understood (``layout``)."""

    def __init__(self, rows: Iterable[list[str]], name: str, profile: Profile | None) -> None:
        """Look at the first of `rows`, headings among them; `name` is for messages.

        Raises:
            InputError: No heading says where or when, or one that the `profile` names is missing.
        """
        stream = iter(rows)
        head = list(islice(stream, HEADING_ROWS + 1))
        self.layout = cell_layout(head, name, profile)
        self._rows = chain(head, stream)

    def blocks(self, problems: Problems) -> Blocks:
        """Its rows."""
        width = len(self.layout.headings)
        numbered = enumerate((_fitted(row, width) for row in self._rows), start=1)
        yield from row_blocks(islice(numbered, self.layout.first - 1, None), self.layout, problems)

    def notes(self) -> Iterator[Note]:
        """Nothing."""
        return iter(())


def _fitted(row: list[str], width: int) -> list[str]:
    """`row` as wide as the headings: workbooks do not write empty cells at the end, or write too many."""
    if len(row) > width and not any(row[width:]):
        return row[:width]
    return row if len(row) >= width else [*row, *[""] * (width - len(row))]
