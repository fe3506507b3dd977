"""The commands that draw: map, demo."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from geomap.commands.jobs import atlas_of, day_of, profile_of, spare_sources, stop_if_nothing_was_read
from geomap.errors import OptionError
from geomap.options import (
    Geocoder,
    GeocoderContact,
    GeocoderUrl,
    Hxl,
    Job,
    Language,
    Link,
    Overwrite,
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
from geomap.telling import command_line, end


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
    spare_sources(sources, output, *(data or ()))
    # a broken layer file, tiles or a format that are not there are told before the long work starts
    chosen = list(load_layers(layers).values())
    if tiles:
        tile_source(tiles)
    strings(language)
    for path in data or ():
        check(path)
    for path in (output, *(data or ())):
        check_target(path, overwrite=overwrite)
    profile = profile_of(sources, table_format, table_map)
    online = online_options(geocoder, geocoder_url, geocoder_contact)
    job = Job(
        sources=sources,
        workers=workers,
        published=day_of(published),
        publisher=publisher,
        profile=profile,
        tagger=tagger,
        online=online,
        rounded=rounded,
        link=link is not False,
    )
    atlas = atlas_of(job)
    stop_if_nothing_was_read(atlas)
    atlas.save_map(output, chosen, title=title, worldview=worldview.value, tiles=tiles, language=language)
    noted = [
        atlas.save(
            path,
            layers=chosen,
            hxl=hxl,
            simplestyle=simplestyle,
            overwrite=overwrite,
            command=command_line(sys.argv),
        )
        for path in data or ()
    ]
    typer.echo(atlas.summary(chosen))
    for path in (output, *(data or ())):
        typer.echo(f"wrote {path}")
    end((*atlas.notes, *filter(None, noted)), atlas.problems)


def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML page to write.")] = Path(
        "geomap-demo.html"
    ),
) -> None:
    """Draw the shipped example articles, to see it work."""
    from geomap.files import shipped

    map_command([str(shipped("seeds"))], output=output, title="geomap: five example articles")
