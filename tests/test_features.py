"""Flat tables: what GIS files, layers and GeoDataFrames are made of."""

from datetime import date

import pytest
from shapely.geometry import Point, box

from geomap import features
from geomap.records import (
    Actor,
    Document,
    Event,
    EventPlace,
    Figure,
    Mention,
    Place,
    Report,
    Statement,
)

KURSK = Place(
    id="geonames:1", name="Kursk Oblast", lon=36, lat=51.7, precision="adm1", feature="admin1", country="RU"
)
PYONGYANG = Place(
    id="geonames:2", name="Pyongyang", lon=125.7, lat=39, precision="city", feature="city", country="KP"
)
SUDZHA = Place(
    id="geonames:3", name="Sudzha", lon=35.3, lat=51.2, precision="city", feature="city", country="RU"
)
TEXT = "As many as 8,000 troops went from Pyongyang to Kursk, he said. 40 died."
OUTLINE = box(35, 51, 37, 52)


def shape_of(place):
    return OUTLINE if place.precision == "adm1" else None


def figure(**changes):
    values = {
        "id": "d:f1",
        "start": 3,
        "end": 16,
        "unit": "troops",
        "category": "deployment",
        "event": "d:e1",
    }
    return Figure(**{**values, **changes})


def report(*figures, **changes):
    event = Event(
        id="d:e1",
        type="MOBILIZE",
        mode="troops",
        start=0,
        end=52,
        places=(EventPlace(place=PYONGYANG, role="origin"), EventPlace(place=KURSK, role="destination")),
        actors=(Actor(id="kp", name="North Korea", type="state", country="KP"),),
        date_end=date(2024, 10, 31),
        date_precision="before",
        statement=Statement(speaker="he", start=0, end=61),
        **changes,
    )
    mentions = (
        Mention(start=34, end=43, text="Pyongyang", kind="literal", place=PYONGYANG, confidence=0.9),
        Mention(start=47, end=52, text="Kursk", kind="literal", place=KURSK, confidence=0.9),
        Mention(start=0, end=2, text="As", kind="metonym", place=SUDZHA, confidence=0.9),
    )
    return Report(
        document=Document(id="d", text=TEXT, title="T"), mentions=mentions, events=(event,), figures=figures
    )


def row(table, index=0):
    return {name: values[index] for name, values in table.columns.items()}


def test_an_event_stands_at_its_destination_as_an_area():
    table = features.tables([report()], shape_of)["event"]
    assert table.geometry == [OUTLINE]
    assert row(table) == row(table) | {
        "place": "Kursk Oblast",
        "role": "destination",
        "precision": "adm1",
        "places": "origin: Pyongyang; destination: Kursk Oblast",
        "quote": "As many as 8,000 troops went from Pyongyang to Kursk",
        "speaker": "he",
        "happened": True,
    }


def test_an_event_without_a_place_is_kept_without_geometry():
    event = Event(id="d:e1", type="ACCUSE", start=0, end=2)
    table = features.tables([Report(document=Document(id="d", text=TEXT), events=(event,))], shape_of)[
        "event"
    ]
    assert table.geometry == [None]
    assert row(table)["place"] is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"value": 8000, "high": 8000, "qualifier": "at_most"}, "≤ 8,000"),
        ({"value": 10000, "qualifier": "about"}, "≈ 10,000"),
        ({"value": 1200, "low": 1200, "qualifier": "more_than", "rate": "day"}, "> 1,200 a day"),
        ({"low": 3000, "high": 4000, "qualifier": "range"}, "3,000–4,000"),
        ({"qualifier": "vague"}, "number not given"),
        ({"value": 1.5, "low": 1.5, "high": 1.5}, "1.5"),
    ],
)
def test_labels_show_the_bound(changes, expected):
    assert features.label(figure(**changes)) == expected


def test_two_tolls_of_one_event_give_a_range_and_no_sum():
    kyiv = figure(id="d:f1", category="killed", value=40, low=40, high=40)
    moscow = figure(id="d:f2", category="killed", value=12, low=12, high=12, conflicts_with=("d:f1",))
    columns = row(features.tables([report(kyiv, moscow)], shape_of)["event"])
    assert (columns["killed_low"], columns["killed_value"], columns["killed_high"]) == (12, None, 40)


def test_superseded_denied_and_partial_numbers_do_not_count():
    final = figure(id="d:f1", category="killed", value=4, low=4, high=4, supersedes="d:f2")
    earlier = figure(id="d:f2", category="killed", value=2, low=2, high=2)
    debunked = figure(id="d:f3", category="killed", value=300, low=300, high=300, negated=True)
    children = figure(id="d:f4", category="killed", value=1, low=1, high=1, scope="subset", subset_of="d:f1")
    columns = row(features.tables([report(final, earlier, debunked, children)], shape_of)["event"])
    assert (columns["killed_low"], columns["killed_value"], columns["killed_high"]) == (4, 4, 4)


def test_a_movement_runs_from_origin_to_destination():
    table = features.tables([report(figure(value=8000, high=8000, qualifier="at_most"))], shape_of)[
        "movement"
    ]
    assert list(table.geometry[0].coords) == [(125.7, 39), (36, 51.7)]
    assert row(table)["label"] == "≤ 8,000 troops"


def test_a_figure_without_its_own_place_stands_where_its_event_does():
    table = features.tables([report(figure(value=8000))], shape_of)["figure"]
    assert table.geometry == [OUTLINE]
    assert row(table)["quote"].startswith("As many as 8,000")


def test_a_figure_outside_its_events_quote_is_quoted_by_its_sentence():
    table = features.tables([report(figure(start=63, end=65, category="killed", value=40))], shape_of)[
        "figure"
    ]
    assert row(table)["quote"] == "40 died."


def test_places_count_only_what_is_named_as_a_place():
    table = features.tables([report()], shape_of)["place"]
    assert table.columns["name"] == ["Pyongyang", "Kursk Oblast"]
    assert table.geometry == [Point(125.7, 39), OUTLINE]


def test_a_figure_that_names_both_ends_of_a_way_stands_at_its_events_end_alone():
    both = figure(value=8000, places=(PYONGYANG, KURSK))
    table = features.tables([report(both)], shape_of)["figure"]
    assert table.geometry == [OUTLINE]
    assert row(table)["place"] == "Kursk Oblast"
