"""Numbers as news writes them: digits, words, bounds, ranges and vague terms.

``find_numbers`` knows nothing of what is counted; it reads "as many as 8,000" as a number said (8,000) with
the bound that the words put on it. Numbers that count nothing (dates, distances, names of weapons) are
covered first, see ``nonfigures``.
"""

import re
from functools import cache
from typing import NamedTuple

from geomap.events.nonfigures import counts_nothing, cover
from geomap.events.numerals import Numeral, numeral_pattern, read_numeral
from geomap.events.wordlists import one_of, wordlist
from geomap.records import Qualifier

_INEXACT = ("at_least", "more_than", "at_most", "less_than", "almost", "about")
# how far the words in front of a number can reach back
_REACH = 48
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)


class Number(NamedTuple):
    """A number and its bounds; ``start``/``end`` hold qualifier and number, ``core`` where the number begins.

    ``value``, ``low`` and ``high`` are as in ``records.Figure``. ``suffix`` is the letter of "5m", which may
    mean metres. ``term`` is the vague word. ``joined`` is what a hyphen ties to the number: "strong" in
    "1,000-strong".
    """

    start: int
    end: int
    core: int
    value: float | None
    low: float | None
    high: float | None
    qualifier: Qualifier
    term: str | None = None
    suffix: str | None = None
    joined: str | None = None
    change: bool = False


def find_numbers(text: str) -> list[Number]:
    """The numbers of `text` in order that might count something."""
    covered = cover(text)
    found = [_vague(covered, match) for match in _vague_terms().finditer(covered)]
    taken = {offset for number in found for offset in range(number.core, number.end)}
    match = _pattern().search(covered)
    while match is not None:
        number = _read(covered, match)
        stop = number.end if number else match.end("first")
        if number and taken.isdisjoint(range(match.start(), stop)):
            found.append(number)
        match = _pattern().search(covered, max(stop, match.start() + 1))
    joined = wordlist("numbers")["joined"]["words"]
    return sorted(
        number
        for number in found
        if (number.joined is None or number.joined.lower() in joined)
        and not counts_nothing(covered, number.core, number.end)
    )


@cache
def _pattern() -> re.Pattern[str]:
    numeral = numeral_pattern()
    after = one_of([word for words in wordlist("numbers")["after"].values() for word in words])
    return re.compile(
        rf"(?<![\w.,/$€£#-])(?P<first>{numeral})"
        rf"(?:(?P<joint>\s?[-–—]\s?|\s+(?:to|or|and)\s+)(?P<second>{numeral}))?"
        rf"(?P<after>{after})?"
        r"(?:-(?P<joined>[^\W\d_]+))?(?!\w)",
        re.IGNORECASE,
    )


@cache
def _vague_terms() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:{one_of(wordlist('numbers')['vague']['terms'])})(?![\w-])", re.IGNORECASE
    )


@cache
def _before() -> re.Pattern[str]:
    lists = wordlist("numbers")["before"]
    words = {kind: one_of([w for w in lists[kind] if w[-1].isalnum()]) for kind in (*_INEXACT, "exact")}
    signs = {kind: one_of([w for w in lists[kind] if not w[-1].isalnum()]) for kind in (*_INEXACT, "exact")}
    either = "|".join(
        rf"(?P<{kind}>(?:(?:{words[kind]})\s+" + (rf"|(?:{signs[kind]})\s*" if signs[kind] else "") + "))"
        for kind in (*_INEXACT, "exact")
    )
    return re.compile(rf"(?<![\w-])(?:{either})$", re.IGNORECASE)


@cache
def _after() -> dict[str, Qualifier]:
    return {word: kind for kind, words in wordlist("numbers")["after"].items() for word in words}


def _qualifier(text: str, core: int) -> tuple[int, Qualifier]:
    """Where the words before a number begin that bound it, and the bound: the outermost inexact one."""
    start: int = core
    begin: int = core
    kind: Qualifier = "exact"
    pattern = _before()
    while True:
        reach = max(0, start - _REACH)
        match = pattern.search(text[reach:start])
        if match is None or match.start() == match.end():
            return begin, kind
        if _belongs_to_verb(text[reach : reach + match.start()], match.group()):
            return begin, kind
        start = reach + match.start()
        if match.lastgroup != "exact":
            kind = match.lastgroup  # type: ignore[assignment]
            begin = start
        elif not re.match(r"the\b|in\b", match.group(), re.IGNORECASE):
            begin = start if kind == "exact" else begin


def _belongs_to_verb(before: str, bound: str) -> bool:
    verbs = wordlist("numbers")["phrasal"].get(bound.strip().lower(), ())
    return before.lower().split()[-1:] != [] and before.lower().split()[-1] in verbs


def _read(text: str, match: re.Match[str]) -> Number | None:
    """The number or range that `match` begins with; two numbers that make no range are read one by one."""
    first = read_numeral(match["first"])
    second = read_numeral(match["second"]) if match["second"] else None
    if first is None:
        return None
    if second is None:
        return _bounded(text, match, first)
    joint = match["joint"].strip().lower()
    before = text[max(0, match.start() - _REACH) : match.start()]
    between, origin = _BETWEEN.search(before), _FROM.search(before)
    scaled = first.scale == 1 < second.scale and first.value * second.scale < second.value
    low = first.value * second.scale if scaled else first.value
    if (joint == "and" and not between) or low >= second.value or (origin and _changes(before)):
        return _bounded(text, match, first)._replace(change=bool(origin and joint == "to"))
    opener = between or (origin if joint == "to" else None)
    core = match.start() - len(opener.group()) if opener else match.start()
    start, _ = _qualifier(text, core)
    return Number(start, match.end(), core, None, low, second.value, "range", joined=match["joined"])


def _bounded(text: str, match: re.Match[str], numeral: Numeral) -> Number:
    core, end = match.span("first")
    start, kind = _qualifier(text, core)
    joined = None
    if match["second"] is None:
        joined, tail = match["joined"], (match["after"] or "").lower()
        end = match.end() - (len(joined) + 1 if joined else 0)
        kind = _after().get(tail, kind)
    low, high = bounds(numeral.value, kind)
    return Number(start, end, core, numeral.value, low, high, kind, suffix=numeral.suffix, joined=joined)


def bounds(value: float, qualifier: Qualifier) -> tuple[float | None, float | None]:
    """The lowest and highest number that `qualifier` allows beside `value`."""
    if qualifier == "exact":
        return value, value
    low = value if qualifier in {"at_least", "more_than"} else None
    high = value if qualifier in {"at_most", "less_than", "almost"} else None
    return low, high


def _vague(text: str, match: re.Match[str]) -> Number:
    start, _ = _qualifier(text, match.start())
    term = re.sub(r"\s+", " ", match.group().lower()).removesuffix(" of")
    return Number(start, match.end(), match.start(), None, None, None, "vague", term=term)


def _changes(before: str) -> bool:
    words = re.findall(r"[a-z]+", before.lower())[-5:]
    return any(word in wordlist("numbers")["change"]["verbs"] for word in words)
