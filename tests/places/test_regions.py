"""Every hand-written region stands where it says, and is found by all its names."""

import tomllib
from typing import get_args

import pytest
from shapely import STRtree
from shapely.geometry import Point

from geomap.files import data_file
from geomap.places.gazetteer import Gazetteer
from geomap.records import Precision

with data_file("regions.toml").open("rb") as _file:
    _READ = tomllib.load(_file)
REGIONS = _READ["region"]
SEAS = {"sea", "ocean", "gulf", "bay", "strait", "channel"}
KEYS = {
    "id", "name", "aliases", "kind", "precision", "members", "continent", "without", "countries",
    "lon", "lat", "radius_km",
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer():
    with Gazetteer.shipped() as opened:
        yield opened


@pytest.fixture(scope="module")
def outlines(gazetteer):
    codes = [code for (code,) in gazetteer._main.rows("SELECT code FROM country")]
    found = {code: gazetteer.shape(gazetteer.country(code)) for code in codes}
    return {code: outline for code, outline in found.items() if outline is not None}


@pytest.fixture(scope="module")
def land(outlines):
    return STRtree(list(outlines.values()))


def place_of(gazetteer, row):
    if len(row.get("members", ())) == 1:  # such a row only names a unit that is on file
        return gazetteer.admin1(row["members"][0])
    return gazetteer.place(f"geomap:{row['id']}")


def test_there_are_several_hundred_and_ids_are_unique():
    assert len(REGIONS) >= 850
    assert len({row["id"] for row in REGIONS}) == len(REGIONS)


@pytest.mark.parametrize("row", REGIONS, ids=lambda row: row["id"])
def test_region_is_well_formed_and_found_by_every_name(gazetteer, row):
    assert set(row) <= KEYS
    assert _READ["precision"][row["kind"]] in get_args(Precision)
    assert ("members" in row) + ("radius_km" in row) + ("continent" in row) == 1
    place = place_of(gazetteer, row)
    for name in (row["name"], *row.get("aliases", ())):
        assert place.id in {candidate.place.id for candidate in gazetteer.candidates(name, limit=100)}, name


@pytest.mark.parametrize(
    "row",
    [row for row in REGIONS if len(row.get("countries", ())) == 1 and row["kind"] not in SEAS],
    ids=lambda row: row["id"],
)
def test_point_lies_in_its_country(gazetteer, outlines, row):
    place = place_of(gazetteer, row)
    assert place.country == row["countries"][0]
    reach = 4.5 if row["kind"] in ("island", "archipelago") else 0.35  # specks are not in the outlines
    assert outlines[place.country].distance(Point(place.lon, place.lat)) < reach


@pytest.mark.parametrize("row", [row for row in REGIONS if row["kind"] in SEAS], ids=lambda row: row["id"])
def test_seas_are_not_on_land(land, row):
    reach = 0.25 if row["radius_km"] < 60 else 0.0  # narrow straits: their coasts are simplified
    spot = Point(row["lon"], row["lat"])
    held = [at for at in land.query(spot) if land.geometries[at].buffer(-reach).contains(spot)]
    assert held == []


@pytest.mark.parametrize(
    "row", [row for row in REGIONS if len(row.get("members", ())) > 1], ids=lambda row: row["id"]
)
def test_members_make_the_extent(gazetteer, row):
    place = place_of(gazetteer, row)
    members = gazetteer.members(place.id)
    assert len(members) == len(row["members"])
    assert gazetteer.shape(place).area > 0
    assert all(gazetteer.contains(place.id, member) for member in members)


def test_korean_peninsula_is_both_koreas(gazetteer):
    place = gazetteer.candidates("Korean Peninsula")[0].place
    outline = gazetteer.shape(place)
    assert place.id == "geomap:korean-peninsula"
    assert place.country is None
    assert outline.contains(Point(125.75, 39.02))
    assert outline.contains(Point(127.0, 37.55))
    assert not outline.contains(Point(139.7, 35.7))


def test_donbas_is_two_oblasts(gazetteer):
    assert {gazetteer.place(member).name for member in gazetteer.members("geomap:donbas")} == {
        "Donetsk Oblast",
        "Luhansk Oblast",
    }
