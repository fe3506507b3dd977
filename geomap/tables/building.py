"""Rows of an event table understood: what its columns say of documents, events, their places and figures."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from geomap.column import Column
from geomap.tablerows import TableRows
from geomap.tables.actors import Actors
from geomap.tables.blocks import Block
from geomap.tables.columns import Columns
from geomap.tables.counts import Counts
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
    """Understands the blocks of one table."""

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
        return self._placer.swap_if_told(Column.zipped(self._facts(block)))

    def rows(self, block: Block) -> TableRows:
        """What the rows say; what is wrong in them goes to the problems and is left out."""
        numbers = block.numbers
        kind = self._kinds.type.column(self._several(block, _KIND), numbers)
        titles = list(lines(self._cells(block, "title")))
        whole = texts(block, self._columns, titles, kind)
        asked, usual = self._published, self._publisher
        days = self._clock.when.column(self._several(block, _WHEN), numbers)
        published = self._clock.published.column(self._cells(block, "published"), numbers)
        actors, counted = self._actors.named, self._counts.indices
        return TableRows(
            table=self._table,
            ids=self._identities.of(numbers, self._cells(block, "id") if self._own_ids else None),
            texts=whole,
            titles=[title or None for title in titles],
            urls=[url.strip() or None for url in self._cells(block, "url")]
            if "url" in self._columns
            else Column.constant(None, len(numbers)),
            publishers=lines(self._cells(block, "source")).map(lambda source: source or usual).distinct(),
            published=published.map(lambda day: day or asked),
            speakers=lines(self._cells(block, "speaker")).map(lambda speaker: speaker or None).distinct(),
            types=kind.map(lambda code: code.type),
            modes=kind.map(lambda code: code.mode),
            modalities=self._kinds.modality.column(self._cells(block, "modality"), numbers).distinct(),
            date_starts=days.map(lambda when: when.start),
            date_ends=days.map(lambda when: when.end),
            date_precisions=days.map(lambda when: when.precision).distinct(),
            places=self._placer.column(self._facts(block), numbers),
            actors=actors.column(self._several(block, _ACTOR), numbers),
            recipients=actors.column(self._several(block, _RECIPIENT), numbers),
            figures=self._counts.found.column(block.several(counted), numbers)
            if counted
            else Column.constant((), len(numbers)),
        )

    def _cells(self, block: Block, meaning: str) -> Column[str]:
        return block.column(self._columns.places.get(meaning))

    def _facts(self, block: Block) -> list[Column[str]]:
        cells = ((meaning, self._cells(block, meaning)) for meaning in FACTS)
        return [lines(column) if meaning in NAMES else column for meaning, column in cells]

    def _several(self, block: Block, meanings: Sequence[str]) -> Column[Cells]:
        """Row by row the cells of several columns that tell one thing."""
        return block.several(self._columns.places.get(meaning) for meaning in meanings)
