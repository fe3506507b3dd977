"""Every mark and control without a mouse."""

import example_reports as examples
from playwright.sync_api import expect


def names_of_marks(page):
    page.focus(".gm-cursor")
    names = []
    while True:
        name = page.get_attribute(".gm-cursor", "aria-label")
        if names and name == names[-1]:
            return names
        names.append(name)
        page.keyboard.press("ArrowDown")


def test_arrow_keys_reach_every_mark_in_reading_order(open_page):
    page = open_page(examples.both())
    names = names_of_marks(page)

    for place in ("Kharkiv", "Sumy", "Sudzha", "Kursk Oblast", "Bohodukhiv Raion", "Korean Peninsula"):
        assert any(name.startswith(f"{place},") for name in names), place
    assert any("→" in name for name in names)
    assert [name.rsplit("mark ")[1] for name in names] == [
        f"{at} of {len(names)}" for at in range(1, len(names) + 1)
    ]


def test_enter_opens_and_escape_closes_and_gives_the_focus_back(open_page):
    page = open_page([examples.border_strikes()])
    page.focus(".gm-cursor")
    page.keyboard.press("End")
    before = page.get_attribute(".gm-cursor", "aria-label")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "dialog"
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")

    expect(page.locator(".gm-cursor")).to_be_focused()
    expect(page.locator(".gm-cursor")).to_have_attribute("aria-label", before)


def test_an_arrow_opens_by_keyboard(open_page):
    page = open_page([examples.border_strikes()])
    page.focus(".gm-cursor")
    for _ in range(40):
        if "→" in page.get_attribute(".gm-cursor", "aria-label"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page.locator(".gm-popup mark")).to_contain_text("Moscow plans to move 3,000 soldiers")


def test_the_map_does_not_move_while_arrow_keys_walk_the_marks(open_page):
    page = open_page(examples.both())
    page.evaluate("() => { geomap.map.on('movestart', () => (window.moved = true)); }")
    page.focus(".gm-cursor")
    page.keyboard.press("ArrowRight")

    assert page.evaluate("window.moved") is None


def test_the_tab_key_reaches_every_control(open_page):
    page = open_page(examples.both())
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('button, input, a[href], summary, [tabindex="0"]')]
          .filter((each) => each.tabIndex >= 0 && !each.disabled)
          .filter((each) => each.checkVisibility({ visibilityProperty: true }))
          .map((each, at) => (each.dataset.stop = at))"""
    )
    page.evaluate("() => { document.activeElement.blur(); }")
    reached = set()
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        stop = page.evaluate("document.activeElement.dataset.stop")
        if stop is not None:
            reached.add(int(stop))
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), (
                page.evaluate("document.activeElement.outerHTML")
            )

    assert reached == set(wanted)


def test_tabs_turn_with_arrow_keys(open_page):
    page = open_page()
    page.focus("#gm-tab-legend")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "gm-tab-sources"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")

    assert page.evaluate("document.activeElement.id") == "gm-tab-share"


def test_a_sheet_gives_the_focus_back_on_a_phone(open_page):
    page = open_page([examples.border_strikes()], width=390, height=844)
    page.focus(".gm-cursor")
    page.keyboard.press("Enter")
    page.wait_for_selector(".gm-sheet")
    page.keyboard.press("Escape")

    expect(page.locator(".gm-cursor")).to_be_focused()


def test_nothing_slides_where_the_system_asks_for_calm(open_page):
    page = open_page(examples.both(), calm=True)

    assert page.evaluate("geomap.map.options.zoomAnimation") is False
    moved = page.evaluate(
        """() => {
          const before = geomap.map.getCenter().lng;
          geomap.map.panBy([200, 0]);
          return geomap.map.getCenter().lng - before;
        }"""
    )
    assert moved > 0
