"""GeoNames dumps into gazetteer files of the user's own, which are read together with the shipped one."""

import re
import sqlite3
import tomllib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from geomap.errors import OutputError
from geomap.files import data_file, replacing, user_folder
from geomap.places import dumps
from geomap.places.addition_names import city_radius, common_words, rank, strength, wanted
from geomap.places.candidates import MATCHES, Strength
from geomap.places.names import fold
from geomap.places.placefile import COMMON, DEGREE, MEND_ADDED, SCHEMA, PlaceFile, added_files

Watch = Callable[[int, int], object]
"""Told bytes read and bytes in all."""

LICENCE = "GeoNames, CC BY 4.0"

_TABLES = """
PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE feature (code INTEGER PRIMARY KEY, name TEXT NOT NULL, precision TEXT NOT NULL);
CREATE TABLE place (
    key INTEGER PRIMARY KEY, id TEXT, name TEXT NOT NULL, lon INTEGER NOT NULL, lat INTEGER NOT NULL,
    feature INTEGER NOT NULL, country TEXT, admin1 INTEGER, admin2 INTEGER, radius INTEGER NOT NULL,
    population INTEGER NOT NULL, code TEXT
);
CREATE TABLE name (
    folded TEXT, rank INTEGER, key INTEGER, match INTEGER, PRIMARY KEY (folded, rank, key)
) WITHOUT ROWID;
CREATE TEMP TABLE staged (folded TEXT, rank INTEGER, key INTEGER, match INTEGER);
CREATE TEMP TABLE homeless (key INTEGER, code TEXT);
CREATE TEMP TABLE unit (code TEXT PRIMARY KEY, key INTEGER) WITHOUT ROWID;
"""
_BATCH = 20_000
_PRIMARY, _ALIAS = MATCHES.index("primary"), MATCHES.index("alias")

NameRow = tuple[str, int, int, int]
T = TypeVar("T")


class Added(NamedTuple):
    """A gazetteer file that a dump became: places and names in it, and rows of the dump left out."""

    path: Path
    places: int
    names: int
    left_out: int


def add(dump_path: Path, *, source: str = "", watch: Watch | None = None) -> Added:
    """Turn a GeoNames dump into a file of the user's data folder; an older one of that name is replaced.

    Places that the shipped gazetteer holds stay as they are there. A dump of alternate names gives names to
    places of the shipped gazetteer and of the dumps added before. Memory does not grow with the dump.

    Args:
        dump_path: A .txt or .zip of GeoNames' download folder.
        source: Where it came from, for ``geomap gazetteer info``.
        watch: Told how far it is.

    Raises:
        InputError: The dump is missing or damaged; names file and line.
        OutputError: The user's data folder cannot be written to.
        DataError: A file that was added before is damaged.
    """
    folder = user_folder("data") / "gazetteer"
    stem = re.sub(r"[^\w-]+", "-", dump_path.stem).strip("-") or "dump"
    target = folder / f"{stem}.sqlite"
    with dumps.open_dump(dump_path) as dump, replacing(target) as temporary:
        read = dump._replace(lines=_watched(dump, watch))
        try:
            writer = _Writer(temporary, [each for each in added_files() if each != target])
            try:
                counts = writer.places(read) if dump.kind == "places" else writer.names(read)
                writer.finish({"source": source or dump_path.name, "dated": dump.dated.isoformat()})
            finally:
                writer.close()
        except sqlite3.Error as error:
            raise OutputError(f"{target}: cannot be written: {error}") from error
    return Added(target, *counts)


def _watched(dump: dumps.Dump, watch: Watch | None) -> Iterator[bytes]:
    done = 0
    for number, line in enumerate(dump.lines):
        done += len(line)
        if watch is not None and number % _BATCH == 0:
            watch(done, dump.size)
        yield line
    if watch is not None:
        watch(dump.size, dump.size)


class _Features(NamedTuple):
    code: int
    name: str
    radius: float


