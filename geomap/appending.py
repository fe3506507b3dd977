"""Adding to a file of an earlier run: its reports and the new ones as one set."""

from collections.abc import Sequence
from pathlib import Path

from geomap.errors import InputError, OutputError
from geomap.reading import read
from geomap.records import Report
from geomap.tablerows import TableRows


def older_reports(path: Path) -> list[Report]:
    """The reports that a file of geomap's carries.

    Raises:
        OutputError: It is damaged, or was edited since, so that they no longer say what it shows.
    """
    found: list[Report] = []
    for item in read([path]):
        if isinstance(item, Report):
            found.append(item)
        elif isinstance(item, TableRows):
            found += item
        elif isinstance(item, InputError):
            raise OutputError(f"{path}: cannot be added to: {item}")
        else:
            why = "was edited since geomap wrote it"
            raise OutputError(f"{path}: cannot be added to: it {why}; read both into a new file")
    return found


def joined(older: Sequence[Report], newer: Sequence[Report], path: Path) -> list[Report]:
    """`older` and then `newer`; a document that is in both, by its text or its address, is taken anew.

    Raises:
        OutputError: Two different texts have one id.
    """
    new = {report.document.id: report.document for report in newer}
    kept = []
    for report in older:
        there, here = report.document, new.get(report.document.id)
        if here is None:
            kept.append(report)
        elif there.sha256 != here.sha256 and (here.url is None or there.url != here.url):
            raise OutputError(
                f"{path}: holds another text called {here.id!r} already; rename the new one's file"
            )
    return [*kept, *newer]
