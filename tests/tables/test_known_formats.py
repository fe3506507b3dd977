"""UCDP's, ACLED's and GDELT's tables: recognised, understood, nothing invented."""

import zipfile
from datetime import date
from typing import get_args

import pytest
from table_rows import ACLED, GDELT, UCDP, read, table

from geomap.records import ActorType, DatePrecision, EventType, Place, Precision
from geomap.tables import choose
from geomap.tables.columns import MEANINGS
from geomap.tables.countries import alpha2
from geomap.tables.profiles import SHIPPED, shipped

SYLVANIA = Place(
    id="x:1",
    name="Sylvania",
    lon=30,
    lat=12,
    precision="country",
    feature="country",
    country="SY",
    radius_km=600,
)


def only_sylvania(name, country, admin1):
    return SYLVANIA if name == "Sylvania" else None


@pytest.mark.parametrize("format_", SHIPPED)
def test_profiles_hold_what_records_know(format_):
    profile = shipped()[format_]
    named = [
        name
        for names in profile.columns.values()
        for name in ((names,) if isinstance(names, str) else names[:1])
    ]
    assert set(named) | set(profile.signature) | set(profile.text) <= set(profile.headings)
    assert set(profile.columns) <= set(MEANINGS)
    for code in (*profile.codes.type.values(), *profile.codes.subtype.values()):
        assert code.type in get_args(EventType)
    assert {code.precision for code in profile.codes.precision.values()} <= set(get_args(Precision))
    assert set(profile.codes.date_precision.values()) <= set(get_args(DatePrecision))
    assert set(profile.codes.actor_type.values()) <= {*get_args(ActorType), ""}


@pytest.mark.parametrize("header", [True, False])
def test_ucdp_with_and_without_headings(tmp_path, header):
    reports, problems, notes = read(
        tmp_path / "ged.csv", table("ucdp", UCDP, header=header), place_of=only_sylvania
    )
    assert (problems, notes) == ([], [])
    (report,) = reports
    document, (event,) = report.document, report.events
    assert (document.id, document.title, document.publisher) == ("ged:900001", "Bridge attacked", "Daily Owl")
    assert document.published == date(2031, 3, 4)
    assert document.text.startswith("Government of Sylvania - Forest Front; close to the bridge; ")
    assert "Daily Owl,2031-03-04,Bridge attacked" in document.text
    assert (event.type, event.modality, event.statement.speaker) == ("ASSAULT", "occurred", "police")
    assert (event.date_start, event.date_end) == (date(2031, 3, 1), date(2031, 3, 4))
    assert event.date_precision == "range"
    assert [actor.type for actor in (*event.actors, *event.recipients)] == ["state", "non_state_armed_group"]
    (at,) = event.places
    assert (at.place.precision, at.place.radius_km, at.place.country) == ("city", 25, "SY")
    (figure,) = report.figures
    assert (figure.value, figure.low, figure.high, figure.qualifier) == (3, 2, 5, "range")


@pytest.mark.parametrize(
    ("code", "precision"),
    [("1", "point"), ("3", "adm2"), ("4", "adm1"), ("5", "region"), ("6", "country"), ("7", "sea")],
)
def test_ucdp_precision_of_places(tmp_path, code, precision):
    (report,), _, _ = read(tmp_path / "g.csv", table("ucdp", UCDP | {"where_prec": code}))
    assert report.events[0].places[0].place.precision == precision


@pytest.mark.parametrize(("code", "precision"), [("1", "day"), ("3", "week"), ("4", "month"), ("5", "range")])
def test_ucdp_precision_of_dates(tmp_path, code, precision):
    (report,), _, _ = read(tmp_path / "g.csv", table("ucdp", UCDP | {"date_prec": code}))
    assert report.events[0].date_precision == precision


def test_ucdp_civilians_are_a_part_of_the_dead_where_there_are_any(tmp_path):
    (report,), _, _ = read(tmp_path / "g.csv", table("ucdp", UCDP | {"deaths_civilians": "2"}))
    total, civilians = report.figures
    assert (civilians.value, civilians.scope, civilians.subset_of) == (2, "subset", total.id)


