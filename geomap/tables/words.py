"""What the words in a table's cells mean: event types, modality, precision, kinds of actors."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, cast, get_args

from geomap.files import data_file
from geomap.records import ActorType, DatePrecision, EventType, Modality, Precision

_OTHER = re.compile(r"[\W_]+")
_LONGEST = 6
_REMEMBERED = 10_000


class TypeMode(NamedTuple):
    """A PLOVER type and its mode."""

    type: EventType
    mode: str | None


class Vocabulary:
    """The words of ``table_words.toml``, looked up as cells write them; answers are remembered."""

    def __init__(self) -> None:
        """Read the data file.

        Raises:
            DataError: The file is missing from the installation.
        """
        table = tomllib.loads(data_file("table_words.toml").read_text(encoding="utf-8"))
        self._types: dict[str, TypeMode] = {
            normal(word): TypeMode(entry["type"], entry.get("mode"))
            for entry in table["types"]
            for word in entry["words"]
        }
        self._type_codes = {
            heading: {code: TypeMode(entry["type"], entry.get("mode")) for code, entry in codes.items()}
            for heading, codes in table["type_codes"].items()
        }
        self._plover = {name.lower(): cast("EventType", name) for name in get_args(EventType)}
        self._modality = _inverted(table["modality"])
        self._precision = _inverted(table["precision"])
        self._precision_codes: Mapping[str, Mapping[str, str]] = table["precision_codes"]
        self._date_precision = _inverted(table["date_precision"])
        self._date_codes: Mapping[str, Mapping[str, str]] = table["date_precision_codes"]
        self._actors = _inverted(table["actor_types"])
        self.radius_km: Mapping[str, float] = table["radius_km"]
        self._known: dict[str, TypeMode | None] = {}

    def event_type(self, cell: str, heading: str = "") -> TypeMode | None:
        """PLOVER's type and mode for a cell: their names ("ASSAULT/drone"), words or a heading's codes."""
        code = self._type_codes.get(heading, {}).get(cell)
        if code is not None:
            return code
        if cell not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[cell] = self._event_type(cell)
        return self._known[cell]

    def modality(self, cell: str) -> Modality | None:
        """The modality that a cell names."""
        return cast("Modality | None", self._modality.get(normal(cell)))

    def precision(self, cell: str, heading: str) -> Precision | None:
        """The precision that a cell names, in words or in the code of its `heading`."""
        code = self._precision_codes.get(heading, {}).get(cell.strip())
        return cast("Precision | None", code or self._precision.get(normal(cell)))

    def date_precision(self, cell: str, heading: str) -> DatePrecision | None:
        """The precision of a date that a cell names, in words or in the code of its `heading`."""
        code = self._date_codes.get(heading, {}).get(cell.strip())
        return cast("DatePrecision | None", code or self._date_precision.get(normal(cell)))

    def actor_type(self, name: str) -> ActorType:
        """The kind of an actor by the words of its name."""
        words = normal(name).split()
        phrases = set(_phrases(words))
        kind = next((kind for word, kind in self._actors.items() if word in phrases), "other")
        return cast("ActorType", kind)

    def normal_mode(self, cell: str) -> str:
        """A mode in PLOVER's spelling: lower case, words joined by a hyphen."""
        return normal(cell).replace(" ", "-")

    def _event_type(self, cell: str) -> TypeMode | None:
        head, _, mode = re.sub(r"[/:|]", "/", cell.strip()).partition("/")
        head = head.strip()
        # in capitals or with a mode it is PLOVER's name, otherwise a word like any other
        if head.lower() in self._plover and (mode or head.isupper()):
            return TypeMode(self._plover[head.lower()], mode.strip().lower() or None)
        words = normal(cell).split()
        return next((self._types[phrase] for phrase in _phrases(words) if phrase in self._types), None)


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """`text` in lower case with single spaces for everything but letters and digits."""
    return _OTHER.sub(" ", text.lower()).strip()


def _phrases(words: list[str]) -> Iterator[str]:
    """Runs of words, the longest first, then the first."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _inverted(lists: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: name for name, words in lists.items() for word in words}
