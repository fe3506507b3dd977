"""Reports to a file as they come, a batch at a time, so that any number of them fits into memory."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from geomap.features import ShapeOf, tables
from geomap.memory import rarely_collected
from geomap.pipeline import saying_rounded
from geomap.reading.sources import TABLES
from geomap.records import Report
from geomap.tablerows import Several, TableRows, batches, texts_of
from geomap.writing import FORMATS, Options, opened

_REPORTS = 5000
_ROWS = 16_384
_OWN = frozenset({".geojson", ".gpkg", ".parquet"})


def streams(path: Path, sources: Sequence[str], *, link: bool | None, online: bool) -> bool:
    """Whether a file can be written batch by batch.

    Its format must take batches, and nothing be linked across documents: not wanted (`link` is False), or
    not to be had, for rows of one table are not linked with each other. JSON lines are linked only if asked.
    Services that place names `online` are named in a file, so that which did must be known before.
    """
    form = FORMATS.get(path.suffix.lower())
    lines = path.suffix.lower() == ".jsonl"
    if form is None or form.batches is None or (online and not lines):
        return False
    if link is not None:
        return not link
    table = len(sources) == 1 and Path(sources[0]).suffix.lower() in set(TABLES) - _OWN
    return table or lines


def _whole_stories(found: Iterable[Sequence[Report]]) -> Iterator[Sequence[Report]]:
    """The batches `found`, joined where an event of one is linked with reports that are still to come.

    Linked are reports of an earlier run and those of GDELT's mentions; their rows say how many there are.
    """
    waiting: list[Sequence[Report]] = []
    seen: set[str] = set()
    awaited: set[str] = set()
    for batch in found:
        waiting.append(batch)
        linked = [event for report in texts_of(batch) for event in report.events if event.duplicates]
        seen.update(event.id for event in linked)
        awaited.update(name for event in linked for name in event.duplicates)
        awaited -= seen
        if not awaited:
            yield waiting[0] if len(waiting) == 1 else Several(waiting)
            waiting = []
    if waiting:
        yield Several(waiting)


def write_stream(path: Path, found: Iterable[Report | TableRows], shape_of: ShapeOf, options: Options) -> int:
    """Write the reports `found`, each with its own document, and give their number.

    Raises:
        OutputError: The suffix is of no format that takes batches, or the file cannot be written.
    """
    count = 0
    bits = batches(found, _REPORTS, _ROWS)
    # a line of JSON holds one report, which says itself what it is linked with
    whole = bits if path.suffix.lower() == ".jsonl" else _whole_stories(bits)
    with rarely_collected(), opened(path, options) as sink:
        for batch in whole:
            sink.add(saying_rounded(tables(batch, shape_of), options.rounded), batch)
            count += len(batch)
    return count
