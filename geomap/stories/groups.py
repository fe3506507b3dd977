"""Stories read off linked reports: which belong together, and which of them stands for all on a map."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from geomap.records import HAPPENED, Category, DatePrecision, Event, Figure, Modality, Precision, Report
from geomap.stories.traits import bounds, counts, ground

_EXACTNESS: dict[Precision, int] = {
    "point": 0,
    "facility": 0,
    "city": 1,
    "adm2": 2,
    "adm1": 3,
    "line": 4,
    "sea": 4,
    "region": 4,
    "country": 5,
}
_CERTAINTY: dict[Modality, int] = {"occurred": 0, "claimed": 1, "disputed": 2}
_DATED: dict[DatePrecision, int] = {"day": 0, "range": 1, "week": 2}
_LAST = 9


class Member(NamedTuple):
    """One report of an event, in its document."""

    report: Report
    event: Event

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the event."""
        return tuple(figure for figure in self.report.figures if figure.event == self.event.id)

    @property
    def source(self) -> str:
        """Who reports it: the publisher, or else the document."""
        return self.report.document.publisher or self.report.document.id


class Story(NamedTuple):
    """All reports of one event; the first one stands for it: best placed, surest, best dated."""

    members: tuple[Member, ...]

    @property
    def chief(self) -> Member:
        """The report that stands for the event."""
        return self.members[0]

    @property
    def sources(self) -> tuple[str, ...]:
        """Who reports it, each once, in the order of publication."""
        ordered = sorted(
            self.members, key=lambda one: (one.report.document.published or date.max, one.source)
        )
        return tuple(dict.fromkeys(member.source for member in ordered))

    def range(self, category: Category) -> tuple[float, float] | None:
        """The smallest and largest number that any report gives and none corrects; None if none does.

        Both are numbers that somebody said, or bounds that follow from them; nothing is added up.
        """
        figures = [figure for member in self.members for figure in member.figures]
        corrected = {figure.supersedes for figure in figures}
        said = [
            figure
            for figure in figures
            if figure.category == category and figure.id not in corrected and counts(figure)
        ]
        known = [found for found in map(bounds, said) if found is not None]
        ends = [end for found in known for end in (found.low, found.high, found.value) if end is not None]
        finite = [end for end in ends if abs(end) != float("inf")]
        return (min(finite), max(finite)) if finite else None


def in_order(members: Iterable[Member]) -> tuple[Member, ...]:
    """The reports of one event, the one that stands for it first, whatever the order of reading."""
    return tuple(sorted(members, key=_rank))


def stories(reports: Sequence[Report]) -> list[Story]:
    """The stories of `reports`, in the order in which the first report of each stands; single reports too."""
    duplicated: dict[str, list[Member]] = {}
    listed: list[list[Member]] = []
    for member in _members(reports):
        event = member.event
        if not event.duplicates:
            listed.append([member])
            continue
        story = duplicated.get(event.id)
        if story is None:
            story = []
            listed.append(story)
            for name in (event.id, *event.duplicates):
                duplicated[name] = story
        story.append(member)
    return [Story(in_order(members)) for members in listed]


def _members(reports: Sequence[Report]) -> Iterator[Member]:
    for report in reports:
        for event in report.events:
            yield Member(report, event)


def _rank(member: Member) -> tuple[object, ...]:
    event, places = member.event, ground(member.event)
    return (
        _EXACTNESS[places[0].precision] if places else _LAST,
        _CERTAINTY.get(event.modality, _LAST),
        _DATED.get(event.date_precision, _LAST),
        event.modality not in HAPPENED,
        event.mode is None,
        -len(member.figures),
        -len(event.actors) - len(event.recipients),
        member.report.document.published or date.max,
        event.id,
    )
