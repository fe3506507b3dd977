"""A larger place that the text spells out holds against what the rest of the text suggests."""

import pytest

from geomap.places import Locator
from geomap.places.gazetteer import Gazetteer
from geomap.records import Document, Place

_ABOUT_UKRAINE = "Ukrainian forces in Kharkiv, Sumy, Pokrovsk and Luhansk were hit. "


@pytest.fixture(scope="module")
def locator() -> Locator:
    return Locator.shipped(gazetteer=Gazetteer.shipped())


def _place(locator: Locator, text: str, name: str) -> Place | None:
    return next(each.place for each in locator.locate(Document(id="d", text=text)) if each.text == name)


@pytest.mark.parametrize(
    "words", ["from Kursk, Oryol, and Millerovo, Rostov Oblast.", "from Millerovo in Rostov Oblast."]
)
def test_a_town_in_a_named_province_is_the_one_that_lies_there(locator: Locator, words: str) -> None:
    place = _place(locator, f"{_ABOUT_UKRAINE}Drones came {words}", "Millerovo")
    assert place is not None
    assert place.country == "RU"


def test_a_town_that_no_gazetteer_has_in_a_named_district_is_not_put_elsewhere(locator: Locator) -> None:
    text = "A drone strike on a market in Gedeb, in East Gojjam zone of Ethiopia's Amhara region, killed 100."
    assert _place(locator, text, "Gedeb") is None


def test_a_list_of_towns_and_provinces_says_nothing_of_what_lies_in_what(locator: Locator) -> None:
    place = _place(locator, "Drones were seen over Kursk, Belgorod, Oryol and Bryansk Oblast.", "Oryol")
    assert place is not None
