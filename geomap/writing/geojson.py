"""GeoJSON (RFC 7946): one feature a line, the four tables told apart by the property ``layer``."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
from shapely.geometry.base import BaseGeometry

from geomap.features import Table, TableName
from geomap.files import replacing
from geomap.interchange import dump, json_line
from geomap.interchange.carried import Seal, geojson_member
from geomap.records import Report
from geomap.writing.shapes import coordinates, point_coordinates, portable

Tables = Mapping[TableName, Table]


def write_geojson(path: Path, tables: Tables, about: Mapping[str, Any], reports: Iterable[Report]) -> None:
    """Write `tables` as one FeatureCollection, with `about` as its foreign member ``geomap``.

    The file carries `reports`, so that it reads back without loss (:mod:`geomap.interchange.carried`).

    Each feature has an id of layer and row id, unique in the file, and flat properties: words, numbers, true
    or false, dates as ISO text, null where nothing is known. A row without a place has a null geometry.

    Raises:
        OutputError: The file cannot be written.
    """
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","geomap":' + json_line(about) + b',"features":[')
        before, seal = b"\n", Seal()
        for feature in _features(tables):
            file.write(before + feature)
            seal.add(feature)
            before = b",\n"
        file.write(b"\n],\n")
        file.writelines(geojson_member(map(dump, reports), seal))
        file.write(b"}\n")


def write_geojson_lines(path: Path, tables: Tables) -> None:
    """Write `tables` as newline-delimited GeoJSON: one feature a line and nothing else.

    Raises:
        OutputError: The file cannot be written.
    """
    with replacing(path) as temporary, temporary.open("wb") as file:
        for feature in _features(tables):
            file.write(feature + b"\n")


def _features(tables: Tables) -> Iterator[bytes]:
    shapes: dict[bytes, msgspec.Raw | None] = {}
    for name, table in tables.items():
        taken: set[str] = set()
        columns = list(table.columns.items())
        points = point_coordinates(table.geometry)
        for row, geometry in enumerate(table.geometry):
            point = points[row]
            identity = _unique(f"{name}/{table.columns['id'][row]}", taken)
            yield json_line(
                {
                    "type": "Feature",
                    "id": identity,
                    "geometry": {"type": "Point", "coordinates": point}
                    if point
                    else _geometry(geometry, shapes),
                    "properties": {"layer": name, **{key: values[row] for key, values in columns}},
                }
            )


def _unique(wish: str, taken: set[str]) -> str:
    identity = wish
    numbers = count(2)
    while identity in taken:
        identity = f"{wish}#{next(numbers)}"
    taken.add(identity)
    return identity


def _geometry(geometry: BaseGeometry | None, known: dict[bytes, msgspec.Raw | None]) -> msgspec.Raw | None:
    """The JSON of a geometry; the same outline, which many events share, is worked out once."""
    if geometry is None:
        return None
    key = geometry.wkb
    if key not in known:
        shape = portable(geometry)
        known[key] = None if shape is None else msgspec.Raw(msgspec.json.encode(coordinates(shape)))
    return known[key]
