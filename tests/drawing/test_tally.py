"""What was drawn and what not, in words."""

import example_reports as examples
import pytest

from geomap.drawing import tally
from geomap.drawing.strings import strings
from geomap.drawing.tally import in_words
from geomap.features import tables
from geomap.layering import load_layers


@pytest.fixture(scope="module")
def layers():
    return list(load_layers().values())


def counts(reports, layers, **more):
    return tally(tables(reports, examples.shape_of), layers, **more)


def test_the_sentence_says_what_was_drawn_and_why_the_rest_was_not(layers):
    found = counts([examples.korean_troops()], layers, names=9, placed=8)

    assert found.sentence == (
        "9 names, 8 placed; 7 events: 4 drawn, 3 not (1 planned, 1 denied, 1 without a place); "
        "4 figures: 3 drawn"
    )


def test_names_are_left_out_where_none_were_counted(layers):
    assert counts(examples.both(), layers).sentence.startswith("15 events: 11 drawn")


def test_one_of_each_is_written_in_the_singular(layers):
    from geomap.layering.sample import one_of_each

    assert counts([one_of_each()], layers, names=1, placed=1).sentence == (
        "1 name, 1 placed; 1 event: 1 drawn; 1 figure: 0 drawn"
    )


def test_no_events_at_all(layers):
    assert counts([], layers).sentence == "0 events; 0 figures"


def test_a_planned_movement_counts_as_drawn_since_it_is_drawn_dashed(layers):
    found = counts([examples.border_strikes()], layers)

    assert [reason for _, reason in found.omitted] == ["negated"]


def test_an_event_of_a_kind_that_no_layer_shows_says_so(layers):
    only_strikes = [layer for layer in layers if layer.id == "strikes"]
    found = counts([examples.border_strikes()], only_strikes)

    assert [reason for _, reason in found.omitted].count("no_layer") == 1


def test_every_reason_has_words():
    words = strings()

    for reason in ("planned", "hypothetical", "negated", "no_place", "no_layer"):
        assert words.word("reason", reason) != reason or reason in {"planned", "hypothetical"}
        assert words.word("reason_long", reason) != reason


def test_large_counts_are_grouped(layers):
    found = counts([], layers, names=41234, placed=1)

    assert in_words(found, strings()).startswith("41,234 names")
