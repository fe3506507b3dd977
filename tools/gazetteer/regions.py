"""regions.toml into entries: extents from members' outlines or from a centre and a radius."""

import re
import tomllib
from typing import Any

import shapely

from gazetteer.entries import Entry
from gazetteer.outlines import COUNTRY_TOLERANCE, extent_km, inner_point, simplified
from geomap.files import data_file

_CODE = re.compile(r"[A-Z](?:[A-Za-z]?\.?[A-Z]\.?){1,4}")


def read_regions() -> list[dict[str, Any]]:
    """The rows of regions.toml, each with the precision of its kind unless it says another."""
    with data_file("regions.toml").open("rb") as file:
        read = tomllib.load(file)
    return [{"precision": read["precision"][row["kind"]], **row} for row in read["region"]]


def region_entries(
    rows: list[dict[str, Any]], by_code: dict[str, Entry], continent_of: dict[str, str]
) -> tuple[list[Entry], dict[str, Entry]]:
    """One entry a row, and, by the row's id, the units that rows with a single member give further names to.

    `by_code` finds members by ISO 3166-1 or 3166-2 code, or by GeoNames code.

    `continent_of` maps country codes to continent codes.

    Raises:
        SystemExit: A member's code is not on file.
    """
    entries = []
    renamed: dict[str, Entry] = {}
    for row in rows:
        codes = row.get("members", [])
        if "continent" in row:
            left_out = row.get("without", [])
            codes = [code for code, continent in continent_of.items() if continent == row["continent"]]
            codes = [code for code in codes if code in by_code and code not in left_out]
        countries = row.get("countries") or sorted({code[:2] for code in codes})
        entry = Entry(
            identity=f"geomap:{row['id']}",
            name=row["name"],
            feature=row["kind"],
            precision=row["precision"],
            country=countries[0] if len(countries) == 1 else None,
            lon=row.get("lon"),
            lat=row.get("lat"),
            radius_km=row.get("radius_km", 0.0),
            population=row.get("population", 0),
        )
        members = []
        for code in codes:
            if code not in by_code:
                raise SystemExit(f"regions.toml: {row['id']}: no country or unit {code}")
            members.append(by_code[code])
        if len(members) == 1:
            _name(members[0], row)
            renamed[row["id"]] = members[0]
            continue
        _name(entry, row)
        if members:
            _extent_from(members, entry)
        entries.append(entry)
    return entries, renamed


def _name(entry: Entry, row: dict[str, Any]) -> None:
    """Names written by hand are as good as primary ones; short ones in capitals are matched as written."""
    for name in (row["name"], *row.get("aliases", ())):
        entry.call(name, "code" if _CODE.fullmatch(name) else "primary" if name == row["name"] else "alias")


def _extent_from(members: list[Entry], entry: Entry) -> None:
    entry.members = tuple(member.identity for member in members)
    outlines = [member.outline for member in members if member.outline is not None]
    if not outlines:
        return
    whole = shapely.union_all([outline.buffer(0.005) for outline in outlines])
    entry.outline = simplified(whole, COUNTRY_TOLERANCE)
    if entry.lon is None or entry.lat is None:
        entry.lon, entry.lat = inner_point(entry.outline)
    if not entry.radius_km:
        entry.radius_km = extent_km(entry.outline, entry.lon, entry.lat)
