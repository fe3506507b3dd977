"""Who says so without a verb of saying, and whom a pronoun means."""

import pytest

from geomap.events import extract
from geomap.events.wordlists import wordlist
from geomap.records import Document


def said(text):
    return [
        (one.speaker, text[one.start : one.end].rstrip(" .,"))
        for one in extract(Document(id="d", text=text), []).statements
    ]


TOLD = "12 people were killed in the market"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{TOLD}. Source: Kharkiv police", "Kharkiv police"),
        (f"{TOLD}.\nSource: Kharkiv police", "Kharkiv police"),
        (f"Source: Kharkiv police. {TOLD}.", "Kharkiv police"),
        (f"{TOLD}, per regional governor.", "regional governor"),
        (f"{TOLD}, per Ukrinform.", "Ukrinform"),
        (f"{TOLD} - OCHA", "OCHA"),
        (f"{TOLD} – officials", "officials"),
        (f"{TOLD}: army", "army"),
        (f"{TOLD} (AFP)", "AFP"),
        (f"{TOLD}. (AFP)", "AFP"),
        (f"{TOLD} (Reuters).", "Reuters"),
        (f"{TOLD}, a rebel commander claimed.", "a rebel commander"),
        (f"{TOLD}, residents reported.", "residents"),
        (f"🇺🇦 General Staff: {TOLD}.", "General Staff"),
        (f"🇺🇦General Staff said {TOLD}.", "General Staff"),
    ],
)
def test_whoever_signs_a_line_says_so(text, speaker):
    assert said(text) == [(speaker, TOLD)]


@pytest.mark.parametrize(
    "text",
    [
        f"{TOLD} at a rate of one per day.",
        f"{TOLD}, or 12 per cent of all.",
        f"{TOLD} - among them two nurses",
        f"{TOLD} – the army retreats",
        f"The cease-fire ended as {TOLD}.",
        f"{TOLD} (police station included).",
        f"GAO (AFP) - {TOLD}.",
        f"The strike came from the Armed Forces of the Philippines (AFP) as {TOLD}.",
    ],
)
def test_what_follows_a_mark_is_not_always_a_speaker(text):
    assert said(text) == []


@pytest.mark.parametrize("agency", wordlist("speakers")["agencies"])
def test_every_agency_signs_in_brackets_and_does_nothing(agency):
    text = f"Five soldiers were killed in an ambush ({agency.upper()})"
    report = extract(Document(id="d", text=text), [])
    assert [one.speaker for one in report.statements] == [agency.upper()]
    (event,) = report.events
    assert agency.upper() not in text[event.start : event.end]
    assert all("Philippines" not in actor.name for actor in (*event.actors, *event.recipients))


def test_a_source_vouches_for_its_own_lines_only():
    text = f"{TOLD}. The roof fell in.\nSource: Kharkiv police\n\nNine others died elsewhere."
    first, second = extract(Document(id="d", text=text), []).events
    assert first.statement.speaker == "Kharkiv police"
    assert second.statement is None


FILLER = " It rained. The road was closed. Snow fell on the hills. Schools stayed shut."


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (f"The ministry said {TOLD}. It said two were hurt.", ["The ministry"] * 2),
        (f"A spokesman said {TOLD}. He said two were hurt.", ["A spokesman"] * 2),
        (f"The ministry said {TOLD}. He said two were hurt.", ["The ministry"]),
        (f"General Amin said {TOLD}. It said two were hurt.", ["Amin"]),
        (f"The ministry said {TOLD}.{FILLER} It said two were hurt.", ["The ministry"]),
        (
            f"The army said {TOLD}. A spokesman said four fled. It said two were hurt.",
            ["The army", "A spokesman", "The army"],
        ),
    ],
)
def test_a_pronoun_means_the_last_fitting_speaker_within_a_few_sentences(text, speakers):
    assert [speaker for speaker, _ in said(text)] == speakers
