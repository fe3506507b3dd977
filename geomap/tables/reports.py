"""One row of a plain event table to a report: a document, an event, its place and its figures."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from geomap.decoding import cleaned, one_line
from geomap.language.days import Days, day, days
from geomap.records import (
    Actor,
    DatePrecision,
    Document,
    Event,
    Figure,
    Modality,
    Report,
    Statement,
)
from geomap.tables.columns import Columns, FigureColumns
from geomap.tables.places import Cells, PlaceOf, Placer
from geomap.tables.problems import Problems
from geomap.tables.values import Count, blank, count, joined
from geomap.tables.words import TypeMode, Vocabulary

_REMEMBERED = 100_000
_SLUG = re.compile(r"[\W_]+")


class Defaults(NamedTuple):
    """What to take where a row does not say, and how the table writes numbers and days."""

    published: date | None
    publisher: str | None
    decimal_comma: bool
    day_first: bool


class Row(NamedTuple):
    """One row: its number as a spreadsheet counts, and its cells."""

    number: int
    cells: Sequence[str]


class Builder:
    """Turns the rows of one table into reports.

    ``unknown_types``, ``unknown_modalities`` and ``unknown_places`` count the words that were not understood.
    """

    def __init__(
        self,
        identity: str,
        columns: Columns,
        defaults: Defaults,
        problems: Problems,
        place_of: PlaceOf | None,
    ) -> None:
        """Prepare for a table whose documents are called ``<identity>:<row>``."""
        self.unknown_types: Counter[str] = Counter()
        self.unknown_modalities: Counter[str] = Counter()
        self._identity = identity
        self._columns = columns
        self._defaults = defaults
        self._problems = problems
        self._vocabulary = Vocabulary()
        self._placer = Placer(columns, self._vocabulary, problems, place_of)
        self.unknown_places = self._placer.unknown
        # totals first, so that a part can name the whole it belongs to
        self._figure_columns = sorted(columns.figures, key=lambda found: found.group is not None)
        self._actors: dict[str, tuple[Actor, ...]] = {}

    def report(self, row: Row) -> Report:
        """The report of one row; what is wrong in it goes to the problems and is left out."""
        cells = self._understood(row.cells)
        title, notes = one_line(cells["title"]), cleaned(cells["text"]).strip()
        text = notes or title or self._composed(cells)
        identity = f"{self._identity}:{row.number}"
        speaker = one_line(cells["speaker"])
        statement = Statement(speaker=speaker, start=0, end=len(text)) if speaker else None
        event = self._event(row, cells, identity, text, statement)
        return Report(
            document=Document(
                id=identity,
                text=text,
                title=title or None,
                url=cells["url"] or None,
                publisher=one_line(cells["source"]) or self._defaults.publisher,
                published=day(cells["published"].partition(";")[0], day_first=self._defaults.day_first)
                or self._defaults.published,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
            ),
            statements=(statement,) if statement else (),
            events=(event,),
            figures=tuple(self._figures(row, event)),
        )

    def _event(self, row: Row, cells: Cells, identity: str, text: str, statement: Statement | None) -> Event:
        kind = self._type(cells)
        when, precision = self._days(row.number, cells)
        place = self._placer.place(row.number, cells)
        return Event(
            id=f"{identity}:e1",
            type=kind.type,
            mode=kind.mode,
            start=0,
            end=len(text),
            actors=self._named(cells["actor"]),
            recipients=self._named(cells["recipient"]),
            places=(place,) if place else (),
            date_start=when.start if when else None,
            date_end=when.end if when else None,
            date_precision=precision,
            modality=self._modality(cells["modality"]),
            statement=statement,
            confidence=1.0,
        )

    def _understood(self, row: Sequence[str]) -> Cells:
        width = len(row)
        return Cells(
            {meaning: row[index].strip() for meaning, index in self._columns.places.items() if index < width}
        )

    def _type(self, cells: Cells) -> TypeMode:
        """The sub-type where it is known, else the type; a column of modes or weapons only adds to that."""
        words = self._vocabulary
        kind = words.event_type(cells["subtype"]) or words.event_type(
            cells["type"], self._columns.names.get("type", "")
        )
        if kind is None:
            named = cells["type"] or cells["subtype"]
            if named:
                self.unknown_types[one_line(named)[:40]] += 1
            return TypeMode("OTHER", None)
        mode = cells["mode"]
        finer = words.event_type(mode)
        if finer is not None and finer.type == kind.type:
            return finer
        if kind.mode is None and mode and self._columns.names["mode"] == "mode":
            return TypeMode(kind.type, words.normal_mode(mode))
        return kind

    def _modality(self, text: str) -> Modality:
        """What the table says; a word not understood might be a doubt, so the event is but claimed."""
        if blank(text):
            return "occurred"
        modality = self._vocabulary.modality(text)
        if modality is None:
            self.unknown_modalities[one_line(text)[:40]] += 1
        return modality or "claimed"

    def _days(self, row: int, cells: Cells) -> tuple[Days | None, DatePrecision]:
        when = self._read_days(row, cells["date_start"] or cells["date"])
        if when is None:
            return None, "unknown"
        until = self._read_days(row, cells["date_end"])
        if until is not None and until.end < when.start:
            self._problems.add(
                row,
                "an end before the start",
                f"ends on {until.end}, before {when.start}; the end is left out",
            )
        elif until is not None:
            when = Days(when.start, max(when.end, until.end))
        named = cells["date_precision"]
        precision = self._vocabulary.date_precision(named, self._columns.names.get("date_precision", ""))
        return when, precision or _precision(when)

    def _read_days(self, row: int, text: str) -> Days | None:
        if blank(text):
            return None
        read = days(text, day_first=self._defaults.day_first)
        if read is None:
            self._problems.add(
                row, "a date that is none", f"{text[:40]!r} is not a date; write it as 2024-10-31"
            )
        return read

    def _named(self, text: str) -> tuple[Actor, ...]:
        if text not in self._actors:
            if len(self._actors) >= _REMEMBERED:
                self._actors.clear()
            names = (one_line(name) for name in text.split(";"))
            self._actors[text] = tuple(self._actor(name) for name in names if not blank(name))
        return self._actors[text]

    def _actor(self, name: str) -> Actor:
        slug = _SLUG.sub("-", name.lower()).strip("-")
        return Actor(id=f"actor:{slug}", name=name, type=self._vocabulary.actor_type(name))

    def _figures(self, row: Row, event: Event) -> Iterator[Figure]:
        places = tuple(at.place for at in event.places)
        totals: dict[str, str] = {}
        number = 0
        for columns in self._figure_columns:
            read = self._count(row, columns)
            if read is None:
                continue
            number += 1
            identity = f"{event.id.removesuffix(':e1')}:f{number}"
            if columns.group is None:
                totals[columns.category] = identity
            yield Figure(
                id=identity,
                start=event.start,
                end=event.end,
                unit=columns.unit,
                category=columns.category,
                value=read.value,
                low=read.low,
                high=read.high,
                qualifier=read.qualifier,
                scope="total" if columns.group is None else "subset",
                subset_of=totals.get(columns.category) if columns.group is not None else None,
                places=places,
                event=event.id,
                statement=event.statement,
                modality=event.modality,
                negated=read.value == 0 and not read.high,
            )

    def _count(self, row: Row, columns: FigureColumns) -> Count | None:
        parts: list[Count | None] = []
        for index in (columns.value, columns.low, columns.high):
            text = row.cells[index] if index is not None and index < len(row.cells) else ""
            try:
                parts.append(count(text, decimal_comma=self._defaults.decimal_comma) if text else None)
            except ValueError as error:
                parts.append(None)
                kind = f"a number of {columns.category} that is none"
                self._problems.add(row.number, kind, f"{columns.category}: {error}; it is left out")
        return joined(*parts)

    def _composed(self, cells: Cells) -> str:
        """A line for rows without a text of their own, in the table's words."""
        where = [cells[part] for part in ("place", "admin2", "admin1", "country")]
        parts = [
            next(
                (name for name in (cells["subtype"], cells["type"]) if name and not name.isdigit()), "Event"
            ),
            ", ".join(dict.fromkeys(name for name in where if name)),
            cells["date_start"] or cells["date"],
        ]
        return one_line("; ".join(part for part in parts if part))


def _precision(when: Days) -> DatePrecision:
    length = (when.end - when.start).days + 1
    if length == 1:
        return "day"
    whole_month = when.start.day == 1 and (when.end + timedelta(days=1)).day == 1 and length <= 31
    return "month" if whole_month else "range"
