"""JSON lines: whole reports, or their place names alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geomap import interchange
from geomap.features import Table, TableName
from geomap.files import replacing
from geomap.records import Report
from geomap.writing.about import Options


class ReportLines:
    """JSON lines being written: a report a line, without loss."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def add(self, _: Mapping[TableName, Table], reports: Sequence[Report]) -> None:
        """Write the reports of a batch."""
        self._file.writelines(interchange.dump(report) + b"\n" for report in reports)


@contextmanager
def report_lines(path: Path, _: Options) -> Iterator[ReportLines]:
    """New JSON lines to add batches to, which take the place of `path` in the end.

    Raises:
        OutputError: The file cannot be written.
    """
    with replacing(path) as temporary, temporary.open("wb") as file:
        yield ReportLines(file)


def write_reports(path: Path, reports: Iterable[Report]) -> int:
    """Write each of `reports` on a line, without loss, and give the number of lines.

    Raises:
        OutputError: The file cannot be written.
    """
    return _write(path, map(interchange.dump, reports))


def write_toponyms(path: Path, reports: Iterable[Report]) -> int:
    """Write the place names of each of `reports` on a line and give the number of lines.

    Raises:
        OutputError: The file cannot be written.
    """
    return _write(path, map(interchange.dump_toponyms, reports))


def _write(path: Path, lines: Iterable[bytes]) -> int:
    count = 0
    with replacing(path) as temporary, temporary.open("wb") as file:
        for line in lines:
            file.write(line + b"\n")
            count += 1
    return count
