"""What a run tells its user: progress, what happened, and what the files it writes say of it."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, TypeVar

import typer

from geomap.errors import InputError

if TYPE_CHECKING:
    from geomap.pipeline import Outcome
    from geomap.records import Note, Report
    from geomap.tablerows import TableRows

T = TypeVar("T")

# what says where to write, which is nobody's business, or who asks a service
_WITH_VALUE = frozenset({"-o", "--output", "--data", "--geocoder-url", "--geocoder-contact"})
_PLAIN = frozenset({"--append", "--overwrite"})


def shown(found: Iterable[T]) -> Iterator[T]:
    """The same items, with a progress bar on a terminal and none in a pipe."""
    if not sys.stderr.isatty():
        yield from found
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from geomap.tablerows import TableRows

    columns = (SpinnerColumn(), TextColumn("reading"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)
        for item in found:
            progress.advance(task, len(item) if isinstance(item, TableRows) else 1)
            yield item


def only_reports(
    found: "Iterable[Outcome]", notes: "list[Note]", problems: list[InputError]
) -> "Iterator[Report | TableRows]":
    """The reports and rows of tables among `found`; all else is added to `notes` and `problems`."""
    from geomap.records import Note

    for item in found:
        if isinstance(item, Note):
            notes.append(item)
        elif isinstance(item, InputError):
            problems.append(item)
        else:
            yield item


def end(notes: "Iterable[Note]", problems: Iterable[InputError]) -> None:
    """Tell what was noticed and what could not be read; the latter makes for exit code 1."""
    for note in notes:
        typer.echo(f"geomap: note: {note.text}", err=True)
    told = [str(problem) for problem in problems]
    for line in told:
        typer.echo(f"geomap: {line}", err=True)
    if told:
        raise typer.Exit(1)


def command_line(arguments: Sequence[str]) -> str | None:
    """The command of a run, for the files that it writes; None if it was not geomap's.

    Where to and for whom is left out, so that the same input gives the same bytes, and of paths all but the
    last name, since folders are named after people and cases.
    """
    program, *rest = arguments
    if Path(program).name not in {"geomap", "geomap.exe"} and Path(program).parent.name != "geomap":
        return None
    kept: list[str] = []
    skip = False
    for argument in rest:
        name, equals, _ = argument.partition("=")
        if skip or argument in _PLAIN or (equals and name in _WITH_VALUE):
            skip = False
        elif argument in _WITH_VALUE:
            skip = True
        else:
            kept.append(_short(argument))
    return join(["geomap", *kept])


def _short(argument: str) -> str:
    option, equals, value = argument.partition("=") if argument.startswith("--") else ("", "", argument)
    path = Path(value)
    short = path.name if len(path.parts) > 1 and "://" not in value else value
    return f"{option}{equals}{short}"
