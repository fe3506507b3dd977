"""The bar of time: handles, play, steps and the switch for what has no date."""

from datetime import date, timedelta

import example_reports as examples
import msgspec
import pytest
from playwright.sync_api import expect
from waiting import rested


def report(number, start, end=None, precision="day"):
    """The first event of the border article, at a place of its own, on a day or without one."""
    base = examples.border_strikes()
    event = base.events[0]
    places = tuple(
        msgspec.structs.replace(
            at, place=msgspec.structs.replace(at.place, id=f"p{number}", lon=at.place.lon + number / 10)
        )
        for at in event.places
    )
    event = msgspec.structs.replace(
        event, id=f"e{number}", places=places, date_start=start, date_end=end, date_precision=precision
    )
    document = msgspec.structs.replace(base.document, id=f"d{number}")
    return msgspec.structs.replace(base, document=document, events=(event,), figures=(), mentions=())


@pytest.fixture(scope="module")
def ten_days():
    first = date(2024, 5, 1)
    dated = [report(number, first + timedelta(days=number)) for number in range(10)]
    return [*dated, report(10, first, date(2024, 5, 10), "range"), report(11, None, None, "unknown")]


def shown(page):
    return page.evaluate(
        """() => geomap.data.layers.filter((layer) => layer.records === 'events')
          .reduce((sum, layer) => sum + layer.visible.reduce((all, on) => all + on, 0), 0)"""
    )


def days(page):
    state = page.evaluate("geomap.filter.get()")
    return state["from"], state["to"]


def test_handles_are_sliders_that_say_their_day(open_page, ten_days):
    page = open_page(ten_days)
    handles = page.get_by_role("slider")

    assert handles.count() == 2
    assert handles.first.get_attribute("aria-valuetext") == "May 1, 2024"
    assert handles.last.get_attribute("aria-valuetext") == "May 10, 2024"
    assert page.inner_text(".gm-days") == "May 1, 2024 – May 10, 2024"


def test_arrow_keys_move_a_handle_by_a_step_and_end_by_the_whole(open_page, ten_days):
    page = open_page(ten_days)
    page.focus(".gm-from")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    assert days(page) == ("2024-05-03", None)
    assert shown(page) == 8 + 1 + 1  # the days that are left, what lasts into them, what has no date
    page.keyboard.press("End")
    assert days(page) == ("2024-05-10", None)
    page.keyboard.press("Home")
    assert days(page) == (None, None)


def test_a_handle_stops_at_the_other_one(open_page, ten_days):
    page = open_page(ten_days)
    page.focus(".gm-to")
    page.keyboard.press("Home")
    page.focus(".gm-from")
    page.keyboard.press("PageUp")

    assert days(page) == (None, "2024-05-01")


def test_a_handle_is_dragged(open_page, ten_days):
    page = open_page(ten_days)
    track, handle = page.locator(".gm-track").bounding_box(), page.locator(".gm-to").bounding_box()
    page.mouse.move(handle["x"] + 7, handle["y"] + 7)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * 4 / 9, handle["y"] + 7, steps=4)
    page.mouse.up()

    assert days(page) == (None, "2024-05-05")


def test_undated_marks_have_a_switch(open_page, ten_days):
    page = open_page(ten_days)
    before = shown(page)
    page.get_by_label("Show what has no date").uncheck()

    assert shown(page) == before - 1
    expect(page.locator(".gm-undated .gm-count")).to_have_text("1")


def test_play_goes_on_by_steps_to_the_end_and_stops(open_page, ten_days):
    page = open_page(ten_days)
    page.evaluate(
        """() => {
          window.seen = [];
          const { set } = geomap.filter;
          geomap.filter.set = (patch) => (window.seen.push(patch), set.call(geomap.filter, patch));
        }"""
    )
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Play").wait_for(timeout=30_000)
    seen = page.evaluate("window.seen")

    assert seen[0] == {"from": None, "to": "2024-05-01"}
    assert seen[1:-1] == [{"from": f"2024-05-{day:02}", "to": f"2024-05-{day:02}"} for day in range(2, 10)]
    assert seen[-1] == {"from": "2024-05-10", "to": None}


def test_pause_stops(open_page, ten_days):
    page = open_page(ten_days)
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    before = days(page)
    rested(page, 900)

    assert days(page) == before


def test_steps_forward_and_back_move_the_window(open_page, ten_days):
    page = open_page(ten_days)
    page.get_by_role("button", name="One step forward").click()
    page.get_by_role("button", name="One step forward").click()
    assert days(page) == ("2024-05-02", "2024-05-02")
    page.get_by_role("button", name="One step back").click()

    assert days(page) == (None, "2024-05-01")


def test_handles_follow_a_filter_that_is_set_elsewhere(open_page, ten_days):
    page = open_page(ten_days)
    page.evaluate("geomap.filter.set({ from: '2024-05-02', to: '2024-05-04' })")
    page.locator(".gm-days", has_text="May 4").wait_for()

    assert page.get_attribute(".gm-from", "aria-valuetext") == "May 2, 2024"


def test_without_two_days_there_is_no_bar(open_page):
    page = open_page([report(0, date(2024, 5, 1)), report(1, None, None, "unknown")])

    assert page.locator(".gm-time").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_the_bar_lies_under_the_map_and_covers_neither_credits_nor_scale(open_page, ten_days, width):
    page = open_page(ten_days, width=width, height=844)
    bar = page.locator(".gm-time").bounding_box()
    credits_ = page.locator(".leaflet-control-attribution").bounding_box()
    scale = page.locator(".leaflet-control-scale").bounding_box()

    assert credits_["y"] + credits_["height"] <= bar["y"] + 1
    assert scale["y"] + scale["height"] <= bar["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator(".gm-play").bounding_box()["width"] > 0
