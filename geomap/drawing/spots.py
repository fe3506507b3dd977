"""Distinct places that marks stand on; marks of several layers at one place share a spot."""

from array import array
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIGITS = 5
"""Decimals of a degree: about one metre."""
_STEPS = 10**DIGITS
_ROW = 1 << 32  # more than there are steps of latitude, and than there are names


class Spots:
    """Places as columns; an area and a point at the same coordinates are two spots."""

    def __init__(self) -> None:
        """No places yet."""
        self._x = array("q")
        self._y = array("q")
        self._name = array("q")
        self._area = array("b")
        self._disc = array("d")
        self._index: dict[int, int] = {}

    @property
    def lon(self) -> NDArray[np.float64]:
        """Longitudes in degrees."""
        return np.array(self._x, dtype=np.float64) / np.float64(_STEPS)

    @property
    def lat(self) -> NDArray[np.float64]:
        """Latitudes in degrees."""
        return np.array(self._y, dtype=np.float64) / np.float64(_STEPS)

    def names(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of these spots' names among the page's texts."""
        return np.array(self._name, dtype=np.int64)[numbers]

    def add_all(
        self,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        name: NDArray[np.integer[Any]],
        disc: NDArray[np.float64],
        area: NDArray[np.bool_] | None = None,
    ) -> NDArray[np.int64]:
        """The numbers of the spots at several places.

        Args:
            lon: Degrees.
            lat: Degrees.
            name: The numbers of their names among the page's texts.
            disc: Kilometres within which each is known to lie; 0 if it is known well.
            area: Whether each stands for an area, which is told apart by its name; none does if not given.
        """
        x, y = np.rint(lon * _STEPS).astype(np.int64), np.rint(lat * _STEPS).astype(np.int64)
        keys = (x * _ROW + y).tolist()
        area = np.zeros(len(keys), dtype=bool) if area is None else area
        for at in np.flatnonzero(area).tolist():
            keys[at] = ((keys[at] * _ROW) + int(name[at]) + 1) * _ROW  # beyond all points
        index, before = self._index, len(self._index)
        numbers = np.array([index.setdefault(key, len(index)) for key in keys], dtype=np.int64)
        most = np.maximum.accumulate(np.concatenate([[before - 1], numbers]))[:-1]
        new = numbers > most  # where a number is met first
        for column, values in ((self._x, x), (self._y, y), (self._name, name), (self._area, area)):
            column.frombytes(values[new].astype(column.typecode).tobytes())
        self._disc.frombytes(np.zeros(np.count_nonzero(new)).tobytes())
        if disc.any():
            np.maximum.at(np.frombuffer(self._disc), numbers, disc)
        return numbers

    def as_json(self, lon: NDArray[np.float64]) -> dict[str, Any]:
        """The spots as columns, with longitudes on the turn on which they are drawn."""
        return {
            "lon": lon,
            "lat": self.lat,
            "name": np.array(self._name),
            "area": np.array(self._area),
            "disc": np.array(self._disc),
        }
