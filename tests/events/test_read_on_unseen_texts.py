"""Ways of speaking that texts from outside showed to be misread: who, where and when."""

from datetime import date

import pytest

from geomap.pipeline import Toolkit
from geomap.records import Document, Event, Report


@pytest.fixture(scope="module")
def toolkit() -> Toolkit:
    return Toolkit.shipped(tagger="fast")


def _report(toolkit: Toolkit, text: str, published: date | None = date(2026, 6, 15)) -> Report:
    return toolkit.report(Document(id="d", text=text, published=published))


def _event(toolkit: Toolkit, text: str) -> Event:
    (event,) = _report(toolkit, text).events
    return event


def _places(event: Event) -> list[tuple[str, str]]:
    return [(at.role, at.place.name) for at in event.places]


def _actors(event: Event) -> list[str]:
    return [actor.name for actor in event.actors]


@pytest.mark.parametrize(
    "text",
    [
        "Border fighting\n\n15 March 2026. The army captured Goma on Friday.",
        "Morning briefing, 15 March 2026\n\nThe army captured Goma on Friday.",
        "GOMA, 15 March 2026 (Wire) - The army captured Goma on Friday.",
    ],
)
def test_the_day_of_a_dateline_dates_the_document_and_what_it_tells(toolkit: Toolkit, text: str) -> None:
    report = _report(toolkit, text, published=None)
    assert report.document.published == date(2026, 3, 15)
    assert report.events[-1].date_start == date(2026, 3, 13)


def test_at_least_is_no_target(toolkit: Toolkit) -> None:
    event = _event(toolkit, "Hezbollah fired at least 35 rockets towards Haifa.")
    assert _actors(event) == ["Hezbollah"]
    assert event.recipients == ()


def test_two_joined_towns_are_both_where_it_was(toolkit: Toolkit) -> None:
    event = _event(toolkit, "Israeli warplanes struck Nabatieh and the outskirts of Tyre on Monday.")
    assert [role for role, _ in _places(event)] == ["location", "location"]


def test_the_home_of_who_reports_is_no_place_of_the_toll(toolkit: Toolkit) -> None:
    text = "Air strikes on Kyauktaw wounded 17 on Thursday, according to the Rakhine-based outlet Narinjara."
    report = _report(toolkit, text)
    assert [_places(event) for event in report.events] == [[("location", "Kyauktaw")]]
    assert not any(place.name.startswith("Rakhine") for figure in report.figures for place in figure.places)


def test_a_name_that_nobody_knows_is_not_put_where_the_lines_before_were(toolkit: Toolkit) -> None:
    text = "Rebels ambushed a column near Monywa on Friday. The military plans to retake Qaxxawun."
    assert _places(_report(toolkit, text).events[-1]) == []


def test_what_a_town_is_the_capital_of_only_holds_it(toolkit: Toolkit) -> None:
    event = _event(toolkit, "Rebels captured Sittwe, the capital of Rakhine State, on Friday.")
    assert _places(event) == [("location", "Sittwe"), ("within", "Rakhine State")]


def test_a_claim_with_its_day_behind_it_is_a_claim(toolkit: Toolkit) -> None:
    event = _event(toolkit, "The Arakan Army captured Sittwe on Monday, the group claimed on Friday.")
    assert event.modality == "claimed"
    assert event.statement is not None
    assert event.statement.speaker == "Arakan Army"


def test_an_attack_that_is_claimed_by_somebody_was_said_by_nobody(toolkit: Toolkit) -> None:
    event = _event(toolkit, "A bomb killed 12 in Kirkuk, an attack claimed on Friday by the Islamic State.")
    assert event.statement is None


def test_they_of_a_speaker_is_the_speaker(toolkit: Toolkit) -> None:
    event = _event(toolkit, "The Rapid Support Forces said on Monday they had taken control of Bara.")
    assert _actors(event) == ["Rapid Support Forces"]


def test_they_after_somebody_else_is_not_the_speaker(toolkit: Toolkit) -> None:
    event = _event(toolkit, "The army said rebels attacked Goma and they killed two.")
    assert _actors(event) == ["rebels"]


def test_a_state_that_only_says_where_suffers_nothing(toolkit: Toolkit) -> None:
    assert _event(toolkit, "Russian forces shelled the Ukrainian border city of Kherson.").recipients == ()


