"""The numbers of one event in several documents: said again, in conflict, or corrected later. Never a sum."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec

from geomap.language import sentences
from geomap.records import Figure, Report
from geomap.stories.groups import Member
from geomap.stories.likeness import comparable
from geomap.stories.rules import Rules
from geomap.stories.traits import Bounds, bounds, counts


class Told(NamedTuple):
    """A figure with who published it and when, whether its sentence calls it a revision, and its bounds."""

    figure: Figure
    document: str
    publisher: str | None
    published: date | None
    revises: bool
    bounds: Bounds

    @property
    def voice(self) -> tuple[str | None, str | None]:
        """Who stands behind the number."""
        return self.figure.statement.speaker if self.figure.statement else None, self.publisher


def linked_figures(story: Sequence[Member], rules: Rules) -> dict[str, Figure]:
    """The figures of one event that change by being seen together, by id.

    Args:
        story: Its reports, the one that stands for the event first.
        rules: Words that tell a revision.
    """
    told = _told(story, rules)
    same = _same(told, story[0].event.id)
    supersedes = _supersedes(told, rules)
    # what is said again stands with the one that says it first
    standing = [one for one in told if one.figure.id not in same]
    conflicts = _conflicts(standing, {*supersedes.values()}, rules)
    changed = {}
    for one in told:
        figure = one.figure
        new = msgspec.structs.replace(
            figure,
            same_as=figure.same_as or same.get(figure.id),
            supersedes=figure.supersedes or supersedes.get(figure.id),
            conflicts_with=tuple(sorted({*figure.conflicts_with, *conflicts.get(figure.id, ())})),
        )
        if new != figure:
            changed[figure.id] = new
    return changed


def _told(story: Iterable[Member], rules: Rules) -> list[Told]:
    """The totals that the reports of a story give, the earliest published first, then by document and id."""
    found = []
    for member in story:
        report, document = member.report, member.report.document
        for figure in member.figures:
            known = bounds(figure)
            if counts(figure) and known is not None:
                revises = _revises(report, figure, rules)
                found.append(
                    Told(figure, document.id, document.publisher, document.published, revises, known)
                )
    return sorted(found, key=lambda one: (one.published or date.max, one.document, one.figure.id))


def _same(told: Sequence[Told], first: str) -> dict[str, str]:
    """For each number that another document gives too, the figure that stands for all of them."""
    groups: dict[object, list[Told]] = {}
    for one in told:
        figure = one.figure
        if figure.same_as is None:
            key = (figure.category, figure.unit, figure.qualifier, figure.value, figure.low, figure.high)
            groups.setdefault(key, []).append(one)
    found: dict[str, str] = {}
    for group in groups.values():
        if len({one.document for one in group}) > 1:
            chief = next((one for one in group if one.figure.event == first), group[0])
            found.update((one.figure.id, chief.figure.id) for one in group if one is not chief)
    return found


def _supersedes(told: Sequence[Told], rules: Rules) -> dict[str, str]:
    """A later number takes the place of the same publisher's last one, or of any if it says that it does."""
    found: dict[str, str] = {}
    current: list[Told] = []
    for one in told:
        earlier = [
            other
            for other in current
            if other.published is not None
            and one.published is not None
            and other.published < one.published
            and _of_a_kind(one, other, rules)
            and other.bounds[:3] != one.bounds[:3]
            and (one.revises or (one.publisher is not None and other.publisher == one.publisher))
        ]
        if earlier:
            found[one.figure.id] = earlier[-1].figure.id
            current.remove(earlier[-1])
        current.append(one)
    return found


def _conflicts(told: Sequence[Told], corrected: set[str], rules: Rules) -> dict[str, list[str]]:
    """Numbers that cannot both be right, by different speakers or publishers, neither of them corrected."""
    found: dict[str, list[str]] = {}
    kept = [one for one in told if one.figure.id not in corrected]
    for at, one in enumerate(kept):
        for other in kept[at + 1 :]:
            disjoint = one.bounds.low > other.bounds.high or other.bounds.low > one.bounds.high
            if (
                disjoint
                and one.document != other.document
                and one.voice != other.voice
                and _of_a_kind(one, other, rules)
            ):
                found.setdefault(one.figure.id, []).append(other.figure.id)
                found.setdefault(other.figure.id, []).append(one.figure.id)
    return found


def _of_a_kind(one: Told, other: Told, rules: Rules) -> bool:
    """Whether two figures count the same people or things: category, unit, and whose they are."""
    mine, theirs = one.figure.actor, other.figure.actor
    return (
        one.figure.category == other.figure.category
        and comparable(one.bounds, other.bounds, rules)
        and (mine is None or theirs is None or mine.id == theirs.id)
    )


def _revises(report: Report, figure: Figure, rules: Rules) -> bool:
    text = report.document.text
    for start, end in sentences(text):
        if start <= figure.start < end:
            return _pattern(tuple(rules.revised.phrases)).search(text, start, end) is not None
    return False


@lru_cache(maxsize=1)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(phrase) for phrase in phrases), re.IGNORECASE)
