"""Files of the user's own as layers: properties to columns, shapes onto the earth, what is wrong named."""

import json
from datetime import date

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box, mapping

from geomap.errors import LayerError
from geomap.layering import Layer, parse_layer
from geomap.layering.layers import Entry, Time
from geomap.layering.own import columns_of_file, own_rows, simplified

ALL = (Entry(label="All", colour="#102030", glyph="dot"),)
SQUARE = box(30, 50, 31, 51)


def feature(shape=SQUARE, **properties):
    geometry = None if shape is None else mapping(shape) if hasattr(shape, "geom_type") else shape
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(path, *features, **more):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **more}))
    return path


def layer(file, mark="area", **more):
    return Layer(id="mine", title="Mine", file=str(file), mark=mark, legend=ALL, **more)


def refused(file, **more):
    with pytest.raises(LayerError) as caught:
        own_rows(layer(file, **more))
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.fixture
def file(tmp_path):
    return tmp_path / "ground.geojson"


def test_properties_are_columns_and_the_shape_is_one_more(file):
    geojson(file, feature(name="A", size=3), feature(Point(1, 2), name=None, tags=["x"]))
    rows = own_rows(layer(file))

    assert rows.columns == {
        "name": ["A", None],
        "size": [3, None],
        "tags": [None, '["x"]'],
        "shape": ["area", "point"],
    }
    assert columns_of_file(layer(file)) == ("name", "size", "tags", "shape")


def test_a_geopackage_reads_as_a_geojson_does(tmp_path, file):
    shapes = [SQUARE, box(31, 50, 32, 51)]
    frame = gpd.GeoDataFrame({"name": ["A", None], "size": [1.5, 2]}, geometry=shapes, crs="EPSG:4326")
    frame.to_file(tmp_path / "a.gpkg", layer="areas", dataset_options={"VERSION": "1.3"})
    geojson(file, feature(shapes[0], name="A", size=1.5), feature(shapes[1], name=None, size=2.0))

    ours, theirs = own_rows(layer(tmp_path / "a.gpkg")), own_rows(layer(file))
    assert ours.columns == theirs.columns
    assert all(a.equals(b) for a, b in zip(ours.geometry, theirs.geometry, strict=True))


def test_a_geopackage_with_two_tables_asks_which(tmp_path):
    path = tmp_path / "a.gpkg"
    for name in ("areas", "lines"):
        gpd.GeoDataFrame({"n": [1]}, geometry=[SQUARE], crs="EPSG:4326").to_file(
            path, layer=name, dataset_options={"VERSION": "1.3"}
        )

    assert refused(path) == "a.gpkg: has the tables areas, lines; say which with table = …"
    assert "has no table 'x'" in refused(path, table="x")
    assert own_rows(layer(path, table="lines")).columns["n"] == [1]


@pytest.mark.parametrize("suffix", ["gpkg", "geojson"])
def test_another_coordinate_system_is_brought_to_degrees(tmp_path, suffix):
    path = tmp_path / f"metres.{suffix}"
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[SQUARE], crs="EPSG:4326").to_crs("EPSG:3857")
    if suffix == "gpkg":
        frame.to_file(path, dataset_options={"VERSION": "1.3"})
    else:
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
        geojson(path, feature(frame.geometry[0], n=1), crs=crs)

    assert own_rows(layer(path)).geometry[0].equals_exact(SQUARE, 1e-6)


def test_dates_are_days_and_open_ends_go_on(file):
    geojson(
        file,
        feature(a="2024-10-31", b="2024-11-02T10:00:00Z"),
        feature(a="2024/10/31", b=None),
        feature(a=None, b=""),
    )
    rows = own_rows(layer(file, time=Time(start="a", end="b")))

    assert rows.columns["date_start"] == [date(2024, 10, 31), date(2024, 10, 31), None]
    assert rows.columns["date_end"] == [date(2024, 11, 2), None, None]
    assert rows.columns["date_precision"] == ["range", "ongoing", "unknown"]


def test_one_date_is_a_day(file):
    geojson(file, feature(on="2024-10-31"))
    rows = own_rows(layer(file, time=Time(date="on")))

    assert rows.columns["date_start"] == rows.columns["date_end"] == [date(2024, 10, 31)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "ground.geojson: not JSON: Expecting property name"),
        ("[]", "ground.geojson: no FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "ground.geojson: has no features"),
        ('{"features": [{"type": "Feature"}, {"type": "feature"}]}', "feature 2: its type is not 'Feature'"),
        (
            '{"features": [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[1]]}}]}',
            "feature 1: its geometry cannot be read",
        ),
        (
            '{"features": [{"type": "Feature", "geometry": {"type": "Blob", "coordinates": [1, 2]}}]}',
            "feature 1: its geometry cannot be read",
        ),
        (
            '{"features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [4e6, 6e6]}}]}',
            "feature 1: lies off the earth (longitude 4e+06 to 4e+06",
        ),
        (
            '{"features": [{"type": "Feature"}], "crs": {"properties": {"name": "EPSG:999999"}}}',
            "an unknown coordinate system: 'EPSG:999999'",
        ),
    ],
)
def test_a_broken_file_is_named_with_its_feature(file, written, said):
    file.write_text(written)

    assert said in refused(file)


