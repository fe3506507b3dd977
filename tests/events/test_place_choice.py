import pytest

from geomap.events import extract
from geomap.events.place_choice import holds
from geomap.records import Document, Mention, Place


def place(name, precision, lon=0.0, lat=0.0, *, country="XX", admin1=None, radius_km=0.0):
    return Place(
        id=f"test:{name}",
        name=name,
        precision=precision,
        feature=precision,
        lon=lon,
        lat=lat,
        country=country,
        admin1=admin1,
        radius_km=radius_km,
    )


NAMES = {
    "Alpha": place("Alpha", "city", 0.0, 0.0),
    "Beta": place("Beta", "city", 5.0, 5.0),
    "Gammaland": place("Gammaland", "adm1", 0.2, 0.2, radius_km=80),
}


def places(text):
    mentions = [
        Mention(start=text.index(name), end=text.index(name) + len(name), text=name, kind="literal", place=at)
        for name, at in NAMES.items()
        if name in text
    ]
    mentions.sort(key=lambda mention: mention.start)
    return [
        (at.place.name, at.role)
        for event in extract(Document(id="d", text=text), mentions).events
        for at in event.places
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two soldiers were shot in Alpha, 100 km west of Beta.", [("Alpha", "location")]),
        ("A reporter who exposed crimes in Beta, was shot in Alpha.", [("Alpha", "location")]),
        ("Troops captured the town of Alpha from Beta.", [("Alpha", "location")]),
        ("Shells hit Alpha in Gammaland.", [("Alpha", "location"), ("Gammaland", "within")]),
        ("In Gammaland, a boy was shot in Alpha.", [("Gammaland", "within"), ("Alpha", "location")]),
        ("Shells hit Alpha and Beta.", [("Alpha", "location"), ("Beta", "location")]),
        ("Rebels attacked a post 20 km north of Alpha.", [("Alpha", "near")]),
    ],
)
def test_places_that_only_say_where_another_lies_are_no_scene(text, expected):
    assert places(text) == expected


def test_dead_told_after_a_new_place_lie_there():
    text = "In Alpha 12 people were killed by shells. In Beta a market was hit; nine died."
    assert places(text) == [("Alpha", "location"), ("Beta", "location")]


def test_a_unit_holds_what_lies_in_its_country_and_radius():
    unit = place("Gammaland", "adm1", radius_km=50)
    assert holds(unit, place("Alpha", "city", 0.1))
    assert not holds(unit, place("Alpha", "city", 3.0))
    assert not holds(unit, place("Alpha", "city", 0.1, country="YY"))
    assert not holds(place("Alpha", "city"), unit)
