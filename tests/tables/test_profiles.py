"""--format and --map: what a user says of a table."""

from datetime import date

import pytest
from table_rows import read

from geomap.errors import OptionError
from geomap.tables import choose, is_pair

TABLE = "Y;X;wann;was;Ort, Land\n48.5;37.9;16 May 2025;drone;Oak\n"
PAIRS = ["lat=Y", "lon=X", "date=wann", "type=was", "place=Ort, Land"]


@pytest.mark.parametrize("mapping", [PAIRS, [" ".join(PAIRS)], [",".join(PAIRS)]])
def test_columns_are_named_by_pairs(tmp_path, mapping):
    (report,), problems, _ = read(tmp_path / "t.csv", TABLE, profile=choose(mapping=mapping))
    assert problems == []
    (event,) = report.events
    assert (event.date_start, event.mode, event.places[0].place.name) == (date(2025, 5, 16), "drone", "Oak")


def test_what_is_not_named_is_guessed(tmp_path):
    content = "breite,lon,date,killed\n48.5,37.9,2025-05-16,3\n"
    (report,), _, _ = read(tmp_path / "t.csv", content, profile=choose(mapping=["lat=breite"]))
    assert report.events[0].places[0].place.lat == 48.5
    assert report.figures[0].value == 3


def test_a_named_day_is_not_outdone_by_a_guessed_start(tmp_path):
    content = "start,tag\n2025-01-01,2025-02-02\n"
    (report,), _, _ = read(tmp_path / "t.csv", content, profile=choose(mapping=["date=tag"]))
    assert report.events[0].date_start == date(2025, 2, 2)


def test_a_profile_of_ones_own(tmp_path):
    profile = tmp_path / "p.toml"
    profile.write_text(
        'name = "Desk log"\nmodality = "claimed"\ntext = ["memo"]\n'
        '[columns]\nid = "nr"\ndate = "tag"\nlat = "b"\nlon = "l"\ntype = "art"\nprecision = "g"\n'
        '[[figures]]\ncategory = "wounded"\nvalue = "verletzt"\n'
        '[codes.type]\nA7 = { type = "COERCE", mode = "arrest" }\n'
        '[codes.precision]\nx = { precision = "adm2", radius_km = 30.0 }\n'
    )
    content = "nr,tag,b,l,art,g,verletzt,memo\nK1,2025-02-02,1,2,A7,x,5,Raid at dawn\n"
    (report,), problems, notes = read(tmp_path / "t.csv", content, profile=choose(mapping=[str(profile)]))
    assert (problems, notes) == ([], [])
    (event,) = report.events
    assert (report.document.id, report.document.text) == ("t:K1", "Raid at dawn")
    assert (event.type, event.mode, event.modality) == ("COERCE", "arrest", "claimed")
    assert (event.places[0].place.precision, event.places[0].place.radius_km) == ("adm2", 30)
    assert [(figure.category, figure.value) for figure in report.figures] == [("wounded", 5)]


def test_a_heading_that_is_not_there_is_named(tmp_path):
    reports, problems, _ = read(tmp_path / "t.csv", TABLE, profile=choose(mapping=["lat=breite"]))
    assert reports == []
    assert problems == ["F: no column 'breite', which --map names; found: Y, X, wann, was, Ort, Land"]


@pytest.mark.parametrize(
    ("format_", "mapping", "told"),
    [
        ("excel", [], "no table format 'excel'; known are ucdp, acled, gdelt, geomap, plain"),
        (None, ["latt=Y"], "no meaning 'latt'; known are id, date"),
        (None, ["Y"], "write meaning=heading, such as lat=Y, or name a .toml profile"),
        (None, ["gone.toml"], "gone.toml: cannot be read: No such file"),
    ],
)
def test_what_cannot_be_followed_is_told(format_, mapping, told):
    with pytest.raises(OptionError) as error:
        choose(format_, mapping)
    assert told in str(error.value)


@pytest.mark.parametrize("content", ["colums = 1", "= 3", "[columns]\nlatt = 'Y'", "[shapes]\na = '('"])
def test_a_broken_profile_is_named(tmp_path, content):
    path = tmp_path / "p.toml"
    path.write_text(content)
    with pytest.raises(OptionError, match=r"p\.toml: "):
        choose(mapping=[str(path)])


def test_nothing_said_means_to_recognise():
    assert choose() is None


@pytest.mark.parametrize(("text", "expected"), [("lon=X", True), ("file.csv", False), ("a=b", False)])
def test_pairs_are_told_from_sources(text, expected):
    assert is_pair(text) is expected
