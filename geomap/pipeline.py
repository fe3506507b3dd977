"""The steps composed: sources in, reports out, one at a time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Self

from geomap.errors import InputError
from geomap.events import Extractor
from geomap.places import Gazetteer, Locator
from geomap.reading import EventTable, read
from geomap.records import Document, Note, Place, Report
from geomap.tables import read_table

Outcome = Report | Note | InputError
"""What comes of a source: a report, or something to tell the user."""

_BATCH = 16  # documents handed to a worker process at a time


class Toolkit:
    """What the steps need, opened once: the gazetteer, the finder of names and the finder of events."""

    def __init__(self, gazetteer: Gazetteer, locator: Locator, extractor: Extractor) -> None:
        self.gazetteer = gazetteer
        self.locator = locator
        self.extractor = extractor

    @classmethod
    def shipped(cls) -> Self:
        """The toolkit of the data files in this installation.

        Raises:
            DataError: A data file is missing or damaged.
        """
        gazetteer = Gazetteer.shipped()
        return cls(gazetteer, Locator.shipped(gazetteer=gazetteer), Extractor.shipped())

    def report(self, document: Document, *, events: bool = True) -> Report:
        """What `document` says: its place names, and its events and figures unless `events` is off."""
        mentions = self.locator.locate(document)
        if not events:
            return Report(document=document, mentions=mentions)
        return self.extractor.extract(document, mentions)

    def place_of(self, name: str, country: str | None = None, admin1: str | None = None) -> Place | None:
        """The place that a table calls `name`; its country or first-level unit narrows the choice."""
        whole = ", ".join(part for part in (name, admin1, country) if part)
        mentions = self.locator.locate(Document(id="", text=whole))
        return mentions[0].place if mentions and mentions[0].start == 0 else None


def reports(
    sources: Sequence[str | Path],
    toolkit: Toolkit,
    *,
    published: date | None = None,
    publisher: str | None = None,
    workers: int = 1,
    events: bool = True,
    stdin: BinaryIO | None = None,
) -> Iterator[Outcome]:
    """Read `sources` and report what each says, in their order; a bad one comes out as an InputError.

    Args:
        sources: Files, folders, or ``-`` for standard input.
        toolkit: What to work with; worker processes open their own.
        published: Day of publication of texts that do not name theirs.
        publisher: Publisher of texts that do not name theirs.
        workers: Processes that read documents side by side.
        events: Whether to look for events and figures, or for place names only.
        stdin: Read for ``-`` in place of the standard input.
    """
    found = _sources(sources, toolkit, published, publisher, stdin)
    if workers == 1:
        for item in found:
            yield _outcome(item, toolkit, events=events)
        return
    with ProcessPoolExecutor(workers) as pool:
        # a window of batches keeps every worker busy and the memory bounded
        while window := list(islice(found, workers * _BATCH * 4)):
            batches = [window[at : at + _BATCH] for at in range(0, len(window), _BATCH)]
            for batch in pool.map(_outcomes, batches, [events] * len(batches)):
                yield from batch


def _sources(
    sources: Sequence[str | Path],
    toolkit: Toolkit,
    published: date | None,
    publisher: str | None,
    stdin: BinaryIO | None,
) -> Iterator[Document | Outcome]:
    for item in read(sources, published=published, publisher=publisher, stdin=stdin):
        if isinstance(item, EventTable):
            yield from read_table(
                item.path, item.id, place_of=toolkit.place_of, published=published, publisher=publisher
            )
        else:
            yield item


def _outcome(item: Document | Outcome, toolkit: Toolkit, *, events: bool) -> Outcome:
    if not isinstance(item, Document):
        return item
    try:
        return toolkit.report(item, events=events)
    except Exception as error:  # noqa: BLE001 - a text that trips us up must not take the others with it
        return InputError(
            f"{item.id}: could not be worked through ({type(error).__name__}: {error}); skipped"
        )


def _outcomes(batch: Sequence[Document | Outcome], events: bool) -> list[Outcome]:  # noqa: FBT001 - mapped over
    return [_outcome(item, _own_toolkit(), events=events) for item in batch]


@lru_cache(maxsize=1)
def _own_toolkit() -> Toolkit:
    # each worker process opens its own: a database connection cannot be shared
    return Toolkit.shipped()
