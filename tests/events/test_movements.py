"""People and troops on the move, told without the plain words for it."""

import pytest

from geomap.events import extract
from geomap.records import Document, Mention, Place

NAMES = ("Alpha", "Bravo", "Charlie")
WAR = "Shelling resumed on Tuesday. "


def told(text, event_type=None):
    mentions = []
    for name in NAMES:
        start = text.find(name)
        if start >= 0:
            place = Place(
                id=name, name=name, lon=1.0, lat=2.0, precision="city", feature="city", country="AA"
            )
            mentions.append(
                Mention(start=start, end=start + len(name), text=name, kind="literal", place=place)
            )
    mentions.sort(key=lambda mention: mention.start)
    events = extract(Document(id="d", text=text), mentions).events
    return [
        (event.type, event.mode, event.modality, [(at.place.name, at.role) for at in event.places])
        for event in events
        if event_type in {None, event.type}
    ]


EXPEL = ("SANCTION", "displacement", "occurred")
ENTER = ("MOBILIZE", "troops", "occurred")
LEAVE = ("RETREAT", "withdraw", "occurred")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("More than 3,000 residents left Alpha for Bravo.", [("Alpha", "origin"), ("Bravo", "destination")]),
        ("Families are walking towards Alpha with their goats.", [("Alpha", "destination")]),
        ("About 400 households have arrived in Alpha.", [("Alpha", "destination")]),
        ("Villagers sought shelter in Alpha.", [("Alpha", "destination")]),
        ("Women and children took refuge in Alpha.", [("Alpha", "destination")]),
        ("Migrants streamed into Alpha from Bravo.", [("Alpha", "destination"), ("Bravo", "origin")]),
        ("Thousands of civilians returned to Alpha.", [("Alpha", "destination")]),
    ],
)
def test_civilians_on_the_move_are_displaced(text, places):
    assert told(WAR + text, "SANCTION") == [(*EXPEL, places)]


@pytest.mark.parametrize(
    "text",
    [
        "Families moved to Alpha for the schools.",
        "Hundreds of people went to Alpha for the fair.",
        "Residents returned to Alpha after the holidays.",
        "The train left Alpha for Bravo.",
    ],
)
def test_where_nothing_tells_of_conflict_a_journey_is_no_event(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Residents of Alpha must leave by Friday.",
        "The army ordered residents of Alpha to leave by noon.",
        "Villagers of Alpha were told to evacuate.",
    ],
)
def test_an_order_to_leave_is_a_planned_displacement(text):
    assert told(text) == [("SANCTION", "displacement", "planned", [("Alpha", "origin")])]


@pytest.mark.parametrize(
    ("text", "event_type", "modality", "places"),
    [
        ("Two hundred gendarmes are due to arrive in Alpha.", "MOBILIZE", "planned", ["Alpha"]),
        ("Togo plans to bring in 300 police to Alpha.", "MOBILIZE", "planned", ["Alpha"]),
        ("A convoy of lorries crossed into Alpha from Bravo.", "MOBILIZE", "occurred", ["Alpha", "Bravo"]),
        (WAR + "Government troops reached Alpha.", "MOBILIZE", "occurred", ["Alpha"]),
        (WAR + '"They\'ve entered Alpha," a resident said.', "MOBILIZE", "occurred", ["Alpha"]),
        (WAR + "Rebel column -> Alpha", "MOBILIZE", "occurred", ["Alpha"]),
        ("The battalion is scheduled to leave Alpha in April.", "RETREAT", "planned", ["Alpha"]),
        ("Italy is pulling its warships out of Alpha.", "RETREAT", "occurred", ["Alpha"]),
        ("The navy flew 120 people out of Alpha.", "RETREAT", "occurred", ["Alpha"]),
    ],
)
def test_troop_movements_in_the_words_of_offices(text, event_type, modality, places):
    (event,) = told(text, event_type)
    assert event[2] == modality
    assert [name for name, _ in event[3]] == places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The president will chair a meeting of governors in Alpha.", ("CONSULT", "planned")),
        ("The talks will be held in Alpha.", ("CONSULT", "planned")),
        ("Ministers of both states and mediators to meet in Alpha", ("CONSULT", "planned")),
        ("The union plans protests in Alpha.", ("PROTEST", "planned")),
        ("Bus drivers plan a march against fuel prices in Alpha.", ("PROTEST", "planned")),
        ("Students staged a sit-in in Alpha.", ("PROTEST", "occurred")),
        ("Angola offered its territory for talks.", ("AGREE", "occurred")),
        ("The junta extended the ceasefire.", ("RETREAT", "occurred")),
        ("The king reaffirmed that the border was settled.", ("SUPPORT", "occurred")),
        ("The ministry called the report a lie.", ("REJECT", "occurred")),
        ("The envoy said there would be no talks with the rebels.", ("REJECT", "occurred")),
        ("Peru said it would support the mission if asked.", ("AGREE", "hypothetical")),
        ("Fighters used mortars against a post in Alpha.", ("ASSAULT", "occurred")),
        ("Police used water cannon against marchers.", ("ASSAULT", "occurred")),
        ("Two warehouses were hit by shells in Alpha.", ("ASSAULT", "occurred")),
        ("Fire was opened on a bus near Alpha.", ("ASSAULT", "occurred")),
        ("The patrol came under fire near Alpha.", ("ASSAULT", "occurred")),
        ("The agency resumed distributions in Alpha.", ("AID", "occurred")),
        ("The army freed six of them.", ("RETREAT", "occurred")),
        ("Schools in Alpha accommodated 900 evacuees.", ("AID", "occurred")),
        ("The charity suspended its activities in Alpha.", ("SANCTION", "occurred")),
        ("The airline suspended flights to Alpha.", ("SANCTION", "occurred")),
    ],
)
def test_light_verbs_and_instruments_tell_of_an_event(text, expected):
    assert expected in [(event[0], event[2]) for event in told(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Schools sheltering displaced families were closed in Alpha.",
        "The official declined to name the source.",
        "The trader declined to give his surname.",
    ],
)
def test_what_only_describes_is_no_event(text):
    assert told(text) == []


def test_a_breach_that_somebody_is_accused_of_is_the_accusation_alone():
    assert [event[0] for event in told("Chad accused Libya of breaching the ceasefire near Alpha.")] == [
        "ACCUSE"
    ]
    assert [event[0] for event in told("Lima accuses Quito of violating the truce.")] == ["ACCUSE"]
