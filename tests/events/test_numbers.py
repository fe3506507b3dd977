import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.events.nonfigures import cover
from geomap.events.numbers import bounds, find_numbers
from geomap.events.numerals import read_numeral
from geomap.events.wordlists import wordlist

_WORDS = (
    "at least|as many as|over|about|between|from|to|and|or|-|–|,|.|12|3,000|1.4 million|400k|dozens of|two|"
    "hundred|a few|half a million|killed|soldiers|Oct. 31|2024|T-72|$5|km|%|100+|(|)|\n|one of the|several"
)
_PIECES = st.sampled_from(_WORDS.split("|"))


def only(text):
    found = find_numbers(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8", 8),
        ("3,000", 3000),
        ("1.4 million", 1_400_000),
        ("400k", 400_000),
        ("2.5bn", 2_500_000_000),
        ("8.000", 8000),
        ("seventeen", 17),
        ("Twenty-three", 23),
        ("two hundred and fifty", 250),
        ("five thousand", 5000),
        ("half a million", 500_000),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("a hundred", 100),
        ("a million and a half", 1_500_000),
        ("6.5 lakh", 650_000),
        ("8\u00a0000", 8000),
    ],
)
def test_numerals_have_their_value(text, value):
    assert read_numeral(text).value == value
    assert only(f"{text} people fled").value == value


@pytest.mark.parametrize(
    ("text", "words", "reading"),
    [
        ("as many as 8,000 troops", "as many as 8,000", (8000, None, 8000, "at_most")),
        ("some 10,000 soldiers", "some 10,000", (10000, None, None, "about")),
        ("over 1,200 casualties", "over 1,200", (1200, 1200, None, "more_than")),
        ("at least some 20 people", "at least some 20", (20, 20, None, "at_least")),
        ("no fewer than 12 dead", "no fewer than 12", (12, 12, None, "at_least")),
        ("no more than 300 men", "no more than 300", (300, None, 300, "at_most")),
        ("fewer than 50 men", "fewer than 50", (50, None, 50, "less_than")),
        ("Nearly 40 balloons", "Nearly 40", (40, None, 40, "almost")),
        ("Approx. 400k people", "Approx. 400k", (400000, None, None, "about")),
        ("~80 personnel", "~80", (80, None, None, "about")),
        ("≥5 killed", "≥5", (5, 5, None, "at_least")),
        ("100+ wounded", "100+", (100, 100, None, "at_least")),
        ("12 or more dead", "12 or more", (12, 12, None, "at_least")),
        ("20 or so fighters", "20 or so", (20, None, None, "about")),
        ("from 130 to 400", "from 130 to 400", (None, 130, 400, "range")),
        ("between 200 and 300 troops", "between 200 and 300", (None, 200, 300, "range")),
        ("3,000–4,000 soldiers", "3,000–4,000", (None, 3000, 4000, "range")),
        ("15-20 thousand people", "15-20 thousand", (None, 15000, 20000, "range")),
        ("two or three shells", "two or three", (None, 2, 3, "range")),
        ("dozens of soldiers", "dozens of", (None, None, None, "vague")),
        ("several dozen shots", "several dozen", (None, None, None, "vague")),
        ("a few losses", "a few", (None, None, None, "vague")),
        ("a further 12 people", "a further 12", (12, 12, 12, "exact")),
        ("exactly 5 men", "exactly 5", (5, 5, 5, "exact")),
    ],
)
def test_bounds_go_into_span_and_reading(text, words, reading):
    number = only(text)
    assert text[number.start : number.end] == words
    assert (number.value, number.low, number.high, number.qualifier) == reading


def test_a_change_is_two_numbers_and_not_a_range():
    before, after = find_numbers("the toll rose from 12 to 15 people")
    assert (before.value, after.value) == (12, 15)
    assert before.change
    assert not after.change


def test_over_of_handing_over_is_no_bound():
    assert only("handing over six vehicles").qualifier == "exact"


def test_a_hyphen_joins_only_words_that_still_count():
    assert only("a 1,000-strong force").joined == "strong"
    assert find_numbers("the 16-nation mission") == []


def _examples(table):
    return [example for entry in wordlist("nonfigures")[table] for example in entry["examples"]]


@pytest.mark.parametrize("table", ["shape", "before", "after", "one_before", "one_after"])
def test_every_kind_of_number_that_counts_nothing_is_left_out(table):
    assert [example for example in _examples(table) if find_numbers(example)] == []


@pytest.mark.parametrize(
    "qualifier", ["at_least", "more_than", "at_most", "less_than", "almost", "about", "exact"]
)
def test_every_bound_phrase_is_read_as_its_kind(qualifier):
    for phrase in wordlist("numbers")["before"][qualifier]:
        text = f"They counted {phrase} 250 people"
        number = only(text)
        expected = (250.0, *bounds(250.0, qualifier), qualifier)
        assert (number.value, number.low, number.high, number.qualifier) == expected, phrase


def test_every_vague_term_is_read_whole():
    for term in wordlist("numbers")["vague"]["terms"]:
        text = f"They saw {term} soldiers"
        number = only(text)
        assert number.qualifier == "vague"
        assert text[number.core : number.end] == term


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=30).map(" ".join)))
@settings(deadline=None)
def test_any_text_gives_numbers_in_order_inside_it(text):
    found = find_numbers(text)
    assert [number.core for number in found] == sorted(number.core for number in found)
    for number in found:
        assert 0 <= number.start <= number.core < number.end <= len(text)
        known = [bound for bound in (number.low, number.value, number.high) if bound is not None]
        assert known == sorted(known)
        assert bool(known) == (number.qualifier != "vague")


@given(st.text())
def test_covering_keeps_every_offset(text):
    assert len(cover(text)) == len(text)


@pytest.mark.parametrize(
    "unit", ["1,1,1,", "1-2-", "999", "$1", "1A", "a-1", "12 and ", "over over 5 ", "from 3 to ", "1 000 "]
)
def test_time_grows_with_length_and_not_faster(unit):
    def seconds(length):
        text = (unit * length)[:length]
        start = time.process_time()
        find_numbers(text)
        return time.process_time() - start

    seconds(1000)
    assert seconds(12_000) < 12 * seconds(3_000) + 0.2
