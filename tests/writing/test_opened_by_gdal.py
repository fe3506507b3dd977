"""Each format as GDAL's ogrinfo opens it: the count, the extent and the system of coordinates of each layer.

Debian's GDAL reads no Parquet, so that of GeoParquet geopandas is asked the same.
"""

import re
import subprocess

import example_reports as examples
import geopandas
import pytest
from ogr import opened_by_gdal

from geomap import features
from geomap.layering import load_layers
from geomap.writing import Options, write

WGS84 = 'ID["EPSG",4326]'
WORLD = (-180.0, 34.4, 180.0, 68.0)
TOWNS = (34.8, 49.98, 36.58, 51.19)
FRONT = (35.27, 51.19, 35.27, 51.19)
WAYS = (35.27, 40.0, 127.0, 51.6)
EXPECTED = {
    "a.geojson": {"a": (33, WGS84, WORLD)},
    "a.geojsonl": {"a": (33, WGS84, WORLD)},
    "a.gpkg": {
        "area": (5, WGS84, WORLD),
        "event": (15, WGS84, TOWNS),
        "figure": (9, WGS84, TOWNS),
        "movement": (2, WGS84, WAYS),
        "place": (7, WGS84, TOWNS),
        "readme": (3, None, None),
        "document": (2, None, None),
        "statement": (4, None, None),
        "geomap_records": (2, None, None),
        "layer_styles": (5, None, None),
    },
    "a.fgb": {"event": (13, WGS84, (34.1, 34.4, 130.5, 52.4))},
    "a.figures.fgb": {"figure": (9, WGS84, (-180.0, 47.320814, 180.0, 68.0))},
    "a.movements.fgb": {"movement": (2, WGS84, WAYS)},
    "a.places.fgb": {"place": (7, WGS84, WORLD)},
    "a.kml": {
        "Areas": (5, WGS84, WORLD),
        "Places named": (7, WGS84, TOWNS),
        "Movements": (2, WGS84, WAYS),
        "Statements and diplomacy": (1, WGS84, None),
        "Events": (3, WGS84, FRONT),
        "Strikes": (6, WGS84, TOWNS),
        "Troops": (2, WGS84, None),
        "Casualties": (5, WGS84, (34.8, 49.98, 36.58, 50.91)),
        "Reported, but not drawn": (7, WGS84, FRONT),
    },
    "a.csv": {"a": (15, None, None)},
    "a.figures.csv": {"a.figures": (9, None, None)},
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gdal")

    def by_name(name):
        path = folder / name
        if not path.exists():
            tables = features.tables(examples.both(), examples.shape_of)
            write(path, tables, examples.both(), Options(layers=tuple(load_layers().values())))
        return path

    return by_name


@pytest.mark.parametrize("name", EXPECTED)
def test_counts_extents_and_system_are_right_and_nothing_is_warned_of(saved, name):
    assert opened_by_gdal(saved(name)) == EXPECTED[name]


def test_geoparquet_says_the_same(saved):
    frame = geopandas.read_parquet(saved("a.parquet"))
    assert (len(frame), frame.crs) == (15, "OGC:CRS84")
    assert tuple(frame.total_bounds) == (34.1, 34.4, 130.5, 52.4)


def test_the_time_and_style_of_kml_are_read(saved):
    opened_by_gdal(saved("a.kml"))
    run = subprocess.run(
        ["ogrinfo", "-ro", "-al", str(saved("a.kml")), "Strikes"], capture_output=True, text=True, check=True
    )
    assert len(re.findall(r"timestamp \(DateTime\) = 2024/1[01]/[03]1", run.stdout)) == 6
    assert run.stdout.count("Style = @strikes-") == 6
