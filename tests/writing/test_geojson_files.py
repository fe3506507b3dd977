"""GeoJSON that GIS tools load: by the standard, unique, flat and the same every time."""

import json
import math
import os
import shutil
import subprocess
from datetime import date

import pytest
from geojson_validator import validate_geometries, validate_structure
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon

from geomap import features
from geomap.errors import OutputError
from geomap.features import Table
from geomap.geometry import disc, line
from geomap.records import Document, Event, EventPlace, Figure, Mention, Place, Report
from geomap.writing import FORMATS, check, write

KURSK = Place(
    id="geonames:1", name="Kursk Oblast", lon=36, lat=51.7, precision="adm1", feature="admin1", country="RU"
)
SEA = Place(
    id="geomap:koro-sea", name="Koro Sea", lon=179.9, lat=-18, precision="sea", feature="sea", radius_km=250
)
HOSTILE = 'Eight died in "Kursk" — </script>{{ 7*7 }} \u2028 \x07 they said.'
REPORT = Report(
    document=Document(id="kursk", text=HOSTILE, published=date(2024, 11, 1), title="=cmd|' /C calc'!A0"),
    mentions=(Mention(start=14, end=21, text='"Kursk"', kind="literal", place=KURSK, confidence=0.9),),
    events=(
        Event(
            id="kursk:e1",
            type="ASSAULT",
            start=0,
            end=21,
            places=(EventPlace(place=KURSK, role="location"),),
            date_start=date(2024, 10, 31),
            date_end=date(2024, 10, 31),
            date_precision="day",
        ),
        Event(
            id="kursk:e2",
            type="MOBILIZE",
            start=0,
            end=21,
            places=(EventPlace(place=SEA, role="origin"), EventPlace(place=KURSK, role="destination")),
            modality="planned",
        ),
        Event(id="kursk:e3", type="AID", start=0, end=21),
    ),
    figures=(
        Figure(
            id="kursk:f1",
            start=0,
            end=5,
            unit="people",
            category="killed",
            value=8,
            low=8,
            high=8,
            event="kursk:e1",
        ),
        Figure(id="kursk:f2", start=0, end=5, unit="people", category="strength", places=(SEA,)),
    ),
)


def outline(place):
    return disc(place.lon, place.lat, place.radius_km or 80)


@pytest.fixture
def tables():
    return features.tables([REPORT], outline)


@pytest.fixture
def written(tables, tmp_path):
    path = tmp_path / "out.geojson"
    write(path, tables, [REPORT])
    return path


def refuse(constant):
    raise AssertionError(constant)


def load(path):
    # NaN and Infinity are no JSON, though Python would read them
    return json.loads(path.read_bytes(), parse_constant=refuse)


def positions(value):
    if isinstance(value[0], list):
        for part in value:
            yield from positions(part)
    else:
        yield value


def test_one_collection_holds_all_layers_with_unique_ids(written):
    collection = load(written)
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    assert [feature["id"] for feature in collection["features"]] == [
        "event/kursk:e1",
        "event/kursk:e2",
        "event/kursk:e3",
        "figure/kursk:f1",
        "figure/kursk:f2",
        "movement/kursk:e2:m1",
        "place/geonames:1",
    ]
    for feature in collection["features"]:
        assert feature["properties"]["layer"] == feature["id"].partition("/")[0]


def test_properties_are_flat_and_keep_their_kinds(written):
    event = load(written)["features"][0]["properties"]
    assert (event["date_start"], event["published"]) == ("2024-10-31", "2024-11-01")
    assert (event["killed_value"], event["happened"], event["mode"]) == (8, True, None)
    assert (event["rep_lon"], event["rep_lat"]) == (36, 51.7)
    for feature in load(written)["features"]:
        assert all(
            value is None or isinstance(value, str | int | float) for value in feature["properties"].values()
        )


def test_an_event_without_a_place_has_a_null_geometry(written):
    assert load(written)["features"][2]["geometry"] is None


def test_text_is_data_whatever_it_says(written):
    event = load(written)["features"][0]["properties"]
    assert event["quote"] == HOSTILE[:21]
    assert event["title"] == "=cmd|' /C calc'!A0"


def test_each_feature_stands_on_a_line_of_its_own(written):
    head, *lines = written.read_text().rstrip("\n").split("\n")
    at = lines.index("],")
    lines, rest = lines[:at], lines[at:]
    assert json.loads(head + "]}")["geomap"]["credits"]
    assert rest[-1] == "]}}"
    assert all(json.loads(text.rstrip(","))["type"] == "Feature" for text in lines)


