"""The address keeps what is shown, gives it back, and is inert whatever it holds."""

import re

import example_reports as examples
import pytest
from hostile_texts import HOSTILE
from waiting import rested, search


@pytest.fixture
def page(open_page):
    return open_page(examples.both())


def address(page):
    rested(page)
    return page.evaluate("location.hash")


def follow(page, hash_):
    page.evaluate(
        """(hash) => new Promise((done) => {
          window.addEventListener('hashchange', done, { once: true });  // after the page's own listener
          location.hash = hash;
        })""",
        hash_,
    )


def test_an_untouched_page_has_a_plain_address(page):
    assert address(page) == ""


def test_view_filters_and_mark_are_kept_and_restored(open_page):
    page = open_page(examples.both(), calm=True)
    page.evaluate(
        """() => {
          geomap.map.setView([51, 35], 6.5, { animate: false });
          geomap.filter.set({ modality: ['claimed', 'occurred'], sources: ['Example Daily'],
                              from: '2024-10-01', to: '2024-12-01', undated: false });
        }"""
    )
    page.uncheck("input[aria-label='Show layer Areas']")
    page.uncheck("input[aria-label='Show Shelling or explosion']")
    search(page, "apartment block")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("mark="))
    kept = address(page)
    other = open_page(examples.both(), hash_=kept, calm=True)
    other.wait_for_selector(".gm-popup")

    assert "status=claimed,occurred" in kept
    assert "source=Example+Daily" in kept
    assert "from=2024-10-01&to=2024-12-01&undated=no" in kept
    assert "off=mentions,areas,strikes:Shelling+or+explosion" in kept
    assert other.evaluate("geomap.filter.get()") == page.evaluate("geomap.filter.get()")
    assert other.inner_text(".gm-popup") == page.inner_text(".gm-popup")
    view = "[geomap.map.getZoom(), geomap.map.getCenter().lat, geomap.map.getCenter().lng]"
    assert other.evaluate(view) == pytest.approx(page.evaluate(view), abs=1e-3)
    assert address(other) == kept


def test_the_page_follows_an_address_that_the_reader_changes(page):
    follow(page, "map=5/48/30&status=claimed")
    assert page.evaluate("geomap.map.getZoom()") == 5
    assert page.evaluate("geomap.filter.get().modality") == ["claimed"]
    follow(page, "map=5/48/30")

    assert page.evaluate("geomap.filter.get().modality") is None


@pytest.mark.parametrize(
    "hash_",
    [
        "map=99/91/9999",
        "map=NaN/1/1",
        "map=3",
        "status=nothing&side=nobody&source=none",
        "from=2024-99-99&to=yesterday",
        "mark=events/none&place=__proto__/constructor",
        "mark=__proto__/x",
        "off=nothing:9,__proto__",
        "%E0%A4%A=%E0%A4%A",
        "=&&=&status",
        "tab=__proto__",
    ],
)
def test_what_an_address_asks_for_in_vain_is_left_alone(page, hash_):
    before = page.evaluate("({ ...geomap.filter.get(), hidden: null })")
    follow(page, hash_)

    assert page.evaluate("({ ...geomap.filter.get(), hidden: null })") == before
    assert page.locator(".leaflet-popup").count() == 0


def test_a_hostile_address_runs_nothing_and_asks_for_nothing(page):
    for text in HOSTILE:
        for name in ("map", "off", "status", "side", "source", "from", "mark", "place", "tab", "__proto__"):
            page.evaluate("([name, text]) => { location.hash = `${name}=${text}`; }", [name, text[:200]])
            page.evaluate(
                "([name, text]) => { location.hash = `${name}=events/${encodeURIComponent(text)}`; }",
                [name, text[:200].encode("utf-8", "replace").decode()],
            )
    follow(page, "the=last")

    assert page.evaluate("window.broken") is None
    assert page.locator(".gm-main script, .gm-main img, .gm-main iframe").count() == 0


def test_the_link_to_this_view_can_be_copied(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("role=tab[name='Share']")
    page.click("text=Copy the link")
    page.wait_for_selector("text=on the clipboard")

    assert "#map=" in page.evaluate("navigator.clipboard.readText()")
