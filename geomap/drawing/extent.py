"""Where on the earth a map looks, also across the antimeridian."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

WHOLE_EARTH: Box = (-170.0, -56.0, 190.0, 78.0)
_NOWHERE = -1000.0


class Extent(msgspec.Struct, frozen=True):
    """The box to show, and the longitude below which things are drawn one turn further east."""

    box: Box
    shift_below: float = _NOWHERE

    def shifted_all(self, lon: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes on the turn on which they are drawn."""
        return np.where(lon < self.shift_below, lon + 360, lon)

    def shifted_ends(self, ends: Sequence[float]) -> list[float]:
        """The ends of an arrow (lon, lat, lon, lat), both moved if the western one is."""
        turn = 360 if min(ends[0], ends[2]) < self.shift_below else 0
        return [ends[0] + turn, ends[1], ends[2] + turn, ends[3]]

    @property
    def width(self) -> float:
        """Degrees from west to east."""
        return self.box[2] - self.box[0]


def extent_of(boxes: Sequence[Box]) -> Extent:
    """The smallest extent that holds all `boxes`; the whole earth if there are none."""
    if not boxes:
        return Extent(WHOLE_EARTH)
    seam = _seam(boxes)
    moved = [(w + 360, s, e + 360, n) if w < seam else (w, s, e, n) for w, s, e, n in boxes]
    west, east = min(box[0] for box in moved), max(box[2] for box in moved)
    south, north = _drawable(min(box[1] for box in moved)), _drawable(max(box[3] for box in moved))
    return Extent((round(west, 3), south, round(east, 3), north), seam)


def _drawable(lat: float) -> float:
    return round(max(-80.0, min(84.0, lat)), 3)


def _seam(boxes: Sequence[Box]) -> float:
    """Where to cut the earth open so that the boxes lie closest together, if not at the antimeridian."""
    spans = sorted((west, east) for west, _, east, _ in boxes)
    covered = [spans[0]]
    for west, east in spans[1:]:
        if west <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(covered[-1][1], east))
        else:
            covered.append((west, east))
    around = covered[0][0] + 360 - covered[-1][1]
    widest, east_of = max(((b[0] - a[1], b[0]) for a, b in pairwise(covered)), default=(0.0, _NOWHERE))
    return east_of if widest > around else _NOWHERE
