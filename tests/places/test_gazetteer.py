"""The shipped gazetteer knows the places of the news and says how it knows them."""

import hashlib
import sqlite3
import time
import tomllib

import pytest
from shapely.geometry import Point

from geomap.errors import DataError
from geomap.files import data_file
from geomap.geometry import distance_km
from geomap.places.gazetteer import Gazetteer, Strength, UnknownPlace
from geomap.places.placefile import RANK_STEP
from geomap.records import Place


@pytest.fixture(scope="module")
def gazetteer():
    with Gazetteer.shipped() as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "feature", "country", "spot"),
    [
        ("Kyiv", "city", "UA", (30.5, 50.45)),
        ("Kiev", "city", "UA", (30.5, 50.45)),
        ("Київ", "city", "UA", (30.5, 50.45)),
        ("Bakhmut", "city", "UA", (38.0, 48.6)),
        ("Artemivsk", "city", "UA", (38.0, 48.6)),
        ("Velyka Novosilka", "city", "UA", (36.83, 47.84)),
        ("Харків", "city", "UA", (36.25, 49.98)),
        ("Goma", "city", "CD", (29.23, -1.68)),
        ("North Kivu", "admin1", "CD", (28.9, -0.8)),
        ("Kursk Oblast", "admin1", "RU", (36.3, 51.7)),
        ("Donetsk Oblast", "admin1", "UA", (37.7, 48.1)),
        ("Gyeonggi Province", "admin1", "KR", (127.2, 37.4)),
        ("Hodeidah", "city", "YE", (42.95, 14.8)),
        ("Sanaa", "city", "YE", (44.2, 15.35)),
        ("صنعاء", "city", "YE", (44.2, 15.35)),
        ("Mocha", "city", "YE", (43.25, 13.32)),
        ("El Fasher", "city", "SD", (25.35, 13.63)),
        ("El Geneina", "city", "SD", (22.45, 13.45)),
        ("Lashio", "city", "MM", (97.75, 22.93)),
        ("Cúcuta", "city", "CO", (-72.5, 7.9)),
        ("Khan Younis", "city", "PS", (34.3, 31.35)),
        ("Deir ez-Zor", "city", "SY", (40.14, 35.34)),
        ("Port-au-Prince", "city", "HT", (-72.34, 18.54)),
        ("Mekelle", "city", "ET", (39.47, 13.5)),
        ("St. Petersburg", "city", "RU", (30.3, 59.94)),
        ("Engels air base", "airfield", "RU", (46.2, 51.48)),
        ("Goma airport", "airfield", "CD", (29.24, -1.67)),
        ("Rapides Parish", "admin2", "US", (-92.5, 31.2)),
        ("Jonglei State", "admin1", "SS", (32.0, 7.3)),
    ],
)
def test_candidates_hold_the_place_meant(gazetteer, name, feature, country, spot):
    found = [
        candidate.place
        for candidate in gazetteer.candidates(name)
        if candidate.feature == feature and candidate.place.country == country
    ]
    assert min(distance_km(place.lon, place.lat, *spot) for place in found) < 80


@pytest.mark.parametrize(
    ("name", "identity_name", "country"),
    [
        ("Kursk region", "Kursk Oblast", "RU"),
        ("Belgorod Oblast", "Belgorod Oblast", "RU"),
        ("Tillabéri region", "Tillabéri Region", "NE"),
        ("Niger State", "Niger State", "NG"),
        ("Idlib governorate", "Idlib Governorate", "SY"),
        ("Mandera county", "Mandera County", "KE"),
        ("Saada governorate", "Sa'dah Governorate", "YE"),
    ],
)
def test_type_word_puts_the_admin_unit_first(gazetteer, name, identity_name, country):
    first = gazetteer.candidates(name)[0]
    assert first.feature == "admin1"
    assert (first.place.country, first.place.precision) == (country, "adm1")
    assert first.place.name.split()[0] == identity_name.split()[0]


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("U.S.", "US"), ("US", "US"), ("United States", "US"), ("America", "US"), ("UK", "GB"),
        ("Britain", "GB"),
        ("DPRK", "KP"), ("North Korea", "KP"), ("South Korea", "KR"), ("DRC", "CD"), ("UAE", "AE"),
        ("PRC", "CN"),
        ("Burma", "MM"), ("Ivory Coast", "CI"), ("Türkiye", "TR"), ("Czech Republic", "CZ"),
        ("Palestine", "PS"),
        ("Côte d’Ivoire", "CI"), ("Democratic Republic of the Congo", "CD"),
        ("Republic of Congo", "CG"),
        ("Россия", "RU"), ("أوكرانيا", "UA"), ("the Netherlands", "NL"), ("Republic of Yemen", "YE"),
    ],
)  # fmt: skip
def test_countries_come_first_by_name_and_abbreviation(gazetteer, name, country):
    first = gazetteer.candidates(name)[0].place
    assert (first.feature, first.country) == ("country", country)
    assert gazetteer.knows(name.removeprefix("the ")) in (Strength.COUNTRY, Strength.NONE, Strength.MAJOR)


