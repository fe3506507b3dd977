"""The page in a real browser: what a reader sees, clicks and reads."""

import example_reports as examples
import folium
import msgspec
from playwright.sync_api import expect
from waiting import drawn, patient_page, rested

SPOT_OF = """
(name) => {
  const data = JSON.parse(document.getElementById('gm-data').textContent);
  const spot = data.spots.name.findIndex((text) => data.texts[text] === name);
  const where = geomap.map.latLngToContainerPoint([data.spots.lat[spot], data.spots.lon[spot]]);
  const frame = geomap.map.getContainer().getBoundingClientRect();
  return [frame.left + where.x, frame.top + where.y];
}
"""


def told(report, modality):
    """The report with all of its events and figures told so."""
    changed = [
        tuple(msgspec.structs.replace(each, modality=modality) for each in records)
        for records in (report.events, report.figures)
    ]
    return msgspec.structs.replace(report, events=changed[0], figures=changed[1])


def click_spot(page, name):
    x, y = page.evaluate(SPOT_OF, name)
    page.mouse.click(x, y)


def shown_callouts(page):
    return {button.inner_text().split("\n")[0].strip() for button in page.query_selector_all(".gm-callout")}


def test_the_panel_says_what_the_map_shows(open_page):
    page = open_page([examples.korean_troops()], title="Troops near the front")

    assert page.title() == "Troops near the front"
    assert page.inner_text("h1") == "Troops near the front"
    assert "7 events: 4 drawn, 3 not (1 planned, 1 denied, 1 without a place)" in page.inner_text(
        ".gm-summary"
    )


def test_areas_are_named_beside_their_outline_with_their_numbers(open_page):
    page = open_page([examples.korean_troops()])

    assert shown_callouts(page) == {
        "Russia",
        "Kursk Oblast",
        "North Korea",
        "Korean Peninsula",
        "Eastern front",
    }
    assert "≤ 8,000" in page.inner_text(".gm-callout:has-text('Kursk Oblast')")
    assert page.locator("path.gm-area").count() == 5


def test_a_click_on_a_mark_shows_its_quote_in_its_sentence(open_page):
    page = open_page([examples.border_strikes()])
    click_spot(page, "Bohodukhiv Raion")
    page.wait_for_selector(".leaflet-popup .gm-quote")

    assert page.inner_text(".gm-popup mark") == "Artillery struck villages in Bohodukhiv district"
    assert "November 1, 2024" in page.inner_text(".gm-popup")
    assert page.get_attribute(".gm-popup .gm-source a", "href") == "https://example.com/border"
    assert page.get_attribute(".gm-popup .gm-source a", "rel") == "noopener noreferrer"


def test_several_reports_at_one_place_open_as_a_list(open_page):
    page = open_page([examples.border_strikes()])
    click_spot(page, "Sudzha")
    page.wait_for_selector(".leaflet-popup summary")

    assert page.locator(".gm-popup summary").all_inner_texts() == [
        "Shelling\nNov 1, 2024",
        "Armed clash or shooting\nNov 1, 2024",
    ]
    page.click(".gm-popup summary >> nth=0")
    expect(page.locator(".gm-popup mark")).to_have_text("shells fell on the town")


def test_a_callout_tells_speaker_bound_and_whole(open_page):
    page = open_page([examples.korean_troops()])
    page.click(".gm-callout:has-text('Kursk Oblast')")
    page.click(".gm-popup summary:has-text('8,000')")
    text = page.inner_text(".gm-popup .gm-card")

    assert "Antony Blinken, U.S. Secretary of State" in text
    assert "≈ 10,000 (Antony Blinken)" in text
    assert "on or before October 31, 2024" in text


def test_conflicting_tolls_are_both_written_at_the_place(open_page):
    page = open_page([examples.border_strikes()])
    text = page.inner_text(".gm-callout:has-text('Kharkiv')")

    assert "40 killed (Kyiv)" in text
    assert "12 killed (Moscow)" in text


def test_a_planned_movement_is_dashed(open_page):
    page = open_page([examples.border_strikes()])

    assert len(page.get_attribute(".gm-shaft", "stroke-dasharray").split()) == 2
    assert "(planned)" in page.get_attribute(".gm-arrow", "aria-label")
    page.locator(".gm-arrow").dispatch_event("click")
    assert "(planned)" in page.inner_text(".gm-popup h3")
    assert page.get_attribute(".gm-popup h3 path >> nth=0", "stroke-dasharray")


