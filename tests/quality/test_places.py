"""Floors for finding and placing names on texts of our own; lowering one needs a word in the CHANGELOG."""

import sys

import marked_places
import pytest

from geomap.places import Locator


@pytest.fixture(scope="module")
def scored():
    tally = marked_places.tally(Locator.shipped(), marked_places.texts())
    sys.stdout.write("\n".join([*tally.log, str(tally), ""]))
    return tally


def test_most_names_are_found_with_exact_edges(scored):
    assert scored.found / scored.gold >= 0.95


def test_most_names_found_are_names(scored):
    assert scored.found / scored.said >= 0.95


def test_most_names_are_put_in_the_right_place(scored):
    assert scored.placed / scored.gold >= 0.9


def test_ships_persons_and_groups_get_no_pin(scored):
    assert scored.trapped == 0
    assert scored.wrong_pins <= 2


def test_most_governments_are_told_from_ground_and_hardly_any_ground_is_taken_for_one(scored):
    assert scored.told / scored.metonyms >= 0.85
    assert scored.mistaken / scored.literals <= 0.03


def tallies(kinds):
    locator = Locator.shipped()
    found = {kind: marked_places.tally(locator, texts) for kind, texts in kinds.items()}
    for kind, tally in found.items():
        sys.stdout.write("\n".join([kind, *tally.log, str(tally), ""]))
    return found


@pytest.fixture(scope="module")
def short():
    """The tally of each kind of short texts."""
    return tallies(marked_places.short_texts())


def test_most_names_of_short_texts_are_found_and_put_right(short):
    cased = [tally for kind, tally in short.items() if kind != "uncased"]
    gold = sum(tally.gold for tally in cased)
    assert sum(tally.found for tally in cased) / gold >= 0.92
    assert sum(tally.placed for tally in cased) / gold >= 0.88
    assert sum(tally.found for tally in cased) / sum(tally.said for tally in cased) >= 0.96


def test_hardly_any_name_of_a_short_text_is_put_elsewhere(short):
    assert sum(tally.abroad for tally in short.values()) <= 3
    assert sum(tally.wrong_pins for tally in short.values()) <= 1


def test_few_ships_clubs_and_weapons_of_short_texts_get_a_pin(short):
    assert sum(tally.trapped for tally in short.values()) <= 4
    assert sum(tally.drawn for tally in short.values()) <= 3


def test_names_without_capitals_are_found(short, tricky):
    for tally in (short["uncased"], tricky["uncased"]):
        assert tally.placed / tally.gold >= 0.85
        assert tally.found == tally.said


@pytest.fixture(scope="module")
def tricky():
    """The tally of each sort of texts that are easily got wrong."""
    return tallies(marked_places.tricky_texts())


def test_names_of_a_list_are_of_the_class_that_its_plural_says(tricky):
    assert tricky["lists"].placed >= tricky["lists"].gold - 2


def test_few_ships_weapons_formations_and_clubs_are_drawn(tricky):
    assert tricky["things"].drawn <= 2
    assert tricky["things"].found >= tricky["things"].gold - 1
    assert tricky["classwords"].trapped == 0


def test_places_beside_words_of_weapons_and_ships_are_still_found(tricky):
    assert tricky["real"].found >= tricky["real"].gold - 1
