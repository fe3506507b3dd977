"""Rows of tables: those that something comes near to are looked at, the rest costs next to nothing."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story_reports import DAY, place, told

from geomap.geometry import distance_km
from geomap.stories import link
from geomap.stories.entries import entries
from geomap.stories.rules import Rules
from geomap.stories.sieve import sieved

RULES = Rules.shipped()
USUAL = RULES.limits.same_name_km


def row(number, table, lon, lat, day, until=0):  # noqa: PLR0917 - as hypothesis fills them in
    first = DAY + timedelta(days=day)
    return told(
        f"{table}:{number}",
        table=table,
        at=place(lon=lon, lat=lat),
        day=first,
        until=first + timedelta(days=until),
        precision="range" if until else "day",
    )


def kept(reports):
    tables = {}
    for number, report in enumerate(reports):
        tables.setdefault(report.document.table, []).append(number)
    texts = list(entries(reports, tables.pop(None, []), set(), RULES))
    return set(sieved(reports, tables.values(), texts, RULES.limits.tight_days)) if tables else set()


rows = st.builds(
    row,
    st.integers(),
    st.sampled_from(["s", "t", "u", None]),
    st.floats(-180, 180) | st.floats(-0.5, 0.5) | st.sampled_from([-180.0, 179.9, 180.0]),
    st.floats(-90, 90) | st.floats(-0.5, 0.5),
    st.integers(0, 6),
    st.integers(0, 3),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(rows, max_size=12))
def test_no_row_falls_through_that_another_source_comes_near_to(reports):
    found = kept(reports)
    for number, one in enumerate(reports):
        for other in reports:
            if one.document.table is None or one.document.table == other.document.table:
                continue
            (a,), (b,) = one.events, other.events
            here, there = a.places[0].place, b.places[0].place
            near = distance_km(here.lon, here.lat, there.lon, there.lat) <= USUAL
            apart = max(a.date_start, b.date_start) - min(a.date_end, b.date_end)
            if near and abs(here.lat) < 85 and apart.days <= 1:
                assert number in found


def test_rows_that_nothing_comes_near_to_fall_through():
    table = [row(number, "t", number / 10, 10.0, 0) for number in range(100)]
    assert kept([*table, row(0, None, 90.0, 10.0, 0)]) == set()


@pytest.mark.parametrize("other", [None, "s"])
def test_the_row_that_is_met_is_kept(other):
    table = [row(number, "t", 30.0 + number, 10.0, number) for number in range(50)]
    assert 7 in kept([*table, row(0, other, 37.0, 10.0, 7)])


def test_a_province_in_a_table_meets_the_town_in_an_article():
    province = place("North", lon=31.0, lat=11.5, precision="adm1", radius_km=300.0)
    reports = link([told("t:1", table="t", at=province, killed=35.0), told("a", killed=35.0)])
    assert reports[1].events[0].duplicates == ("t:1:e1",)
