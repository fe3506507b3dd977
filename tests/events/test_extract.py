from datetime import date

import pytest
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
