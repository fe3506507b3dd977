"""How quickly a page of geomap answers in a headless Chromium: its start, filters, search, moving about.

python tests/bench/page_speed.py PAGE.html [TIMES]

Wall time is what a reader waits, and on a busy machine also what others do meanwhile; the processor time of
the page's main thread, as Chromium counts it, is not. Both are milliseconds, the median of five actions, and
of `TIMES` starts the quickest.
"""

import shutil
import statistics
import sys
from collections.abc import Collection
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

_TURNS = 5
_RESTS = 250  # milliseconds after an action in which the page may do what it put off
_HELPERS = """
window.rested = (put) => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, put)));
});
window.painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
window.until = async (met) => { while (!met()) await new Promise((done) => setTimeout(done)); };
window.press = (element, key) => {
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
};
window.boxes = (of) => [...document.querySelectorAll(`.gm-legend ${of} input`)];
window.some = (list, at) => list[Math.min(list.length - 1, at)];
window.choose = async (facet, turn) => {
  const heading = { modality: 'Status', sides: 'Sides', sources: 'Publishers' }[facet];
  const all = [...document.querySelectorAll('.gm-section')];
  const box = all.find((each) => each.firstElementChild.firstChild.textContent === heading);
  if (!box) { // there is only one value to choose from
    geomap.filter.set({ [facet]: turn % 2 ? null : geomap.filter.values(facet) });
    return;
  }
  if (!box.open) {
    box.open = true;
    await until(() => box.querySelector('.gm-choice'));
  }
  some(box.querySelectorAll('.gm-choice'), turn >> 1).click();
};
window.measured = async (act, turn) => {
  const start = performance.now();
  await act(turn);
  await painted();
  return performance.now() - start;
};
undefined;
"""
# what a reader does, with the turn from 0 to 4; what each changes is painted in the frame after it
_ACTIONS = {
    "time slider": "(turn) => press(document.querySelector('.gm-handle.gm-from'), 'PageUp')",
    "play step": "(turn) => document.querySelectorAll('.gm-jump')[1].click()",
    "all days again": "(turn) => geomap.filter.set({ from: null, to: null })",
    "type": "(turn) => some(boxes('.gm-entries').concat(boxes('')), turn >> 1).click()",
    "layer": "(turn) => some(boxes('.gm-layer > .gm-row').reverse(), turn >> 1).click()",
    "status": "(turn) => choose('modality', turn)",
    "side": "(turn) => choose('sides', turn)",
    "source": "(turn) => choose('sources', turn)",
    "undated": "(turn) => geomap.filter.set({ undated: turn % 2 === 1 })",
    "search": """async (turn) => {
      const [box, list] = ['.gm-query', '.gm-results'].map((each) => document.querySelector(each));
      const before = list.firstChild;
      box.focus();
      box.value = 'Town 123'.slice(0, 4 + turn);
      box.dispatchEvent(new Event('input'));
      await until(() => list.firstChild && list.firstChild !== before);
    }""",
    "open a result": """async (turn) => {
      const box = document.querySelector('.gm-query');
      press(box, 'ArrowDown');
      press(box, 'Enter');
      await until(() => document.querySelector('.leaflet-popup'));
    }""",
    "zoom": "(turn) => geomap.map.setZoom(geomap.map.getZoom() + (turn % 2 ? -1 : 1), { animate: false })",
    "pan by half": "(turn) => geomap.map.panBy([turn % 2 ? -640 : 640, 0], { animate: false })",
}
# tasks of the main thread that a reader would notice, from the start on
_TASKS = """
window.tasks = [];
const watcher = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
watcher.observe({ type: 'longtask', buffered: true });
"""
# tasks that begin after the map was drawn read what is not seen yet
_LONGEST = """(from) => {
  return Math.max(0, ...tasks.filter((each) => each.startTime > from).map((each) => each.duration));
}"""
_DRAWN = "performance.getEntriesByName('gm-drawn')[0].startTime"
_DRAGGED = """async () => {
  const frames = [];
  let last = 0;
  window.dragging = true;
  while (window.dragging) {
    const now = await new Promise(requestAnimationFrame);
    if (last) frames.push(now - last);
    last = now;
  }
  return frames;
}"""


