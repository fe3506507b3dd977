"""The phrases that name days: explicit dates first, then what is reckoned from the day of the report."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from geomap.events.date_grammar import absolute_patterns, relative_patterns
from geomap.events.days import (
    last_weekend,
    latest_weekday,
    make_date,
    month_span,
    nearest_month,
    nearest_year,
    next_weekday,
    shifted,
    week_before,
)
from geomap.events.wordlists import one_of, wordlist
from geomap.records import DatePrecision

_UNIT_DAYS = {
    "h": 1,
    "hr": 1,
    "hour": 1,
    "day": 1,
    "night": 1,
    "week": 7,
    "fortnight": 14,
    "month": 30,
    "year": 365,
}
# how far "days ago", "weeks ago" may lie back: nearest and farthest day
_SOME = {
    "minute": (0, 0), "hour": (0, 1), "day": (1, 5), "night": (1, 5), "week": (7, 35), "month": (30, 180),
    "year": (365, 1825), "decade": (3650, 10950),
}  # fmt: skip
_VAGUE_COUNTS = frozenset({"several", "a few", "some", "many", "a couple of", "a couple"})
_HOURS_A_DAY = 24
_TENTH, _TWENTIETH = 10, 20
_CONTEXT = 70
_OPENER_REACH = 24
_OPENER = re.compile(r"(since|until|till|by|before)\b", re.IGNORECASE)
_OPENER_BEFORE = re.compile(
    r"\b(since|until|till|by|before)\s+(?:at\s+least\s+|early\s+|late\s+|the\s+)?$", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\b(?:will|would|plans?|planned|planning|scheduled|due|expected|set|is\sto|are\sto|to\sbe\sheld|upcoming|going\sto|intends?)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:was|were|had|has|have|fell|hit|struck|shot|\w{2,}ed)\b", re.IGNORECASE)


class Found(NamedTuple):
    """A date phrase with its first and last day."""

    start: int
    end: int
    first: date | None
    last: date | None
    precision: DatePrecision


Days = tuple[date | None, date | None, DatePrecision]


@cache
def spots() -> re.Pattern[str]:
    """Words near which a date may stand."""
    lists = wordlist("dates")
    words = [*lists["months"], *lists["weekdays"], *lists["triggers"]["words"]]
    return re.compile(
        rf"\b(?:{one_of(words)})\b|\d[./-]\d|\b(?:19|20)\d\d\b|\d\d:\d\d|\d[hH]\b", re.IGNORECASE
    )


def explicit_dates(text: str, stretches: Sequence[tuple[int, int]], anchor: date | None) -> list[Found]:
    """Dates with a day or month of their own; without a year they need an `anchor`."""
    found: list[Found] = []
    for name, pattern in absolute_patterns():
        for match in _matches(text, stretches, pattern, found):
            days = _ABSOLUTE[name](match, anchor)
            if days is not None:
                found.append(_prefixed(text, match, days, anchor))
    return found


def read_phrases(
    text: str, stretches: Sequence[tuple[int, int]], anchor: date, explicit: Sequence[Found]
) -> list[Found]:
    """`explicit` dates with the phrases that are reckoned from `anchor` or from a date just before them."""
    found = list(explicit)
    for name, pattern in relative_patterns():
        for match in _matches(text, stretches, pattern, found):
            base = _base(text, match, found) or anchor
            days = _RELATIVE[name](match, base if name in _FROM_CONTEXT else anchor)
            if days is not None:
                found.append(_prefixed(text, match, days, anchor))
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


def _prefixed(text: str, match: re.Match[str], days: Days, anchor: date | None) -> Found:
    """The phrase with the word before it that opens or closes the span: since, until, by."""
    first, last, precision = days
    start = match.start()
    reach = max(0, start - _OPENER_REACH)
    ahead = _OPENER_BEFORE.search(text[reach:start])
    inside = _OPENER.match(match.group())
    if ahead or inside:
        start = reach + ahead.start() if ahead else start
        word = (ahead or inside)[1].lower()  # type: ignore[index]
        if word == "since" and first is not None and anchor is not None and first <= anchor:
            first, last, precision = first, anchor, "range" if first != anchor else "day"
        elif word in {"until", "till", "by"}:
            first, last, precision = None, last, "before"
        elif word == "before" and first is not None:
            first, last, precision = None, shifted(first, -1), "before"
    return Found(start, match.end(), first, last, precision)


def _base(text: str, match: re.Match[str], found: Sequence[Found]) -> date | None:
    """The day that "a week earlier" is reckoned from: the last date before it in its sentence."""
    line = max(text.rfind("\n", 0, match.start()), text.rfind(". ", 0, match.start()))
    before = [other for other in found if line <= other.start and other.end <= match.start() and other.last]
    return max(before, key=lambda other: other.start).last if before else None


def _tense(match: re.Match[str]) -> int:
    """1 if the nearest telling word before the phrase in its sentence looks ahead, -1 if it looks back, else 0."""
    before = re.split(r"[.;\n]", match.string[max(0, match.start() - _CONTEXT) : match.start()])[-1]
    ahead = max((found.start() for found in _AHEAD.finditer(before)), default=-1)
    back = max((found.start() for found in _BACK.finditer(before)), default=-1)
    return 0 if ahead == back == -1 else 1 if ahead >= back else -1


# ---- explicit dates --------------------------------------------------------------------------------------


def _month(match: re.Match[str], group: str = "month") -> int | None:
    """The month's number; None for a word in lower case ("may", "march") that is no month."""
    word = match[group]
    return wordlist("dates")["months"][word.lower().rstrip(".")] if word[:1].isupper() else None


