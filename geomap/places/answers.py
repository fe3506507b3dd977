"""Answers of online geocoders kept on disk, and the pause between questions, shared by all processes."""

import contextlib
import sqlite3
import time
from pathlib import Path

import msgspec

from geomap.records import Place

_DAY = 86400
_FAR = 60.0
_TABLES = """
CREATE TABLE IF NOT EXISTS answer (
    question TEXT PRIMARY KEY, places BLOB NOT NULL, until REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS turn (server TEXT PRIMARY KEY, next REAL NOT NULL) WITHOUT ROWID;
"""


class Answers:
    """A cache in one SQLite file; where that cannot be opened or read it forgets, and never fails."""

    def __init__(self, path: Path | None) -> None:
        """Without a path, or where it cannot be used, all stays in memory."""
        self._db = self._open(path) if path else None
        if self._db is None:
            self._db = sqlite3.connect(":memory:", isolation_level=None)
            self._db.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()

    def get(self, question: str) -> tuple[Place, ...] | None:
        """The places that were the answer to `question`; None if it is not known or has expired."""
        with contextlib.suppress(sqlite3.Error, msgspec.DecodeError):
            found = self._run(
                "SELECT places FROM answer WHERE question = ? AND until > ?", question, time.time()
            ).fetchone()
            if found:
                return msgspec.json.decode(found[0], type=tuple[Place, ...])
        return None

    def put(self, question: str, places: tuple[Place, ...], days: float) -> None:
        """Keep the answer to `question` for so many days."""
        now = time.time()
        with contextlib.suppress(sqlite3.Error):
            self._run("DELETE FROM answer WHERE until <= ?", now)
            self._run(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?)",
                question,
                msgspec.json.encode(places),
                now + days * _DAY,
            )

    def turn(self, server: str, pause: float) -> float:
        """Seconds to wait before asking `server`, so that all processes together keep the pause."""
        now = time.time()
        with contextlib.suppress(sqlite3.Error):
            self._run("BEGIN IMMEDIATE")
            try:
                found = self._run("SELECT next FROM turn WHERE server = ?", server).fetchone()
                start = max(now, found[0]) if found and found[0] < now + _FAR else now
                self._run("INSERT OR REPLACE INTO turn VALUES (?, ?)", server, start + pause)
            finally:
                self._run("COMMIT")
            return float(start - now)
        return pause

    def _run(self, statement: str, *values: str | float | bytes) -> sqlite3.Cursor:
        if self._db is None:
            raise sqlite3.ProgrammingError("closed")
        return self._db.execute(statement, values)

    @staticmethod
    def _open(path: Path) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                db = sqlite3.connect(path, isolation_level=None, timeout=10)
            except (OSError, sqlite3.Error):
                return None
            try:
                db.executescript(f"PRAGMA synchronous = OFF; {_TABLES}")  # a lost answer is asked for again
            except sqlite3.OperationalError:  # busy, full or read-only
                db.close()
                return None
            except sqlite3.DatabaseError:  # no database: begin anew
                db.close()
                with contextlib.suppress(OSError):
                    path.unlink()
                continue
            return db
        return None
