"""Ways of waiting for the page: for what it draws, builds or writes, never for a length of time."""

import os

from playwright.sync_api import BrowserContext, Frame, Page, expect

SLOWER = float(os.environ.get("GEOMAP_SLOW_BROWSER", "1"))
PATIENCE = 30_000  # milliseconds, for a busy machine; only a test that waits in vain takes so long


def patient_page(context: BrowserContext) -> Page:
    """A new page, as slow as the environment says, that is waited for however busy the machine is."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    if SLOWER > 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


def drawn(page: Page) -> None:
    """What a change sets off is drawn in the next frame."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def rested(page: Page | Frame, milliseconds: int = 300) -> None:
    """What the page puts off for less than so long has been done: timers run in the order of their times.

    For tests that nothing happens; what does happen is waited for with `expect`.
    """
    page.evaluate(
        """(milliseconds) => new Promise((done) => {
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, milliseconds)));
        })""",
        milliseconds,
    )


def still(page: Page) -> None:
    """Nothing fades or slides any longer."""
    page.wait_for_function("() => document.getAnimations().length === 0")


def unfolded(page: Page) -> None:
    """Every section is open and holds what is made when it opens."""
    page.wait_for_function(
        """() => {
          const all = [...document.querySelectorAll('details')];
          const full = (each) => each.childElementCount > (each.matches('.gm-document') ? 2 : 1);
          const ready = all.every((each) => each.open && full(each));
          all.forEach((each) => (each.open = true));
          return ready;
        }"""
    )


def search(page: Page, query: str) -> list[str]:
    """What a search finds; the list is emptied first, so that it is not that of an older one."""
    page.fill(".gm-query", "")
    expect(page.locator(".gm-results")).to_be_empty()
    page.fill(".gm-query", query)
    expect(page.locator(".gm-results")).not_to_be_empty()
    return page.locator(".gm-result").all_inner_texts()
