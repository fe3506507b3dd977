"""Deeds told by a plain verb, by a number alone or as a topic of talk."""

from datetime import date

import pytest

from geomap.events import extract
from geomap.records import Document, Mention, Place


def told(text, *names, **peoples):
    mentions = []
    for name, country in peoples.items():
        place = Place(
            id=country, name=country, lon=1.0, lat=1.0, precision="country", feature="", country=country
        )
        start = text.index(name)
        mentions.append(Mention(start=start, end=start + len(name), text=name, kind="metonym", place=place))
    for name in names:
        place = Place(id=name, name=name, lon=1.0, lat=1.0, precision="city", feature="city", country="CD")
        start = text.index(name)
        mentions.append(Mention(start=start, end=start + len(name), text=name, kind="literal", place=place))
    report = extract(Document(id="d", text=text, published=date(2025, 2, 1)), mentions)
    return [(event.type, event.mode, [at.place.name for at in event.places]) for event in report.events]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Clashes broke out. M23 took Minova on Monday.", ("COERCE", "seize", ["Minova"])),
        ("Clashes broke out. Rebels took the lakeside town of Minova.", ("COERCE", "seize", ["Minova"])),
        ("Clashes broke out. M23 entered Minova on Monday.", ("MOBILIZE", "troops", ["Minova"])),
    ],
)
def test_a_plain_verb_counts_between_an_armed_doer_and_a_place(text, event):
    assert told(text, "Minova")[-1] == event


@pytest.mark.parametrize(
    "text",
    [
        "Clashes broke out. Traders took Minova cheese to the market.",
        "Clashes broke out. M23 took part in talks in Minova.",
        "The choir entered Minova singing.",
    ],
)
def test_a_plain_verb_alone_counts_nothing(text):
    assert not {"COERCE", "MOBILIZE"} & {kind for kind, _, _ in told(text, "Minova")}


def test_an_act_told_by_its_number_alone_goes_where_the_one_before_went():
    text = "Rwandan soldiers were sent to Minova. Ugandan generals have sent 24 and two."
    sent = told(text, "Minova", Rwandan="RW", Ugandan="UG")
    assert [(kind, mode, places[-1]) for kind, mode, places in sent] == [("MOBILIZE", "troops", "Minova")] * 2


@pytest.mark.parametrize(
    "text",
    [
        "The ministers met in Minova to discuss the disarmament programme.",
        "The ministers met in Minova to negotiate a withdrawal of troops.",
        "Officials held talks on a ceasefire in Minova.",
    ],
)
def test_what_is_talked_about_is_no_deed(text):
    assert [kind for kind, _, _ in told(text, "Minova")] == ["CONSULT"]


def test_a_crossing_is_no_crossing_of_it():
    assert [kind for kind, _, _ in told("Troops exchanged fire near the Minova crossing.", "Minova")] == [
        "ASSAULT"
    ]
