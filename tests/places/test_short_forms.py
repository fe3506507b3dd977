"""Names as short posts write them: hashtags in one word, compass letters with a stop."""

import pytest

from geomap.places import Locator, names
from geomap.places.gazetteer import Gazetteer
from geomap.records import Document


@pytest.fixture(scope="module")
def locator() -> Locator:
    return Locator.shipped(gazetteer=Gazetteer.shipped())


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("#Sudan: RSF drones target #PortSudan airport", "PortSudan", "Port Sudan"),
        ("Clashes in #ElFasher and #Khartoum today", "ElFasher", "El Fasher"),
        ("#Ukraine drones hit the #StaryOskol refinery", "StaryOskol", "Staryy Oskol"),
        ("Shelling in N. Darfur, Sudan.", "N. Darfur", "North Darfur"),
        ("18 vehicles destroyed near En Nahud (W. Kordofan) in Sudan.", "W. Kordofan", "West Kordofan"),
    ],
)
def test_a_short_form_is_the_place_it_is_short_for(
    locator: Locator, text: str, name: str, place: str
) -> None:
    found = {each.text: each.place for each in locator.locate(Document(id="d", text=text))}
    assert name in found
    meant = found[name]
    assert meant is not None
    assert meant.name == place


@pytest.mark.parametrize("text", ["#BreakingNews: talks resume", "George W. Bush met Samuel S. Jackson."])
def test_other_hashtags_and_initials_are_no_places(locator: Locator, text: str) -> None:
    assert locator.locate(Document(id="d", text=text)) == ()


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("PortSudan", ("Port Sudan",)),
        ("W. Kordofan", ("West Kordofan",)),
        ("N.Darfur", ("North Darfur",)),
        ("Port Sudan", ()),
        ("St. Louis", ()),
        ("U.S.", ()),
    ],
)
def test_what_a_name_is_short_for(name: str, forms: tuple[str, ...]) -> None:
    assert names.written_out(name) == forms


def test_a_hashtag_keeps_its_place_in_the_text() -> None:
    from geomap.places.words import words_by_sentence

    text = "Smoke over #PortSudan."
    (words,) = words_by_sentence(text)
    assert [word.text for word in words] == ["Smoke", "over", "#", "Port", "Sudan", "."]
    assert all(text[word.start : word.end] == word.text for word in words)
