"""Capitals that a text names by their country."""

import pytest

from geomap.places import Locator
from geomap.places.gazetteer import Gazetteer
from geomap.records import Document, Mention


@pytest.fixture(scope="module")
def locator() -> Locator:
    return Locator.shipped(tagger="fast", gazetteer=Gazetteer.shipped())


def _meant(locator: Locator, text: str) -> dict[str, str]:
    """What each name that has a place beside its own stands for."""
    found: tuple[Mention, ...] = locator.locate(Document(id="d", text=text))
    return {each.text: each.relative.name for each in found if each.relative is not None}


@pytest.mark.parametrize(
    ("text", "name", "capital"),
    [
        ("Explosions rocked the Ukrainian capital overnight, killing two.", "Ukrainian", "Kyiv"),
        ("Gunmen killed five people near Haiti's capital on Sunday.", "Haiti", "Port-au-Prince"),
        ("A blast in the capital of Sudan killed 12 people.", "Sudan", "Khartoum"),
        ("Thousands marched through the Kenyan capital city on Friday.", "Kenyan", "Nairobi"),
    ],
)
def test_a_country_with_the_word_capital_means_its_capital(
    locator: Locator, text: str, name: str, capital: str
) -> None:
    assert _meant(locator, text) == {name: capital}


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv, the Ukrainian capital, was hit by drones.",
        "Kyiv, the capital of Ukraine, was hit by drones.",
        "Drones hit Ukraine's capital, Kyiv, on Monday.",
        "Drones hit the Ukrainian capital Kyiv on Monday.",
        "Investors left Russian capital markets after the invasion of Ukraine.",
        "The court in Iran upheld the Iranian capital punishment law.",
        "Drones hit the Ukrainian city of Kherson.",
    ],
)
def test_a_capital_that_is_named_beside_or_is_none_stays_what_it_is(locator: Locator, text: str) -> None:
    assert _meant(locator, text) == {}


def test_the_name_keeps_its_own_place_and_the_event_is_in_the_capital() -> None:
    from geomap.pipeline import Toolkit

    report = Toolkit.shipped(tagger="fast").report(
        Document(id="d", text="A blast in the Afghan capital killed 12 people on Monday.")
    )
    (mention,) = report.mentions
    assert mention.place is not None
    assert mention.place.country == "AF"
    assert mention.place.precision == "country"
    (event,) = report.events
    assert [(at.role, at.place.name) for at in event.places] == [("location", "Kabul")]
    assert event.actors == ()
