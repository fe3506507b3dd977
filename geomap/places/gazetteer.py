"""The gazetteer: names to candidate places, offline, from one read-only SQLite file.

    with Gazetteer.shipped() as gazetteer:
        gazetteer.candidates("Kursk region")   # -> (Candidate(place=Kursk Oblast, match="typed", ...), ...)
        gazetteer.knows("Goma")                # -> Strength.CITY: fast, for the tagger's features
        gazetteer.demonym("North Koreans")     # -> the country's Place, or None
        gazetteer.seat_of("Moscow")            # -> "RU": the name can stand for that government
        gazetteer.place("geonames:524894")     # -> Place; UnknownPlace is a KeyError
        gazetteer.country("RU")                # -> Place of a country by ISO 3166-1 alpha-2, or None
        gazetteer.contains(outer_id, inner_id) # -> bool, by codes and members, or by distance
        gazetteer.shape(place)                 # -> outline (lon, lat), a disc, or None for a point

Ids: ``geonames:<id>`` (countries, admin-1, admin-2, cities), ``naturalearth:<id>`` (units that GeoNames
lacks), ``airport:<ICAO>``, ``geomap:<slug>`` (regions.toml, continents among them).
Feature words: country, admin1, admin2, city, airfield, and the kinds of regions.toml (continent, region,
peninsula, sea, strait, river, line, crossing, site, base, camp, island, village ...).

Open one per process (SQLite connections do not survive a fork); look-ups are pure functions of the file.
"""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from shapely.geometry.base import BaseGeometry

from geomap.errors import DataError
from geomap.files import data_file
from geomap.geometry import disc, distance_km
from geomap.places import names, shapes
from geomap.places.candidates import MATCHES, Candidate, Match, Strength, UnknownPlace
from geomap.records import Place

__all__ = ["Candidate", "Gazetteer", "Match", "Strength", "UnknownPlace"]

SCHEMA = "1"

RANK_STEP = 1000
"""``name.rank`` is (DEMONYM - strength) x RANK_STEP + a number that falls with population."""

DEGREE = 100_000
"""Coordinates are stored as whole 1/100,000 degrees, ``radius`` as whole 100 m."""

COMMON = 16
"""Added to ``name.match`` where the name is a common English word."""

_LONGEST_CODE = 12
_LEVELS = {"admin1": 1, "admin2": 2, "city": 3}


_PLACE = """
    place.key, place.id, place.name, place.lon, place.lat, feature.name, feature.precision, place.country,
    admin1.name, place.radius, place.population, admin1.code, place.admin2
"""
_JOINED = """
    FROM {source} JOIN feature ON feature.code = place.feature
    LEFT JOIN place AS admin1 ON admin1.key = place.admin1
"""


