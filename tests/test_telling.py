"""What files say of the command that made them."""

import pytest

from geomap.telling import command_line


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["/usr/bin/geomap", "extract", "a.txt", "-o", "b.csv"], "geomap extract a.txt"),
        (["/x/geomap/__main__.py", "map", "/home/anna/case 7/", "--data=x.gpkg"], "geomap map 'case 7'"),
        (["geomap", "map", "a", "--layers=/home/anna/mine", "--append"], "geomap map a --layers=mine"),
        (
            ["geomap", "map", "a", "--geocoder", "photon", "--geocoder-contact", "me@example.org"],
            "geomap map a --geocoder photon",
        ),
        (["geomap", "map", "https://example.org/a/b", "-"], "geomap map https://example.org/a/b -"),
        (["/usr/bin/pytest", "tests"], None),
    ],
)
def test_where_to_and_for_whom_is_left_out(arguments, told):
    assert command_line(arguments) == told
