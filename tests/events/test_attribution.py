import pytest

from geomap.events import extract
from geomap.records import Document, Mention, Place


def statements(text, mentions=()):
    report = extract(Document(id="d", text=text), list(mentions))
    return [(one.speaker, one.role, text[one.start : one.end]) for one in report.statements]


def test_said_with_a_clause():
    assert statements("Police said gunmen had attacked the market.") == [
        ("Police", None, "gunmen had attacked the market.")
    ]


def test_said_at_the_end():
    ((speaker, _, quote),) = statements("Gunmen attacked the market, a local official said.")
    assert speaker == "a local official"
    assert quote.startswith("Gunmen attacked the market")


def test_according_to():
    ((speaker, _, quote),) = statements("Two guards died in the blast, according to the hospital.")
    assert speaker == "the hospital"
    assert quote.startswith("Two guards died")


def test_role_and_name_are_told_apart():
    ((speaker, role, _),) = statements("Foreign Minister Ana Lima said the border was closed.")
    assert (speaker, role) == ("Ana Lima", "Foreign Minister")


def test_a_pronoun_is_the_last_named_speaker():
    text = "General Jo Brandt said the town was calm. He added that troops had withdrawn from the hill."
    assert [speaker for speaker, _, _ in statements(text)] == ["Jo Brandt", "Jo Brandt"]


def test_a_pronoun_without_a_name_says_nothing():
    assert statements("He said the town was calm.") == []


def test_a_metonym_before_a_colon_speaks_and_a_place_does_not():
    text = "Kigali: no soldier is there."
    place = Place(id="x", name="Kigali", lon=30.1, lat=-1.9, precision="city", feature="city", country="RW")
    metonym = Mention(start=0, end=6, text="Kigali", kind="metonym", place=place)
    literal = Mention(start=0, end=6, text="Kigali", kind="literal", place=place)
    assert [speaker for speaker, _, _ in statements(text, [metonym])] == ["Kigali"]
    assert statements(text, [literal]) == []


@pytest.mark.parametrize(
    "text", ["The report was late.", "Casualties reported daily.", "An earlier count of two."]
)
def test_nouns_and_participles_are_no_sayings(text):
    assert statements(text) == []


def test_an_event_carries_its_statement():
    report = extract(Document(id="d", text="The mayor said two shells had hit the school."), [])
    (event,) = report.events
    assert event.statement is not None
    assert event.statement.speaker == "The mayor"


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("The governor put the number of dead at 40.", "The governor", "the number of dead at 40."),
        ("The Shan State Front (SSF) said it took the base.", "The Shan State Front", "it took the base."),
        (
            "The army lost a thousand men, Smith told reporters in Geneva.",
            "Smith",
            "The army lost a thousand men,",
        ),
        (
            '"They lose a thousand men a day," Smith told reporters, calling it a sign of weakness.',
            "Smith",
            '"They lose a thousand men a day,',
        ),
    ],
)
def test_less_plain_ways_of_saying(text, speaker, said):
    statement = extract(Document(id="d", text=text), ()).statements[0]
    assert (statement.speaker, text[statement.start : statement.end]) == (speaker, said)


@pytest.mark.parametrize(
    "text",
    [
        "The Kremlin neither confirmed nor denied the presence of troops.",
        "The United States sent a carrier to the gulf.",
    ],
)
def test_what_is_no_statement_has_no_speaker(text):
    assert extract(Document(id="d", text=text), ()).statements == ()


@pytest.mark.parametrize(
    ("text", "speaker", "role", "told"),
    [
        ('"We shelled the base," said General Omar Amin.', "Omar Amin", "General", "We shelled the base"),
        ("“We shelled the base”, says a facilitator.", "a facilitator", None, "We shelled the base"),
        (
            '"We shelled the base", said Omar Amin, adding that two posts burned.',
            "Omar Amin",
            None,
            "We shelled the base",
        ),
        ("Jets bombed the port, said the governor.", "the governor", None, "Jets bombed the port"),
        (
            "The governor, a former judge, said jets bombed the port.",
            "The governor",
            None,
            "jets bombed the port",
        ),
    ],
)
def test_a_speaker_may_follow_the_verb_or_be_described(text, speaker, role, told):
    ((name, part, quote),) = statements(text)
    assert (name, part, quote.strip(' "“”,.')) == (speaker, role, told)


def test_what_is_said_to_be_is_nobodys_statement():
    assert statements("The rebels, said to be from the north, shelled the base.") == []
