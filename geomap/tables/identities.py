"""Ids of a table's documents."""

from collections.abc import Sequence

from geomap.column import Column
from geomap.tables.texts import lines


class Identities:
    """Gives each row an id: ``<start>:<own id>``, or the row's number where it has no id of its own."""

    def __init__(self, start: str) -> None:
        """Ids begin with `start`."""
        self._start = start
        self._taken: set[str] = set()

    def of(self, numbers: Sequence[int], own: Column[str] | None) -> list[str]:
        """The ids of some rows; an own id that was there before is followed by ``#`` and the row's number."""
        start = self._start
        if own is None:
            return [f"{start}:{number}" for number in numbers]
        wishes = [wish or str(number) for wish, number in zip(lines(own), numbers, strict=True)]
        new = set(wishes)
        if len(new) == len(wishes) and self._taken.isdisjoint(new):
            self._taken |= new
            return [f"{start}:{wish}" for wish in wishes]
        return [f"{start}:{self._free(wish, number)}" for wish, number in zip(wishes, numbers, strict=True)]

    def _free(self, wish: str, number: int) -> str:
        if wish in self._taken:
            wish = f"{wish}#{number}"
        self._taken.add(wish)
        return wish