def _numeric(match: re.Match[str], anchor: date | None) -> Days | None:
    del anchor
    day, month = int(match["day"]), int(match["month"])
    if month > 12 >= day:  # noqa: PLR2004
        day, month = month, day
    found = make_date(int(match["year"]), month, day)
    return (found, found, "day") if found else None


def _day_month(match: re.Match[str], anchor: date | None) -> Days | None:
    found = _written(match, "day", "month", anchor)
    return (found, found, "day") if found else None


def _day_range(match: re.Match[str], anchor: date | None) -> Days | None:
    last = _written(match, "last", "month", anchor)
    group = "month0" if "month0" in match.re.groupindex and match["month0"] else "month"
    number = _month(match, group)
    if last is None or number is None:
        return None
    first = make_date(last.year, number, int(match["day"]))
    if first is not None and first > last:
        first = make_date(last.year - 1, number, int(match["day"]))
    return (first, last, "range") if first and first <= last else None


def _written(match: re.Match[str], day: str, month: str, anchor: date | None) -> date | None:
    number = _month(match, month)
    if number is None:
        return None
    if match["year"]:
        return make_date(int(match["year"]), number, int(match[day]))
    return nearest_year(number, int(match[day]), anchor) if anchor else None


def _month_year(match: re.Match[str], anchor: date | None) -> Days | None:
    number = _month(match)
    if number is None:
        return None
    if match["year"]:
        span = month_span(int(match["year"]), number)
    elif anchor is None:
        return None
    else:
        span = _named_month(number, (match["which"] or "").lower(), anchor)
    part = (match["part"] or "").lower()
    first, last = _part_of(span, part)
    if anchor is not None and first <= anchor < last:
        last = anchor
    return first, last, "range" if part else "month"


def _named_month(number: int, which: str, anchor: date) -> tuple[date, date]:
    if which == "next":
        return month_span(anchor.year + (number <= anchor.month), number)
    if which == "last" and number == anchor.month:
        return month_span(anchor.year - 1, number)
    return nearest_month(number, anchor)


