"""References of the Military Grid Reference System in a text: 37U DQ 12345 67890, 36TWS9012.

A reference names a zone of six degrees (37) and a band of eight (U), a square of 100 km (DQ) and, with as
many digits each, metres east and north in it, cut off: it means a square of 10 km to 1 m. Source: the
standard NGA.STND.0037, Universal Grids and the Transverse Mercator and Polar Stereographic Map Projections.
The poles, which have other letters, are not read.
"""

import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

_SPACE = r"[ \u00a0]?"
_REFERENCE = re.compile(
    r"(?<![\w.,/-])(?P<zone>0?[1-9]|[1-5]\d|60)" + _SPACE + r"(?P<band>[C-HJ-NP-X])" + _SPACE
    + r"(?P<column>[A-HJ-NP-Z])(?P<row>[A-HJ-NP-V])(?P<gap>" + _SPACE + r")"
    r"(?:(?P<east>\d{1,5})[ \u00a0](?P<north>\d{1,5})|(?P<digits>\d{2,10}))(?![\w%]|[.,]\d|-\d)"
)  # fmt: skip
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_ROWS_OF_EVEN_ZONES = 5  # so many rows later they begin
_SQUARE, _CYCLE, _SOUTH = 100_000, 2_000_000, 10_000_000  # metres
_METRES_A_DEGREE = 110_600
_LONGEST = 5
_WIDENED = {  # zones west of Norway and around Svalbard: from and to which degree they reach
    (31, "V"): (0, 3), (32, "V"): (3, 12), (31, "X"): (0, 9), (33, "X"): (9, 21), (35, "X"): (21, 33),
    (37, "X"): (33, 42),
}  # fmt: skip
_SWALLOWED = {(zone, "X") for zone in (32, 34, 36)}
# squares are cut by the edges of zones and bands, and maps run on a little beyond them
_SLACK_EAST, _SLACK_NORTH = 0.5, 0.2
# "10K MS 2024" may be a year after a code: so few digits in one must be announced, or stand close
_FEW = 4
_ANNOUNCED = re.compile(
    r"(?:MGRS|UTM|grid(?:\s(?:square|ref(?:erence)?))?|coord(?:inate)?s?|position|located|at|near|vic(?:inity)?\.?)"
    r"\s?[:=(\[]?\s?$",
    re.IGNORECASE,
)


class GridSquare(NamedTuple):
    """A reference found in a text: its span, the middle of the square in degrees, half its diagonal in km."""

    start: int
    end: int
    lat: float
    lon: float
    radius_km: float


def grid_squares(text: str) -> Iterator[GridSquare]:
    """The grid references in `text`, in order: whole ones whose zone, band and square belong together."""
    for match in _REFERENCE.finditer(text):
        east, north = match["east"], match["north"]
        if match["digits"]:
            half, odd = divmod(len(match["digits"]), 2)
            if odd or (len(match["digits"]) <= _FEW and match["gap"] and not _is_announced(text, match)):
                continue
            east, north = match["digits"][:half], match["digits"][half:]
        if len(east) != len(north):
            continue
        found = _middle(int(match["zone"]), match["band"], match["column"] + match["row"], (east, north))
        if found is not None:
            step = 10 ** (_LONGEST - len(east))
            yield GridSquare(match.start(), match.end(), *found, round(step / math.sqrt(2) / 1000, 4))


def _is_announced(text: str, match: re.Match[str]) -> bool:
    return bool(_ANNOUNCED.search(text[max(0, match.start() - 30) : match.start()]))


def _middle(zone: int, band: str, square: str, digits: tuple[str, str]) -> tuple[float, float] | None:
    """Latitude and longitude of the middle of a square; None where there is no such square."""
    columns = _COLUMNS[(zone - 1) % 3]
    if square[0] not in columns or (zone, band) in _SWALLOWED:
        return None
    step = 10 ** (_LONGEST - len(digits[0]))
    east = (columns.index(square[0]) + 1) * _SQUARE + (int(digits[0]) + 0.5) * step
    row = (_ROWS.index(square[1]) - (0 if zone % 2 else _ROWS_OF_EVEN_ZONES)) % len(_ROWS)
    north = row * _SQUARE + (int(digits[1]) + 0.5) * step
    number = _BANDS.index(band)
    south = -80 + 8 * number
    # rows are named again every 2,000 km, a band is less: only one of them can lie in it
    least = south * _METRES_A_DEGREE + (_SOUTH if south < 0 else 0) - 2 * _SQUARE
    north += math.ceil((least - north) / _CYCLE) * _CYCLE
    if north < 0:
        north += _CYCLE
    lat, lon = _transformer(zone, south=south < 0).transform(east, north)
    top = south + (12 if band == "X" else 8)
    west, east_end = _WIDENED.get((zone, band), (6 * zone - 186, 6 * zone - 180))
    beyond_west = (lon - west + 180) % 360 - 180  # degrees; zone 60 may end beyond the antimeridian
    fits = (
        math.isfinite(lat)
        and south - _SLACK_NORTH <= lat <= top + _SLACK_NORTH
        and -_SLACK_EAST <= beyond_west <= east_end - west + _SLACK_EAST
    )
    return (lat, lon) if fits else None


@cache
def _transformer(zone: int, *, south: bool) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs((32700 if south else 32600) + zone, 4326)
