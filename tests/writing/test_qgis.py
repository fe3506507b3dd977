"""QGIS opens a GeoPackage as the page draws it; without PyQGIS this skips, unless GEOMAP_REQUIRE_GIS=1."""

import json
import os
import subprocess
from pathlib import Path

import example_reports as examples
import pytest

from geomap import features
from geomap.layering import load_layers
from geomap.layering.columns import records_of
from geomap.layering.labels import entry_label
from geomap.layering.select import choose
from geomap.writing import Options, write

PYTHON = "/usr/bin/python3"  # the one that Debian's python3-qgis is for
LOOK = Path(__file__).with_name("qgis_look.py")
TABLES = {"events": "event", "figures": "figure", "movements": "movement", "places": "place", "areas": "area"}


@pytest.fixture(scope="module")
def looked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("qgis")
    environment = {
        "PATH": os.defpath,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "QT_QPA_PLATFORM": "offscreen",
        "LANG": "C.UTF-8",
    }
    there = (
        Path(PYTHON).exists()
        and not subprocess.run(
            [PYTHON, "-c", "import qgis.core"], env=environment, capture_output=True, check=False
        ).returncode
    )
    if not there:
        assert not os.environ.get("GEOMAP_REQUIRE_GIS"), "python3-qgis must be installed here"
        pytest.skip("PyQGIS is not installed")
    path, picture = folder / "both.gpkg", folder / "both.png"
    reports = examples.both()
    layers = tuple(load_layers().values())
    write(path, features.tables(reports, examples.shape_of), reports, Options(layers=layers))
    run = subprocess.run(
        [PYTHON, str(LOOK), str(path), str(picture), "31", "48", "40", "53.5"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(run.stdout), picture


def test_layers_are_valid_and_carry_their_styles(looked):
    told, _ = looked
    assert told["errors"] == []
    for table in (told[name] for name in TABLES.values()):
        assert (table["valid"], table["crs"], table["renderer"]) == (True, "EPSG:4326", "RuleRenderer")
        assert table["wrong"] == []
    assert (told["event"]["rows"], told["figure"]["rows"], told["area"]["rows"]) == (15, 9, 5)
    assert told["figure"]["labels"]


def test_the_rules_draw_the_rows_that_the_page_draws(looked):
    told, _ = looked
    records, chosen = choose(
        records_of(features.tables(examples.both(), examples.shape_of)), list(load_layers().values())
    )
    for layer in load_layers().values():
        rows, picked = records[layer.records], chosen[layer.id]
        expected = {}
        for row, number in zip(picked.rows, picked.entry, strict=True):
            expected.setdefault(entry_label(picked.entries[number], layer), set()).add(rows.column("id")[row])
        found = {}
        for rule, ids in told[TABLES[layer.records]]["rules"].items():
            group, _, label = rule.partition(" / ")
            if group == layer.title and not label.startswith("Known only"):
                dash = f": {layer.encode.dash.label}" if layer.encode.dash else ""
                found.setdefault(label.removesuffix(dash), set()).update(ids)
        places = {rows.column("id")[row] for row in range(len(rows)) if rows.geometry[row] is not None}
        drawn = {label: ids & places for label, ids in found.items() if ids & places}
        assert drawn == expected, layer.id


def test_the_picture_shows_the_colours_of_the_layers(looked):
    told, picture = looked
    assert picture.stat().st_size > 10_000
    assert {"#e69f00", "#882255", "#cc79a7", "#2166ac", "#111111"} <= set(told["colours"])
