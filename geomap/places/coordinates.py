"""Coordinates written in a text: 13°25'N 042°40'E, N51.21 E35.27, (51.2100, 35.2700), 37U DQ 12345 67890."""

import re
from collections.abc import Iterator

from geomap.places.military_grid import grid_squares
from geomap.records import Mention, Place

_KM_PER_DEGREE = 111.2
_MINUTE = r"['’′ʹ]"
_SECOND = r"(?:[\"”″ʺ]|['’′]{2})"
_ANGLE = (
    r"(?P<AXISdeg>\d{1,3}(?:\.\d+)?)\s?(?:°|º|deg(?:rees)?\.?|-)\s?"
    r"(?:(?P<AXISmin>\d{1,2}(?:\.\d+)?)\s?(?:" + _MINUTE + r"|-)?\s?"
    r"(?:(?P<AXISsec>\d{1,2}(?:\.\d+)?)\s?" + _SECOND + r"?\s?)?)?"
)
_LAT, _LON = _ANGLE.replace("AXIS", "lat"), _ANGLE.replace("AXIS", "lon")
_BETWEEN = r"\s?[,;/]?\s?(?:and\s)?"
# the hemisphere follows (13°25'N 042°40'E) or leads (N 13°25' E 042°40')
_SEXAGESIMAL_AFTER = re.compile(
    r"(?<![\w.])" + _LAT + r"(?P<lathemi>[NS])(?![a-z])" + _BETWEEN + _LON + r"(?P<lonhemi>[EW])(?![A-Za-z])"
)
_SEXAGESIMAL_BEFORE = re.compile(
    r"(?<!\w)(?P<lathemi>[NS])\s?" + _LAT + _BETWEEN + r"(?P<lonhemi>[EW])\s?" + _LON
)
_DECIMAL_AFTER = re.compile(
    r"(?<![\w.])(?P<latdeg>\d{1,2}\.\d+)\s?°?\s?(?P<lathemi>[NS])(?![a-z])"
    + _BETWEEN
    + r"(?P<londeg>\d{1,3}\.\d+)\s?°?\s?(?P<lonhemi>[EW])(?![A-Za-z])"
)
_DECIMAL_BEFORE = re.compile(
    r"(?<!\w)(?P<lathemi>[NS])\s?(?P<latdeg>\d{1,2}\.\d+)°?"
    + _BETWEEN
    + r"(?P<lonhemi>[EW])\s?(?P<londeg>\d{1,3}\.\d+)°?"
)
_DECIMAL_PAIR = re.compile(
    r"(?<![\w.,$€£%+-])(?P<latdeg>-?\d{1,2}\.\d{2,8})°?\s?,\s?(?P<londeg>-?\d{1,3}\.\d{2,8})°?"
    r"(?![\w%]|[.,]\d|\s?(?:%|percent|per cent|million|billion|thousand))"
)
# a bare pair of two or three decimals may be any two numbers: it must be announced or stand in brackets
_ANNOUNCED = re.compile(
    r"(?:coordinates?|position|location|located|lat(?:itude)?(?:/|\s)?|grid|geolocat\w+|at|near|:|📍)\s?[:=(\[]?\s?$",
    re.IGNORECASE,
)
_SURE_DECIMALS = 4


def written_coordinates(text: str) -> tuple[Mention, ...]:
    """The coordinates written in `text` as literal mentions with a point, in order and not overlapping.

    The radius (km) is half of the last written digit's step: half a minute of arc for 13°25'N; a military
    grid reference is put in the middle of the square that it means, with a radius that holds the square.
    Pairs without a hemisphere are read as latitude, longitude, as maps give them, and only where their
    precision or the words around them say that they are coordinates.
    """
    if not any(character.isdigit() for character in text):
        return ()
    mentions: list[Mention] = []
    taken = 0
    for start, end, lat, lon, radius_km in sorted([*_matches(text), *grid_squares(text)]):
        if start < taken or abs(lat) > 90 or abs(lon) > 180:
            continue
        mentions.append(_mention(text, (start, end), lat, lon, radius_km))
        taken = end
    return tuple(mentions)


def _matches(text: str) -> Iterator[tuple[int, int, float, float, float]]:
    for pattern in (_SEXAGESIMAL_AFTER, _SEXAGESIMAL_BEFORE, _DECIMAL_AFTER, _DECIMAL_BEFORE):
        for match in pattern.finditer(text):
            lat, lon = _angle(match, "lat"), _angle(match, "lon")
            if lat is not None and lon is not None:
                yield match.start(), _end(match), lat[0], lon[0], _radius_km(lat[1], lon[1])
    for match in _DECIMAL_PAIR.finditer(text):
        if _is_position(text, match):
            lat, lon = _angle(match, "lat"), _angle(match, "lon")
            if lat is not None and lon is not None:
                yield match.start(), match.end(), lat[0], lon[0], _radius_km(lat[1], lon[1])


def _radius_km(*steps: float) -> float:
    return round(max(steps) * _KM_PER_DEGREE / 2, 3)


def _end(match: re.Match[str]) -> int:
    return match.start() + len(match.group().rstrip())


def _is_position(text: str, match: re.Match[str]) -> bool:
    decimals = min(len(match[name].partition(".")[2]) for name in ("latdeg", "londeg"))
    if decimals >= _SURE_DECIMALS:
        return True
    before = text[max(0, match.start() - 30) : match.start()]
    bracketed = before[-1:] in {"(", "["} and text[match.end() : match.end() + 1] in {")", "]"}
    return bracketed or bool(_ANNOUNCED.search(before))


def _angle(match: re.Match[str], axis: str) -> tuple[float, float] | None:
    """The signed degrees and the step of the last digit (degrees); None where minutes or seconds overflow."""
    groups = match.groupdict()
    value, step = 0.0, 1.0
    for part, unit in (("deg", 1.0), ("min", 60.0), ("sec", 3600.0)):
        written = groups.get(axis + part)
        if written is None:
            continue
        number = abs(float(written))
        if unit > 1 and number >= 60:
            return None
        value += number / unit
        step = 10.0 ** -len(written.partition(".")[2]) / unit
    negative = groups.get(axis + "hemi") in {"S", "W"} or groups[axis + "deg"].startswith("-")
    return (-value if negative else value), step


def _mention(text: str, span: tuple[int, int], lat: float, lon: float, radius_km: float) -> Mention:
    start, end = span
    lat, lon = round(lat, 6), round(lon, 6)
    place = Place(
        id=f"geomap:point:{lat:.6g},{lon:.6g}",
        name=text[start:end],
        lon=lon,
        lat=lat,
        precision="point",
        feature="coordinates",
        radius_km=radius_km,
    )
    return Mention(start=start, end=end, text=text[start:end], kind="literal", place=place, confidence=1.0)
