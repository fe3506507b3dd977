"""Sentences and tokens."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.language import sentences, tokenize


def words(text):
    return [token.text for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kursk's men", ["Kursk", "'s", "men"]),
        ("U.S. troops", ["U.S.", "troops"]),
        ("3,000–4,000 men", ["3,000", "–", "4,000", "men"]),
        ("solid-fuel T-72s", ["solid-fuel", "T-72s"]),
        ("O'Brien doesn't", ["O'Brien", "doesn't"]),
        ("at 02:00.", ["at", "02:00", "."]),
        ("(El Fasher)", ["(", "El", "Fasher", ")"]),
    ],
)
def test_tokens(text, expected):
    assert words(text) == expected


@given(st.text())
def test_tokens_say_where_they_stand(text):
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(left.end <= right.start for left, right in itertools.pairwise(tokens))


def test_a_line_break_ends_a_sentence():
    text = "• Pokrovsk axis: 37 assaults\n• Kurakhove: an air strike. Four died."
    assert [text[start:end] for start, end in sentences(text)] == [
        "• Pokrovsk axis: 37 assaults",
        "• Kurakhove: an air strike.",
        "Four died.",
    ]


def test_initialisms_do_not_end_a_sentence():
    text = "The U.S. said Gen. Smith had left. He denied it."
    assert len(sentences(text)) == 2


@given(st.text(max_size=300))
def test_sentences_lie_in_the_text_in_order(text):
    spans = sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))


def test_text_that_runs_on_without_a_stop_is_cut_at_spaces():
    text = "A strike killed 5 people in Kharkiv on Monday and " * 400
    spans = sentences(text)
    assert max(end - start for start, end in spans) <= 2000
    assert " ".join(text[start:end] for start, end in spans) == text.strip()
