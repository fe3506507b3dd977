"""Links reports of one event across documents, and their numbers with each other; every report is kept.

Within a document `geomap.events.linking` merges what is told twice. Here nothing is merged: each report stays
an event of its own with its quote, speaker and numbers, and names the others in ``Event.duplicates``.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

import msgspec
import numpy as np

from geomap.records import Event, Figure, Report
from geomap.stories.candidates import Pair, Spots, near_pairs, other_pairs
from geomap.stories.clusters import clusters
from geomap.stories.groups import Member, in_order
from geomap.stories.likeness import likeness
from geomap.stories.rules import Rules
from geomap.stories.tolls import linked_figures
from geomap.stories.traits import Span, Traits, ground, reality, source_of, span, traits

_PLACED = frozenset({"point", "facility", "city", "adm2", "adm1"})
_BY_HAND = -1  # the family of what the rules never link but somebody has linked


class _Entry(NamedTuple):
    """An event that may be linked: the number of its report, itself, its family and days."""

    report: int
    event: Event
    family: int
    span: Span


class _Made(dict[int, Traits]):
    """Traits by number of the entry, worked out when they are asked for: few of a table's rows ever are."""

    def __init__(self, reports: Sequence[Report], entries: Sequence[_Entry], rules: Rules) -> None:
        super().__init__()
        self._reports, self._entries, self._rules = reports, entries, rules

    def __missing__(self, number: int) -> Traits:
        entry = self._entries[number]
        report = self._reports[entry.report]
        own = [figure for figure in report.figures if figure.event == entry.event.id]
        found = self[number] = traits(report, entry.event, own, entry.family, self._rules)
        return found


def link(reports: Iterable[Report]) -> tuple[Report, ...]:
    """The same reports in the same order, those of one event linked with each other.

    ``Event.duplicates`` names the other reports of an event, both ways. Among their figures those that say
    the same as another document get ``same_as``, those that disagree ``conflicts_with``, and what a later one
    corrects is named in its ``supersedes``. No report, event or figure is added, dropped or merged. The
    result does not depend on the order of `reports`, and linking what is linked changes nothing.

    Rows of one event table are never linked with each other: its makers have told them apart.

    Args:
        reports: Reports whose documents, events and figures have ids of their own.
    """
    found = tuple(reports)
    if len({source_of(report) for report in found}) < 2:
        return found
    rules = Rules.shipped()
    entries = _entries(found, rules)
    made = _Made(found, entries, rules)
    pairs = near_pairs(_spots(found, entries), rules.limits.same_name_km)
    texts = [
        (number, made[number])
        for number, entry in enumerate(entries)
        if found[entry.report].document.table is None and entry.family != _BY_HAND
    ]
    pairs |= other_pairs(texts)
    alike = partial(likeness, rules=rules)
    stories = clusters(pairs, made, alike, rules.threshold, known=_known(entries))
    return _linked(found, [[entries[number] for number in story] for story in stories], rules)


def _entries(reports: Sequence[Report], rules: Rules) -> list[_Entry]:
    named = {name for report in reports for event in report.events for name in event.duplicates}
    entries = []
    for number, report in enumerate(reports):
        for event in report.events:
            family = rules.family_of((event.type, event.mode))
            if family is None or reality(event.modality) is None:
                if not event.duplicates and event.id not in named:
                    continue
                family = _BY_HAND
            entries.append(_Entry(number, event, family, span(event, report.document.published, rules)))
    return entries


def _spots(reports: Sequence[Report], entries: Sequence[_Entry]) -> Spots:
    """The places of all reports that say when; of wider places than a province nothing is sought nearby."""
    rows = [
        (number, entry.report, entry.family, entry.span.start, entry.span.end, place)
        for number, entry in enumerate(entries)
        if not entry.span.loose and entry.family != _BY_HAND
        for place in ground(entry.event)
        if place.precision in _PLACED
    ]
    numbers, owners, families, starts, ends, places = zip(*rows, strict=True) if rows else [()] * 6
    sources = [source_of(report) for report in reports]
    code = {source: at for at, source in enumerate(sorted(set(sources)))}
    rank = np.empty(len(entries), dtype=np.int64)
    rank[sorted(range(len(entries)), key=lambda number: entries[number].event.id)] = np.arange(len(entries))
    report = np.array(numbers, dtype=np.int64)
    usual = Rules.shipped().limits.same_name_km
    return Spots(
        report=report,
        source=np.array([code[sources[owner]] for owner in owners], dtype=np.int64),
        family=np.array(families, dtype=np.int64),
        start=np.array(starts, dtype=np.int64),
        end=np.array(ends, dtype=np.int64),
        lon=np.array([place.lon for place in places], dtype=float),
        lat=np.array([place.lat for place in places], dtype=float),
        reach=np.array([max(usual, place.radius_km) for place in places], dtype=float),
        order=rank[report],
    )


def _known(entries: Sequence[_Entry]) -> list[Pair]:
    """What earlier runs linked."""
    if not any(entry.event.duplicates for entry in entries):
        return []
    number_of = {entry.event.id: number for number, entry in enumerate(entries)}
    return [
        (number, number_of[name])
        for number, entry in enumerate(entries)
        for name in entry.event.duplicates
        if name in number_of and name != entry.event.id
    ]


def _linked(
    reports: Sequence[Report], stories: Sequence[Sequence[_Entry]], rules: Rules
) -> tuple[Report, ...]:
    others: dict[str, set[str]] = {}
    figures: dict[str, Figure] = {}
    touched = {
        number for number, report in enumerate(reports) if any(event.duplicates for event in report.events)
    }
    here = {event.id for report in reports for event in report.events} if touched else set()
    for story in stories:
        ids = {entry.event.id for entry in story}
        others.update((identity, ids - {identity}) for identity in ids)
        touched.update(entry.report for entry in story)
        members = in_order(Member(reports[entry.report], entry.event) for entry in story)
        figures.update(linked_figures(members, rules))
    result = list(reports)
    for number in touched:
        report = reports[number]
        result[number] = msgspec.structs.replace(
            report,
            events=tuple(_with(event, others.get(event.id, set()), here) for event in report.events),
            figures=tuple(figures.get(figure.id, figure) for figure in report.figures),
        )
    return tuple(result)


def _with(event: Event, others: set[str], here: set[str]) -> Event:
    """`event` with its duplicates; what an earlier run linked and this one has not read stays named."""
    elsewhere = set(event.duplicates) - here
    return msgspec.structs.replace(event, duplicates=tuple(sorted(others | elsewhere)))
