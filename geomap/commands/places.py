"""The commands about places alone: geocode, gazetteer info, gazetteer add."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geomap.errors import GeomapError

gazetteer_app = typer.Typer(no_args_is_help=True, help="What the gazetteer holds, and more for it.")


class Shape(StrEnum):
    """How candidates are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def geocode(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help='"Goma, DRC"; - reads names from lines.')
    ],
    shape: Annotated[Shape, typer.Option("--format", help="How to print.")] = Shape.TABLE,
    limit: Annotated[int, typer.Option(min=1, max=60, help="Candidates a name.")] = 5,
) -> None:
    """Say which places a name may mean; what follows a comma holds it."""
    import msgspec

    from geomap.places import Gazetteer
    from geomap.places.geocode import geocode as look_up

    with Gazetteer.installed() as gazetteer:
        for name in _names(names):
            hits = look_up(gazetteer, name, limit=limit)
            rows = [hit.row() for hit in hits]
            if shape is Shape.JSONL:
                sys.stdout.buffer.write(msgspec.json.encode({"name": name, "candidates": rows}) + b"\n")
                continue
            shown = "".join(letter if letter.isprintable() else " " for letter in name)
            typer.echo(shown if rows else f"{shown}: not known")
            for hit, row in zip(hits, rows, strict=True):
                chain = ", ".join(row[key] for key in ("name", "admin1", "country") if row[key])
                where = f"{row['lat']:9.4f} {row['lon']:9.4f}"
                how = "  (another spelling)" if hit.candidate.match == "spelling" else ""
                typer.echo(
                    f"  {row['score']:.2f}  {where}  {row['feature']:10} {row['precision']:8} {chain}{how}"
                )


@gazetteer_app.command("info")
def gazetteer_info() -> None:
    """Say which gazetteer is in use, what it holds and where that comes from."""
    from geomap.files import provenance
    from geomap.places import Gazetteer

    with Gazetteer.installed() as gazetteer:
        typer.echo("shipped with geomap")
        origin = provenance("gazetteer.sqlite")
        for key, value in (gazetteer.about() | {"licence": origin}).items():
            typer.echo(f"  {key:8} {value}")
        for path, about in gazetteer.additions().items():
            typer.echo(f"added: {path}")
            for key, value in about.items():
                typer.echo(f"  {key:8} {value}")


@gazetteer_app.command("add")
def gazetteer_add(
    dumps: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|CODE...",
            help="GeoNames dumps (.zip, .txt), or what to fetch: a two-letter country code, cities500, "
            "allCountries, alternateNamesV2.",
        ),
    ],
    server: Annotated[
        str | None,
        typer.Option(
            envvar="GEOMAP_GEONAMES_URL", help="Download server, if not GeoNames' own.", show_default=False
        ),
    ] = None,
) -> None:
    """Add the places of GeoNames dumps to the gazetteer of this user."""
    from geomap.files import user_folder
    from geomap.places.additions import add
    from geomap.places.downloads import SERVER, download, dump_name

    failed = False
    for word in dumps:
        try:
            name = None if Path(word).exists() else dump_name(word)
            path, source = Path(word), ""
            if name is not None:
                with _progress(f"fetching {name}") as watch:
                    folder = user_folder("cache") / "downloads"
                    path = download(name, folder, server=server or SERVER, watch=watch)
                source = f"{(server or SERVER).rstrip('/')}/{name}"
            with _progress(f"adding {path.name}") as watch:
                added = add(path, source=source, watch=watch)
            if name is not None:
                path.unlink(missing_ok=True)
        except GeomapError as error:
            typer.echo(f"geomap: {error}", err=True)
            failed = True
            continue
        what = f"{added.places:,} places, {added.names:,} names, {added.left_out:,} rows left out"
        typer.echo(f"added {path.name}: {what}")
    if failed:
        raise typer.Exit(1)


def _names(given: list[str]) -> Iterator[str]:
    for name in given:
        # bytes that are no UTF-8 in one name must not lose the others
        if name != "-":
            yield os.fsencode(name).decode("utf-8", errors="replace")
            continue
        for line in sys.stdin.buffer:
            yield line.decode("utf-8", errors="replace").strip("\ufeff\r\n")


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar of bytes on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)
