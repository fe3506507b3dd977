"""Made-up rows in the layout of UCDP GED, as many as wanted: for benchmarks, nothing in them happened.

python tests/bench/ucdp_rows.py 100000 /tmp/ged.csv
"""

import csv
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

# fmt: off
HEADINGS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
    "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt",
    "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start",
    "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
    "gwnoa", "gwnob",
)
# fmt: on
_COUNTRIES = (
    # name, number, region, rough middle (lat, lon) and half the width in degrees
    ("Syria", 652, "Middle East", 35.0, 38.5, 2.5),
    ("Ukraine", 369, "Europe", 48.5, 35.5, 4.0),
    ("Sudan", 625, "Africa", 14.5, 28.0, 5.0),
    ("Myanmar (Burma)", 775, "Asia", 21.0, 96.5, 3.5),
    ("DR Congo (Zaire)", 490, "Africa", -1.5, 28.5, 2.0),
    ("Colombia", 100, "Americas", 4.5, -74.0, 3.0),
    ("Afghanistan", 700, "Asia", 33.5, 66.5, 3.5),
    ("Yemen (North Yemen)", 678, "Middle East", 15.5, 45.0, 2.5),
)
_DATE_PRECISIONS = ((1, 70), (2, 15), (3, 7), (4, 6), (5, 2))
_WHERE_PRECISIONS = ((1, 45), (2, 25), (3, 15), (4, 9), (5, 4), (6, 2))
_OFFICES = ("Reuters", "AFP", "Xinhua", "BBC Monitoring", "Local Radio", "Observatory", "Field Office")
_SPAN = {1: 0, 2: 3, 3: 6, 4: 29, 5: 364}


def rows(count: int, seed: int = 1) -> Iterator[list[str]]:
    """`count` rows of 49 cells; the same `seed` gives the same rows.

    A town has its own coordinates, province and precision, as in GED; there are 4,000 a country, so that two
    rows share one more seldom than there (of 1,000 real rows 819 places, of 1,000 of these about 985).
    """
    dice = random.Random(seed)  # noqa: S311 - made-up rows, no secrets
    first = date(2010, 1, 1)
    towns: dict[tuple[str, str], tuple[float, float, str, int]] = {}
    for number in range(1, count + 1):
        country, code, region, middle_lat, middle_lon, width = dice.choice(_COUNTRIES)
        kind = dice.choices((1, 2, 3), (70, 12, 18))[0]
        side_a = f"Government of {country}" if kind != 2 else f"Front {dice.randrange(12)} of {country}"
        side_b = "Civilians" if kind == 3 else f"Army {dice.randrange(30)} of {country}"
        town = f"Town {dice.randrange(4000)}"
        if (country, town) not in towns:
            towns[country, town] = (
                round(dice.gauss(middle_lat, width / 2), 6),
                round(dice.gauss(middle_lon, width / 2), 6),
                f"{country} province {dice.randrange(18)}",
                _weighted(dice, _WHERE_PRECISIONS),
            )
        lat, lon, province, where = towns[country, town]
        when = _weighted(dice, _DATE_PRECISIONS)
        start = first + timedelta(days=dice.randrange(5000))
        end = start + timedelta(days=_SPAN[when])
        deaths = [min(int(dice.expovariate(0.5)), 900) for _ in range(4)]
        best = sum(deaths)
        office, headline = dice.choice(_OFFICES), f"Fighting reported near {town}, {best} dead"
        article = f'"{office},{end},{headline}"'
        yield [
            str(cell)
            for cell in (
                number, f"MUP-{start.year}-{kind}-{number}", start.year, 1, "Clear", kind, 300 + code,
                300 + code, f"{country}: Government", 700 + code, 700 + code, f"{side_a} - {side_b}",
                code, code,
                side_a,
                4000 + code, 4000 + code, side_b, 1, article, office, end, headline, "army statement", where,
                town, f"near the village of {town} in {province}", province, f"{town} district", lat, lon,
                f"POINT ({lon} {lat})", 100000 + number % 90000, country, code, region, 1 + number % 2, when,
                f"{start} 00:00:00.000", f"{end} 00:00:00.000", *deaths, best, best + dice.randrange(4),
                max(0, best - dice.randrange(4)), code, "",
            )
        ]  # fmt: skip


def write_ucdp(path: Path, count: int, *, header: bool = True) -> None:
    """Write `count` rows to `path` as UCDP's comma-separated download."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if header:
            writer.writerow(HEADINGS)
        writer.writerows(rows(count))


def _weighted(dice: random.Random, choices: tuple[tuple[int, int], ...]) -> int:
    return dice.choices([value for value, _ in choices], [weight for _, weight in choices])[0]


if __name__ == "__main__":
    write_ucdp(Path(sys.argv[2]), int(sys.argv[1]))
