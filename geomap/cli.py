"""The command line: the commands under one name, and errors as one line."""

import sys

import typer

from geomap.commands import extracting, layers, mapping, places
from geomap.errors import GeomapError, OptionError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="News of armed conflict into a map that can be checked: each mark with its quote and source.",
)
app.command("map")(mapping.map_command)
app.command()(extracting.extract)
app.command()(extracting.locate)
app.command()(places.geocode)
app.command("layers")(layers.layers_command)
app.add_typer(places.gazetteer_app, name="gazetteer")
app.command()(mapping.demo)


def main() -> None:
    """Run the command line; a known error is one line on stderr and exit code 1."""
    try:
        app()
    except GeomapError as error:
        typer.echo(f"geomap: {error}", err=True)
        sys.exit(2 if isinstance(error, OptionError) else 1)
