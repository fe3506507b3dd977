"""Reports survive the way through JSON lines whole."""

import json
from datetime import date

import msgspec
import pytest
from any_reports import reports
from hypothesis import given, settings

from geomap import interchange
from geomap.records import Document, Event, EventPlace, Figure, Mention, Place, Report


@settings(max_examples=20, deadline=None)
@given(reports())
def test_a_report_comes_back_equal(report):
    line = interchange.dump(report)
    assert len(line.decode().splitlines()) == 1
    assert interchange.load(line) == report
    assert interchange.dump(interchange.load(line)) == line


@settings(max_examples=10, deadline=None)
@given(reports())
def test_toponym_rows_name_every_mention(report):
    row = json.loads(interchange.dump_toponyms(report))
    assert row["doc"] == report.document.id
    assert [(found["start"], found["end"], found["kind"]) for found in row["toponyms"]] == [
        (mention.start, mention.end, mention.kind) for mention in report.mentions
    ]


GOMA = Place(
    id="geonames:216281", name="Goma", lon=29.22, lat=-1.67, precision="city", feature="city", country="CD"
)
TEXT = "M23 says it is inside Goma. At least 12 died."
REPORT = Report(
    document=Document(id="goma", text=TEXT, published=date(2025, 1, 27)),
    mentions=(
        Mention(start=22, end=26, text="Goma", kind="literal", place=GOMA, confidence=0.93),
        Mention(start=0, end=3, text="M23", kind="embedded"),
    ),
    events=(
        Event(
            id="goma:e1",
            type="COERCE",
            mode="seize",
            start=0,
            end=26,
            places=(EventPlace(place=GOMA, role="location"),),
            date_start=date(2025, 1, 27),
            date_end=date(2025, 1, 27),
            date_precision="day",
            modality="claimed",
        ),
    ),
    figures=(
        Figure(
            id="goma:f1",
            start=28,
            end=39,
            unit="people",
            category="killed",
            value=12,
            low=12,
            qualifier="at_least",
            places=(GOMA,),
        ),
    ),
)


def test_scripts_find_what_they_count_on():
    row = json.loads(interchange.dump(REPORT))
    assert row["doc"] == "goma"
    found, unknown = row["toponyms"]
    assert (found["start"], found["end"], found["kind"]) == (22, 26, "literal")
    assert (found["lat"], found["lon"]) == (-1.67, 29.22)
    assert (unknown["lat"], unknown["lon"]) == (None, None)
    (event,) = row["events"]
    assert (event["type"], event["modality"], event["start"], event["end"]) == ("COERCE", "claimed", 0, 26)
    assert event["places"] == [{"place": "geonames:216281", "role": "location", "lat": -1.67, "lon": 29.22}]
    assert (event["date_start"], event["date_end"]) == ("2025-01-27", "2025-01-27")
    (figure,) = row["figures"]
    assert {
        key: figure[key] for key in ("value", "low", "high", "qualifier", "category", "rate", "negated")
    } == {
        "value": 12,
        "low": 12,
        "high": None,
        "qualifier": "at_least",
        "category": "killed",
        "rate": None,
        "negated": False,
    }


def test_equal_reports_give_equal_bytes_however_they_came_to_be():
    apart = msgspec.structs.replace(REPORT.document, language=str(b"en", "ascii"), sha256=str(b"", "ascii"))
    assert interchange.dump(msgspec.structs.replace(REPORT, document=apart)) == interchange.dump(REPORT)


def changed(**changes):
    row = json.loads(interchange.dump(REPORT))
    row.update(changes)
    return json.dumps(row)


def test_no_character_breaks_the_line():
    odd = "a\u2028b\u2029c\x85d\x0be\x1cf"
    report = Report(document=Document(id="odd", text=odd))
    assert len(interchange.dump(report).decode().splitlines()) == 1
    assert interchange.load(interchange.dump(report)) == report


def test_spans_outside_the_text_are_refused():
    with pytest.raises(ValueError, match="outside the text of 4 characters"):
        interchange.load(changed(text="Goma"))


def test_places_outside_the_earth_are_refused():
    place = {"id": "x", "name": "x", "lon": 0, "lat": 900, "precision": "city", "feature": "city"}
    with pytest.raises(ValueError, match="outside the earth: lat 900"):
        interchange.load(changed(places={"geonames:216281": place}))


def test_unknown_keys_are_refused():
    with pytest.raises(ValueError, match="'geonames:216281' is not among"):
        interchange.load(changed(places={}))


def test_wrong_values_are_refused_by_field():
    with pytest.raises(msgspec.ValidationError, match=r"\$\.toponyms\[0\]"):
        interchange.load(changed(toponyms=[{"start": 0}]))
