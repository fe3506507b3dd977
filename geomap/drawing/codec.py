"""Compact geometry for the page: differences of grid points as zigzag varints; `assets/codec.js` reads it."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from shapely.geometry.base import BaseGeometry

Path = Sequence[tuple[float, float]]
NORTH = 85.0511
"""The latitude at which the Web Mercator map ends."""


def encode(sections: Sequence[Sequence[Path]], grid: int) -> bytes:
    """Sections of paths of (lon, lat) degrees to bytes.

    A section is a count of paths, a path a count of points and, for each, the differences of x and y from
    the point before (from 0, 0 at a section's start), rounded to ``1 / grid`` degrees. Paths of one grid
    point are dropped.
    """
    out = bytearray()
    for section in sections:
        x = y = 0
        paths = [path for path in (_on_grid(path, grid) for path in section) if len(path) > 1]
        _varint(out, len(paths))
        for path in paths:
            _varint(out, len(path))
            for next_x, next_y in path:
                _varint(out, _zigzag(next_x - x))
                _varint(out, _zigzag(next_y - y))
                x, y = next_x, next_y
    return bytes(out)


def encode_shape(shape: BaseGeometry, grid: int, shift_below: float = -1000.0) -> str:
    """A geometry as base64 of two sections, rings and lines; parts west of `shift_below` go once round."""
    sections = [[_shifted(path, shift_below) for path in found] for found in (rings([shape]), lines([shape]))]
    return base64.b64encode(encode(sections, grid)).decode("ascii")


def rings(shapes: Iterable[BaseGeometry]) -> list[Path]:
    """The rings of all polygons among `shapes`, without the closing point."""
    found: list[Path] = []
    for part in _parts(shapes, "Polygon"):
        found.extend(list(ring.coords)[:-1] for ring in (part.exterior, *part.interiors))
    return found


def lines(shapes: Iterable[BaseGeometry]) -> list[Path]:
    """The paths of all lines among `shapes`."""
    return [list(part.coords) for part in _parts(shapes, "LineString")]


def _parts(shapes: Iterable[BaseGeometry], kind: str) -> Iterator[Any]:
    for shape in shapes:
        parts = getattr(shape, "geoms", None)
        if parts is not None:
            yield from _parts(parts, kind)
        elif shape.geom_type == kind and not shape.is_empty:
            yield shape


def _shifted(path: Path, shift_below: float) -> Path:
    middle = sum(point[0] for point in path) / len(path)
    return [(point[0] + 360, point[1]) for point in path] if middle < shift_below else path


def _on_grid(path: Path, grid: int) -> list[tuple[int, int]]:
    points = [(round(point[0] * grid), round(max(-NORTH, min(NORTH, point[1])) * grid)) for point in path]
    return [point for before, point in zip([None, *points], points, strict=False) if point != before]


def _varint(out: bytearray, value: int) -> None:
    while value > 127:  # seven bits a byte
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def _zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1
