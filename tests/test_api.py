"""The public names."""

import subprocess
import sys

import pytest

import geomap


def test_all_is_sorted_and_complete():
    assert list(geomap.__all__) == sorted(geomap.__all__)
    for name in geomap.__all__:
        assert getattr(geomap, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = geomap.nonsense


def test_importing_geomap_does_not_load_heavy_libraries():
    code = (
        "import geomap, sys; print(sorted({'shapely', 'pandas', 'folium', 'geopandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (geomap.InputError, ValueError),
        (geomap.LayerError, ValueError),
        (geomap.DataError, RuntimeError),
        (geomap.OutputError, OSError),
        (geomap.MissingExtra, ImportError),
    ],
)
def test_each_error_is_also_the_fitting_builtin(error, builtin):
    assert issubclass(error, geomap.GeomapError)
    assert issubclass(error, builtin)


def test_a_missing_extra_says_what_to_install():
    assert "pip install 'geomap-toolkit[gis]'" in str(geomap.MissingExtra("pyogrio", "gis"))
