"""One row of an event table to a report: a document, an event, its place and its figures."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from geomap.decoding import cleaned, one_line
from geomap.records import Document, Event, Figure, Report, Statement
from geomap.tables.actors import Actors
from geomap.tables.columns import Columns
from geomap.tables.counts import Counted, Counts
from geomap.tables.kinds import Kinds
from geomap.tables.places import FACTS, PlaceOf, Placer
from geomap.tables.problems import Memory, Problems
from geomap.tables.profiles import Profile, TypeCode
from geomap.tables.values import blank
from geomap.tables.when import Clock
from geomap.tables.words import Vocabulary

_SINGLE = ("id", "title", "text", "url", "source", "published", "speaker", "modality")
_KIND = ("type", "subtype", "mode")
_WHEN = ("date", "date_start", "date_end", "date_precision")
_ACTOR = ("actor", "actor_more", "actor_type", "actor_country")
_RECIPIENT = ("recipient", "recipient_more", "recipient_type", "recipient_country")
_WHERE = ("place", "admin2", "admin1", "country")
_SHOWN_WHEN = ("date_start", "date")


class Asked(NamedTuple):
    """What the caller says: the start of the documents' ids, and what holds where a row does not say."""

    identity: str
    published: date | None
    publisher: str | None


class Style(NamedTuple):
    """How the table writes numbers and days."""

    decimal_comma: bool
    day_first: bool


class Row(NamedTuple):
    """One row: its number as a spreadsheet counts, and its cells."""

    number: int
    cells: Sequence[str]


class Builder:
    """Turns the rows of one table into reports."""

    def __init__(  # noqa: PLR0917 - the parts of one table
        self,
        profile: Profile,
        columns: Columns,
        width: int,
        asked: Asked,
        style: Style,
        problems: Problems,
        place_of: PlaceOf | None,
    ) -> None:
        """Prepare for a table of `width` columns.

        Documents are called ``<identity>:<row>``, or after the table's own ids where the profile says which
        column those are.
        """
        self._asked = asked
        self._problems = problems
        self._publisher = asked.publisher or profile.publisher
        vocabulary = Vocabulary()
        self._kinds = Kinds(profile, columns, vocabulary, problems)
        self._clock = Clock(profile, columns, vocabulary, problems, day_first=style.day_first)
        self._placer = Placer(profile, columns, vocabulary, problems, place_of)
        self._actors = Actors(profile, vocabulary, problems)
        self._counts = Counts(columns, problems, empty=width, decimal_comma=style.decimal_comma)
        self._line = Memory[str, str](problems, one_line)
        self._own_ids = "id" in profile.columns and "id" in columns
        self._taken: set[str] = set()
        self._width = width

        def getter(meanings: Sequence[str]) -> Callable[[Sequence[str]], tuple[str, ...]]:
            return _getter([columns.places.get(meaning, width) for meaning in meanings], width)

        self._single, self._kind_cells, self._when_cells = map(getter, (_SINGLE, _KIND, _WHEN))
        self._actor_cells, self._recipient_cells, self._facts = map(getter, (_ACTOR, _RECIPIENT, FACTS))
        self._where_cells, self._shown_when = map(getter, (_WHERE, _SHOWN_WHEN))
        self._text_cells = _getter(columns.text, width) if columns.text else None
        self._count_cells = _getter(self._counts.indices, width)

    def swap_if_told(self, rows: Iterable[Sequence[str]]) -> tuple[int, int] | None:
        """Read latitude and longitude the other way round if `rows` tell so; see Placer."""
        return self._placer.swap_if_told(self._facts(self._padded(row)) for row in rows)

    def report(self, row: Row) -> Report:
        """The report of one row; what is wrong in it goes to the problems and is left out."""
        self._problems.row = number = row.number
        cells = self._padded(row.cells)
        own, title, notes, url, source, published, speaker, status = self._single(cells)
        kind = self._kinds.type[self._kind_cells(cells)]
        title = one_line(title)
        text = self._text(cells, cleaned(notes).strip(), title, kind)
        identity = self._name(own, number)
        end = len(text)
        said = self._line[speaker]
        statement = Statement(speaker=said, start=0, end=end) if said else None
        when = self._clock.when[self._when_cells(cells)]
        place = self._placer.place[self._facts(cells)]
        event = Event(
            id=f"{identity}:e1",
            type=kind.type,
            mode=kind.mode,
            start=0,
            end=end,
            actors=self._actors.named[self._actor_cells(cells)],
            recipients=self._actors.named[self._recipient_cells(cells)],
            places=(place,) if place else (),
            date_start=when.start,
            date_end=when.end,
            date_precision=when.precision,
            modality=self._kinds.modality[status],
            statement=statement,
            confidence=1.0,
        )
        counted = self._counts.found[self._count_cells(cells)]
        return Report(
            document=Document(
                id=identity,
                text=text,
                title=title or None,
                url=url.strip() or None,
                publisher=self._line[source] or self._publisher,
                published=self._clock.published[published] or self._asked.published,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
                table=self._asked.identity,
            ),
            statements=(statement,) if statement else (),
            events=(event,),
            figures=_figures(identity, counted, event) if counted else (),
        )

    def _padded(self, cells: Sequence[str]) -> Sequence[str]:
        """As many cells as there are headings, and an empty one for columns that are not there."""
        kept = cells[: self._width]
        return [*kept, *[""] * (self._width + 1 - len(kept))]

    def _name(self, own: str, row: int) -> str:
        if not self._own_ids:
            return f"{self._asked.identity}:{row}"
        wish = one_line(own) or str(row)
        if wish in self._taken:
            wish = f"{wish}#{row}"
        self._taken.add(wish)
        return f"{self._asked.identity}:{wish}"

    def _text(self, cells: Sequence[str], notes: str, title: str, kind: TypeCode) -> str:
        if notes:
            return notes
        if self._text_cells is not None:
            parts = [one_line(part) for part in self._text_cells(cells)]
            text = "; ".join(dict.fromkeys(part for part in parts if part))
            if text:
                return text
        return title or self._composed(cells, kind)

    def _composed(self, cells: Sequence[str], kind: TypeCode) -> str:
        """A line for rows without a text of their own, in the table's words."""
        named, subtype, _ = self._kind_cells(cells)
        what = kind.says or next((name for name in (subtype, named) if name and not name.isdigit()), "Event")
        who = [self._actor_cells(cells)[0], self._recipient_cells(cells)[0]] if kind.says else []
        parts = [
            what,
            " – ".join(name for name in who if not blank(name)),
            ", ".join(dict.fromkeys(name for name in self._where_cells(cells) if name)),
            next((day for day in self._shown_when(cells) if day), ""),
        ]
        return one_line("; ".join(part for part in parts if part))


def _figures(identity: str, counted: Sequence[Counted], event: Event) -> tuple[Figure, ...]:
    places = tuple(at.place for at in event.places)
    totals: dict[str, str] = {}
    figures = []
    for number, (columns, read) in enumerate(counted, start=1):
        name = f"{identity}:f{number}"
        if columns.group is None:
            totals[columns.category] = name
        figures.append(
            Figure(
                id=name,
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
        )
    return tuple(figures)


def _getter(indices: Sequence[int], empty: int) -> Callable[[Sequence[str]], tuple[str, ...]]:
    # with one index alone a getter would give no tuple; the spare ones point at the empty cell
    if len(indices) > 1:
        return itemgetter(*indices)
    get = itemgetter(*indices, empty, empty)
    return lambda cells: get(cells)[: len(indices)]
