"""One gazetteer file: SQLite, read-only; the shipped one and those that a user added have the same tables."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geomap.errors import DataError
from geomap.files import user_folder
from geomap.places.candidates import MATCHES, Candidate, Match
from geomap.records import Place

SCHEMA = "1"

RANK_STEP = 1000
"""``name.rank`` is (DEMONYM - strength) x RANK_STEP + a number that falls with population."""

MEND_ADDED = "delete it, or add it again with: geomap gazetteer add"
"""What to do about a file of the user's that is no gazetteer."""

DEGREE = 100_000
"""Coordinates are stored as whole 1/100,000 degrees, ``radius`` as whole 100 m."""

COMMON = 16
"""Added to ``name.match`` where the name is a common English word."""

_PLACE = """
    place.key, place.id, place.name, place.lon, place.lat, feature.name, feature.precision, place.country,
    admin1.name, place.radius, place.population, admin1.code, place.admin2
"""
_JOINED = """
    JOIN feature ON feature.code = place.feature LEFT JOIN place AS admin1 ON admin1.key = place.admin1
"""

_NAMED = f"""
    SELECT name.rank, name.match, {_PLACE} FROM name JOIN place ON place.key = name.key {_JOINED}
    WHERE name.folded = ? ORDER BY name.rank, name.key LIMIT 100
"""  # noqa: S608 - constants
_BY_KEY = f"SELECT {_PLACE} FROM place {_JOINED} WHERE place.key = ?"  # noqa: S608 - constants

Row = tuple[Any, ...]


class PlaceFile:
    """Names to places in one file."""

    def __init__(self, path: Path, *, mend: str) -> None:
        """Opens the file at `path`; `mend` says what to do if it is no gazetteer.

        Raises:
            DataError: The file is missing, damaged or of another version.
        """
        self.path = path
        self._mend = mend
        try:
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=64)
            found = self._db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        except (sqlite3.Error, OSError, RuntimeError) as error:  # links in a ring are the last two
            raise DataError(f"{path}: not a gazetteer ({error}); {mend}") from error
        if found != (SCHEMA,):
            raise DataError(f"{path}: made for another version of geomap; {mend}")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def rows(self, query: str, *values: object) -> list[Row]:
        """All rows that a query finds.

        Raises:
            DataError: The file is damaged where the query reads it.
        """
        return list(self.each(query, *values))

    def each(self, query: str, *values: object) -> Iterator[Row]:
        """The rows that a query finds, one after another: memory does not grow with them.

        Raises:
            DataError: The file is damaged where the query reads it.
        """
        try:
            yield from self._db.execute(query, values)
        except sqlite3.Error as error:
            raise DataError(f"{self.path}: a damaged gazetteer ({error}); {self._mend}") from error

    def first(self, query: str, *values: object) -> Row | None:
        """The first row that a query finds.

        Raises:
            DataError: The file is damaged where the query reads it.
        """
        try:
            found: Row | None = self._db.execute(query, values).fetchone()
        except sqlite3.Error as error:
            raise DataError(f"{self.path}: a damaged gazetteer ({error}); {self._mend}") from error
        return found

    def named(self, folded: str) -> Iterator[tuple[int, int, Row]]:
        """Rank, match and place of what bears a name, strongest first; at most 100."""
        return ((row[0], row[1], row[2:]) for row in self.rows(_NAMED, folded))

    def keys(self, folded: str) -> list[tuple[int, int, int]]:
        """Rank, match and key of what bears a name; its place may stand in another file."""
        query = "SELECT rank, match, key FROM name WHERE folded = ? ORDER BY rank, key LIMIT 100"
        return self.rows(query, folded)

    def row(self, key: int) -> Row | None:
        """The place with this key."""
        return self.first(_BY_KEY, key)

    def about(self) -> dict[str, str]:
        """What the file says of itself, and how many places and names it holds."""
        counts = {
            table: str(self.rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - constants
            for table in ("place", "name")
        }
        said: dict[str, str] = dict(self.rows("SELECT key, value FROM meta ORDER BY key"))
        return {"places": counts["place"], "names": counts["name"], **said}


def added_files() -> list[Path]:
    """The gazetteer files that the user added, in order; none where there is no such folder.

    Raises:
        DataError: The folder is there but cannot be read, or is a file.
    """
    folder = user_folder("data") / "gazetteer"
    try:
        found = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        if Path(os.devnull) in folder.parents:  # where a user keeps nothing
            return []
        raise DataError(
            f"{folder}: the gazetteers that you added cannot be read: {error.strerror or error}; "
            "make it a folder that you may read, or name another in GEOMAP_DATA"
        ) from error
    return [path for path in found if path.suffix == ".sqlite" and not path.name.startswith(".")]


def candidate_of(row: Row, match: Match, *, common: bool) -> Candidate:
    """The candidate that a place's row describes."""
    key, own_id, name, lon, lat, feature, precision, country, admin1, radius, population, code, admin2 = row
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


def match_of(stored: int) -> Match:
    """The kind of match that a stored number means."""
    return MATCHES[stored % COMMON]
