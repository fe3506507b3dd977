"""Numbers as news writes them: digits, words, bounds, ranges and vague terms.

``find_numbers`` knows nothing of what is counted; it reads "as many as 8,000" as a number said (8,000) with the
bound that the words put on it. Numbers that count nothing (dates, distances, names of weapons) are covered first,
see ``nonfigures``.
"""

import re
from functools import cache
from typing import NamedTuple

from geomap.events.nonfigures import counts_nothing, cover
from geomap.events.numerals import numeral_pattern, read_numeral
from geomap.events.wordlists import one_of, wordlist
from geomap.records import Qualifier

_INEXACT = ("at_least", "more_than", "at_most", "less_than", "almost", "about")
# how far the words in front of a number can reach back
_REACH = 48


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
    vague = [_vague(text, covered, match) for match in _vague_terms().finditer(covered)]
    taken = [(number.core, number.end) for number in vague]
    found = list(vague)
    cursor = 0
    for match in _pattern().finditer(covered):
        if match.start() < cursor or any(start < match.end() and match.start() < end for start, end in taken):
            continue
        numbers = _read(covered, match)
        found.extend(numbers)
        cursor = max([number.end for number in numbers], default=cursor)
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
        start = reach + match.start()
        if match.lastgroup != "exact":
            kind = match.lastgroup  # type: ignore[assignment]
            begin = start
        elif not re.match(r"the\b|in\b", match.group(), re.IGNORECASE):
            begin = start if kind == "exact" else begin


def _read(text: str, match: re.Match[str]) -> list[Number]:
    first, second = match["first"], match["second"]
    joint = (match["joint"] or "").strip().lower()
    a = read_numeral(first)
    b = read_numeral(second) if second else None
    if a is None:
        return []
    before = text[max(0, match.start() - _REACH) : match.start()]
    between = re.search(r"\bbetween\s+$", before, re.IGNORECASE)
    origin = re.search(r"\bfrom\s+$", before, re.IGNORECASE)
    if b is not None and joint == "and" and not between:
        b = None
    if second is not None and b is None:
        return _read_one(text, match, match.start(), match.end("first"), first)
    if second is None or b is None:
        return [_bounded(text, match, match.start(), match.end(), a.value, a.suffix)]
    low = a.value * b.scale if a.scale == 1 and b.scale > 1 and a.value < b.value / b.scale else a.value
    if origin and _changes(before):
        return [
            _bounded(text, None, match.start(), match.end("first"), a.value, a.suffix, change=True),
            _bounded(text, match, match.start("second"), match.end(), b.value, b.suffix),
        ]
    if low >= b.value:
        return [
            _bounded(text, None, match.start(), match.end("first"), a.value, a.suffix),
            *(
                []
                if joint in {"-", "–", "—"}
                else [_bounded(text, match, match.start("second"), match.end(), b.value, b.suffix)]
            ),
        ]
    opener = between or (origin if joint == "to" else None)
    core = match.start() - len(opener.group()) if opener else match.start()
    start, _ = _qualifier(text, core)
    return [Number(start, match.end(), core, None, low, b.value, "range", joined=match["joined"])]


def _read_one(text: str, match: re.Match[str], start: int, end: int, numeral: str) -> list[Number]:
    """The first of two numbers that do not make a range; the second is found by a search of its own."""
    found = []
    a = read_numeral(numeral)
    if a is not None:
        found.append(_bounded(text, None, start, end, a.value, a.suffix))
    rest = _pattern().match(text, match.start("second"))
    return found + (_read(text, rest) if rest else [])


def _bounded(
    text: str,
    match: re.Match[str] | None,
    core: int,
    end: int,
    value: float,
    suffix: str | None,
    *,
    change: bool = False,
) -> Number:
    start, kind = _qualifier(text, core)
    joined = match["joined"] if match else None
    tail = (match["after"] or "").lower() if match else ""
    if match and joined:
        end = match.start("joined") - 1
    if tail:
        kind = _after().get(tail, _after().get(" " + tail.strip(), kind))
    low, high = bounds(value, kind)
    return Number(start, end, core, value, low, high, kind, suffix=suffix, joined=joined, change=change)


def bounds(value: float, qualifier: Qualifier) -> tuple[float | None, float | None]:
    """The lowest and highest number that `qualifier` allows beside `value`."""
    if qualifier == "exact":
        return value, value
    low = value if qualifier in {"at_least", "more_than"} else None
    high = value if qualifier in {"at_most", "less_than", "almost"} else None
    return low, high


def _vague(text: str, covered: str, match: re.Match[str]) -> Number:
    start, _ = _qualifier(covered, match.start())
    term = re.sub(r"\s+", " ", match.group().lower()).removesuffix(" of")
    return Number(start, match.end(), match.start(), None, None, None, "vague", term=term)


def _changes(before: str) -> bool:
    words = re.findall(r"[a-z]+", before.lower())[-5:]
    return any(word in wordlist("numbers")["change"]["verbs"] for word in words)
