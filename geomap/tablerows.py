"""The rows of an event table by columns: to all who do not ask, a sequence of reports like any other.

A table of a hundred thousand rows names few kinds of events, days, actors and numbers. What is made of a
table (other tables, files, a map) is made of its columns; a report of a row is made when one is asked for.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from itertools import chain, groupby
from typing import Any, get_args, get_type_hints, overload

import msgspec
from msgspec.structs import replace

from geomap.column import Column
from geomap.records import (
    Actor,
    DatePrecision,
    Document,
    Event,
    EventPlace,
    EventType,
    Figure,
    Modality,
    Report,
    Statement,
)

EVENT = ":e1"
"""Behind the id of a row's document, the id of its event."""


@dataclass(frozen=True, slots=True, eq=False)
class TableRows(Sequence[Report]):
    """Some rows of an event table: a document each, with one event that its whole text tells.

    ``figures`` are those of a row without what they have of it: their ids and ``subset_of`` are what follows
    the row's id, and places, event, statement, modality and span are the event's.
    """

    table: str
    ids: Sequence[str]
    texts: Sequence[str]
    titles: Sequence[str | None]
    urls: Sequence[str | None]
    publishers: Sequence[str | None]
    published: Sequence[date | None]
    speakers: Sequence[str | None]
    types: Column[EventType]
    modes: Column[str | None]
    modalities: Column[Modality]
    date_starts: Column[date | None]
    date_ends: Column[date | None]
    date_precisions: Column[DatePrecision]
    places: Column[EventPlace | None]
    actors: Column[tuple[Actor, ...]]
    recipients: Column[tuple[Actor, ...]]
    figures: Column[tuple[Figure, ...]]

    @classmethod
    def joined(cls, parts: "Sequence[TableRows]") -> "TableRows":
        """The rows of several parts of one table, of which there is at least one."""
        if len(parts) == 1:
            return parts[0]
        columns: list[Any] = [_joined([getattr(part, name) for part in parts]) for name in _COLUMNS]
        return cls(parts[0].table, *columns)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.ids)

    @overload
    def __getitem__(self, row: int) -> Report: ...
    @overload
    def __getitem__(self, row: slice) -> "TableRows": ...
    def __getitem__(self, row: int | slice) -> "Report | TableRows":
        """The report of a row, or several rows."""
        if isinstance(row, slice):
            return TableRows(self.table, *(column[row] for column in self._columns()))
        at = range(len(self))[row]
        return next(iter(self[at : at + 1]))

    def __iter__(self) -> Iterator[Report]:
        """The report of each row."""
        told = _COLUMNS[_COLUMNS.index("speakers") :]
        for (
            document,
            speaker,
            kind,
            mode,
            modality,
            start,
            stop,
            precision,
            place,
            actors,
            recipients,
            figures,
        ) in zip(self.documents(), *(getattr(self, name) for name in told), strict=True):
            identity, end = document.id, len(document.text)
            statement = Statement(speaker=speaker, start=0, end=end) if speaker else None
            event = Event(
                id=identity + EVENT,
                type=kind,
                mode=mode,
                start=0,
                end=end,
                actors=actors,
                recipients=recipients,
                places=(place,) if place else (),
                date_start=start,
                date_end=stop,
                date_precision=precision,
                modality=modality,
                statement=statement,
                confidence=1.0,
            )
            yield Report(
                document=document,
                statements=(statement,) if statement else (),
                events=(event,),
                figures=_figures(identity, figures, event, place) if figures else (),
            )

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle: each column's values as one text, many times faster than object by object."""
        return _unpacked, (self.table, [_packed(column) for column in self._columns()])

    def documents(self) -> Iterator[Document]:
        """The document of each row."""
        table, sha256 = self.table, hashlib.sha256
        for identity, text, title, url, publisher, published in zip(
            self.ids, self.texts, self.titles, self.urls, self.publishers, self.published, strict=True
        ):
            yield Document(
                id=identity,
                text=text,
                title=title,
                url=url,
                publisher=publisher,
                published=published,
                sha256=sha256(text.encode()).hexdigest(),
                table=table,
            )

    def _columns(self) -> list[Any]:
        return [getattr(self, name) for name in _COLUMNS]


_COLUMNS = tuple(field.name for field in fields(TableRows) if field.name != "table")


def _packed(column: Sequence[Any]) -> tuple[Any, bytes]:
    number, values = (column.number, column.values) if isinstance(column, Column) else (None, column)
    return number, msgspec.msgpack.encode(values)


