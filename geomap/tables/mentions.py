"""GDELT's mentions: who else reported an event of its table of events, as further reports of that event.

A mention becomes a document of its own, with the address and the name of its source and the event as the
table of events codes it; the event and its mentions name each other as duplicates, so that files and maps
count them as one event with several sources. A second mention in one article is none.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from geomap.decoding import one_line, safe_link
from geomap.errors import InputError
from geomap.language.days import day
from geomap.records import Document, Note, Report
from geomap.tablerows import EVENT, TableRows
from geomap.tables.columns import Columns
from geomap.tables.opening import opened
from geomap.tables.problems import Problems
from geomap.tables.profiles import mentions_profile

_TEXTS = frozenset({".csv", ".tsv", ".txt", ".zip"})
_WEB = "1"  # a MentionIdentifier is an address only then


class Mention(NamedTuple):
    """One article about an event."""

    source: str
    url: str | None
    time: str  # fourteen digits
    confidence: float


class Mentions:
    """The mentions in some tables, by the id of the event; :meth:`notes` says what became of them."""

    of = "gdelt"
    """The format of the tables whose events are mentioned."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        """Read the tables at `paths`; what is wrong in them is told by :meth:`notes`."""
        self.paths = frozenset(paths)
        self._of: dict[str, dict[str, Mention]] = {}
        self._found: set[str] = set()
        self._problems: list[InputError | Note] = []
        for path in sorted(self.paths):
            try:
                self._read(path)
            except (InputError, OSError) as error:
                self._problems.append(InputError(str(error)))

    @classmethod
    def among(cls, paths: Sequence[Path]) -> "Mentions":
        """The mentions among the tables at `paths`; none where no table of GDELT's events is there too."""
        texts = [path for path in paths if path.suffix.lower() in _TEXTS]
        if len(texts) < 2:
            return cls()
        kinds = {path: _kind(path) for path in texts}
        if cls.of not in kinds.values():
            return cls()
        return cls(path for path, kind in kinds.items() if kind == mentions_profile().id)

    def rows(self, rows: TableRows) -> Iterator[TableRows | Report]:
        """`rows` of a table of events, those that are mentioned with their further reports behind them."""
        start = len(rows.table) + 1
        known = [self._of.get(identity[start:].partition("#")[0]) for identity in rows.ids]
        if not any(known):
            yield rows
            return
        for report, found in zip(rows, known, strict=True):
            if found is None:
                yield report
                continue
            self._found.add(report.document.id[start:].partition("#")[0])
            yield from _told_by_all(report, list(found.values()))

    def notes(self) -> Iterator[InputError | Note]:
        """What was wrong, and how many mentions there are of events that were read."""
        yield from self._problems
        if self.paths:
            taken = sum(len(self._of[event]) for event in self._found)
            names = ", ".join(map(str, sorted(self.paths)))
            text = f"{taken:,} mentions are further reports of {len(self._found):,} events"
            lost = sum(map(len, self._of.values())) - taken
            more = f"; {lost:,} of events that are in none of the tables are left out" if lost else ""
            yield Note(f"{names}: {text}{more}")

    def _read(self, path: Path) -> None:
        problems = Problems(str(path))
        with opened(path, mentions_profile()) as table:
            at = {heading: index for index, heading in enumerate(mentions_profile().headings)}
            places = {**table.layout.columns.places, "confidence": at["Confidence"]}
            table.layout = table.layout._replace(columns=Columns(places, {}, ()))
            for block in table.blocks(problems):
                if isinstance(block, InputError):
                    self._problems.append(block)
                    continue
                names = ("id", "source", "url", "published", "type", "confidence")
                for row in zip(*(block.column(places[name]) for name in names), strict=True):
                    self._add(row)
        self._problems += [*problems.told(), *problems.rest()]

    def _add(self, row: Sequence[str]) -> None:
        """Keep a mention; of several in one article the surest, at the earliest time."""
        event, source, url, time, kind, confidence = row
        if not url.strip():
            return
        percent = int(confidence) if confidence.isdecimal() else 0
        made = Mention(
            one_line(source), safe_link(url.strip()) if kind == _WEB else None, time, min(percent, 100) / 100
        )
        known = self._of.setdefault(event.strip(), {})
        before = known.get(url)
        if before is not None:
            made = made._replace(
                time=min(before.time, time), confidence=max(before.confidence, made.confidence)
            )
        known[url] = made


def _kind(path: Path) -> str | None:
    try:
        with opened(path, None) as table:
            return table.layout.profile.id
    except (InputError, OSError):
        return None


def _told_by_all(report: Report, found: Sequence[Mention]) -> Iterator[Report]:
    """`report` and what the mentions of its event make; its own article is not counted twice."""
    document, (event,) = report.document, report.events
    own = next((each for each in found if each.url is not None and each.url == document.url), None)
    others = [each for each in found if each is not own]
    documents = [_document(document, each, number) for number, each in enumerate(others, start=1)]
    ids = [event.id, *(each.id + EVENT for each in documents)]
    linked = [replace(event, duplicates=tuple(sorted({*ids} - {name}))) for name in ids]
    if own is not None:
        document = replace(document, publisher=own.source or document.publisher)
        linked[0] = replace(linked[0], confidence=own.confidence)
    yield replace(report, document=document, events=(linked[0],))
    for made, name, copy, mention in zip(documents, ids[1:], linked[1:], others, strict=True):
        yield Report(document=made, events=(replace(copy, id=name, confidence=mention.confidence),))


def _document(event: Document, mention: Mention, number: int) -> Document:
    return replace(
        event,
        id=f"{event.id}@{number}",
        url=mention.url,
        publisher=mention.source or None,
        published=day(mention.time[:8]) or event.published,
    )
