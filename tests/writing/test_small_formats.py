"""FlatGeobuf, KML, CSV with hashtags and simplestyle."""

import csv
import json
from xml.etree import ElementTree as ET

import any_reports
import example_reports as examples
import msgspec
import pyogrio
import pytest
from geojson_validator import validate_structure
from hostile_texts import HOSTILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ogr import opened_by_gdal

from geomap import features
from geomap.layering import load_layers
from geomap.records import Document, Event, EventPlace, Note, Place, Report
from geomap.writing import Options, write
from geomap.writing.hxl import hashtags

LAYERS = tuple(load_layers().values())
KML = "{http://www.opengis.net/kml/2.2}"
TOWN = Place(id="geonames:1", name="Town", lon=36.0, lat=51.0, precision="city", feature="city")


def saved(path, reports, **options):
    tables = features.tables(reports, examples.shape_of)
    write(path, tables, reports, Options(layers=LAYERS, **options))
    return path


def hostile():
    """Every hostile text as title, quote, place and address, but for lone surrogates."""
    texts = [text.encode("utf-8", "replace").decode() for text in HOSTILE]
    return [
        Report(
            document=Document(id=f"d{number}", text=text, title=text, url=f"https://example.org/{text}"),
            events=(
                Event(
                    id=f"d{number}:e",
                    type="ASSAULT",
                    start=0,
                    end=len(text),
                    places=(EventPlace(place=msgspec.structs.replace(TOWN, name=text), role="location"),),
                ),
            ),
        )
        for number, text in enumerate([*texts, "a $[name] b", "\x00 \x1b ]]>", "<b>bold</b>"])
    ]


def test_flatgeobuf_is_indexed_and_says_what_made_it_and_what_is_left_out(tmp_path):
    path = saved(tmp_path / "a.fgb", examples.both(), command="geomap extract seeds", rounded=0.1)
    assert pyogrio.read_info(path)["capabilities"]["fast_spatial_filter"]
    frame = pyogrio.read_dataframe(path)
    assert (len(frame), int(frame.geometry.isna().sum())) == (13, 0)
    assert pyogrio.read_dataframe(path, bbox=(34.7, 50.8, 34.9, 51.0))["place"].tolist() == ["Sumy"]
    head = path.read_bytes()[:4000]
    assert b"rows: 2 of 15 rows have no place and are left out" in head
    assert b"command: geomap extract seeds" in head
    assert b"Rounded to 0.1 degrees" in head
    again = saved(tmp_path / "b.fgb", examples.both(), command="geomap extract seeds", rounded=0.1)
    assert again.read_bytes() == path.read_bytes()


def test_who_writes_flatgeobuf_is_told_what_is_left_out(tmp_path):
    tables = features.tables(examples.both(), examples.shape_of)
    path = tmp_path / "a.fgb"
    told = "2 of 15 rows have no place and are left out: FlatGeobuf is an index of places"
    assert write(path, tables, examples.both()) == Note(f"{path}: {told}")
    assert write(tmp_path / "a.movements.fgb", tables, examples.both()) is None


def test_flatgeobuf_of_nothing_that_has_a_place_is_an_empty_file(tmp_path):
    table = features.Table("event", {"id": ["a"], "document": ["d"]}, [None])
    assert "1 of 1 rows have no place" in write(tmp_path / "a.fgb", {"event": table}, []).text
    assert len(pyogrio.read_dataframe(tmp_path / "a.fgb")) == 0


def test_kml_has_a_folder_a_layer_and_keeps_the_rest_switched_off(tmp_path):
    root = ET.parse(saved(tmp_path / "a.kml", examples.both())).getroot()  # noqa: S314 - our own
    folders = {each.findtext(f"{KML}name"): each for each in root.iter(f"{KML}Folder")}
    assert list(folders)[-1] == "Reported, but not drawn"
    assert {"Areas", "Strikes", "Troops", "Movements"} <= set(folders)
    hidden = folders["Reported, but not drawn"]
    assert hidden.findtext(f"{KML}visibility") == "0"
    names = [each.findtext(f"{KML}name") for each in hidden.iter(f"{KML}Placemark")]
    assert any("planned" in name for name in names)
    assert any("negated" in name for name in names)
    styles = {each.get("id") for each in root.iter(f"{KML}Style")}
    assert all(each.text[1:] in styles for each in root.iter(f"{KML}styleUrl"))


def test_kml_knows_days_and_spans(tmp_path):
    root = ET.parse(saved(tmp_path / "a.kml", examples.both())).getroot()  # noqa: S314 - our own
    assert "2024-11-01" in {each.text for each in root.iter(f"{KML}when")}
    ends = {each.findtext(f"{KML}end") for each in root.iter(f"{KML}TimeSpan")}
    assert "2024-10-31" in ends


