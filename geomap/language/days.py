"""Days as data write them: front matter, JSON rows and table cells, not running text."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_TIME = r"(?:[T ,]+\d{1,2}(?::?\d{2}){1,2}(?:[.,]\d+)?\s*(?:[ap]m)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"(?P<year>\d{4})([-/.]?)(?P<month>\d{2})\2(?P<day>\d{2})" + _TIME, re.IGNORECASE)
_DAY_NAME_YEAR = re.compile(
    r"(?:[a-z]+,\s*)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ \-.]+(?:of )?"
    + _NAMED
    + r"[ \-.,]+(?P<year>\d{4})"
    + _TIME,
    re.IGNORECASE,
)
_NAME_DAY_YEAR = re.compile(
    r"(?:[a-z]+,\s*)?" + _NAMED + r"[ \-.]+(?P<day>\d{1,2})(?:st|nd|rd|th)?[ ,]+(?P<year>\d{4})" + _TIME,
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?P<first>\d{1,2})([-/.])(?P<second>\d{1,2})\2(?P<year>\d{4})" + _TIME, re.IGNORECASE)
_YEAR_MONTH = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})|" + _NAMED.replace("month", "name") + r"\s+(?P<of>\d{4})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}")
_RANGE = re.compile(r"\s*(?:/| to | – |–| - |\.\.)\s*")
_LAST_MONTH = 12
_MIDNIGHTS = frozenset({"", " 00:00:00", "T00:00:00", " 00:00:00.000"})
_PLAIN_LENGTHS = frozenset(10 + len(hour) for hour in _MIDNIGHTS)


class Days(NamedTuple):
    """A day, or the days from ``start`` to ``end`` that a month, a year or a range stands for."""

    start: date
    end: date


def order_told(text: str) -> bool | None:
    """Whether a date in numbers must have the day first (True) or the month first (False); None if either."""
    found = _NUMBERS.fullmatch(text.strip())
    if found is None:
        return None
    first, second = int(found["first"]), int(found["second"])
    if (first > _LAST_MONTH) == (second > _LAST_MONTH):
        return None
    return first > _LAST_MONTH


def plain_day(text: str) -> date | None:
    """The day that `text` writes as 2024-10-31, with or without midnight behind; None for all other forms.

    What :func:`day` says of most tables' dates, at a tenth of the cost.
    """
    if len(text) in _PLAIN_LENGTHS and text[4] == text[7] == "-" and text[10:] in _MIDNIGHTS:
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            return None
    return None


def day(text: str, *, day_first: bool = True) -> date | None:
    """The day that `text` writes, None if it is none.

    Read are ISO 8601 (also 20241031, 2024/10/31 and with a time), 31 October 2024, Oct. 31, 2024, 31-Oct-2024
    and 31.10.2024; of 03/04/2024, `day_first` tells which is the day, and 10/31/2024 needs no telling.
    """
    text = text.strip()
    plain = plain_day(text)
    if plain:
        return plain
    found = _ISO.fullmatch(text)
    if found:
        return _date(int(found["year"]), int(found["month"]), int(found["day"]))
    found = _DAY_NAME_YEAR.fullmatch(text) or _NAME_DAY_YEAR.fullmatch(text)
    if found:
        return _date(int(found["year"]), _month(found["month"]), int(found["day"]))
    found = _NUMBERS.fullmatch(text)
    if found:
        told = order_told(text)
        first, second = int(found["first"]), int(found["second"])
        if day_first if told is None else told:
            first, second = second, first
        return _date(int(found["year"]), first, second)
    return None


@lru_cache(maxsize=4096)
def days(text: str, *, day_first: bool = True) -> Days | None:
    """The days of `text`: one as `day` reads it, or 2024-10, October 2024, 2024, or two days with a dash."""
    single = day(text, day_first=day_first)
    if single:
        return Days(single, single)
    text = text.strip()
    found = _YEAR_MONTH.fullmatch(text)
    if found:
        year = int(found["year"] or found["of"])
        month = int(found["month"]) if found["month"] else _month(found["name"])
        start = _date(year, month, 1)
        after = _date(year + month // 12, month % 12 + 1, 1)
        return Days(start, after - timedelta(days=1)) if start and after else None
    if _YEAR.fullmatch(text):
        start, end = _date(int(text), 1, 1), _date(int(text), 12, 31)
        return Days(start, end) if start and end else None
    halves = _RANGE.split(text)
    if len(halves) == 2:
        start, end = (day(half, day_first=day_first) for half in halves)
        return Days(start, end) if start and end and start <= end else None
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
