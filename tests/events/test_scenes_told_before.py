"""Places told by "the village", "the ship", or by the first of two verbs."""

import pytest

from geomap.events import extract
from geomap.records import Document, Mention, Place


def last_places(text):
    mentions = []
    for name in ("Alpha", "Bravo"):
        start = text.find(name)
        if start >= 0:
            place = Place(
                id=name, name=name, lon=1.0, lat=2.0, precision="city", feature="city", country="AA"
            )
            end = start + len(name)
            mentions.append(Mention(start=start, end=end, text=name, kind="literal", place=place))
    return [at.place.name for at in extract(Document(id="d", text=text), mentions).events[-1].places]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Rebels forced residents of Alpha to flee. Troops then entered the village.", ["Alpha"]),
        ("Shells hit Alpha. Troops entered the town and freed the hostages.", ["Alpha"]),
        ("A missile struck a tanker off Alpha.\n\nFighters said they attacked the ship.", ["Alpha"]),
        ("Gunmen attacked a convoy near Alpha.\n\nJets later struck the convoy.", ["Alpha"]),
        (
            "Shells hit Alpha. Gunmen killed two on the road to Bravo. Jets then bombed the town.",
            ["Alpha"],
        ),
    ],
)
def test_a_place_told_before_is_meant_again(text, places):
    assert last_places(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked a convoy near Alpha.\n\nJets later struck a convoy.",
        "Gunmen attacked a convoy near Alpha.\n\nJets later struck the hospital.",
    ],
)
def test_another_thing_is_not_where_the_first_was(text):
    assert last_places(text) == []
