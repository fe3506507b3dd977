"""Links reports of one event across documents, and their numbers with each other; every report is kept.

Within a document `geomap.events.linking` merges what is told twice. Here nothing is merged: each report stays
an event of its own with its quote, speaker and numbers, and names the others in ``Event.duplicates``.
"""

from collections.abc import Iterable, Sequence
from functools import partial

import msgspec
import numpy as np

from geomap.records import Event, Figure, Report
from geomap.stories.candidates import Pair, Spots, near_pairs, other_pairs
from geomap.stories.clusters import clusters
from geomap.stories.entries import BY_HAND, PLACED, Entry, entries
from geomap.stories.groups import Member, in_order
from geomap.stories.likeness import likeness
from geomap.stories.rules import Rules
from geomap.stories.sieve import sieved
from geomap.stories.tolls import linked_figures
from geomap.stories.traits import Traits, ground, source_of, traits


class _Made(dict[int, Traits]):
    """Traits by number of the entry, worked out when they are asked for: few of a table's rows ever are."""

    def __init__(self, reports: Sequence[Report], listed: Sequence[Entry], rules: Rules) -> None:
        super().__init__()
        self._reports, self._listed, self._rules = reports, listed, rules

    def __missing__(self, number: int) -> Traits:
        entry = self._listed[number]
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
    sources = list(map(source_of, found))
    if len(set(sources)) < 2:
        return found
    rules = Rules.shipped()
    listed = _listed(found, sources, rules)
    made = _Made(found, listed, rules)
    pairs = near_pairs(_spots(sources, listed, rules), rules.limits.same_name_km)
    texts = [
        (number, made[number])
        for number, entry in enumerate(listed)
        if found[entry.report].document.table is None and entry.family != BY_HAND
    ]
    pairs |= other_pairs(texts)
    alike = partial(likeness, rules=rules)
    stories = clusters(pairs, made, alike, rules.threshold, known=_known(listed))
    return _linked(found, [[listed[number] for number in story] for story in stories], rules)


def _listed(reports: Sequence[Report], sources: Sequence[str], rules: Rules) -> list[Entry]:
    """The events worth a look: all that texts tell, and those rows of tables that anything comes near to."""
    named = [report for report in reports for event in report.events if event.duplicates]
    by_hand = {name for report in named for event in report.events for name in (event.id, *event.duplicates)}
    tables: dict[str, list[int]] = {}
    texts = []
    for number, report in enumerate(reports):
        if report.document.table is None:
            texts.append(number)
        else:
            tables.setdefault(sources[number], []).append(number)
    found = list(entries(reports, texts, by_hand, rules))
    if not tables:
        return found
    rows = sieved(reports, tables.values(), found, rules.limits.tight_days)
    if by_hand:
        listed = (number for numbers in tables.values() for number in numbers)
        linked = {n for n in listed for event in reports[n].events if event.id in by_hand}
        rows = sorted(linked.union(rows))
    return sorted([*found, *entries(reports, rows, by_hand, rules)], key=lambda entry: entry.report)


def _spots(sources: Sequence[str], listed: Sequence[Entry], rules: Rules) -> Spots:
    """The places of all reports that say when; of wider places than a province nothing is sought nearby."""
    rows = [
        (number, entry, place)
        for number, entry in enumerate(listed)
        if not entry.span.loose and entry.family != BY_HAND
        for place in ground(entry.event)
        if place.precision in PLACED
    ]
    code = {source: at for at, source in enumerate(sorted({sources[entry.report] for entry in listed}))}
    rank = np.empty(len(listed), dtype=np.int64)
    rank[sorted(range(len(listed)), key=lambda number: listed[number].event.id)] = np.arange(len(listed))
    report = np.array([number for number, _, _ in rows], dtype=np.int64)
    usual = rules.limits.same_name_km
    return Spots(
        report=report,
        source=np.array([code[sources[entry.report]] for _, entry, _ in rows], dtype=np.int64),
        family=np.array([entry.family for _, entry, _ in rows], dtype=np.int64),
        start=np.array([entry.span.start for _, entry, _ in rows], dtype=np.int64),
        end=np.array([entry.span.end for _, entry, _ in rows], dtype=np.int64),
        lon=np.array([place.lon for _, _, place in rows], dtype=float),
        lat=np.array([place.lat for _, _, place in rows], dtype=float),
        reach=np.array([max(usual, place.radius_km) for _, _, place in rows], dtype=float),
        order=rank[report],
    )


def _known(listed: Sequence[Entry]) -> list[Pair]:
    """What earlier runs linked."""
    if not any(entry.event.duplicates for entry in listed):
        return []
    number_of = {entry.event.id: number for number, entry in enumerate(listed)}
    return [
        (number, number_of[name])
        for number, entry in enumerate(listed)
        for name in entry.event.duplicates
        if name in number_of and name != entry.event.id
    ]


def _linked(
    reports: Sequence[Report], stories: Sequence[Sequence[Entry]], rules: Rules
) -> tuple[Report, ...]:
    others: dict[str, set[str]] = {}
    figures: dict[str, Figure] = {}
    touched = {number for number, report in enumerate(reports) for event in report.events if event.duplicates}
    # only what was linked before can name an event that is not here
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
