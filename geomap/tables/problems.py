"""Problems of rows, told one by one at first and then counted: a bad column must not flood the terminal."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple, TypeVar

from geomap.decoding import one_line
from geomap.errors import InputError
from geomap.records import Note

_TOLD = 5
_REMEMBERED = 100_000
_WORD = 40
Cells = tuple[str, ...]
"""The cells of a row that together tell one thing."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Doubt(NamedTuple):
    first: int
    words: Counter[str]


class Problems:
    """Collects what was wrong in the rows of one table, and which words in it were not understood.

    ``count`` grows with each of them; ``row`` is the number of the row that is being read.
    """

    def __init__(self, name: str) -> None:
        """Start for the table called `name` in messages."""
        self.name = name
        self.row = 0
        self.count = 0
        self._counts: Counter[str] = Counter()
        self._waiting: list[InputError] = []
        self._doubts: dict[tuple[str, str], _Doubt] = {}

    def add(self, kind: str, text: str) -> None:
        """Note `text` for the row; after a few of one `kind` they are only counted."""
        self.count += 1
        self._counts[kind] += 1
        if self._counts[kind] <= _TOLD:
            self._waiting.append(InputError(f"{self.name}, row {self.row}: {text}"))

    def doubt(self, what: str, then: str, word: str) -> None:
        """Count a `word` that was not understood or makes no sense; `then` says what became of it."""
        self.count += 1
        shown = one_line(word)[:_WORD]
        self._doubts.setdefault((what, then), _Doubt(self.row, Counter())).words[shown] += 1

    def told(self) -> Iterator[InputError]:
        """What has come up since the last call."""
        yield from self._waiting
        self._waiting.clear()

    def rest(self) -> Iterator[InputError]:
        """At the end: how many more there were of each kind."""
        for kind, count in self._counts.items():
            if count > _TOLD:
                yield InputError(f"{self.name}: {count - _TOLD:,} more rows with that problem: {kind}")

    def doubts(self) -> Iterator[Note]:
        """At the end: the words that were not understood, with their rows counted."""
        for (what, then), (first, words) in self._doubts.items():
            shown = ", ".join(f"{word!r} {count}" for word, count in words.most_common(_TOLD))
            more = " …" if len(words) > _TOLD else ""
            counted = f"{what} in {words.total():,} rows ({shown}{more}; first in row {first})"
            yield Note(f"{self.name}: {counted}: {then}")


class Memory(dict[K, V]):
    """Remembers what cells were found to say, but for those with a problem: that is told on each row.

    A dictionary, so that what is known already costs next to nothing: ``memory[cells]``.
    """

    def __init__(self, problems: Problems, understand: Callable[[K], V]) -> None:
        """Ask `understand` about cells that are new."""
        super().__init__()
        self._problems = problems
        self._understand = understand

    def __missing__(self, cells: K) -> V:
        before = self._problems.count
        found = self._understand(cells)
        if self._problems.count == before:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[cells] = found
        return found
