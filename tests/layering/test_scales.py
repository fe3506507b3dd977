"""From numbers to pixels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.layering.layers import Scale
from geomap.layering.scales import pixels

ROOT = Scale(by="size", range=(5, 40), factor=0.22)


@pytest.mark.parametrize(
    ("value", "expected"), [(8000, 19.7), (10000, 22.0), (1, 5), (10**9, 40), (None, 5), (0, 5), (-3, 5)]
)
def test_the_area_of_a_troop_circle_follows_the_number(value, expected):
    assert pixels(ROOT, value) == expected


def test_linear_and_logarithmic_scales():
    assert pixels(Scale(by="size", range=(0, 100), scale="linear", factor=2), 12) == 24
    assert pixels(Scale(by="size", range=(0, 100), scale="log", factor=2), 999) == 6


@given(st.floats(), st.sampled_from(["sqrt", "linear", "log"]))
def test_any_number_stays_inside_the_range(value, kind):
    assert 5 <= pixels(Scale(by="size", range=(5, 40), scale=kind), value) <= 40