def test_a_reported_movement_is_not_dashed(open_page):
    page = open_page([told(examples.korean_troops(), "occurred")])

    assert page.get_attribute(".gm-shaft", "stroke-dasharray") is None
    assert "(" not in page.get_attribute(".gm-arrow", "aria-label")


def test_switching_a_layer_off_takes_its_marks_away(open_page):
    page = open_page([examples.korean_troops()])
    page.uncheck("input[aria-label='Show layer Areas']")
    drawn(page)

    expect(page.locator("path.gm-area")).to_have_count(0)
    page.uncheck("input[aria-label='Show layer Troops']")
    drawn(page)
    assert "Russia" not in shown_callouts(page)
    page.check("input[aria-label='Show layer Troops']")
    drawn(page)
    assert "Russia" in shown_callouts(page)


def test_switching_one_kind_off_leaves_the_others(open_page):
    page = open_page([examples.border_strikes()])
    page.uncheck("input[aria-label='Show Shelling or explosion']")
    drawn(page)
    click_spot(page, "Sudzha")
    page.wait_for_selector(".leaflet-popup .gm-card")

    assert "Armed clash or shooting" in page.inner_text(".gm-popup")
    assert page.locator(".gm-popup summary").count() == 0


def test_every_control_has_a_name(open_page):
    page = open_page()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, a, summary, [role=button]')]
            .filter((each) => !(each.getAttribute('aria-label') || each.textContent.trim()))
            .map((each) => each.outerHTML)"""
    )

    assert nameless == []


def test_a_phone_shows_the_map_and_opens_the_panel_on_request(open_page):
    page = open_page(width=390, height=844)

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert not page.is_visible(".gm-legend")
    page.click(".gm-toggle")
    assert page.is_visible(".gm-legend")
    assert page.get_attribute(".gm-toggle", "aria-expanded") == "true"
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_a_phone_details_come_up_from_below(open_page):
    page = open_page([examples.border_strikes()], width=390, height=844)
    page.click(".gm-callout:has-text('Sumy')")
    page.wait_for_selector(".gm-sheet")

    assert "Sumy" in page.inner_text(".gm-sheet h2")
    page.click(".gm-sheet-close")
    page.wait_for_selector(".gm-sheet", state="detached")


def test_the_map_is_drawn_in_either_scheme(open_page):
    picture = "document.querySelector('.gm-canvas').toDataURL()"
    light, dark = (open_page(dark=dark).evaluate(picture) for dark in (False, True))

    assert len(light) > 20_000
    assert light != dark


def test_callouts_do_not_cover_each_other(open_page):
    page = open_page([examples.border_strikes()])
    boxes = [button.bounding_box() for button in page.query_selector_all(".gm-callout")]

    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            apart = (
                one["x"] + one["width"] <= other["x"]
                or other["x"] + other["width"] <= one["x"]
                or one["y"] + one["height"] <= other["y"]
                or other["y"] + other["height"] <= one["y"]
            )
            assert apart


def test_an_empty_run_shows_a_map_of_the_earth(open_page):
    page = open_page([])

    assert "Nothing is drawn" in page.inner_text(".gm-body")


def test_a_users_marker_and_popup_work_without_a_network(open_page):
    found = examples.both()
    world = examples.map_of(found)
    folium.Marker([55, 60], popup="Our reporter {{ 7*7 }}").add_to(world)
    page = open_page(world=world)
    page.click(".leaflet-marker-icon[src]")
    page.wait_for_selector(".leaflet-popup")

    assert "Our reporter {{ 7*7 }}" in page.inner_text(".leaflet-popup")


def test_a_notebook_shows_the_map_in_a_frame_without_a_network(chromium, tmp_path):
    found = examples.both()
    world = examples.map_of(found)
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!DOCTYPE html><meta charset=utf-8>{world._repr_html_()}", encoding="utf-8")
    context = chromium.new_context(offline=True)
    page = patient_page(context)
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(notebook.as_uri())
    frame = page.frames[-1]
    frame.wait_for_selector("html.gm-ready", state="attached")
    frame.evaluate("() => { geomap.filter.set({ modality: ['claimed'] }); }")
    rested(frame)

    assert asked == [notebook.as_uri()]
    assert errors == []
    assert frame.get_by_text("Copy the link").count() == 0  # a frame has no address of its own
    context.close()
