"""The days of a row and how exact they are."""

from datetime import date, timedelta
from typing import NamedTuple

from geomap.decoding import one_line
from geomap.language.days import Days, day, days, plain_day
from geomap.records import DatePrecision
from geomap.tables.columns import Columns
from geomap.tables.problems import Cells, Memory, Problems
from geomap.tables.profiles import Profile
from geomap.tables.values import blank
from geomap.tables.words import Vocabulary


class When(NamedTuple):
    """First and last day, None where none is given."""

    start: date | None
    end: date | None
    precision: DatePrecision


_OPEN = frozenset({"ongoing", "future", "approx", "unknown"})  # a start without an end has none, then
_UNKNOWN = When(None, None, "unknown")


class Clock:
    """Reads the days of one table's rows, from the cells of date, start, end and precision."""

    def __init__(
        self,
        profile: Profile,
        columns: Columns,
        vocabulary: Vocabulary,
        problems: Problems,
        *,
        day_first: bool,
    ) -> None:
        """Prepare for `columns`; `day_first` tells what 03/04/2024 is."""
        self._profile = profile
        self._heading = columns.names.get("date_precision", "")
        self._vocabulary = vocabulary
        self._problems = problems
        self._day_first = day_first
        self._single = Memory[str, Days | None](problems, self._days)
        self.when = Memory[Cells, When](problems, self._when)
        self.published = Memory[str, date | None](problems, self._published)

    def _when(self, cells: Cells) -> When:
        single, start, end, named = (cell.strip() for cell in cells)
        when = self._single[start or single]
        until = self._single[end]
        if when is None and until is None:
            return _UNKNOWN
        told = self._precision(named)
        if when is None:
            return When(None, until.end if until else None, told or "before")
        if until is None and start and told in _OPEN:
            return When(when.start, None, told)
        if until is not None and until.end < when.start:
            text = f"ends on {until.end}, before {when.start}; the end is left out"
            self._problems.add("an end before the start", text)
        elif until is not None:
            when = Days(when.start, max(when.end, until.end))
        return When(when.start, when.end, told or _told(when))

    def _days(self, text: str) -> Days | None:
        plain = plain_day(text)
        if plain is not None:
            return Days(plain, plain)
        if blank(text):
            return None
        read = days(text, day_first=self._day_first)
        if read is None:
            shown = f"{one_line(text)[:40]!r} is not a date; write it as 2024-10-31"
            self._problems.add("a date that is none", shown)
        return read

    def _precision(self, text: str) -> DatePrecision | None:
        if blank(text):
            return None
        found = self._profile.codes.date_precision.get(text) or self._vocabulary.date_precision(
            text, self._heading
        )
        if found is None:
            self._problems.doubt("precisions of dates outside the code book", "told by the dates", text)
        return found

    def _published(self, text: str) -> date | None:
        first = text.partition(";")[0].strip()
        # GDELT's DATEADDED is a day with hours, minutes and seconds behind it
        if len(first) == 14 and first.isdigit():
            first = first[:8]
        return day(first, day_first=self._day_first)


def _told(when: Days) -> DatePrecision:
    length = (when.end - when.start).days + 1
    if length == 1:
        return "day"
    whole_month = when.start.day == 1 and (when.end + timedelta(days=1)).day == 1 and length <= 31
    return "month" if whole_month else "range"
