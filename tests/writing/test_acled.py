"""Events as ACLED would code them, and read back by the reader of ACLED's tables."""

import csv
from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from geomap.errors import OutputError
from geomap.records import (
    Actor,
    ActorType,
    Category,
    Document,
    Event,
    EventPlace,
    EventType,
    Figure,
    Modality,
    Place,
    Precision,
    Qualifier,
    Report,
    Role,
)
from geomap.stories import link
from geomap.tables import read_table
from geomap.writing.acled import acled_rows, write_acled
from geomap.writing.acled_rules import AcledRules
from geomap.writing.targets import written_by_geomap

RULES = AcledRules.shipped()
TOWN = Place(
    id="t:1",
    name="El Obeid",
    lon=30.2167,
    lat=13.1842,
    precision="city",
    feature="city",
    country="SD",
    admin1="North Kordofan",
    radius_km=8.0,
)
ARMY = Actor(id="sd:military", name="Sudanese soldiers", type="military", country="SD")
REBELS = Actor(id="rsf", name="Rapid Support Forces", type="non_state_armed_group", country="SD")
PEOPLE = Actor(id="civilians:people", name="people", type="civilians")
FOREIGN = Actor(id="state:AE", name="United Arab Emirates", type="state", country="AE")


def report(
    type_="ASSAULT",
    mode=None,
    *,
    identity="d",
    actors=(REBELS,),
    recipients=(PEOPLE,),
    at=TOWN,
    role="location",
    killed=None,
    words=None,
    day=date(2025, 9, 1),
    end=None,
    precision="day",
    modality="occurred",
    publisher="Nile Wire",
    **figure,
):
    text = f"{words} killed in El Obeid." if words else "An attack in El Obeid."
    event = Event(
        id=f"{identity}:e1",
        type=type_,
        mode=mode,
        start=0,
        end=len(text),
        actors=actors,
        recipients=recipients,
        places=(EventPlace(place=at, role=role),) if at else (),
        date_start=day,
        date_end=end or day,
        date_precision=precision,
        modality=modality,
    )
    figures = ()
    if killed is not None or words is not None or figure:
        value = {"value": killed, "low": killed, "high": killed, "qualifier": "exact" if killed else "vague"}
        made = {"unit": "people", "category": "killed", **value, **figure}
        figures = (
            Figure(id=f"{identity}:f1", start=0, end=len(words or "An attack"), event=event.id, **made),
        )
    document = Document(id=identity, text=text, publisher=publisher, published=date(2025, 9, 2))
    return Report(document=document, events=(event,), figures=figures)


def row(*reports, **options):
    rows, left_out = acled_rows(reports or (report(**options),))
    assert not left_out
    (found,) = rows
    return found


