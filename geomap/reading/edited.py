"""A file of geomap's that somebody edited in a GIS tool: its records, with the edits taken over by id.

What counts, from the weakest to the strongest: the record that the file carries; the numbers that an event's
row repeats (``killed_value``); the row of the event or figure itself; of its position the point that was
dragged before the columns ``rep_lon`` and ``rep_lat``. A row that is gone is deleted, a row with a new id
added. Texts, names found in them and what no column says stay as they were.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from geomap.decoding import cleaned, one_line
from geomap.errors import InputError
from geomap.features import Table, tables
from geomap.reading.edited_rows import POINT, EditedRows, Row
from geomap.reading.edits import (
    Told,
    edited,
    edited_document,
    edited_event,
    edited_figure,
    numbers_of,
    that_count,
)
from geomap.records import Document, Event, Figure, Note, Place, Report

_SHOWN = 5
_LINKS = ("subset_of", "same_as", "supersedes")


class _Changes(NamedTuple):
    """Edits by id of the record: changed cells; and the rows that are new."""

    of: Mapping[str, Mapping[str, Any]]
    gone: frozenset[str]
    new: Sequence[Row]


def with_edits(
    reports: Sequence[Report], rows: EditedRows, path: Path, stem: str
) -> Iterator[Report | Note | InputError]:
    """`reports` as the `rows` of the file at `path` say them now, and what is to be told about that.

    Args:
        reports: What the file carries.
        rows: What its layers hold.
        path: The file, for messages.
        stem: First part of the ids of documents that are made for rows that were added.
    """
    told = Told()
    made = tables(reports, lambda _: None)
    events = _changes(made["event"], rows.event, told)
    figures = _changes(made["figure"], rows.figure, told)
    name = str(path)
    yield from _summary(name, events, figures)
    added = _Added(reports, events, figures, told, name, stem)
    results = [added.to(_report(report, events, figures, told, name)) for report in reports]
    results += added.rest()
    yield from map(InputError, told.wrong)
    if told.derived:
        shown = ", ".join(f"{column} {count}" for column, count in told.derived.most_common(_SHOWN))
        yield Note(f"{name}: changed cells of columns that are made from others are not taken: {shown}")
    if rows.others:
        yield Note(
            f"{name}: edits of {', '.join(rows.others)} are not taken; edit the layers event and figure"
        )
    yield from results


def _changes(table: Table, rows: Sequence[Row], told: Told) -> _Changes:
    before = _written(table)
    of: dict[str, dict[str, Any]] = {}
    new: list[Row] = []
    seen: set[str] = set()
    for row in rows:
        identity = one_line(str(row.get("id") or ""))
        if identity not in before or identity in seen:
            new.append(row)
            continue
        seen.add(identity)
        old = before[identity]
        numbers = {key: None for key in row if key not in old and numbers_of({key: None})}
        changed = that_count(edited(row, {**numbers, **old, "id": row.get("id")}), table.name, told)
        if changed:
            of[identity] = changed
    return _Changes(of, frozenset(before.keys() - seen), new)


def _written(table: Table) -> dict[str, dict[str, Any]]:
    """The rows that geomap would have written, by their ids in the file."""
    found: dict[str, dict[str, Any]] = {}
    taken: Counter[str] = Counter()
    names = list(table.columns)
    shape: Any
    for cells, shape in zip(zip(*table.columns.values(), strict=True), table.geometry, strict=True):
        row = dict(zip(names, cells, strict=True))
        row[POINT] = (shape.x, shape.y) if shape is not None and shape.geom_type == "Point" else None
        identity = one_line(row["id"])
        taken[identity] += 1
        found[identity if taken[identity] == 1 else f"{identity}#{taken[identity]}"] = row
    return found


def _summary(name: str, events: _Changes, figures: _Changes) -> Iterator[Note]:
    parts = [
        f"{count:,} {what} {how}"
        for what, changes in (("events", events), ("figures", figures))
        for how, count in (
            ("changed", len(changes.of)),
            ("added", len(changes.new)),
            ("deleted", len(changes.gone)),
        )
        if count
    ]
    if parts:
        yield Note(f"{name}: edited since geomap wrote it, and the edits count: {', '.join(parts)}")


def _report(report: Report, events: _Changes, figures: _Changes, told: Told, name: str) -> Report:
    """`report` with the edits of its rows; rows that are gone are left out, and so is what leads to them."""
    document = report.document
    kept_events: list[Event] = []
    moved: dict[str, tuple[tuple[Place, ...], tuple[Place, ...]]] = {}
    for event in report.events:
        changed = events.of.get(one_line(event.id), {})
        document = edited_document(document, changed, told, f"{name}, event {event.id}")
        if one_line(event.id) not in events.gone:
            now = edited_event(event, changed, told, f"{name}, event {event.id}")
            kept_events.append(now)
            moved[event.id] = tuple(at.place for at in event.places), tuple(at.place for at in now.places)
    kept_figures = []
    for figure in report.figures:
        changed = figures.of.get(one_line(figure.id), {})
        document = edited_document(document, changed, told, f"{name}, figure {figure.id}")
        if one_line(figure.id) not in figures.gone:
            before, after = moved.get(figure.event or "", ((), ()))
            if before == figure.places:  # it stands where its event does
                figure = replace(figure, places=after)  # noqa: PLW2901 - the same figure, moved
            kept_figures.append(edited_figure(figure, changed, told, f"{name}, figure {figure.id}"))
    kept_figures = _with_numbers(kept_events, kept_figures, events, figures, told, name)
    gone_events, gone_figures = events.gone, figures.gone
    return replace(
        report,
        document=document,
        events=tuple(
            replace(event, duplicates=tuple(other for other in event.duplicates if other not in gone_events))
            for event in kept_events
        ),
        figures=tuple(_without_links(figure, gone_events, gone_figures) for figure in kept_figures),
    )


def _without_links(figure: Figure, events: frozenset[str], figures: frozenset[str]) -> Figure:
    empty = {name: None for name in _LINKS if getattr(figure, name) in figures}
    if figure.event in events:
        empty["event"] = None
    conflicts = tuple(other for other in figure.conflicts_with if other not in figures)
    return replace(figure, **empty, conflicts_with=conflicts)


def _with_numbers(  # noqa: PLR0917 - records, both kinds of edits, and where to tell
    events: Sequence[Event],
    figures: list[Figure],
    changes: _Changes,
    own: _Changes,
    told: Told,
    name: str,
) -> list[Figure]:
    """`figures` with the numbers changed in their events' rows, unless their own rows were changed too."""
    for event in events:
        for category, cells in numbers_of(changes.of.get(one_line(event.id), {})).items():
            where = f"{name}, event {event.id}"
            meant = [
                at
                for at, figure in enumerate(figures)
                if figure.event == event.id and figure.category == category and figure.scope == "total"
            ]
            if not meant:
                figures.append(
                    edited_figure(
                        _blank_figure(f"{event.id}:{category}", event),
                        {"category": category, **cells},
                        told,
                        where,
                    )
                )
            elif len(meant) > 1:
                told.wrong.append(
                    f"{where}: has several figures of {category}; change them in the layer figure"
                )
            elif not own.of.get(one_line(figures[meant[0]].id), {}).keys() & {"value", "low", "high"}:
                figures[meant[0]] = edited_figure(figures[meant[0]], cells, told, where)
    return figures


