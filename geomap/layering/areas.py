"""The areas on which drawn events and figures stand, as rows of their own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.column import taken
from geomap.layering.columns import AREA_COPIED, Records
from geomap.layering.rows import Rows
from geomap.records import AREAS, Modality, Place

_NO_OUTLINE = (-1, 0, 4)  # shapely's numbers of nothing, a point and several points
_FIRMEST: tuple[Modality, ...] = ("occurred", "claimed", "disputed", "planned", "hypothetical", "negated")


class _Area(msgspec.Struct):
    """What is known of one area: its shape, what it is called, and what is reported of it."""

    shape: BaseGeometry
    copied: Sequence[Any]
    counts: dict[Records, int] = msgspec.field(default_factory=dict)
    fighting: bool = False
    firmest: int = len(_FIRMEST) - 1


class _Reported(NamedTuple):
    """How many rows stand on an area, whether one is of fighting, and how firm the firmest is."""

    rows: int
    fighting: bool
    firmest: int


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
        for key, place, reported in _standing(records[kind], drawn.get(kind, np.zeros(0, dtype=np.int64))):
            area = found.get(key)
            if area is None:
                area = found[key] = _Area(*place)
            area.counts[kind] = area.counts.get(kind, 0) + reported.rows
            area.fighting |= reported.fighting
            area.firmest = min(area.firmest, reported.firmest)
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
) -> Iterator[tuple[tuple[str, str], tuple[BaseGeometry, Sequence[Any]], _Reported]]:
    """The areas of some rows: key, outline with what is copied, and what is reported there."""
    fighting = rows.where("type", lambda value: value == "ASSAULT")
    number, values = rows.codes("modality")
    firmness = np.array([_FIRMEST.index(value or "occurred") for value in values], dtype=np.int64)[number]
    several = np.isin(indices, list(rows.apart))
    among = indices[rows.where("precision", AREAS.__contains__)[indices] & ~several]
    first, group = rows.groups(("place_id", "place"), among)
    counts = np.bincount(group, minlength=len(first)).tolist()
    fights = np.bincount(group, weights=fighting[among], minlength=len(first)).tolist()
    firmest = np.full(len(first), len(_FIRMEST))
    np.minimum.at(firmest, group, firmness[among])
    outlines = rows.shapes()[first]
    kept = np.flatnonzero(~np.isin(shapely.get_type_id(outlines), _NO_OUTLINE))
    ids, names, *copied = (
        taken(rows.column(name), first[kept]) for name in ("place_id", "place", *AREA_COPIED)
    )
    for at, identity, name, *place in zip(kept.tolist(), ids, names, *copied, strict=True):
        reported = _Reported(counts[at], fights[at] > 0, firmest[at])
        yield (str(identity), str(name)), (outlines[at], place), reported
    for row in indices[several].tolist():
        for one, shape in rows.apart[row]:
            if one.precision in AREAS and shapely.get_type_id(shape) not in _NO_OUTLINE:
                reported = _Reported(1, bool(fighting[row]), firmness[row])
                yield (one.id, one.name), (shape, _copied(one)), reported


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
