"""Names in texts without capitals."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.files import data_file
from geomap.places.cues import Cues
from geomap.places.gazetteer import Gazetteer, Strength
from geomap.places.truecasing import Truecaser
from geomap.places.words import words_by_sentence

LISTS = tomllib.loads(data_file("lower_case_words.toml").read_text(encoding="utf-8"))
TRUECASER = Truecaser(Gazetteer.shipped(), Cues.shipped())


def _restored(text: str) -> str:
    return TRUECASER.restored(text, words_by_sentence(text))


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("we fled from el fasher to tawila on foot", "We fled from El Fasher to Tawila on foot"),
        ("shells fell on khan younis and rafah", "Shells fell on Khan Younis and Rafah"),
        ("they are in mekelle, in tigray", "They are in Mekelle, in Tigray"),
        ("army left lashio for hsipaw and mandalay", "Army left Lashio for hsipaw and Mandalay"),
        ("it was nice of them to read the list", "It was nice of them to read the list"),
        ("they ran to the river and the hills at night", "They ran to the river and the hills at night"),
    ],
)
def test_known_names_get_their_capitals_back(text: str, restored: str) -> None:
    assert _restored(text) == restored


@pytest.mark.parametrize(
    "text",
    [
        "Rebels took Sake and then goma, a town in eastern Congo.",
        "RSF drones hit khartoum and el obeid on Monday",
        "goma fell",
        "They moved soldiers to goma and the northern frontier",
    ],
)
def test_a_text_with_capitals_or_of_few_words_stays_as_it_is(text: str) -> None:
    assert _restored(text) == text


def test_a_mention_keeps_the_letters_of_the_text(located) -> None:
    assert located("they shelled goma and the road to bukavu")["goma"].place.country == "CD"


@pytest.mark.parametrize(("kind", "least"), [("of_cities_and_wider", Strength.CITY), ("of_small_towns", 2)])
def test_every_listed_word_is_a_name_on_file_and_stays_lower(gazetteer, kind, least) -> None:
    for word in LISTS[kind]:
        assert gazetteer.knows(word) >= least, word
        assert _restored(f"they said so in {word} again").endswith(f"in {word} again"), word


@given(st.text(max_size=200))
def test_the_length_never_changes(text: str) -> None:
    restored = _restored(text)
    assert len(restored) == len(text)
    assert restored.casefold() == text.casefold()
