"""A real Chromium without a network; if it is missing, tests skip unless GEOMAP_REQUIRE_BROWSER=1.

GEOMAP_SLOW_BROWSER=6 makes its pages six times slower, which shows tests that read before the page has drawn.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import example_reports as examples
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from waiting import PATIENCE, patient_page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# fails if anything of the page is refused by its own policy; runs before the page's scripts
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
"""


expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts a Chromium with further settings of the environment."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        message = f"no browser found: none of {', '.join(NAMES)} is installed"
        if os.environ.get("GEOMAP_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browsers: list[Browser] = []

        def launcher(**environment: str) -> Browser:
            env = {**os.environ, **environment}
            browsers.append(playwright.chromium.launch(executable_path=executable, args=ARGUMENTS, env=env))
            return browsers[-1]

        yield launcher
        for browser in browsers:
            browser.close()


@pytest.fixture(scope="session")
def chromium(launch: Callable[..., Browser]) -> Browser:
    return launch()


class Opened:
    """A page in the browser, and everything that must not happen to it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: message.type in {"error", "warning"} and self.errors.append(message.text),
        )

    def is_quiet(self, file: Path) -> None:
        """Nothing was asked of the network, nothing failed, nothing was refused."""
        assert [
            url
            for url in self.requests
            if url.partition("#")[0] != file.as_uri() and not url.startswith(("data:", "blob:"))
        ] == []
        assert self.errors == []
        assert self.page.evaluate("window.violations") == []
        assert self.page.evaluate("window.broken") is None


@pytest.fixture
def open_page(chromium: Browser, tmp_path: Path):
    """Opens reports (or a ready map) as a page; checks at the end that it was quiet all along."""
    opened: list[tuple[Opened, Path]] = []

    def opener(
        reports=None,
        *,
        world=None,
        width=1280,
        height=800,
        title="Title",
        dark=False,
        calm=False,
        hash_="",
        first="",
    ) -> Page:
        reports = examples.both() if reports is None else reports
        world = world or examples.map_of(reports, title=title)
        file = tmp_path / f"map{len(opened)}.html"
        world.save(str(file))
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if calm else "no-preference",
            locale="en-US",
            offline=True,
        )
        context.route(
            "**/*",
            lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort(),
        )
        context.add_init_script(WATCH + first)  # `first` runs before the page's own scripts
        page = patient_page(context)
        opened.append((Opened(page), file))
        page.goto(file.as_uri() + hash_)
        page.wait_for_selector("html.gm-ready", state="attached")
        return page

    yield opener
    for each, file in opened:
        each.is_quiet(file)
        each.page.context.close()
