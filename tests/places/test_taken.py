"""Towns that are taken or lost, in sentences too short for a tagger of news."""

import pytest

from geomap.places.cues import Cues
from geomap.places.gazetteer import Gazetteer
from geomap.places.sightings import NameCodes
from geomap.places.tagger import TaggedName
from geomap.places.taken import with_taken
from geomap.places.words import words_by_sentence

CUES = Cues.shipped()


@pytest.fixture(scope="module")
def names() -> NameCodes:
    return NameCodes(Gazetteer.shipped())


def _found(names: NameCodes, text: str, tagged: tuple[TaggedName, ...] = ()) -> list[str]:
    found = with_taken(tagged, words_by_sentence(text), text, names, CUES)
    return [text[name.start : name.end] for name in found]


@pytest.mark.parametrize("verb", sorted(CUES.seizing))
def test_a_town_behind_a_verb_of_seizing_is_found(names: NameCodes, verb: str) -> None:
    assert _found(names, f"The rebels {verb} El Fasher on Friday.") == ["El Fasher"]


@pytest.mark.parametrize("verb", sorted(CUES.falling))
def test_a_town_that_falls_is_found(names: NameCodes, verb: str) -> None:
    assert _found(names, f"Kidal {verb} to the army.") == ["Kidal"]


@pytest.mark.parametrize("word", sorted(CUES.forces))
def test_any_force_may_take_it(names: NameCodes, word: str) -> None:
    assert _found(names, f"The {word} took Sake.") == ["Sake"]


def test_a_force_may_go_by_letters(names: NameCodes) -> None:
    assert _found(names, "M23 took Sake.") == ["Sake"]


@pytest.mark.parametrize(
    "text",
    [
        "Johnson fell.",
        "Police captured Jackson.",
        "US police captured Jackson.",
        "The rebels took Paris Hilton hostage.",
        "The rebels took nothing.",
        "Rebels took Qaxxawun.",
    ],
)
def test_persons_and_unknown_names_are_left_alone(names: NameCodes, text: str) -> None:
    assert _found(names, text) == []


@pytest.mark.parametrize("word", sorted(CUES.states_by_letters))
def test_letters_of_states_and_offices_are_no_force(names: NameCodes, word: str) -> None:
    assert _found(names, f"The {word.upper()} team captured Jackson.") == []


def test_what_the_tagger_found_stays_as_it_is(names: NameCodes) -> None:
    text = "The rebels took Goma."
    tagged = TaggedName(16, 20, "P", 0.99)
    assert with_taken((tagged,), words_by_sentence(text), text, names, CUES) == [tagged]
