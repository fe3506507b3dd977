"""What commands that read sources share: their options as a job, a job as an Atlas or as a stream."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from geomap.errors import InputError, OptionError
from geomap.options import Job
from geomap.telling import end, only_reports, shown

if TYPE_CHECKING:
    from geomap.atlas import Atlas
    from geomap.features import ShapeOf
    from geomap.pipeline import Outcome, Toolkit
    from geomap.records import Note, Report
    from geomap.tablerows import TableRows
    from geomap.tables import Profile


_BIG = 32 * 1024 * 1024


def profile_of(sources: list[str], table_format: str | None, table_map: list[str] | None) -> "Profile | None":
    """What tables are said to be; pairs after the first of ``--map lat=Y lon=X`` stand among the sources."""
    if table_format is None and not table_map:
        return None
    from geomap.tables import choose, is_pair

    loose = [text for text in sources if table_map and is_pair(text) and not Path(text).exists()]
    sources[:] = [text for text in sources if text not in loose]
    if not sources:
        raise OptionError("no source is named; write geomap map SOURCES... --map lat=Y lon=X")
    return choose(table_format, [*(table_map or ()), *loose])


def atlas_of(job: Job) -> "Atlas":
    """All that the job's sources report, gathered."""
    from geomap.atlas import build
    from geomap.pipeline import Toolkit

    return build(
        job.sources,
        workers=job.workers,
        published=job.published,
        publisher=job.publisher,
        toolkit=Toolkit.shipped(online=job.online, tagger=job.tagger.value),
        profile=job.profile,
        link=job.link,
        rounded=job.rounded,
        watch=shown,
    )


def stream(
    write: "Callable[[Path, Iterable[Report | TableRows], ShapeOf], int]",
    output: Path,
    job: Job,
    *,
    events: bool,
) -> None:
    """Documents go through one by one, so that any number of them fits into memory."""
    from geomap.pipeline import Toolkit, rounder

    outline: ShapeOf
    if _is_big_table(job):
        from geomap.beside import beside
        from geomap.places import Gazetteer

        found, outline = beside(_outcomes, job, events), Gazetteer.installed().shape
    else:
        toolkit = Toolkit.shipped(online=job.online, tagger=job.tagger.value)
        found, outline = _outcomes(job, events, toolkit), toolkit.gazetteer.shape
    notes: list[Note] = []
    problems: list[InputError] = []
    documents = only_reports(shown(found), notes, problems)
    shape_of = outline
    if job.rounded:
        coarse = rounder(job.rounded)
        documents = map(coarse.item, documents)
        shape_of = lambda place: coarse.shape(outline(place))  # noqa: E731 - or mypy wants it everywhere
    first = next(documents, None)
    if first is None and problems:
        end(notes, problems)
    whole = documents if first is None else chain([first], documents)
    count = write(output, whole, shape_of)
    typer.echo(f"wrote {output}: {count:,} document{'s' if count != 1 else ''}")
    end(notes, problems)


def _outcomes(job: Job, events: bool, toolkit: "Toolkit | None" = None) -> "Iterator[Outcome]":  # noqa: FBT001
    from geomap.pipeline import Toolkit, reports

    return reports(
        job.sources,
        toolkit or Toolkit.shipped(tagger=job.tagger.value),
        workers=job.workers,
        published=job.published,
        publisher=job.publisher,
        profile=job.profile,
        events=events,
    )


def _is_big_table(job: Job) -> bool:
    """Whether the sources are one table so big that it is worth a process of its own to read it."""
    from geomap.reading.sources import TABLES

    if len(job.sources) != 1 or job.online is not None or (os.cpu_count() or 1) < 2:
        return False
    path = Path(job.sources[0])
    return path.suffix.lower() in TABLES and path.is_file() and path.stat().st_size >= _BIG


def spare_sources(sources: Iterable[str], *outputs: Path) -> None:
    """A source is never written over, nor what an earlier run wrote read as one of its own.

    Raises:
        OptionError: An output is a source, or stands in a folder that is one.
    """
    from geomap.reading import SUFFIXES

    read = [Path(os.path.realpath(source)) for source in sources if source != "-"]
    for output in outputs:
        path = Path(os.path.realpath(output))
        if path in read:
            raise OptionError(f"{output}: is one of the sources; write to another file")
        folder = next((source for source in read if source in path.parents), None)
        if folder is not None and path.exists() and path.suffix.lower() in SUFFIXES:
            raise OptionError(f"{output}: is read with the folder {folder.name}; write outside of it")


def stop_if_nothing_was_read(atlas: "Atlas") -> None:
    """An older file is worth more than an empty new one."""
    if not len(atlas.found) and atlas.problems:
        end(atlas.notes, atlas.problems)


def day_of(moment: datetime | None) -> date | None:
    """The day that an option names."""
    return moment.date() if moment else None