def test_estimates_that_cross_are_kept_and_told(tmp_path):
    rows = [UCDP | {"id": str(number), "low": "4"} for number in range(3)]
    reports, problems, notes = read(tmp_path / "g.csv", table("ucdp", *rows))
    assert [(f.value, f.low, f.high) for report in reports for f in report.figures] == [(3, 4, 5)] * 3
    assert problems == []
    told = "bounds of killed that do not hold the number in 3 rows ('3/4/5' 3; first in row 2)"
    assert notes == [f"F: {told}: kept as they stand"]


def test_codes_outside_the_book_are_counted_not_fatal(tmp_path):
    strange = UCDP | {"type_of_violence": "9", "where_prec": "8", "date_prec": "x"}
    (report,), problems, notes = read(tmp_path / "g.csv", table("ucdp", strange))
    assert problems == []
    assert (report.events[0].type, report.events[0].places[0].place.precision) == ("OTHER", "point")
    assert sorted(note.partition(" in 1 rows")[0] for note in notes) == [
        "F: event types not known",
        "F: precisions of dates outside the code book",
        "F: precisions outside the code book",
    ]


def test_an_id_that_comes_twice_is_told_apart_by_its_row(tmp_path):
    reports, _, _ = read(tmp_path / "g.csv", table("ucdp", UCDP, UCDP))
    assert [report.document.id for report in reports] == ["g:900001", "g:900001#3"]


@pytest.mark.parametrize("day", ["2031-03-01", "1 March 2031", "01 March 2031"])
def test_acled_in_both_forms_of_dates(tmp_path, day):
    (report,), problems, notes = read(tmp_path / "a.csv", table("acled", ACLED | {"event_date": day}))
    assert (problems, notes) == ([], [])
    (event,) = report.events
    assert (report.document.id, report.document.text) == ("a:SYL12", "Two bombs fell near Oakbridge.")
    assert report.document.publisher == "Daily Owl; Radio Pine"
    assert (event.type, event.mode) == ("ASSAULT", "aerial")
    assert (event.date_start, event.date_precision) == (date(2031, 3, 1), "week")
    assert [actor.name for actor in event.actors] == [
        "Military Forces of Sylvania",
        "Air Wing",
        "Border Guard",
    ]
    (at,) = event.places
    assert (at.place.name, at.place.precision, at.place.country) == ("Oakbridge", "city", "UA")
    (figure,) = report.figures
    assert (figure.category, figure.value) == ("killed", 4)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("1", "military"),
        ("State forces", "military"),
        ("2", "non_state_armed_group"),
        ("Rebel group", "non_state_armed_group"),
        ("4", "militia"),
        ("7", "civilians"),
        ("External/Other forces", "other"),
    ],
)
def test_acled_kinds_of_actors_as_words_and_numbers(tmp_path, code, kind):
    (report,), _, notes = read(
        tmp_path / "a.csv", table("acled", ACLED | {"actor1": "Group of X", "inter1": code})
    )
    assert (report.events[0].actors[0].type, notes) == (kind, [])


def test_acled_noughts_are_deaths_not_known(tmp_path):
    (report,), _, _ = read(tmp_path / "a.csv", table("acled", ACLED | {"fatalities": "0"}))
    assert report.figures == ()


def test_acled_before_the_change_of_columns(tmp_path):
    old = "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,"
    old += "sub_event_type,actor1,inter1,actor2,inter2,interaction,country,location,latitude,longitude,"
    old += "geo_precision,source,notes,fatalities,iso3\n"
    row = "5,804,SYL3,3,03 January 2020,2020,1,Battles,Armed clash,A,1,B,2,12,Sylvania,Oak,12,30,3,Owl,"
    row += "Clash.,0,UKR\n"
    (report,), problems, notes = read(tmp_path / "a.csv", old + row)
    assert (problems, notes) == ([], [])
    assert (report.document.id, report.events[0].date_start) == ("a:SYL3", date(2020, 1, 3))
    assert report.events[0].places[0].place.precision == "adm1"


