"""GeoJSON (RFC 7946): one feature a line, the four tables told apart by the property ``layer``."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.features import Table, TableName
from geomap.files import replacing
from geomap.interchange import dump, json_line
from geomap.interchange.carried import Seal, geojson_member
from geomap.records import Report
from geomap.writing.about import Options
from geomap.writing.placerows import PlaceRows
from geomap.writing.shapes import Portables, bbox, coordinates, point_coordinates
from geomap.writing.simplestyle import Look, looks

Tables = Mapping[TableName, Table]


def write_geojson(path: Path, tables: Tables, reports: Sequence[Report], options: Options) -> None:
    """Write `tables` as one FeatureCollection, with what is to be said about it as foreign member ``geomap``.

    The file carries `reports`, so that it reads back without loss (:mod:`geomap.interchange.carried`).

    Each feature has an id of layer and row id, unique in the file, and flat properties: words, numbers, true
    or false, dates as ISO text, null where nothing is known. A row without a place has a null geometry.

    Raises:
        OutputError: The file cannot be written.
    """
    about = options.about(documents=len(reports))
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","geomap":' + json_line(about) + b',"features":[')
        before, seal, features = b"\n", Seal(), _Features()
        styles = looks(tables, options.layers) if options.simplestyle else {}
        for name, table in tables.items():
            for feature in features.of(name, table, styles.get(name)):
                file.write(before + feature)
                seal.add(feature)
                before = b",\n"
        file.write(b"\n],\n")
        extent = bbox(features.boxes)
        if extent is not None:
            file.write(b'"bbox":' + json_line(extent) + b",\n")
        file.writelines(geojson_member(map(dump, reports), seal))
        file.write(b"}\n")


class FeatureLines:
    """Newline-delimited GeoJSON being written: one feature a line and nothing else."""

    def __init__(self, file: IO[bytes], options: Options) -> None:
        self._file = file
        self._options = options
        self._features = _Features()
        self._places = PlaceRows()

    def add(self, tables: Tables, _: Sequence[Report]) -> None:
        """Write a batch; its places are kept back until all are known."""
        styles = looks(tables, self._options.layers) if self._options.simplestyle else {}
        for name, table in tables.items():
            if name == "place":
                self._places.add(table)
            else:
                self._write(name, table, styles.get(name))

    def close(self) -> None:
        """Write the places."""
        places = self._places.table()
        styles = looks({"place": places}, self._options.layers) if self._options.simplestyle else {}
        self._write("place", places, styles.get("place"))

    def _write(self, name: TableName, table: Table, styles: Sequence[Look] | None) -> None:
        self._file.writelines(line + b"\n" for line in self._features.of(name, table, styles))


@contextmanager
def geojson_lines(path: Path, options: Options) -> Iterator[FeatureLines]:
    """A new file of GeoJSON lines to add batches to, which takes the place of `path` in the end.

    Raises:
        OutputError: The file cannot be written.
    """
    with replacing(path) as temporary, temporary.open("wb") as file:
        lines = FeatureLines(file, options)
        yield lines
        lines.close()


class _Features:
    """Makes features with ids that are unique in the file and remembers where they lie."""

    def __init__(self) -> None:
        self._taken: dict[TableName, set[str]] = {}
        self._boxes: list[NDArray[np.float64]] = []

    @property
    def boxes(self) -> NDArray[np.float64]:
        """Where the features lie: rows of west, south, east, north."""
        return np.concatenate([np.empty((0, 4)), *self._boxes])

    def of(self, name: TableName, table: Table, styles: Sequence[Look] | None) -> Iterator[bytes]:
        """The rows of a table as JSON."""
        taken = self._taken.setdefault(name, set())
        points = point_coordinates(table.geometry)
        shapes = _Shapes()
        names = list(table.columns)
        cells = zip(*table.columns.values(), strict=True) if names else iter(())
        for row, values in enumerate(cells):
            properties = {"layer": name, **dict(zip(names, values, strict=True))}
            if styles is not None:
                properties |= styles[row]
            point = points[row]
            yield json_line(
                {
                    "type": "Feature",
                    "id": _unique(f"{name}/{properties['id']}", taken),
                    "geometry": {"type": "Point", "coordinates": point}
                    if point
                    else shapes.json(table.geometry[row]),
                    "properties": properties,
                }
            )
        found = np.array([point for point in points if point], dtype=np.float64).reshape(-1, 2)
        self._boxes += [np.hstack([found, found]), shapes.boxes()]


class _Shapes:
    """The JSON of shapes that are no single points; an outline that many rows share is worked out once."""

    def __init__(self) -> None:
        self._shapes = Portables()
        self._known: dict[int, msgspec.Raw] = {}

    def json(self, geometry: BaseGeometry | None) -> msgspec.Raw | None:
        """The GeoJSON object of `geometry`; None if nothing of it can be drawn."""
        shape = self._shapes.of(geometry)
        if shape is None:
            return None
        if id(shape) not in self._known:
            self._known[id(shape)] = msgspec.Raw(msgspec.json.encode(coordinates(shape)))
        return self._known[id(shape)]

    def boxes(self) -> NDArray[np.float64]:
        """Where the parts of the shapes lie."""
        parts = shapely.get_parts(np.array(self._shapes.all(), dtype=object))
        return shapely.bounds(parts).reshape(-1, 4)


def _unique(wish: str, taken: set[str]) -> str:
    identity = wish
    numbers = count(2)
    while identity in taken:
        identity = f"{wish}#{next(numbers)}"
    taken.add(identity)
    return identity
