"""One place while the gazetteer is being built."""

from dataclasses import dataclass, field
from typing import Literal

from shapely.geometry.base import BaseGeometry

NameKind = Literal["primary", "alias", "code", "demonym"]

OWN_KEYS_FROM = 1_000_000_000
"""Keys of places without a GeoNames id start here; GeoNames ids are their own keys."""


@dataclass(slots=True)
class Entry:
    """A place with its names, as written, and the kind of each; codes are matched exactly as written."""

    identity: str
    name: str
    feature: str
    precision: str
    country: str | None = None
    lon: float | None = None
    lat: float | None = None
    radius_km: float = 0.0
    population: int = 0
    code: str | None = None
    iso: str | None = None
    kind: str | None = None  # the word for such a unit: Province, Governorate
    english: str | None = None
    admin1: str | None = None  # identity of the first-level unit
    admin2: str | None = None
    outline: BaseGeometry | None = None
    names: dict[str, NameKind] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    capital: bool = False

    def call(self, name: str, kind: NameKind = "alias") -> None:
        """Give the place a further name; what is primary, a code or a demonym stays so."""
        if name and self.names.get(name, "alias") == "alias":
            self.names[name] = kind


def geonames(number: int | str) -> str:
    """The identity of a place of GeoNames."""
    return f"geonames:{int(number)}"
