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

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from shapely.geometry.base import BaseGeometry

from geomap.files import data_file
from geomap.geometry import disc, distance_km
from geomap.places import names, shapes
from geomap.places.candidates import MATCHES, Candidate, Match, Strength, UnknownPlace
from geomap.places.placefile import (
    COMMON,
    MEND_ADDED,
    RANK_STEP,
    PlaceFile,
    Row,
    added_files,
    candidate_of,
    match_of,
)
from geomap.places.spelling import Spellings
from geomap.records import Place

__all__ = ["Candidate", "Gazetteer", "Match", "Strength", "UnknownPlace"]

_LONGEST_CODE = 12
_ALIAS = MATCHES.index("alias")
_LEVELS = {"admin1": 1, "admin2": 2, "city": 3}


class Gazetteer:
    """Places by name and by id: the shipped file, and dumps that the user added.

    What both hold is as the shipped file says; the others add places and names.
    """

    def __init__(
        self, path: Path, additions: Sequence[Path] = (), *, spellings: Spellings | None = None
    ) -> None:
        """Opens the files; without `spellings` no name is found by another spelling of it."""
        self._spellings = spellings
        self._path = path
        self._main = PlaceFile(path, mend="install geomap-toolkit again")
        self._added = tuple(PlaceFile(each, mend=MEND_ADDED) for each in additions)
        self._candidates = lru_cache(maxsize=8192)(self._look_up)
        self._strength = lru_cache(maxsize=65536)(self._look_up_strength)
        self._seat = lru_cache(maxsize=8192)(self._look_up_seat)
        self._countries = lru_cache(maxsize=1)(self._all_countries)

    @classmethod
    def shipped(cls) -> Self:
        """The gazetteer of this installation.

        Raises:
            DataError: It is missing or damaged.
        """
        return cls(data_file("gazetteer.sqlite"), spellings=Spellings.shipped())

    @classmethod
    def installed(cls) -> Self:
        """The shipped gazetteer together with the dumps that this user added to it.

        Raises:
            DataError: A file is missing or damaged, or the folder of the dumps cannot be read.
        """
        return cls(data_file("gazetteer.sqlite"), added_files(), spellings=Spellings.shipped())

    @classmethod
    def open(cls, path: Path) -> Self:
        """The gazetteer in the file at `path`.

        Raises:
            DataError: The file is missing or is not a gazetteer of this version.
        """
        return cls(path)

    def close(self) -> None:
        """Close the files."""
        for each in (self._main, *self._added):
            each.close()
        if self._spellings is not None:
            self._spellings.close()

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

    def respelled(self, name: str, limit: int = 12) -> tuple[Candidate, ...]:
        """The places that `name` is another spelling of, the closest first; for names without `candidates`.

        Their match is "spelling". Only names of Arabic, Cyrillic, Burmese and Amharic script are compared
        (:mod:`geomap.places.spelling`).
        """
        if self._spellings is None:
            return ()
        found: dict[int, Candidate] = {}
        for variant in names.variants(name):
            if variant.form not in ("exact", "typed"):
                continue
            for likeness in self._spellings.like(variant.folded):
                for _, match, row in self._named(likeness.folded):
                    if match % COMMON <= _ALIAS and not (variant.level and _misfit(row[5], variant.level)):
                        candidate = candidate_of(row, "spelling", common=False)
                        candidate = msgspec.structs.replace(candidate, closeness=likeness.closeness)
                        found.setdefault(row[0], candidate)
        ordered = sorted(found.values(), key=lambda each: -each.closeness)  # stable: importance among equals
        return tuple(ordered[:limit])

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
        return self._seat(name)

    def capital_of(self, country: str) -> Place | None:
        """The capital of the country with this ISO 3166-1 alpha-2 code."""
        found = self._main.first("SELECT capital FROM country WHERE code = ?", country)
        return self._by_key(found[0]).place if found and found[0] else None

    def country(self, code: str) -> Place | None:
        """The country with this ISO 3166-1 alpha-2 code."""
        found = self._main.first("SELECT key FROM country WHERE code = ?", code)
        return self._by_key(found[0]).place if found else None

    def countries(self) -> tuple[Place, ...]:
        """All countries, with the radius that holds each."""
        return self._countries()

    def admin1(self, code: str) -> Place | None:
        """The first-level unit with this GeoNames code ("RU.41") or ISO 3166-2 code ("RU-KRS")."""
        found = self._main.first("SELECT key FROM admin1 WHERE code = ?", code)
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
        found = self._main.rows("SELECT member FROM member WHERE region = ?", self._key(place_id))
        return tuple(self._by_key(member).place.id for (member,) in found)

    def shape(self, place: Place) -> BaseGeometry | None:
        """The outline of an area (country, admin-1, region), else a disc of its radius; None for a point.

        Outlines are simplified to about 1-3 km and follow the United Nations' view (Crimea in Ukraine).
        """
        try:
            key = None if place.id.startswith("table:") else self._key(place.id)  # a table's own point
        except UnknownPlace:
            key = None
        if key is not None:
            found = self._main.first("SELECT outline FROM shape WHERE key = ?", key)
            if found:
                return shapes.unpack(found[0])
        if place.radius_km <= 0 or place.precision in ("point", "facility"):
            return None
        return disc(place.lon, place.lat, place.radius_km)

    def about(self) -> dict[str, str]:
        """What the shipped file says of itself: schema, counts, sources."""
        return self._main.about()

    def additions(self) -> dict[Path, dict[str, str]]:
        """The same of each file that the user added."""
        return {each.path: each.about() for each in self._added}

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
        for _, match, row in self._named(folded):
            key = row[0]
            if key in found:
                continue
            how = match_of(match)
            misfit = 0
            if variant is not None and variant.form == "typed":
                misfit = _misfit(row[5], variant.level)
                how = "stripped" if misfit else "typed"
            elif variant is not None and variant.form != "exact":
                how = variant.form
            found[key] = (candidate_of(row, how, common=match >= COMMON), misfit)

    def _named(self, folded: str) -> Iterable[tuple[int, int, Row]]:
        if not self._added:
            return self._main.named(folded)
        found = list(self._main.named(folded))
        for each in self._added:
            for rank, match, key in each.keys(folded):
                row = self._row(key)
                if row is not None:
                    found.append((rank, match, row))
        return sorted(found, key=lambda each: (each[0], each[2][0]))

    def _look_up_seat(self, name: str) -> str | None:
        for variant in names.variants(name):
            query = "SELECT country FROM seat WHERE folded = ?"
            found = self._main.first(query, variant.folded) if variant.form == "exact" else None
            if found:
                return str(found[0])
        return None

    def _look_up_strength(self, name: str) -> int:
        spelled = names.bare(name)
        best = 0
        folds = [names.fold(form) for form in (spelled, *names.written_out(spelled))]
        if len(spelled) <= _LONGEST_CODE:
            folds.append(f"={spelled}")
        for folded in folds:
            query = "SELECT rank FROM name WHERE folded = ? ORDER BY rank LIMIT 1"
            for each in (self._main, *self._added):
                row = each.first(query, folded)
                if row:
                    best = max(best, Strength.DEMONYM - row[0] // RANK_STEP)
        return best

    def _all_countries(self) -> tuple[Place, ...]:
        keys = self._main.rows("SELECT key FROM country ORDER BY code")
        return tuple(self._by_key(key).place for (key,) in keys)

    def _key(self, place_id: str) -> int:
        if place_id.startswith("geonames:"):
            try:
                return int(place_id.removeprefix("geonames:"))
            except ValueError:
                raise UnknownPlace(f"no place {place_id!r} in {self._path}") from None
        found = self._main.first("SELECT key FROM place WHERE id = ?", place_id)
        if found is None:
            raise UnknownPlace(f"no place {place_id!r} in {self._path}")
        return int(found[0])

    def _by_key(self, key: int) -> Candidate:
        row = self._row(key)
        if row is None:
            raise UnknownPlace(f"no place 'geonames:{key}' in {self._path}")
        return candidate_of(row, "primary", common=False)

    def _row(self, key: int) -> Row | None:
        found = (each.row(key) for each in (self._main, *self._added))
        return next((row for row in found if row is not None), None)


def _misfit(feature: str, level: int) -> int:
    meant = _LEVELS.get(feature, 0)
    if meant == level or (level == 1 and feature in ("region", "country")):
        return 0
    return 1 if meant in (1, 2) and level in (1, 2) else 2
