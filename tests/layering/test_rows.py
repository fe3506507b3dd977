"""Rows by groups that are alike."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from geomap.column import Column
from geomap.layering.rows import Rows

VALUES = st.sampled_from([None, "a", "b", "c"])


@given(st.data(), st.integers(0, 12))
def test_rows_of_a_group_are_alike_and_those_of_others_are_not(data, length):
    one, two = (data.draw(st.lists(VALUES, min_size=length, max_size=length)) for _ in range(2))
    among = np.array(
        sorted(data.draw(st.sets(st.integers(0, max(length - 1, 0)), max_size=length))), dtype=int
    )
    rows = Rows({"one": one, "two": Column.of(two)}, [None] * length)
    groups = rows.groups(("one", "two"), among)
    alike = [(one[row], two[row]) for row in among.tolist()]

    assert [(one[row], two[row]) for row in groups.rows.tolist()] == list(dict.fromkeys(alike))
    assert [(one[row], two[row]) for row in groups.rows[groups.number].tolist()] == alike


def test_columns_and_lists_give_the_same_numbers_and_shapes():
    shape = Point(1, 2)
    number = np.array([1, 0, 1], dtype=np.int32)
    listed = Rows({"radius_km": [2.5, None, 2.5]}, [shape, None, shape])
    coded = Rows({"radius_km": Column(number, [None, 2.5])}, Column(number, [None, shape]))

    assert coded.placed().tolist() == listed.placed().tolist() == [True, False, True]
    assert coded.shapes().tolist() == listed.shapes().tolist() == [shape, None, shape]
    np.testing.assert_array_equal(coded.numbers("radius_km"), listed.numbers("radius_km"))