def _part_of(span: tuple[date, date], part: str) -> tuple[date, date]:
    first, last = span
    if part.startswith(("early", "begin", "start")):
        return first, shifted(first, _TENTH - 1)
    if part.startswith(("mid", "middle")):
        return shifted(first, _TENTH), shifted(first, _TWENTIETH - 1)
    if part.startswith(("late", "end")):
        return shifted(first, _TWENTIETH), last
    return span


def _years(match: re.Match[str], anchor: date | None) -> Days | None:
    first = int(match["year"])
    last = int(match["year2"]) if match["year2"] else first
    if last < 100:  # noqa: PLR2004
        last += first - first % 100
    if not first <= last:
        return None
    end = date(last, 12, 31)
    begin = date(first, 1, 1)
    return begin, anchor if anchor and begin <= anchor < end else end, "range"


# ---- reckoned from the day of the report ----------------------------------------------------------------------


def _fixed(offset: int) -> Callable[[re.Match[str], date], Days | None]:
    def read(match: re.Match[str], anchor: date) -> Days:
        del match
        day = shifted(anchor, offset)
        return day, day, "day"

    return read


def _night(match: re.Match[str], anchor: date) -> Days | None:
    if match["weekday"]:
        anchor = latest_weekday(_weekday(match["weekday"]), anchor)
    return shifted(anchor, -1), anchor, "range"


def _weekend(match: re.Match[str], anchor: date) -> Days | None:
    if (match["which"] or "").lower() in {"next", "coming"}:
        saturday = next_weekday(5, anchor)
        return saturday, shifted(saturday, 1), "range"
    return (*last_weekend(anchor), "range")


def _weekday(word: str) -> int:
    number: int = wordlist("dates")["weekdays"][word.lower().rstrip(".")]
    return number


def _on_weekday(match: re.Match[str], anchor: date) -> Days | None:
    if not match["weekday"][:1].isupper():
        return None
    number = _weekday(match["weekday"])
    which = (match["which"] or "").lower()
    week = (match["week"] or "").lower()
    if "last" in week or "previous" in week:
        day = shifted(week_before(anchor)[0], number)
    elif "next" in week:
        day = shifted(week_before(anchor)[0], number + 14)
    elif which in {"next", "coming"} or (not which and not week and _tense(match) > 0):
        day = next_weekday(number, anchor)
    else:
        day = latest_weekday(number, anchor, strictly=which in {"last", "past", "previous"})
    return day, day, "day"


def _weekday_range(match: re.Match[str], anchor: date) -> Days | None:
    if not (match["weekday"][:1].isupper() and match["last"][:1].isupper()):
        return None
    last = latest_weekday(_weekday(match["last"]), anchor)
    return latest_weekday(_weekday(match["weekday"]), last), last, "range"


def _count(word: str) -> int | None:
    key = re.sub(r"\s+", " ", word.lower().strip())
    if key.isdigit():
        return int(key)
    found: int | None = wordlist("dates")["counts"].get(key)
    return found


def _unit(word: str) -> str:
    unit = word.lower().rstrip(".")
    return unit[:-1] if unit.endswith("s") and len(unit) > 1 else unit


