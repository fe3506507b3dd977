"""Entries into one SQLite file; the same entries give the same bytes."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gazetteer import naming
from gazetteer.entries import OWN_KEYS_FROM, Entry
from geomap.places.candidates import MATCHES
from geomap.places.names import fold
from geomap.places.placefile import COMMON, DEGREE, SCHEMA
from geomap.places.shapes import pack

_TABLES = """
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
CREATE TABLE admin1 (code TEXT PRIMARY KEY, key INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE country (code TEXT PRIMARY KEY, key INTEGER NOT NULL, capital INTEGER) WITHOUT ROWID;
CREATE TABLE seat (folded TEXT PRIMARY KEY, country TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE member (region INTEGER, member INTEGER, PRIMARY KEY (region, member)) WITHOUT ROWID;
CREATE TABLE shape (key INTEGER PRIMARY KEY, outline BLOB NOT NULL);
"""


def write(
    path: Path,
    entries: Iterable[Entry],
    *,
    common: naming.CommonWords,
    capitals: Mapping[str, str],
    seats: Mapping[str, str],
    meta: Mapping[str, str],
) -> dict[str, int]:
    """Write the gazetteer to `path`, which must not exist; row counts by table."""
    ordered = _ordered(entries)
    keys = _keys(ordered)
    features = sorted({(entry.feature, entry.precision) for entry in ordered})
    codes = {feature: number for number, feature in enumerate(features)}
    db = sqlite3.connect(path)
    db.executescript(
        f"PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA journal_mode = OFF; {_TABLES}"
    )
    with db:
        db.executemany("INSERT INTO feature VALUES (?, ?, ?)", [(codes[each], *each) for each in features])
        db.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_place_row(entry, keys, codes) for entry in ordered),
        )
        db.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", _name_rows(ordered, keys, common))
        db.executemany("INSERT OR IGNORE INTO admin1 VALUES (?, ?)", _admin1_rows(ordered, keys))
        db.executemany("INSERT INTO country VALUES (?, ?, ?)", _country_rows(ordered, keys, capitals))
        db.executemany("INSERT OR IGNORE INTO seat VALUES (?, ?)", sorted(seats.items()))
        db.executemany(
            "INSERT OR IGNORE INTO member VALUES (?, ?)",
            sorted(
                (keys[entry.identity], keys[member])
                for entry in ordered
                for member in entry.members
                if member in keys
            ),
        )
        db.executemany(
            "INSERT INTO shape VALUES (?, ?)",
            ((keys[entry.identity], pack(entry.outline)) for entry in ordered if entry.outline is not None),
        )
        db.executemany("INSERT INTO meta VALUES (?, ?)", sorted({**meta, "schema": SCHEMA}.items()))
        db.execute("CREATE UNIQUE INDEX place_id ON place (id) WHERE id IS NOT NULL")
    counts = {
        table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - constants
        for table in ("place", "name", "shape", "seat", "member")
    }
    db.execute("VACUUM")
    db.close()
    return counts


def _ordered(entries: Iterable[Entry]) -> list[Entry]:
    unique: dict[str, Entry] = {}
    for entry in entries:
        if entry.lon is not None and entry.lat is not None:
            unique.setdefault(entry.identity, entry)
    return sorted(unique.values(), key=lambda entry: (_number(entry.identity), entry.identity))


def _number(identity: str) -> int:
    return int(identity.removeprefix("geonames:")) if identity.startswith("geonames:") else OWN_KEYS_FROM


def _keys(ordered: Sequence[Entry]) -> dict[str, int]:
    own = 0
    keys = {}
    for entry in ordered:
        number = _number(entry.identity)
        if number == OWN_KEYS_FROM:
            number += own
            own += 1
        keys[entry.identity] = number
    return keys


def _place_row(
    entry: Entry, keys: Mapping[str, int], codes: Mapping[tuple[str, str], int]
) -> tuple[int | str | None, ...]:
    if entry.lon is None or entry.lat is None:
        raise ValueError(entry.identity)
    return (
        keys[entry.identity],
        None if entry.identity.startswith("geonames:") else entry.identity,
        entry.name,
        round(entry.lon * DEGREE),
        round(entry.lat * DEGREE),
        codes[entry.feature, entry.precision],
        entry.country,
        keys[entry.identity] if entry.feature == "admin1" else keys.get(entry.admin1 or ""),
        keys[entry.identity] if entry.feature == "admin2" else keys.get(entry.admin2 or ""),
        round(entry.radius_km * 10),
        entry.population,
        entry.code if entry.feature in ("admin1", "admin2") else None,
    )


def _name_rows(
    ordered: Sequence[Entry], keys: Mapping[str, int], common: naming.CommonWords
) -> list[tuple[str, int, int, int]]:
    rows: dict[tuple[str, int], tuple[str, int, int, int]] = {}
    for entry in ordered:
        key = keys[entry.identity]
        for name, kind in entry.names.items():
            if not naming.wanted(entry, name, kind):
                continue
            folded = f"={name}" if kind == "code" else fold(name)
            level = naming.strength(entry, kind)
            match = MATCHES.index(kind)
            if common.holds(folded, entry):
                verdict = naming.commonness(entry, kind)
                if verdict == "drop":
                    continue
                if verdict == "mark":
                    level, match = naming.Strength.WEAK, match + COMMON
            if not folded:
                continue
            row = (folded, naming.rank(level, entry.population), key, match)
            if (folded, key) not in rows or row[1] < rows[folded, key][1]:
                rows[folded, key] = row
    return sorted(rows.values())


def _admin1_rows(ordered: Sequence[Entry], keys: Mapping[str, int]) -> list[tuple[str, int]]:
    units = [entry for entry in ordered if entry.feature == "admin1"]
    rows = [(entry.code, keys[entry.identity]) for entry in units if entry.code]
    return sorted(rows) + sorted((entry.iso, keys[entry.identity]) for entry in units if entry.iso)


def _country_rows(
    ordered: Sequence[Entry], keys: Mapping[str, int], capitals: Mapping[str, str]
) -> list[tuple[str, int, int | None]]:
    return sorted(
        (entry.country, keys[entry.identity], keys.get(capitals.get(entry.country, "")))
        for entry in ordered
        if entry.feature == "country" and entry.country
    )
