"""Columns by value: sequences like any other that know their distinct values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.column import Column
from geomap.features import Table
from geomap.layering.rows import Rows

values = st.lists(st.none() | st.text(max_size=2), max_size=6)


@st.composite
def columns(draw):
    pool = draw(values.filter(len))
    number = draw(st.lists(st.integers(0, len(pool) - 1), max_size=12))
    return Column(np.array(number, dtype=np.int32), pool)


@given(columns(), st.slices(12))
def test_a_column_is_a_sequence_like_a_list(column, part):
    rows = list(column)
    assert [column[at] for at in range(len(column))] == rows
    assert column == rows
    assert rows == column
    assert column[part] == rows[part]
    assert list(reversed(column)) == rows[::-1]
    assert all(value in column for value in rows)


@given(columns())
def test_distinct_values_come_in_the_order_of_their_first_use(column):
    distinct = column.distinct()
    assert distinct == column
    assert list(distinct.values) == list(dict.fromkeys(column))
    assert distinct.number.dtype == np.int32


@given(values)
def test_a_column_of_rows_is_those_rows(rows):
    column = Column.of(rows)
    assert list(column) == rows
    assert list(column.values) == list(dict.fromkeys(rows))


@st.composite
def equally_long(draw):
    rows = draw(st.integers(0, 12))
    return [
        Column.of(draw(st.lists(st.sampled_from("abcd"), min_size=rows, max_size=rows)))
        for _ in range(draw(st.integers(1, 5)))
    ]


@given(equally_long(), st.sampled_from([1, 7, 2**62]))
def test_several_columns_are_zipped_like_lists_each_combination_once(several, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geomap.column._MOST", most)  # numbers run out, and combinations are counted anew
        zipped = Column.zipped(several)
    rows = list(zip(*several, strict=True))
    assert list(zipped) == rows
    assert sorted(zipped.values) == sorted(set(rows))


@given(equally_long())
def test_pairs_of_two_columns_are_asked_about_once(several):
    one, other = several[0], several[-1]
    asked = []
    found = one.with_other(other, lambda first, second: asked.append((first, second)) or first + second)
    assert list(found) == [first + second for first, second in zip(one, other, strict=True)]
    assert len(asked) == len(set(asked))


@given(columns())
def test_rows_are_found_by_their_value(column):
    rows = column.rows_where(lambda value: not value)
    assert rows.tolist() == [at for at, value in enumerate(column) if not value]


def test_what_is_made_of_a_column_is_made_of_each_value_once():
    asked = []
    column = Column(np.array([1, 0, 1, 1], dtype=np.int32), ["a", "b"])
    assert column.map(lambda value: asked.append(value) or value.upper()) == ["B", "A", "B", "B"]
    assert asked == ["a", "b"]


def test_rows_are_taken_in_the_order_asked_for():
    column = Column(np.array([1, 0, 1], dtype=np.int32), ["a", "b"])
    assert column.take(np.array([2, 1])) == ["b", "a"]


@pytest.mark.parametrize("other", [["a"], ["b", "a"], "ba", None])
def test_a_column_differs_from_other_rows(other):
    assert Column.of(["a", "b"]) != other


def test_a_row_beyond_the_end_is_no_row():
    with pytest.raises(IndexError):
        Column.of(["a"])[1]


def test_layers_use_the_values_that_a_column_knows():
    number = np.array([2, 0, 0, 1], dtype=np.int32)
    table = Table("event", {"type": Column(number, ["a", "b", "c", "unused"])}, [None] * 4)
    rows = Rows(table.columns, table.geometry)
    codes = rows.codes("type")
    assert (codes.number.tolist(), list(codes.values)) == ([0, 1, 1, 2], ["c", "a", "b"])
    assert rows.where("type", lambda value: value == "a").tolist() == [False, True, True, False]
    assert rows.column("type") == ["c", "a", "a", "b"]
