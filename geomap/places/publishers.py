"""Where a publisher writes from and about: a local paper's "Paris" is the one next door."""

import tomllib
from collections.abc import Mapping
from typing import NamedTuple, Self

from geomap.files import data_file
from geomap.places.gazetteer import Gazetteer
from geomap.places.names import fold

LatLon = tuple[float, float]
"""Latitude and longitude in degrees."""

_SCHEMES = ("https://", "http://")


class Home(NamedTuple):
    """What the publisher's name or domain says of where it writes.

    ``country`` is ISO 3166-1 alpha-2, ``letters`` the name without spaces and dots, ``spot`` the home town.
    """

    country: str | None
    letters: str
    spot: LatLon | None = None


class Publishers:
    """Homes of publishers: those that the ranker learnt with its texts, and those of ``publishers.toml``."""

    def __init__(self, gazetteer: Gazetteer, known: Mapping[str, Home], learnt: Mapping[str, LatLon]) -> None:
        """Without `known` and `learnt` only the letters and the domain's country speak."""
        self._gazetteer = gazetteer
        self._known = known
        self._learnt = learnt

    @classmethod
    def shipped(cls, gazetteer: Gazetteer, learnt: Mapping[str, LatLon] | None = None) -> Self:
        """The publishers of this installation."""
        rows = tomllib.loads(data_file("publishers.toml").read_text(encoding="utf-8"))["publisher"]
        known = {
            name: Home(row["country"], "", (row["lat"], row["lon"]) if "lat" in row else None)
            for row in rows
            for name in row["names"]
        }
        return cls(gazetteer, known, learnt or {})

    def home(self, publisher: str | None) -> Home:
        """What is known of a publisher by its domain ("dailystar.com.lb") or name ("Kyiv Post")."""
        if not publisher:
            return Home(None, "")
        host = host_of(publisher)
        labels = host.split(".") if " " not in host else [host]
        code = labels[-1].upper() if len(labels) > 1 else ""
        code = {"UK": "GB"}.get(code, code)
        country = code if len(code) == 2 and self._gazetteer.country(code) else None
        letters = "".join(fold(label).replace(" ", "") for label in labels[: max(1, len(labels) - 1)])
        known = self._known.get(host) or Home(None, "")
        return Home(country or known.country, letters, self._learnt.get(host) or known.spot)


def host_of(publisher: str) -> str:
    """The key of a publisher: its host without "www." and path, or its name in lower case."""
    key = publisher.strip().casefold()
    for scheme in _SCHEMES:
        key = key.removeprefix(scheme)
    key = key.split("/")[0].removeprefix("www.")
    return key.removeprefix("the ")
