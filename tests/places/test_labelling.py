"""Labels of words: only allowed sequences come out, and the likeliest of them."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from geomap.places.labelling import LABELS, label_runs, likeliest

grids = st.integers(1, 4).flatmap(
    lambda words: arrays.arrays(
        np.float32, (words, len(LABELS)), elements=st.floats(0.015625, 1, width=32), unique=True
    )
)


def allowed(labels):
    return all(
        not new.startswith("I-") or old[2:] == new[2:]
        for old, new in zip(("O", *labels), labels, strict=False)
    )


def chance(grid, labels):
    return float(np.log([row[LABELS.index(label)] for row, label in zip(grid, labels, strict=True)]).sum())


def test_names_of_several_words_are_runs():
    assert label_runs(["O", "B-P", "I-P", "O", "B-D", "B-P"]) == [(1, 3, "P"), (4, 5, "D"), (5, 6, "P")]


def test_a_further_word_without_its_first_opens_a_run():
    assert label_runs(["I-P", "I-D", "O"]) == [(0, 1, "P"), (1, 2, "D")]


def test_a_further_word_cannot_follow_another_kind():
    grid = np.full((2, len(LABELS)), 0.01, dtype=np.float32)
    grid[0, LABELS.index("B-D")] = 0.9
    grid[1, LABELS.index("I-P")] = 0.5
    grid[1, LABELS.index("B-P")] = 0.4
    assert likeliest(grid) == ["B-D", "B-P"]


@given(grids)
def test_the_answer_is_the_likeliest_of_the_allowed(grid):
    found = likeliest(grid)
    best = max(
        (labels for labels in product(LABELS, repeat=len(grid)) if allowed(labels)),
        key=lambda labels: chance(grid, labels),
    )
    assert allowed(found)
    assert abs(chance(grid, found) - chance(grid, best)) < 1e-4
