"""Whose claim it is, where it took place and when: what must not run over from one sentence to another."""

from datetime import date

import pytest

from geomap.events import extract
from geomap.records import Document, Mention, Place

NAMES = {"Alpha": "city", "Bravo": "city", "Charlie": "city", "Echo Province": "adm1"}
PUBLISHED = date(2025, 3, 12)  # a Wednesday


def events(text, event_type=None, publisher=None):
    mentions = []
    for name, precision in NAMES.items():
        start = text.find(name)
        if start >= 0:
            place = Place(
                id=name, name=name, lon=1.0, lat=2.0, precision=precision, feature="city", country="AA"
            )
            mentions.append(
                Mention(start=start, end=start + len(name), text=name, kind="literal", place=place)
            )
    mentions.sort(key=lambda mention: mention.start)
    document = Document(id="d", text=text, published=PUBLISHED, publisher=publisher)
    return [event for event in extract(document, mentions).events if event_type in {None, event.type}]


def names(event):
    return [at.place.name for at in event.places]


@pytest.mark.parametrize(
    "text",
    [
        "Clashes broke out in Alpha and two were wounded, medics said. The army denied targeting civilians.",
        "Medics said gangs shot two guards in Alpha. The police denied beating prisoners.",
        "Rebels said they shelled a base in Alpha. The army neither confirmed nor denied the report.",
    ],
)
def test_a_denial_of_something_else_disputes_nothing(text):
    assert "disputed" not in [event.modality for event in events(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The rebels said they had captured Alpha. The army called the report a lie.",
        "Activists said soldiers killed 12 villagers in Alpha. The junta said this was totally groundless.",
        "The army said Chad shelled Alpha. The ministry in Ndjamena rejected that as false.",
        "Residents said soldiers shelled Alpha. The army denied it had shelled the town.",
        "The army said Lao gunners had shelled Alpha. Vientiane countered that the others fired first.",
    ],
)
def test_a_denial_of_the_claim_itself_disputes_it(text):
    assert events(text)[0].modality == "disputed"


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Suspected militants attacked a bus in Alpha.", "occurred"),
        ("The army has not commented on the strike on Alpha.", "occurred"),
        ("Had the reserve come, the garrison in Alpha would have repelled the attack.", "hypothetical"),
        ("The guards would have shot the intruders in Alpha.", "hypothetical"),
        ("Rebels seized a base in Alpha, a report that could not be corroborated.", "claimed"),
        ("Rebels seized a base in Alpha. The report could not be independently verified.", "claimed"),
        (
            "The Kachin Independence Army said it took Bravo. It said it had seized a post in Alpha.",
            "claimed",
        ),
    ],
)
def test_doubt_and_counterfactuals(text, modality):
    assert events(text)[-1].modality == modality


def test_a_belligerents_release_claims_its_own_deeds():
    text = "Artillery shelled depots near Alpha."
    assert events(text)[0].modality == "occurred"
    assert events(text, publisher="Ministry of Defence")[0].modality == "claimed"
    assert events(f"GENERAL STAFF OF THE ARMED FORCES\n\n{text}")[0].modality == "claimed"


@pytest.mark.parametrize(
    "text",
    [
        "The minister told reporters in Alpha that rebels had shelled a camp.",
        "Speaking in Alpha, the envoy said militants attacked two villages.",
        '"Gunmen burned the market," the governor said in Alpha.',
        "The envoy spoke to journalists in Alpha. Soldiers shot two men.",
        "Peru condemned the coup in Alpha. Soldiers shot two men.",
        "A bomb exploded in Alpha. Gunmen attacked a post in Quixville.",
    ],
)
def test_a_place_of_something_else_is_not_taken(text):
    assert "Alpha" not in names(events(text)[-1])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Fighting reached Alpha in Echo Province. Gunmen looted shops in the city.", "Alpha"),
        ("Rebels entered Alpha. Aid workers left. Shells fell on the town.", "Alpha"),
        ("Troops in Echo Province passed Alpha. Gunmen killed two men in the province.", "Echo Province"),
    ],
)
def test_a_plain_noun_ties_back_to_the_place_it_means(text, place):
    assert names(events(text, "ASSAULT")[-1]) == [place]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The talks will be held in Alpha this week.", date(2025, 3, 12), date(2025, 3, 16)),
        ("The minister will visit Alpha this weekend.", date(2025, 3, 15), date(2025, 3, 16)),
        ("The party said on Sunday it would hold a protest in Alpha.", PUBLISHED, None),
        ("Residents of Alpha must leave by Friday.", PUBLISHED, date(2025, 3, 14)),
        ("More than 18 hours before police came, gunmen looted shops in Alpha.", None, PUBLISHED),
        ("Police found a mass grave of a 2022 massacre in Alpha.", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_days(text, start, end):
    event = events(text)[-1]
    assert (event.date_start, event.date_end) == (start, end)


def test_a_day_runs_on_from_the_lead_and_within_a_paragraph_alone():
    lead = "Rebels attacked Alpha on Monday.\n\nSoldiers shot two men in Bravo."
    assert events(lead)[1].date_start == date(2025, 3, 10)
    later = "Rebels attacked Alpha.\n\nOn Monday a bomb exploded in Bravo.\n\nSoldiers shot a man in Charlie."
    assert events(later)[2].date_start is None
