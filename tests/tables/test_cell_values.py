"""Counts and degrees as cells write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.tables.values import Count, count, degrees, joined


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("45", Count(45, 45, 45, "exact")),
        ("1,200", Count(1200, 1200, 1200, "exact")),
        ("1 200", Count(1200, 1200, 1200, "exact")),
        ("1'234'567", Count(1234567, 1234567, 1234567, "exact")),
        ("12.0", Count(12, 12, 12, "exact")),
        ("2.000", Count(2, 2, 2, "exact")),
        ("45+", Count(45, 45, None, "at_least")),
        ("at least 45", Count(45, 45, None, "at_least")),
        (">1,200", Count(1200, 1200, None, "more_than")),
        ("up to 8000", Count(8000, None, 8000, "at_most")),
        ("< 5", Count(5, None, 5, "less_than")),
        ("~50", Count(50, None, None, "about")),
        ("about 50", Count(50, None, None, "about")),
        ("10-15", Count(None, 10, 15, "range")),
        ("3,000–4,000", Count(None, 3000, 4000, "range")),
        ("10 to 15", Count(None, 10, 15, "range")),
    ],
)
def test_counts(cell, expected):
    assert count(cell) == expected


@pytest.mark.parametrize("cell", ["", " ", "-", "N/A", "unknown", "NaN", "?"])
def test_cells_that_say_nothing(cell):
    assert count(cell) is None
    assert degrees(cell, "lat") is None


@pytest.mark.parametrize("cell", ["many", "-5", "10%", "12 killed", "1e400", "١٢x", "5 or 6"])
def test_what_is_no_count(cell):
    with pytest.raises(ValueError, match="is not a count"):
        count(cell)


def test_the_decimal_comma_turns_points_into_separators():
    assert count("1.200", decimal_comma=True).value == 1200
    assert count("1.200.000,5", decimal_comma=True).value == 1_200_000.5
    assert count("12,5", decimal_comma=True).value == 12.5


def test_columns_are_joined_without_inventing():
    five, nine = count("5"), count("9")
    assert joined(None, None, None) is None
    assert joined(five, None, None) == five
    assert joined(five, None, nine) == Count(5, None, 9, "range")
    assert joined(None, None, nine) == Count(9, None, 9, "at_most")
    assert joined(nine, five, five) == Count(9, 5, 5, "range")


@pytest.mark.parametrize(
    ("cell", "axis", "expected"),
    [
        ("51.25", "lat", 51.25),
        ("51,25", "lat", 51.25),
        ("-33.9", "lat", -33.9),
        ("−33.9", "lat", -33.9),
        ("33.9 S", "lat", -33.9),
        ("33.9°S", "lat", -33.9),
        ("N51.25", "lat", 51.25),
        ("51°15'N", "lat", 51.25),
        ("51°15′00″N", "lat", 51.25),
        ("35°30′36″ W", "lon", -35.51),
        ("180", "lon", 180),
    ],
)
def test_degrees(cell, axis, expected):
    assert degrees(cell, axis) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("cell", "axis"),
    [("91", "lat"), ("180.1", "lon"), ("51 E", "lat"), ("abc", "lat"), ("1e400", "lon"), ("N51S", "lat")],
)
def test_what_is_no_place_on_the_earth(cell, axis):
    with pytest.raises(ValueError, match="itude"):
        degrees(cell, axis)


@given(st.floats(-90, 90))
def test_every_latitude_is_read_back(value):
    assert degrees(repr(value), "lat") == value


@given(st.integers(0, 10**12))
def test_every_whole_number_is_read_back_with_and_without_separators(value):
    assert count(str(value)).value == count(f"{value:,}").value == value


@given(st.text(max_size=20))
def test_no_text_trips_the_readers(text):
    assert outcome(count, text) is not NotImplemented
    found = outcome(lambda cell: degrees(cell, "lat"), text)
    assert found is None or isinstance(found, str) or math.isfinite(found)


def outcome(reader, text):
    try:
        return reader(text)
    except ValueError as error:
        return str(error)
