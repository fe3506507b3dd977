"""Distinct places that marks stand on; marks of several layers at one place share a spot."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIGITS = 5
"""Decimals of a degree: about one metre."""
_STEPS = 10**DIGITS
_ROW = 1 << 32  # more than there are steps of latitude


class Spots:
    """Places as columns; an area and a point at the same coordinates are two spots."""

    def __init__(self) -> None:
        self._lon: list[float] = []
        self._lat: list[float] = []
        self._name: list[int] = []
        self._area: list[bool] = []
        self._disc: list[float] = []
        self._index: dict[tuple[int, int | None], int] = {}

    @property
    def lon(self) -> NDArray[np.float64]:
        """Longitudes in degrees."""
        return np.array(self._lon, dtype=float)

    @property
    def lat(self) -> NDArray[np.float64]:
        """Latitudes in degrees."""
        return np.array(self._lat, dtype=float)

    def name(self, number: int) -> int:
        """The number of a spot's name among the page's texts."""
        return self._name[number]

    def add(self, lon: float, lat: float, name: int, *, area: bool = False, disc: float = 0.0) -> int:
        """The number of the spot at a place.

        Args:
            lon: Degrees.
            lat: Degrees.
            name: The number of its name among the page's texts.
            area: Whether it stands for an area, which is told apart by its name.
            disc: Kilometres within which the place is known to lie; 0 if it is known well.
        """
        return self._add(round(lon * _STEPS), round(lat * _STEPS), name, area=area, disc=disc)

    def add_all(
        self,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        name: NDArray[np.int64],
        disc: NDArray[np.float64],
    ) -> NDArray[np.int64]:
        """The numbers of the spots at several points; arguments as for `add`."""
        x, y = np.rint(lon * _STEPS).astype(np.int64), np.rint(lat * _STEPS).astype(np.int64)
        _, first, back = np.unique(x * _ROW + y, return_index=True, return_inverse=True)
        widest = np.zeros(len(first))
        np.maximum.at(widest, back, disc)
        numbers = np.zeros(len(first), dtype=np.int64)
        order = np.argsort(first, kind="stable")
        at = first[order]
        columns = (x[at], y[at], name[at], widest[order])
        numbers[order] = [
            self._add(*each, disc=disc)
            for *each, disc in zip(*(column.tolist() for column in columns), strict=True)
        ]
        return numbers[back]

    def _add(self, x: int, y: int, name: int, *, area: bool = False, disc: float = 0.0) -> int:
        key = (x * _ROW + y, name if area else None)
        number = self._index.get(key)
        if number is None:
            number = self._index[key] = len(self._lon)
            self._lon.append(x / _STEPS)
            self._lat.append(y / _STEPS)
            self._name.append(name)
            self._area.append(area)
            self._disc.append(disc)
        elif disc > self._disc[number]:
            self._disc[number] = disc
        return number

    def as_json(self, lon: Sequence[float] | NDArray[np.float64]) -> dict[str, Any]:
        """The spots as columns, with longitudes on the turn on which they are drawn."""
        return {
            "lon": np.asarray(lon, dtype=float),
            "lat": self.lat,
            "name": np.array(self._name, dtype=np.int64),
            "area": np.array(self._area, dtype=np.int8),
            "disc": np.array(self._disc, dtype=float),
        }
