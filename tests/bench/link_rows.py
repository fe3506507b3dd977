"""What linking costs where there is little or nothing to link: made-up rows, and articles beside them.

python tests/bench/link_rows.py [rows]
"""

import random
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta

from geomap.records import Document, Event, EventPlace, Figure, Place, Report
from geomap.stories import link

_FIRST_DAY = date(2015, 1, 1)


def rows(table: str, count: int, lon: float, *, seed: int) -> list[Report]:
    """Rows of one table: attacks in 2,000 towns within 20 degrees east of `lon`, over eight years."""
    chance = random.Random(seed)  # noqa: S311 - made-up rows, the same each time
    towns = [
        Place(
            id=f"{table}-{number}",
            name=f"{table}-{number}",
            lon=lon + chance.random() * 20,
            lat=chance.random() * 30,
            precision="city",
            feature="city",
            radius_km=5.0,
        )
        for number in range(2000)
    ]
    return [_report(f"{table}:{number}", chance, towns, table) for number in range(count)]


def _report(identity: str, chance: random.Random, towns: Sequence[Place], table: str | None) -> Report:
    day = _FIRST_DAY + timedelta(days=chance.randrange(3000))
    event = Event(
        id=f"{identity}:e1",
        type="ASSAULT",
        mode="firearms",
        start=0,
        end=6,
        places=(EventPlace(place=chance.choice(towns), role="location"),),
        date_start=day,
        date_end=day,
        date_precision="day",
    )
    dead = float(chance.randrange(20))
    figure = Figure(
        id=f"{identity}:f1",
        start=0,
        end=6,
        unit="people",
        category="killed",
        value=dead,
        low=dead,
        high=dead,
        event=event.id,
    )
    document = Document(id=identity, text="attack", table=table)
    return Report(document=document, events=(event,), figures=(figure,))


def main() -> None:
    """Print user time per row."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    one, far, near = rows("s", count, 0, seed=1), rows("t", count, 60, seed=2), rows("u", count, 0, seed=3)
    chance = random.Random(4)  # noqa: S311
    towns = [at.place for report in one[:50] for event in report.events for at in event.places]
    articles = [_report(f"a{number}", chance, towns, None) for number in range(20)]
    link([*one[:100], *articles])  # reads the rules
    for name, reports in (
        ("one table", one),
        ("one table and 20 articles", [*one, *articles]),
        ("two tables of two lands", [*one, *far]),
        ("two tables of one land", [*one, *near]),
    ):
        best = min(_timed(reports) for _ in range(3))
        print(f"{name:28} {len(reports):8,} rows  {best / len(reports) * 1e6:6.2f} µs a row")


def _timed(reports: Sequence[Report]) -> float:
    start = time.process_time()
    link(reports)
    return time.process_time() - start


if __name__ == "__main__":
    main()