@pytest.mark.parametrize(
    ("options", "event", "sub_event"),
    [
        ({"mode": "drone"}, "Explosions/Remote violence", "Air/drone strike"),
        ({"mode": "missile"}, "Explosions/Remote violence", "Shelling/artillery/missile attack"),
        ({"mode": "heavy-weapons"}, "Explosions/Remote violence", "Shelling/artillery/missile attack"),
        ({"mode": "heavy-weapons", "recipients": (ARMY,)}, "Battles", "Armed clash"),
        ({"mode": "firearms", "recipients": (ARMY,)}, "Battles", "Armed clash"),
        ({"mode": "firearms"}, "Violence against civilians", "Attack"),
        ({}, "Violence against civilians", "Attack"),
        ({"recipients": ()}, "Battles", "Armed clash"),
        ({"mode": "explosives"}, "Explosions/Remote violence", "Remote explosive/landmine/IED"),
        ({"mode": "suicide-attack"}, "Explosions/Remote violence", "Suicide bomb"),
        ({"mode": "abduct"}, "Violence against civilians", "Abduction/forced disappearance"),
        ({"mode": "destroy"}, "Strategic developments", "Looting/property destruction"),
        ({"mode": "crowd-control"}, "Protests", "Protest with intervention"),
        ({"mode": "crowd-control", "killed": 3.0}, "Protests", "Excessive force against protesters"),
        (
            {"type_": "COERCE", "mode": "seize", "recipients": (ARMY,)},
            "Battles",
            "Non-state actor overtakes territory",
        ),
        (
            {"type_": "COERCE", "mode": "seize", "actors": (ARMY,), "recipients": (REBELS,)},
            "Battles",
            "Government regains territory",
        ),
        (
            {"type_": "COERCE", "mode": "seize", "recipients": ()},
            "Strategic developments",
            "Non-violent transfer of territory",
        ),
        ({"type_": "COERCE", "mode": "arrest"}, "Strategic developments", "Arrests"),
        (
            {"type_": "RETREAT", "mode": "withdraw"},
            "Strategic developments",
            "Non-violent transfer of territory",
        ),
        ({"type_": "MOBILIZE", "mode": "troops"}, "Strategic developments", "Other"),
        ({"type_": "PROTEST", "mode": "demo", "recipients": ()}, "Protests", "Peaceful protest"),
        ({"type_": "PROTEST", "mode": "riot", "recipients": ()}, "Riots", "Violent demonstration"),
        ({"type_": "PROTEST", "mode": "riot"}, "Riots", "Mob violence"),
    ],
)
def test_types_and_sub_types(options, event, sub_event):
    found = row(**options)
    assert (found["event_type"], found["sub_event_type"]) == (event, sub_event)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"type_": "CONSULT"}, "kind"),
        ({"type_": "AID"}, "kind"),
        ({"type_": "ACCUSE"}, "kind"),
        ({"modality": "planned"}, "unreal"),
        ({"modality": "negated"}, "unreal"),
        ({"at": None}, "place"),
        ({"at": replace(TOWN, precision="country")}, "country"),
    ],
)
def test_what_acled_would_not_record_is_left_out_and_counted(options, reason):
    rows, left_out = acled_rows([report(**options)])
    assert rows == []
    assert left_out == {reason: 1}


def test_a_strategic_development_may_be_of_a_whole_country():
    assert row(type_="MOBILIZE", at=replace(TOWN, precision="country"))["geo_precision"] == 3


@pytest.mark.parametrize(
    ("options", "deaths"),
    [
        ({}, 0),
        ({"killed": 14.0}, 14),
        ({"words": "Dozens of people"}, 12),
        ({"words": "Hundreds of soldiers"}, 100),
        ({"words": "Several hundred people"}, 100),
        ({"words": "Several people"}, 3),
        ({"words": "Many"}, 10),
        ({"low": 20.0, "high": 30.0, "qualifier": "range"}, 20),
        ({"killed": 8.0, "low": None, "high": 8.0, "qualifier": "at_most"}, 8),
        ({"killed": 5.0, "category": "casualties"}, 0),
        ({"killed": 5.0, "scope": "subset"}, 0),
        ({"killed": 5.0, "negated": True}, 0),
    ],
)
def test_the_dead_are_counted_by_acleds_rules(options, deaths):
    assert row(**options)["fatalities"] == deaths


def test_the_dead_of_both_sides_make_the_total_and_people_are_the_total():
    one = report(mode="firearms", recipients=(ARMY,), killed=5.0, unit="soldiers")
    rebels = replace(one.figures[0], id="d:f2", unit="rebels", value=9.0, low=9.0, high=9.0)
    assert row(replace(one, figures=(*one.figures, rebels)))["fatalities"] == 14
    people = replace(rebels, unit="people", value=15.0, low=15.0, high=15.0)
    assert row(replace(one, figures=(*one.figures, people)))["fatalities"] == 15


def test_reports_of_one_event_make_one_row_with_the_lowest_toll_and_all_sources():
    found = row(
        *link(
            [
                report(mode="drone", killed=17.0, identity="a", publisher="Kordofan Post"),
                report(mode="drone", killed=14.0, identity="b"),
            ]
        )
    )
    assert found["fatalities"] == 14
    assert found["source"] == "Kordofan Post; Nile Wire"
    assert "17 (Kordofan Post)" in found["notes"]


