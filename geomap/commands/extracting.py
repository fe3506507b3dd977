"""The commands that write records: extract, locate."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geomap.commands.jobs import atlas_of, day_of, profile_of, spare_sources, stop_if_nothing_was_read, stream
from geomap.errors import OptionError
from geomap.options import (
    Append,
    Geocoder,
    GeocoderContact,
    GeocoderUrl,
    Hxl,
    Job,
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
    Workers,
    online_options,
)
from geomap.telling import command_line, end

if TYPE_CHECKING:
    from geomap.records import Note


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
    spare_sources(sources, output)
    if not append or not check_appendable(output):
        check_target(output, overwrite=overwrite)
    columns = profile_of(sources, table_format, table_map)
    online = online_options(geocoder, geocoder_url, geocoder_contact)
    job = Job(
        sources=sources,
        workers=workers,
        published=day_of(published),
        publisher=publisher,
        profile=columns,
        tagger=tagger,
        online=online,
        rounded=rounded,
        link=link is not False,
    )
    if profile or append or simplestyle or not streams(output, sources, link=link, online=online is not None):
        atlas = atlas_of(job)
        stop_if_nothing_was_read(atlas)
        noted: Note | None
        if profile:
            noted = atlas.save_acled(output, overwrite=overwrite)
        else:
            noted = atlas.save(
                output,
                append=append,
                overwrite=overwrite,
                hxl=hxl,
                simplestyle=simplestyle,
                command=command_line(sys.argv),
            )
        typer.echo(atlas.summary())
        typer.echo(f"wrote {output}")
        end((*atlas.notes, *filter(None, (noted,))), atlas.problems)
        return
    options = Options(rounded=rounded, hxl=hxl, command=command_line(sys.argv))
    stream(partial(write_stream, options=options), output, job, events=True)


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
    from geomap.tablerows import flat
    from geomap.writing import check_target, write_toponyms

    spare_sources(sources, output)
    check_target(output, overwrite=overwrite)
    online = online_options(geocoder, geocoder_url, geocoder_contact)
    job = Job(
        sources=sources,
        workers=workers,
        published=day_of(published),
        publisher=publisher,
        tagger=tagger,
        online=online,
        rounded=rounded,
    )
    stream(lambda path, found, _: write_toponyms(path, flat(found)), output, job, events=False)
