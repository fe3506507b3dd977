"""What the rows of tables say of an event's other reports."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from geomap.records import Category, Report
from geomap.stories.groups import Story, stories

COLUMNS = ("duplicate_of", "story", "reports", "sources")
"""The columns that every event has."""
RANGE = ("least", "most")
"""Endings of the columns of numbers across reports: ``killed_least`` and ``killed_most``."""


class Together(msgspec.Struct, frozen=True):
    """The stories of several reports, by the id of each of their events."""

    story_of: Mapping[str, Story]

    def columns(self, event: str, publisher: str | None) -> dict[str, Any]:
        """The values of `COLUMNS` for the event with this id, whose document has this publisher.

        ``story`` is the id of the event that stands for all its reports, ``duplicate_of`` the same on the
        others and None on that one, ``reports`` their count, ``sources`` their publishers.
        """
        story = self.story_of.get(event)
        if story is None:
            return dict(zip(COLUMNS, (None, event, 1, publisher), strict=True))
        chief = story.chief.event.id
        other = None if chief == event else chief
        return dict(zip(COLUMNS, (other, chief, len(story.members), "; ".join(story.sources)), strict=True))

    def ranges(self, event: str, categories: Iterable[Category]) -> dict[str, float | None]:
        """The smallest and largest number of each category over all reports of an event, never added up.

        Empty where nothing at all is linked, so that tables of single reports stay narrow; None for single
        events.
        """
        if not self.story_of:
            return {}
        story = self.story_of.get(event)
        found: dict[str, float | None] = {}
        for category in categories:
            ends = (story.range(category) if story else None) or (None, None)
            found.update(zip((f"{category}_{end}" for end in RANGE), ends, strict=True))
        return found


def together(reports: Sequence[Report]) -> Together:
    """The stories of `reports` that several of them tell."""
    if not any(event.duplicates for report in reports for event in report.events):
        return Together({})
    several = [story for story in stories(reports) if len(story.members) > 1]
    return Together({member.event.id: story for story in several for member in story.members})
