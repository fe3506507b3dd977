"""Files for other tools; the suffix of a path says the format.

Every writer writes to a temporary file that takes the place of the old one when it is whole.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from geomap.errors import OutputError
from geomap.features import Table, TableName
from geomap.files import version
from geomap.records import Report
from geomap.writing.csvtable import write_csv
from geomap.writing.geojson import write_geojson, write_geojson_lines
from geomap.writing.geopackage import write_geopackage
from geomap.writing.jsonl import write_reports, write_toponyms

__all__ = ["CREDITS", "FORMATS", "Format", "Output", "check", "write", "write_reports", "write_toponyms"]

CREDITS = (
    "Places: GeoNames, CC BY 4.0",
    "Outlines: Natural Earth, public domain",
)
"""Whom a file of places and outlines must name."""


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to write: tables and the records they come from; ``about`` says how it came to be."""

    tables: Mapping[TableName, Table]
    reports: Sequence[Report]
    about: Mapping[str, Any]


class Format(msgspec.Struct, frozen=True):
    """A file format: its name for people and what writes it."""

    name: str
    write: Callable[[Path, Output], object]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        ".geojson": Format(
            "GeoJSON", lambda path, out: write_geojson(path, out.tables, out.about, out.reports)
        ),
        ".geojsonl": Format("GeoJSON lines", lambda path, out: write_geojson_lines(path, out.tables)),
        ".gpkg": Format("GeoPackage", lambda path, out: write_geopackage(path, out.tables, out.reports)),
        ".csv": Format("a table of events", lambda path, out: write_csv(path, out.tables)),
        ".jsonl": Format("geomap's own JSON lines", lambda path, out: write_reports(path, out.reports)),
    }
)
"""Formats by suffix."""


def check(path: str | Path) -> Format:
    """The format that the suffix of `path` names; ask before long work.

    Raises:
        OutputError: No format has that suffix.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        raise OutputError(
            f"{path}: cannot write {suffix or 'a file without a suffix'}; use {', '.join(FORMATS)}"
        )
    return FORMATS[suffix]


def write(
    path: str | Path,
    tables: Mapping[TableName, Table],
    reports: Sequence[Report],
    *,
    credits_: Sequence[str] = CREDITS,
) -> None:
    """Write `tables` and `reports` to `path` in the format of its suffix.

    GIS formats hold the tables, ``.jsonl`` the reports without loss. The same input gives the same bytes.

    Args:
        path: Where to; folders are made, an older file is replaced only by a whole new one.
        tables: The tables of :func:`geomap.features.tables`.
        reports: The reports that the tables were made of.
        credits_: Whom the file names as origin of places and outlines.

    Raises:
        OutputError: The suffix is of no format, or the file cannot be written.
    """
    about = {"generator": f"geomap {version()}", "documents": len(reports), "credits": list(credits_)}
    check(path).write(Path(path), Output(tables=tables, reports=reports, about=about))