def _unpacked(table: str, packed: Sequence[tuple[Any, bytes]]) -> TableRows:
    columns: list[Any] = []
    for decoder, (number, text) in zip(_decoders(), packed, strict=True):
        values = decoder.decode(text)
        columns.append(values if number is None else Column(number, values))
    return TableRows(table, *columns)


@cache
def _decoders() -> tuple["msgspec.msgpack.Decoder[Any]", ...]:
    hints = get_type_hints(TableRows)
    return tuple(msgspec.msgpack.Decoder(list[get_args(hints[name])[0]]) for name in _COLUMNS)  # type: ignore[misc]


def _source(item: Report | TableRows) -> str | None:
    return item.table if isinstance(item, TableRows) else None


def _joined(parts: Sequence[Sequence[Any]]) -> Sequence[Any]:
    if all(isinstance(part, Column) for part in parts):
        return Column.joined(parts)
    return [value for part in parts for value in part]


def gathered(found: Iterable["Report | TableRows"]) -> Sequence[Report]:
    """What was found as one sequence, in which the rows of a table that follow each other are one part."""
    parts: list[Sequence[Report]] = []
    for table, group in groupby(found, key=_source):
        items: list[Any] = list(group)
        parts.append(TableRows.joined(items) if table is not None else tuple(items))
    return parts[0] if len(parts) == 1 else Several(parts)


def batches(found: Iterable["Report | TableRows"], reports: int, rows: int) -> Iterator[Sequence[Report]]:
    """What was found, bit by bit: so many `reports` at a time, or so many `rows` of one table and a few more.

    Args:
        found: Reports and rows of tables as they come.
        reports: Of a batch.
        rows: Of a batch.
    """
    for table, group in groupby(found, key=_source):
        waiting: list[Any] = []
        count = 0
        for item in group:
            waiting.append(item)
            count += len(item) if isinstance(item, TableRows) else 1
            if count >= (reports if table is None else rows):
                yield waiting if table is None else TableRows.joined(waiting)
                waiting, count = [], 0
        if waiting:
            yield waiting if table is None else TableRows.joined(waiting)


def flat(found: Iterable["Report | TableRows"]) -> Iterator[Report]:
    """Reports as they come, those of rows too."""
    for item in found:
        if isinstance(item, TableRows):
            yield from item
        else:
            yield item


class Several(Sequence[Report]):
    """The reports of several parts, of which some may be rows of tables, one behind the other."""

    def __init__(self, parts: Sequence[Sequence[Report]]) -> None:
        """Keep `parts` as they are."""
        self.parts = tuple(parts)

    def __len__(self) -> int:
        """How many reports there are in all parts."""
        return sum(map(len, self.parts))

    @overload
    def __getitem__(self, row: int) -> Report: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Report]: ...
    def __getitem__(self, row: int | slice) -> Report | Sequence[Report]:
        """One report, or several."""
        return tuple(self)[row]

    def __iter__(self) -> Iterator[Report]:
        """The reports of each part."""
        return chain.from_iterable(self.parts)


def parts_of(reports: Sequence[Report]) -> Sequence[Sequence[Report]]:
    """`reports` in parts, those that are rows of tables as `TableRows`; at least one."""
    return (reports.parts or ((),)) if isinstance(reports, Several) else (reports,)


def texts_of(reports: Sequence[Report]) -> Iterator[Report]:
    """Those of `reports` that are no rows of tables, in which no names are found and nothing moves."""
    return (report for part in parts_of(reports) if not isinstance(part, TableRows) for report in part)


def documents_of(reports: Sequence[Report]) -> Iterator[Document]:
    """The documents of `reports`, without making reports of rows."""
    for part in parts_of(reports):
        if isinstance(part, TableRows):
            yield from part.documents()
        else:
            yield from (report.document for report in part)


def _figures(
    identity: str, figures: Sequence[Figure], event: Event, place: EventPlace | None
) -> tuple[Figure, ...]:
    places = (place.place,) if place else ()
    end, name, statement, modality = event.end, event.id, event.statement, event.modality
    found = []
    for figure in figures:
        made = Figure(
            id=identity + figure.id,
            start=0,
            end=end,
            unit=figure.unit,
            category=figure.category,
            value=figure.value,
            low=figure.low,
            high=figure.high,
            qualifier=figure.qualifier,
            places=places,
            event=name,
            statement=statement,
            modality=modality,
            negated=figure.negated,
        )
        if figure.scope == "subset":
            # apart, for Python makes a dictionary of more than fifteen arguments by keyword
            subset_of = None if figure.subset_of is None else identity + figure.subset_of
            made = replace(made, scope="subset", subset_of=subset_of)
        found.append(made)
    return tuple(found)
