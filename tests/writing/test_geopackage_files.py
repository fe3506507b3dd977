"""GeoPackages that GDAL of some years ago opens without a warning."""

import os
import shutil
import subprocess
from datetime import date

import numpy as np
import pyogrio
import pytest
from shapely.geometry import Point

from geomap.errors import OutputError
from geomap.features import Table
from geomap.geometry import disc
from geomap.records import Document
from geomap.records import Report as Found
from geomap.writing import write

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
        "killed_value": [2.0, None, 1.5],
        "start": [0, 1, 2],
        "mode": [None, None, None],
        "fid": ["a", "b", "c"],
    },
    [Point(36, 51.7), disc(179.9, -18, 250), None],
)
EMPTY = Table("figure", {}, [])


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "out.gpkg"
    write(path, {"event": EVENTS, "figure": EMPTY}, [REPORT])
    return path


def test_each_table_with_rows_is_a_layer_and_so_are_the_documents(written):
    assert [(str(name), kind) for name, kind in pyogrio.list_layers(written)] == [
        ("event", "Unknown"),
        ("document", None),
        ("geomap_records", None),
    ]


def test_values_keep_their_kinds(written):
    info = pyogrio.read_info(written, layer="event")
    kinds = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert kinds["date_start"] == "OFTDate"
    assert (kinds["killed_value"], kinds["start"], kinds["mode"]) == ("OFTReal", "OFTInteger64", "OFTString")
    assert info["crs"] == "EPSG:4326"
    frame = pyogrio.read_dataframe(written, layer="event")
    assert frame["fid_"].tolist() == ["a", "b", "c"]
    assert frame["happened"].tolist() == [True, False, True]
    assert np.isnan(frame["killed_value"][1])
    assert frame["date_start"].isna().tolist() == [False, True, True]
    assert frame.geometry.isna().tolist() == [False, False, True]


def test_shapes_are_cut_at_the_antimeridian(written):
    shape = pyogrio.read_dataframe(written, layer="event").geometry[1]
    assert shape.geom_type == "MultiPolygon"
    assert (shape.bounds[0], shape.bounds[2]) == (-180, 180)


def test_documents_say_where_it_all_comes_from(written):
    frame = pyogrio.read_dataframe(written, layer="document")
    assert (frame["id"][0], frame["title"][0]) == ("kursk", "Two — dead")


def test_the_same_input_gives_the_same_bytes(written, tmp_path):
    again = tmp_path / "again.gpkg"
    write(again, {"event": EVENTS, "figure": EMPTY}, [REPORT])
    assert again.read_bytes() == written.read_bytes()
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_nothing_found_is_a_file_without_layers(tmp_path):
    write(tmp_path / "none.gpkg", {"event": EMPTY}, [])
    assert pyogrio.read_info(tmp_path / "none.gpkg", layer="document")["features"] == 0


def test_a_folder_in_its_place_is_an_output_error(tmp_path):
    (tmp_path / "out.gpkg").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / "out.gpkg", {"event": EVENTS}, [REPORT])
    assert [path.name for path in tmp_path.iterdir()] == ["out.gpkg"]


def test_gdal_reads_it_whole_and_without_a_warning(written):
    if shutil.which("ogrinfo") is None:
        assert not os.environ.get("GEOMAP_REQUIRE_GIS"), "gdal-bin must be installed here"
        pytest.skip("gdal-bin is not installed")
    run = subprocess.run(
        ["ogrinfo", "-ro", "-al", "-so", str(written)], capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    assert "Warning" not in run.stdout
    assert "Feature Count: 3" in run.stdout
    assert 'ID["EPSG",4326]' in run.stdout
