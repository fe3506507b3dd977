"""CSV of the events, which repeat the numbers of their figures, for spreadsheets and for geomap itself."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geomap.features import Table, TableName
from geomap.files import replacing

# what makes a spreadsheet take a cell for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_RENAMED = {"rep_lon": "lon", "rep_lat": "lat"}


def write_csv(path: Path, tables: Mapping[TableName, Table]) -> None:
    """Write the event table of `tables`, one row an event, in UTF-8 with a BOM so that Excel reads it right.

    ``lon`` and ``lat`` are a point inside the place. A text that a spreadsheet would run as a formula gets
    an apostrophe in front.

    Raises:
        OutputError: The file cannot be written.
    """
    columns = tables["event"].columns if "event" in tables else {}
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_RENAMED.get(name, name) for name in columns)
        writer.writerows([_cell(value) for value in row] for row in zip(*columns.values(), strict=True))


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