def test_abbreviations_need_their_capitals(gazetteer):
    assert gazetteer.candidates("US")[0].match == "code"
    assert all(candidate.place.id != "geonames:6252001" for candidate in gazetteer.candidates("us"))
    assert gazetteer.candidates("OR")[0].place.name == "Oregon"
    assert not [candidate for candidate in gazetteer.candidates("or") if candidate.match == "code"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("TX", "US.TX"),
        ("Tex.", "US.TX"),
        ("Calif.", "US.CA"),
        ("N.Y.", "US.NY"),
        ("D.C.", "US.DC"),
        ("Ont.", "CA.08"),
    ],
)
def test_states_and_provinces_by_abbreviation(gazetteer, name, code):
    assert code in [candidate.admin1_code for candidate in gazetteer.candidates(name)]


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Russian", "RU"), ("Russians", "RU"), ("North Korean", "KP"), ("North Koreans", "KP"),
        ("Congolese", "CD"),
        ("Ukrainian", "UA"), ("Israelis", "IL"), ("French", "FR"), ("Finns", "FI"), ("Nigeriens", "NE"),
        ("Nigerians", "NG"), ("Sudanese", "SD"), ("South Sudanese", "SS"), ("Filipinos", "PH"),
        ("Poles", "PL"),
        ("Emirati", "AE"), ("Frenchmen", "FR"), ("Burkinabe", "BF"), ("Burmese", "MM"),
        ("Saudis", "SA"),
        ("Palestinians", "PS"), ("Ivorian", "CI"), ("Haitian", "HT"), ("Swiss", "CH"),
    ],
)  # fmt: skip
def test_demonyms_name_their_country(gazetteer, word, country):
    place = gazetteer.demonym(word)
    assert place is not None
    assert place.country == country
    assert gazetteer.knows(word) == Strength.DEMONYM


def test_every_demonym_of_the_data_file_is_on_file(gazetteer):
    with data_file("demonyms.toml").open("rb") as file:
        countries = tomllib.load(file)["countries"]
    missing = [
        (code, word)
        for code, words in countries.items()
        for word in words
        if code not in {c.place.country for c in gazetteer.candidates(word) if c.match == "demonym"}
    ]
    assert missing == []


def test_place_names_are_no_demonyms(gazetteer):
    assert gazetteer.demonym("Russia") is None
    assert gazetteer.demonym("Goma") is None


@pytest.mark.parametrize(
    ("name", "country"),
    [("Moscow", "RU"), ("Washington", "US"), ("Kyiv", "UA"), ("Pyongyang", "KP"), ("Tehran", "IR"),
    ("the Kremlin", "RU"),
     ("Kinshasa", "CD"), ("Khartoum", "SD"), ("Seoul", "KR"), ("Pentagon", "US"), ("Goma", None)],
)  # fmt: skip
def test_seats_of_government(gazetteer, name, country):
    assert gazetteer.seat_of(name) == country


def test_capital_of_a_country(gazetteer):
    assert gazetteer.capital_of("CD").name == "Kinshasa"
    assert gazetteer.capital_of("XX") is None


@pytest.mark.parametrize(
    "name", ["Of", "Friday", "March", "Police", "Most", "Army", "Sake", "Northern", "Central", "Ali"]
)
def test_common_words_are_weak(gazetteer, name):
    assert gazetteer.knows(name) <= Strength.SMALL


@pytest.mark.parametrize(
    "name", ["the", "and", "which", "soldiers", "missiles", "spokesman", "wounded", "Monday"]
)
def test_plain_words_are_no_places(gazetteer, name):
    assert gazetteer.knows(name) == Strength.NONE


def test_common_names_are_marked(gazetteer):
    found = [candidate for candidate in gazetteer.candidates("Sake") if candidate.place.country == "CD"]
    assert found
    assert found[0].common


