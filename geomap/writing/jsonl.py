"""JSON lines: whole reports, or their place names alone."""

from collections.abc import Iterable
from pathlib import Path

from geomap import interchange
from geomap.files import replacing
from geomap.records import Report


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
