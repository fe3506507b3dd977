import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import DataError
from geomap.events.attribution import Speakers
from geomap.events.clauses import split_sentences
from geomap.events.inflection import gerund, noun_forms, past_forms, third_person, verb_forms
from geomap.events.patterns import PatternIndex, compile_classes, compile_pattern
from geomap.events.triggers import Triggers
from geomap.files import data_file


def found(text):
    triggers = Triggers.shipped()
    splitter = Speakers.shipped().splitter(triggers.verbs)
    return [
        (hit.type, hit.mode)
        for sentence in split_sentences(text)
        for hit in triggers.find(sentence, splitter.split(sentence))
        if hit.needs != "place"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warplanes carried out an air strike on the depot.", ("ASSAULT", "aerial")),
        ("The army shelled three villages.", ("ASSAULT", "heavy-weapons")),
        ("Clashes broke out near the bridge.", ("ASSAULT", "firearms")),
        ("A truck hit a landmine.", ("ASSAULT", "explosives")),
        ("They launched drones at the port.", ("ASSAULT", "drone")),
        ("It launched a ballistic missile into the sea.", ("MOBILIZE", "weapons")),
        ("Police fired tear gas.", ("ASSAULT", "crowd-control")),
        ("Gunmen abducted a priest.", ("ASSAULT", "abduct")),
        ("Rebels captured the town.", ("COERCE", "seize")),
        ("The police arrested four suspects.", ("COERCE", "arrest")),
        ("A curfew was imposed.", ("COERCE", "curfew")),
        ("The ministry sent 400 troops to the border.", ("MOBILIZE", "troops")),
        ("The deployment of two brigades was announced.", ("MOBILIZE", "troops")),
        ("The group released two hostages.", ("RETREAT", "release")),
        ("The units withdrew from the hill.", ("RETREAT", "withdraw")),
        ("A ceasefire took effect.", ("RETREAT", "ceasefire")),
        ("Some 4,000 people fled the village.", ("SANCTION", "displacement")),
        ("The union imposed sanctions on two officers.", ("SANCTION", "discontinue")),
        ("Thousands rallied in the square.", ("PROTEST", "demo")),
        ("Teachers went on strike.", ("PROTEST", "strike")),
        ("The two ministers held talks.", ("CONSULT", None)),
        ("The charity delivered 20 tonnes of food.", ("AID", None)),
        ("They held a joint exercise.", ("COOPERATE", None)),
        ("The president praised the deal.", ("SUPPORT", None)),
        ("The parties agreed to a truce.", ("AGREE", None)),
        ("The envoy urged restraint.", ("REQUEST", None)),
        ("The council condemned the raid.", ("ACCUSE", "disapprove")),
        ("The group rejected the offer.", ("REJECT", None)),
        ("The general threatened to retaliate.", ("THREATEN", None)),
        ("The government lifted the ban on rallies.", ("CONCEDE", None)),
    ],
)
def test_a_trigger_gives_type_and_mode(text, expected):
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The striker scored a late goal and the coach hailed the win over the league leaders.",
        "A storm killed 34 people.",
        "The carrier strike group left port.",
        "He suffered a heart attack.",
        "Heavy rain is forecast for Tuesday.",
        "The company reported quarterly earnings.",
    ],
)
def test_sport_weather_and_business_trigger_nothing(text):
    assert found(text) == []


def test_a_noun_is_not_taken_for_the_verb():
    assert found("They live in an apartment block.") == []


def test_labour_turns_a_strike_into_a_protest():
    assert found("A strike by dock workers entered its third day.") == [("PROTEST", "strike")]


def test_passive_voice_is_seen():
    triggers = Triggers.shipped()
    splitter = Speakers.shipped().splitter(triggers.verbs)
    (sentence,) = split_sentences("Two peacekeepers killed in the town were buried.")
    (hit,) = triggers.find(sentence, splitter.split(sentence))
    assert hit.passive


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("seize", {"seize", "seizes", "seized", "seizing"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("withdraw", {"withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"}),
        ("ban", {"ban", "bans", "banned", "banning"}),
        ("clash", {"clash", "clashes", "clashed", "clashing"}),
        ("hit", {"hit", "hits", "hitting"}),
        ("shell", {"shell", "shells", "shelled", "shelling"}),
    ],
)
def test_verb_forms(lemma, forms):
    assert verb_forms(lemma) == forms


def test_single_forms():
    assert third_person("have") == "has"
    assert gerund("tie") == "tying"
    assert past_forms("model") == {"modeled", "modelled"}
    assert noun_forms("gunman") == {"gunman", "gunmen"}


def test_a_gap_spans_words_but_no_stop():
    classes = compile_classes({"troops": ["soldier.n"]})
    index = PatternIndex([compile_pattern("send.v *3 {troops}", classes)])
    assert index.find(["they", "sent", "two", "hundred", "soldiers"])[0][:2] == (1, 5)
    assert index.find(["they", "sent", "it", ".", "the", "soldiers"]) == []
    assert index.find(["they", "sent", "a", "very", "very", "very", "large", "soldiers"]) == []


def test_an_optional_word_may_be_missing():
    index = PatternIndex([compile_pattern("take.v the? city", {})])
    assert [match[:2] for match in index.find(["took", "city", "and", "took", "the", "city"])] == [
        (0, 2),
        (3, 6),
    ]


@pytest.mark.parametrize("text", ["", "*3", "{nothing} word", "the?"])
def test_a_bad_pattern_is_refused(text):
    with pytest.raises(DataError):
        compile_pattern(text, {})


@pytest.mark.parametrize(
    "source",
    [
        b"classes = {}\n[[trigger]]\ntype = 'WAR'\nkind = 'act'\npatterns = ['x']",
        b"classes = {}\n[[trigger]]\ntype = 'AID'\nkind = 'act'\npatterns = ['x']\nwhat = 1",
        b"not toml",
    ],
)
def test_a_bad_trigger_file_is_refused(source):
    with pytest.raises(DataError, match=r"triggers\.toml"):
        Triggers(source)


@given(st.text(max_size=300))
def test_clauses_cover_a_sentence_without_gaps(text):
    splitter = Speakers.shipped().splitter(Triggers.shipped().verbs)
    for sentence in split_sentences(text):
        clauses = splitter.split(sentence)
        edges = [0, *(clause.last for clause in clauses)]
        assert [clause.first for clause in clauses] == edges[:-1]
        assert edges[-1] == len(sentence.words)


@pytest.mark.parametrize("name", ["triggers", "modality"])
def test_every_shipped_pattern_fits_the_words_it_is_made_of(name):
    parsed = tomllib.loads(data_file(f"{name}.toml").read_text(encoding="utf-8"))
    classes = compile_classes(parsed.get("classes", {}))
    for entry in parsed.get("trigger", parsed.get("cue")):
        for text in entry["patterns"]:
            pattern = compile_pattern(text, classes)
            words = [min(element.words) for element in pattern if element.words and not element.optional]
            assert " " not in "".join(words), text
            found = PatternIndex([pattern]).find(words)
            assert any(match[:2] == (0, len(words)) for match in found), text


def test_every_pattern_stands_once_in_its_entry():
    parsed = tomllib.loads(data_file("triggers.toml").read_text(encoding="utf-8"))
    for entry in parsed["trigger"]:
        assert len(set(entry["patterns"])) == len(entry["patterns"]), entry["type"]