def page_speed(page: Path, times: int = 3) -> dict[str, float]:
    """Milliseconds of everything measured, megabytes of the heap, by what they are of."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--headless", "--no-sandbox", "--disable-gpu"],
        )
        found = measured(browser, page, times)
        browser.close()
        return found


def measured(
    browser: Browser, page: Path, times: int, actions: Collection[str] = tuple(_ACTIONS)
) -> dict[str, float]:
    """The same in a browser that runs, for some of the actions."""
    searched = [_Opened(browser, page).first_search() for _ in range(times)] if "search" in actions else []
    starts = [_Opened(browser, page) for _ in range(times)]
    found = {name: min(each.start[name] for each in starts) for name in starts[0].start}
    if searched:
        found["first search, a second after drawing"] = min(searched)
    for each in starts[1:]:
        each.page.close()
    found |= starts[0].answers(actions)
    starts[0].page.close()
    return found


class _Opened:
    """A page in a tab of its own, whose processor time is counted."""

    def __init__(self, browser: Browser, file: Path) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1280, "height": 800})
        self.page.set_default_timeout(300_000)
        self.session: CDPSession = self.page.context.new_cdp_session(self.page)
        self.page.add_init_script(_TASKS)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = self.busy()
        self.page.goto(file.as_uri(), timeout=300_000)
        self.page.wait_for_selector("html.gm-ready", state="attached")
        self.page.wait_for_timeout(_RESTS)
        self.start = {
            "drawn": self.page.evaluate(_DRAWN),
            "drawn and made ready, processor": self.busy() - before,
            "longest task after drawing": self.page.evaluate(f"({_LONGEST})({_DRAWN} + 1)"),
        }
        self.session.send("HeapProfiler.collectGarbage")
        self.start["heap in MB"] = self.metrics()["JSHeapUsedSize"] / 1e6

    def first_search(self) -> float:
        """Wall time of the first search of the page; it is closed."""
        self.page.evaluate(_HELPERS)
        self.page.wait_for_function(f"() => performance.now() > {_DRAWN} + 1000")
        wall = float(self.page.evaluate(f"measured({_ACTIONS['search']}, 0)"))
        self.page.close()
        return wall

    def metrics(self) -> dict[str, float]:
        found = self.session.send("Performance.getMetrics")["metrics"]
        return {each["name"]: each["value"] for each in found}

    def busy(self) -> float:
        """Milliseconds for which the main thread has worked."""
        return 1000 * self.metrics()["TaskDuration"]

    def answers(self, actions: Collection[str]) -> dict[str, float]:
        """Each action's wall time until it is painted, and all the processor time it causes."""
        self.page.evaluate(_HELPERS)
        found: dict[str, float] = {}
        for name in actions:
            walls, works = [], []
            for turn in range(_TURNS):
                before = self.busy()
                walls.append(self.page.evaluate(f"measured({_ACTIONS[name]}, {turn})"))
                self.page.evaluate(f"rested({_RESTS})")
                works.append(self.busy() - before)
                self.prepare(name)
            found[name] = statistics.median(walls)
            found[f"{name}, processor"] = statistics.median(works)
        return found | self.dragged()

    def prepare(self, name: str) -> None:
        """Puts the page back to where an action can be done once more."""
        if name == "open a result":
            self.page.evaluate("""async () => {
              geomap.map.closePopup();
              const box = document.querySelector('.gm-query');
              const list = document.querySelector('.gm-results');
              box.focus();
              box.dispatchEvent(new Event('input'));
              await until(() => list.firstChild);
            }""")

    def dragged(self) -> dict[str, float]:
        """The time between frames while the map is dragged, and the work of each."""
        self.page.mouse.move(400, 300)
        self.page.mouse.down()
        before = self.busy()
        self.page.evaluate(f"window.frames_ = ({_DRAGGED})(); 0")
        for step in range(30):
            self.page.mouse.move(400 + 8 * step, 300 + 2 * step)
            self.page.wait_for_timeout(16)
        frames = self.page.evaluate("() => { window.dragging = false; return window.frames_; }")
        work = self.busy() - before
        self.page.mouse.up()
        return {
            "frame while dragging": statistics.median(frames),
            "frame while dragging, processor": work / len(frames),
        }


if __name__ == "__main__":
    for name, value in page_speed(Path(sys.argv[1]).resolve(), int((*sys.argv[2:], "3")[0])).items():
        sys.stdout.write(f"{value:8.1f} {name}\n")