def _ago(match: re.Match[str], anchor: date) -> Days | None:
    unit = _unit(match["unit"])
    later = match["way"].lower() in {"later", "after"}
    counted = match["count"]
    if counted is None or re.sub(r"\s+", " ", counted.lower().strip()) in _VAGUE_COUNTS:
        nearest, farthest = _SOME.get(unit, (1, 5))
        if later:
            return shifted(anchor, -farthest), anchor, "approx"
        return (
            shifted(anchor, -farthest),
            anchor if unit in {"day", "hour"} else shifted(anchor, -nearest),
            "approx",
        )
    count = _count(counted)
    if count is None or later:
        return None
    back = count * _UNIT_DAYS.get(unit, 1)
    if unit in {"h", "hr", "hour"}:
        back = (count + _HOURS_A_DAY // 2) // _HOURS_A_DAY
    day = shifted(anchor, -back)
    if unit in {"day", "hour", "h", "hr", "night"}:
        return day, day, "day"
    slack = max(1, back // 8)
    return shifted(day, -slack), shifted(day, slack), "approx"


def _past_span(match: re.Match[str], anchor: date) -> Days | None:
    unit = _unit(match["unit"])
    count = 1 if not match["count"] else _count(match["count"])
    if (match["which"] or "").lower() in {"next", "coming"}:
        _, farthest = _SOME[unit]
        return (
            anchor,
            shifted(anchor, (count or 0) * _UNIT_DAYS[unit] if match["count"] else farthest),
            "future",
        )
    if (
        (match["which"] or "").lower() == "recent"
        or count is None
        or (not match["count"] and match["unit"].lower().endswith("s"))
    ):
        return shifted(anchor, -_SOME[unit][1]), anchor, "approx"
    days = -(-count // _HOURS_A_DAY) if unit in {"hour", "h", "hr"} else count * _UNIT_DAYS[unit]
    return shifted(anchor, -days), anchor, "range"


def _within(match: re.Match[str], anchor: date) -> Days | None:
    count, unit = _count(match["count"]), _unit(match["unit"])
    if count is None:
        return None
    days = -(-count // _HOURS_A_DAY) if unit in {"hour", "h", "hr"} else count * _UNIT_DAYS[unit]
    if _tense(match) < 0 or (unit in {"hour", "h"} and count == _HOURS_A_DAY and _tense(match) <= 0):
        return shifted(anchor, -days), anchor, "range"
    day = shifted(anchor, days)
    return (day, day, "day") if match["word"].lower() == "in" else (anchor, day, "future")


def _this(match: re.Match[str], anchor: date) -> Days | None:
    which, unit, part = match["which"].lower(), match["unit"].lower(), (match["part"] or "").lower()
    if unit == "week":
        monday, sunday = week_before(anchor)
        if which == "this":
            return (
                (anchor, shifted(monday, 13), "week")
                if part == "later"
                else (shifted(anchor, -6), anchor, "week")
            )
        return (
            (monday, sunday, "week")
            if which == "last"
            else (shifted(monday, 14), shifted(monday, 20), "week")
        )
    step = {"this": 0, "last": -1, "next": 1}[which]
    if unit == "month":
        first, last = month_span(anchor.year, anchor.month + step)
    else:
        first, last = date(max(1, anchor.year + step), 1, 1), date(max(1, anchor.year + step), 12, 31)
    if which == "this":
        first, last = (anchor, last) if part == "later" else (first, anchor)
    elif unit == "month":
        first, last = _part_of((first, last), part)
    return first, last, "month" if unit == "month" else "range"


def _recently(match: re.Match[str], anchor: date) -> Days:
    del match
    return None, anchor, "approx"


def _day_beside(match: re.Match[str], anchor: date) -> Days:
    forward = re.search(r"following|next|later", match.group(), re.IGNORECASE)
    day = shifted(anchor, 1 if forward else -1)
    return day, day, "day"


_ABSOLUTE: dict[str, Callable[[re.Match[str], date | None], Days | None]] = {
    "numeric": _numeric,
    "day_range": _day_range,
    "day_month": _day_month,
    "month_year": _month_year,
    "years": _years,
}
_RELATIVE: dict[str, Callable[[re.Match[str], date], Days | None]] = {
    "yesterday2": _fixed(-2),
    "yesterday": _fixed(-1),
    "tomorrow": _fixed(1),
    "today": _fixed(0),
    "night": _night,
    "weekend": _weekend,
    "weekday_range": _weekday_range,
    "weekday": _on_weekday,
    "past_span": _past_span,
    "day_beside": _day_beside,
    "ago": _ago,
    "within": _within,
    "this": _this,
    "recently": _recently,
}
_FROM_CONTEXT = frozenset({"ago", "day_beside"})
