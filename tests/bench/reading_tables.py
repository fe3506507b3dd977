"""What it costs to read event tables, beside what Python's csv module takes to part the same rows into cells.

    python tests/bench/reading_tables.py [ROWS]

Prints for UCDP's layout and a plain table rows a second, microseconds of processor time a row (the best of
three runs) and the peak of memory while no more than some hundred rows are held.
"""

import csv
import resource
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from ucdp_rows import HEADINGS, rows, write_ucdp

from geomap.tables import read_rows

_PLAIN = {"date_start": "date", "latitude": "lat", "longitude": "lon", "where_coordinates": "place"}
_PLAIN |= {"country": "country", "source_headline": "title", "source_office": "source", "best": "killed"}


def write_plain(path: Path, count: int) -> None:
    """Write `count` rows of eight columns under headings of their own."""
    indices = [HEADINGS.index(name) for name in _PLAIN]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_PLAIN.values())
        writer.writerows([row[index] for index in indices] for row in rows(count))


def seconds(work: Callable[[], Iterable[object]]) -> float:
    """Processor time that it takes to go through what `work` gives: the best of three runs."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        deque(work(), maxlen=0)
        taken.append(time.process_time() - start)
    return min(taken)


def parted(path: Path) -> Iterable[list[str]]:
    """The rows of `path` as the csv module parts them."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def main() -> None:
    """Write the tables, read them, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (("UCDP", write_ucdp), ("plain", write_plain)):
            path = Path(folder, f"{name}.csv")
            write(path, count)
            cells = seconds(lambda path=path: parted(path))
            read = seconds(lambda path=path: read_rows(path))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            sys.stdout.write(
                f"{name:6} {count:,} rows: {count / read:9,.0f} rows/s, {read / count * 1e6:5.1f} us a row, "
                f"{read / cells:.1f} times csv's {cells / count * 1e6:.1f}; peak {peak:,.0f} MB\n"
            )


if __name__ == "__main__":
    main()
