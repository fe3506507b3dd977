"""The phrases of ``relative.toml`` as patterns over the characters around a name."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

import msgspec

from geomap.errors import DataError
from geomap.files import data_file

_PREFIX = r"(?:(?:on|in|at|along|to)\s+the\s+(?:[a-z-]+\s+){0,2}?)?"
_ENDING = re.compile(r"[a-z]+\s+$", re.IGNORECASE)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    units: Mapping[str, float]
    numbers: Mapping[str, float]
    bearings: Mapping[str, float]
    short_bearings: Mapping[str, float]
    near: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]


class RelativeWords:
    """What a phrase before a name, or around two names, says; numbers and units to kilometres."""

    def __init__(self, file: _File) -> None:
        self._file = file
        self._bearings = {_plain(word): degrees for word, degrees in file.bearings.items()}
        self._bearings |= file.short_bearings
        self._numbers = {_plain(word): float(value) for word, value in file.numbers.items()}
        words = file.words
        number = rf"(?:\d{{1,4}}(?:[.,]\d+)?|{_any(file.numbers)})"
        bearing, short = _any(file.bearings), _any(file.short_bearings)
        filling = rf"(?:the\s+)?(?:(?:[a-z-]+\s+){{0,2}}{_any(words['nouns'])}\s+of\s+)?"
        phrase = (
            rf"(?:(?<!\w)(?P<approximate>{_any(words['approximate'])})\s*)?"
            rf"(?:(?<![\w.,])(?:(?P<low>\d{{1,4}}(?:[.,]\d+)?)\s?(?:-|–|to|or)\s?)?(?P<number>{number})[\s-]?"
            rf"(?P<unit>{_any(file.units)})(?:\s?\([^()]{{1,20}}\))?\s+(?:away\s+)?)?"
            rf"(?:\b(?:(?:to\s+)?the\s+)?(?:just\s+|due\s+|far\s+)?(?P<bearing>{bearing}|{short})\s+(?:of|from)"
            rf"|\b(?P<off>{_any(words['off'])})"
            rf"|(?(unit)\b(?P<from>{_any(words['from'])})|\b{_PREFIX}(?P<near>{_any(file.near)})))\s+{filling}$"
        )
        self._phrase = re.compile(phrase, re.IGNORECASE)
        last = {phrase.split()[-1] for group in (file.near, words["off"], words["from"]) for phrase in group}
        self._last = last | {"of", "from", "the"}
        self._short = frozenset(file.short_bearings)
        between = rf"\b(?P<halfway>{_any(words['halfway'])})|\b(?:{_any(words['between'])})"
        self._pair = re.compile(rf"(?:{between})\s+{filling}$", re.IGNORECASE)
        linking, roads = _any(words["linking"]), _any(words["roads"])
        self._road_before = re.compile(
            rf"(?:\bthe\s+)?(?:[a-z-]+\s+)?\b{roads}\s+{linking}\s+{filling}$",
            re.IGNORECASE,
        )
        self._road_after = re.compile(rf"\s+(?:[a-z]+\s+)?{roads}\b")
        self._explains = re.compile(
            r"\s*[,(]\s*(?:(?:a|an|the|about|some|which|is|lies|located|situated|lying|just)\s+)*"
            rf"(?:(?:[a-z-]+\s+){{0,2}}{_any(words['nouns'])}\s+)?",
            re.IGNORECASE,
        )

    @classmethod
    def shipped(cls) -> Self:
        """The phrases that come with geomap."""
        return cls.read(data_file("relative.toml"))

    @classmethod
    def read(cls, path: Path) -> Self:
        """The phrases of a TOML file of the shipped one's form.

        Raises:
            DataError: The file is no TOML, or a list is missing or of another kind.
        """
        try:
            return cls(msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File))
        except (tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError) as error:
            raise DataError(f"{path}: not a file of relative places: {error}") from error

    def before(self, words: str) -> re.Match[str] | None:
        """The phrase that ends right before a name, if `words` (what stands before it) end with one."""
        if not self._may_end(words):
            return None
        match = self._phrase.search(words)
        if match is None:
            return None
        short = match["bearing"] is not None and match["bearing"].lower() in self._short
        return None if short and match["unit"] is None else match

    def between(self, before: str, joined: str, after: str) -> tuple[int, int, bool] | None:
        """Whether two names stand as "between A and B", "the A-B road" or "the road from A to B".

        Returns:
            How many characters of the phrase stand before A, how many after B, and whether halfway.
        """
        joint = joined.strip().lower()
        if joint in {"and", "to"}:
            match = self._road_before.search(before) or (
                self._pair.search(before) if joint == "and" else None
            )
            if match is not None:
                return len(match.group()), 0, bool(match.groupdict().get("halfway"))
        if joint in {"-", "–", "to", "and", "/"} and (match := self._road_after.match(after)):
            return 0, match.end(), False
        return None

    def explains(self, words: str) -> bool:
        """Whether these `words` between a name and a phrase make the phrase say where that name lies."""
        return self._explains.fullmatch(words) is not None

    def bearing(self, match: re.Match[str]) -> float | None:
        """Degrees from north of the direction in a phrase."""
        word = match["bearing"]
        return None if word is None else self._bearings[_plain(word.lower())]

    def reach(self, phrase: str) -> float:
        """Km beyond its edge that a phrase such as "near" may mean."""
        return self._file.near[" ".join(phrase.lower().split())]

    def unit(self, word: str) -> float:
        """Kilometres in a unit."""
        return self._file.units[" ".join(word.lower().split())]

    def number(self, written: str) -> tuple[float, float]:
        """The number and the step of its last digit that counts: "20" is known to ten, "25" to five."""
        if not written[0].isdigit():
            value = self._numbers[_plain(written.lower())]
            return value, 1.0 if value < 10 else 5.0
        plain = re.sub(r",(?=\d{3}$)", "", written).replace(",", ".")
        value = float(plain)
        if "." in plain:
            return value, 10.0 ** -len(plain.partition(".")[2])
        step = 1.0
        while value and value % (step * 10) == 0:
            step *= 10
        return value, 5.0 * step if value % (5 * step) == 0 and step < 10 and value >= 10 else step

    def _may_end(self, words: str) -> bool:
        found = _ENDING.search(words[-24:])
        return found is not None and found.group().strip().lower() in self._last


def _plain(words: str) -> str:
    return re.sub(r"[\s-]+", "", words)


def _any(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first; hyphens may be spaces or left out."""
    parts = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        escaped = re.escape(word).replace(r"\-", r"[\s-]?").replace(r"\ ", r"\s+")
        parts.append(escaped + (r"\b" if word[-1].isalnum() else ""))
    return "(?:" + "|".join(parts) + ")"
