"""Time, memory and size of each format for made-up rows in UCDP's layout, against GeoJSON in the same run.

python tests/bench/formats.py 100000
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from ucdp_rows import write_ucdp

from geomap import features
from geomap.layering import load_layers
from geomap.places import Gazetteer
from geomap.tablerows import TableRows, gathered
from geomap.tables import read_rows
from geomap.writing import FORMATS, Options, write


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(count: int) -> None:
    """Print a line for each format."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "ged.csv"
        write_ucdp(source, count)
        started = time.process_time()
        reports = gathered(item for item in read_rows(source) if isinstance(item, TableRows))
        say(f"reading {time.process_time() - started:.1f} s, {len(reports)} rows")
        started = time.process_time()
        tables = features.tables(reports, Gazetteer.installed().shape)
        for name in tables:
            tables[name]
        say(f"tables {time.process_time() - started:.1f} s")
        options = Options(layers=tuple(load_layers().values()))
        usual = None
        for suffix in FORMATS:
            path = Path(folder) / f"out{suffix}"
            started = time.process_time()
            write(path, tables, reports, options)
            took = time.process_time() - started
            usual = usual or took
            size = path.stat().st_size / 1e6
            say(f"{suffix:10} {took:6.1f} s ({took / usual:4.2f} of GeoJSON's) {size:7.1f} MB")
        say(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
