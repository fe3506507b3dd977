"""Take the pictures of layers/README.md: ``PYTHONPATH=. python tools/layer_pictures.py`` (needs Chromium)."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import geomap

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "seeds" / "north-korean-troops-in-kursk.md"
# file name: latitude, longitude and zoom of the view
VIEWS = {"layers-own.png": (51.25, 35.35, 8.25), "layers-marks.png": (50.0, 80.0, 3.0)}


def main() -> None:
    """Draw an article under the documented layer of one's own, and write each view to docs/."""
    from geomap.layering import load_layers

    layers = list(load_layers(ROOT / "docs" / "examples" / "own-layers").values())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "map.html"
        geomap.build(ARTICLE).save_map(page_file, layers)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 360})
        page.goto(page_file.as_uri())
        page.wait_for_selector("html.gm-ready", state="attached")
        for name, (lat, lon, zoom) in VIEWS.items():
            page.evaluate(f"geomap.map.setView([{lat}, {lon}], {zoom}, {{ animate: false }})")
            page.wait_for_timeout(500)
            page.locator(".gm-main").screenshot(path=ROOT / "docs" / name)
            print(f"wrote docs/{name}")
        browser.close()


if __name__ == "__main__":
    main()
