"""Rows of an event table to reports: a document each, with an event, its place and its figures.

What a column says is understood for a whole block of rows before the first report of it is made.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import repeat
from typing import NamedTuple

from msgspec.structs import replace

from geomap.records import Document, Event, EventPlace, Figure, Report, Statement
from geomap.tables.actors import Actors
from geomap.tables.blocks import Block
from geomap.tables.columns import Columns
from geomap.tables.counts import Counted, Counts
from geomap.tables.identities import Identities
from geomap.tables.kinds import Kinds
from geomap.tables.places import FACTS, NAMES, PlaceOf, Placer
from geomap.tables.problems import Cells, Problems
from geomap.tables.profiles import Profile
from geomap.tables.texts import lines, texts
from geomap.tables.when import Clock
from geomap.tables.words import Vocabulary

_KIND = ("type", "subtype", "mode")
_WHEN = ("date", "date_start", "date_end", "date_precision")
_ACTOR = ("actor", "actor_more", "actor_type", "actor_country")
_RECIPIENT = ("recipient", "recipient_more", "recipient_type", "recipient_country")


class Asked(NamedTuple):
    """What the caller says: the start of the documents' ids, and what holds where a row does not say."""

    identity: str
    published: date | None
    publisher: str | None


class Style(NamedTuple):
    """How the table writes numbers and days."""

    decimal_comma: bool
    day_first: bool


class Builder:
    """Turns the blocks of one table into reports."""

    def __init__(  # noqa: PLR0917 - the parts of one table
        self,
        profile: Profile,
        columns: Columns,
        asked: Asked,
        style: Style,
        problems: Problems,
        place_of: PlaceOf | None,
    ) -> None:
        """Prepare for a table with `columns`.

        Documents are called ``<identity>:<row>``, or after the table's own ids where the profile says which
        column those are.
        """
        self._columns = columns
        self._table = asked.identity
        self._published = asked.published
        self._publisher = asked.publisher or profile.publisher
        vocabulary = Vocabulary()
        self._kinds = Kinds(profile, columns, vocabulary, problems)
        self._clock = Clock(profile, columns, vocabulary, problems, day_first=style.day_first)
        self._placer = Placer(profile, columns, vocabulary, problems, place_of)
        self._actors = Actors(profile, vocabulary, problems)
        self._counts = Counts(columns, problems, decimal_comma=style.decimal_comma)
        self._identities = Identities(asked.identity)
        self._own_ids = "id" in profile.columns and "id" in columns

    def swap_if_told(self, block: Block) -> tuple[int, int] | None:
        """Read latitude and longitude the other way round if the rows of `block` tell so; see Placer."""
        return self._placer.swap_if_told(zip(*self._facts(block), strict=True))

    def reports(self, block: Block) -> Iterator[Report]:
        """The reports of the rows; what is wrong in them goes to the problems and is left out."""
        numbers = block.numbers
        kinds = self._kinds.type.column(self._rows(block, _KIND), numbers)
        titles = lines(self._cells(block, "title"))
        counts = [block.column(index) for index in self._counts.indices]
        rows = zip(
            self._identities.of(numbers, self._cells(block, "id") if self._own_ids else None),
            texts(block, self._columns, titles, kinds),
            titles,
            self._cells(block, "url"),
            lines(self._cells(block, "source")),
            self._clock.published.column(self._cells(block, "published"), numbers),
            lines(self._cells(block, "speaker")),
            kinds,
            self._kinds.modality.column(self._cells(block, "modality"), numbers),
            self._clock.when.column(self._rows(block, _WHEN), numbers),
            self._placer.column(self._facts(block), numbers),
            self._actors.named.column(self._rows(block, _ACTOR), numbers),
            self._actors.named.column(self._rows(block, _RECIPIENT), numbers),
            self._counts.found.column(list(zip(*counts, strict=True)), numbers) if counts else repeat(()),
            strict=False,
        )
        sha256, asked, usual, table = hashlib.sha256, self._published, self._publisher, self._table
        for (
            identity,
            text,
            title,
            url,
            source,
            published,
            speaker,
            kind,
            modality,
            when,
            place,
            actors,
            recipients,
            counted,
        ) in rows:
            end = len(text)
            statement = Statement(speaker=speaker, start=0, end=end) if speaker else None
            event = Event(
                id=f"{identity}:e1",
                type=kind.type,
                mode=kind.mode,
                start=0,
                end=end,
                actors=actors,
                recipients=recipients,
                places=(place,) if place else (),
                date_start=when.start,
                date_end=when.end,
                date_precision=when.precision,
                modality=modality,
                statement=statement,
                confidence=1.0,
            )
            yield Report(
                document=Document(
                    id=identity,
                    text=text,
                    title=title or None,
                    url=url.strip() or None,
                    publisher=source or usual,
                    published=published or asked,
                    sha256=sha256(text.encode()).hexdigest(),
                    table=table,
                ),
                statements=(statement,) if statement else (),
                events=(event,),
                figures=_figures(identity, counted, event, place) if counted else (),
            )

    def _cells(self, block: Block, meaning: str) -> Sequence[str]:
        return block.column(self._columns.places.get(meaning))

    def _facts(self, block: Block) -> list[Sequence[str]]:
        cells = ((meaning, self._cells(block, meaning)) for meaning in FACTS)
        return [lines(column) if meaning in NAMES else column for meaning, column in cells]

    def _rows(self, block: Block, meanings: Sequence[str]) -> list[Cells]:
        """Row by row the cells of several columns that tell one thing."""
        return list(zip(*(self._cells(block, meaning) for meaning in meanings), strict=True))


def _figures(
    identity: str, counted: Sequence[Counted], event: Event, place: EventPlace | None
) -> tuple[Figure, ...]:
    places = (place.place,) if place else ()
    end, name, statement, modality = event.end, event.id, event.statement, event.modality
    figures = []
    for suffix, columns, number, whole in counted:
        figure = Figure(
            id=identity + suffix,
            start=0,
            end=end,
            unit=columns.unit,
            category=columns.category,
            value=number.value,
            low=number.low,
            high=number.high,
            qualifier=number.qualifier,
            places=places,
            event=name,
            statement=statement,
            modality=modality,
            negated=number.value == 0 and not number.high,
        )
        if columns.group is not None:
            # apart, for Python makes a dictionary of more than fifteen arguments by keyword
            subset_of = None if whole is None else identity + whole
            figure = replace(figure, scope="subset", subset_of=subset_of)
        figures.append(figure)
    return tuple(figures)
