"""Boosted decision trees as plain numbers: what a trained candidate ranker is at run time."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray


class Trees(msgspec.Struct, frozen=True):
    """An additive model of binary trees over named columns; all trees stand in one list of nodes.

    A node sends a row to `left` where ``row[column] <= threshold``, to `right` otherwise; a leaf has itself
    on both sides and adds `value`. `roots` are the first nodes of the trees; `depth` steps reach every leaf.
    """

    columns: tuple[str, ...]
    baseline: float
    depth: int
    roots: tuple[int, ...]
    column: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]


class Forest:
    """`Trees` ready to score many rows at once."""

    def __init__(self, trees: Trees) -> None:
        self.columns = trees.columns
        self._baseline = trees.baseline
        self._depth = trees.depth
        self._roots = np.array(trees.roots, dtype=np.int32)
        self._column = np.array(trees.column, dtype=np.int32)
        self._threshold = np.array(trees.threshold, dtype=np.float64)
        self._next = np.array([trees.right, trees.left], dtype=np.int32)
        self._value = np.array(trees.value, dtype=np.float64)

    def scores(self, rows: Sequence[Sequence[float]] | NDArray[np.float64]) -> NDArray[np.float64]:
        """The log odds of each row (n rows of as many numbers as `columns`), shape (n,)."""
        matrix = np.array(rows, dtype=np.float64)
        count = len(matrix)
        if count == 0:
            return np.zeros(0)
        lines = np.arange(count)[:, None]
        nodes = np.broadcast_to(self._roots, (count, len(self._roots)))
        for _ in range(self._depth):
            goes_left = matrix[lines, self._column[nodes]] <= self._threshold[nodes]
            nodes = self._next[goes_left.view(np.int8), nodes]
        # plain left-to-right sums: the same bytes whatever the processor's vector width
        return np.round(self._baseline + self._value[nodes].cumsum(axis=1)[:, -1], 9)
