"""The command line: options to calls, errors to one line, what happened in words."""

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geomap import place_commands
from geomap.errors import GeomapError, InputError, OptionError
from geomap.options import (
    Append,
    Geocoder,
    GeocoderContact,
    GeocoderUrl,
    Hxl,
    Job,
    Language,
    Link,
    Overwrite,
    Profiled,
    Published,
    Publisher,
    Round,
    Simplestyle,
    Sources,
    TableFormat,
    TableMap,
    Tagger,
    TaggerChoice,
    Tiles,
    Workers,
    Worldview,
    online_options,
)
from geomap.telling import command_line, end, only_reports, shown

if TYPE_CHECKING:
    from geomap.atlas import Atlas
    from geomap.features import ShapeOf
    from geomap.places.online import OnlineOptions
    from geomap.records import Note, Report
    from geomap.tables import Profile

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
            help="Also write the records here, format by suffix; may be given again.", show_default=False
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
    language: Language = "en",
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
    rounded: Round = None,
    simplestyle: Simplestyle = False,
    hxl: Hxl = False,
    overwrite: Overwrite = False,
) -> None:
    """Read articles or tables and draw what they report on an offline map."""
    from geomap.drawing import strings, tile_source
    from geomap.layering import load_layers
    from geomap.writing import check, check_target

    if output.suffix.lower() not in {".html", ".htm"}:
        raise OptionError(f"{output}: a map is an .html file; write records with --data")
    _spare_sources(sources, output, *(data or ()))
    # a broken layer file, tiles or a format that are not there are told before the long work starts
    chosen = list(load_layers(layers).values())
    if tiles:
        tile_source(tiles)
    strings(language)
    for path in data or ():
        check(path)
    for path in (output, *(data or ())):
        check_target(path, overwrite=overwrite)
    profile = _profile(sources, table_format, table_map)
    online = online_options(geocoder, geocoder_url, geocoder_contact)
    job = _job(
        sources, workers, published, publisher, profile, tagger, online, rounded, link=link is not False
    )
    atlas = _build(job)
    _stop_if_nothing_was_read(atlas)
    atlas.save_map(output, chosen, title=title, worldview=worldview.value, tiles=tiles, language=language)
    for path in data or ():
        atlas.save(
            path,
            layers=chosen,
            hxl=hxl,
            simplestyle=simplestyle,
            overwrite=overwrite,
            command=command_line(sys.argv),
        )
    typer.echo(atlas.summary(chosen))
    for path in (output, *(data or ())):
        typer.echo(f"wrote {path}")
    end(atlas.notes, atlas.problems)


@app.command()
def extract(
    sources: Sources,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; format by suffix.")],
    workers: Workers = 1,
    published: Published = None,
    publisher: Publisher = None,
    table_format: TableFormat = None,
    table_map: TableMap = None,
    tagger: Tagger = TaggerChoice.FULL,
    link: Link = None,
    profile: Profiled = None,
    geocoder: Geocoder = None,
    geocoder_url: GeocoderUrl = None,
    geocoder_contact: GeocoderContact = None,
    rounded: Round = None,
    simplestyle: Simplestyle = False,
    hxl: Hxl = False,
    append: Append = False,
    overwrite: Overwrite = False,
) -> None:
    """Find names, events and figures and write the records."""
    from geomap.streams import streams, write_stream
    from geomap.writing import Options, check, check_appendable, check_target
    from geomap.writing.acled import check_acled

    (check_acled if profile else check)(output)
    if profile and (append or hxl):
        raise OptionError(f"--profile {profile} writes a table of its own: leave --append and --hxl out")
    _spare_sources(sources, output)
    if not append or not check_appendable(output):
        check_target(output, overwrite=overwrite)
    columns = _profile(sources, table_format, table_map)
    online = online_options(geocoder, geocoder_url, geocoder_contact)
    job = _job(
        sources, workers, published, publisher, columns, tagger, online, rounded, link=link is not False
    )
    if profile or append or simplestyle or not streams(output, sources, link=link, online=online is not None):
        atlas = _build(job)
        _stop_if_nothing_was_read(atlas)
        noted = [atlas.save_acled(output, overwrite=overwrite)] if profile else []
        if not profile:
            atlas.save(
                output,
                append=append,
                overwrite=overwrite,
                hxl=hxl,
                simplestyle=simplestyle,
                command=command_line(sys.argv),
            )
        typer.echo(atlas.summary())
        typer.echo(f"wrote {output}")
        end((*atlas.notes, *noted), atlas.problems)
        return
    options = Options(rounded=rounded, hxl=hxl, command=command_line(sys.argv))
    _stream(partial(write_stream, options=options), output, job, events=True)


