"""What is shown, as files made by the page itself."""

import csv
import io
import json
import struct

import example_reports as examples
import msgspec
import pytest
from example_reports import SUMY, Writer

from geomap.records import Document


def download(page, label, tmp_path):
    page.click("role=tab[name='Share']")
    with page.expect_download() as waiting:
        page.click(f".gm-action:has-text('{label}')")
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


@pytest.fixture
def page(open_page):
    return open_page(examples.both(), title="Week 12: north & south")


def test_geojson_holds_what_is_shown_with_quote_and_source(page, tmp_path):
    path = download(page, "GeoJSON", tmp_path)
    found = json.loads(path.read_text(encoding="utf-8"))
    features = found["features"]

    assert path.name == "Week-12-north-south.geojson"
    assert set(found) == {"type", "features"}
    assert len({feature["id"] for feature in features}) == len(features)
    assert {feature["properties"]["layer"] for feature in features} == {"event", "figure", "movement"}
    assert "Drones hit an apartment block in Kharkiv overnight" in {
        feature["properties"]["quote"] for feature in features
    }
    assert all(feature["properties"]["publisher"] for feature in features)


def test_geojson_is_sound(page, tmp_path):
    from geojson_validator import validate_structure
    from shapely.geometry import shape

    found = json.loads(download(page, "GeoJSON", tmp_path).read_text(encoding="utf-8"))

    assert validate_structure(found) == {}
    for feature in found["features"]:
        geometry = shape(feature["geometry"])
        assert -180 <= geometry.bounds[0] <= geometry.bounds[2] <= 180
        for polygon in getattr(geometry, "geoms", []):
            if polygon.geom_type == "Polygon":
                assert polygon.exterior.is_ccw
                assert not any(hole.is_ccw for hole in polygon.interiors)


def test_what_a_filter_hides_is_not_in_the_file(page, tmp_path):
    page.evaluate("() => { geomap.filter.set({ modality: ['claimed'] }); }")
    features = json.loads(download(page, "GeoJSON", tmp_path).read_text(encoding="utf-8"))["features"]

    assert {feature["properties"]["modality"] for feature in features} == {"claimed"}


def test_a_region_is_an_outline_and_no_pin(page, tmp_path):
    features = json.loads(download(page, "GeoJSON", tmp_path).read_text(encoding="utf-8"))["features"]
    kursk = [each for each in features if each["properties"].get("place") == "Kursk Oblast"]

    assert kursk
    assert {each["geometry"]["type"] for each in kursk} == {"MultiPolygon"}


def test_csv_opens_as_text_where_a_cell_looks_like_a_formula(open_page, tmp_path):
    nasty = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", 'a "b", c\nd']
    reports = []
    for number, name in enumerate(nasty):
        writer = Writer(Document(id=f"d{number}", text="Shells fell.", title=name))
        place = msgspec.structs.replace(SUMY, id=f"p{number}", name=name, lon=-30.5 - number)
        writer.event(f"e{number}", "ASSAULT", "Shells fell", (place, "location"))
        reports.append(writer.report())
    page = open_page(reports)
    text = download(page, "CSV", tmp_path).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    assert [row["place"] for row in rows] == [*(f"'{name}" for name in nasty[:5]), nasty[5]]
    assert [float(row["lon"]) for row in rows] == [-30.5 - number for number in range(6)]


def test_the_picture_is_a_png_of_the_map_at_twice_the_size(page, tmp_path):
    data = download(page, "PNG", tmp_path).read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    size = page.evaluate("[geomap.map.getSize().x, geomap.map.getSize().y]")

    assert data.startswith(b"\x89PNG")
    assert width == 2 * (size[0] + 40)
    assert height > 2 * size[1]
    assert len(data) > 200_000


def test_a_print_has_map_legend_and_sources(page):
    page.emulate_media(media="print")
    page.evaluate("() => { window.dispatchEvent(new Event('beforeprint')); }")

    assert page.locator(".gm-print li").count() == 2
    assert "https://example.com/border" in page.inner_text(".gm-print")
    assert page.is_visible(".gm-legend")
    assert page.is_visible("h1")
    assert not page.is_visible(".gm-query")
    assert not page.is_visible(".leaflet-control-zoom")
