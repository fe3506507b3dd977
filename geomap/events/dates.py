"""Dates as news gives them, resolved against the day of the report.

``find_dates`` reads explicit dates, weekdays and relative phrases. A weekday is the latest one up to the day
of publication; "this week" the seven days up to it; a month without a year the latest that has begun. Where
neither a publication date nor a dateline is known, relative phrases give nothing.
"""

import re
from datetime import date
from typing import NamedTuple

from geomap.events.date_phrases import Found, explicit_dates, relative_dates, spots
from geomap.events.windows import windows
from geomap.events.wordlists import wordlist
from geomap.records import DatePrecision

_REACH = 45
_HEADER_LINES = 4
_HEADER_LENGTH = 120
_DATELINE_REACH = 60
_DATELINE_END = re.compile(
    r"\.?\s*(?:\([^)\n]{1,40}\)\s*|,?\s*\d{4}\s*)?[–—-]{1,2}\s|\.?\s*\([^)\n]{1,40}\)\s*[–—-]"
)
_OWN_LINE_END = re.compile(r"\s*[.:|–—-]\s+[^\W\d_a-z]")
_YEAR = re.compile(r"\b\d{4}\b")
_NOT_WORDS = re.compile(r"[^A-Za-z']+")


class DateMention(NamedTuple):
    """A date phrase ``text[start:end]`` and the days it means; an open end is None.

    ``precision`` is as in ``records.Event``. ``is_dateline`` marks the date of the report itself.
    """

    start: int
    end: int
    date_start: date | None
    date_end: date | None
    precision: DatePrecision
    is_dateline: bool = False


def find_dates(text: str, published: date | None) -> list[DateMention]:
    """The date phrases of `text` in order.

    Args:
        text: A document.
        published: The day of the report. Where it is None a full date in the dateline stands for it.
    """
    stretches = windows(text, spots(), _REACH)
    absolute = explicit_dates(text, stretches, published)
    datelines = {found.start for found in absolute if _is_dateline(text, found)}
    anchor = published
    if anchor is None:
        anchor = next((found.first for found in absolute if found.start in datelines and found.first), None)
        if anchor is not None:
            absolute = explicit_dates(text, stretches, anchor)
            datelines = {found.start for found in absolute if _is_dateline(text, found)}
    found = absolute if anchor is None else relative_dates(text, stretches, anchor, absolute, datelines)
    return [
        DateMention(each.start, each.end, each.first, each.last, each.precision, each.start in datelines)
        for each in sorted(found)
        if each.first is not None or each.last is not None
    ]


def _is_dateline(text: str, found: Found) -> bool:
    line_start = text.rfind("\n", 0, found.start) + 1
    line_end = text.find("\n", found.end)
    line_end = len(text) if line_end < 0 else line_end
    above = [line for line in text[:line_start].split("\n") if line.strip()]
    if len(above) >= _HEADER_LINES:
        return False
    ahead, behind = text[line_start : found.start], text[found.end : line_end]
    if (
        len(ahead) <= _DATELINE_REACH
        and _DATELINE_END.match(behind)
        and ahead[:1].isupper()
        and _only_names(ahead)
    ):
        return True
    if not ahead.strip() and _OWN_LINE_END.match(behind) and _YEAR.search(text, found.start, found.end):
        return True  # "15 March 2026. The army said …"
    if line_end - line_start > _HEADER_LENGTH or text[line_start:line_end].rstrip().endswith((".", "!", "?")):
        return False
    return _only_names(ahead) and _only_names(behind)


def _only_names(words: str) -> bool:
    """Whether a stretch of a header holds names, labels and numbers only, and so tells nothing."""
    allowed = wordlist("dates")["header"]["words"]
    return all(not word[:1].islower() or word in allowed for word in _NOT_WORDS.split(words) if word)