def test_the_same_input_gives_the_same_bytes(tables, written, tmp_path):
    again = tmp_path / "again.geojson"
    write(again, tables, [REPORT])
    assert again.read_bytes() == written.read_bytes()


def test_the_standard_holds_by_an_outside_validator(written):
    collection = load(written)
    assert validate_structure(collection) == {}
    found = validate_geometries(collection)
    assert found["invalid"] == {}
    # it takes 180 for -180, so it calls every cut at the antimeridian a crossing; test_shapes looks at those
    assert set(found["problematic"]) <= {"crosses_antimeridian"}


def test_ids_are_made_unique(tmp_path):
    table = Table("event", {"id": ["a", "a", "a"]}, [None, Point(1, 2), None])
    write(tmp_path / "a.geojson", {"event": table}, [])
    assert [feature["id"] for feature in load(tmp_path / "a.geojson")["features"]] == [
        "event/a",
        "event/a#2",
        "event/a#3",
    ]


shapes = st.one_of(
    st.none(),
    st.builds(Point, st.floats(-400, 400), st.floats(-90, 90)),
    st.builds(disc, st.floats(-180, 180), st.floats(-75, 75), st.floats(0.01, 900)),
    st.builds(
        lambda a, b, c, d: line(Point(a, b), Point(c, d)),
        st.floats(-180, 180),
        st.floats(-90, 90),
        st.floats(-180, 180),
        st.floats(-90, 90),
    ),
    st.lists(st.tuples(st.floats(-190, 190), st.floats(-90, 90)), min_size=3, max_size=6).map(Polygon),
    st.lists(st.tuples(st.floats(-190, 190), st.floats(-90, 90)), min_size=2, max_size=4).map(LineString),
)
values = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.floats(), st.text(max_size=9), st.dates())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(shapes, values), max_size=5))
def test_any_table_gives_good_geojson(tmp_path, rows):
    columns = {"id": [str(number % 2) for number in range(len(rows))], "x": [value for _, value in rows]}
    path = tmp_path / "any.geojson"
    write(path, {"event": Table("event", columns, [shape for shape, _ in rows])}, [])
    collection = load(path)
    assert len(collection["features"]) == len(rows)
    assert len({feature["id"] for feature in collection["features"]}) == len(rows)
    for feature in collection["features"]:
        if feature["geometry"] is not None:
            for lon, lat in positions(feature["geometry"]["coordinates"]):
                assert -180 <= lon <= 180
                assert -90 <= lat <= 90
                assert round(lon, 6) == lon
                assert not (lon == 0 and math.copysign(1, lon) < 0)
    if rows:
        assert validate_structure(collection) == {}
        assert validate_geometries(collection)["invalid"] == {}


def test_lines_of_geojson_hold_the_same_features(tables, written, tmp_path):
    path = tmp_path / "out.geojsonl"
    write(path, tables, [REPORT])
    features_ = [json.loads(text) for text in path.read_bytes().split(b"\n") if text]
    assert features_ == load(written)["features"]


def test_an_unknown_suffix_names_what_is_possible(tmp_path):
    with pytest.raises(OutputError, match=r"cannot write \.docx; use \.geojson, "):
        write(tmp_path / "out.docx", {}, [])
    with pytest.raises(OutputError, match="a file without a suffix"):
        check("out")
    assert all(check(f"x{suffix.upper()}") is found for suffix, found in FORMATS.items())


def test_a_failing_write_leaves_the_old_file(written, tables, tmp_path):
    before = written.read_bytes()
    broken = Table("event", {"id": ["a"], "x": [object()]}, [None])
    with pytest.raises(TypeError):
        write(written, {"event": broken}, [])
    assert written.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out.geojson"]


def test_gdal_reads_it_whole_and_without_a_warning(written):
    if shutil.which("ogrinfo") is None:
        assert not os.environ.get("GEOMAP_REQUIRE_GIS"), "gdal-bin must be installed here"
        pytest.skip("gdal-bin is not installed")
    run = subprocess.run(
        ["ogrinfo", "-ro", "-al", "-so", str(written)], capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    assert "Warning" not in run.stdout
    assert "Feature Count: 7" in run.stdout
    assert 'ID["EPSG",4326]' in run.stdout
    assert "date_start: Date" in run.stdout
    assert "Extent: (-180.000000, " in run.stdout
