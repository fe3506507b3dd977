"""Where date phrases stand, and what the word before them (since, until, by) makes of their days."""

import re
from bisect import insort
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from geomap.events.date_context import CONTEXT, told_before
from geomap.events.date_grammar import patterns
from geomap.events.date_readings import EXPLICIT, Days
from geomap.events.date_relative import RELATIVE
from geomap.events.days import shifted
from geomap.events.wordlists import one_of, wordlist
from geomap.records import DatePrecision

_OPENER_REACH = 24
_OPENER = re.compile(r"(since|until|till|by|before)\b", re.IGNORECASE)
_OPENER_BEFORE = re.compile(
    r"\b(since|until|till|by|before)\s+(?:at\s+least\s+|early\s+|late\s+|the\s+)?$", re.IGNORECASE
)


class Found(NamedTuple):
    """A date phrase with its first and last day."""

    start: int
    end: int
    first: date | None
    last: date | None
    precision: DatePrecision


@cache
def spots() -> re.Pattern[str]:
    """Words near which a date may stand."""
    lists = wordlist("dates")
    words = [*lists["months"], *lists["weekdays"], *lists["triggers"]["words"]]
    return re.compile(
        rf"\b(?:{one_of(words)})\b|\d[./-]\d|\b(?:19|20)\d\d\b|\d\d:\d\d|\d(?:st|nd|rd|th|h)\b", re.IGNORECASE
    )


def explicit_dates(text: str, stretches: Sequence[tuple[int, int]], anchor: date | None) -> list[Found]:
    """Dates with a day, month or year of their own; without a year they need an `anchor`."""
    found: list[Found] = []
    for name, pattern in patterns("absolute"):
        for match in _matches(text, stretches, pattern, found):
            days = EXPLICIT[name](match, anchor)
            if days is not None:
                found.append(_with_opener(text, match, days, anchor))
    return found


def relative_dates(
    text: str,
    stretches: Sequence[tuple[int, int]],
    anchor: date,
    explicit: Sequence[Found],
    datelines: Collection[int] = (),
) -> list[Found]:
    """`explicit` dates with the phrases that are reckoned from `anchor` or from a day told before them.

    Those that start at one of the `datelines` date the report, so that nothing is reckoned from them.
    """
    found = list(explicit)
    counting: list[tuple[re.Match[str], str]] = []
    for name, pattern in patterns("relative"):
        taken = [*found, *(Found(*match.span(), None, None, "unknown") for match, _ in counting)]
        for match in _matches(text, stretches, pattern, taken):
            if name in CONTEXT:
                counting.append((match, name))
                continue
            days = RELATIVE[name](match, anchor)
            if days is not None:
                found.append(_with_opener(text, match, days, anchor))
    told = sorted(one for one in found if one.start not in datelines)
    for match, name in sorted(counting, key=lambda row: row[0].start()):
        days = CONTEXT[name](match, told_before(text, match, told), anchor)
        if days is not None:
            found.append(_with_opener(text, match, days, anchor))
            insort(told, found[-1])
    return found


def _matches(
    text: str, stretches: Sequence[tuple[int, int]], pattern: re.Pattern[str], taken: Sequence[Found]
) -> list[re.Match[str]]:
    return [
        match
        for start, end in stretches
        for match in pattern.finditer(text, start, end)
        if not any(other.start < match.end() and match.start() < other.end for other in taken)
    ]


def _with_opener(text: str, match: re.Match[str], days: Days, anchor: date | None) -> Found:
    """The phrase with the word before it that opens or closes the span."""
    first, last, precision = days
    reach = max(0, match.start() - _OPENER_REACH)
    ahead = _OPENER_BEFORE.search(text[reach : match.start()])
    opener = ahead or _OPENER.match(match.group())
    start = reach + ahead.start() if ahead else match.start()
    word = opener[1].lower() if opener else ""
    if word == "since" and first is not None and anchor is not None and first <= anchor:
        last = anchor
        precision = "day" if first == last else "range"
    elif word in {"until", "till", "by"} and precision != "future":
        first, precision = None, "before"
    elif word == "before" and first is not None:
        last = shifted(first, -1)
        first, precision = None, "before"
    return Found(start, match.end(), first, last, precision)
