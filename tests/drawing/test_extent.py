"""Where a map looks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geomap.drawing.extent import WHOLE_EARTH, extent_of


def at(*places):
    return extent_of([(lon, lat, lon, lat) for lon, lat in places])


def test_nothing_drawn_shows_the_whole_earth():
    assert extent_of([]).box == WHOLE_EARTH


def test_the_box_holds_everything():
    assert at((30, 50), (40, 48)).box == (30, 48, 40, 50)


def test_places_on_both_sides_of_the_date_line_lie_side_by_side():
    extent = at((178.4, -18.1), (-171.8, -13.8))

    assert extent.box == (178.4, -18.1, 188.2, -13.8)
    assert extent.shifted_all(np.array([-171.8])).item() == 188.2


def test_an_arrow_over_the_date_line_moves_whole():
    extent = extent_of([(170, 0, 190, 10), (-175, 5, -175, 5)])

    assert extent.shifted_ends([-178, 0, -170, 1]) == [182, 0, 190, 1]


longitudes = st.floats(-180, 180)
latitudes = st.floats(-90, 90)


@given(st.lists(st.tuples(longitudes, latitudes), min_size=1, max_size=20))
def test_any_places_fit_into_a_box_of_at_most_one_turn(places):
    extent = at(*places)
    west, south, east, north = extent.box

    assert south <= north
    assert -180 <= west <= east <= west + 360
    for lon, _ in places:
        assert west - 0.001 <= extent.shifted_all(np.array([lon])).item() <= east + 0.001
