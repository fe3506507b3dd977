"""A map of many made-up events by geomap, and by folium's own ways, on the same rows in one run.

python tests/bench/map_page.py 100000 [--peers [WAY ...]] [--assets FOLDER]

Prints for each way seconds of processor time to read the rows and build the page, peak memory, size of the
page, and in a headless Chromium the time until the map is drawn; for geomap also what
`page_speed.py` measures.
Folium's pages load their scripts from the network: Leaflet is served from its Python package, and what
`npm pack leaflet.markercluster` unpacks to from FOLDER; a way whose scripts are not at hand is not drawn.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from page_speed import page_speed
from ucdp_rows import HEADINGS, rows, write_ucdp

PEERS = ("MarkerCluster", "FastMarkerCluster", "GeoJson")
DRAWN = """() => new Promise((done) => requestAnimationFrame(
  () => requestAnimationFrame(() => done(performance.now()))))"""


def by_geomap(table: Path, page: Path) -> None:
    """Reads the table and draws it."""
    import geomap

    geomap.build(table).save_map(page)


def by_folium(count: int, kind: str, page: Path) -> None:
    """A point and a popup for each row, as folium's documentation shows it."""
    import folium
    from folium.plugins import FastMarkerCluster, MarkerCluster

    lat, lon, title, day = (
        HEADINGS.index(name) for name in ("latitude", "longitude", "source_headline", "date_start")
    )
    found = [(float(row[lat]), float(row[lon]), f"{row[title]}, {row[day]}") for row in rows(count)]
    world = folium.Map([20, 10], zoom_start=3, tiles=None)
    if kind == "MarkerCluster":
        group = MarkerCluster().add_to(world)
        for north, east, said in found:
            folium.Marker([north, east], popup=said).add_to(group)
    elif kind == "FastMarkerCluster":
        make = "function (row) { return L.marker(new L.LatLng(row[0], row[1])).bindPopup(row[2]); }"
        FastMarkerCluster([list(each) for each in found], callback=make).add_to(world)
    else:
        features = [
            {
                "type": "Feature",
                "properties": {"said": said},
                "geometry": {"type": "Point", "coordinates": [east, north]},
            }
            for north, east, said in found
        ]
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            marker=folium.CircleMarker(radius=4),
            popup=folium.GeoJsonPopup(["said"]),
        ).add_to(world)
    world.save(str(page))


def built(way: str, count: int, table: Path, page: Path) -> dict[str, float]:
    """Builds in a process of its own: its seconds, its peak memory, the size of its page."""
    command = [sys.executable, __file__, str(count), "--build", way, str(table), str(page)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return {**found, "MB page": page.stat().st_size / 1e6}


def drawn(way: str, page: Path, assets: Path | None) -> dict[str, float]:
    """Milliseconds until the map is drawn in a browser, and for geomap of all that it answers to."""
    if way == "geomap":
        return {f"ms {name}": value for name, value in page_speed(page).items()}
    import shutil

    from playwright.sync_api import sync_playwright
    from xstatic.pkg import leaflet

    at_hand = {
        file.name: file
        for folder in (leaflet.BASE_DIR, assets)
        if folder
        for file in Path(folder).rglob("*.*")
    }
    missing: list[str] = []

    def serve(route):
        name = route.request.url.partition("?")[0].rpartition("/")[2]
        if route.request.url.startswith(("file:", "data:", "blob:")):
            route.continue_()
        elif name in at_hand:
            route.fulfill(path=at_hand[name])
        else:
            missing.append(name)
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--headless", "--no-sandbox", "--disable-gpu"],
        )
        sheet = browser.new_page(viewport={"width": 1280, "height": 800})
        sheet.set_default_timeout(300_000)
        sheet.route("**/*", serve)
        sheet.goto(page.as_uri(), timeout=300_000)
        ready = sheet.evaluate(DRAWN)
        browser.close()
        return {} if any("markercluster" in name for name in missing) else {"ms drawn": ready}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument(
        "--peers",
        nargs="*",
        choices=PEERS,
        help="folium's ways too, or some: minutes at 100,000",
    )
    parser.add_argument("--assets", type=Path)
    parser.add_argument("--build", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.build:
        way, table, page = chosen.build
        start = time.process_time()
        by_geomap(Path(table), Path(page)) if way == "geomap" else by_folium(chosen.count, way, Path(page))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps({"s build": time.process_time() - start, "MB memory": peak}))
        return
    with tempfile.TemporaryDirectory() as folder:
        table, page = Path(folder) / "events.csv", Path(folder) / "page.html"
        write_ucdp(table, chosen.count)
        ours: dict[str, float] = {}
        for way in ("geomap", *(() if chosen.peers is None else chosen.peers or PEERS)):
            found = {**built(way, chosen.count, table, page), **drawn(way, page, chosen.assets)}
            ours = ours or found
            sys.stdout.write(f"{way}, {chosen.count:,} rows\n")
            for name, value in found.items():
                ratio = "" if way == "geomap" else f" (x{value / ours[name]:.1f})"
                sys.stdout.write(f"{value:10.1f} {name}{ratio}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