def test_kml_puts_no_pin_into_an_area(tmp_path):
    root = ET.parse(saved(tmp_path / "a.kml", examples.both())).getroot()  # noqa: S314 - our own
    for mark in root.iter(f"{KML}Placemark"):
        cells = {each.get("name"): each.findtext(f"{KML}value") for each in mark.iter(f"{KML}Data")}
        if cells["layer"] != "areas" and cells.get("precision") in {"adm1", "country", "region"}:
            assert mark.find(f"{KML}Point") is None


def test_texts_are_inert_in_balloons(tmp_path):
    reports = hostile()
    path = saved(tmp_path / "a.kml", reports)
    assert "http://maps.google" not in path.read_text("utf-8")
    root = ET.parse(path).getroot()  # noqa: S314 - our own
    folder = next(each for each in root.iter(f"{KML}Folder") if each.findtext(f"{KML}name") == "Events")
    found = [each.findtext(f"{KML}description") for each in folder.iter(f"{KML}Placemark")]
    assert len(found) == len(reports)
    for balloon in found:
        # what is left without our own four tags holds no tag, no attribute and no placeholder
        rest = balloon.replace("<b>", "").replace("</b>", "").replace("<br>", "").replace("</a>", "")
        for link in rest.split('<a href="')[1:]:
            assert link.startswith("https://example.org/")
            rest = rest.replace(f'<a href="{link.partition(chr(34))[0]}">', "")
        assert "<" not in rest
        assert ">" not in rest
        assert "$[" not in rest
        assert '"' not in rest
    names = [each.findtext(f"{KML}name") for each in folder.iter(f"{KML}Placemark")]
    assert not any(mark in name for name in names for mark in ("<", ">", "$["))


def test_gdal_reads_kml(tmp_path):
    told = opened_by_gdal(saved(tmp_path / "a.kml", examples.both()))
    assert told["Movements"][0] == 2
    assert told["Strikes"] == (6, 'ID["EPSG",4326]', (34.8, 49.98, 36.58, 51.19))
    assert told["Areas"][2] == (-180.0, 34.4, 180.0, 68.0)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(any_reports.reports(), max_size=2))
def test_any_reports_make_kml_and_flatgeobuf(tmp_path_factory, reports):
    folder = tmp_path_factory.mktemp("any")
    root = ET.parse(saved(folder / "a.kml", reports)).getroot()  # noqa: S314 - our own
    for text in root.iter(f"{KML}coordinates"):
        for pair in text.text.split():
            lon, lat = map(float, pair.split(","))
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
    events = sum(bool(event.places) for report in reports for event in report.events)
    assert len(pyogrio.read_dataframe(saved(folder / "a.fgb", reports))) == events


def test_csv_has_hashtags_under_its_headings_if_asked(tmp_path):
    path = saved(tmp_path / "a.csv", examples.both(), hxl=True)
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings, tags, *rows = csv.reader(file)
    assert len(headings) == len(tags) == len(rows[0])
    known = dict(zip(headings, tags, strict=True))
    assert (known["lat"], known["country"], known["killed_low"]) == (
        "#geo+lat",
        "#country+code+v_iso2",
        "#affected+killed+num+min",
    )
    assert all(tag.startswith("#") for tag in tags)
    assert len(rows) == 15


def test_a_column_without_a_hashtag_gets_one_of_its_name():
    assert hashtags(["odd Name-1"]) == ["#meta+oddname1"]


def test_gdal_reads_csv(tmp_path):
    assert opened_by_gdal(saved(tmp_path / "a.csv", examples.both()))["a"][0] == 15


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_text_is_a_formula(tmp_path, text):
    report = hostile()[0]
    report = msgspec.structs.replace(report, document=msgspec.structs.replace(report.document, title=text))
    with saved(tmp_path / "a.csv", [report]).open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["title"] == f"'{text}".replace("\r", "\n")


def test_negative_degrees_stay_numbers(tmp_path):
    table = features.Table("event", {"id": ["a"], "document": ["d"], "rep_lon": [-3.5]}, [None])
    write(tmp_path / "a.csv", {"event": table}, [])
    assert (tmp_path / "a.csv").read_text("utf-8-sig") == "id,document,lon\na,d,-3.5\n"


def test_simplestyle_colours_what_layers_draw_and_greys_the_rest(tmp_path):
    plain = json.loads(saved(tmp_path / "p.geojson", examples.both()).read_bytes())
    styled = json.loads(saved(tmp_path / "a.geojson", examples.both(), simplestyle=True).read_bytes())
    assert validate_structure(styled) == {}
    looks = {each["id"]: each["properties"] for each in styled["features"]}
    assert looks["event/g1"]["marker-color"] == "#E69F00"
    assert looks["event/g1"]["marker-symbol"] == "triangle"
    assert (looks["event/e2"]["marker-size"], looks["event/e2"]["marker-color"]) == ("small", "#9CA3AF")
    assert looks["movement/e1:m1"]["stroke"] == "#B2182B"
    assert looks["movement/g7:m1"]["stroke-opacity"] == 0.5  # planned
    for before, after in zip(plain["features"], styled["features"], strict=True):
        assert after["properties"].items() >= before["properties"].items()
        assert 0 <= after["properties"]["fill-opacity"] <= 1
