"""When an event happened: the date phrase that governs it, or what the report's own date allows."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from geomap.records import DatePrecision, Modality


class Dated(Protocol):
    """A date phrase in a text, as ``dates.find_dates`` gives it."""

    @property
    def start(self) -> int:
        """Offset of its first character."""

    @property
    def end(self) -> int:
        """Offset after its last character."""

    @property
    def date_start(self) -> date | None:
        """First day."""

    @property
    def date_end(self) -> date | None:
        """Last day."""

    @property
    def precision(self) -> DatePrecision:
        """How well the days are known."""

    @property
    def is_dateline(self) -> bool:
        """Whether it dates the report and not an event."""


class When(NamedTuple):
    """Days and precision, as an Event holds them; `told` if the text says so itself."""

    start: date | None
    end: date | None
    precision: DatePrecision
    told: bool


_WEEK = 7
_RECENT_DAYS = 10
_LONG_AGO = 60


def choose(
    spans: Sequence[tuple[int, int]], head: int, dates: Sequence[Dated], others: Sequence[int] = ()
) -> When | None:
    """The date phrase nearest to the trigger at offset `head` in the first of `spans` that holds one.

    Args:
        spans: Stretches of text from the closest (the clause) to the widest (the sentence).
        head: Where the trigger stands.
        dates: The date phrases of the document.
        others: Triggers that keep a date phrase behind them to themselves.
    """
    for start, end in spans:
        inside = [found for found in dates if start <= found.start < end and not found.is_dateline]
        inside = [
            found
            for found in inside
            if (found.date_start or found.date_end)
            and not any(head < other < found.start for other in others)
        ]
        if inside:
            nearest = min(inside, key=lambda found: (_distance(found, head), found.start))
            return When(nearest.date_start, nearest.date_end, nearest.precision, told=True)
    return None


def told_before(start: int, end: int, dates: Sequence[Dated], published: date | None) -> When | None:
    """The last recent day told in ``start`` to ``end``: news goes on telling of the day it named before.

    A day counts as recent up to ten days before the report; it is carried on as an approximate one.
    """
    if published is None:
        return None
    for found in sorted(dates, key=lambda one: -one.start):
        if not start <= found.start < end or found.is_dateline or found.precision not in {"day", "range"}:
            continue
        if found.date_start is None or found.date_end is None:
            continue
        if found.date_end <= published and (published - found.date_start).days <= _RECENT_DAYS:
            return When(found.date_start, found.date_end, "approx", told=False)
    return None


def fallback(modality: Modality, published: date | None, *, ongoing: bool) -> When:
    """An undated event happened by the day of the report; a planned one comes after it."""
    if published is None:
        return When(None, None, "unknown", told=False)
    if modality in {"planned", "hypothetical"}:
        return When(published, None, "future", told=False)
    return When(None, published, "ongoing" if ongoing else "before", told=False)


def ahead(when: When, published: date | None) -> When:
    """A day that was read as the last of its name, moved to the next one: what is planned lies ahead."""
    if published is None or when.end is None or when.end >= published:
        return when
    if when.start is None:
        return _deadline(when, when.end, published)
    if when.precision in {"month", "range", "approx"} and (published - when.end).days > _LONG_AGO:
        return when._replace(start=_next_year(when.start), end=_next_year(when.end))
    if when.precision == "day" and (published - when.end).days < _WEEK:
        week = timedelta(days=_WEEK)
        return when._replace(start=when.start + week, end=when.end + week)
    return when


def _deadline(when: When, end: date, published: date) -> When:
    """``must leave by Friday``: from the report to the next day of that name."""
    gone = (published - end).days
    if gone < _WEEK:
        return When(published, end + timedelta(days=_WEEK), "future", told=True)
    return When(published, _next_year(end), "future", told=True) if gone > _LONG_AGO else when


def future(when: When, published: date | None) -> bool:
    """Whether all of `when` lies after the day of the report."""
    return published is not None and when.start is not None and when.start > published


def _next_year(day: date) -> date:
    if day.year == date.max.year:
        return day
    last_of_february = day.month == 2 and day.day == 29
    return day.replace(year=day.year + 1, day=28 if last_of_february else day.day)


def _distance(found: Dated, head: int) -> int:
    """Characters between; a phrase before the trigger counts a little further than one after."""
    return (found.start - head) if found.start >= head else (head - found.end) + 10
