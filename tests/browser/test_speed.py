"""A page of 20,000 events stays quick, in processor time: other work on the machine does not count.

The limits are generous: 100,000 events keep them too. `tests/bench/map_page.py 100000` gives the figures.
"""

import sys

import pytest

import geomap

sys.path.insert(0, "tests/bench")
from page_speed import measured
from ucdp_rows import write_ucdp

FILTERS = ("time slider", "layer", "side", "source", "search")


@pytest.fixture(scope="module")
def speed(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("speed")
    write_ucdp(folder / "events.csv", 20_000)
    geomap.build(folder / "events.csv").save_map(folder / "page.html")
    return measured(chromium, folder / "page.html", 2, FILTERS)


def test_a_large_page_is_ready_soon(speed):
    assert speed["drawn and made ready, processor"] < 2000


def test_its_heap_holds_columns_and_no_object_for_each_event(speed):
    assert speed["heap in MB"] < 30


@pytest.mark.parametrize("name", FILTERS)
def test_its_filters_answer_at_once(speed, name):
    assert speed[f"{name}, processor"] < 150
