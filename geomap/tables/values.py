"""What single cells say: numbers with their bounds, coordinates."""

import math
import re
from functools import lru_cache
from typing import Literal, NamedTuple

from geomap.records import Qualifier

_UNKNOWN = frozenset(
    [
        "",
        "-",
        "--",
        "–",
        "—",
        "?",
        "na",
        "n/a",
        "nan",
        "null",
        "none",
        "nil",
        "unknown",
        "unk",
        "tbd",
        "#n/a",
        "not known",
        "not available",
        "missing",
    ]
)
_NUMBER = r"\d+(?:[ \u00a0\u202f,.'’]\d{3})*(?:[.,]\d+)?"
_COUNT = re.compile(
    r"(?P<sign>>=|≥|at least|<=|≤|at most|up to|>|more than|over|<|less than|fewer than"
    r"|~|≈|c\.|ca\.?|about|approx\.?|some)?"
    rf"\s*(?P<first>{_NUMBER})\s*(?:(?:-|–|—|to)\s*(?P<second>{_NUMBER})|(?P<plus>\+))?",
    re.IGNORECASE,
)
_SIGNS: dict[str, Qualifier] = {
    ">=": "at_least",
    "≥": "at_least",
    "at least": "at_least",
    "<=": "at_most",
    "≤": "at_most",
    "at most": "at_most",
    "up to": "at_most",
    ">": "more_than",
    "more than": "more_than",
    "over": "more_than",
    "<": "less_than",
    "less than": "less_than",
    "fewer than": "less_than",
}
_GROUPED = re.compile(r"\d{1,3}(?:([ \u00a0\u202f,'’])\d{3})(?:\1\d{3})*(?:\.\d+)?")
_GROUPED_BY_POINT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_DEGREES = re.compile(
    r"(?P<before>[NSEWO])?\s*(?P<sign>[-+−]?)(?P<degrees>\d+(?:[.,]\d+)?)\s*[°º]?\s*"
    r"(?:(?P<minutes>\d+(?:[.,]\d+)?)\s*['’′]\s*(?:(?P<seconds>\d+(?:[.,]\d+)?)\s*(?:[\"”″]|''|’’))?)?\s*(?P<after>[NSEWO])?",
    re.IGNORECASE,
)
_LETTERS = {"lat": "NS", "lon": "EWO"}
_LIMIT = {"lat": 90.0, "lon": 180.0}


class Count(NamedTuple):
    """A number as a cell gives it, with the bounds that follow from its sign."""

    value: float | None
    low: float | None
    high: float | None
    qualifier: Qualifier


def blank(cell: str) -> bool:
    """Whether `cell` says nothing: empty, or one of the usual ways to write "unknown"."""
    return cell.strip().lower() in _UNKNOWN


@lru_cache(maxsize=4096)
def count(cell: str, *, decimal_comma: bool = False) -> Count | None:
    """The count in a cell ("45", "1,200", "45+", "~50", "10-15"); None if it says nothing.

    Raises:
        ValueError: It is no count of people or things.
    """
    text = cell.strip()
    if text.isascii() and text.isdigit() and len(text) < 16:
        plain = float(text)
        return Count(plain, plain, plain, "exact")
    if blank(text):
        return None
    found = _COUNT.fullmatch(text)
    if found is None:
        raise ValueError(f"{_shown(text)} is not a count")
    first = _number(found["first"], decimal_comma=decimal_comma)
    if found["second"] is not None:
        second = _number(found["second"], decimal_comma=decimal_comma)
        return Count(None, min(first, second), max(first, second), "range")
    sign = (found["sign"] or "").lower()
    qualifier = "at_least" if found["plus"] else _SIGNS.get(sign, "about" if sign else "exact")
    low = first if qualifier in {"exact", "at_least", "more_than"} else None
    high = first if qualifier in {"exact", "at_most", "less_than"} else None
    return Count(first, low, high, qualifier)


def joined(value: Count | None, low: Count | None, high: Count | None) -> Count | None:
    """One count from a table's columns for the number, its lower and its upper bound; None if all are empty.

    What the columns say is kept as it stands; where only a bound is given, it is the number that was said.
    """
    if low is None and high is None:
        return value
    least = low.value if low else None
    most = high.value if high else None
    if value is not None and value.value is not None:
        same = least == most == value.value
        return Count(value.value, least, most, "exact" if same else "range")
    if least is not None and most is not None:
        return Count(least if least == most else None, least, most, "exact" if least == most else "range")
    if least is not None:
        return Count(least, least, None, "at_least")
    return Count(most, None, most, "at_most") if most is not None else value


def degrees(cell: str, axis: Literal["lat", "lon"]) -> float | None:
    """The degrees in a cell ("51.2", "51,2", "51.2 N", "51°12′30″N"); None if it says nothing.

    Raises:
        ValueError: It is no number, or lies outside the earth; the message says which.
    """
    text = cell.strip()
    name = "latitude" if axis == "lat" else "longitude"
    try:
        value = float(text)
    except ValueError:
        if blank(text):
            return None
        value = _degrees(text, axis, name)
    if math.isnan(value):
        return None
    if not -_LIMIT[axis] <= value <= _LIMIT[axis]:
        raise ValueError(f"{name} {_shown(text)} is outside {-_LIMIT[axis]:.0f} to {_LIMIT[axis]:.0f}")
    return value


def _degrees(text: str, axis: Literal["lat", "lon"], name: str) -> float:
    found = _DEGREES.fullmatch(text)
    letter = ((found["before"] or found["after"] or "") if found else "").upper()
    if found is None or (letter and letter not in _LETTERS[axis]) or (found["before"] and found["after"]):
        raise ValueError(f"{name} {_shown(text)} is not a number of degrees")
    parts = [float((found[part] or "0").replace(",", ".")) for part in ("degrees", "minutes", "seconds")]
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -value if found["sign"] in {"-", "−"} or (letter in {"S", "W", "O"} and letter) else value


def _number(text: str, *, decimal_comma: bool) -> float:
    if decimal_comma and _GROUPED_BY_POINT.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _GROUPED.fullmatch(text):
        return float(re.sub(r"[ \u00a0\u202f,'’]", "", text))
    return float(re.sub(r"[ \u00a0\u202f'’]", "", text).replace(",", "."))


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