@app.command()
def locate(
    sources: Sources,
    output: Annotated[Path, typer.Option("--output", "-o", help="The .jsonl file to write.")],
    workers: Workers = 1,
    published: Published = None,
    publisher: Publisher = None,
    tagger: Tagger = TaggerChoice.FULL,
    geocoder: Geocoder = None,
    geocoder_url: GeocoderUrl = None,
    geocoder_contact: GeocoderContact = None,
    rounded: Round = None,
    overwrite: Overwrite = False,
) -> None:
    """Find place names and coordinates only."""
    from geomap.writing import check_target, write_toponyms

    _spare_sources(sources, output)
    check_target(output, overwrite=overwrite)
    online = online_options(geocoder, geocoder_url, geocoder_contact)
    job = _job(sources, workers, published, publisher, None, tagger, online, rounded)
    _stream(lambda path, found, _: write_toponyms(path, found), output, job, events=False)


app.command()(place_commands.geocode)


@app.command("layers")
def layers_command(
    layers: Annotated[
        Path | None, typer.Option(help="Folder of layer files of your own to list too.", show_default=False)
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(
            help="Say what is wrong with the layer files of a folder: file, line, key and mend.",
            show_default=False,
        ),
    ] = None,
    *,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of layer files, for editors.")
    ] = False,
) -> None:
    """List the map layers known and where each comes from; check those of a folder; print their schema."""
    import json

    from geomap import layering

    if schema:
        typer.echo(json.dumps(layering.schema(), indent=2, ensure_ascii=False))
        return
    found, problems = layering.check_folder(check) if check else (layering.layer_files(layers), [])
    for layer, file in found:
        typer.echo(f"{layer.id:14} {layer.records:10} {layer.mark:8} {file}")
    for problem in problems:
        typer.echo(f"geomap: {problem}", err=True)
    if problems:
        raise typer.Exit(1)


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
    rounded: float | None,
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
        rounded=rounded,
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
        rounded=job.rounded,
        watch=shown,
    )


def _stream(
    write: "Callable[[Path, Iterable[Report], ShapeOf], int]", output: Path, job: Job, *, events: bool
) -> None:
    """Documents go through one by one, so that any number of them fits into memory."""
    from geomap.pipeline import Toolkit, reports, rounder

    toolkit = Toolkit.shipped(online=job.online, tagger=job.tagger.value)
    found = reports(
        job.sources,
        toolkit,
        workers=job.workers,
        published=job.published,
        publisher=job.publisher,
        profile=job.profile,
        events=events,
    )
    notes: list[Note] = []
    problems: list[InputError] = []
    documents = only_reports(shown(found), notes, problems)
    outline: ShapeOf = toolkit.gazetteer.shape
    shape_of = outline
    if job.rounded:
        coarse = rounder(job.rounded)
        documents = map(coarse.report, documents)
        shape_of = lambda place: coarse.shape(outline(place))  # noqa: E731 - or mypy wants it everywhere
    first = next(documents, None)
    if first is None and problems:
        end(notes, problems)
    whole = documents if first is None else chain([first], documents)
    count = write(output, whole, shape_of)
    typer.echo(f"wrote {output}: {count:,} document{'s' if count != 1 else ''}")
    end(notes, problems)


def _spare_sources(sources: Iterable[str], *outputs: Path) -> None:
    """A source is never written over."""
    read = {Path(source).resolve() for source in sources if source != "-"}
    for output in outputs:
        if output.resolve() in read:
            raise OptionError(f"{output}: is one of the sources; write to another file")


def _stop_if_nothing_was_read(atlas: "Atlas") -> None:
    """An older file is worth more than an empty new one."""
    if not atlas.reports and atlas.problems:
        end(atlas.notes, atlas.problems)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def main() -> None:
    """Run the command line; a known error is one line on stderr and exit code 1."""
    try:
        app()
    except GeomapError as error:
        typer.echo(f"geomap: {error}", err=True)
        sys.exit(2 if isinstance(error, OptionError) else 1)
