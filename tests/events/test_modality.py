import pytest

from geomap.errors import DataError
from geomap.events import extract
from geomap.events.modality import Modalities
from geomap.records import Document


def modalities(text, event_type):
    report = extract(Document(id="d", text=text), [])
    return [event.modality for event in report.events if event.type == event_type]


@pytest.mark.parametrize(
    ("text", "event_type", "expected"),
    [
        ("Rebels captured the town on Monday.", "COERCE", "occurred"),
        ("Bloggers claim the town has been captured.", "COERCE", "claimed"),
        ("The town was reportedly captured by rebels.", "COERCE", "claimed"),
        ("A column of tanks is believed to be moving from the capital to the coast.", "MOBILIZE", "claimed"),
        ("The state will send 500 troops to the north.", "MOBILIZE", "planned"),
        ("The army plans to withdraw from the valley.", "RETREAT", "planned"),
        ("Kenya to send 600 soldiers to the island.", "MOBILIZE", "planned"),
        ("The president ordered troops to withdraw from the city.", "RETREAT", "planned"),
        ("It said it would withdraw its forces by July.", "RETREAT", "planned"),
        ("If the rebels attack the dam, thousands may drown.", "ASSAULT", "hypothetical"),
        ("Rebels could attack the capital.", "ASSAULT", "hypothetical"),
        ("Residents fear further raids on the village.", "ASSAULT", "hypothetical"),
        ("Should these units attack the border, the pact will apply.", "ASSAULT", "hypothetical"),
        ("The soldiers did not attack the village.", "ASSAULT", "negated"),
        ("Rebels failed to capture the airport.", "COERCE", "negated"),
        ("The unit was due to withdraw from the base but had not done so by Friday.", "RETREAT", "negated"),
        ("There is no evidence that troops attacked the school.", "ASSAULT", "negated"),
        ("Reports that rebels had bombed the port are false.", "ASSAULT", "negated"),
        ("The minister condemned the raid.", "ACCUSE", "occurred"),
        ("The envoy urged the rebels to withdraw from the town.", "REQUEST", "occurred"),
    ],
)
def test_modality_of_a_clause(text, event_type, expected):
    assert modalities(text, event_type) == [expected]


def test_what_is_asked_for_is_no_event_of_its_own():
    assert modalities("The envoy urged the rebels to withdraw from the town.", "RETREAT") == []


def test_a_denial_by_another_party_makes_a_claim_disputed():
    text = "Rebels say they have captured the airport. The army denies it."
    assert modalities(text, "COERCE") == ["disputed"]


def test_a_labelled_reply_disputes_too():
    text = 'UN experts: 2,000 soldiers operating alongside rebels. Government: "not one soldier is there".'
    assert modalities(text, "MOBILIZE") == ["disputed"]


def test_a_day_to_come_makes_an_event_planned():
    from datetime import date

    document = Document(id="d", text="The summit opens in the capital tomorrow.", published=date(2025, 3, 3))
    (event,) = extract(document, []).events
    assert (event.modality, event.date_start) == ("planned", date(2025, 3, 4))


def test_a_belligerents_own_deed_is_a_claim_and_the_police_report_is_not():
    assert modalities("Hezbollah said it had fired rockets at the base.", "ASSAULT") == ["claimed"]
    assert modalities("Police said they had arrested four men.", "COERCE") == ["occurred"]


def test_a_bad_cue_file_is_refused():
    with pytest.raises(DataError, match=r"modality\.toml"):
        Modalities(b"[[cue]]\nmodality = 'perhaps'\nside = 'before'\nreach = 1\npatterns = ['x']")


@pytest.mark.parametrize(
    "text",
    [
        "The front denied it had killed 12 civilians in the valley.",
        "The militants deny they killed 9 soldiers near the river.",
        "The general rejected claims that his men had killed 60 villagers.",
        "The army denied killing 12 civilians.",
    ],
)
def test_a_denied_toll_did_not_happen(text):
    report = extract(Document(id="d", text=text), ())
    assert [figure.modality for figure in report.figures] == ["negated"]
    assert all(event.modality == "negated" or event.type == "REJECT" for event in report.events)


def test_what_is_said_beside_a_denial_stands():
    report = extract(Document(id="d", text="He denied it, saying that 40 people were killed in a flood."), ())
    assert [figure.modality for figure in report.figures] == ["occurred"]


@pytest.mark.parametrize(
    "text",
    [
        "The army denied that its planes had bombed the hospital.",
        "The army denied having bombed the hospital and burned the market.",
    ],
)
def test_a_denial_is_an_act_of_speech_that_happened(text):
    (event,) = extract(Document(id="d", text=text), []).events
    assert (event.type, event.modality, event.places) == ("REJECT", "occurred", ())


def test_what_is_said_after_a_denial_is_told_and_not_denied():
    text = "The ministry denied firing on civilians and said its troops had captured the town."
    report = extract(Document(id="d", text=text), [])
    assert [(event.type, event.modality) for event in report.events] == [
        ("REJECT", "occurred"),
        ("COERCE", "occurred"),
    ]
    assert {one.speaker for one in report.statements} == {"The ministry"}


def test_dead_that_are_denied_are_not_counted():
    (figure,) = extract(Document(id="d", text="The army denied it had killed 40 civilians."), []).figures
    assert figure.modality == "negated"


def test_a_denial_of_having_done_it_disputes_what_was_told():
    text = "Tank shells hit a camp, medics said. The army denied having struck the area."
    first, denial = extract(Document(id="d", text=text), []).events
    assert (first.modality, denial.type) == ("disputed", "REJECT")
