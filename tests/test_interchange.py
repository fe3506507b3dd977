"""Reports survive the way through JSON lines whole."""

import json
from datetime import date
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap import interchange
from geomap.records import (
    Actor,
    ActorType,
    Category,
    DatePrecision,
    Document,
    Event,
    EventPlace,
    EventType,
    Figure,
    Mention,
    MentionKind,
    Modality,
    Place,
    Precision,
    Qualifier,
    Report,
    Role,
    Statement,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
maybe_words = st.none() | words
few = {"max_size": 2}
dates = st.none() | st.dates()
numbers = st.none() | st.floats(0, 1e9)
shares = st.floats(0, 1)


def literal(alias):
    return st.sampled_from(get_args(alias))


places = st.builds(
    Place,
    id=st.sampled_from(["geonames:1", "geonames:2", "geonames:1#2"]),
    name=words,
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    precision=literal(Precision),
    feature=words,
    country=maybe_words,
    admin1=maybe_words,
    radius_km=st.floats(0, 1000),
)
actors = st.builds(
    Actor,
    id=st.sampled_from(["actor:a", "actor:b"]),
    name=words,
    type=literal(ActorType),
    country=maybe_words,
)


def several(strategy):
    return st.lists(strategy, **few).map(tuple)


@st.composite
def reports(draw):
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))

    def spans():
        return st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)

    def placed(cls, **fields):
        return spans().flatmap(
            lambda span: st.builds(cls, start=st.just(span[0]), end=st.just(span[1]), **fields)
        )

    statements = placed(Statement, speaker=words, role=maybe_words)
    mentions = placed(
        Mention,
        text=words,
        kind=literal(MentionKind),
        place=st.none() | places,
        confidence=shares,
        alternatives=several(places),
    )
    events = placed(
        Event,
        id=words,
        type=literal(EventType),
        mode=maybe_words,
        actors=several(actors),
        recipients=several(actors),
        places=several(st.builds(EventPlace, place=places, role=literal(Role))),
        date_start=dates,
        date_end=dates,
        date_precision=literal(DatePrecision),
        modality=literal(Modality),
        statement=st.none() | statements,
        confidence=shares,
        duplicates=several(words),
    )
    figures = placed(
        Figure,
        id=words,
        unit=words,
        category=literal(Category),
        value=numbers,
        low=numbers,
        high=numbers,
        qualifier=literal(Qualifier),
        rate=st.sampled_from([None, "day"]),
        period=maybe_words,
        scope=st.sampled_from(["total", "subset"]),
        subset_of=maybe_words,
        actor=st.none() | actors,
        places=several(places),
        event=maybe_words,
        statement=st.none() | statements,
        modality=literal(Modality),
        negated=st.booleans(),
        same_as=maybe_words,
        supersedes=maybe_words,
        conflicts_with=several(words),
    )
    document = st.builds(
        Document,
        id=words,
        text=st.just(text),
        title=maybe_words,
        url=maybe_words,
        archived_url=maybe_words,
        retrieved=dates,
        publisher=maybe_words,
        published=dates,
        language=words,
        sha256=words,
    )
    return draw(
        st.builds(
            Report,
            document=document,
            mentions=several(mentions),
            statements=several(statements),
            events=several(events),
            figures=several(figures),
        )
    )


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
