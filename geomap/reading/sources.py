"""What the user named, as files to read: folders opened, kinds told apart, ids given."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from geomap.decoding import one_line
from geomap.errors import InputError
from geomap.records import Note

TEXTS = (".txt", ".md")
ROWS = (".jsonl", ".ndjson")
TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".parquet", ".geojson", ".gpkg", ".json", ".zip")
SUFFIXES = (*TEXTS, *ROWS, *TABLES)


class Source(msgspec.Struct, frozen=True):
    """A file to read, or standard input where ``path`` is None; ``id`` names its document."""

    id: str
    path: Path | None

    @property
    def name(self) -> str:
        """The name for messages."""
        return "standard input" if self.path is None else str(self.path)

    @property
    def kind(self) -> str:
        """The lower-case suffix, by which the kind is told."""
        return "" if self.path is None else self.path.suffix.lower()


class Names:
    """Gives out document ids, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def claim(self, *wishes: str) -> str:
        """The first of `wishes` that is free, else the first with a number; it is taken from now on."""
        for wish in wishes:
            if wish not in self._taken:
                self._taken.add(wish)
                return wish
        number = 2
        while f"{wishes[0]}-{number}" in self._taken:
            number += 1
        return self.claim(f"{wishes[0]}-{number}")

    def claim_all(self, wishes: Sequence[str]) -> bool:
        """Take all of `wishes` if every one of them is free; else none, and say so."""
        new = set(wishes)
        free = len(new) == len(wishes) and self._taken.isdisjoint(new)
        if free:
            self._taken |= new
        return free

    def release(self, name: str) -> None:
        """Let `name` be free again: what it was claimed for needs none."""
        self._taken.discard(name)


def find(arguments: Iterable[str | Path], names: Names) -> Iterator[Source | Note | InputError]:
    """The files that `arguments` name, in their order; a folder's files sorted by path, with its sub-folders.

    In a folder README.md, hidden files and files of other kinds are passed over (the latter are counted in a
    note); a file given by name must be of a kind that is read. A file that comes twice is read once.
    """
    seen: set[Path] = set()
    for argument in arguments:
        for found in _expand(argument):
            if not isinstance(found, Path):
                yield found
            elif found == Path("-"):
                yield Source(names.claim("stdin"), None)
            elif found.resolve() in seen:
                yield Note(f"{found}: given twice, read once")
            else:
                seen.add(found.resolve())
                yield Source(_identity(found, names), found)


def _identity(path: Path, names: Names) -> str:
    stem = one_line(path.stem)
    if path.suffix.lower() in ROWS:
        return stem  # its rows have ids of their own
    return names.claim(stem, one_line(f"{path.parent.name}-{stem}"))


def _expand(argument: str | Path) -> Iterator[Path | Note | InputError]:
    text = str(argument)
    path = Path(argument)
    if text == "-":
        yield path
    elif "://" in text:
        yield InputError(f"{text}: addresses are not fetched; save the page as a text file and name that")
    elif "\0" in text:
        yield InputError(f"{text!r}: not a file name")
    elif path.is_dir():
        yield from _folder(path)
    elif path.is_symlink() and not path.exists():
        yield InputError(f"{text}: a link that leads to no file; name the file itself")
    elif not path.exists():
        yield InputError(f"{text}: no such file or folder")
    elif not path.is_file():
        yield InputError(f"{text}: neither a file nor a folder; hand a stream in as standard input: -")
    elif path.suffix.lower() not in SUFFIXES:
        yield InputError(
            f"{text}: files of kind {path.suffix or 'without a suffix'!r} are not read; {_known()}"
        )
    else:
        yield path


def _folder(folder: Path) -> Iterator[Path | Note | InputError]:
    passed: Counter[str] = Counter()
    files: list[Path] = []
    refused: list[OSError] = []
    for parent, folders, entries in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(entries):
            path = Path(parent, name)
            if name.startswith(".") or name.lower() == "readme.md":
                continue
            if path.exists() and not path.is_file():
                passed["special"] += 1  # a pipe or device, which may never end
            elif path.suffix.lower() in SUFFIXES:
                files.append(path)
            else:
                passed[path.suffix.lower() or "no suffix"] += 1
    for error in refused:
        yield InputError(f"{error.filename}: cannot be opened: {error.strerror}")
    if passed:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(passed.items()))
        yield Note(f"{folder}: passed over files of other kinds: {kinds}")
    if not files and not refused:
        yield InputError(f"{folder}: nothing to read in this folder; {_known()}")
    yield from files


def _known() -> str:
    return f"kinds read are {', '.join(SUFFIXES)}"
