"""Distances and shapes on the sphere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPoint, Point, box

from geomap.geometry import disc, distance_km, gather, line

LON = st.floats(-180, 180)
LAT = st.floats(-85, 85)


def test_distance_kyiv_to_moscow():
    assert distance_km(30.52, 50.45, 37.62, 55.75) == pytest.approx(755, abs=5)


def test_distance_crosses_the_antimeridian_the_short_way():
    assert distance_km(179.5, 0, -179.5, 0) == pytest.approx(111.2, abs=0.5)


@given(LON, LAT, st.floats(0.5, 300))
def test_every_corner_of_a_disc_lies_on_its_radius(lon, lat, radius):
    for x, y in list(disc(lon, lat, radius).exterior.coords)[::8]:
        if abs(y) < 89.8:
            assert distance_km(lon, lat, x, y) == pytest.approx(radius, rel=1e-3)


@given(LON, LAT)
def test_a_disc_is_valid_and_counter_clockwise(lon, lat):
    shape = disc(lon, lat, 50)
    assert shape.is_valid
    assert shape.exterior.is_ccw


def test_a_line_takes_the_short_way_over_the_pacific():
    assert list(line(Point(170, 0), Point(-170, 10)).coords) == [(170, 0), (190, 10)]
    assert list(line(Point(-170, 10), Point(170, 0)).coords) == [(-170, 10), (-190, 0)]


def test_points_stand_for_an_event_before_areas_do():
    assert gather([Point(1, 2), box(0, 0, 9, 9)]) == Point(1, 2)
    assert gather([Point(1, 2), Point(3, 4), Point(1, 2)]) == MultiPoint([(1, 2), (3, 4)])


def test_areas_are_joined_and_nothing_stays_nothing():
    joined = gather([box(0, 0, 1, 1), box(1, 0, 2, 1)])
    assert joined is not None
    assert joined.equals(box(0, 0, 2, 1))
    assert gather([]) is None
