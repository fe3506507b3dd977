"""The command line: options to calls, errors to one line, what happened in words."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from geomap import place_commands
from geomap.errors import GeomapError, InputError, OptionError
from geomap.options import (
    Geocoder,
    GeocoderContact,
    GeocoderUrl,
    Job,
    Link,
    Published,
    Publisher,
    Sources,
    TableFormat,
    TableMap,
    Tagger,
    TaggerChoice,
    Tiles,
    Workers,
    Worldview,
)

if TYPE_CHECKING:
    from geomap.atlas import Atlas
    from geomap.pipeline import Outcome
    from geomap.places.online import OnlineOptions
    from geomap.records import Note, Report
    from geomap.tables import Profile

T = TypeVar("T")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="News of armed conflict into a map that can be checked: each mark with its quote and source.",
)
app.add_typer(place_commands.gazetteer_app, name="gazetteer")


@app.command("map")
def map_command(
    sources: Sources,
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML page to write.")] = Path(
        "map.html"
    ),
    data: Annotated[
        list[Path] | None,
        typer.Option(
            help="Also write the records here: .geojson or .jsonl; may be given again.", show_default=False
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(help="The map's title.", show_default=False)] = None,
    layers: Annotated[
        Path | None,
        typer.Option(
            help="Folder of layer files that add to the shipped ones or replace them.", show_default=False
        ),
    ] = None,
    worldview: Annotated[Worldview, typer.Option(help="Whose borders the basemap shows.")] = Worldview.UN,
    tiles: Tiles = None,
    workers: Workers = 1,
    published: Published = None,
    publisher: Publisher = None,
    table_format: TableFormat = None,
    table_map: TableMap = None,
    tagger: Tagger = TaggerChoice.FULL,
    link: Link = None,
    geocoder: Geocoder = None,
    geocoder_url: GeocoderUrl = None,
    geocoder_contact: GeocoderContact = None,
) -> None:
    """Read articles or tables and draw what they report on an offline map."""
    from geomap.drawing import tile_source
    from geomap.layering import load_layers
    from geomap.writing import check

    if output.suffix.lower() not in {".html", ".htm"}:
        raise OptionError(f"{output}: a map is an .html file; write records with --data")
    _spare_sources(sources, output, *(data or ()))
    # a broken layer file, tiles or a format that are not there are told before the long work starts
    chosen = list(load_layers(layers).values())
    if tiles:
        tile_source(tiles)
    for path in data or ():
        check(path)
    profile = _profile(sources, table_format, table_map)
    online = _online(geocoder, geocoder_url, geocoder_contact)
    atlas = _build(
        _job(sources, workers, published, publisher, profile, tagger, online, link=link is not False)
    )
    _stop_if_nothing_was_read(atlas)
    atlas.save_map(output, chosen, title=title, worldview=worldview.value, tiles=tiles)
    for path in data or ():
        atlas.save(path)
    typer.echo(atlas.summary(chosen))
    for path in (output, *(data or ())):
        typer.echo(f"wrote {path}")
    _end(atlas.notes, atlas.problems)


@app.command()
def extract(
    sources: Sources,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write: .jsonl or .geojson.")],
    workers: Workers = 1,
    published: Published = None,
    publisher: Publisher = None,
    table_format: TableFormat = None,
    table_map: TableMap = None,
    tagger: Tagger = TaggerChoice.FULL,
    link: Link = None,
    geocoder: Geocoder = None,
    geocoder_url: GeocoderUrl = None,
    geocoder_contact: GeocoderContact = None,
) -> None:
    """Find names, events and figures and write the records."""
    from geomap.writing import check, write_reports

    check(output)
    _spare_sources(sources, output)
    profile = _profile(sources, table_format, table_map)
    online = _online(geocoder, geocoder_url, geocoder_contact)
    job = _job(sources, workers, published, publisher, profile, tagger, online, link=link is not False)
    if output.suffix != ".jsonl" or link:
        atlas = _build(job)
        _stop_if_nothing_was_read(atlas)
        atlas.save(output)
        typer.echo(atlas.summary())
        typer.echo(f"wrote {output}")
        _end(atlas.notes, atlas.problems)
        return
    _stream(write_reports, output, job, events=True)


@app.command()
def locate(
    sources: Sources,
    output: Annotated[Path, typer.Option("--output", "-o", help="The .jsonl file to write.")],
    workers: Workers = 1,
    published: Published = None,
    publisher: Publisher = None,
    table_format: TableFormat = None,
    table_map: TableMap = None,
    tagger: Tagger = TaggerChoice.FULL,
    geocoder: Geocoder = None,
    geocoder_url: GeocoderUrl = None,
    geocoder_contact: GeocoderContact = None,
) -> None:
    """Find place names and coordinates only."""
    from geomap.writing import write_toponyms

    _spare_sources(sources, output)
    profile = _profile(sources, table_format, table_map)
    online = _online(geocoder, geocoder_url, geocoder_contact)
    job = _job(sources, workers, published, publisher, profile, tagger, online)
    _stream(write_toponyms, output, job, events=False)


app.command()(place_commands.geocode)


@app.command("layers")
def layers_command(
    check: Annotated[
        Path | None, typer.Option(help="Folder of layer files to check.", show_default=False)
    ] = None,
) -> None:
    """List the map layers known and where each comes from."""
    from geomap.layering import layer_files

    for layer, file in layer_files(check):
        typer.echo(f"{layer.id:12} {layer.records:10} {layer.mark:8} {file}")


@app.command()
def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML page to write.")] = Path(
        "geomap-demo.html"
    ),
) -> None:
    """Draw the shipped example articles, to see it work."""
    from geomap.files import shipped

    map_command([str(shipped("seeds"))], output=output, title="geomap: five example articles")


def _job(
    sources: list[str],
    workers: int,
    published: datetime | None,
    publisher: str | None,
    profile: "Profile | None",
    tagger: TaggerChoice,
    online: "OnlineOptions | None",
    *,
    link: bool = False,
) -> Job:
    return Job(
        sources=sources,
        workers=workers,
        published=_day(published),
        publisher=publisher,
        profile=profile,
        tagger=tagger,
        online=online,
        link=link,
    )


def _profile(sources: list[str], table_format: str | None, table_map: list[str] | None) -> "Profile | None":
    """What tables are said to be; pairs after the first of ``--map lat=Y lon=X`` stand among the sources."""
    if table_format is None and not table_map:
        return None
    from geomap.tables import choose, is_pair

    loose = [text for text in sources if table_map and is_pair(text) and not Path(text).exists()]
    sources[:] = [text for text in sources if text not in loose]
    if not sources:
        raise OptionError("no source is named; write geomap map SOURCES... --map lat=Y lon=X")
    return choose(table_format, [*(table_map or ()), *loose])


def _build(job: Job) -> "Atlas":
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
        watch=_shown,
    )


def _online(service: str | None, url: str | None, contact: str | None) -> "OnlineOptions | None":
    if service is None:
        if url is not None:
            raise OptionError("--geocoder-url says where, --geocoder which service it is: give both")
        return None
    from geomap.places.online import OnlineOptions

    key = os.environ.get("GEOMAP_GEOCODER_KEY")
    return OnlineOptions(service=service, url=url, key=key, contact=contact)


def _shown(found: Iterable[T]) -> Iterator[T]:
    """The same items, with a progress bar on a terminal and none in a pipe."""
    if not sys.stderr.isatty():
        yield from found
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("reading"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)
        for item in found:
            progress.advance(task)
            yield item


def _stream(
    write: "Callable[[Path, Iterable[Report]], int]", output: Path, job: Job, *, events: bool
) -> None:
    """Documents go through one by one, so that any number of them fits into memory."""
    from geomap.pipeline import Toolkit, reports

    found = reports(
        job.sources,
        Toolkit.shipped(online=job.online, tagger=job.tagger.value),
        workers=job.workers,
        published=job.published,
        publisher=job.publisher,
        profile=job.profile,
        events=events,
    )
    notes: list[Note] = []
    problems: list[InputError] = []
    documents = _only_reports(_shown(found), notes, problems)
    first = next(documents, None)
    if first is None and problems:
        _end(notes, problems)
    count = write(output, documents if first is None else chain([first], documents))
    typer.echo(f"wrote {output}: {count} document{'s' if count != 1 else ''}")
    _end(notes, problems)


def _spare_sources(sources: Iterable[str], *outputs: Path) -> None:
    """A source is never written over."""
    read = {Path(source).resolve() for source in sources if source != "-"}
    for output in outputs:
        if output.resolve() in read:
            raise OptionError(f"{output}: is one of the sources; write to another file")


def _stop_if_nothing_was_read(atlas: "Atlas") -> None:
    """An older file is worth more than an empty new one."""
    if not atlas.reports and atlas.problems:
        _end(atlas.notes, atlas.problems)


def _only_reports(
    found: "Iterable[Outcome]", notes: "list[Note]", problems: list[InputError]
) -> "Iterator[Report]":
    from geomap.records import Note

    for item in found:
        if isinstance(item, Note):
            notes.append(item)
        elif isinstance(item, InputError):
            problems.append(item)
        else:
            yield item


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _end(notes: "Iterable[Note]", problems: Iterable[InputError]) -> None:
    """Tell what was noticed and what could not be read; the latter makes for exit code 1."""
    for note in notes:
        typer.echo(f"geomap: note: {note.text}", err=True)
    told = [str(problem) for problem in problems]
    for line in told:
        typer.echo(f"geomap: {line}", err=True)
    if told:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; a known error is one line on stderr and exit code 1."""
    try:
        app()
    except GeomapError as error:
        typer.echo(f"geomap: {error}", err=True)
        sys.exit(2 if isinstance(error, OptionError) else 1)
