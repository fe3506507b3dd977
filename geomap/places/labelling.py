"""Labels of words: the alphabet the taggers share, and the likeliest allowed sequence of them."""

from collections.abc import Sequence
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

Label = Literal["P", "D", "U"]
"""P a place name, D a demonym or adjective ("Russian"), U another proper name (learnt, never a mention)."""

LABELS = ("O", "B-P", "I-P", "B-D", "I-D", "B-U", "I-U")
"""A word's label: outside, or first (B) or further (I) word of a name."""

NAMING, OTHER_NAMES = slice(1, 5), slice(5, 7)
"""The labels of places and demonyms, and those of other proper names."""

Grid = npt.NDArray[np.float32]
"""One row a word, one column a label of LABELS; values are probabilities."""

_FLOOR = 1e-6


def label_runs(labels: Sequence[str]) -> list[tuple[int, int, Label]]:
    """The runs of B-x I-x I-x … as (first, stop, x); an I without its B opens a run."""
    runs: list[tuple[int, int, Label]] = []
    first: int | None = None
    current = ""
    for index, label in enumerate([*labels, "O"]):
        prefix, _, kind = label.partition("-")
        if first is not None and (prefix != "I" or kind != current):
            runs.append((first, index, current))  # type: ignore[arg-type]
            first = None
        if first is None and prefix in {"B", "I"}:
            first, current = index, kind
    return runs


def likeliest(probabilities: Grid) -> list[str]:
    """The likeliest labels of a sentence in which no I-x stands but after B-x or I-x (Viterbi)."""
    scores = np.log(np.maximum(probabilities, _FLOOR))
    forbidden = _forbidden()
    best = scores[0] + forbidden[0]  # a sentence begins as after O
    back = np.zeros(scores.shape, dtype=np.intp)
    for index in range(1, len(scores)):
        through = best[:, None] + forbidden
        back[index] = through.argmax(axis=0)
        best = through.max(axis=0) + scores[index]
    label = int(best.argmax())
    path = [label]
    for index in range(len(scores) - 1, 0, -1):
        label = int(back[index][label])
        path.append(label)
    return [LABELS[label] for label in reversed(path)]


@cache
def _forbidden() -> Grid:
    """Row: the label before, column: the label after; minus infinity where it cannot follow."""
    grid = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for before, old in enumerate(LABELS):
        for after, new in enumerate(LABELS):
            if new.startswith("I-") and old[2:] != new[2:]:
                grid[before, after] = -np.inf
    return grid
