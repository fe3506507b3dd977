"""Online geocoders: what differs by service, and how to read its answers."""

import math
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from geomap.files import data_file
from geomap.records import Place, Precision

_FEATURES: Mapping[Precision, str] = {"adm1": "admin1", "adm2": "admin2", "facility": "site", "line": "river"}
_RADIUS: Mapping[Precision, float] = {
    "adm2": 30.0,
    "adm1": 120.0,
    "country": 500.0,
    "region": 50.0,
    "sea": 100.0,
}
_LONGEST_NAME = 120


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of ``geocoders.toml``, which explains the fields."""

    title: str
    url: str
    pause: float
    own_pause: float
    key: str
    key_required: bool
    contact: bool
    keep_days: int
    credit: str
    name: tuple[str, ...]
    lat: tuple[str, ...]
    lon: tuple[str, ...]
    id: tuple[str, ...]
    country: tuple[str, ...]
    words: tuple[str, ...]
    precision: Mapping[str, Precision]


@cache
def services() -> Mapping[str, Service]:
    """The services that geomap knows, by the word that the command line takes."""
    with data_file("geocoders.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), dict[str, Service])


def read_answer(name: str, raw: Any) -> Place | None:
    """The place in one raw answer of a service; None where it is no place on a map or not to be trusted."""
    service = services()[name]
    words = [word for path in service.words if isinstance(word := _at(raw, path), str)]
    precision = next((service.precision[word] for word in words if word in service.precision), None)
    label = next((text for path in service.name if (text := _plain(_at(raw, path)))), "")
    lat, lon = _degrees(_first(raw, service.lat), 90.0), _degrees(_first(raw, service.lon), 180.0)
    number = "/".join(_plain(_at(raw, path)) for path in service.id)
    if precision is None or lat is None or lon is None or not label or not number.strip("/"):
        return None
    country = _plain(_first(raw, service.country)).upper()
    return Place(
        id=f"{name}:{number.replace(' ', '_')}",
        name=label.split(",")[0].strip() or label,
        lon=lon,
        lat=lat,
        precision=precision,
        feature=_FEATURES.get(precision, precision),
        country=country if len(country) == 2 and country.isascii() and country.isalpha() else None,
        radius_km=_RADIUS.get(precision, 3.0 if precision == "city" else 1.0),
    )


def _at(raw: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(raw, Mapping):
            raw = raw.get(step)
        elif (
            isinstance(raw, Sequence) and not isinstance(raw, str) and step.isdigit() and int(step) < len(raw)
        ):
            raw = raw[int(step)]
        else:
            return None
    return raw


def _first(raw: Any, paths: Sequence[str]) -> Any:
    return next((found for path in paths if (found := _at(raw, path)) is not None), None)


def _degrees(value: Any, most: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return round(number, 6) if math.isfinite(number) and abs(number) <= most else None


def _plain(value: Any) -> str:
    """A word or number of an answer as text for people: no control or hidden characters, not endless."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    letters = (" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in str(value)[:1000])
    return " ".join("".join(letters).split())[:_LONGEST_NAME]
