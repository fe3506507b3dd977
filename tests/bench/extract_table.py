"""What ``geomap extract`` takes for made-up rows in UCDP's layout, by format, in a process of its own.

    python tests/bench/extract_table.py [ROWS [SUFFIX ...]]

Prints seconds by the clock and of the processor, the peak of memory and the size of the file; before that,
what Python's csv module takes to part the same rows into cells.
"""

import csv
import os
import sys
import tempfile
import time
from collections import deque
from pathlib import Path

from ucdp_rows import write_ucdp

_SUFFIXES = (".parquet", ".csv", ".geojsonl", ".fgb")


def measured(command: list[str]) -> tuple[float, float, float]:
    """Seconds by the clock, of the processor, and megabytes at most that `command` takes."""
    started = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ)
    _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(command)}: ended with {status}")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Write the table, extract it, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "ged.csv")
        write_ucdp(source, count)
        started = time.process_time()
        with source.open(encoding="utf-8", newline="") as file:
            deque(csv.reader(file), maxlen=0)
        parted = time.process_time() - started
        sys.stdout.write(
            f"{count:,} rows, {source.stat().st_size / 1e6:,.0f} MB; csv.reader {parted:.1f} s\n"
        )
        for suffix in sys.argv[2:] or _SUFFIXES:
            output = Path(folder, f"out{suffix}")
            command = [sys.executable, "-m", "geomap", "extract", str(source), "-o", str(output)]
            clock, processor, peak = measured(command)
            size = output.stat().st_size / 1e6
            sys.stdout.write(
                f"{suffix:10} {clock:6.1f} s by the clock, {processor:6.1f} s of the processor, "
                f"{peak:6,.0f} MB at most, file {size:,.0f} MB\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
