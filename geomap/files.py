"""Files of geomap's own and files written for the user."""

import importlib.metadata
import os
import stat
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from geomap.errors import DataError, OutputError

_PACKAGE = Path(__file__).resolve().parent
T = TypeVar("T")


def data_file(name: str) -> Path:
    """The path of ``geomap/data/<name>``.

    Raises:
        DataError: The installation lacks the file.
    """
    path = _PACKAGE / "data" / name
    if not path.exists():
        raise DataError(f"{path}: missing from this installation; install geomap-toolkit again")
    return path


def zipped_data(name: str) -> zipfile.ZipFile:
    """The opened archive ``geomap/data/<name>``.

    Raises:
        DataError: The installation lacks the file, or it is damaged.
    """
    path = data_file(name)
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise DataError(f"{path}: damaged ({error}); install geomap-toolkit again") from error


def model(path: Path, form: type[T], what: str) -> T:
    """The trained model in a JSON file, which `what` names in messages.

    Raises:
        DataError: The file is missing or not of this `form`.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=form)
    except (OSError, msgspec.DecodeError) as error:
        raise DataError(f"{path}: no {what}: {error}; install geomap-toolkit again") from error


def word_lists(path: Path, form: type[T], what: str) -> T:
    """The lists in a TOML file, which `what` names in messages.

    Raises:
        DataError: The file is no TOML, or not of this `form`.
    """
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), form)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"{path}: not a file of {what}: {error}") from error


def shipped(folder: str) -> Path:
    """The folder ``layers`` or ``seeds``: inside the package in a wheel, beside it in a checkout.

    Raises:
        DataError: The installation lacks the folder.
    """
    for parent in (_PACKAGE, _PACKAGE.parent):
        if (parent / folder).is_dir() and any((parent / folder).iterdir()):
            return parent / folder
    raise DataError(f"{_PACKAGE / folder}: missing from this installation; install geomap-toolkit again")


def provenance(name: str) -> str:
    """The licence line of PROVENANCE.toml for the data file `name`; empty if it has none."""
    listed = tomllib.loads(data_file("PROVENANCE.toml").read_text(encoding="utf-8"))
    return next((str(each["licence"]) for each in listed.get("file", []) if each.get("name") == name), "")


def version() -> str:
    """The version of geomap that runs, ``unknown`` where it runs from a folder that was never installed."""
    try:
        return importlib.metadata.version("geomap-toolkit")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path that takes the place of `path` when the block ends well, and else vanishes.

    Where `path` is a symbolic link, the file that it leads to is replaced and the link stays; the temporary
    file lies beside that one. A file that was there keeps its permissions.

    Raises:
        OutputError: The folder cannot be made or written to, the disk refuses the file, or links lead in a
            ring.
    """
    target = link_target(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=target.parent)
        os.close(descriptor)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(_permissions(target))
        temporary.replace(target)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def link_target(path: Path) -> Path:
    """The file that a symbolic link leads to, there or not; any other path as it is.

    Raises:
        OutputError: Links lead in a ring.
    """
    if not path.is_symlink():
        return path
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OutputError(f"{path}: cannot be written: its symbolic links lead in a ring")
    return target


def _permissions(path: Path) -> int:
    """Those of the file at `path`, or of a new file where there is none."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask


def user_folder(kind: Literal["cache", "data"]) -> Path:
    """The folder where geomap keeps things for this user; it need not exist yet.

    ``GEOMAP_CACHE`` and ``GEOMAP_DATA`` name another; else XDG_CACHE_HOME and XDG_DATA_HOME, macOS' Library,
    or ~/.cache and ~/.local/share.
    """
    own = os.environ.get(f"GEOMAP_{kind.upper()}")
    if own:
        return Path(own)
    base = os.environ.get(f"XDG_{kind.upper()}_HOME")
    if base:
        return Path(base) / "geomap"
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home, as in some containers: a place where nothing can be kept
        return Path(os.devnull) / kind
    if sys.platform == "darwin":
        return home / "Library" / ("Caches" if kind == "cache" else "Application Support") / "geomap"
    return home / (".cache" if kind == "cache" else ".local/share") / "geomap"