def test_a_missing_file_a_strange_one_and_one_that_is_no_database_are_named(tmp_path):
    (tmp_path / "x.gpkg").write_text("no database")
    (tmp_path / "x.shp").write_text("")

    assert "x.geojson: cannot be read: No such file" in refused(tmp_path / "x.geojson")
    assert "x.shp: neither .geojson nor .gpkg" in refused(tmp_path / "x.shp")
    assert "x.gpkg: no GeoPackage that can be read" in refused(tmp_path / "x.gpkg")


def test_a_date_that_is_none_is_named_with_its_feature(file):
    geojson(file, feature(on="2024-10-31"), feature(on="12 Nov"))

    assert "feature 2: on: no date '12 Nov'; write it as 2024-10-31" in refused(file, time=Time(date="on"))
    assert "no property 'when' for time; there are on" in refused(file, time=Time(date="when"))


def test_a_shape_that_jumps_over_the_antimeridian_is_continued(file):
    chukotka = Polygon([(170, 60), (-170, 60), (-170, 65), (170, 65)])
    line = LineString([(-179, -17), (179, -18)])
    geojson(file, feature(chukotka), feature(line), feature(MultiPolygon([chukotka, SQUARE])))
    area, front, both = own_rows(layer(file)).geometry

    assert area.bounds == (170, 60, 190, 65)
    assert area.area == 100
    assert front.bounds == (-181, -18, -179, -17)
    assert both.geoms[0].area == 100


def test_a_shape_round_the_earth_is_left_alone(file):
    wide = box(-120, 0, 120, 10)
    geojson(file, feature(LineString([(-120, 0), (0, 0), (120, 0)])), feature(wide))

    assert own_rows(layer(file)).geometry[0].bounds == (-120, 0, 120, 0)


def test_a_bow_tie_is_mended_and_an_empty_shape_has_none(file):
    bow = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    geojson(file, feature(bow), feature(None), feature(Polygon()))
    rows = own_rows(layer(file))

    assert rows.geometry[0].is_valid
    assert rows.geometry[1:] == [None, None]
    assert rows.columns["shape"] == ["area", None, None]


def test_neighbours_keep_their_common_border_when_they_are_thinned():
    wavy = [(x / 50_000, (x * 7919 % 997) / 1e4) for x in range(50_001)]
    upper = Polygon([*wavy, (1, 1), (0, 1)])
    lower = Polygon([*wavy, (1, -1), (0, -1)])
    found = simplified([upper, lower])

    assert sum(len(shape.exterior.coords) for shape in found) <= 60_000
    assert found[0].intersection(found[1]).area == pytest.approx(0, abs=1e-9)


@given(
    st.dictionaries(st.text(max_size=20), st.none() | st.booleans() | st.integers() | st.text(max_size=20))
)
def test_any_properties_read_back(tmp_path_factory, properties):
    path = tmp_path_factory.mktemp("own") / "a.geojson"
    geojson(path, feature() | {"properties": properties})
    rows = own_rows(layer(path))

    for name, value in properties.items():
        if name != "shape":
            assert list(rows.columns[name]) == [value]


TOML = """
id = "mine"
title = "Mine"
file = "ground.geojson"
mark = "area"
popup = ["name"]
[[legend]]
label = "All"
colour = "#102030"
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"name"',
            '"nmae"',
            "mine.toml:6: `$.popup[0]`: no column 'nmae' in ground.geojson; did you mean name",
        ),
        ('mark = "area"', 'mark = "glyph"', "glyph"),
        ('mark = "area"', 'mark = "arrow"', "mine.toml:5: `$.mark`: a file cannot be drawn as arrow"),
        ("ground.geojson", "other.geojson", "mine.toml:4: `$.file`"),
        ('mark = "area"', 'records = "events"\nmark = "area"', "give either records, or file"),
        ('mark = "area"', 'mark = "area"\ntime = { date = "name" }', "no date 'A'"),
        ('mark = "area"', 'mark = "area"\ntime = {}', "names no property"),
        ('"area"', '"label"\nwhere = { shape = "area" }', "`$.encode.label`: missing"),
    ],
)
def test_a_mistake_in_a_layer_with_a_file_is_named(tmp_path, old, new, said):
    geojson(tmp_path / "ground.geojson", feature(name="A"))

    assert parse_layer(TOML, source="mine.toml", folder=tmp_path).kind == "own-mine"
    with pytest.raises(LayerError) as caught:
        parse_layer(TOML.replace(old, new), source="mine.toml", folder=tmp_path)
    assert said in str(caught.value)


def test_a_shape_that_the_mark_cannot_draw_is_named_with_the_mend(tmp_path):
    geojson(tmp_path / "ground.geojson", feature(name="A"), feature(Point(1, 2), name="B"))

    with pytest.raises(LayerError, match="feature 2: a point cannot be drawn as area; choose others with"):
        parse_layer(TOML, source="mine.toml", folder=tmp_path)
    chosen = TOML.replace('mark = "area"', 'mark = "area"\nwhere = { shape = "area" }')
    assert parse_layer(chosen, source="mine.toml", folder=tmp_path)
