"""Outlines packed small: whole thousandths of a degree, stored as differences, deflated."""

import zlib
from collections.abc import Iterator

import numpy as np
from shapely import MultiPolygon, Polygon, force_2d, get_parts
from shapely.geometry.base import BaseGeometry

SCALE = 1000
"""Coordinates are kept to 1/1000 degree (about 100 m)."""


def pack(shape: BaseGeometry) -> bytes:
    """A polygon or multipolygon (lon, lat) as bytes; coordinates are rounded to 1/1000 degree.

    Layout before deflating, 32-bit little-endian integers: how many counts follow; the number of polygons;
    for each its number of rings; for each ring its number of points. Then the points, each as its difference
    from the one before, all x before all y, bytes of one weight together.
    """
    polygons = [part for part in get_parts(force_2d(shape)) if isinstance(part, Polygon)]
    counts: list[int] = [len(polygons)]
    steps: list[np.ndarray] = []
    for polygon in polygons:
        rings = [polygon.exterior, *polygon.interiors]
        counts.append(len(rings))
        for ring in rings:
            whole = np.rint(np.asarray(ring.coords) * SCALE).astype("<i4")
            counts.append(len(whole))
            steps.append(np.diff(whole, axis=0, prepend=np.zeros((1, 2), "<i4")).astype("<i4"))
    head = np.asarray([len(counts), *counts], "<i4").tobytes()
    # x and y apart, and bytes of one weight together, deflate a third smaller
    body = np.concatenate(steps).T.copy().view("u1").reshape(-1, 4).T.tobytes() if steps else b""
    return zlib.compress(head + body, 9)


def unpack(packed: bytes) -> BaseGeometry:
    """The polygon or multipolygon that `pack` packed."""
    raw = zlib.decompress(packed)
    size = int(np.frombuffer(raw, "<i4", 1)[0])
    counts = iter(np.frombuffer(raw, "<i4", size, 4).tolist())
    body = np.frombuffer(raw, "u1", offset=4 * (size + 1))
    steps = body.reshape(4, -1).T.copy().view("<i4").reshape(2, -1).T
    polygons = list(_polygons(counts, steps))
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _polygons(counts: Iterator[int], steps: np.ndarray) -> Iterator[Polygon]:
    at = 0
    for _ in range(next(counts)):
        rings = []
        for _ in range(next(counts)):
            points = next(counts)
            rings.append(np.cumsum(steps[at : at + points], axis=0) / SCALE)
            at += points
        yield Polygon(rings[0], rings[1:])
