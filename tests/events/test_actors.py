import tomllib
from typing import get_args

import pytest

from geomap.errors import DataError
from geomap.events import extract
from geomap.events.actors import Actors
from geomap.events.clauses import split_sentences
from geomap.files import data_file
from geomap.records import ActorType, Document, Mention, Place


def place(name, country):
    return Place(
        id=f"t:{name}", name=name, lon=0.0, lat=0.0, precision="country", feature="country", country=country
    )


def mention(text, surface, kind, country):
    start = text.index(surface)
    return Mention(
        start=start, end=start + len(surface), text=surface, kind=kind, place=place(surface, country)
    )


def parties(text, mentions=()):
    (event, *_) = extract(Document(id="d", text=text), list(mentions)).events
    return [actor.name for actor in event.actors], [actor.name for actor in event.recipients]


def test_active_voice():
    assert parties("Hamas attacked the Israeli army.") == (["Hamas"], ["Israel Defense Forces"])


def test_passive_voice():
    assert parties("Two soldiers were killed by gunmen.") == (["gunmen"], ["soldiers"])


def test_a_noun_takes_by_and_on():
    assert parties("An attack by rebels on civilians left two dead.") == (["rebels"], ["civilians"])


def test_a_demonym_gives_the_country_of_people_without_a_name():
    text = "Kenyan soldiers shelled the camp."
    (event,) = extract(Document(id="d", text=text), [mention(text, "Kenyan", "demonym", "KE")]).events
    assert [(a.name, a.type, a.country) for a in event.actors] == [("Kenyan soldiers", "military", "KE")]


def test_a_metonym_is_the_state():
    text = "Pyongyang launched two ballistic missiles."
    (event,) = extract(Document(id="d", text=text), [mention(text, "Pyongyang", "metonym", "KP")]).events
    assert [(a.id, a.name, a.type) for a in event.actors] == [("state:KP", "North Korea", "state")]


def test_a_unit_keeps_its_number():
    assert parties("The 155th Brigade shelled the ridge.")[0] == ["155th Brigade"]


def test_an_alias_is_matched_as_written():
    assert parties("The RSF shelled the market.")[0] == ["Rapid Support Forces"]


@pytest.mark.parametrize("kind", get_args(ActorType))
def test_the_list_uses_known_types_only(kind):
    assert kind in {
        "state",
        "military",
        "police",
        "non_state_armed_group",
        "militia",
        "organisation",
        "civilians",
        "person",
        "other",
    }


def test_two_actors_with_one_id_are_refused():
    row = "[[actor]]\nid = 'a'\nname = 'A'\ntype = 'state'\n"
    with pytest.raises(DataError, match="share an id"):
        Actors((row + row + "[generic]\n[states]\n").encode())


def test_an_unknown_type_is_refused():
    with pytest.raises(DataError, match=r"actors\.toml"):
        Actors(b"[[actor]]\nid = 'a'\nname = 'A'\ntype = 'army'\n[generic]\n[states]\n")


def listed():
    parsed = tomllib.loads(data_file("actors.toml").read_text(encoding="utf-8"))
    return [(row, alias) for row in parsed["actor"] for alias in (row["name"], *row.get("aliases", []))]


def test_every_listed_actor_is_found_by_each_of_its_names():
    actors = Actors.shipped()
    for row, alias in listed():
        (sentence,) = split_sentences(alias) or [None]
        found = actors.find(alias, sentence, [])
        assert [one.actor.id for one in found][:1] == [row["id"]], alias


def test_no_name_stands_for_two_actors():
    names = [alias for _, alias in listed()]
    assert sorted(names) == sorted(set(names))
