"""What the words beside a name say against its place."""

import pytest

from geomap.places.cues import Cues

MYANMAR = "Soldiers shelled Hakha and Falam in Myanmar's Chin State. "
CUES = Cues.shipped()


@pytest.mark.parametrize("word", sorted(CUES.groups))
def test_a_group_named_like_a_far_town_gets_no_pin(located, word):
    found = located(f"{MYANMAR}Soldiers fought Fano {word} near Hakha.")
    assert found.get("Fano") is None or found["Fano"].place is None
    assert found["Hakha"].place.country == "MM"


def test_fighters_of_a_place_in_the_same_country_keep_it(located):
    assert located(f"{MYANMAR}The army fought Hakha fighters near Falam.")["Hakha"].place.country == "MM"


@pytest.mark.parametrize(
    "text",
    [
        "Residents of Paris, a small {}, fled to Falam.",
        "Residents of the {} of Paris fled to Falam.",
    ],
)
@pytest.mark.parametrize("word", sorted(CUES.small))
def test_a_capital_is_no_village(located, text, word):
    place = located(MYANMAR + text.format(word))["Paris"].place
    assert place is None or place.country == "MM"


def test_a_village_beside_another_name_takes_nothing_from_a_capital(located):
    found = located("He flew to Paris, then to a small village in Myanmar, near Hakha.")
    assert found["Paris"].place.country == "FR"


def test_an_unsure_town_alone_in_its_country_gets_no_pin(located):
    text = (
        "M23 rebels took Walikale and Masisi in DR Congo on Monday. The Congolese army moved its artillery "
        "to Mubi, 30 km away, and fought on in Fataki and Mahagi."
    )
    found = located(text)
    assert found["Mahagi"].place.country == "CD"
    assert found["Mubi"].place is None


def test_a_great_city_abroad_keeps_its_pin(located):
    text = "M23 rebels took Walikale and Masisi in DR Congo. Both met in Doha; fighting went on in Mahagi."
    assert located(text)["Doha"].place.country == "QA"
