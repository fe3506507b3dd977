import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from geomap.errors import DataError
from geomap.events import extract
from geomap.events.actors import Actors
from geomap.events.clauses import split_sentences
from geomap.files import data_file, shipped
from geomap.places import Gazetteer
from geomap.records import ActorType, Document, Mention, Place

QUALITY = Path(__file__).parent.parent / "quality"


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


def found(text, *mentions):
    (sentence,) = split_sentences(text)
    marked = [mention(text, surface, kind, country) for surface, kind, country in mentions]
    return [
        (one.actor.name, one.actor.type, one.actor.country)
        for one in Actors.shipped().find(text, sentence, marked)
    ]


@pytest.mark.parametrize(
    ("text", "mentions", "expected"),
    [
        (
            "Rwandan soldiers crossed the border.",
            [("Rwandan", "demonym", "RW")],
            ("Rwanda Defence Force", "military", "RW"),
        ),
        ("RSF fighters burned the village.", [], ("Rapid Support Forces", "non_state_armed_group", "SD")),
        ("The 155th Brigade withdrew.", [], ("155th Brigade", "military", None)),
        (
            "Pro-Iranian militias fired rockets.",
            [("Iranian", "demonym", "IR")],
            ("Pro-Iranian militias", "militia", None),
        ),
        (
            "Iran-backed fighters fired rockets.",
            [("Iran", "metonym", "IR")],
            ("Iran-backed fighters", "non_state_armed_group", None),
        ),
        ("Kenyan police fired tear gas.", [("Kenyan", "demonym", "KE")], ("Kenyan police", "police", "KE")),
        ("Karachi police shot him.", [("Karachi", "literal", "PK")], ("Karachi police", "police", "PK")),
        (
            "The Omani air force bombed it.",
            [("Omani", "demonym", "OM")],
            ("Omani air force", "military", "OM"),
        ),
        (
            "The armed forces of Oman bombed it.",
            [("Oman", "literal", "OM")],
            ("armed forces of Oman", "military", "OM"),
        ),
        (
            "Russia's Ministry of Defence announced it.",
            [("Russia", "metonym", "RU")],
            ("Russia's Ministry of Defence", "military", "RU"),
        ),
        (
            "Ethiopia's general staff announced it.",
            [("Ethiopia", "metonym", "ET")],
            ("Ethiopia's general staff", "military", "ET"),
        ),
        (
            "The Sudanese foreign ministry rejected it.",
            [("Sudanese", "demonym", "SD")],
            ("Sudanese foreign ministry", "state", "SD"),
        ),
        ("The junta bombed the school.", [], ("junta", "military", None)),
    ],
)
def test_people_without_a_listed_name(text, mentions, expected):
    assert found(text, *mentions) == [expected]


def test_an_army_of_a_city_is_no_army_of_its_country():
    text = "An army of Goma marched."
    goma = mention(text, "Goma", "literal", "CD")
    goma = replace(goma, place=replace(goma.place, precision="city"))
    (sentence,) = split_sentences(text)
    assert [one.actor.name for one in Actors.shipped().find(text, sentence, [goma])] == ["army"]


LISTED = tomllib.loads(data_file("actors.toml").read_text(encoding="utf-8"))


def test_the_list_holds_the_actors_of_the_worlds_conflicts():
    assert len(LISTED["actor"]) >= 900
    countries = {row["country"] for row in LISTED["actor"] if "country" in row}
    assert countries <= set(LISTED["states"])
    assert {
        "SD",
        "UA",
        "RU",
        "MM",
        "CD",
        "ML",
        "SY",
        "YE",
        "HT",
        "CO",
        "MX",
        "PK",
        "ET",
        "SO",
        "NG",
    } <= countries


def test_no_name_is_a_common_word():
    """A name in one word is none that the texts of the project use in small letters."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(shipped("seeds").glob("*.md"))]
    texts += [path.read_text(encoding="utf-8") for path in sorted(QUALITY.rglob("*.toml"))]
    common = {word for text in texts for word in re.findall(r"\b[a-z]{3,}\b", text)}
    alone = {alias for _, alias in listed() if " " not in alias and alias == alias.capitalize()}
    assert not {alias for alias in alone if alias.lower() in common}


def test_no_name_is_a_large_towns():
    """``Azov`` would make a militia of the Sea of Azov; what is both says so here."""
    both = {"Fano"}
    with Gazetteer.shipped() as gazetteer:
        for _, alias in listed():
            if " " in alias or alias.isupper() or alias in both:
                continue
            assert not [
                found
                for found in gazetteer.candidates(alias, limit=5)
                if found.population > 50_000 and found.place.name.lower() == alias.lower()
            ], alias