@pytest.mark.parametrize(
    ("name", "at_least"),
    [("Goma", Strength.CITY), ("Kharkiv", Strength.MAJOR), ("Kursk Oblast", Strength.MAJOR),
    ("Ukraine", Strength.COUNTRY),
     ("Velyka Novosilka", Strength.SMALL), ("Red Sea", Strength.MAJOR), ("Zamzam camp", Strength.CITY)],
)  # fmt: skip
def test_strength_grows_with_the_place(gazetteer, name, at_least):
    assert gazetteer.knows(name) >= at_least


def test_candidates_of_an_unknown_name_are_none(gazetteer):
    assert gazetteer.candidates("Qwertzuiop") == ()
    assert gazetteer.candidates("") == ()
    assert gazetteer.candidates("  …") == ()
    assert gazetteer.knows("") == Strength.NONE


def test_limit_keeps_the_most_important(gazetteer):
    assert len(gazetteer.candidates("San Antonio")) > 5
    assert gazetteer.candidates("San Antonio", limit=3) == gazetteer.candidates("San Antonio")[:3]
    assert gazetteer.candidates("Paris")[0].place.country == "FR"


def test_admin_chain_of_a_city(gazetteer):
    goma = next(c for c in gazetteer.candidates("Goma") if c.feature == "city" and c.place.country == "CD")
    assert goma.place.admin1 == "North Kivu"
    assert goma.admin1_code == "CD.11"
    assert gazetteer.contains(gazetteer.admin1("CD.11").id, goma.place.id)
    assert gazetteer.contains(gazetteer.country("CD").id, goma.place.id)
    assert gazetteer.contains("geomap:kivu", goma.place.id)
    assert gazetteer.contains("geomap:africa", goma.place.id)
    assert gazetteer.contains(goma.place.id, goma.place.id)
    assert not gazetteer.contains(gazetteer.country("RW").id, goma.place.id)


def test_crimea_is_ukraines(gazetteer):
    simferopol, ukraine, russia = Point(34.1, 44.95), gazetteer.country("UA"), gazetteer.country("RU")
    assert gazetteer.shape(ukraine).contains(simferopol)
    assert not gazetteer.shape(russia).contains(simferopol)
    assert gazetteer.admin1("UA-43").country == "UA"


def test_western_sahara_is_not_moroccos(gazetteer):
    dakhla = Point(-15.5, 23.9)
    assert gazetteer.shape(gazetteer.country("EH")).contains(dakhla)
    assert not gazetteer.shape(gazetteer.country("MA")).contains(dakhla)


def test_every_country_has_a_point_within(gazetteer):
    codes = [code for (code,) in gazetteer._main.rows("SELECT code FROM country")]
    outside = []
    for code in codes:
        place = gazetteer.country(code)
        outline = gazetteer.shape(place)
        if outline is not None and outline.distance(Point(place.lon, place.lat)) > 0.3:
            outside.append(code)
    assert len(codes) > 240
    assert outside == []


def test_outlines_are_valid_and_cities_have_discs(gazetteer):
    for code in ("UA-14", "RU-KRS", "CD-NK", "US-TX"):
        outline = gazetteer.shape(gazetteer.admin1(code))
        assert outline.is_valid
        assert outline.area > 1
    goma = gazetteer.candidates("Goma")[0].place
    assert gazetteer.shape(goma).contains(Point(goma.lon, goma.lat))
    base = gazetteer.candidates("Engels air base")[0].place
    assert gazetteer.shape(base) is None


def test_shape_of_a_place_from_elsewhere_is_its_disc(gazetteer):
    place = Place(
        id="point:1", name="near Rafah", lon=34.2, lat=31.3, precision="region", feature="area", radius_km=20
    )
    assert gazetteer.shape(place).contains(Point(34.3, 31.3))


def test_ids_lead_back_to_their_places(gazetteer):
    for name in ("Goma", "Kursk Oblast", "Red Sea", "Engels air base", "France"):
        place = gazetteer.candidates(name)[0].place
        assert gazetteer.place(place.id) == place


@pytest.mark.parametrize("place_id", ["geonames:0", "geonames:x", "geomap:atlantis", "nonsense"])
def test_unknown_ids_are_named(gazetteer, place_id):
    with pytest.raises(UnknownPlace, match="no place"):
        gazetteer.place(place_id)


def test_every_capitals_row_and_member_is_on_file(gazetteer):
    query = "SELECT count(*) FROM {} WHERE {} NOT IN (SELECT key FROM place)"
    for table, column in (
        ("name", "key"),
        ("member", "member"),
        ("shape", "key"),
        ("country", "key"),
        ("admin1", "key"),
    ):
        assert gazetteer._main.first(query.format(table, column)) == (0,)