@pytest.mark.parametrize(
    ("options", "day", "precision"),
    [
        ({}, "2025-09-01", 1),
        ({"end": date(2025, 9, 2), "precision": "range"}, "2025-09-01", 1),
        ({"end": date(2025, 9, 7), "precision": "week"}, "2025-09-04", 2),
        ({"end": date(2025, 9, 30), "precision": "month"}, "2025-09-15", 3),
        ({"day": None, "precision": "unknown"}, "2025-09-02", 2),
        ({"day": None, "end": date(2025, 8, 30), "precision": "before"}, "2025-08-30", 2),
    ],
)
def test_days_and_their_precision(options, day, precision):
    found = row(**options)
    assert (found["event_date"], found["time_precision"]) == (day, precision)


@pytest.mark.parametrize(
    ("place", "role", "precision"),
    [
        (TOWN, "location", 1),
        (TOWN, "near", 2),
        (replace(TOWN, precision="adm2"), "location", 2),
        (replace(TOWN, precision="adm1"), "location", 3),
    ],
)
def test_precision_of_places(place, role, precision):
    assert row(at=place, role=role)["geo_precision"] == precision


def test_parties_and_their_codes():
    found = row(mode="firearms", actors=(ARMY,), recipients=(REBELS,))
    assert (found["actor1"], found["inter1"]) == ("Military Forces of Sudan", "State forces")
    assert (found["actor2"], found["inter2"]) == ("Rapid Support Forces", "Rebel group")
    assert found["interaction"] == "State forces-Rebel group"
    assert found["civilian_targeting"] == ""


def test_a_foreign_state_is_external():
    found = row(mode="aerial", actors=(FOREIGN,))
    assert (found["actor1"], found["inter1"]) == (
        "Military Forces of United Arab Emirates",
        "External/Other forces",
    )
    assert found["interaction"] == "Civilians-External/Other forces"
    assert found["civilian_targeting"] == "Civilian targeting"


def test_unknown_attackers_and_marchers_have_acleds_names():
    assert row(actors=())["actor1"] == "Unidentified Armed Group (Sudan)"
    march = row(type_="PROTEST", mode="demo", actors=(PEOPLE,), recipients=())
    assert (march["actor1"], march["interaction"]) == ("Protesters (Sudan)", "Protesters only")


def test_ids_are_ours_and_stay_the_same():
    one, again = row(identity="a"), row(identity="a")
    assert one["event_id_cnty"] == again["event_id_cnty"] != row(identity="b")["event_id_cnty"]
    assert one["event_id_cnty"].startswith("SDN")
    assert one["tags"] == "geomap=a:e1"


def test_read_back_by_the_reader_of_acleds_tables(tmp_path):
    told = [
        report(mode="drone", killed=14.0, identity="a"),
        report(mode="firearms", recipients=(ARMY,), identity="b", day=date(2025, 8, 1)),
        report("PROTEST", "demo", recipients=(), identity="c", day=date(2025, 8, 3)),
        report("COERCE", "seize", recipients=(ARMY,), identity="e", day=date(2025, 8, 5)),
        report("CONSULT", identity="f"),
    ]
    path = tmp_path / "events.csv"
    note = write_acled(path, told)
    assert "4 events as ACLED codes them; left out: 1 talks" in note.text
    back = list(read_table(path))
    assert all(isinstance(each, Report) for each in back), back
    events = [each.events[0] for each in back]
    assert [(event.type, event.mode, event.date_start) for event in events] == [
        ("ASSAULT", "firearms", date(2025, 8, 1)),
        ("PROTEST", "demo", date(2025, 8, 3)),
        ("COERCE", "seize", date(2025, 8, 5)),
        ("ASSAULT", "aerial", date(2025, 9, 1)),
    ]
    for event in events:
        place = event.places[0].place
        assert (place.lon, place.lat, place.name) == (TOWN.lon, TOWN.lat, TOWN.name)
        assert (place.country, place.precision) == ("SD", "city")
    assert [figure.value for each in back for figure in each.figures] == [14.0]
    assert [actor.name for actor in events[0].recipients] == ["Military Forces of Sudan"]
    assert [actor.type for actor in events[0].actors] == ["non_state_armed_group"]
    assert back[0].document.publisher == "Nile Wire"
    assert written_by_geomap(path)


