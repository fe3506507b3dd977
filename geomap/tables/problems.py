"""Problems of rows, told one by one at first and then counted: a bad column must not flood the terminal."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple, TypeVar

import numpy as np

from geomap.column import Column
from geomap.decoding import one_line
from geomap.errors import InputError
from geomap.records import Note

_TOLD = 5
_REMEMBERED = 100_000
_WORD = 40
_NEW = object()
Cells = tuple[str, ...]
"""The cells of a row that together tell one thing."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Doubt(NamedTuple):
    first: int
    words: Counter[str]


class _Entry(NamedTuple):
    """One call of add() or doubt()."""

    call: Callable[..., None]
    words: tuple[str, ...]


class Problems:
    """Collects what was wrong in the rows of one table, and which words in it were not understood.

    ``row`` is the number of the row that is being read; ``log`` what was said since the last :meth:`told`.
    """

    def __init__(self, name: str) -> None:
        """Start for the table called `name` in messages."""
        self.name = name
        self.row = 0
        self.log: list[_Entry] = []
        self._counts: Counter[str] = Counter()
        self._waiting: list[tuple[int, InputError]] = []
        self._doubts: dict[tuple[str, str], _Doubt] = {}

    def add(self, kind: str, text: str) -> None:
        """Note `text` for the row; after a few of one `kind` they are only counted."""
        self.log.append(_Entry(self.add, (kind, text)))
        self._counts[kind] += 1
        if self._counts[kind] <= _TOLD:
            self._waiting.append((self.row, InputError(f"{self.name}, row {self.row}: {text}")))

    def doubt(self, what: str, then: str, word: str) -> None:
        """Count a `word` that was not understood or makes no sense; `then` says what became of it."""
        self.log.append(_Entry(self.doubt, (what, then, word)))
        shown = one_line(word)[:_WORD]
        found = self._doubts.setdefault((what, then), _Doubt(self.row, Counter()))
        found.words[shown] += 1
        if self.row < found.first:
            self._doubts[what, then] = found._replace(first=self.row)

    def told(self) -> Iterator[InputError]:
        """What has come up since the last call, row by row."""
        self._waiting.sort(key=lambda waiting: waiting[0])
        yield from (error for _, error in self._waiting)
        self._waiting.clear()
        self.log.clear()

    def rest(self) -> Iterator[InputError]:
        """At the end: how many more there were of each kind."""
        for kind, count in self._counts.items():
            if count > _TOLD:
                yield InputError(f"{self.name}: {count - _TOLD:,} more rows with that problem: {kind}")

    def doubts(self) -> Iterator[Note]:
        """At the end: the words that were not understood, with their rows counted."""
        for (what, then), (first, words) in sorted(self._doubts.items(), key=lambda doubt: doubt[1].first):
            shown = ", ".join(f"{word!r} {count}" for word, count in words.most_common(_TOLD))
            more = " …" if len(words) > _TOLD else ""
            counted = f"{what} in {words.total():,} rows ({shown}{more}; first in row {first})"
            yield Note(f"{self.name}: {counted}: {then}")


class Memory(dict[K, V]):
    """Remembers what cells were found to say; a problem with them is told again for each row.

    A dictionary, so that what is known already costs next to nothing: ``memory[cells]``, and
    :meth:`column` for a whole column.
    """

    def __init__(self, problems: Problems, understand: Callable[[K], V], *, limit: int = _REMEMBERED) -> None:
        """Ask `understand` about cells that are new; of about `limit` the answers are kept."""
        super().__init__()
        self._problems = problems
        self._understand = understand
        self._limit = limit
        self._troubled: dict[K, tuple[V, list[_Entry]]] = {}

    def column(self, cells: Column[K], numbers: Sequence[int]) -> Column[V]:
        """What each of `cells` says, all of whose values stand in some row; rows have these `numbers`."""
        if len(self) >= self._limit:
            self.clear()
        found: list[Any] = list(map(self.get, cells.values, repeat(_NEW)))
        new = np.fromiter((answer is _NEW for answer in found), bool, len(found))
        for row in np.flatnonzero(new[cells.number]).tolist() if new.any() else ():
            at = cells.number[row]
            if found[at] is _NEW or self._troubled:
                self._problems.row = numbers[row]
                found[at] = self[cells.values[at]]
        return Column(cells.number, found)

    def __missing__(self, cells: K) -> V:
        if self._troubled and cells in self._troubled:
            found, entries = self._troubled[cells]
            for entry in entries:
                entry.call(*entry.words)
            return found
        before = len(self._problems.log)
        found = self._understand(cells)
        entries = self._problems.log[before:]
        if entries:
            if len(self._troubled) >= self._limit:
                self._troubled.clear()
            self._troubled[cells] = found, entries
        else:
            if len(self) >= 2 * self._limit:
                self.clear()
            self[cells] = found
        return found
