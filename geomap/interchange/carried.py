"""Records carried inside the files of GIS tools, so that geomap reads its own files back without loss.

Features are flat: text, alternatives and actors' kinds are not in them. Beside its features a file therefore
carries the rows of :func:`geomap.interchange.dump`, and something that tells whether the features may have
been edited since, for then edits count for more than the rows:

- GeoJSON: the foreign member ``geomap_records`` of the collection, behind the features: ``{"seal": …, "rows":
  […]}``. The seal is a digest of the features as they were written.
- GeoPackage: the attribute table ``geomap_records`` with the columns ``document`` (id) and ``record`` (row).
  The layers' ``last_change`` stays at ``UNTOUCHED``; GIS tools that edit a layer renew it. Whatever writes to
  the file moves SQLite's own count from ``WRITES``.
- Parquet: the column ``geomap_record``, filled in the first line of each document; for a row of an event
  table it holds what the other columns do not tell (:mod:`geomap.interchange.tablerow`). The metadata say
  under ``geomap_records`` how many lines there are, and hold the rows of documents without a line:
  ``{"lines": …, "rows": […]}``. Tools that rewrite the file drop the metadata or change the number.

What coarsens coordinates does so in the reports, before features and rows are made of them.
"""

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

NAME = "geomap_records"
"""Name of the member, table or metadata."""

COLUMN = "geomap_record"
"""Name of the column in Parquet."""

UNTOUCHED = "2000-01-01T00:00:00.000Z"
"""When a GeoPackage of geomap's was last changed, whenever it was written: the same input, the same bytes."""

WRITES = 3
"""How often a GeoPackage of geomap's was written to, as SQLite counts in bytes 24 to 27 of a file."""


class Seal:
    """A digest of features, which an edit breaks; white space between them does not."""

    def __init__(self, features: Iterable[bytes] = ()) -> None:
        """Start with `features`, each the JSON of one."""
        self._digest = hashlib.sha256()
        for feature in features:
            self.add(feature)

    def add(self, feature: bytes) -> None:
        """Take in the next feature."""
        self._digest.update(feature)
        self._digest.update(b"\n")

    def __str__(self) -> str:
        """The digest in hexadecimal digits."""
        return self._digest.hexdigest()


class Member(msgspec.Struct, frozen=True):
    """The member ``geomap_records`` of a GeoJSON collection."""

    seal: str
    rows: tuple[msgspec.Raw, ...]


class Collection(msgspec.Struct, frozen=True):
    """A GeoJSON collection of geomap's, its features and rows not yet decoded."""

    features: tuple[msgspec.Raw, ...] = ()
    geomap_records: Member | None = None

    @property
    def edited(self) -> bool:
        """Whether the features are not those that geomap wrote."""
        told = self.geomap_records
        return told is None or told.seal != str(Seal(map(bytes, self.features)))


class Footer(msgspec.Struct, frozen=True):
    """The value of ``geomap_records`` in the metadata of a Parquet file."""

    lines: int
    rows: tuple[msgspec.Raw, ...] = ()


def geojson_member(rows: Iterable[bytes], seal: Seal) -> Iterator[bytes]:
    """The member ``geomap_records`` bit by bit, to be written behind a collection's features and a comma.

    Args:
        rows: The rows of :func:`geomap.interchange.dump`.
        seal: Of the features written before.
    """
    yield b'"%s":{"seal":"%s","rows":[' % (NAME.encode(), str(seal).encode())
    before = b"\n"
    for row in rows:
        yield before + row
        before = b",\n"
    yield b"\n]}"


def parquet_footer(lines: int, rows: Iterable[bytes]) -> dict[bytes, bytes]:
    """What to add to the metadata of a Parquet file of `lines`; `rows` are those of documents without one."""
    footer = Footer(lines, tuple(map(msgspec.Raw, rows)))
    return {NAME.encode(): msgspec.json.encode(footer)}
