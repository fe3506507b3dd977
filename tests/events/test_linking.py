from datetime import date

import pytest

from geomap.events import extract
from geomap.records import Document, Mention, Place


def report(text, *names, published=None):
    mentions = []
    for name in names:
        place = Place(
            id=f"t:{name}", name=name, lon=1.0, lat=2.0, precision="city", feature="city", country="AA"
        )
        start = text.find(name)
        while start >= 0:
            mentions.append(
                Mention(start=start, end=start + len(name), text=name, kind="literal", place=place)
            )
            start = text.find(name, start + 1)
    mentions.sort(key=lambda mention: mention.start)
    return extract(Document(id="d", text=text, published=published), mentions)


def test_the_dead_belong_to_the_attack_of_the_clause_before():
    found = report("Gunmen attacked a convoy, killing 15 soldiers.")
    assert [event.type for event in found.events] == ["ASSAULT"]
    assert [figure.event for figure in found.figures] == ["d:e1"]


def test_the_dead_of_the_next_sentence_belong_to_it_too():
    found = report("A bomb exploded in Alpha. Three guards were killed and 10 people were wounded.", "Alpha")
    assert len(found.events) == 1
    assert {figure.event for figure in found.figures} == {"d:e1"}


def test_a_toll_at_another_place_stands_alone():
    found = report("A bomb exploded in Alpha. Three guards were killed in Bravo.", "Alpha", "Bravo")
    assert len(found.events) == 2


def test_a_deployment_told_twice_is_one():
    text = "The army sent 300 troops to Alpha. Later the army again sent 300 troops to Alpha."
    assert len(report(text, "Alpha").events) == 1


def test_the_attack_taken_up_again_is_no_second_one():
    text = "Gunmen attacked a school in Alpha on Monday. The attack in Alpha shocked the country."
    assert len(report(text, "Alpha").events) == 1


def test_a_figure_takes_the_modality_of_its_event():
    found = report("Togo will send 300 troops to Alpha.", "Alpha")
    assert [(figure.value, figure.modality) for figure in found.figures] == [(300, "planned")]


def test_a_figure_knows_who_said_it():
    found = report("The mayor said 12 people had been killed in the raid.")
    (figure,) = found.figures
    assert figure.statement is not None
    assert figure.statement.speaker == "The mayor"


def test_both_of_two_tolls_are_kept():
    text = "Rebels said 40 soldiers were killed in the ambush. The army said 12 soldiers were killed."
    assert sorted(figure.value for figure in report(text).figures) == [12, 40]


def test_a_day_is_carried_on_in_prose_but_not_to_the_next_bullet():
    day = date(2025, 5, 8)
    prose = report("Rebels attacked a base on Tuesday. Police arrested four men.", published=day)
    assert [event.date_end for event in prose.events] == [date(2025, 5, 6)] * 2
    bullets = report("- Rebels attacked a base on Tuesday.\n- Police arrested four men.", published=day)
    assert [event.date_end for event in bullets.events] == [date(2025, 5, 6), day]


def test_an_undated_event_happened_by_the_day_of_the_report():
    (event,) = report("Rebels attacked a base.", published=date(2025, 5, 8)).events
    assert (event.date_start, event.date_end, event.date_precision) == (None, date(2025, 5, 8), "before")


def test_no_date_is_made_up():
    (event,) = report("Rebels attacked a base.").events
    assert (event.date_start, event.date_end, event.date_precision) == (None, None, "unknown")


def test_a_figure_knows_whose_it_is():
    (figure,) = report("An ambush in Alpha left 12 soldiers dead.", "Alpha").figures
    assert figure.actor is not None
    assert figure.actor.type == "military"


def test_two_speakers_counts_of_one_attack_contradict_each_other():
    text = "A bomb exploded in Alpha. Police said 12 people were killed. Medics said 15 people were killed."
    first, second = report(text, "Alpha").figures
    assert first.conflicts_with == (second.id,)
    assert second.conflicts_with == (first.id,)


def retold(text):
    told = f"Gunmen killed eleven traders in Alpha on 3 May. Trade stopped. {text}"
    return report(told, "Alpha", "Bravo", published=date(2025, 5, 20)).events


@pytest.mark.parametrize(
    "text",
    [
        "Her brother was shot in the same ambush.",
        "After the killings nobody slept.",
        "Two of them were shot in Alpha on 3 May.",
    ],
)
def test_a_deed_told_again_is_one_event(text):
    assert [event.type for event in retold(text)] == ["ASSAULT"]


@pytest.mark.parametrize(
    "text", ["A bus was shelled in Alpha on 4 May.", "A bus was shelled in Bravo.", "Jets bombed Alpha."]
)
def test_another_day_place_or_weapon_is_another_event(text):
    assert len(retold(text)) == 2
