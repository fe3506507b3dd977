"""The basemap that ships, and the part of it that goes into a page."""

import base64
import json
import zipfile

import pytest
from decoding import decode

from geomap import files as module
from geomap.drawing.basemap import BUDGET, basemap
from geomap.errors import DataError
from geomap.files import data_file
from geomap.layering.labels import country_names

VIEWS = ("un", "de-facto")


@pytest.fixture(scope="module")
def archive():
    with zipfile.ZipFile(data_file("basemap.zip")) as found:
        yield found


def lines_in(stored, grid, box):
    """Solid and dashed boundary points inside a box of west, south, east, north."""
    _, solid, dashed = decode(base64.b64decode(stored), grid)
    west, south, east, north = box
    return [
        sum(west < lon < east and south < lat < north for path in section for lon, lat in path)
        for section in (solid, dashed)
    ]


def test_every_tile_stays_inside_its_frame(archive):
    for name in archive.namelist():
        if "_" not in name:
            continue
        x, y = map(int, name.split("_"))
        west, south = x * 10 - 180, y * 10 - 90
        tile = json.loads(archive.read(name))
        for part in ("land", *(view for view in VIEWS if view in tile)):
            for section in decode(base64.b64decode(tile[part]), 1000):
                for path in section:
                    assert all(west <= lon <= west + 10 for lon, _ in path), name
                    assert all(south - 0.001 <= lat <= south + 10.001 for _, lat in path), name
        for label, lon, lat, rank, kind in tile["labels"]:
            assert label
            assert west - 0.001 <= lon <= west + 10.001
            assert south - 0.001 <= lat <= south + 10.001
            assert rank >= 0
            assert kind.partition("/")[0] in {"admin1", "capital", "city", "land"}


def test_the_un_view_draws_no_boundary_between_crimea_and_the_mainland(archive):
    tile = json.loads(archive.read("21_13"))
    isthmus = (33.6, 45.75, 34.9, 46.2)

    assert lines_in(tile["un"], 1000, isthmus) == [0, 0]
    assert lines_in(tile["de-facto"], 1000, isthmus)[1] > 10


def test_the_un_view_dashes_kosovo(archive):
    tile = json.loads(archive.read("20_13"))
    border = (20.5, 42.4, 21.8, 43.3)

    assert lines_in(tile["un"], 1000, border)[1] > 20
    assert lines_in(tile["un"], 1000, border)[0] < lines_in(tile["de-facto"], 1000, border)[0]


def test_the_line_of_control_is_dashed_in_both_views(archive):
    tile = json.loads(archive.read("25_12"))

    for view in VIEWS:
        assert lines_in(tile.get(view, tile["un"]), 1000, (73.8, 33.0, 75.0, 34.8))[1] > 20


def test_tiles_are_those_around_what_is_drawn():
    corners = {(tile["west"], tile["south"]) for tile in basemap([(38.0, 51.6)], "un")["tiles"]}

    assert corners == {(30, 40), (40, 40), (30, 50), (40, 50)}


def test_a_place_in_the_middle_of_a_tile_needs_one_tile():
    assert [(t["west"], t["south"]) for t in basemap([(35, 55)], "un")["tiles"]] == [(30, 50)]


def test_the_neighbour_over_the_date_line_is_found():
    wests = {tile["west"] for tile in basemap([(179.5, -17.0)], "un")["tiles"]}

    assert wests == {170, -180}


def test_places_all_over_the_earth_keep_to_the_budget():
    found = basemap([(lon, lat) for lon in range(-175, 180, 10) for lat in range(-55, 75, 10)], "un")

    assert len(found["tiles"]) > 3
    assert sum(len(tile["land"]) + len(tile["lines"]) for tile in found["tiles"]) <= BUDGET


def test_unrecognised_states_are_named_only_in_the_de_facto_view():
    named = {view: {label[0] for label in basemap([], view)["labels"]} for view in VIEWS}

    assert "Somaliland" not in named["un"]
    assert "Somaliland" in named["de-facto"]
    assert {"Ukraine", "Palestine", "Kosovo", "Taiwan", "Western Sahara"} <= named["un"] & named["de-facto"]


def test_countries_have_english_names():
    assert {code: country_names()[code] for code in ("KP", "UA", "CD")} == {
        "KP": "North Korea",
        "UA": "Ukraine",
        "CD": "DR Congo",
    }


def test_a_damaged_file_is_named(tmp_path, monkeypatch):
    broken = tmp_path / "basemap.zip"
    broken.write_bytes(b"not a zip")
    monkeypatch.setattr(module, "data_file", lambda _: broken)

    with pytest.raises(DataError, match=r"basemap\.zip: damaged"):
        basemap([], "un")


def names_in(view, west, south, east, north):
    found = basemap([((west + east) / 2, (south + north) / 2)], view)
    labels = [*found["labels"], *(label for tile in found["tiles"] for label in tile["labels"])]
    return {(name, kind) for name, lon, lat, _, kind in labels if west < lon < east and south < lat < north}


def test_no_country_is_named_on_ground_of_no_agreed_country():
    kashmir = (72.9, 32.3, 80.3, 37.1)

    assert not [name for name, kind in names_in("un", *kashmir) if kind in {"country", "land"}]
    assert {"India", "Pakistan"} <= {name for name, kind in names_in("de-facto", *kashmir) if kind == "land"}


def test_jerusalem_is_a_capital_only_where_it_is_held_as_one():
    around = (35.1, 31.6, 35.3, 31.9)

    assert {kind for name, kind in names_in("un", *around) if name == "Jerusalem"} == {"city"}
    assert {kind for name, kind in names_in("de-facto", *around) if name == "Jerusalem"} == {"capital"}
