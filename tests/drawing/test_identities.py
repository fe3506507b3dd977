"""Ids in three parts, of which the page puts them together again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.drawing.identities import parted

ROWS = [f"events:{row}:e1" for row in range(1, 1200)]
ODD = [
    *("", None, "a", "1", "events:", "events:07:e1", "events:7", "events:7:", "events:1234567890:e1"),
    *("events:7:e1\n", "ünï:3", "x7:e2", "events:7:e1:m2:k3:x9", "events:7:\udc80", "Events:7:e1"),
]


def together(parts):
    for head, number, tail in zip(parts.head, parts.number.tolist(), parts.tail, strict=True):
        yield (head or "") + ("" if number < 0 else str(number)) + (tail or "")


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("first", [True, False])
def test_an_odd_id_among_those_of_rows_reads_back(odd, first):
    ids = [odd, *ROWS] if first else [*ROWS, odd]

    assert list(together(parted(ids))) == [each or "" for each in ids]


@given(st.lists(st.none() | st.text("a1:0\n", max_size=14) | st.integers(0, 10**10).map("t:{}:f2".format)))
def test_ids_read_back(ids):
    assert list(together(parted(ids))) == [each or "" for each in ids]


def test_ids_of_rows_share_what_stands_around_their_numbers():
    parts = parted([f"t2024:{row}:f{row % 3 + 1}" if row % 5 else None for row in range(2000)])

    assert set(parts.head) == {"t2024:", None}
    assert set(parts.tail) == {":f1", ":f2", ":f3", None}
    assert parts.number[[0, 1, 1999]].tolist() == [-1, 1, 1999]
