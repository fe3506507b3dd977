"""GeoPackages: layers tied together, opened by GDAL of some years ago without a warning, styled for QGIS."""

import sqlite3
from contextlib import closing
from datetime import date
from xml.etree import ElementTree as ET

import any_reports
import example_reports as examples
import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ogr import opened_by_gdal
from shapely.geometry import MultiPoint, Point

from geomap import features
from geomap.errors import OutputError
from geomap.features import Table
from geomap.geometry import disc
from geomap.layering import load_layers
from geomap.records import Document
from geomap.records import Report as Found
from geomap.writing import Options, write

REPORT = Found(
    document=Document(id="kursk", text="Two died.", published=date(2024, 11, 1), title="Two — dead")
)
EVENTS = Table(
    "event",
    {
        "id": ["kursk:e1", "kursk:e2", "kursk:e3"],
        "document": ["kursk"] * 3,
        "date_start": [date(2024, 10, 31), None, None],
        "happened": [True, False, True],
        "place_id": ["p1", "p2", None],
        "place": ["Town", "Sea", None],
        "killed_value": [2.0, None, 1.5],
        "start": [0, 1, 2],
        "mode": [None, None, None],
        "fid": ["a", "b", "c"],
        'odd "name"': ["x", "y", "z"],
    },
    [Point(36, 51.7), disc(179.9, -18, 250), None],
)
EMPTY = Table("figure", {}, [])
OPTIONS = Options(layers=tuple(load_layers().values()), command="geomap extract seeds")


def saved(path, reports, options=OPTIONS):
    write(path, features.tables(reports, examples.shape_of), reports, options)
    return path


def rows(path, sql):
    with closing(sqlite3.connect(path)) as base:
        return base.execute(sql).fetchall()


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "out.gpkg"
    write(path, {"event": EVENTS, "figure": EMPTY}, [REPORT])
    return path


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return saved(tmp_path_factory.mktemp("both") / "both.gpkg", examples.both())


def test_each_table_with_rows_is_a_layer_of_one_type_of_geometry(both):
    kinds = {str(name): kind for name, kind in pyogrio.list_layers(both)}
    assert kinds == {
        "event": "Point",
        "figure": "Point",
        "movement": "LineString",
        "place": "Point",
        "area": "MultiPolygon",
        "document": None,
        "statement": None,
        "readme": None,
        "geomap_records": None,
        "layer_styles": None,
    }


def test_values_keep_their_kinds(written):
    info = pyogrio.read_info(written, layer="event")
    kinds = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert kinds["date_start"] == "OFTDate"
    assert (kinds["killed_value"], kinds["start"], kinds["mode"]) == ("OFTReal", "OFTInteger64", "OFTString")
    assert info["crs"] == "EPSG:4326"
    frame = pyogrio.read_dataframe(written, layer="event")
    assert frame["fid_"].tolist() == ["a", "b", "c"]
    assert frame['odd "name"'].tolist() == ["x", "y", "z"]
    assert frame["happened"].tolist() == [True, False, True]
    assert frame["killed_value"].isna().tolist() == [False, True, False]
    assert frame["date_start"].isna().tolist() == [False, True, True]


def test_what_is_known_as_an_area_has_no_point_but_refers_to_the_area(written):
    frame = pyogrio.read_dataframe(written, layer="event")
    assert frame.geometry.isna().tolist() == [False, True, True]
    assert frame["area"].tolist()[1] == 1
    areas = pyogrio.read_dataframe(written, layer="area", fid_as_index=True)
    assert areas.loc[1, "place"] == "Sea"
    shape = areas.loc[1].geometry
    assert (shape.bounds[0], shape.bounds[2]) == (-180, 180)  # cut at the antimeridian


def test_several_points_make_all_multiple(tmp_path):
    table = Table("event", {"id": ["a", "b"]}, [Point(1, 2), MultiPoint([(1, 2), (3, 4)])])
    write(tmp_path / "a.gpkg", {"event": table}, [])
    frame = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="event")
    assert set(frame.geometry.geom_type) == {"MultiPoint"}


def test_keys_lead_somewhere(both):
    assert rows(both, "PRAGMA foreign_key_check") == []
    joined = """SELECT figure.id, event.id, document.title FROM figure
        JOIN event ON event.id = figure.event JOIN document ON document.id = event.document"""
    assert ("f2", "e1", "North Korean troops near the front, Washington says") in rows(both, joined)
    said = "SELECT DISTINCT statement.speaker FROM event JOIN statement ON statement.fid = event.statement"
    assert ("Antony Blinken",) in rows(both, said)
    where = "SELECT area.place FROM figure JOIN area ON area.fid = figure.area WHERE figure.id = 'f2'"
    assert rows(both, where) == [("Kursk Oblast",)]
    keys = rows(both, "PRAGMA foreign_key_list(figure)")
    assert {key[2] for key in keys} == {key[3] for key in keys} == {"event", "document", "area", "statement"}


