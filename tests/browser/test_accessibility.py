"""What axe-core, the usual checker of accessibility, says of the page in each of its states."""

from functools import cache
from importlib.resources import files

import example_reports as examples
import pytest
from waiting import still, unfolded

HOW = [
    pytest.param({}, id="light"),
    pytest.param({"dark": True}, id="dark"),
    pytest.param({"width": 390, "height": 844}, id="phone"),
    pytest.param({"width": 390, "height": 844, "dark": True}, id="dark phone"),
]
RUN = """
async () => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] });
  return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
"""


@cache
def axe():
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def complaints(page):
    page.evaluate(axe())
    return page.evaluate(RUN)


def open_panel(page):
    if page.is_visible(".gm-toggle") and page.get_attribute(".gm-toggle", "aria-expanded") == "false":
        page.click(".gm-toggle")


@pytest.mark.parametrize("how", HOW)
def test_the_map_and_its_legend(open_page, how):
    page = open_page(examples.both(), **how)
    assert complaints(page) == []
    open_panel(page)
    unfolded(page)

    assert complaints(page) == []


@pytest.mark.parametrize("how", HOW)
def test_what_is_open_on_a_mark(open_page, how):
    page = open_page(examples.both(), **how)
    page.click(".gm-callout:has-text('Kharkiv')", force=True)
    page.wait_for_selector(".gm-popup")
    unfolded(page)
    still(page)

    assert complaints(page) == []


@pytest.mark.parametrize("how", HOW)
def test_search_sources_and_sharing(open_page, how):
    page = open_page(examples.both(), **how)
    open_panel(page)
    page.fill(".gm-query", "kharkiv")
    page.wait_for_selector(".gm-result")
    assert complaints(page) == []
    page.keyboard.press("Escape")
    page.click("role=tab[name='Sources']")
    unfolded(page)
    assert complaints(page) == []
    page.click("role=tab[name='Share']")

    assert complaints(page) == []


def test_fingers_find_room_on_a_phone(open_page):
    page = open_page(examples.both(), width=390, height=844)
    open_panel(page)
    unfolded(page)
    for tab in ("Legend", "Sources", "Share"):
        page.click(f"role=tab[name='{tab}']")
        unfolded(page)
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, summary, [type=search], label, [role=button]')]
              .filter((each) => each.checkVisibility() && !each.closest('.leaflet-map-pane'))
              .filter((each) => each.tabIndex !== -1 || each.localName === 'label')
              .filter((each) => !each.matches('.gm-cursor'))
              .map((each) => [each.outerHTML.slice(0, 120), each.getBoundingClientRect()])
              .filter(([, { width, height }]) => width && (width < 44 || height < 44))
              .map(([html, { width, height }]) => `${html} ${width}x${height}`)"""
        )
        assert small == []


def test_a_finger_finds_the_handles_of_the_time_bar(open_page):
    page = open_page(examples.both(), width=390, height=844)
    missed = page.evaluate(
        """() => [['.gm-from', 1], ['.gm-to', -1]].flatMap(([name, inwards]) => {
          const handle = document.querySelector(`.gm-handle${name}`);
          const { left, right, top, bottom } = handle.getBoundingClientRect();
          const [x, y] = [(left + right) / 2, (top + bottom) / 2];
          // 44 pixels high and wide, less of them where the page ends
          const wide = [x - 17 * inwards, x + 25 * inwards];
          return [[x, y - 36], [x, y + 6], ...wide.flatMap((at) => [[at, y], [at, y - 30]])]
            .filter((point) => document.elementFromPoint(...point) !== handle);
        })"""
    )

    assert missed == []
