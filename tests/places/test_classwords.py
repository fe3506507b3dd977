"""Nouns that say the class of a place, shared by the names of a list."""

import pytest

from geomap.places.classwords import Spot, class_nouns, fits
from geomap.places.cues import Cues
from geomap.places.words import words_by_sentence

CUES = Cues.shipped()
PLURALS = [(noun, place_class) for place_class, nouns in CUES.plurals.items() for noun in sorted(nouns)]


def _classes(gazetteer, text, *names):
    words = words_by_sentence(text)[0]
    spots = []
    for name in names:
        start = text.index(name)
        end = start + len(name)
        inside = [index for index, word in enumerate(words) if start <= word.start < end]
        spots.append(Spot(start, end, name, "P", 0, inside[0], inside[-1] + 1, "literal"))
    return [noun.place_class for noun in class_nouns(spots, [words], text, gazetteer, CUES)]


@pytest.mark.parametrize(("noun", "place_class"), PLURALS)
def test_every_plural_names_a_class_that_some_place_fits(noun, place_class):
    assert CUES.plural_class(noun) == place_class
    assert any(fits(feature, place_class) for feature in ("admin1", "admin2", "city", "river", "airfield"))


def test_all_names_of_a_list_share_the_plural_behind_it(gazetteer):
    text = "Fighting in Kachin, Sagaing and Magway regions went on."
    assert _classes(gazetteer, text, "Kachin", "Sagaing", "Magway") == ["admin1"] * 3


def test_all_names_of_a_list_share_the_plural_before_it(gazetteer):
    text = "In the departments of Cauca and Nariño mines killed two."
    assert _classes(gazetteer, text, "Cauca", "Nariño") == ["admin1"] * 2


def test_a_name_that_no_such_place_bears_does_not_share_it(gazetteer):
    text = "Calm in Ukraine, Poltava and Sumy regions."
    assert _classes(gazetteer, text, "Ukraine", "Poltava", "Sumy") == [None, "admin1", "admin1"]


def test_a_unit_of_another_country_does_not_share_it(gazetteer):
    text = "They fled to Georgia, Poltava and Sumy regions."
    assert _classes(gazetteer, text, "Georgia", "Poltava", "Sumy") == [None, "admin1", "admin1"]


def test_a_noun_of_its_own_goes_before_the_plural(gazetteer):
    text = "Shells hit Sumy city, Poltava and Kharkiv regions."
    assert _classes(gazetteer, text, "Sumy", "Poltava", "Kharkiv") == ["city", "admin1", "admin1"]


def test_one_name_before_a_plural_holds_such_places_and_is_none(gazetteer):
    assert _classes(gazetteer, "Floods in Texas towns.", "Texas") == [None]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Clashes in Idlib and Aleppo governorates.", "Aleppo", "SY"),
        ("Clashes in Gedaref, Sennar and Kassala states.", "Kassala", "SD"),
        ("In the provinces of Helmand and Kandahar it was calm.", "Kandahar", "AF"),
    ],
)
def test_the_province_is_placed_not_its_capital(located, text, name, country):
    place = located(text)[name].place
    assert (place.precision, place.country) == ("adm1", country)
