"""Further mentions of names that were sure once."""

import pytest

from geomap.places.cues import Cues
from geomap.places.gazetteer import Gazetteer
from geomap.places.repeated import with_repeated
from geomap.places.sightings import NameCodes
from geomap.places.tagger import TaggedName
from geomap.places.words import words_by_sentence

CUES = Cues.shipped()


@pytest.fixture(scope="module")
def names() -> NameCodes:
    return NameCodes(Gazetteer.shipped())


def _starts(names: NameCodes, text: str, tagged: list[TaggedName]) -> list[int]:
    return [name.start for name in with_repeated(tagged, words_by_sentence(text), text, names, CUES)]


def test_a_sure_name_is_found_at_its_other_mentions(names: NameCodes) -> None:
    text = "They fled Wad Madani. By night Wad Madani was quiet."
    assert _starts(names, text, [TaggedName(10, 20, "P", 0.97)]) == [10, 31]


@pytest.mark.parametrize(
    "text",
    [
        "They fled Goma. Then General Goma spoke.",
        "They fled Goma. Then the GOMA shop closed.",
        "They fled Goma. Then a Goma Times reporter came.",
        "They fled Goma. Then one asked Goma said nothing.",
        "They fled Goma. Then the Gomatown shop closed.",
    ],
)
def test_persons_other_names_and_other_casing_are_left_alone(names: NameCodes, text: str) -> None:
    assert _starts(names, text, [TaggedName(10, 14, "P", 0.97)]) == [10]


def test_an_unsure_name_tells_nothing_of_its_other_mentions(names: NameCodes) -> None:
    assert _starts(names, "They fled Goma. Then Goma was quiet.", [TaggedName(10, 14, "P", 0.6)]) == [10]


def test_a_name_that_is_something_else_too_is_left_alone(names: NameCodes) -> None:
    text = "They fled Goma. Then Goma spoke. Then Goma was quiet."
    tagged = [TaggedName(10, 14, "P", 0.97), TaggedName(21, 25, "U", 0.9)]
    assert _starts(names, text, tagged) == [10, 21]
