"""How sure a thing is, and what a full map leaves out: seen without colour, and said."""

import example_reports as examples
import msgspec
import pytest
from waiting import search

from geomap.records import EventPlace

COVERED = """() => {
  const frame = geomap.map.getContainer().getBoundingClientRect();
  return [...document.querySelectorAll('.gm-callout:not(.gm-crowded)')].map((each) => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    return [left - frame.left, frame.right - right, top - frame.top, frame.bottom - bottom];
  }).filter((gaps) => Math.min(...gaps) < 0);
}"""


def told(modality, *places):
    """One strike as one event and one toll, at these places."""
    report = examples.border_strikes()
    at = tuple(EventPlace(place=place, role="location") for place in places)
    event = msgspec.structs.replace(report.events[0], places=at, modality=modality)
    figure = msgspec.structs.replace(report.figures[0], places=places, event=event.id, modality=modality)
    return msgspec.structs.replace(report, events=(event,), figures=(figure,))


def test_each_of_two_areas_has_a_callout_that_names_the_other(open_page):
    page = open_page([told("occurred", examples.KURSK, examples.FRONT)])

    assert "with Eastern front" in page.inner_text(".gm-callout:has(b:text-is('Kursk Oblast'))")
    assert "with Kursk Oblast" in page.inner_text(".gm-callout:has(b:text-is('Eastern front'))")
    assert page.locator(".gm-shape").count() == 2
    assert page.locator(".gm-circle").count() == 2
    spoken = page.get_attribute(".gm-callout:has(b:text-is('Kursk Oblast'))", "aria-label")
    assert "with Eastern front" in spoken


@pytest.mark.parametrize(("modality", "dashed"), [("occurred", False), ("claimed", True), ("disputed", True)])
def test_an_area_of_claims_alone_has_a_dashed_outline_and_filling(open_page, modality, dashed):
    page = open_page([told(modality, examples.KURSK)])
    edge = page.get_attribute(".gm-edge", "stroke-dasharray")
    filling = page.get_attribute(".gm-area", "fill")
    ring = page.get_attribute(".gm-circle .gm-ring", "stroke-dasharray")

    assert (edge is not None, filling.endswith("-dashed)"), ring is not None) == (dashed,) * 3
    assert ("Only claimed or disputed" in page.inner_text(".gm-legend")) == dashed


def test_callouts_stay_inside_the_map_of_a_phone(open_page):
    page = open_page(
        [*examples.both(), told("claimed", examples.KURSK, examples.PENINSULA)], width=390, height=844
    )

    assert page.locator(".gm-callout:not(.gm-crowded)").count() > 2
    assert page.evaluate(COVERED) == []
    page.evaluate("geomap.map.panBy([150, 0], { animate: false })")
    page.wait_for_function("() => geomap.map.getPanes().mapPane._leaflet_pos.x !== 0")
    assert page.evaluate(COVERED) == []


def test_a_phone_has_the_rare_settings_of_time_behind_a_button(open_page):
    page = open_page(width=390, height=844)
    height = page.evaluate("geomap.map.getSize().y")

    assert not page.is_visible(".gm-time-options")
    page.click(".gm-more")
    assert page.is_visible(".gm-time-options")
    assert page.get_attribute(".gm-more", "aria-expanded") == "true"
    assert page.evaluate("geomap.map.getSize().y") < height


def test_marks_stand_out_from_a_dark_page(open_page):
    page = open_page(dark=True)
    colour = page.get_attribute(".gm-shaft", "stroke")
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))

    assert min(red, green, blue) > 0x40  # #B2182B with white in it
    assert open_page().get_attribute(".gm-shaft", "stroke") == "#B2182B"


def test_a_near_view_says_how_fine_the_basemap_is(open_page):
    page = open_page()
    page.evaluate("geomap.map.setView([51.2, 35.3], 6, { animate: false })")
    assert page.locator(".gm-precision").count() == 0
    page.evaluate("geomap.map.setView([51.2, 35.3], 11, { animate: false })")
    assert "1:10 million" in page.inner_text(".gm-precision")
    page.evaluate("geomap.map.setView([51.2, 35.3], 6, { animate: false })")
    assert page.locator(".gm-precision").count() == 0


def test_the_pictures_of_the_legend_follow_the_colour_scheme(open_page):
    page = open_page()
    pictures = "[...document.querySelectorAll('.gm-legend .gm-glyph')].map((each) => each.outerHTML)"
    light = page.evaluate(pictures)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"(light) => String({pictures}) !== String(light)", arg=light)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"(light) => String({pictures}) === String(light)", arg=light)


def test_the_pictures_of_an_open_popup_follow_the_colour_scheme(open_page):
    page = open_page()
    search(page, "sudzha")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".gm-popup .gm-glyph")
    pictures = "[...document.querySelectorAll('.gm-popup .gm-glyph')].map((each) => each.outerHTML)"
    light = page.evaluate(pictures)
    page.emulate_media(color_scheme="dark")
    changed = f"(light) => {{ const now = {pictures}; return now.every((each, i) => each !== light[i]); }}"
    page.wait_for_function(changed, arg=light)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"(light) => String({pictures}) === String(light)", arg=light)
