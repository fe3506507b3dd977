"""Each value of the code books, in each form in which tables write it; what is outside is counted by row."""

import json
from datetime import date

import pytest
from table_rows import ACLED, GDELT, UCDP, read, table

from geomap.tables.profiles import shipped
from geomap.tables.words import normal

ACLED_KINDS = {
    "Battles": ["Government regains territory", "Non-state actor overtakes territory", "Armed clash"],
    "Protests": ["Excessive force against protesters", "Protest with intervention", "Peaceful protest"],
    "Riots": ["Violent demonstration", "Mob violence"],
    "Explosions/Remote violence": [
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ],
    "Violence against civilians": ["Sexual violence", "Attack", "Abduction/forced disappearance"],
    "Strategic developments": [
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ],
}
PARTIES = {
    "1": ("State forces", "military"),
    "2": ("Rebel group", "non_state_armed_group"),
    "3": ("Political militia", "militia"),
    "4": ("Identity militia", "militia"),
    "5": ("Rioters", "civilians"),
    "6": ("Protesters", "civilians"),
    "7": ("Civilians", "civilians"),
    "8": ("External/Other forces", "other"),
}
OLD_COLUMNS = (
    "data_id", "iso", "event_id_cnty", "event_id_no_cnty", "event_date", "year", "time_precision",
    "event_type", "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "timestamp", "iso3",
)  # fmt: skip


def as_json(rows):
    """An answer of ACLED's interface: counts around the rows, everything a word but what is null."""
    about = {"status": 200, "success": True, "count": len(rows), "messages": []}
    return json.dumps(
        {**about, "data": [{**dict.fromkeys(shipped()["acled"].headings), **row} for row in rows]}
    )


def as_old_csv(rows):
    cells = ([row.get(name, "") for name in OLD_COLUMNS] for row in rows)
    return "\n".join(["|".join(OLD_COLUMNS), *map("|".join, cells)])


WAYS = {
    "csv": lambda rows: table("acled", *rows),
    "semicolons": lambda rows: table("acled", *rows, delimiter=";"),
    "old columns": as_old_csv,
    "json": as_json,
}


@pytest.mark.parametrize("way", WAYS)
def test_each_kind_of_acleds_is_known(tmp_path, way):
    pairs = [(kind, sub) for kind, subs in ACLED_KINDS.items() for sub in subs]
    rows = [
        ACLED | {"event_id_cnty": f"SYL{number}", "event_type": kind, "sub_event_type": sub}
        for number, (kind, sub) in enumerate(pairs)
    ]
    reports, problems, notes = read(tmp_path / ("a.json" if way == "json" else "a.csv"), WAYS[way](rows))
    assert (len(reports), problems, notes) == (25, [], [])
    book = shipped()["acled"].codes.subtype
    codes = [book[normal(sub)] for _, sub in pairs]
    found = [(report.events[0].type, report.events[0].mode) for report in reports]
    assert found == [(code.type, code.mode) for code in codes]
    assert {report.document.id for report in reports} == {f"a:SYL{number}" for number in range(25)}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", PARTIES)
@pytest.mark.parametrize("written", ["as number", "as words"])
def test_each_party_of_acleds_is_known_as_number_and_in_words(tmp_path, way, number, written):
    words, kind = PARTIES[number]
    row = ACLED | {"actor1": "Group of X", "inter1": number if written == "as number" else words}
    row["interaction"] = f"{number}7" if written == "as number" else f"{words}-Civilians"
    path = tmp_path / ("a.json" if way == "json" else "a.csv")
    (report,), problems, notes = read(path, WAYS[way]([row]))
    assert (report.events[0].actors[0].type, problems, notes) == (kind, [], [])


def test_numbers_of_json_are_as_good_as_words(tmp_path):
    row = ACLED | {"inter1": 1, "inter2": 7, "interaction": 17, "latitude": 12.5, "longitude": 30.25}
    row |= {"time_precision": 1, "geo_precision": 1, "fatalities": 4, "iso": 804, "year": 2031}
    (report,), problems, notes = read(tmp_path / "a.json", as_json([row]))
    assert (problems, notes) == ([], [])
    (event,) = report.events
    assert ([actor.type for actor in event.actors][:1], event.recipients[0].type) == (
        ["military"],
        "civilians",
    )
    assert (event.date_precision, event.places[0].place.lat, report.figures[0].value) == ("day", 12.5, 4)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("day", ["2031-05-16", "16 May 2031", "16-May-2031", "05 May 2031"])
