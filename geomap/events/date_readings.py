"""What explicit dates mean: a matched phrase to its first and last day."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from geomap.events.days import make_date, month_span, nearest_month, nearest_year, season_end, shifted
from geomap.events.wordlists import wordlist
from geomap.records import DatePrecision

Days = tuple[date | None, date | None, DatePrecision]

_DECEMBER = 12
_CENTURY = 100
_TENTH, _TWENTIETH = 10, 20
_HALF, _WEEK, _QUARTER = 15, 7, 3
_CONTEXT = 70
_AHEAD = re.compile(
    r"\b(?:will|would|plans?|planned|planning|scheduled|due|expected|set|is\sto|are\sto|to\sbe\sheld|upcoming|"
    r"going\sto|intends?)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:was|were|had|has|have|fell|hit|struck|shot|\w{2,}ed)\b", re.IGNORECASE)


def group(match: re.Match[str], name: str) -> str:
    """A named group in lower case with single blanks; empty where it is lacking or did not match."""
    found = match.groupdict().get(name) or ""
    return re.sub(r"\s+", " ", found.lower())


def tense_before(match: re.Match[str]) -> int:
    """1 if the nearest telling word before the phrase looks ahead, -1 if it looks back, else 0."""
    before = re.split(r"[.;\n]", match.string[max(0, match.start() - _CONTEXT) : match.start()])[-1]
    ahead = max((found.start() for found in _AHEAD.finditer(before)), default=-1)
    back = max((found.start() for found in _BACK.finditer(before)), default=-1)
    if ahead == back == -1:
        return 0
    return 1 if ahead >= back else -1


def part_of(span: tuple[date, date], part: str) -> tuple[date, date]:
    """The early (1–10), middle (11–20) or late (21–) part of a month, a half or week of it; else all."""
    first, last = span
    if "half" in part:
        return (first, shifted(first, _HALF - 1)) if "first" in part else (shifted(first, _HALF), last)
    if "week" in part:
        week = {"first": first, "second": shifted(first, _WEEK), "last": shifted(last, 1 - _WEEK)}
        begin = week[part.split()[1]]
        return begin, shifted(begin, _WEEK - 1)
    if part.startswith("early") or "beginning" in part or "start" in part:
        return first, shifted(first, _TENTH - 1)
    if part.startswith("mid"):
        return shifted(first, _TENTH), shifted(first, _TWENTIETH - 1)
    if part.startswith("late") or "end" in part:
        return shifted(first, _TWENTIETH), last
    return span


def _month(match: re.Match[str], name: str = "month") -> int | None:
    """The month's number; None for a word in lower case ("may", "march") that is no month."""
    word = match[name]
    number: int = wordlist("dates")["months"][word.lower().rstrip(".")]
    return number if word[:1].isupper() else None


def _numeric(match: re.Match[str], anchor: date | None) -> Days | None:
    del anchor  # the year is written
    day, month = int(match["day"]), int(match["month"])
    if month > _DECEMBER >= day:
        day, month = month, day
    found = make_date(int(match["year"]), month, day)
    return (found, found, "day") if found else None


def _day_month(match: re.Match[str], anchor: date | None) -> Days | None:
    found = _written(match, "day", anchor)
    return (found, found, "day") if found else None


def _day_range(match: re.Match[str], anchor: date | None) -> Days | None:
    last = _written(match, "last", anchor)
    number = _month(match, "month0" if group(match, "month0") else "month")
    if last is None or number is None:
        return None
    first = make_date(last.year, number, int(match["day"]))
    if first is not None and first > last:
        first = make_date(last.year - 1, number, int(match["day"]))
    return (first, last, "range") if first and first <= last else None


def _written(match: re.Match[str], day: str, anchor: date | None) -> date | None:
    number = _month(match)
    if number is None:
        return None
    if match["year"]:
        return make_date(int(match["year"]), number, int(match[day]))
    if anchor is None:
        return None
    return nearest_year(number, int(match[day]), anchor, past=tense_before(match) < 0)


def _month_span(match: re.Match[str], anchor: date | None) -> Days | None:
    number, year = _month(match), group(match, "year")
    if number is None:
        return None
    if year:
        span = month_span(int(year), number)
    elif anchor is None:
        return None
    else:
        span = _named_month(number, group(match, "which"), anchor)
    part = group(match, "part")
    first, last = part_of(span, part)
    if anchor is not None and first <= anchor < last:
        last = anchor
    return first, last, "range" if part else "month"


def _month_range(match: re.Match[str], anchor: date | None) -> Days | None:
    """``from late September to early October``: the year of the last month, told or the latest begun."""
    begin, number, year = _month(match, "month0"), _month(match), group(match, "year")
    if begin is None or number is None or (anchor is None and not year):
        return None
    span = month_span(int(year), number) if year else nearest_month(number, anchor or date.max)
    last = part_of(span, group(match, "part"))[1]
    back = begin > number
    first = part_of(month_span(span[0].year - back, begin), group(match, "part0"))[0]
    return first, min(last, anchor) if anchor and first <= anchor else last, "range"


def _quarter(match: re.Match[str], anchor: date | None) -> Days:
    """``the first quarter of 2024``, ``Q3 2023``, ``the second half of 2022``."""
    which = wordlist("dates")["ordinals"][group(match, "which")]
    months = 2 * _QUARTER if group(match, "size") == "half" else _QUARTER
    year = int(match["year"])
    first = month_span(year, (which - 1) * months + 1)[0]
    last = month_span(year, which * months)[1]
    return first, anchor if anchor and first <= anchor < last else last, "range"


def _season(match: re.Match[str], anchor: date | None) -> Days:
    """``in the summer of 2023``: the northern season that begins in that year."""
    first = month_span(int(match["year"]), wordlist("dates")["seasons"][group(match, "season")])[0]
    last = season_end(first)
    return first, anchor if anchor and first <= anchor < last else last, "range"


def _named_month(number: int, which: str, anchor: date) -> tuple[date, date]:
    if which == "next":
        return month_span(anchor.year + (number <= anchor.month), number)
    if which == "last" and number == anchor.month:
        return month_span(anchor.year - 1, number)
    return nearest_month(number, anchor)


def _years(match: re.Match[str], anchor: date | None) -> Days | None:
    first = int(match["year"])
    last = int(match["year2"]) if match["year2"] else first
    if last < _CENTURY:
        last += first - first % _CENTURY
    if last < first:
        return None
    begin, end = date(first, 1, 1), date(last, 12, 31)
    return begin, anchor if anchor and begin <= anchor < end else end, "range"


EXPLICIT: Mapping[str, Callable[[re.Match[str], date | None], Days | None]] = {
    "numeric": _numeric,
    "day_range": _day_range,
    "day_month": _day_month,
    "month": _month_span,
    "month_range": _month_range,
    "quarter": _quarter,
    "season": _season,
    "years": _years,
}
"""Readings of the table ``absolute`` in ``dates.toml``; without a year they need the day of the report."""