def test_a_convoy_that_leaves_for_a_town_is_on_its_way(toolkit: Toolkit) -> None:
    event = _event(toolkit, "A convoy of the Africa Corps left Gao for Douentza on Monday, residents said.")
    assert (event.type, event.mode) == ("MOBILIZE", "troops")
    assert [role for role, _ in _places(event)] == ["origin", "destination"]


def test_troops_that_are_expected_are_yet_to_come(toolkit: Toolkit) -> None:
    event = _event(toolkit, "Some 2,000 North Korean sappers are expected in Kursk region by December.")
    assert event.modality == "planned"
    assert event.date_end == date(2026, 12, 31)


def test_rebels_that_advanced_did_so_themselves(toolkit: Toolkit) -> None:
    assert _actors(_event(toolkit, "Rebels advanced on Bamako on Monday.")) == ["Rebels"]


def test_families_that_reach_a_town_have_arrived(toolkit: Toolkit) -> None:
    (figure,) = _report(toolkit, "About 1,200 families reached Renk in South Sudan.").figures
    assert figure.category == "arrivals"


@pytest.mark.parametrize(
    "text",
    [
        "Ukrainian forces recently advanced in the Kupyansk direction.",
        "Geolocated footage indicates that Russian forces marginally advanced in Siversk.",
        "Russian forces attacked near Pokrovsk itself.",
    ],
)
def test_forces_that_advance_or_attack_near_a_town_do_so_themselves(toolkit: Toolkit, text: str) -> None:
    event = _event(toolkit, text)
    assert event.type == "ASSAULT"
    assert len(event.actors) == 1
    assert event.recipients == ()
    assert event.places


def test_a_headline_without_a_stop_tells_who_was_attacked(toolkit: Toolkit) -> None:
    event = _event(toolkit, "Peacekeepers attacked in Sake")
    assert event.actors == ()
    assert [actor.name for actor in event.recipients] == ["Peacekeepers"]


def test_missiles_and_drones_come_from_the_directions_named(toolkit: Toolkit) -> None:
    text = (
        "Russian forces launched two Iskander-M ballistic missiles from Crimea and 90 Shahed-type drones"
        " from the directions of Kursk and Oryol on Tuesday."
    )
    event = _event(toolkit, text)
    assert event.type == "ASSAULT"
    assert {role for role, _ in _places(event)} == {"origin"}


def test_who_dies_suffers(toolkit: Toolkit) -> None:
    event = _event(toolkit, "Four civilians died in Kotli on Monday after shelling.")
    assert "civilians" in [actor.name for actor in event.recipients]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Abu Shouk camp shelled again, 7 killed (Emergency Response Room)", "Emergency Response Room"),
        ("Kharkiv: overnight missile attack, 3 dead (regional governor)", "regional governor"),
        ("The army launched an offensive and said rebels had attacked Goma.", "The army"),
    ],
)
def test_who_stands_behind_what_is_told(toolkit: Toolkit, text: str, speaker: str) -> None:
    event = _report(toolkit, text).events[-1]
    assert event.statement is not None
    assert event.statement.speaker == speaker


def test_claims_that_are_rejected_are_a_noun(toolkit: Toolkit) -> None:
    report = _report(toolkit, 'The Pakistani army rejected the Indian claims as "baseless" on Saturday.')
    assert [event.type for event in report.events] == ["REJECT"]
    assert report.statements == ()


def test_a_dated_heading_reports_nothing(toolkit: Toolkit) -> None:
    text = "Russian Offensive Campaign Assessment, February 3, 2026\n\nRussian forces seized Rodynske."
    report = _report(toolkit, text, published=None)
    assert [(event.type, event.mode) for event in report.events] == [("COERCE", "seize")]


def test_two_offices_before_a_dash_are_where_it_was_written(toolkit: Toolkit) -> None:
    event = _event(toolkit, "Kinshasa/Goma - M23 rebels captured Bukavu on Monday.")
    assert _places(event) == [("location", "Bukavu")]


def test_one_town_before_a_dash_may_be_where_it_was(toolkit: Toolkit) -> None:
    event = _event(toolkit, "Kharkiv – 3 dead in a missile attack.")
    assert _places(event) == [("location", "Kharkiv")]


def test_what_holds_the_place_that_drones_came_from_was_not_struck(toolkit: Toolkit) -> None:
    text = "Russian forces launched 90 Shahed drones from Kursk and Millerovo, Rostov Oblast, on Tuesday."
    assert {role for role, _ in _places(_event(toolkit, text))} == {"origin"}
