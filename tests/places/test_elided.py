"""Halves of names written out once for two, and nouns that are no names."""

import pytest

from geomap.places.cues import Cues
from geomap.places.elided import with_rest
from geomap.places.tagger import TaggedName
from geomap.places.words import words_by_sentence

CUES = Cues.shipped()


@pytest.mark.parametrize(
    ("text", "half", "name"),
    [
        ("They fled to North and South Kivu provinces.", "North", "North Kivu"),
        ("Fighting in Middle and Lower Shabelle, Somalia.", "Middle", "Middle Shebelle"),
        ("Troops in Western, Central and Eastern Equatoria", "Western", "Western Equatoria"),
        ("Floods in White and Blue Nile states, Sudan", "White", "White Nile"),
        ("Raids in North and South Waziristan", "North", "North Waziristan"),
    ],
)
def test_a_half_means_the_whole_name(located, text, half, name):
    assert located(text)[half].place.name == name


def test_a_half_without_a_rest_stays_what_it_was(located):
    assert "Upper" not in located("Soldiers searched the Upper and the Lower market in Goma.")


@pytest.mark.parametrize(
    ("text", "whole"),
    [("They held Mount Zebiba at dawn.", "Mount Zebiba"), ("They held the Lake at dawn.", "Lake")],
)
def test_a_noun_is_joined_to_the_name_behind_it(text, whole):
    noun = text.index(whole.split()[0])
    tagged = [TaggedName(noun, noun + len(whole.split()[0]), "P", 0.9)]
    (name,) = with_rest(tagged, words_by_sentence(text), text, CUES)
    assert text[name.start : name.end] == whole


@pytest.mark.parametrize("half", sorted(CUES.halves))
def test_every_half_is_one_word(half):
    assert half.isalpha()
    assert half == half.lower()


@pytest.mark.parametrize("noun", sorted(CUES.class_alone))
def test_a_noun_is_no_name_by_itself(locator, noun):
    text = f"They left the {noun.title()} at dawn."
    tagged = [TaggedName(14, 14 + len(noun), "P", 0.9)]
    assert locator.spots(tagged, words_by_sentence(text), text) == []
