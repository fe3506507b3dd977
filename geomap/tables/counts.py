"""The numbers that a row gives, with their bounds."""

from geomap.records import Figure
from geomap.tables.columns import Columns, FigureColumns
from geomap.tables.problems import Cells, Memory, Problems
from geomap.tables.values import Count, count, joined


class Counts:
    """Reads the columns that count; ``indices`` are their numbers, None for a column not there.

    ``found`` gives figures without what they have of their row (:class:`geomap.tablerows.TableRows`).
    """

    def __init__(self, columns: Columns, problems: Problems, *, decimal_comma: bool) -> None:
        """Prepare for `columns`."""
        self._problems = problems
        self._decimal_comma = decimal_comma
        # totals first, so that a part can name the whole it belongs to
        self._columns = sorted(columns.figures, key=lambda found: found.group is not None)
        self.indices = tuple(
            index for found in self._columns for index in (found.value, found.low, found.high)
        )
        self.found = Memory[Cells, tuple[Figure, ...]](problems, self._found)

    def _found(self, cells: Cells) -> tuple[Figure, ...]:
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
        figures = []
        for at, (columns, number) in enumerate(kept, start=1):
            suffix = f":f{at}"
            if columns.group is None:
                totals[columns.category] = suffix
            figures.append(_figure(suffix, columns, number, totals.get(columns.category)))
        return tuple(figures)

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


def _figure(suffix: str, columns: FigureColumns, number: Count, whole: str | None) -> Figure:
    part = columns.group is not None
    return Figure(
        id=suffix,
        start=0,
        end=0,
        unit=columns.unit,
        category=columns.category,
        value=number.value,
        low=number.low,
        high=number.high,
        qualifier=number.qualifier,
        scope="subset" if part else "total",
        subset_of=whole if part else None,
        negated=number.value == 0 and not number.high,
    )


def _crossed(number: Count) -> bool:
    known = [part for part in (number.low, number.value, number.high) if part is not None]
    return known != sorted(known)
