"""A small pattern language over words, in which all word lists of the event extractor are written.

A pattern is a string of elements parted by blanks:

* ``ceasefire``          that word (patterns and text are compared in lower case)
* ``strike.n``           a noun in singular and plural; ``launch.v`` a verb in all forms; ``seize.ed`` its
  past forms; ``kill.ing`` its gerund
* ``on|at|against``      any of these; each may carry a suffix as above
* ``{munition}``         any word of a class that the file defines
* ``#``                  a number in digits, also as one of several: ``#|two|three``
* ``*3``                 up to three words, whatever they are, but no stop, colon or semicolon
* ``the?``               an element that may be missing
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from geomap.errors import DataError
from geomap.events.grammar import words_of
from geomap.events.inflection import gerund, noun_forms, past_forms, verb_forms

_STOPS = frozenset(".;:!?()[]|")
_GAP = "*"
_NUMBER = "#"


class Element(NamedTuple):
    """One step of a pattern: `words` that fit, with any `number`, or (if `gap`) up to that many of any."""

    words: frozenset[str]
    optional: bool = False
    gap: int = 0
    number: bool = False

    def fits(self, word: str) -> bool:
        """Whether a word of a text is what this step wants."""
        return word in self.words or (self.number and word[:1].isdigit())


Pattern = tuple[Element, ...]


class Match(NamedTuple):
    """Where a pattern stands in the words (half open) and the number under which it was indexed."""

    start: int
    end: int
    key: int
    anchor: int


def expand(entry: str) -> frozenset[str]:
    """The word forms that one alternative such as ``launch.v`` stands for."""
    word, dot, suffix = entry.rpartition(".")
    if not dot or not word or suffix not in {"v", "n", "ed", "ing"}:
        return frozenset({entry})
    if suffix == "v":
        return verb_forms(word)
    if suffix == "n":
        return noun_forms(word)
    return past_forms(word) if suffix == "ed" else frozenset({gerund(word)})


def compile_classes(source: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Word classes by name, with every entry's forms."""
    return {
        name: frozenset(form for entry in entries for form in expand(entry.lower()))
        for name, entries in source.items()
    }


def compile_pattern(text: str, classes: Mapping[str, frozenset[str]]) -> Pattern:
    """Read one pattern.

    Raises:
        DataError: The pattern is empty, names an unknown class, or has nothing but gaps and optional words.
    """
    elements: list[Element] = []
    for part in text.lower().split():
        optional = part.endswith("?") and part != "?"
        body = part[:-1] if optional else part
        if body.startswith(_GAP) and body[1:].isdigit():
            elements.append(Element(frozenset(), gap=int(body[1:])))
            continue
        words: set[str] = set()
        for entry in body.split("|"):
            if entry == _NUMBER:
                continue
            if entry.startswith("{") and entry.endswith("}"):
                if entry[1:-1] not in classes:
                    raise DataError(f"pattern {text!r}: no class {entry} is defined; add it or mend the name")
                words |= classes[entry[1:-1]]
            else:
                words |= expand(entry)
        elements.append(Element(frozenset(words), optional=optional, number=_NUMBER in body.split("|")))
    if not any(element.words and not element.optional for element in elements):
        raise DataError(f"pattern {text!r}: needs at least one word that must be there")
    return tuple(elements)


class PatternIndex:
    """Many patterns, found in one pass over the words: each is looked up by its rarest fixed element."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = list(patterns)
        self._by_word: dict[str, list[tuple[int, int]]] = {}
        common = words_of("common")
        for key, pattern in enumerate(self._patterns):
            fixed = [i for i, element in enumerate(pattern) if element.words and not element.optional]
            anchor = min(fixed, key=lambda i: (bool(pattern[i].words & common), len(pattern[i].words), i))
            for word in sorted(pattern[anchor].words):
                self._by_word.setdefault(word, []).append((key, anchor))

    def pattern(self, key: int) -> Pattern:
        """The pattern that was given as number `key`."""
        return self._patterns[key]

    def find(self, words: Sequence[str], start: int = 0, end: int | None = None) -> list[Match]:
        """Every place in ``words[start:end]`` (lower case) where a pattern fits, by start, longest first."""
        stop = len(words) if end is None else end
        found: set[Match] = set()
        for position in range(start, stop):
            for key, anchor in self._by_word.get(words[position], ()):
                pattern = self._patterns[key]
                right = _forward(pattern, anchor + 1, words, position + 1, stop)
                if right < 0:
                    continue
                left = _backward(pattern, anchor - 1, words, position - 1, start)
                if left >= 0:
                    found.add(Match(left, right, key, position))
        return sorted(found, key=lambda match: (match.start, -match.end, match.key, match.anchor))


def _forward(pattern: Pattern, at: int, words: Sequence[str], position: int, stop: int) -> int:
    if at == len(pattern):
        return position
    element = pattern[at]
    if element.gap:
        for skipped in range(element.gap + 1):
            if skipped and (position + skipped > stop or words[position + skipped - 1] in _STOPS):
                return -1
            end = _forward(pattern, at + 1, words, position + skipped, stop)
            if end >= 0:
                return end
        return -1
    if position < stop and element.fits(words[position]):
        end = _forward(pattern, at + 1, words, position + 1, stop)
        if end >= 0:
            return end
    return _forward(pattern, at + 1, words, position, stop) if element.optional else -1


def _backward(pattern: Pattern, at: int, words: Sequence[str], position: int, start: int) -> int:
    if at < 0:
        return position + 1
    element = pattern[at]
    if element.gap:
        for skipped in range(element.gap + 1):
            if skipped and (position - skipped + 1 < start or words[position - skipped + 1] in _STOPS):
                return -1
            left = _backward(pattern, at - 1, words, position - skipped, start)
            if left >= 0:
                return left
        return -1
    if position >= start and element.fits(words[position]):
        left = _backward(pattern, at - 1, words, position - 1, start)
        if left >= 0:
            return left
    return _backward(pattern, at - 1, words, position, start) if element.optional else -1
