"""Tables made of a table's columns are those made of its rows' reports."""

import pickle
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box
from table_rows import ACLED, GDELT, UCDP, table

from geomap import features
from geomap.column import Column
from geomap.records import Place
from geomap.tablerows import Several, TableRows, documents_of
from geomap.tables import read_rows

sys.path.insert(0, "tests/bench")
from ucdp_rows import write_ucdp

SYLVANIA = Place(
    id="x:1", name="Sylvania", lon=30, lat=12, precision="country", feature="country", country="SY"
)
ODD = """id,date,lat,lon,type,place,title,source,speaker,status,killed,killed_children,injured,actor,recipient
1,2031-03-01,12.5,30.25,air strike,Oakbridge,Raid,Owl,the mayor,,3,1,5-9,Air Wing; Scouts,Villagers
1,2031-03-02,12.5,30.25,air strike,Oakbridge,Raid,Owl,,claimed,3,1,,Air Wing; Scouts,Villagers
,not a day,900,30,unheard of,Nowhere,,,,planned,many,,~20,,
2,2031-03,,,shelling,Sylvania,"=cmd|' /C'!A0",Pine,the mayor,denied,0,0,>100,Army,
3,,12.5,30.25,,Oakbridge,,,,,,,,,
4,2031-03-05,12.50000,30.25,protest,Oakbridge,Äußerung \u2028 zwei,Owl,,disputed,2,,,Crowd,Police
"""


def rows_of(path, **options):
    parts = [item for item in read_rows(path, **options) if isinstance(item, TableRows)]
    return TableRows.joined(parts)


def place_of(name, country, admin1):
    return SYLVANIA if name == "Sylvania" else None


def shape_of(place):
    return box(29, 11, 31, 13) if place.precision == "country" else None


def same(made, expected):
    assert list(made) == list(expected)
    for name, found in expected.items():
        assert list(made[name].columns) == list(found.columns)
        for column, values in found.columns.items():
            assert list(made[name].columns[column]) == list(values), (name, column)
        assert list(made[name].geometry) == list(found.geometry)


def layouts():
    ucdp = dict(UCDP, id="900002", deaths_civilians="1", where_prec="6", latitude="", longitude="")
    return {
        "ucdp": table("ucdp", UCDP, ucdp, dict(UCDP, best="0", low="0", high="0", source_headline="")),
        "acled": table("acled", ACLED, dict(ACLED, event_id_cnty="SYL13", fatalities="0", notes="")),
        "gdelt": table("gdelt", GDELT, dict(GDELT, ActionGeo_Lat="", Actor1Name=""), delimiter="\t"),
        "plain": ODD,
    }


@pytest.fixture(params=layouts())
def rows(request, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(layouts()[request.param], encoding="utf-8")
    return rows_of(path, place_of=place_of, published=date(2031, 4, 1), publisher="Desk")


def test_tables_of_rows_are_those_of_their_reports(rows):
    assert len(rows) > 1
    same(features.tables(rows, shape_of), features.tables(list(rows), shape_of))


def test_rows_beside_texts_and_other_tables_make_one_table(rows, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text(ODD, encoding="utf-8")
    several = Several([list(rows), rows_of(path), rows])
    same(features.tables(several, shape_of), features.tables(list(several), shape_of))


def test_documents_of_rows_are_those_of_their_reports(rows):
    assert list(documents_of(rows)) == [report.document for report in rows]
    assert list(documents_of(Several([rows, list(rows)]))) == [report.document for report in rows] * 2


def test_rows_are_a_sequence_of_reports(rows):
    reports = list(rows)
    assert len(rows) == len(reports)
    assert [rows[at] for at in range(len(rows))] == reports
    assert rows[-1] == reports[-1]
    assert list(rows[1:]) == reports[1:]
    assert list(TableRows.joined([rows[:1], rows[1:]])) == reports
    with pytest.raises(IndexError):
        rows[len(rows)]


def test_rows_survive_pickle(rows):
    assert list(pickle.loads(pickle.dumps(rows))) == list(rows)  # noqa: S301 - our own


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    path = tmp_path_factory.mktemp("many") / "ged.csv"
    write_ucdp(path, 400)
    return rows_of(path)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 400), st.integers(0, 400))
def test_tables_of_some_rows_are_those_of_their_reports(many, one, other):
    some = many[min(one, other) : max(one, other)]
    same(features.tables(some, shape_of), features.tables(list(some), shape_of))


def test_columns_of_rows_know_their_few_values(many):
    table = features.tables(many, shape_of)["event"]
    for name in ("type", "modality", "happened", "actors", "date_precision"):
        assert isinstance(table.columns[name], Column)
        assert len(table.columns[name].values) < 60


def test_who_asks_for_the_events_alone_has_no_figures_made():
    asked = []

    def made(name):
        asked.append(name)
        return features.Table(name, {}, [])

    tables = features.Tables({"event": lambda: made("event"), "figure": lambda: made("figure")})
    assert tables["event"] is tables["event"]
    assert tables.get("movement") is None
    assert asked == ["event"]
