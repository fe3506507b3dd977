"""Geometry as text for the page: what is written can be read back."""

from decoding import decode
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, box

from geomap.drawing.codec import encode, lines, rings

points = st.tuples(st.integers(-360_000, 360_000), st.integers(-85_000, 85_000))
paths = st.lists(points, min_size=2, max_size=30, unique=True)


@given(st.lists(st.lists(paths, max_size=4), min_size=1, max_size=3))
def test_grid_points_come_back_exactly(sections):
    degrees = [[[(x / 1000, y / 1000) for x, y in path] for path in section] for section in sections]

    assert decode(encode(degrees, 1000), 1000) == degrees


def test_a_path_that_shrinks_to_one_grid_point_is_dropped():
    assert decode(encode([[[(1.0, 1.0), (1.0001, 1.0001)]]], 1000), 1000) == [[]]


def test_the_poles_are_cut_where_the_map_ends():
    assert decode(encode([[[(0, 89), (1, 0)]]], 1000), 1000) == [[[(0, 85.051), (1, 0)]]]


def test_rings_and_lines_are_found_inside_collections():
    mixed = GeometryCollection(
        [Point(0, 0), LineString([(0, 0), (1, 1)]), MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)])]
    )

    assert len(rings([mixed])) == 2
    assert len(lines([mixed])) == 1
    assert len(rings([mixed])[0]) == 4
