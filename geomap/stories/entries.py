"""Which events may be linked at all, and when they were."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from geomap.records import Event, Report
from geomap.stories.rules import Rules
from geomap.stories.traits import Span, reality, span

BY_HAND = -1
"""The family of what the rules never link but somebody has linked."""
PLACED = frozenset({"point", "facility", "city", "adm2", "adm1"})
"""Precisions near which other places are sought."""


class Entry(NamedTuple):
    """An event that may be linked: the number of its report, itself, its family and days."""

    report: int
    event: Event
    family: int
    span: Span


def entries(
    reports: Sequence[Report], numbers: Iterable[int], by_hand: set[str], rules: Rules
) -> Iterator[Entry]:
    """The events of some of `reports` that may have another report.

    Args:
        reports: All that was read.
        numbers: Which of them are looked at.
        by_hand: Ids of events that are linked already; these are entries whatever the rules say.
        rules: Which events are linked.
    """
    for number in numbers:
        report = reports[number]
        for event in report.events:
            family = rules.family_of((event.type, event.mode))
            if family is None or reality(event.modality) is None:
                if event.id not in by_hand:
                    continue
                family = BY_HAND
            yield Entry(number, event, family, span(event, report.document.published, rules))