def test_each_form_of_acleds_dates_is_read(tmp_path, way, day):
    path = tmp_path / ("a.json" if way == "json" else "a.csv")
    (report,), problems, notes = read(path, WAYS[way]([ACLED | {"event_date": day}]))
    assert (problems, notes) == ([], [])
    assert report.events[0].date_start == date(2031, 5, 5 if day.startswith("05") else 16)


def test_an_answer_without_rows_says_so(tmp_path):
    _, problems, _ = read(tmp_path / "a.json", as_json([]))
    assert problems == ["F: an answer without rows; ask for other dates or countries"]


OUTSIDE = [
    ("acled", ACLED, {"event_type": "Duels"}, "event types outside the code book in 3 rows ('Duels' 3"),
    ("acled", ACLED, {"sub_event_type": "Duel"}, "sub-types outside the code book in 3 rows ('Duel' 3"),
    ("acled", ACLED, {"inter1": "9"}, "kinds of actors outside the code book in 3 rows ('9' 3"),
    ("acled", ACLED, {"inter2": "Robots"}, "kinds of actors outside the code book in 3 rows ('Robots' 3"),
    ("acled", ACLED, {"geo_precision": "4"}, "precisions outside the code book in 3 rows ('4' 3"),
    ("acled", ACLED, {"time_precision": "0"}, "precisions of dates outside the code book in 3 rows ('0' 3"),
    ("acled", ACLED, {"iso": "999"}, "country codes not known in 3 rows ('999' 3"),
    ("ucdp", UCDP, {"type_of_violence": "4"}, "event types not known in 3 rows ('4' 3"),
    ("ucdp", UCDP, {"where_prec": "8"}, "precisions outside the code book in 3 rows ('8' 3"),
    ("ucdp", UCDP, {"date_prec": "6"}, "precisions of dates outside the code book in 3 rows ('6' 3"),
    ("gdelt", GDELT, {"EventCode": "99"}, "event types not known in 3 rows ('99' 3"),
    ("gdelt", GDELT, {"ActionGeo_Type": "9"}, "precisions outside the code book in 3 rows ('9' 3"),
    ("gdelt", GDELT, {"ActionGeo_CountryCode": "QQ"}, "country codes not known in 3 rows ('QQ' 3"),
]


@pytest.mark.parametrize(("format_", "row", "outside", "told"), OUTSIDE)
def test_what_is_outside_a_code_book_is_counted_with_its_first_row_and_kept(
    tmp_path, format_, row, outside, told
):
    key = "GLOBALEVENTID" if format_ == "gdelt" else "id"
    sound = [row | {key: f"10{number}"} for number in range(2)]
    strange = [row | outside | {key: f"20{number}"} for number in range(3)]
    reports, problems, notes = read(tmp_path / "t.csv", table(format_, *sound, *strange))
    assert (len(reports), problems) == (5, [])
    (note,) = notes
    assert note.startswith(f"F: {told}; first in row 4): ")


@pytest.mark.parametrize(
    ("format_", "row", "cell", "told"),
    [
        ("acled", ACLED, {"fatalities": "many"}, "F, row 3: killed: 'many' is not a count"),
        ("acled", ACLED, {"event_date": "2031-13-01"}, "F, row 3: '2031-13-01' is not a date"),
        ("ucdp", UCDP, {"best": "-1"}, "F, row 3: killed: '-1' is not a count"),
        ("ucdp", UCDP, {"latitude": "95"}, "F, row 3: latitude '95' is outside -90 to 90"),
        ("gdelt", GDELT, {"SQLDATE": "20310230"}, "F, row 3: '20310230' is not a date"),
    ],
)
def test_what_cannot_be_is_told_by_row_and_the_row_kept(tmp_path, format_, row, cell, told):
    reports, problems, _ = read(tmp_path / "t.csv", table(format_, row, row | cell))
    assert len(reports) == 2
    assert len(problems) == 1
    assert problems[0].startswith(told)
