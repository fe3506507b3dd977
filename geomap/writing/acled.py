"""A CSV as ACLED's exports are: one row an event, not a report, by its columns and coding rules."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geomap.errors import OutputError
from geomap.files import replacing
from geomap.records import Note, Report
from geomap.stories.groups import stories
from geomap.writing.acled_coding import Reason, coded
from geomap.writing.acled_rules import AcledRules
from geomap.writing.csvtable import cell

_REASONS: dict[Reason, str] = {
    "kind": "talks, statements, aid and other kinds that ACLED does not record",
    "unreal": "planned, feared or denied",
    "place": "without a place",
    "country": "placed in no more than a country",
    "date": "without a date",
}


def check_acled(path: Path) -> None:
    """Raise OutputError if `path` is no .csv; ask before long work."""
    if path.suffix.lower() != ".csv":
        raise OutputError(f"{path}: the ACLED profile is a table; write to a .csv file")


def write_acled(path: Path, reports: Sequence[Report]) -> Note:
    """Write the events of `reports` as ACLED would code them and say what was left out, and why.

    Linked reports of one event give one row with their sources joined. ``tags`` holds the id of the event's
    main report. admin2, admin3 and source_scale stay empty: geomap does not know them.

    Args:
        path: A .csv; an older file is replaced only by a whole new one.
        reports: The reports, linked.

    Raises:
        OutputError: The path is no .csv, or the file cannot be written.
    """
    check_acled(path)
    rows, left_out = acled_rows(reports)
    columns = AcledRules.shipped().columns
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    listed = ", ".join(
        f"{left_out[reason]:,} {words}" for reason, words in _REASONS.items() if left_out[reason]
    )
    kept = f"{len(rows):,} event{'s' if len(rows) != 1 else ''} as ACLED codes them"
    return Note(f"{path}: {kept}; left out: {listed}" if listed else f"{path}: {kept}")


def acled_rows(reports: Sequence[Report]) -> tuple[list[dict[str, Any]], Counter[Reason]]:
    """The rows by column, ordered by day and id, and how many events were left out for which reason."""
    rules = AcledRules.shipped()
    rows: list[dict[str, Any]] = []
    left_out: Counter[Reason] = Counter()
    for story in stories(reports):
        row = coded(story, rules)
        if isinstance(row, str):
            left_out[row] += 1
        else:
            rows.append(row)
    rows.sort(key=lambda row: (row["event_date"], row["tags"]))
    return rows, left_out