def test_a_number_of_an_event_that_is_not_there_refers_to_none(tmp_path):
    figures = Table("figure", {"id": ["f"], "event": ["gone"], "document": ["d"]}, [None])
    figures.columns.update({name: [None] for name in ("label", "size", "unit", "rate", "same_as", "negated")})
    figures.columns.update({name: [None] for name in ("modality", "subset_of", "conflicts_with")})
    figures.columns.update({name: [None] for name in ("place_id", "speaker", "publisher")})
    write(tmp_path / "a.gpkg", {"figure": figures}, [])
    assert rows(tmp_path / "a.gpkg", "SELECT event, document FROM figure") == [(None, None)]


def test_an_area_names_what_is_drawn_on_it(both):
    (label,) = rows(both, "SELECT label FROM area WHERE place = 'Kursk Oblast'")[0:1]
    assert label[0].splitlines()[0] == "Kursk Oblast"
    assert "≤ 8,000 deployment" in label[0]


def test_the_readme_says_what_made_the_file(both):
    told = dict(rows(both, "SELECT subject, text FROM readme"))
    assert told["generator"].startswith("geomap ")
    assert told["command"] == "geomap extract seeds"
    assert "Natural Earth" in told["credits"]


def test_the_index_finds_what_lies_in_a_box(both):
    frame = pyogrio.read_dataframe(both, layer="event", bbox=(34.7, 50.8, 34.9, 51.0))
    assert frame["place"].tolist() == ["Sumy"]
    assert rows(both, "SELECT count(*) FROM rtree_event_geom")[0][0] == frame_count(both)


def frame_count(path):
    return int(pyogrio.read_dataframe(path, layer="event").geometry.notna().sum())


def test_gis_tools_can_edit_a_layer_and_the_index_follows(both, tmp_path):
    path = saved(tmp_path / "edit.gpkg", examples.both())
    frame = pyogrio.read_dataframe(path, layer="event").iloc[:1]
    frame = frame.assign(id="new")
    pyogrio.write_dataframe(frame.set_geometry([Point(1, 1)]), path, layer="event", append=True)
    assert pyogrio.read_dataframe(path, layer="event", bbox=(0, 0, 2, 2))["id"].tolist() == ["new"]


def test_styles_are_xml_for_each_layer(both):
    styles = rows(both, "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles")
    assert {(table, column, default) for table, column, default, _ in styles} == {
        (table, "geom", 1) for table in ("event", "figure", "movement", "place", "area")
    }
    for *_, text in styles:
        root = ET.fromstring(text)  # noqa: S314 - our own
        rules = [rule.get("label") for rule in root.iter("rule") if rule.get("label")]
        assert rules


def test_the_same_input_gives_the_same_bytes(both, tmp_path):
    again = saved(tmp_path / "again.gpkg", examples.both())
    assert again.read_bytes() == both.read_bytes()


def test_nothing_found_is_a_file_without_layers(tmp_path):
    write(tmp_path / "none.gpkg", {"event": EMPTY}, [])
    assert pyogrio.read_info(tmp_path / "none.gpkg", layer="document")["features"] == 0


def test_a_folder_in_its_place_is_an_output_error(tmp_path):
    (tmp_path / "out.gpkg").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / "out.gpkg", {"event": EVENTS}, [REPORT])
    assert [path.name for path in tmp_path.iterdir()] == ["out.gpkg"]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(any_reports.reports(), max_size=2))
def test_any_reports_make_a_sound_file(tmp_path_factory, reports):
    path = saved(tmp_path_factory.mktemp("any") / "any.gpkg", reports)
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []
    layers = {str(name) for name, _ in pyogrio.list_layers(path)}
    for table, found in features.tables(reports, examples.shape_of).items():
        assert (table in layers) == bool(len(found))
        if table in layers:
            assert pyogrio.read_info(path, layer=table)["features"] == len(found)


def test_gdal_reads_it_whole_and_without_a_warning(both):
    told = opened_by_gdal(both)
    assert told["event"] == (15, 'ID["EPSG",4326]', (34.8, 49.98, 36.58, 51.19))
    assert told["figure"][0] == 9
    assert told["movement"][0] == 2
    assert told["area"][2] == (-180.0, 34.4, 180.0, 68.0)
    assert told["document"][0] == 2
