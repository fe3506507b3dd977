"""A page of 20,000 events stays quick, in processor time: other work on the machine does not count.

The limits are generous: 100,000 events keep them too. `tests/bench/map_page.py 100000` gives the figures.
"""

import sys

import pytest

import geomap

sys.path.insert(0, "tests/bench")
from page_speed import measured
from ucdp_rows import write_ucdp
from waiting import patient_page

FILTERS = ("time slider", "layer", "side", "source", "search")


# how much is parsed at a time
_PARSED = """
window.parsed = [];
const { parse } = JSON;
JSON.parse = (text) => { parsed.push(text.length); return parse(text); };
"""


@pytest.fixture(scope="module")
def large_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("speed")
    write_ucdp(folder / "events.csv", 20_000)
    geomap.build(folder / "events.csv").save_map(folder / "page.html")
    return folder / "page.html"


@pytest.fixture(scope="module")
def speed(chromium, large_page):
    return measured(chromium, large_page, 2, FILTERS)


def test_a_large_page_is_ready_soon(speed):
    assert speed["drawn and made ready, processor"] < 2000


def test_its_heap_holds_columns_and_no_object_for_each_event(speed):
    assert speed["heap in MB"] < 30


def test_what_is_not_seen_yet_is_read_in_pieces_between_which_the_page_answers(chromium, large_page):
    page = patient_page(chromium.new_context())
    page.add_init_script(_PARSED)
    page.goto(large_page.as_uri())
    page.wait_for_selector("html.gm-ready", state="attached")

    assert page.evaluate("parsed.reduce((sum, each) => sum + each)") > 3_000_000
    assert max(page.evaluate("parsed")) < 1_000_000
    page.context.close()


@pytest.mark.parametrize("name", FILTERS)
def test_its_filters_answer_at_once(speed, name):
    assert speed[f"{name}, processor"] < 150
