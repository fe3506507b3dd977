"""Any geometry comes out as RFC 7946 wants it."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
)

from geomap.column import Column
from geomap.geometry import disc, line
from geomap.writing.shapes import all_portable, coordinates, point_coordinates, portable

lons = st.floats(-180, 180)
lats = st.floats(-80, 80)
points = st.builds(Point, lons, lats)
discs = st.builds(disc, lons, lats, st.floats(0.001, 900))
lines = st.builds(line, points, points)
rings = st.lists(st.tuples(st.floats(-200, 200), st.floats(-90, 90)), min_size=3, max_size=8).map(Polygon)
multipoints = st.lists(st.tuples(lons, lats), min_size=1, max_size=4).map(MultiPoint)
anything = st.one_of(points, discs, lines, rings, multipoints)


@settings(max_examples=150, deadline=None)
@given(anything)
def test_everything_lies_on_the_earth_and_is_valid(geometry):
    shape = portable(geometry)
    west, south, east, north = shape.bounds
    assert west >= -180
    assert east <= 180
    assert south >= -90
    assert north <= 90
    assert shape.is_valid
    assert shape.geom_type != "GeometryCollection"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.none() | anything, max_size=6), st.data())
def test_many_at_once_come_out_as_one_by_one(shapes, data):
    shapes = [*shapes, *shapes[:1], Polygon(), box(170, 80, 190, 100), box(0, 0, 1e-9, 1e-9)]
    expected = [content(portable(shape)) for shape in shapes]
    assert list(map(content, all_portable(shapes))) == expected
    rows = data.draw(st.lists(st.integers(0, len(shapes) - 1), max_size=8))
    some = all_portable(Column(np.array(rows, dtype=np.int32), shapes))
    assert list(map(content, some)) == [expected[row] for row in rows]


def content(shape):
    return None if shape is None else (shape.geom_type, (shapely.get_coordinates(shape) + 0.0).tolist())


@settings(max_examples=100, deadline=None)
@given(st.one_of(discs, rings))
def test_rings_follow_the_right_hand_rule(geometry):
    shape = portable(geometry)
    for polygon in shapely.get_parts(shape):
        if polygon.geom_type == "Polygon":
            assert polygon.exterior.is_ccw
            assert not any(hole.is_ccw for hole in polygon.interiors)


@settings(max_examples=100, deadline=None)
@given(discs)
def test_cutting_loses_no_area(geometry):
    shape = portable(geometry)
    assert shape.area == pytest.approx(geometry.area, rel=1e-3, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(lines)
def test_cut_lines_never_run_round_the_earth(geometry):
    for part in shapely.get_parts(portable(geometry)):
        for (one, _), (other, _) in zip(list(part.coords), list(part.coords)[1:], strict=False):
            assert abs(one - other) <= 180 + 1e-6


@settings(max_examples=100, deadline=None)
@given(anything)
def test_what_is_portable_stays_as_it_is(geometry):
    shape = portable(geometry)
    assert coordinates(portable(shape)) == coordinates(shape)


def test_a_disc_over_the_antimeridian_is_cut_in_two():
    shape = portable(disc(179, -17, 300))
    assert shape.geom_type == "MultiPolygon"
    assert len(shape.geoms) == 2
    assert shape.bounds[0] == -180
    assert shape.bounds[2] == 180
    assert shape.contains(Point(179.5, -17))
    assert shape.contains(Point(-179.5, -17))
    assert not shape.intersects(Point(0, -17))


def test_a_line_over_the_antimeridian_is_cut_in_two():
    shape = portable(line(Point(170, 10), Point(-170, 20)))
    assert coordinates(shape) == {
        "type": "MultiLineString",
        "coordinates": [[[170, 10], [180, 15]], [[-180, 15], [-170, 20]]],
    }


def test_a_cut_line_keeps_its_direction():
    shape = portable(line(Point(-170, 20), Point(170, 10)))
    assert coordinates(shape)["coordinates"] == [[[-170, 20], [-180, 15]], [[180, 15], [170, 10]]]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(st.builds(Point, st.floats(-500, 500), st.floats(-99, 99)), st.none(), discs), max_size=4
    )
)
def test_points_at_once_are_as_one_by_one(shapes):
    for shape, pair in zip(shapes, point_coordinates(shapes), strict=True):
        single = portable(shape) if isinstance(shape, Point) else None
        assert pair == (coordinates(single)["coordinates"] if single else None)


def test_points_are_wrapped_and_rounded():
    assert coordinates(portable(Point(190.12345678, -0.00000001))) == {
        "type": "Point",
        "coordinates": [-169.876543, 0.0],
    }
    assert portable(MultiPoint([(1, 2), (1.0000000001, 2)])) == Point(1, 2)


def test_holes_stay_holes():
    shape = portable(Polygon(box(0, 0, 9, 9).exterior, [box(3, 3, 4, 4).exterior]))
    assert len(shape.interiors) == 1
    assert not shape.interiors[0].is_ccw


def test_self_crossings_are_mended():
    shape = portable(Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]))
    assert shape.is_valid
    assert shape.geom_type == "MultiPolygon"


def test_of_an_area_and_a_line_together_the_area_stays():
    mixed = GeometryCollection([box(0, 0, 1, 1), LineString([(5, 5), (6, 6)])])
    assert portable(mixed).equals(box(0, 0, 1, 1))


@pytest.mark.parametrize("tiny", [disc(35, 51, 0.00001), LineString([(35, 51), (35, 51)])])
def test_what_is_too_small_for_the_grid_becomes_a_point(tiny):
    shape = portable(tiny)
    assert shape.geom_type == "Point"
    assert math.dist(shape.coords[0], (35, 51)) < 1e-5


@pytest.mark.parametrize(
    "nothing", [None, Point(), MultiPolygon(), Point(math.inf, 0), Point(0, math.nan), Point(0, 91)]
)
def test_what_is_nowhere_is_none(nothing):
    assert portable(nothing) is None


def test_fewer_digits_make_a_coarser_shape():
    assert coordinates(portable(Point(35.27, 51.19), digits=1), digits=1)["coordinates"] == [35.3, 51.2]
