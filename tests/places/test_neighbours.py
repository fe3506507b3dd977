"""Names that stand beside a placed name and lie near it."""

import pytest

from geomap.places.neighbours import joined
from geomap.places.tagger import TaggedName
from geomap.records import Mention


@pytest.fixture
def beside(gazetteer):
    """The names found in a text in which Goma alone was placed."""
    goma = gazetteer.place("geonames:216281")

    def find(text, tagged=()):
        at = text.index("Goma")
        mention = Mention(start=at, end=at + 4, text="Goma", kind="literal", place=goma, confidence=0.9)
        spans = [TaggedName(text.index(name), text.index(name) + len(name), "U", 0.9) for name in tagged]
        return {found.text: found for found in joined([mention], spans, text, gazetteer)}

    return find


@pytest.mark.parametrize(
    "text",
    [
        "Clashes between Goma and Sake.",
        "Sake, Goma quiet.",
        "Goma - Sake road",
        "the Goma-Sake axis",
        "in Sake and Goma",
    ],
)
def test_a_town_joined_to_a_placed_one_near_by_is_found(beside, text):
    found = beside(text)["Sake"]
    assert (found.place.country, found.kind) == ("CD", "literal")
    assert text[found.start : found.end] == "Sake"


def test_a_chain_of_towns_is_followed(beside):
    assert {"Goma", "Sake", "Minova"} <= set(beside("Goma, Sake and Minova are quiet."))


@pytest.mark.parametrize(
    "text",
    [
        "Goma and Paris signed.",  # far away
        "Goma fell. Sake fell.",  # not joined
        "Goma and sake",  # no name
        "Goma, Police said",
    ],
)
def test_other_words_are_left_alone(beside, text):
    assert set(beside(text)) == {"Goma"}


def test_what_the_tagger_took_for_another_name_stays_one(beside):
    assert set(beside("Goma and Sake Ltd", tagged=["Sake Ltd"])) == {"Goma"}
