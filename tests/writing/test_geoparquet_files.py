"""GeoParquet 1.1: by the standard, with bounds, and read back without loss."""

import json

import any_reports
import example_reports as examples
import geopandas
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap import features
from geomap.reading import read
from geomap.writing import Options, write


def saved(path, reports, options=None):
    write(path, features.tables(reports, examples.shape_of), reports, options)
    return path


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    options = Options(command="geomap extract seeds", rounded=0.5)
    return saved(tmp_path_factory.mktemp("both") / "both.parquet", examples.both(), options)


def test_metadata_say_what_the_standard_asks_for(both):
    geo = json.loads(pq.read_metadata(both).metadata[b"geo"])
    column = geo["columns"]["geometry"]
    assert (geo["version"], geo["primary_column"], column["encoding"]) == ("1.1.0", "geometry", "WKB")
    assert column["geometry_types"] == ["MultiPolygon", "Point", "Polygon"] or column["geometry_types"] == [
        "Point",
        "Polygon",
    ]
    assert "crs" not in column  # OGC:CRS84, longitude first
    assert column["bbox"] == [34.1, 34.4, 130.5, 52.4]
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]


def test_the_file_says_what_made_it(both):
    about = json.loads(pq.read_metadata(both).metadata[b"geomap"])
    assert about["generator"].startswith("geomap ")
    assert about["command"] == "geomap extract seeds"
    assert about["coordinates"].startswith("Rounded to 0.5 degrees (about 56 km)")
    assert len(about["credits"]) == 2


def test_geopandas_reads_rows_kinds_and_bounds(both):
    frame = geopandas.read_parquet(both)
    assert len(frame) == 15
    assert frame.crs == "OGC:CRS84"
    assert str(frame["date_start"].iloc[3]) == "2024-10-31"
    assert frame["happened"].dtype == bool
    assert frame.geometry.isna().sum() == 2
    near = geopandas.read_parquet(both, bbox=(34.7, 50.8, 34.9, 51.0))
    assert "Sumy" in near["place"].tolist()
    assert "Kharkiv" not in near["place"].tolist()


def test_polygons_run_counter_clockwise(both):
    frame = geopandas.read_parquet(both)
    for shape in frame.geometry.dropna():
        for part in getattr(shape, "geoms", [shape]):
            assert part.geom_type != "Polygon" or part.exterior.is_ccw


def test_a_name_chooses_the_table(tmp_path):
    path = saved(tmp_path / "kursk.figures.parquet", examples.both())
    frame = geopandas.read_parquet(path)
    assert frame["category"].tolist()[:2] == ["strength", "deployment"]
    assert "geomap_record" not in frame


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(any_reports.reports(), max_size=3, unique_by=lambda each: each.document.id))
def test_any_reports_come_back(tmp_path_factory, reports):
    path = saved(tmp_path_factory.mktemp("any") / "any.parquet", reports)
    back = list(read([path]))
    assert sorted(back, key=lambda each: each.document.id) == sorted(
        reports, key=lambda each: each.document.id
    )
