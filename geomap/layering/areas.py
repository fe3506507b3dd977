"""The areas on which drawn events and figures stand, as rows of their own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.layering.columns import AREA_COPIED, Records, Rows
from geomap.records import AREAS, Modality, Place

_FIRMEST: tuple[Modality, ...] = ("occurred", "claimed", "disputed", "planned", "hypothetical", "negated")


class _Area(msgspec.Struct):
    """What is known of one area: its shape, what it is called, and what is reported of it."""

    shape: BaseGeometry
    copied: Sequence[Any]
    counts: dict[Records, int] = msgspec.field(default_factory=dict)
    fighting: bool = False
    firmest: int = len(_FIRMEST) - 1


def areas_of(drawn: Mapping[Records, NDArray[np.int64]], records: Mapping[Records, Rows]) -> Rows:
    """One row for each area on which a drawn event or figure stands; largest first, small ones lie on top.

    ``modality`` is that of the firmest report: an area is ``claimed`` if nothing there is reported as fact.

    Args:
        drawn: Indices of the rows that layers draw.
        records: The rows.
    """
    found: dict[tuple[str, str], _Area] = {}
    kinds: tuple[Records, ...] = ("events", "figures")
    for kind in kinds:
        rows = records[kind]
        indices = drawn.get(kind, np.zeros(0, dtype=np.int64))
        fighting = rows.where("type", lambda value: value == "ASSAULT")
        modality = rows.column("modality")
        copied = [rows.column(name) for name in AREA_COPIED]
        for index, key, shape, place in _standing(rows, indices):
            area = found.get(key)
            if area is None:
                of = _copied(place) if place else [column[index] for column in copied]
                area = found[key] = _Area(shape, of)
            area.counts[kind] = area.counts.get(kind, 0) + 1
            area.fighting |= bool(fighting[index])
            area.firmest = min(area.firmest, _FIRMEST.index(modality[index] or "occurred"))
    sizes = shapely.area(np.array([area.shape for area in found.values()], dtype=object)).tolist()
    order = [key for _, key in sorted(zip((-size for size in sizes), found, strict=True))]
    areas = [found[key] for key in order]
    columns: dict[str, Sequence[Any]] = {"id": [key[0] for key in order]}
    columns |= {name: [area.copied[at] for area in areas] for at, name in enumerate(AREA_COPIED)}
    columns |= {kind: [area.counts.get(kind, 0) for area in areas] for kind in kinds}
    columns["fighting"] = [area.fighting for area in areas]
    columns["modality"] = [_FIRMEST[area.firmest] for area in areas]
    return Rows(columns, [area.shape for area in areas])


def _standing(
    rows: Rows, indices: NDArray[np.int64]
) -> Iterator[tuple[int, tuple[str, str], BaseGeometry, Place | None]]:
    """The areas of some rows: row, key, outline, and the place if it is one of several."""
    wide = rows.where("precision", AREAS.__contains__)
    several = np.isin(indices, list(rows.apart))
    ids, names = rows.column("place_id"), rows.column("place")
    for index in indices[wide[indices] | several].tolist():
        if index in rows.apart:
            for place, shape in rows.apart[index]:
                if place.precision in AREAS and not _is_point(shape):
                    yield index, (place.id, place.name), shape, place
            continue
        outline = rows.geometry[index]
        if outline is not None and not _is_point(outline):
            yield index, (str(ids[index]), str(names[index])), outline, None


def _copied(place: Place) -> Sequence[Any]:
    return (
        place.name,
        place.country,
        place.admin1,
        place.precision,
        round(place.radius_km, 1),
        place.lon,
        place.lat,
    )


def _is_point(shape: BaseGeometry) -> bool:
    return bool(shape.geom_type.endswith("Point"))