def test_gdelt_rows_are_claimed_and_keep_their_address(tmp_path):
    (report,), problems, notes = read(
        tmp_path / "20310301.export.CSV", table("gdelt", GDELT, header=False, delimiter="\t")
    )
    assert (problems, notes) == ([], [])
    (event,) = report.events
    assert (event.type, event.mode, event.modality) == ("RETREAT", "release", "claimed")
    assert (event.date_start, report.document.published) == (date(2031, 3, 1), date(2031, 3, 2))
    assert report.document.url == "https://owl.example/1"
    assert report.document.text == "Release; SYLVANIA – REBELS; Oakbridge, Upper, Sylvania; 20310301"
    assert [(a.type, a.country) for a in (*event.actors, *event.recipients)] == [
        ("military", "AT"),
        ("non_state_armed_group", None),
    ]
    (at,) = event.places
    assert (at.place.precision, at.place.country) == ("city", "AT")
    assert report.figures == ()


def test_gdelt_zipped(tmp_path):
    path = tmp_path / "20310301.export.CSV.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("20310301.export.CSV", table("gdelt", GDELT, header=False, delimiter="\t"))
    reports, problems, _ = read(path)
    assert (len(reports), problems) == (1, [])


def test_gdelt_rows_without_a_place_are_kept(tmp_path):
    nowhere = {**GDELT, "ActionGeo_Type": "0"} | dict.fromkeys(
        ("ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long"), ""
    )
    (report,), problems, _ = read(tmp_path / "e.CSV", table("gdelt", nowhere, header=False, delimiter="\t"))
    assert (report.events[0].places, problems) == ((), [])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1952", ("ASSAULT", "drone")),
        ("1951", ("ASSAULT", "aerial")),
        ("190", ("ASSAULT", None)),
        ("010", ("OTHER", None)),
        ("0256", ("OTHER", None)),
        ("1712", ("ASSAULT", "destroy")),
        ("0871", ("RETREAT", "ceasefire")),
        ("173", ("COERCE", "arrest")),
    ],
)
def test_gdelt_codes_keep_their_leading_noughts(tmp_path, code, expected):
    (report,), _, notes = read(
        tmp_path / "e.CSV", table("gdelt", GDELT | {"EventCode": code}, header=False, delimiter="\t")
    )
    assert ((report.events[0].type, report.events[0].mode), notes) == (expected, [])


def test_columns_swapped_are_found_by_the_country_and_told(tmp_path):
    turned = UCDP | {"latitude": "30.25", "longitude": "12.5", "geom_wkt": ""}
    rows = [turned | {"id": str(number)} for number in range(4)]
    reports, problems, notes = read(tmp_path / "g.csv", table("ucdp", *rows), place_of=only_sylvania)
    assert {(r.events[0].places[0].place.lat, r.events[0].places[0].place.lon) for r in reports} == {
        (12.5, 30.25)
    }
    assert problems == []
    told = "4 of 4 rows lie in their country only the other way round"
    assert notes == [f"F: latitude and longitude are swapped ({told}): read that way"]


def test_columns_in_order_are_left_alone(tmp_path):
    rows = [UCDP | {"id": str(number)} for number in range(4)]
    _, problems, notes = read(tmp_path / "g.csv", table("ucdp", *rows), place_of=only_sylvania)
    assert (problems, notes) == ([], [])


def test_a_format_that_is_asked_for_must_fit(tmp_path):
    reports, problems, _ = read(tmp_path / "g.csv", "date,place\n2024-01-01,x\n", profile=choose("ucdp"))
    assert reports == []
    assert problems == ["F: not laid out as UCDP GED; found: date, place"]


@pytest.mark.parametrize(
    ("code", "scheme", "expected"),
    [
        ("AU", "fips", "AT"),
        ("AU", "iso", "AU"),
        ("UKR", "iso", "UA"),
        ("804", "iso", "UA"),
        ("004", "iso", "AF"),
        ("ZAR", "iso", "CD"),
        ("??", "fips", None),
    ],
)
def test_codes_of_countries(code, scheme, expected):
    assert alpha2(code, scheme) == expected
