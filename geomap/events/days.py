"""Days reckoned from other days: weekdays, weeks and months as news means them."""

import calendar
from datetime import date

_WEEK = 7
_DECEMBER = 12
_CENTURY, _THIS_CENTURY = 100, 2000
_SATURDAY = 5
_FUTURE_COSTS = 3
"""A date without a year lies in the past unless a coming one is three times nearer."""


def shifted(day: date, days: int) -> date:
    """`day` moved by `days`, kept within what a date can hold."""
    number = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(number)


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month; `month` may run past 12 or below 1."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    year = min(max(year, date.min.year), date.max.year)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_span(year: int) -> tuple[date, date]:
    """First and last day of a year."""
    year = min(max(year, date.min.year), date.max.year)
    return date(year, 1, 1), date(year, _DECEMBER, 31)


def season_end(first: date) -> date:
    """The last day of the three months that begin with `first`."""
    return month_span(first.year, first.month + 2)[1]


def latest_weekday(weekday: int, anchor: date, *, strictly: bool = False) -> date:
    """The latest such weekday up to `anchor`; before it if `strictly`."""
    back = (anchor.weekday() - weekday) % _WEEK
    return shifted(anchor, -(back or (_WEEK if strictly else 0)))


def next_weekday(weekday: int, anchor: date) -> date:
    """The first such weekday after `anchor`."""
    return shifted(anchor, (weekday - anchor.weekday() - 1) % _WEEK + 1)


def last_weekend(anchor: date) -> tuple[date, date]:
    """Saturday and Sunday of the latest weekend that has begun by `anchor`, cut at `anchor`."""
    saturday = latest_weekday(_SATURDAY, anchor)
    return saturday, min(shifted(saturday, 1), anchor)


def week_before(anchor: date) -> tuple[date, date]:
    """Monday and Sunday of the week before that of `anchor`."""
    monday = shifted(anchor, -anchor.weekday() - _WEEK)
    return monday, shifted(monday, 6)


def nearest_year(month: int, day: int, anchor: date, *, past: bool = False) -> date | None:
    """The date that "31 October" means when written on `anchor`; None if there is no such day.

    Args:
        month: Number of the month.
        day: Day of the month.
        anchor: The day of the report.
        past: Whether the text tells it as past; else a coming date may be meant.
    """
    found: list[tuple[int, date]] = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        candidate = make_date(year, month, day)
        if candidate is not None:
            distance = (candidate - anchor).days
            if not (past and distance > 0):
                found.append((distance * _FUTURE_COSTS if distance > 0 else -distance, candidate))
    return min(found)[1] if found else None


def nearest_month(month: int, anchor: date) -> tuple[date, date]:
    """The latest such month that has begun by `anchor`."""
    year = anchor.year if month <= anchor.month else anchor.year - 1
    return month_span(year, month)


def make_date(year: int, month: int, day: int) -> date | None:
    """A date, or None where the calendar has none; years of two digits are of this century."""
    try:
        return date(year + _THIS_CENTURY if year < _CENTURY else year, month, day)
    except ValueError:
        return None
