"""The numbers that a row gives, with their bounds."""

from typing import NamedTuple

from geomap.tables.columns import Columns, FigureColumns
from geomap.tables.problems import Cells, Memory, Problems
from geomap.tables.values import Count, count, joined


class Counted(NamedTuple):
    """A number with what it counts: what figures have that differ in nothing but their row.

    ``suffix`` ends the figure's id, ``whole`` that of the figure it is a part of.
    """

    suffix: str
    columns: FigureColumns
    number: Count
    whole: str | None


class Counts:
    """Reads the columns that count; ``indices`` are their numbers, None for a column not there."""

    def __init__(self, columns: Columns, problems: Problems, *, decimal_comma: bool) -> None:
        """Prepare for `columns`."""
        self._problems = problems
        self._decimal_comma = decimal_comma
        # totals first, so that a part can name the whole it belongs to
        self._columns = sorted(columns.figures, key=lambda found: found.group is not None)
        self.indices = tuple(
            index for found in self._columns for index in (found.value, found.low, found.high)
        )
        self.found = Memory[Cells, tuple[Counted, ...]](problems, self._found)

    def _found(self, cells: Cells) -> tuple[Counted, ...]:
        read = (
            (columns, self._count(columns, cells[at * 3 : at * 3 + 3]))
            for at, columns in enumerate(self._columns)
        )
        kept = [
            (columns, number)
            for columns, number in read
            if number is not None and (columns.nought or number.value or number.low or number.high)
        ]
        totals: dict[str, str] = {}
        counted = []
        for at, (columns, number) in enumerate(kept, start=1):
            suffix = f":f{at}"
            if columns.group is None:
                totals[columns.category] = suffix
            whole = totals.get(columns.category) if columns.group is not None else None
            counted.append(Counted(suffix, columns, number, whole))
        return tuple(counted)

    def _count(self, columns: FigureColumns, cells: Cells) -> Count | None:
        parts: list[Count | None] = []
        for text in cells:
            try:
                parts.append(count(text, decimal_comma=self._decimal_comma) if text else None)
            except ValueError as error:
                parts.append(None)
                kind = f"a number of {columns.category} that is none"
                self._problems.add(kind, f"{columns.category}: {error}; it is left out")
        number = joined(*parts)
        if number is not None and _crossed(number):
            what = f"bounds of {columns.category} that do not hold the number"
            self._problems.doubt(what, "kept as they stand", "/".join(cells))
        return number


def _crossed(number: Count) -> bool:
    known = [part for part in (number.low, number.value, number.high) if part is not None]
    return known != sorted(known)
