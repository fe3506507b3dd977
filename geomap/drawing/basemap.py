"""The basemap that goes into a page: the whole earth coarse, and finer tiles around what is drawn."""

import json
import zipfile
from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal

from geomap.files import zipped_data

WorldView = Literal["un", "de-facto"]
TILE = 10
BUDGET = 500_000
"""Characters of tiles that a page may carry."""
MARGIN = 2.5
"""Degrees around a drawn place within which a finer tile is wanted."""


def basemap(places: Iterable[tuple[float, float]], worldview: WorldView) -> dict[str, Any]:
    """What the page needs to draw land, water, boundaries and place names.

    Args:
        places: (lon, lat) of everything that is drawn; tiles near the most of them are taken first.
        worldview: Which of the two sets of boundaries.

    Raises:
        DataError: The installation lacks the basemap.
    """
    with zipped_data("basemap.zip") as archive:
        names = set(archive.namelist())
        world = _piece(archive, "world", worldview)
        labels = world.pop("labels")
        tiles, spent = [], 0
        for x, y in _wanted(places):
            if f"{x}_{y}" not in names:
                continue
            tile = _piece(archive, f"{x}_{y}", worldview)
            spent += len(tile["land"]) + len(tile["lines"]) + 40 * len(tile["labels"])
            if spent > BUDGET:
                break
            tiles.append({"west": x * TILE - 180, "south": y * TILE - 90, **tile})
    return {"world": world, "labels": labels, "tiles": tiles}


def _wanted(places: Iterable[tuple[float, float]]) -> list[tuple[int, int]]:
    counts: Counter[tuple[int, int]] = Counter()
    for lon, lat in places:
        near = {
            (int((lon + east + 180) % 360 // TILE), int(max(0.0, min(179.9, lat + north + 90)) // TILE))
            for east in (-MARGIN, 0, MARGIN)
            for north in (-MARGIN, 0, MARGIN)
        }
        counts.update(near)
    return sorted(counts, key=lambda tile: (-counts[tile], tile))


def _piece(archive: zipfile.ZipFile, name: str, worldview: WorldView) -> dict[str, Any]:
    stored = json.loads(archive.read(name))
    labels = []
    for text, lon, lat, rank, kind in stored["labels"]:
        plain, _, only = kind.partition("/")
        if only in {"", worldview}:
            labels.append([text, lon, lat, rank, plain])
    return {"land": stored["land"], "lines": stored.get(worldview, stored["un"]), "labels": labels}
