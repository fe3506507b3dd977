"""Whom words that point back mean; every case names the doers of the last event told."""

import pytest

from geomap.events import extract
from geomap.records import Document, Mention, Place

SUDANESE, RWANDAN, CONGOLESE = ("Sudanese", "SD"), ("Rwandan", "RW"), ("Congolese", "CD")


def events(text):
    mentions = []
    for name, country in (SUDANESE, RWANDAN, CONGOLESE):
        start = text.find(name)
        if start >= 0:
            place = Place(
                id=country, name=country, lon=1.0, lat=1.0, precision="country", feature="", country=country
            )
            end = start + len(name)
            mentions.append(Mention(start=start, end=end, text=name, kind="demonym", place=place))
    return extract(Document(id="d", text=text), mentions).events


def doers(text):
    return [actor.name for actor in events(text)[-1].actors]


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Boko Haram attacked a base. The group also shelled a camp.", "Boko Haram"),
        ("Boko Haram attacked a base. Schools closed. The militants then bombed a market.", "Boko Haram"),
        ("M23 attacked a base. The movement also shelled a camp.", "M23"),
        ("The Sudanese army bombed a market. Later the army shelled a camp.", "Sudanese Armed Forces"),
        ("Rwandan soldiers attacked a base. The troops also shelled a camp.", "Rwanda Defence Force"),
        ("Boko Haram attacked a base. They burned houses.", "Boko Haram"),
        ("Boko Haram attacked villagers in the hills. They also shelled a camp.", "Boko Haram"),
    ],
)
def test_a_definite_noun_or_they_means_the_one_named_last(text, doer):
    assert doers(text) == [doer]


@pytest.mark.parametrize(
    "text",
    [
        "M23 and Boko Haram attacked a base. The group also shelled a camp.",
        "Boko Haram attacked a base. A group also shelled a camp.",
        "Boko Haram attacked a base. The rights group shelled nobody, but a group shelled a camp.",
        "Boko Haram attacked a base. Roads shut. Birds sang. Fog fell. It rained. The group shelled a camp.",
        "- Boko Haram attacked a base.\n- The group shelled a camp.",
        "M23 and Boko Haram attacked a base. They burned houses.",
        "Villagers met. They burned houses.",
    ],
)
def test_where_nobody_or_two_fit_no_name_is_lent(text):
    assert not {"Boko Haram", "M23"}.intersection(doers(text))


def test_the_army_of_one_country_is_not_the_soldiers_of_another():
    assert "Rwanda Defence Force" not in doers("Rwandan soldiers attacked a base. The army bombed a market.")


def test_two_armies_leave_the_soldiers_unnamed():
    text = "Rwandan soldiers fought Congolese soldiers in a town. The soldiers shelled a camp."
    assert doers(text) == ["soldiers"]


@pytest.mark.parametrize(
    "text",
    [
        "Five soldiers were killed in an ambush.",
        "Five soldiers died in an ambush.",
        "Five soldiers killed in ambush: army",
    ],
)
def test_those_who_die_in_an_ambush_did_not_lay_it(text):
    (event,) = events(text)
    assert [actor.name for actor in event.recipients] == ["soldiers"]
    assert event.actors == ()


def test_what_a_group_says_of_its_own_deeds_is_a_claim():
    text = "Boko Haram attacked a base. The group said it had shelled a camp."
    assert events(text)[-1].modality == "claimed"
