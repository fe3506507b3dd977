import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import DataError
from geomap.places.cues import Cues
from geomap.places.gazetteer import Strength
from geomap.places.sightings import NameCodes, marks
from geomap.places.tagfeatures import shape
from geomap.places.tagger import CrfTagger
from geomap.places.words import words_by_sentence


class FewNames:
    def __init__(self, **names):
        self._names = names

    def knows(self, name):
        return self._names.get(name.replace(" ", "_").replace("-", "_"), Strength.NONE)


@pytest.mark.parametrize(
    ("word", "expected"), [("Kursk", "Xx"), ("M23", "X0"), ("U.S.", "X.X."), ("al", "x")]
)
def test_shapes_shorten_runs(word, expected):
    assert shape(word) == expected


def test_the_longest_known_name_is_marked():
    text = "Fighting near Velyka Novosilka in Ukraine"
    (words,) = words_by_sentence(text)
    names = NameCodes(FewNames(Velyka=1, Velyka_Novosilka=2, Ukraine=5))
    assert marks(words, text, names) == ["O", "O", "sB2", "sI2", "O", "nB1"]


def test_names_do_not_run_over_a_comma():
    text = "From Paris, Texas"
    (words,) = words_by_sentence(text)
    found = marks(words, text, NameCodes(FewNames(**{"Paris": 4, "Paris,_Texas": 4, "Texas": 4})))
    assert found == ["O", "mB1", "O", "mB1"]


def test_compounds_are_cut_at_hyphens_and_known_ones_joined_again():
    text = "The London-based group left Primorsko-Akhtarsk"
    (words,) = words_by_sentence(text)
    assert [word.text for word in words] == [
        "The", "London", "-", "based", "group", "left", "Primorsko", "-", "Akhtarsk",
    ]  # fmt: skip
    names = NameCodes(FewNames(London=4, Primorsko_Akhtarsk=3))
    assert marks(words, text, names)[-3:] == ["cB3", "cI3", "cI3"]


@given(st.text(max_size=80))
def test_words_lie_in_the_text_in_order(text):
    cursor = 0
    for words in words_by_sentence(text):
        for word in words:
            assert cursor <= word.start < word.end
            assert text[word.start : word.end] == word.text
            cursor = word.end


def test_a_missing_model_is_named(tmp_path):
    with pytest.raises(DataError, match=r"nothing\.crfsuite"):
        CrfTagger(tmp_path / "nothing.crfsuite", NameCodes(FewNames()), Cues.shipped())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("GOMA, Jan 27 - Rebels entered Bukavu on Monday.", {"GOMA", "Bukavu"}),
        ("• Kurakhove: 4 killed\n• Selydove: no casualties", {"Kurakhove", "Selydove"}),
        ("Ethiopia's army left the town of Lalibela.", {"Ethiopia", "Lalibela"}),
        ("The Sudanese army shelled Omdurman.", {"Sudanese", "Omdurman"}),
        ("Shelling hit Khan Younis, in the Gaza Strip.", {"Khan Younis", "Gaza Strip"}),
        ("🔴 GAO: gunfire near the airport", {"GAO"}),
    ],
)
def test_names_are_found_with_exact_edges(located, text, names):
    assert names <= set(located(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Transport Secretary Helen Preston arrived.", "Preston"),
        ("The coal carrier SENEGAL PRIDE lost her anchor.", "SENEGAL"),
        ("The master of the tanker JORDAN SPIRIT called for help.", "JORDAN"),
    ],
)
def test_persons_and_ships_are_no_places(located, text, name):
    assert all(mention.place is None for words, mention in located(text).items() if name in words)
