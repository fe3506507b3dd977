"""What phrases mean that are reckoned from the day of the report."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from geomap.events.date_readings import Days, group, part_of, tense_before
from geomap.events.days import (
    last_weekend,
    latest_weekday,
    month_span,
    next_weekday,
    season_end,
    shifted,
    week_before,
    year_span,
)
from geomap.events.wordlists import wordlist
from geomap.records import DatePrecision

_UNIT_DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3650}
_HOURS = frozenset({"h", "hr", "hour"})
_EXACT = frozenset({"day", "night"})
# how far "days ago", "weeks ago" may lie back: nearest and farthest day
_SOME = {
    "minute": (0, 0),
    "hour": (0, 1),
    "day": (0, 5),
    "night": (0, 5),
    "week": (7, 35),
    "month": (30, 180),
    "year": (365, 1825),
    "decade": (3650, 10950),
}
_HOURS_A_DAY = 24
_WEEK = 7
_SATURDAY = 5
_MONTHS_BACK = 3
_SLACK = 8
"""A span told in weeks, months or years is good to an eighth of it."""


def _fixed(offset: int) -> Callable[[re.Match[str], date], Days | None]:
    def read(_match: re.Match[str], anchor: date) -> Days:
        day = shifted(anchor, offset)
        return day, day, "day"

    return read


def _night(match: re.Match[str], anchor: date) -> Days:
    weekday = group(match, "weekday")
    if weekday:
        anchor = latest_weekday(_weekday(weekday), anchor)
    return shifted(anchor, -1), anchor, "range"


def _weekend(match: re.Match[str], anchor: date) -> Days:
    looks_back = re.search(r"\b(?:last|past)\b", match.group(), re.IGNORECASE)
    if group(match, "which") in {"next", "coming"} or (not looks_back and tense_before(match) > 0):
        saturday = next_weekday(_SATURDAY, anchor)
        return saturday, shifted(saturday, 1), "range"
    return (*last_weekend(anchor), "range")


def _weekday(word: str) -> int:
    number: int = wordlist("dates")["weekdays"][word.lower().rstrip(".")]
    return number


def _on_weekday(match: re.Match[str], anchor: date) -> Days | None:
    if not match["weekday"][:1].isupper():
        return None  # "sat", "sun", "wed" are words of their own
    number = _weekday(match["weekday"])
    which, week = group(match, "which"), group(match, "week")
    if "last" in week or "previous" in week:
        day = shifted(week_before(anchor)[0], number)
    elif "next" in week:
        day = shifted(week_before(anchor)[0], number + 2 * _WEEK)
    elif which in {"next", "coming"} or (not which and not week and tense_before(match) > 0):
        day = next_weekday(number, anchor)
    else:
        day = latest_weekday(number, anchor, strictly=which in {"last", "past", "previous"})
    return day, day, "day"


def _weekday_range(match: re.Match[str], anchor: date) -> Days | None:
    if not (match["weekday"][:1].isupper() and match["last"][:1].isupper()):
        return None
    last = latest_weekday(_weekday(match["last"]), anchor)
    return latest_weekday(_weekday(match["weekday"]), last), last, "range"


def count_of(word: str) -> int | None:
    """The number that a word or numeral of a date phrase stands for; None for "several"."""
    found: int | None = int(word) if word.isdigit() else wordlist("dates")["counts"].get(word)
    return found


def unit_of(word: str) -> str:
    """A unit of time in the singular."""
    return word.removesuffix("s")


def _days(count: int, unit: str) -> int:
    return -(-count // _HOURS_A_DAY) if unit in _HOURS else count * _UNIT_DAYS.get(unit, 0)


def apart(day: date, count: int, unit: str) -> tuple[date, date, DatePrecision]:
    """The days that lie `count` units after `day` (before it where negative); weeks and more only roughly."""
    if unit in _HOURS:
        moved = shifted(day, round(count / _HOURS_A_DAY))
        return moved, moved, "day"
    distance = _days(abs(count), unit)
    moved = shifted(day, distance if count > 0 else -distance)
    if unit in _EXACT:
        return moved, moved, "day"
    slack = max(1, distance // _SLACK)
    return shifted(moved, -slack), shifted(moved, slack), "approx"


def ago(match: re.Match[str], anchor: date) -> Days | None:
    """``three days ago``, ``weeks earlier``, ``days later`` counted from `anchor`."""
    unit, later = unit_of(group(match, "unit")), group(match, "way") in {"later", "after"}
    count = count_of(group(match, "count"))
    if count is None:
        nearest, farthest = _SOME[unit]
        return shifted(anchor, -farthest), anchor if later else shifted(anchor, -nearest), "approx"
    return None if later else apart(anchor, -count, unit)


def _past_span(match: re.Match[str], anchor: date) -> Days | None:
    if group(match, "one"):
        return shifted(anchor, -_UNIT_DAYS[group(match, "one")]), anchor, "range"
    if group(match, "units"):
        farthest = _SOME[unit_of(group(match, "units"))][1]
        if group(match, "which2") in {"coming", "next"}:
            return anchor, shifted(anchor, farthest), "future"
        return shifted(anchor, -farthest), anchor, "approx"
    count = count_of(group(match, "count"))
    if count is None:
        return None
    days = _days(count, unit_of(group(match, "unit")))
    if group(match, "which") in {"next", "coming"}:
        return anchor, shifted(anchor, days), "future"
    return shifted(anchor, -days), anchor, "range"


def _within(match: re.Match[str], anchor: date) -> Days | None:
    count, unit, tense = count_of(group(match, "count")), unit_of(group(match, "unit")), tense_before(match)
    if count is None:
        return None
    days = _days(count, unit)
    # a tally "in 24 hours" looks back unless the sentence says otherwise
    if tense < 0 or (tense == 0 and unit in _HOURS and count == _HOURS_A_DAY):
        return shifted(anchor, -days), anchor, "range"
    day = shifted(anchor, days)
    return (day, day, "day") if group(match, "word") == "in" else (anchor, day, "future")


def _this(match: re.Match[str], anchor: date) -> Days:
    which, unit, part = group(match, "which"), group(match, "unit"), group(match, "part")
    if unit == "week":
        return _this_week(which, "later" if which == "this" and tense_before(match) > 0 else part, anchor)
    step = {"this": 0, "last": -1, "next": 1}[which]
    if unit == "month":
        first, last = month_span(anchor.year, anchor.month + step)
    else:
        first, last = year_span(anchor.year + step)
    if which == "this":
        first, last = (anchor, last) if part in {"later", "late"} else (first, anchor)
    elif unit == "month":
        first, last = part_of((first, last), part)
    return first, last, "month" if unit == "month" else "range"


def _this_week(which: str, part: str, anchor: date) -> Days:
    monday, sunday = week_before(anchor)
    if which == "last":
        return monday, sunday, "week"
    if which == "next":
        return shifted(monday, 2 * _WEEK), shifted(sunday, 2 * _WEEK), "week"
    if part in {"later", "late"}:
        return anchor, shifted(sunday, _WEEK), "week"
    return shifted(anchor, 1 - _WEEK), anchor, "week"


def _recently(_match: re.Match[str], anchor: date) -> Days:
    return None, anchor, "approx"


def _period_end(match: re.Match[str], anchor: date) -> Days:
    """``by the end of the year``."""
    step, unit = int(group(match, "which") == "next"), group(match, "unit")
    if unit == "week":
        return anchor, shifted(week_before(anchor)[1], _WEEK * (1 + step)), "future"
    span = month_span(anchor.year, anchor.month + step) if unit == "month" else year_span(anchor.year + step)
    return anchor, span[1], "future"


def _bare_day(match: re.Match[str], anchor: date) -> Days | None:
    """``on the 14th``: of this month or of the last one that has it."""
    for back in range(_MONTHS_BACK):
        first, last = month_span(anchor.year, anchor.month - back)
        day = shifted(first, int(match["day"]) - 1)
        if first <= day <= min(last, anchor):
            return day, day, "day"
    return None


def _season(match: re.Match[str], anchor: date) -> Days:
    """``last summer``, ``in spring``: the latest one of the northern half of the world that has begun."""
    month = wordlist("dates")["seasons"][group(match, "season")]
    first = month_span(anchor.year, month)[0]
    if first > anchor or (group(match, "which") == "last" and season_end(first) >= anchor):
        first = month_span(anchor.year - 1, month)[0]
    last = season_end(first)
    return first, anchor if first <= anchor < last else last, "range"


RELATIVE: Mapping[str, Callable[[re.Match[str], date], Days | None]] = {
    "yesterday2": _fixed(-2),
    "yesterday": _fixed(-1),
    "tomorrow": _fixed(1),
    "today": _fixed(0),
    "night": _night,
    "weekend": _weekend,
    "weekday_range": _weekday_range,
    "weekday": _on_weekday,
    "past_span": _past_span,
    "period_end": _period_end,
    "bare_day": _bare_day,
    "season": _season,
    "within": _within,
    "this": _this,
    "recently": _recently,
}
"""Readings of the table ``relative`` in ``dates.toml``."""
