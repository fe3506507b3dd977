"""The steps composed: sources in, reports out, one at a time."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cached_property, lru_cache, partial
from itertools import islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from msgspec.structs import replace

from geomap.column import Column
from geomap.errors import InputError
from geomap.features import Table, TableName, Tables
from geomap.places import Gazetteer, Locator, TaggerName
from geomap.places.coordinates import written_coordinates
from geomap.places.geocode import best_place
from geomap.places.online import OnlineGeocoder, OnlineOptions, Tally, notes
from geomap.reading import EventTable, read, tables_in
from geomap.records import Document, Note, Place, Report
from geomap.rounding import Rounder
from geomap.tablerows import TableRows
from geomap.tables import Mentions, OwnFigures, Profile, read_rows

if TYPE_CHECKING:
    from geomap.events import Extractor

Outcome = Report | TableRows | Note | InputError
"""What comes of a source: a report or rows of a table, or something to tell the user."""

_BATCH = 16  # documents handed to a worker process at a time


class Toolkit:
    """What the steps need, opened once: the gazetteer, the finder of names and the finder of events.

    The finders are opened when first asked for: rows of event tables need neither. With an online geocoder,
    names that the gazetteer lacks leave this machine; without one nothing does.
    """

    def __init__(
        self, gazetteer: Gazetteer, online: OnlineGeocoder | None = None, tagger: TaggerName = "full"
    ) -> None:
        """Composes the parts; worker processes open their own with the `tagger` of this name."""
        self.tagger = tagger
        self.gazetteer = gazetteer
        self.online = online

    @classmethod
    def shipped(cls, *, online: OnlineOptions | None = None, tagger: TaggerName = "full") -> Self:
        """The toolkit of this installation's data files and the places that the user added.

        Args:
            online: The geocoder to ask for names that the gazetteer lacks; none if not given.
            tagger: "full" finds names best, "fast" is for bulk work.

        Raises:
            DataError: The gazetteer is missing or damaged.
            OptionError: The online geocoder needs an address, a key or a contact that is not there.
        """
        gazetteer = Gazetteer.installed()
        return cls(gazetteer, OnlineGeocoder(online, gazetteer) if online else None, tagger)

    @cached_property
    def locator(self) -> Locator:
        """The finder of names; DataError if one of its files is missing or damaged."""
        return Locator.shipped(tagger=self.tagger, gazetteer=self.gazetteer)

    @cached_property
    def extractor(self) -> "Extractor":
        """The finder of events; DataError if one of its files is missing or damaged."""
        from geomap.events import Extractor

        return Extractor.shipped()

    def open(self) -> None:
        """Opens both finders.

        Raises:
            DataError: A data file is missing or damaged.
        """
        self.locator, self.extractor  # noqa: B018 - opened by being asked for

    def report(self, document: Document, *, events: bool = True) -> Report:
        """What `document` says: its place names, and its events and figures unless `events` is off."""
        mentions = self.locator.locate(document)
        if self.online is not None:
            mentions = self.online.complete(mentions)
        if not events:
            return Report(document=document, mentions=mentions)
        return self.extractor.extract(document, mentions)

    def place_of(self, name: str, country: str | None = None, admin1: str | None = None) -> Place | None:
        """The place that a table calls `name`; its country or first-level unit narrows the choice."""
        return best_place(self.gazetteer, name, (admin1, country))


def reports(
    sources: Sequence[str | Path],
    toolkit: Toolkit,
    *,
    published: date | None = None,
    publisher: str | None = None,
    workers: int = 1,
    events: bool = True,
    profile: Profile | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Outcome]:
    """Read `sources` and report what each says, in their order; a bad one comes out as an InputError.

    Tables come as rows, some hundreds at a time.

    Args:
        sources: Files, folders, or ``-`` for standard input.
        toolkit: What to work with; worker processes open their own.
        published: Day of publication of texts that do not name theirs.
        publisher: Publisher of texts that do not name theirs.
        workers: Processes that read documents side by side.
        events: Whether to look for events and figures, or for place names only; tables of events are then
            errors.
        profile: What the columns of tables mean; recognised if not given.
        stdin: Read for ``-`` in place of the standard input.
    """
    found = _sources(sources, toolkit, published, publisher, profile, stdin, events=events)
    if workers == 1:
        for item in found:
            yield _outcome(item, toolkit, events=events)
        yield from _told(toolkit.online)
        return
    online = toolkit.online.options if toolkit.online else None
    with ProcessPoolExecutor(workers) as pool:
        # a window of batches keeps every worker busy and the memory bounded
        while window := list(islice(found, workers * _BATCH * 4)):
            texts = [item for item in window if isinstance(item, Document)]
            batches = [texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH)]
            done = pool.map(_reports, batches, repeat(events), repeat(online), repeat(toolkit.tagger))
            read_ones = _flattened(done, toolkit.online)
            yield from (next(read_ones) if isinstance(item, Document) else item for item in window)
    yield from _told(toolkit.online)


def rounder(degrees: float) -> Rounder:
    """What rounds reports to multiples of so many degrees, positions in their texts included."""

    def spans(text: str) -> Iterator[tuple[int, int]]:
        return ((found.start, found.end) for found in written_coordinates(text))

    return Rounder(degrees, spans)


def saying_rounded(made: Tables, degrees: float | None) -> Tables:
    """Tables each row of which says to how many degrees it is rounded, as some files hold nothing else."""
    if not degrees:
        return made

    def saying(name: TableName) -> Table:
        table = made[name]
        said = {**table.columns, "rounded_degrees": Column.constant(degrees, len(table))}
        return replace(table, columns=said) if len(table) else table

    return Tables({name: partial(saying, name) for name in made})


def _sources(  # noqa: PLR0917 - as reports() takes them
    sources: Sequence[str | Path],
    toolkit: Toolkit,
    published: date | None,
    publisher: str | None,
    profile: Profile | None,
    stdin: BinaryIO | None,
    *,
    events: bool,
) -> Iterator[Document | Outcome]:
    paths = tables_in(sources)
    mentions, figures = Mentions.among(paths), OwnFigures.among(paths)
    others = {*mentions.paths, *(each.path for each in figures.values())}
    for item in read(sources, published=published, publisher=publisher, stdin=stdin):
        if isinstance(item, EventTable) and not events:
            what = "a table of events, not a text to find place names in"
            yield InputError(f"{item.path}: {what}; geomap extract reads it, geomap map draws it")
        elif isinstance(item, EventTable) and item.path in others:
            continue
        elif isinstance(item, EventTable):
            yield from read_rows(
                item.path,
                item.id,
                profile=profile,
                place_of=toolkit.place_of,
                published=published,
                publisher=publisher,
                beside=figures.get(item.path, mentions),
            )
        else:
            yield item
    yield from mentions.notes()
    for each in figures.values():
        yield from each.notes()


def _outcome(item: Document | Outcome, toolkit: Toolkit, *, events: bool) -> Outcome:
    if not isinstance(item, Document):
        return item
    toolkit.open()  # whose failure is no fault of the text's
    try:
        return toolkit.report(item, events=events)
    except Exception as error:  # noqa: BLE001 - a text that trips us up must not take the others with it
        return InputError(
            f"{item.id}: could not be worked through ({type(error).__name__}: {error}); skipped"
        )


def _told(online: OnlineGeocoder | None) -> Iterator[Note]:
    if online is not None:
        yield from notes(online.options.service, online.tally)
        online.tally = Tally()


def _flattened(
    done: Iterable[tuple[list[Outcome], Tally | None]], online: OnlineGeocoder | None
) -> Iterator[Outcome]:
    for batch, tally in done:
        if online is not None and tally:
            online.tally.add(tally)
        yield from batch


def _reports(
    batch: Sequence[Document],
    events: bool,  # noqa: FBT001 - mapped over
    online: OnlineOptions | None,
    tagger: TaggerName,
) -> tuple[list[Outcome], Tally | None]:
    toolkit = _own_toolkit(online, tagger)
    found = [_outcome(item, toolkit, events=events) for item in batch]
    if toolkit.online is None:
        return found, None
    tally, toolkit.online.tally = toolkit.online.tally, Tally()
    return found, tally


@lru_cache(maxsize=1)
def _own_toolkit(online: OnlineOptions | None, tagger: TaggerName) -> Toolkit:
    # each worker process opens its own: a database connection cannot be shared
    return Toolkit.shipped(online=online, tagger=tagger)
