"""What phrases mean that are reckoned from a day told before: "the following day", "two weeks later".

Such a phrase counts from the last day named before it, in its sentence or in the few before that. Where none
is, those that look back count from the day of the report; the others mean no day that the text gives.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

from geomap.events.date_readings import Days, group
from geomap.events.date_relative import ago, apart, count_of, unit_of
from geomap.events.days import shifted
from geomap.records import DatePrecision

_REACH = 700
"""Characters back in which a day may have been told that a phrase counts from: a paragraph or two."""

_WEEK = 7
_FIRM: frozenset[DatePrecision] = frozenset({"day", "range"})
_LONGEST = 4  # days: nobody counts "the next day" from a longer span


class _Told(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def first(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...
    @property
    def precision(self) -> DatePrecision: ...


def told_before(text: str, match: re.Match[str], found: Sequence[_Told]) -> date | None:
    """The last day named before a phrase: any in its sentence, else a firm one in the lines before."""
    opening = max(text.rfind("\n", 0, match.start()), text.rfind(". ", 0, match.start()))
    before = [
        (one.start, one.last)
        for one in found
        if one.last is not None
        and one.end <= match.start()
        and (opening <= one.start or (match.start() - one.end <= _REACH and _is_firm(one)))
    ]
    return max(before)[1] if before else None


def _is_firm(one: _Told) -> bool:
    if one.first is None or one.last is None or one.precision not in _FIRM:
        return False
    return (one.last - one.first).days <= _LONGEST


def _beside(match: re.Match[str], base: date | None, published: date) -> Days | None:
    """``the following day``, ``a day earlier``."""
    forward = re.search(r"following|next|later", match.group(), re.IGNORECASE)
    if base is None and forward:
        return None
    day = shifted(base or published, 1 if forward else -1)
    return day, day, "day"


def _same(_match: re.Match[str], base: date | None, _published: date) -> Days | None:
    return (base, base, "day") if base else None


def _week_beside(_match: re.Match[str], base: date | None, published: date) -> Days:
    day = base or published
    return shifted(day, 1 - 2 * _WEEK), shifted(day, -_WEEK), "week"


def _counted(match: re.Match[str], base: date | None, published: date) -> Days | None:
    """``three days ago`` counts from the report, ``three days earlier`` or ``later`` from the day before."""
    way = group(match, "way")
    if way == "ago":
        return ago(match, published)
    if way not in {"later", "after"} or not group(match, "count"):
        return ago(match, base or published)
    count = count_of(group(match, "count"))
    if count is None:
        return ago(match, published)
    if base is None or base >= published:
        return None
    first, last, precision = apart(base, count, unit_of(group(match, "unit")))
    return min(first, published), min(last, published), precision


def _came_after(match: re.Match[str], base: date | None, published: date) -> Days | None:
    """``The raid comes a week after …``: what follows lies that long before the raid."""
    count = count_of(group(match, "count"))
    return apart(base or published, -count, unit_of(group(match, "unit"))) if count else None


CONTEXT: Mapping[str, Callable[[re.Match[str], date | None, date], Days | None]] = {
    "day_beside": _beside,
    "same_day": _same,
    "week_beside": _week_beside,
    "counted": _counted,
    "came_after": _came_after,
}
"""Readings of the table ``relative``: of the match, the day told before it and the day of the report."""
