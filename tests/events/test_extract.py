import time
from datetime import date

import pytest
from hostile_texts import HOSTILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.events import Extractor, extract
from geomap.records import Document, Mention, Place

# fmt: off
PIECES = st.sampled_from([
    "Rebels", "attacked", "said", "that", "if", ",", ".", ":", "\n", "\n\n", "- ", '"', "(", ")", "Alpha",
    "•", "killed", "12", "no", "did not", "will", "denies it", "on Monday", "according to", "and", "🔴",
    "’s", "1)", "U.S.", "—", "captured the town", "troops", "from", "to", "He", "claims",
])
# fmt: on
WORDS = st.lists(PIECES, max_size=40).map(" ".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=400), WORDS), st.one_of(st.none(), st.dates()), st.data())
def test_any_text_gives_spans_inside_it(text, published, data):
    mentions = []
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        kind = data.draw(st.sampled_from(["literal", "metonym", "demonym", "embedded", "vague"]))
        place = Place(id="t:1", name="X", lon=0.0, lat=0.0, precision="city", feature="city", country="AA")
        mentions = [Mention(start=start, end=end, text=text[start:end], kind=kind, place=place)]
    report = extract(Document(id="d", text=text, published=published), mentions)
    for record in (*report.events, *report.statements, *report.figures):
        assert 0 <= record.start < record.end <= len(text)
    assert [event.id for event in report.events] == [f"d:e{n}" for n in range(1, len(report.events) + 1)]
    known = {event.id for event in report.events}
    assert all(figure.event is None or figure.event in known for figure in report.figures)
    for event in report.events:
        assert event.date_start is None or event.date_end is None or event.date_start <= event.date_end


ODD = st.sampled_from(
    [
        "Source:",
        "Source: police",
        "(AFP)",
        "(",
        ")",
        " - OCHA",
        "per",
        ", per",
        "said",
        '"',
        "”",
        ",”",
        "said General",
        "🇺🇦",
        "🔴",
        "\u202e",
        "\u2066",
        "\ud800",
        "\x00",
        "\ufeff",
        "\u200b",
        "e\u0301",
        "’s",
        "--",
        "->",
        "→",
        "1.",
        "1)",
        "12",
        "2 000 000",
        "12,5 million",
        "half of the 400",
        "between 5 and",
        "-",
        "–",
        "among the 12 killed",
        "no",
        "a day later",
        "the same day",
        "on the 31st",
        "Q3 2024",
        "by the end of",
        "31 February",
        "came a week after",
        "the group",
        "The army",
        "They",
        "it said",
        "took",
        "M23",
        "Hamas",
        "denied",
        "and said",
        "if",
        "to discuss",
        "the town",
        "attacked",
        "killed",
        "shelled the ship",
        "the same ambush",
        "After the killings",
        ".",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "قصف",
        "空爆",
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.lists(ODD, max_size=40).map(" ".join), st.lists(ODD, max_size=25).map("".join)),
    st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max])),
)
def test_odd_texts_give_sound_records(text, published):
    report = extract(Document(id="d", text=text, published=published), [])
    for record in (*report.events, *report.statements, *report.figures):
        assert 0 <= record.start < record.end <= len(text)
    for statement in report.statements:
        assert any(letter.isalpha() for letter in statement.speaker)
    for figure in report.figures:
        known = [bound for bound in (figure.low, figure.value, figure.high) if bound is not None]
        assert known == sorted(known)
    for event in report.events:
        assert event.date_start is None or event.date_end is None or event.date_start <= event.date_end


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_do_no_harm(text):
    told = f"Rebels shelled {text} and killed 12 people, {text} said. Source: {text}"
    report = extract(Document(id="d", text=told), [])
    assert all(0 <= event.start < event.end <= len(told) for event in report.events)


@pytest.mark.parametrize(
    "unit",
    ["They shelled it. ", "Source: police. ", "Rebels shelled the town and killed 12 people ", '"', " - "],
)
def test_time_grows_with_length_and_not_faster(unit):
    def seconds(length):
        text = (unit * length)[:length]
        start = time.process_time()
        extract(Document(id="d", text=text, published=date(2025, 1, 1)), [])
        return time.process_time() - start

    seconds(1000)
    assert seconds(24_000) < 12 * seconds(6_000) + 0.3


def test_events_are_in_text_order():
    text = "Rebels captured the town. Jets bombed the port. The army withdrew from the hill."
    report = extract(Document(id="d", text=text), [])
    assert [event.type for event in report.events] == ["COERCE", "ASSAULT", "RETREAT"]
    assert [event.start for event in report.events] == sorted(event.start for event in report.events)


def test_the_quote_is_the_clause():
    text = "Officials said on Friday that rebels had captured the town; the road stayed open."
    (event,) = extract(Document(id="d", text=text), []).events
    assert text[event.start : event.end] == "that rebels had captured the town"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "🔴", "The weather was fine."])
def test_a_text_without_events_gives_none(text):
    assert extract(Document(id="d", text=text), []).events == ()


def test_the_report_keeps_document_and_mentions():
    document = Document(id="d", text="Rebels attacked a base in Alpha.", published=date(2025, 1, 1))
    mention = Mention(start=26, end=31, text="Alpha", kind="literal")
    report = extract(document, [mention])
    assert report.document is document
    assert report.mentions == (mention,)


def test_the_same_text_gives_the_same_report():
    text = "Police said gunmen attacked the market on Monday, killing 12 people. The army denied it."
    document = Document(id="d", text=text, published=date(2025, 1, 9))
    assert Extractor.shipped().extract(document, []) == Extractor.shipped().extract(document, [])


def test_the_day_of_the_saying_only_bounds_what_has_happened():
    text = "As many as 800 soldiers have been deployed to the border, the minister said on Thursday."
    (event,) = extract(Document(id="d", text=text, published=date(2024, 11, 1)), ()).events
    assert (event.date_start, event.date_end, event.date_precision) == (None, date(2024, 10, 31), "before")


def test_the_nearest_date_governs_and_a_dateline_never():
    text = "GOMA, Oct. 16 - The army said on Tuesday that rebels captured the town of Sake on Sunday."
    report = extract(Document(id="d", text=text, published=date(2024, 10, 16)), ())
    assert [event.date_start for event in report.events] == [date(2024, 10, 13)]
