"""The rules of linking, entry by entry."""

import tomllib
from collections import Counter

import pytest

from geomap.files import data_file
from geomap.stories.rules import Rules

RULES = Rules.shipped()
MODES = {
    trigger["mode"]
    for trigger in tomllib.loads(data_file("triggers.toml").read_text(encoding="utf-8"))["trigger"]
    if "mode" in trigger
}


def twice(words):
    return [word for word, count in Counter(words).items() if count > 1]


def test_nothing_stands_twice():
    assert not twice(mode for modes in RULES.kinds.values() for mode in modes)
    assert not twice(word for group in RULES.targets.groups for word in group)
    assert not twice(tuple(sorted(pair)) for pair in RULES.alike.pairs)
    assert not twice(
        (type_, *sorted(modes)) for family in RULES.family for type_, modes in family.types.items()
    )


@pytest.mark.parametrize("pair", RULES.alike.pairs)
def test_kinds_that_are_alike_are_kinds_and_go_both_ways(pair):
    one, other = pair
    assert one != other
    assert RULES.may_be_one(one, other)
    assert RULES.may_be_one(other, one)
    for kind in pair:
        assert kind in RULES.kinds or RULES.kind_of(kind) == kind


@pytest.mark.parametrize("kind", [*RULES.kinds, *RULES.alike.seldom])
def test_every_kind_is_of_modes_that_texts_or_tables_have(kind):
    known = MODES | {"missile", "primitive", "ceasefire"}
    assert set(RULES.kinds.get(kind, [kind])) <= known


def test_a_type_named_with_its_mode_goes_before_the_type_alone():
    family = {family.id: number for number, family in enumerate(RULES.family)}
    assert RULES.family_of(("COERCE", "seize")) == family["attack"]
    assert RULES.family_of(("COERCE", "arrest")) == family["restraint"]
    assert RULES.family_of(("ASSAULT", "crowd-control")) == family["protest"]
    assert RULES.family_of(("ASSAULT", None)) == family["attack"]
    assert RULES.family_of(("REQUEST", None)) is None


def test_place_and_day_alone_never_reach_the_threshold():
    points = RULES.points
    assert points.same_place + points.same_days < RULES.threshold
    assert points.same_place + points.same_days + points.same_kind < RULES.threshold


def test_words_are_in_small_letters():
    words = [word for group in RULES.targets.groups for word in group] + RULES.revised.phrases
    assert all(word == word.lower() for word in words)
