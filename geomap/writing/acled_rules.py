"""The coding rules of the ACLED export (``geomap/data/export_acled.toml``) and the codes of countries."""

import tomllib
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

import msgspec

from geomap.files import data_file
from geomap.records import ActorType, EventType, Precision


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an event of a type and mode (all if none) is to ACLED; the file explains the conditions."""

    type: EventType
    modes: list[str] = []
    against: Literal["armed", "civilians"] | None = None
    by_armed: bool = False
    fought: bool = False
    deadly: bool = False
    home: bool = False
    event: str
    sub_event: str


class _Vague(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    some: int
    words: dict[str, int]


class Country(NamedTuple):
    """A country as ACLED names it: its name, ISO 3166-1 alpha-3 and numeric codes and region of the world."""

    name: str
    alpha3: str
    number: int
    region: str


class AcledRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """All of the file, and look-ups made of it."""

    columns: list[str]
    rule: list[Rule]
    disorder: dict[str, str]
    inter: dict[int, str]
    codes: dict[ActorType, int]
    names: dict[str, str]
    vague: _Vague
    geo_precision: dict[Precision, int]
    country_names: dict[str, str]
    regions: dict[str, list[str]]

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "AcledRules":
        """The rules in geomap's own data folder.

        Raises:
            DataError: The installation lacks a file.
        """
        text = data_file("export_acled.toml").read_text(encoding="utf-8")
        return msgspec.convert(tomllib.loads(text), cls, strict=False)

    def country(self, alpha2: str | None) -> Country | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        return self._countries.get(alpha2 or "")

    @cached_property
    def _countries(self) -> dict[str, Country]:
        states = tomllib.loads(data_file("actors.toml").read_text(encoding="utf-8"))["states"]
        codes = tomllib.loads(data_file("table_countries.toml").read_text(encoding="utf-8"))["codes"]
        region_of = {code: region for region, listed in self.regions.items() for code in listed}
        return {
            alpha2: Country(
                self.country_names.get(alpha2, states[alpha2]), alpha3, number, region_of.get(alpha2, "")
            )
            for alpha3, (alpha2, _, number) in codes.items()
            if alpha2 in states
        }
