"""A GeoPackage 1.3 as SQLite: the tables that the standard asks for, layers, indices.

https://www.geopackage.org/spec130/ says what each table and trigger is. It is written here rather than by
GDAL because layers refer to each other, which GDAL cannot say, and because 1.4, which GDAL now writes, makes
GDAL 3.6 warn.
"""

import sqlite3
import struct
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.interchange.carried import UNTOUCHED
from geomap.writing.fields import Kind

_SRS = 4326
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_TYPES: Mapping[Kind, str] = MappingProxyType(
    {"text": "TEXT", "whole": "INTEGER", "number": "REAL", "truth": "BOOLEAN", "day": "DATE"}
)
_METADATA = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
    description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
    identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
    definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""
_RTREE = """
CREATE TRIGGER "rtree_{t}_geom_insert" AFTER INSERT ON "{t}"
WHEN (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom),
    ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER "rtree_{t}_geom_update1" AFTER UPDATE OF geom ON "{t}"
WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom),
    ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER "rtree_{t}_geom_update2" AFTER UPDATE OF geom ON "{t}"
WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD.fid; END;
CREATE TRIGGER "rtree_{t}_geom_update3" AFTER UPDATE ON "{t}"
WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD.fid;
    INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom),
    ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER "rtree_{t}_geom_update4" AFTER UPDATE ON "{t}"
WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER "rtree_{t}_geom_delete" AFTER DELETE ON "{t}" WHEN OLD.geom NOT NULL
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD.fid; END;
"""
_NO_BOX = struct.Struct("<2sBBi")
_BOX = struct.Struct("<2sBBi4d")

Family = Literal["POINT", "LINESTRING", "POLYGON"]
_MULTI = MappingProxyType(
    {"POINT": shapely.MultiPoint, "LINESTRING": shapely.MultiLineString, "POLYGON": shapely.MultiPolygon}
)


class Column(msgspec.Struct, frozen=True):
    """A column; ``refers`` is the table and column whose value it holds, ``unique`` lets others refer."""

    name: str
    kind: Kind
    refers: tuple[str, str] | None = None
    unique: bool = False

    @property
    def definition(self) -> str:
        """As SQL defines it; who deletes what it refers to empties it."""
        refers = ""
        if self.refers:
            table, column = self.refers
            refers = (
                f' REFERENCES "{table}" ("{column}") ON DELETE SET NULL ON UPDATE CASCADE'
                " DEFERRABLE INITIALLY DEFERRED"
            )
        return f"{quoted(self.name)} {_TYPES[self.kind]}{' UNIQUE' if self.unique else ''}{refers}"


def create(path: Path) -> sqlite3.Connection:
    """An open GeoPackage without contents in place of the file at `path`."""
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path, isolation_level=None)
    base.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = 0x47504B47; "
        f"PRAGMA user_version = 10300; BEGIN; {_METADATA}"
    )
    base.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate system"),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate system"),
            ("WGS 84", _SRS, "EPSG", _SRS, _WGS84, "longitude and latitude in degrees"),
        ],
    )
    return base


def add_attributes(
    base: sqlite3.Connection,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    about: str,
) -> None:
    """Add a table without geometry; its rows are numbered from 1 in ``fid``."""
    _create(base, name, [column.definition for column in columns])
    _insert(base, name, len(columns) + 1, ((fid, *row) for fid, row in enumerate(rows, start=1)))
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES (?, 'attributes', ?, ?, ?)",
        (name, name, about, UNTOUCHED),
    )


def add_layer(  # noqa: PLR0917 - what a layer is
    base: sqlite3.Connection,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    shapes: NDArray[np.object_],
    family: Family,
    about: str,
) -> None:
    """Add a table with the geometry ``geom`` and an index of it; its rows are numbered from 1 in ``fid``.

    Geometries are of one type: single ones of the `family` if all are, else all are multiple ones.
    """
    single = {"POINT": 0, "LINESTRING": 1}.get(family)
    kinds = shapely.get_type_id(shapes)
    if single is not None and bool(np.isin(kinds, (single, -1)).all()):
        kind: str = family
    else:
        kind, multi = f"MULTI{family}", _MULTI[family]
        shapes = np.array([_multiple(shape, multi) for shape in shapes], dtype=object)
    boxes = shapely.bounds(shapes).reshape(-1, 4)
    _create(base, name, [f"geom {kind}", *(column.definition for column in columns)])
    blobs = _blobs(shapes, boxes)
    _insert(
        base,
        name,
        len(columns) + 2,
        ((fid, blob, *row) for fid, (blob, row) in enumerate(zip(blobs, rows, strict=True), start=1)),
    )
    placed = np.isfinite(boxes.sum(axis=1))
    low, high = (boxes[placed].min(axis=0), boxes[placed].max(axis=0)) if placed.any() else (None, None)
    corners = [None] * 4 if low is None or high is None else [*low[:2].tolist(), *high[2:].tolist()]
    base.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
        (name, name, about, UNTOUCHED, *corners, _SRS),
    )
    base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (name, kind, _SRS))
    with suppress(sqlite3.OperationalError):  # without R*Tree in SQLite it is slower
        _index(base, name, boxes, placed)


def finish(base: sqlite3.Connection) -> None:
    """Close a GeoPackage for good."""
    base.execute("COMMIT")
    base.close()


def quoted(name: str) -> str:
    """A column's name as SQL takes it; GDAL keeps ``fid`` and ``geom`` for its own."""
    free = f"{name}_" if name.lower() in {"fid", "geom"} else name
    return '"' + free.replace('"', '""') + '"'


def _create(base: sqlite3.Connection, name: str, definitions: Sequence[str]) -> None:
    listed = ", ".join(["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", *definitions])
    base.execute(f'CREATE TABLE "{name}" ({listed})')


def _insert(base: sqlite3.Connection, name: str, width: int, rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * width)
    base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608 - our own names


def _index(
    base: sqlite3.Connection, name: str, boxes: NDArray[np.float64], placed: NDArray[np.bool_]
) -> None:
    base.execute(f'CREATE VIRTUAL TABLE "rtree_{name}_geom" USING rtree(id, minx, maxx, miny, maxy)')
    base.executemany(
        f'INSERT INTO "rtree_{name}_geom" VALUES (?, ?, ?, ?, ?)',  # noqa: S608 - our own names
        ((row + 1, *boxes[row, [0, 2, 1, 3]].tolist()) for row in np.flatnonzero(placed).tolist()),
    )
    for trigger in _RTREE.format(t=name).split("END;\n"):
        if trigger.strip():
            base.execute(f"{trigger}END")
    base.execute(
        "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', ?, 'write-only')",
        (name, "http://www.geopackage.org/spec120/#extension_rtree"),
    )


def _multiple(shape: Any, multi: Any) -> Any:
    return shape if shape is None or isinstance(shape, multi) else multi([shape])


def _blobs(shapes: NDArray[np.object_], boxes: NDArray[np.float64]) -> list[bytes | None]:
    """Geometries as the standard's blobs: a head, the bounds where they save work, well-known binary."""
    binary = shapely.to_wkb(shapes, byte_order=1)
    blobs: list[bytes | None] = []
    for shape, body, (west, south, east, north) in zip(shapes, binary, boxes.tolist(), strict=True):
        if shape is None:
            blobs.append(None)
        elif shape.geom_type == "Point":
            blobs.append(_NO_BOX.pack(b"GP", 0, 0b00000001, _SRS) + body)
        else:
            blobs.append(_BOX.pack(b"GP", 0, 0b00000011, _SRS, west, east, south, north) + body)
    return blobs
