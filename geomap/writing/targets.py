"""Where to write: whether a path can be written, and what stands there already."""

import os
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

from geomap.errors import OutputError
from geomap.files import link_target
from geomap.interchange.carried import NAME

_HEAD = 16_384
_MARKS: Mapping[str, re.Pattern[bytes]] = MappingProxyType(
    {
        ".geojson": re.compile(rb'\{"type":"FeatureCollection","geomap":'),
        ".geojsonl": re.compile(rb'\{"type":"Feature","id":"(?:event|figure|movement|place)/'),
        ".jsonl": re.compile(rb'\{(?:"form":"geomap-report/|"doc":)'),
        ".csv": re.compile(rb'\xef\xbb\xbf(?:"?id"?,|event_id_cnty,[^\n]*\n(?:[^\n]*,geomap=|$))'),
        ".kml": re.compile(rb"<name>geomap "),
        ".fgb": re.compile(rb"generator: geomap "),
        ".html": re.compile(rb'<meta name="generator" content="geomap">'),
    }
)
"""What a file that geomap wrote has near its head."""


def check_target(path: Path, *, overwrite: bool = False) -> None:
    """Make sure before long work that `path` can be written.

    A file that geomap wrote is written anew; any other file only if `overwrite` says so.

    Raises:
        OutputError: It is a folder or device, stands in a folder that cannot be written to, or is a file of
            others'.
    """
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; name a file in it")
    if path.exists() and not path.is_file():
        raise OutputError(f"{path}: is no file but a device or a pipe; name a file")
    folder = next((parent for parent in link_target(path).absolute().parents if parent.exists()), Path())
    if not folder.is_dir():
        raise OutputError(f"{path}: cannot be written: {folder} is no folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"{path}: cannot be written: the folder {folder} is not yours to write to")
    if path.exists() and not overwrite and not written_by_geomap(path):
        raise OutputError(f"{path}: is there already, and geomap did not write it; --overwrite replaces it")


def written_by_geomap(path: Path) -> bool:
    """Whether the file at `path` was written by geomap, or is empty.

    Raises:
        OutputError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror or error}") from error
    suffix = path.suffix.lower()
    if not head:
        return True
    if suffix in _WHOLE:
        return _WHOLE[suffix](path)
    mark = _MARKS.get(".html" if suffix == ".htm" else suffix)
    return mark is not None and mark.search(head) is not None


def _in_geopackage(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            return bool(base.execute("SELECT 1 FROM gpkg_contents WHERE table_name = ?", (NAME,)).fetchone())
    except sqlite3.Error:
        return False


def _in_parquet(path: Path) -> bool:
    import pyarrow as pa
    from pyarrow.parquet import read_metadata

    try:
        return b"geomap" in (read_metadata(path).metadata or {})
    except (pa.ArrowException, OSError):
        return False


_WHOLE: Mapping[str, Callable[[Path], bool]] = MappingProxyType(
    {".gpkg": _in_geopackage, ".parquet": _in_parquet}
)