def _blank_figure(identity: str, event: Event) -> Figure:
    return Figure(
        id=identity,
        start=event.start,
        end=event.end,
        unit="people",
        category="other",
        places=tuple(at.place for at in event.places),
        event=event.id,
        statement=event.statement,
        modality=event.modality,
    )


class _Added:
    """Rows that are new: events that quote a text we have join it, others make a document of their own."""

    def __init__(  # noqa: PLR0917 - what rows are added from and to
        self, reports: Sequence[Report], events: _Changes, figures: _Changes, told: Told, name: str, stem: str
    ) -> None:
        self._told, self._name, self._stem = told, name, stem
        self._texts = {report.document.id: report.document.text for report in reports}
        self._taken = {event.id for report in reports for event in report.events}
        self._taken |= {figure.id for report in reports for figure in report.figures}
        self._events: dict[str, list[Row]] = {}
        self._rest: list[Row] = []
        self._figures: dict[str, list[Row]] = {}
        for row in events.new:
            home = str(row.get("document") or "")
            quote = str(row.get("quote") or "")
            known = bool(quote) and quote in self._texts.get(home, "")
            (self._events.setdefault(home, []) if known else self._rest).append(row)
        for row in figures.new:
            self._figures.setdefault(str(row.get("event") or ""), []).append(row)

    def to(self, report: Report) -> Report:
        """`report` with the rows that were added to it."""
        document = report.document
        events = list(report.events)
        for row in self._events.get(document.id, ()):
            start = document.text.index(str(row["quote"]))
            events.append(self._event(row, document, start, start + len(str(row["quote"]))))
        figures = [*report.figures, *(figure for event in events for figure in self._of(event))]
        if len(events) == len(report.events) and len(figures) == len(report.figures):
            return report
        return replace(report, events=tuple(events), figures=tuple(figures))

    def rest(self) -> list[Report]:
        """The documents that had to be made, once all others have taken what is theirs."""
        made = []
        for number, row in enumerate(self._rest, start=1):
            words = [row.get(key) for key in ("quote", "title")]
            usual = "; ".join(str(row[key]) for key in ("type", "place", "date_start") if row.get(key))
            text = cleaned(str(next(filter(None, words), None) or usual or "Event"))
            identity = f"{self._stem}:{one_line(str(row.get('id') or '')) or f'added-{number}'}"
            document = Document(id=identity, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
            document = edited_document(document, _said(row), self._told, f"{self._name}, event {identity}")
            event = self._event(row, document, 0, len(text))
            made.append(Report(document=document, events=(event,), figures=tuple(self._of(event))))
        lost = [str(row.get("id") or "without an id") for rows in self._figures.values() for row in rows]
        self._told.wrong += [
            f"{self._name}, figure {one_line(identity)}: is added and names no event that is here; not taken"
            for identity in lost
        ]
        return made

    def _event(self, row: Row, document: Document, start: int, end: int) -> Event:
        identity = self._free(str(row.get("id") or f"{document.id}:added"))
        event = Event(id=identity, type="OTHER", start=start, end=end, confidence=1.0)
        return edited_event(event, _said(row), self._told, f"{self._name}, event {identity}")

    def _of(self, event: Event) -> Iterator[Figure]:
        for row in self._figures.pop(event.id, ()):
            identity = self._free(str(row.get("id") or f"{event.id}:added"))
            yield edited_figure(
                _blank_figure(identity, event), _said(row), self._told, f"{self._name}, figure {identity}"
            )

    def _free(self, wish: str) -> str:
        identity, number = wish, 1
        while identity in self._taken:
            number += 1
            identity = f"{wish}-{number}"
        self._taken.add(identity)
        return identity


def _said(row: Row) -> dict[str, Any]:
    return {key: cell for key, cell in row.items() if cell is not None and cell != ""}
