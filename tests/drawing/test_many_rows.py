"""A page of many rows: the same bytes each time, in bounded time and memory."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import NamedTuple

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from ucdp_rows import write_ucdp

PROJECT = Path(__file__).parents[2]
FEW, MANY = 3_000, 20_000
BUILD = """
    import json, resource, sys, time
    import geomap

    start = time.process_time()
    geomap.build(sys.argv[1]).save_map(sys.argv[2])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.process_time() - start, "megabytes": peak}))
"""


def built(table, page, seed="0"):
    """Builds in a process of its own, with that seed of the order of sets; what it took."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", textwrap.dedent(BUILD), table, page]
    return json.loads(subprocess.run(command, check=True, capture_output=True, env=environment).stdout)


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    table = tmp_path_factory.mktemp("few") / "events.csv"
    write_ucdp(table, FEW)
    return table


class MapApart(NamedTuple):
    """A page without the script that makes its map, and what that script asks Leaflet for."""

    rest: str
    options: dict


def map_apart(path):
    html = path.read_text(encoding="utf-8")
    [script] = re.findall(r"<script>(var map_1 = .*?)</script>", html, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert digest in html
    rest = re.sub(r"\s+>", ">", html.replace(script, "").replace(digest, ""))
    found = dict(re.findall(r'"?(\w+)"?: (\[[^]]*\]|[\w.]+)', script))
    found.pop("crs", None)  # Leaflet's own
    options = {name: json.loads(value) for name, value in found.items()}
    return MapApart(rest, {**options, "center": tuple(options["center"])})


def test_two_builds_of_a_packed_page_are_the_same_bytes(few, tmp_path):
    one, other = tmp_path / "one.html", tmp_path / "other.html"
    built(few, one, seed="1")
    built(few, other, seed="2")

    assert b'type="application/octet-stream" id="gm-details"' in one.read_bytes()
    assert one.read_bytes() == other.read_bytes()


def test_a_saved_map_is_the_page_that_folium_writes_of_it(few, tmp_path):
    import geomap

    atlas = geomap.build(few)
    atlas.save_map(tmp_path / "ours.html")
    atlas.map().save(str(tmp_path / "theirs.html"))
    ours, theirs = (map_apart(tmp_path / f"{name}.html") for name in ("ours", "theirs"))

    assert ours.rest == theirs.rest
    assert ours.options.items() <= theirs.options.items()
    assert set(theirs.options.items()) - set(ours.options.items()) <= {("preferCanvas", False)}


def test_a_map_is_saved_without_folium(few, tmp_path):
    code = """if True:
        import sys, geomap
        geomap.build(sys.argv[1]).save_map(sys.argv[2])
        print({"folium", "branca", "jinja2", "pandas"} & set(sys.modules))
    """
    command = [sys.executable, "-c", code, str(few), str(tmp_path / "map.html")]

    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "set()\n"


def test_the_cost_of_a_row_stays_small(few, tmp_path):
    """What a further row costs: the machine's own speed and all that is loaded once stand in both builds."""
    many = tmp_path / "many.csv"
    write_ucdp(many, MANY)
    small, large = built(few, tmp_path / "few.html"), built(many, tmp_path / "many.html")
    rows = MANY - FEW

    # some 90 µs on a busy machine and 4.2 kB when this was written; 5.6 kB and thrice as long row by row
    assert (large["seconds"] - small["seconds"]) / rows < 250e-6
    assert (large["megabytes"] - small["megabytes"]) * 1e6 / rows < 5_500


def test_rows_of_a_table_need_no_finder_of_names_or_events(few):
    import geomap
    from geomap.pipeline import Toolkit

    toolkit = Toolkit.shipped()
    geomap.build(few, toolkit=toolkit)

    assert not {"locator", "extractor"} & vars(toolkit).keys()
