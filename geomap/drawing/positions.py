"""On which spots of the earth the rows of a layer stand."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.drawing.spots import DIGITS, Spots
from geomap.drawing.strings import Strings
from geomap.drawing.texts import Texts
from geomap.layering.layers import Layer
from geomap.layering.rows import Rows
from geomap.layering.select import Selection
from geomap.records import AREAS, Place

DISC_FROM_KM = 1.0
_POINT, _POINTS = 0, 4  # shapely's numbers of these types
_VAGUE, _NEAR = "adm2", "near"  # the precision and the role of a place that is known roughly


def standing_points(
    layer: Layer, rows: Rows, chosen: Selection, spots: Spots, texts: Texts
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each mark its position among the chosen rows, and its spot; a row may stand at several points."""
    which = chosen.rows
    shapes = rows.shapes()[which]
    kind = shapely.get_type_id(shapes)
    apart = np.isin(which, list(rows.apart))
    there = (kind >= 0) & ~shapely.is_empty(shapes) & ~apart
    wide = rows.where("precision", AREAS.__contains__)[which]
    single = (kind == _POINT) & there & ~wide
    area = there & ~single & (wide | (kind != _POINTS))
    names, discs = texts.coded(rows.codes("place"))[which], _discs(layer, rows)[which]
    points = shapes[single]
    spot = spots.add_all(shapely.get_x(points), shapely.get_y(points), names[single], discs[single])
    centres = middles(rows, which[area])
    others = np.array(
        [
            (at, *each)
            for at in np.flatnonzero(apart | (there & ~single & ~area)).tolist()
            for each in _several(layer, rows, int(which[at]), texts)
        ],
        dtype=float,
    ).reshape(-1, 6)
    whole = np.column_stack(
        [np.flatnonzero(area), centres, names[area], np.ones(len(centres)), np.zeros(len(centres))]
    )
    more = np.concatenate([whole, others])
    position, lon, lat, name, is_area, disc = more[np.argsort(more[:, 0], kind="stable")].T
    also = spots.add_all(lon, lat, name.astype(np.int64), disc, is_area > 0)
    positions = np.concatenate([np.flatnonzero(single), position.astype(np.int64)])
    order = np.argsort(positions, kind="stable")
    return positions[order], np.concatenate([spot, also])[order]


def _discs(layer: Layer, rows: Rows) -> NDArray[np.float64]:
    """Kilometres within which the place of each row is known to lie, where that is to be drawn."""
    if not layer.encode.disc:
        return np.zeros(len(rows))
    radius = np.nan_to_num(rows.numbers("radius_km"))
    vague = rows.where("precision", lambda value: value == _VAGUE) | rows.where(
        "role", lambda value: value == _NEAR
    )
    return np.where(vague & (radius >= DISC_FROM_KM), radius, 0.0)


def _several(
    layer: Layer, rows: Rows, row: int, texts: Texts
) -> Iterator[tuple[float, float, int, bool, float]]:
    """The spots of a row that stands at several places, or is several points of the user's.

    Longitude, latitude, the number of the name, whether it is an area, kilometres within which it lies.
    """
    if row not in rows.apart:
        name = texts.add(rows.column("place")[row])
        for lon, lat in shapely.get_coordinates(rows.geometry[row]).tolist():
            yield lon, lat, name, False, 0.0
        return
    seen = set()
    for place, _ in rows.apart[row]:
        name, area = texts.add(place.name), place.precision in AREAS
        at = (round(place.lon, DIGITS), round(place.lat, DIGITS), name if area else None)
        if at not in seen:
            seen.add(at)
            yield place.lon, place.lat, name, area, _disc(layer, place, rows.column("role")[row])


def _disc(layer: Layer, place: Place, role: str | None) -> float:
    """Kilometres within which one of several places is known to lie, as `_discs` gives them."""
    vague = place.precision == _VAGUE or (role == _NEAR and place.precision not in AREAS)
    return place.radius_km if layer.encode.disc and vague and place.radius_km >= DISC_FROM_KM else 0.0


def together(
    rows: Rows, row: NDArray[np.int64], names: Sequence[str], texts: Texts, words: Strings
) -> NDArray[np.int64]:
    """For each mark of a row that stands at several places which others there are; -1 for the rest.

    `row` and `names` are the row and the place of each mark.
    """
    several = np.flatnonzero(np.isin(row, list(rows.apart)))
    found = np.full(len(row), -1)
    for n in several.tolist():
        others = dict.fromkeys(place.name for place, _ in rows.apart[int(row[n])] if place.name != names[n])
        if others:
            found[n] = texts.add(words.word("page", "together").replace("{places}", ", ".join(others)))
    return found


def middles(rows: Rows, which: NDArray[np.int64]) -> NDArray[np.float64]:
    """Longitude and latitude of the spots that stand for the areas of these rows."""
    found = np.column_stack([rows.numbers("rep_lon")[which], rows.numbers("rep_lat")[which]])
    for at in np.flatnonzero(np.isnan(found).any(axis=1)).tolist():
        found[at] = _middle(rows, int(which[at]))
    return found


def _middle(rows: Rows, row: int) -> tuple[float, float]:
    """Longitude and latitude of the spot that stands for an area."""
    lon, lat = rows.column("rep_lon")[row], rows.column("rep_lat")[row]
    geometry = rows.geometry[row]
    if (lon is None or lat is None) and geometry is not None:
        inside = geometry.representative_point()
        return inside.x, inside.y
    return lon, lat
