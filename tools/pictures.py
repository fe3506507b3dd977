"""Take the pictures of the documents: ``PYTHONPATH=. python tools/pictures.py`` (needs Chromium).

With Pillow installed they are written with 256 colours, which makes them four times as small.
"""

import math
import shutil
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

import geomap
from geomap.layering import load_layers

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
ARTICLE = SEEDS / "north-korean-troops-in-kursk.md"
EXAMPLES = ROOT / "docs" / "examples"


class Shot(NamedTuple):
    """A picture of a page: of all of it, or of the map alone at a latitude, longitude and zoom."""

    name: str
    size: tuple[int, int] = (1280, 800)
    dark: bool = False
    view: tuple[float, float, float] | None = None
    address: str = ""
    click: str = ""


def main() -> None:
    """Draw each page and write its pictures to docs/."""
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for number, (make, shots) in enumerate(PAGES):
            page_file = folder / f"{number}.html"
            make(page_file, folder)
            for shot in shots:
                take(browser, page_file, shot)
        browser.close()


def take(browser: Browser, page_file: Path, shot: Shot) -> None:
    """Write one picture."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if shot.dark else "light"
    )
    page = context.new_page()
    page.goto(page_file.as_uri() + shot.address)
    page.wait_for_selector("html.gm-ready", state="attached")
    part: Page | object = page
    if shot.view:
        lat, lon, zoom = shot.view
        page.evaluate(f"geomap.map.setView([{lat}, {lon}], {zoom}, {{ animate: false }})")
        part = page.locator(".gm-main")
    for each in page.locator(shot.click).all() if shot.click else []:
        each.click()
    page.wait_for_timeout(500)
    path = ROOT / "docs" / shot.name
    part.screenshot(path=path)  # type: ignore[attr-defined]
    context.close()
    if find_spec("PIL"):
        from PIL import Image

        Image.open(path).convert("RGB").quantize(256).save(path, optimize=True)
    print(f"wrote docs/{shot.name}")


def article(page_file: Path, _: Path) -> None:
    """One article."""
    geomap.build(ARTICLE).save_map(page_file)


def articles(page_file: Path, _: Path) -> None:
    """All articles."""
    geomap.build(SEEDS).save_map(page_file, title="Five articles")


def own(page_file: Path, _: Path) -> None:
    """An article under the documented layers of one's own."""
    geomap.build(ARTICLE).save_map(page_file, list(load_layers(EXAMPLES / "own-layers").values()))


def hexagons(page_file: Path, folder: Path) -> None:
    """A table of invented attacks, thickest in the middle, counted in hexagons."""
    rows = ["date,lat,lon,type,place"]
    for n in range(1, 1500):
        away, turn = (n % 97) ** 1.5 / 180, n * 2.4
        lat, lon = 49 + away * math.sin(turn) * 0.6, 36 + away * math.cos(turn)
        rows.append(f"2024-03-{n % 28 + 1:02},{lat:.3f},{lon:.3f},Shelling,Village {n}")
    table = folder / "invented.csv"
    table.write_text("\n".join(rows), encoding="utf-8")
    geomap.build(table).save_map(page_file, list(load_layers(EXAMPLES / "density").values()))


def many(page_file: Path, folder: Path) -> None:
    """A hundred thousand made-up events in UCDP's layout."""
    sys.path.insert(0, str(ROOT / "tests" / "bench"))
    from ucdp_rows import write_ucdp

    table = folder / "made-up.csv"
    write_ucdp(table, 100_000)
    geomap.build(table).save_map(page_file, title="Made-up events")


WIDE = (1000, 360)
PAGES: list[tuple[Callable[[Path, Path], None], list[Shot]]] = [
    (article, [Shot("kursk.png"), Shot("phone.png", (390, 844))]),
    (
        articles,
        [
            Shot("seeds.png"),
            Shot("dark.png", dark=True),
            Shot(
                "sources.png",
                address="#tab=sources",
                click=".gm-section:nth-child(2) > summary, .gm-document:first-child > summary",
            ),
        ],
    ),
    (
        own,
        [
            Shot("layers-own.png", WIDE, view=(51.25, 35.35, 8.25)),
            Shot("layers-marks.png", WIDE, view=(50.0, 80.0, 3.0)),
        ],
    ),
    (
        many,
        [
            Shot("many.png"),
            Shot("many-near.png", address="#map=6.00/48.50/35.50&from=2021-01-01&to=2021-12-31"),
            Shot("many-phone.png", (390, 844)),
        ],
    ),
    (
        hexagons,
        [
            Shot(
                "layers-density.png",
                WIDE,
                view=(49.0, 36.0, 6.5),
                address="#off=strikes,events,areas,mentions",
            )
        ],
    ),
]


if __name__ == "__main__":
    main()
