"""The command that lists and checks layer files."""

from pathlib import Path
from typing import Annotated

import typer


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