def test_file_is_read_only(gazetteer):
    with pytest.raises(DataError, match="readonly"):
        gazetteer._main.first("DELETE FROM place")


def test_damaged_and_missing_files_are_named(tmp_path):
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"not a database" * 100)
    for path in (damaged, tmp_path / "missing.sqlite"):
        with pytest.raises(DataError, match=path.name):
            Gazetteer.open(path)


def test_a_file_damaged_past_its_head_is_named_when_it_is_read(tmp_path):
    path = tmp_path / "half.sqlite"
    whole = data_file("gazetteer.sqlite").read_bytes()
    path.write_bytes(whole[:65536] + b"\xff" * (len(whole) - 65536))
    with Gazetteer.open(path) as gazetteer:
        for look_up in (gazetteer.candidates, gazetteer.knows):
            with pytest.raises(DataError, match=r"half\.sqlite: a damaged gazetteer .*install"):
                look_up("Kharkiv")


def test_other_schema_is_refused(tmp_path):
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        db.execute("INSERT INTO meta VALUES ('schema', '0')")
    db.close()
    with pytest.raises(DataError, match="another version"):
        Gazetteer.open(path)


def test_first_look_up_is_quick():
    took = []
    for _ in range(5):
        start = time.process_time()
        with Gazetteer.shipped() as opened:
            assert opened.candidates("Goma")
        took.append(time.process_time() - start)
    assert min(took) < 0.005


def test_shipped_file_is_the_one_its_provenance_names():
    with data_file("PROVENANCE.toml").open("rb") as file:
        tables = {table["name"]: table for table in tomllib.load(file)["file"]}
    assert "gazetteer.sqlite" in tables
    for name, table in tables.items():
        assert hashlib.sha256(data_file(name).read_bytes()).hexdigest() == table["sha256"], name
        assert table["sources"]
        assert table["licence"]
        assert table["build"]


def test_file_is_small_enough_to_ship():
    assert data_file("gazetteer.sqlite").stat().st_size < 60_000_000


@pytest.mark.parametrize(
    ("name", "country", "spot"),
    [("Chiúre district", "MZ", (39.78, -13.38))],
)
def test_district_without_cities_lies_at_its_namesake_town(gazetteer, name, country, spot):
    unit = next(c.place for c in gazetteer.candidates(name) if c.place.country == country)
    assert (unit.feature, unit.precision, unit.radius_km) == ("admin2", "adm2", 30.0)
    assert distance_km(unit.lon, unit.lat, *spot) < 30


def test_unit_at_its_parents_point_is_weak_and_says_how_wide_it_is(gazetteer):
    query = (
        "SELECT p.radius, q.radius, name.rank / ? FROM place p JOIN feature f ON f.code = p.feature "
        "JOIN place q ON q.key = p.admin1 JOIN name ON name.key = p.key "
        "WHERE f.name = 'admin2' AND f.precision = 'adm1'"
    )
    rows = gazetteer._main.rows(query, RANK_STEP)
    assert rows
    assert all(own == parents for own, parents, _ in rows)
    assert {Strength.DEMONYM - level for *_, level in rows} == {Strength.WEAK}


@pytest.mark.parametrize("name", ["Gaza City", "GAZA CITY", "Gaza city"])
def test_gaza_city_is_the_city(gazetteer, name):
    first = gazetteer.candidates(name)[0].place
    assert (first.feature, first.country) == ("city", "PS")


@pytest.mark.parametrize("name", ["MOZAMBIQUE", "SUDAN", "MALI", "CHAD", "GEORGIA", "MEXICO", "PANAMA"])
def test_country_in_capitals_comes_before_its_namesakes(gazetteer, name):
    assert gazetteer.candidates(name)[0].feature == "country"


@pytest.mark.parametrize(
    ("name", "code"),
    [("Galgaduud", "SO.05"), ("Hiiraan", "SO.07"), ("Kharkov", "UA.07"), ("Lugansk Oblast", "UA.14"),
     ("Hilmand", "AF.10"), ("Tenasserim", "MM.12"), ("Hassakeh", "SY.01"), ("Gezira", "SD.38")],
)  # fmt: skip
def test_first_level_units_by_other_spellings(gazetteer, name, code):
    assert code in [c.admin1_code for c in gazetteer.candidates(name) if c.feature == "admin1"]