class _Writer:
    """Fills one gazetteer file; `added` are files that it will be read with, beside the shipped one."""

    def __init__(self, path: Path, added: list[Path]) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_TABLES)
        shipped = PlaceFile(data_file("gazetteer.sqlite"), mend="install geomap-toolkit again")
        self._known = [shipped, *(PlaceFile(each, mend=MEND_ADDED) for each in added)]
        features = shipped.rows("SELECT * FROM feature")
        self._db.executemany("INSERT INTO feature VALUES (?, ?, ?)", features)
        codes = {(name, precision): code for code, name, precision in features}
        with data_file("geonames_features.toml").open("rb") as file:
            settings = tomllib.load(file)
        self._features = {
            code: _Features(codes[feature, precision], feature, radius)
            for code, (feature, precision, radius) in settings["codes"].items()
        }
        self._not_names = frozenset(settings["names"]["not_names"])
        self._units: dict[str, int] = dict(
            shipped.rows(
                "SELECT place.code, place.key FROM place JOIN feature ON feature.code = place.feature "
                "WHERE place.code IS NOT NULL AND feature.name IN ('admin1', 'admin2')"
            )
        )
        self._used: set[int] = set()
        self._common = common_words(shipped)

    def close(self) -> None:
        self._db.close()
        for each in self._known:
            each.close()

    def places(self, dump: dumps.Dump) -> tuple[int, int, int]:
        """Write the places of a dump and their names; counts of places, names and rows left out."""
        shipped = _Keys(self._known[:1])
        left_out = 0
        self._db.execute("BEGIN")
        for batch in _batches(dumps.places(dump)):
            wanted = [each for each in batch if each.feature in self._features and each.key not in shipped]
            left_out += len(batch) - len(wanted)
            self._db.executemany(
                "INSERT OR REPLACE INTO place VALUES (?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [self._place_row(each) for each in wanted],
            )
            self._stage(row for each in wanted for row in self._name_rows(each))
        self._settle()
        count = self._count("place")
        self._copy_units()
        return count, self._count("name"), left_out

    def names(self, dump: dumps.Dump) -> tuple[int, int, int]:
        """Write names of places in the known files; counts of places, names and rows left out."""
        keys = _Keys(self._known)
        left_out = 0
        self._db.execute("BEGIN")
        for batch in _batches(dumps.names(dump)):
            rows = [row for each in batch if each.key in keys and (row := self._other_name(each))]
            left_out += len(batch) - len(rows)
            self._stage(rows)
        self._settle()
        return 0, self._count("name"), left_out

    def finish(self, meta: dict[str, str]) -> None:
        """Say in the file what it is."""
        said = sorted({**meta, "schema": SCHEMA, "licence": LICENCE}.items())
        self._db.executemany("INSERT INTO meta VALUES (?, ?)", said)

    def _place_row(self, place: dumps.DumpPlace) -> tuple[object, ...]:
        feature = self._features[place.feature]
        code1 = f"{place.country}.{place.units[0]}"
        code2 = f"{code1}.{place.units[1]}"
        admin1, admin2 = self._units.get(code1), self._units.get(code2)
        own = None
        if place.feature == "A.ADM1":
            own, admin1, admin2 = code1, place.key, None
            self._db.execute("INSERT OR IGNORE INTO unit VALUES (?, ?)", (own, place.key))
        elif place.feature == "A.ADM2":
            own, admin2 = code2, place.key
        elif admin1 is None and place.units[0]:
            self._db.execute("INSERT INTO homeless VALUES (?, ?)", (place.key, code1))
        if admin1 is not None:
            self._used.add(admin1)
        radius = feature.radius or city_radius(place.population)
        lon, lat = round(place.lon * DEGREE), round(place.lat * DEGREE)
        where = (feature.code, place.country or None, admin1, admin2)
        return (place.key, place.name, lon, lat, *where, round(radius * 10), place.population, own)

    def _name_rows(self, place: dumps.DumpPlace) -> Iterator[NameRow]:
        level = strength(self._features[place.feature].name, place.population)
        first = fold(place.name)
        if first in self._common:
            yield first, rank(Strength.WEAK, place.population), place.key, _PRIMARY + COMMON
        elif first:
            yield first, rank(level, place.population), place.key, _PRIMARY
        lower = rank(Strength(max(Strength.WEAK, level - 1)), place.population)
        for name in place.names:
            if (
                name != place.name
                and wanted(name)
                and (folded := fold(name))
                and folded != first
                and folded not in self._common
            ):
                yield folded, lower, place.key, _ALIAS

    def _other_name(self, row: dumps.DumpName) -> NameRow | None:
        if row.language in self._not_names or not wanted(row.name):
            return None
        folded = fold(row.name)
        if not folded or folded in self._common:
            return None
        query = "SELECT population FROM place WHERE key = ?"
        found = (each.first(query, row.key) for each in self._known)
        population = next(number for place in found if place for number in place)
        level = Strength(max(Strength.WEAK, strength("city", population) - 1))
        return folded, rank(level, population), row.key, _ALIAS

    def _stage(self, rows: Iterable[NameRow]) -> None:
        self._db.executemany("INSERT INTO staged VALUES (?, ?, ?, ?)", rows)

    def _settle(self) -> None:
        """Put the names in order and find the units that came after their places."""
        self._db.execute("INSERT OR IGNORE INTO name SELECT * FROM staged ORDER BY folded, rank, key")
        self._db.execute(
            "UPDATE place SET admin1 = (SELECT unit.key FROM unit JOIN homeless USING (code) "
            "WHERE homeless.key = place.key) WHERE key IN (SELECT key FROM homeless)"
        )
        self._db.execute("COMMIT")

    def _copy_units(self) -> None:
        """First-level units of the shipped file that places refer to, for their names and codes."""
        shipped = self._known[0]
        for key in sorted(self._used):
            row = shipped.first("SELECT * FROM place WHERE key = ?", key)
            if row:
                self._db.execute(
                    "INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
                )

    def _count(self, table: str) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a constant


class _Keys:
    """The GeoNames ids in some files, a bit each: thirteen million take less than two megabytes."""

    def __init__(self, files: list[PlaceFile]) -> None:
        most = "SELECT max(key) FROM place WHERE id IS NULL"
        highest = max((each.rows(most)[0][0] or 0 for each in files), default=0)
        self._bits = bytearray(highest // 8 + 1)
        for each in files:
            for (key,) in each.each("SELECT key FROM place WHERE id IS NULL"):
                self._bits[key >> 3] |= 1 << (key & 7)

    def __contains__(self, key: int) -> bool:
        return 0 <= key >> 3 < len(self._bits) and bool(self._bits[key >> 3] >> (key & 7) & 1)


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        yield batch
