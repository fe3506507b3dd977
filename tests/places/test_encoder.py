"""The encoder tagger: windows hold every word once, and damaged files are told in one line."""

import pytest

from geomap.errors import DataError
from geomap.files import data_file
from geomap.places.encoder import EncoderTagger
from geomap.places.kinds import USAGES
from geomap.places.pieces import LONGEST, Piecer
from geomap.places.sightings import NameCodes
from geomap.places.words import words_by_sentence


@pytest.fixture(scope="module")
def piecer():
    return Piecer(data_file("tagger_pieces.json"))


@pytest.fixture(scope="module")
def encoder(gazetteer):
    return EncoderTagger.shipped(NameCodes(gazetteer))


@pytest.mark.parametrize("text", ["Shells hit Goma. ", "word " * 40 + "Sake fell. ", "x" * 900 + " "])
def test_windows_hold_every_word_once_and_no_more_than_fit(piecer, gazetteer, text):
    sentences = words_by_sentence(text * 20)
    windows = list(piecer.windows(sentences, text * 20, NameCodes(gazetteer)))
    wanted = [(number, index) for number, words in enumerate(sentences) for index in range(len(words))]
    assert [word for window in windows for word in window.words] == wanted
    for window in windows:
        assert len(window.pieces) == len(window.cases) == len(window.marks) <= LONGEST + 1


def test_names_are_found_without_the_second_voice(encoder):
    text = "Russian troops shelled Kharkiv on Monday, said Maria Jones, a doctor."
    found = {text[name.start : name.end]: name.label for name in encoder.tag(words_by_sentence(text), text)}
    assert found["Kharkiv"] == "P"
    assert found["Russian"] == "D"
    assert found.get("Maria Jones", "U") == "U"


def test_names_come_with_how_they_are_used(encoder):
    text = "Officials in Kharkiv said Moscow would not answer."
    for name in encoder.tag(words_by_sentence(text), text):
        assert len(name.usages) == len(USAGES)
        assert sum(name.usages) == pytest.approx(1.0, abs=0.001)


def test_a_text_without_words_has_no_names(encoder):
    assert encoder.tag([], "") == []


def test_damaged_files_are_told(tmp_path, gazetteer, piecer):
    broken = tmp_path / "tagger.onnx"
    broken.write_bytes(b"nothing")
    with pytest.raises(DataError, match=r"tagger\.onnx: no ONNX net"):
        EncoderTagger(broken, piecer, NameCodes(gazetteer), None)
    with pytest.raises(DataError, match="word pieces"):
        Piecer(broken)