class Gazetteer:
    """Places by name and by id, read from one SQLite file that ``tools/build_gazetteer.py`` made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=64)
            found = self._db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        except sqlite3.Error as error:
            raise DataError(f"{path}: not a gazetteer ({error}); install geomap-toolkit again") from error
        if found != (SCHEMA,):
            raise DataError(f"{path}: made for another version of geomap; install geomap-toolkit again")
        self._candidates = lru_cache(maxsize=8192)(self._look_up)
        self._strength = lru_cache(maxsize=65536)(self._look_up_strength)

    @classmethod
    def shipped(cls) -> Self:
        """The gazetteer of this installation.

        Raises:
            DataError: It is missing or damaged.
        """
        return cls(data_file("gazetteer.sqlite"))

    @classmethod
    def open(cls, path: Path) -> Self:
        """The gazetteer in the file at `path`.

        Raises:
            DataError: The file is missing or is not a gazetteer of this version.
        """
        return cls(path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def candidates(self, name: str, limit: int = 60) -> tuple[Candidate, ...]:
        """The places that `name` may mean, at most `limit`, the likeliest and most important first.

        The name is looked up as written (case and accents aside), then without articles, possessives and
        styles ("Republic of"), with an admin type word ("Kursk region": units of that level first), and, only
        if nothing bears the name so far, without words such as "island" or "northern". Empty if nothing is
        known.
        """
        return self._candidates(name)[:limit]

    def knows(self, name: str) -> int:
        """The `Strength` of `name` as written (no type words or compass words taken off), as a plain int."""
        return self._strength(name)

    def demonym(self, name: str) -> Place | None:
        """The country or region whose people or things are called `name`: "Russian", "Congolese"."""
        for candidate in self._candidates(name):
            if candidate.match == "demonym":
                return candidate.place
        return None

    def seat_of(self, name: str) -> str | None:
        """ISO code of the country whose government `name` can stand for: a capital or a seat of power."""
        for variant in names.variants(name):
            query = "SELECT country FROM seat WHERE folded = ?"
            found = self._db.execute(query, (variant.folded,)).fetchone() if variant.form == "exact" else None
            if found:
                return str(found[0])
        return None

    def capital_of(self, country: str) -> Place | None:
        """The capital of the country with this ISO 3166-1 alpha-2 code."""
        found = self._db.execute("SELECT capital FROM country WHERE code = ?", (country,)).fetchone()
        return self._by_key(found[0]).place if found and found[0] else None

    def country(self, code: str) -> Place | None:
        """The country with this ISO 3166-1 alpha-2 code."""
        found = self._db.execute("SELECT key FROM country WHERE code = ?", (code,)).fetchone()
        return self._by_key(found[0]).place if found else None

    def admin1(self, code: str) -> Place | None:
        """The first-level unit with this GeoNames code ("RU.41") or ISO 3166-2 code ("RU-KRS")."""
        found = self._db.execute("SELECT key FROM admin1 WHERE code = ?", (code,)).fetchone()
        return self._by_key(found[0]).place if found else None

    def place(self, place_id: str) -> Place:
        """The place with this id.

        Raises:
            UnknownPlace: There is none.
        """
        return self._by_key(self._key(place_id)).place

    def candidate(self, place_id: str) -> Candidate:
        """The place with this id with its codes and population, as a "primary" candidate.

        Raises:
            UnknownPlace: There is none.
        """
        return self._by_key(self._key(place_id))

    def contains(self, outer_id: str, inner_id: str) -> bool:
        """Whether `outer` holds `inner`, by country, admin and member codes, or by distance for plain discs.

        A place contains itself.

        Raises:
            UnknownPlace: One of them is not on file.
        """
        if outer_id == inner_id:
            return True
        outer, inner = self.candidate(outer_id), self.candidate(inner_id)
        members = self.members(outer_id)
        if members:
            return any(self.contains(member, inner_id) for member in members)
        by_code = {
            "country": inner.place.country == outer.place.country,
            "admin1": outer.admin1_code is not None and inner.admin1_code == outer.admin1_code,
            "admin2": inner.admin2_id == outer_id,
        }
        if outer.feature in by_code:
            return by_code[outer.feature]
        if inner.feature in ("country", "continent"):
            return False
        away = distance_km(outer.place.lon, outer.place.lat, inner.place.lon, inner.place.lat)
        return away + inner.place.radius_km <= outer.place.radius_km

    def members(self, place_id: str) -> tuple[str, ...]:
        """Ids of the countries and admin-1 units that a region is made of; empty for other places."""
        found = self._db.execute("SELECT member FROM member WHERE region = ?", (self._key(place_id),))
        return tuple(self._by_key(member).place.id for (member,) in found)

    def shape(self, place: Place) -> BaseGeometry | None:
        """The outline of an area (country, admin-1, region), else a disc of its radius; None for a point.

        Outlines are simplified to about 1-3 km and follow the United Nations' view (Crimea in Ukraine).
        """
        try:
            key = self._key(place.id)
        except UnknownPlace:
            key = None
        if key is not None:
            found = self._db.execute("SELECT outline FROM shape WHERE key = ?", (key,)).fetchone()
            if found:
                return shapes.unpack(found[0])
        if place.radius_km <= 0 or place.precision in ("point", "facility"):
            return None
        return disc(place.lon, place.lat, place.radius_km)

    def about(self) -> dict[str, str]:
        """What the file says of itself: schema, counts, sources."""
        return dict(self._db.execute("SELECT key, value FROM meta ORDER BY key"))

    def _look_up(self, name: str) -> tuple[Candidate, ...]:
        found: dict[int, tuple[Candidate, int]] = {}
        spelled = names.bare(name)
        if len(spelled) <= _LONGEST_CODE:
            self._collect(f"={spelled.removeprefix('the ')}", None, found)
        for variant in names.variants(name):
            if variant.form in ("stripped", "part") and found:
                break
            self._collect(variant.folded, variant, found)
        ordered = sorted(found.values(), key=lambda pair: pair[1])  # stable: importance within one misfit
        return tuple(candidate for candidate, _ in ordered)

    def _collect(
        self, folded: str, variant: names.Variant | None, found: dict[int, tuple[Candidate, int]]
    ) -> None:
        source = "name JOIN place ON place.key = name.key"
        rows = self._db.execute(
            f"SELECT name.match, {_PLACE} {_JOINED.format(source=source)} "
            "WHERE name.folded = ? ORDER BY name.rank, name.key LIMIT 100",
            (folded,),
        )
        for match, *row in rows:
            key = row[0]
            if key in found:
                continue
            how: Match = MATCHES[match % COMMON]
            misfit = 0
            if variant is not None and variant.form == "typed":
                misfit = _misfit(row[5], variant.level)
                how = "stripped" if misfit else "typed"
            elif variant is not None and variant.form != "exact":
                how = variant.form
            found[key] = (self._candidate(row, how, common=match >= COMMON), misfit)

    def _look_up_strength(self, name: str) -> int:
        spelled = names.bare(name)
        best = 0
        folds = [names.fold(spelled)]
        if len(spelled) <= _LONGEST_CODE:
            folds.append(f"={spelled}")
        for folded in folds:
            row = self._db.execute(
                "SELECT rank FROM name WHERE folded = ? ORDER BY rank LIMIT 1", (folded,)
            ).fetchone()
            if row:
                best = max(best, Strength.DEMONYM - row[0] // RANK_STEP)
        return best

    def _key(self, place_id: str) -> int:
        if place_id.startswith("geonames:"):
            try:
                return int(place_id.removeprefix("geonames:"))
            except ValueError:
                raise UnknownPlace(f"no place {place_id!r} in {self._path}") from None
        found = self._db.execute("SELECT key FROM place WHERE id = ?", (place_id,)).fetchone()
        if found is None:
            raise UnknownPlace(f"no place {place_id!r} in {self._path}")
        return int(found[0])

    def _by_key(self, key: int) -> Candidate:
        row = self._db.execute(
            f"SELECT {_PLACE} {_JOINED.format(source='place')} WHERE place.key = ?",
            (key,),
        ).fetchone()
        if row is None:
            raise UnknownPlace(f"no place 'geonames:{key}' in {self._path}")
        return self._candidate(row, "primary", common=False)

    def _candidate(self, row: Sequence[Any], match: Match, *, common: bool) -> Candidate:
        key, own_id, name, lon, lat, feature, precision, country, admin1, radius, population, code, admin2 = (
            row
        )
        place = Place(
            id=own_id or f"geonames:{key}",
            name=name,
            lon=lon / DEGREE,
            lat=lat / DEGREE,
            precision=precision,
            feature=feature,
            country=country,
            admin1=admin1,
            radius_km=radius / 10,
        )
        return Candidate(
            place=place,
            population=population,
            match=match,
            admin1_code=code,
            admin2_id=f"geonames:{admin2}" if admin2 else None,
            common=common,
        )


def _misfit(feature: str, level: int) -> int:
    meant = _LEVELS.get(feature, 0)
    if meant == level or (level == 1 and feature in ("region", "country")):
        return 0
    return 1 if meant in (1, 2) and level in (1, 2) else 2
