"""The areas that events, figures and places speak of, each once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.layering.columns import Records
from geomap.layering.labels import entry_label
from geomap.layering.layers import Layer
from geomap.layering.rows import Rows
from geomap.layering.select import Selection
from geomap.writing.fields import kind_of
from geomap.writing.geopackage.base import Column
from geomap.writing.shapes import Portables

_KINDS: tuple[Records, ...] = ("events", "figures", "places")
_COPIED = ("place", "country", "admin1", "precision", "rep_lon", "rep_lat")
_COUNTED: tuple[Records, ...] = ("events", "figures")
_LISTED = 4  # things named in a label
_Key = tuple[str, str]


class Areas:
    """The rows of the layer ``area``, and which of them each record speaks of."""

    def __init__(
        self, records: Mapping[Records, Rows], chosen: Mapping[str, Selection], layers: Sequence[Layer]
    ) -> None:
        """Gather them from `records`; `chosen` are the rows that `layers` draw, by layer."""
        self._shapes: dict[_Key, BaseGeometry] = {}
        self._cells: dict[_Key, tuple[Any, ...]] = {}
        self._of: dict[Records, list[_Key | None]] = {kind: [] for kind in _KINDS}
        portables = Portables()
        for kind in _KINDS:
            rows = records[kind]
            for row, geometry in enumerate(rows.geometry):
                shape = _area(portables.of(geometry))
                key = None
                if shape is not None:
                    key = (str(rows.column("place_id")[row]), str(rows.column("place")[row]))
                    self._shapes.setdefault(key, shape)
                    self._cells.setdefault(key, tuple(rows.column(name)[row] for name in _COPIED))
                self._of[kind].append(key)
        # wide areas first, so that small ones lie on top
        order = sorted(self._shapes, key=lambda key: (-self._shapes[key].area, key))
        self._number = {key: number for number, key in enumerate(order, start=1)}
        self._counts: dict[Records, Counter[_Key]] = {name: Counter() for name in _COUNTED}
        self._fighting: set[_Key] = set()
        self._labels: dict[_Key, dict[str, None]] = {}
        self._count(records, chosen, layers)

    def __len__(self) -> int:
        return len(self._number)

    @property
    def columns(self) -> list[Column]:
        """The columns of the layer, whose names are those of the records ``areas`` of layer files."""
        return [
            Column("id", "text"),
            *(Column(name, kind_of(name, [])) for name in _COPIED),
            *(Column(name, "whole") for name in _COUNTED),
            Column("fighting", "truth"),
            Column("label", "text"),
        ]

    @property
    def shapes(self) -> NDArray[np.object_]:
        """The outlines."""
        shapes = np.empty(len(self), dtype=object)
        shapes[:] = [self._shapes[key] for key in self._number]
        return shapes

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The cells of each area; ``events`` and ``figures`` count what is drawn of those on it."""
        for key in self._number:
            counts = (self._counts[name][key] for name in _COUNTED)
            label = "\n".join((str(self._cells[key][0]), *self._labels.get(key, ())))
            yield (key[0], *self._cells[key], *counts, int(key in self._fighting), label)

    def of(self, kind: Records) -> list[int | None]:
        """The number of the area that each record of a kind speaks of."""
        return [None if key is None else self._number[key] for key in self._of[kind]]

    def _count(
        self, records: Mapping[Records, Rows], chosen: Mapping[str, Selection], layers: Sequence[Layer]
    ) -> None:
        for kind in _COUNTED:
            rows = records[kind]
            labels: dict[int, str] = {}
            for layer in layers:
                if layer.records == kind:
                    picked = chosen[layer.id]
                    for row, number in zip(picked.rows, picked.entry, strict=True):
                        labels[row] = entry_label(picked.entries[number], layer)
            for row in sorted(labels):
                key = self._of[kind][row]
                if key is None:
                    continue
                self._counts[kind][key] += 1
                if kind == "events" and rows.column("type")[row] == "ASSAULT":
                    self._fighting.add(key)
                text = labels[row]
                if kind == "figures":
                    text = f"{rows.column('number')[row] or ''} {rows.column('category')[row]}".strip()
                listed = self._labels.setdefault(key, {})
                if len(listed) < _LISTED:
                    listed[text] = None


def _area(shape: BaseGeometry | None) -> BaseGeometry | None:
    return shape if shape is not None and int(shapely.get_dimensions(shape)) == 2 else None