def test_hostile_cells_are_no_formulas(tmp_path):
    path = tmp_path / "events.csv"
    write_acled(path, [report(publisher="=1+1", identity="a")])
    with path.open(encoding="utf-8-sig", newline="") as file:
        (found,) = csv.DictReader(file)
    assert found["source"] == "'=1+1"


def test_other_formats_are_refused(tmp_path):
    with pytest.raises(OutputError, match=r"write to a \.csv file"):
        write_acled(tmp_path / "events.gpkg", [])


def test_a_download_of_acleds_own_is_none_of_ours(tmp_path):
    path = tmp_path / "acled.csv"
    path.write_text("\ufeff" + ",".join(RULES.columns) + "\nSDN1,2025-01-01,2025\n", encoding="utf-8")
    assert not written_by_geomap(path)


def test_the_rules_use_types_that_have_a_disorder_type_and_cover_every_country():
    kinds = {(rule.event, rule.sub_event) for rule in RULES.rule}
    assert len(RULES.columns) == len(set(RULES.columns)) == 31
    assert all(event in RULES.disorder or sub_event in RULES.disorder for event, sub_event in kinds)
    assert all(code in RULES.inter for code in RULES.codes.values())
    listed = [code for codes in RULES.regions.values() for code in codes]
    assert len(listed) == len(set(listed))
    assert all(RULES.country(code) and RULES.country(code).region for code in listed)


@pytest.mark.parametrize("rule", RULES.rule, ids=lambda rule: f"{rule.type}-{rule.sub_event}")
def test_the_reader_knows_every_sub_type_that_is_written(rule):
    from geomap.tables.profiles import shipped
    from geomap.tables.words import normal

    codes = shipped()["acled"].codes
    assert normal(rule.event) in codes.type
    assert normal(rule.sub_event) in codes.subtype


def some(options):
    return st.sampled_from(get_args(options))


actors = st.lists(
    st.builds(
        lambda kind, country, name: Actor(id=name, name=name, type=kind, country=country),
        some(ActorType),
        st.sampled_from(["SD", "US", None, "??"]),
        st.text(min_size=1, max_size=5),
    ),
    max_size=3,
).map(tuple)
places = st.builds(
    lambda precision, country, lon: replace(TOWN, precision=precision, country=country, lon=lon),
    some(Precision),
    st.sampled_from(["SD", None, "??"]),
    st.floats(-180, 180),
)
numbers = st.none() | st.floats(0, 1e9)
reports_of_any_kind = st.builds(
    report,
    some(EventType),
    st.sampled_from([None, "drone", "seize", "riot", "abduct", "?"]),
    identity=st.integers(0, 10**6).map(str),
    actors=actors,
    recipients=actors,
    at=st.none() | places,
    role=some(Role),
    day=st.none() | st.dates(),
    precision=st.sampled_from(["day", "week", "month", "unknown", "before", "future"]),
    modality=some(Modality),
    category=some(Category),
    value=numbers,
    low=numbers,
    high=numbers,
    qualifier=some(Qualifier),
)


@settings(deadline=None, max_examples=80)
@given(st.lists(reports_of_any_kind, max_size=4, unique_by=lambda one: one.document.id))
def test_any_reports_give_rows_of_known_codes_or_are_counted(told):
    rows, left_out = acled_rows(told)
    assert len(rows) + left_out.total() == len(told)
    kinds = {(rule.event, rule.sub_event) for rule in RULES.rule}
    for found in rows:
        assert found.keys() <= set(RULES.columns)
        assert (found["event_type"], found["sub_event_type"]) in kinds
        assert found["inter1"] in {"", *RULES.inter.values()}
        assert found["time_precision"] in {1, 2, 3}
        assert found["geo_precision"] in {1, 2, 3}
        assert found["fatalities"] >= 0
        assert found["event_date"][:4] == f"{found['year']:04}"
