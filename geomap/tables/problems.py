"""Problems of rows, told one by one at first and then counted: a bad column must not flood the terminal."""

from collections import Counter
from collections.abc import Iterator

from geomap.errors import InputError

_TOLD = 5


class Problems:
    """Collects what was wrong in the rows of one table; ``count`` says how much so far."""

    def __init__(self, name: str) -> None:
        """Start for the table called `name` in messages."""
        self.name = name
        self.count = 0
        self._counts: Counter[str] = Counter()
        self._waiting: list[InputError] = []

    def add(self, row: int, kind: str, text: str) -> None:
        """Note `text` for a row; after a few of one `kind` they are only counted."""
        self.count += 1
        self._counts[kind] += 1
        if self._counts[kind] <= _TOLD:
            self._waiting.append(InputError(f"{self.name}, row {row}: {text}"))

    def told(self) -> Iterator[InputError]:
        """What has come up since the last call."""
        yield from self._waiting
        self._waiting.clear()

    def rest(self) -> Iterator[InputError]:
        """At the end: how many more there were of each kind."""
        for kind, count in self._counts.items():
            if count > _TOLD:
                yield InputError(f"{self.name}: {count - _TOLD:,} more rows with that problem: {kind}")
