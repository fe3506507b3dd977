"""Filters beside the legend: what they leave, what they count, and the way back."""

import example_reports as examples
import pytest
from waiting import rested


@pytest.fixture
def page(open_page):
    return open_page(examples.both())


def in_view(page):
    rested(page)
    return int(page.inner_text(".gm-live").split()[0])


def choose(page, title, label):
    box = page.locator(f".gm-section:has(> summary:has-text('{title}'))")
    if box.get_attribute("open") is None:
        box.locator("> summary").click()
    box.locator(f".gm-choice:has-text('{label}')").click()
    return box


def test_a_status_leaves_its_own_marks_and_is_marked_as_chosen(page):
    before = in_view(page)
    box = choose(page, "Status", "claimed")

    assert 0 < in_view(page) < before
    assert box.locator(".gm-choice[aria-pressed=true]").count() == 1


def test_counts_of_filters_follow_each_other(page):
    choose(page, "Publishers", "Example Daily")
    rested(page)
    page.click("summary:has-text('Status')")
    rested(page)
    counts = page.locator(".gm-section:has(> summary:has-text('Status')) .gm-choice .gm-count")

    assert sum(int(text) for text in counts.all_inner_texts()) == in_view(page)


def test_counts_follow_what_is_in_view_and_are_spoken(page):
    assert page.get_attribute(".gm-live", "aria-live") == "polite"
    assert in_view(page) > 0
    page.evaluate("() => { geomap.map.setView([-40, -140], 6, { animate: false }); }")

    assert in_view(page) == 0
    assert set(page.locator(".gm-legend .gm-count").all_inner_texts()) == {"0"}


def test_resetting_shows_everything_again(page):
    before = in_view(page)
    assert not page.is_visible(".gm-reset")
    choose(page, "Status", "claimed")
    page.uncheck("input[aria-label='Show layer Casualties']")
    rested(page)
    page.click(".gm-reset")

    assert in_view(page) == before
    assert page.is_checked("input[aria-label='Show layer Casualties']")
    assert not page.is_visible(".gm-reset")


def test_choosing_the_same_again_takes_the_choice_back(page):
    before = in_view(page)
    choose(page, "Status", "claimed")
    choose(page, "Status", "claimed")

    assert in_view(page) == before
