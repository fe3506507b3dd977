"""The word lists for tables: entry by entry."""

import tomllib
from typing import get_args

import pytest

from geomap.files import data_file
from geomap.records import ActorType, Category, DatePrecision, EventType, Modality, Precision
from geomap.tables.columns import normal as heading
from geomap.tables.columns import recognise
from geomap.tables.words import Vocabulary, normal

WORDS = tomllib.loads(data_file("table_words.toml").read_text(encoding="utf-8"))
COLUMNS = tomllib.loads(data_file("table_columns.toml").read_text(encoding="utf-8"))
ALIASES = [(meaning, alias) for meaning, aliases in COLUMNS["columns"].items() for alias in aliases]
FIGURES = [(name, alias) for name, aliases in COLUMNS["figures"]["categories"].items() for alias in aliases]
TYPES = [(entry["type"], entry.get("mode"), word) for entry in WORDS["types"] for word in entry["words"]]


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary()


@pytest.mark.parametrize(("meaning", "alias"), ALIASES)
def test_each_heading_is_understood(meaning, alias):
    assert alias == heading(alias)
    assert recognise([alias.replace("_", " ").title()]).places == {meaning: 0}


@pytest.mark.parametrize(("category", "alias"), FIGURES)
def test_each_heading_that_counts_is_understood(category, alias):
    assert category in get_args(Category)
    for name, bound in ((alias, "value"), (f"{alias}_min", "low"), (f"Max {alias}", "high")):
        (found,) = recognise([name]).figures
        assert (found.category, getattr(found, bound), found.group) == (category, 0, None)


def test_parts_of_a_total_are_told():
    (found,) = recognise(["Number of civilians killed (best)"]).figures
    assert (found.category, found.group, found.unit) == ("killed", "civilians", "civilians")


def test_three_estimates_together_count_the_dead():
    (found,) = recognise(["best", "high", "low"]).figures
    assert (found.value, found.high, found.low) == (0, 1, 2)
    assert recognise(["best", "high"]).figures == ()


def test_the_first_alias_wins_over_the_first_column():
    assert recognise(["year", "event_date"]).places["date"] == 1


def test_camel_case_and_units_in_brackets():
    found = recognise(["eventDate", "Latitude (WGS84)", "Longitude [deg]"])
    assert found.places == {"date": 0, "lat": 1, "lon": 2}


@pytest.mark.parametrize(("kind", "mode", "word"), TYPES)
def test_each_event_word_has_its_type(vocabulary, kind, mode, word):
    assert kind in get_args(EventType)
    assert word == normal(word)
    assert vocabulary.event_type(word.title()) == (kind, mode)


def test_no_word_stands_twice():
    words = [word for _, _, word in TYPES]
    assert len(words) == len(set(words))
    headings = [alias for _, alias in ALIASES] + [alias for _, alias in FIGURES]
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("ASSAULT", ("ASSAULT", None)),
        ("assault/drone", ("ASSAULT", "drone")),
        ("Shelling/artillery/missile attack", ("ASSAULT", "heavy-weapons")),
        ("Air/drone strike", ("ASSAULT", "aerial")),
        ("Suspected drone attack on a depot", ("ASSAULT", "drone")),
        ("Non-state actor overtakes territory", ("COERCE", "seize")),
        ("Missile test", ("MOBILIZE", "weapons")),
        ("Weather", None),
        ("", None),
    ],
)
def test_cells_of_event_types(vocabulary, cell, expected):
    assert vocabulary.event_type(cell) == expected


def test_codes_count_only_under_their_heading(vocabulary):
    assert vocabulary.event_type("3", "type_of_violence") == ("ASSAULT", "targeted")
    assert vocabulary.event_type("3", "event_type") is None
    assert vocabulary.precision("3", "geo_precision") == "adm1"
    assert vocabulary.precision("3", "where_prec") == "adm2"
    assert vocabulary.precision("3", "precision") is None


def test_each_list_gives_values_that_records_know():
    assert set(WORDS["modality"]) == set(get_args(Modality))
    assert set(WORDS["precision"]) <= set(get_args(Precision))
    assert set(WORDS["radius_km"]) == set(get_args(Precision))
    assert set(WORDS["date_precision"]) <= set(get_args(DatePrecision))
    assert set(WORDS["actor_types"]) <= set(get_args(ActorType))
    for codes in WORDS["precision_codes"].values():
        assert set(codes.values()) <= set(get_args(Precision))
    for codes in WORDS["date_precision_codes"].values():
        assert set(codes.values()) <= set(get_args(DatePrecision))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Military Forces of Sudan (2019-)", "military"),
        ("Government of Angola", "state"),
        ("Civilians (Syria)", "civilians"),
        ("Police Forces of Haiti", "police"),
        ("Mayi Mayi Militia", "militia"),
        ("Syrian insurgents", "non_state_armed_group"),
        ("Wagner Group", "other"),
    ],
)
def test_kinds_of_actors(vocabulary, name, kind):
    assert vocabulary.actor_type(name) == kind


@pytest.mark.parametrize(
    ("cell", "kind", "mode"),
    [
        ("Battles", "ASSAULT", "firearms"),  # as in ACLED's code book
        ("Explosions/Remote violence", "ASSAULT", "heavy-weapons"),
        ("State-based violence", "ASSAULT", None),
        ("One-sided violence", "ASSAULT", "targeted"),
    ],
)
def test_names_of_code_books_mean_the_same_in_plain_tables(vocabulary, cell, kind, mode):
    assert vocabulary.event_type(cell) == (kind, mode)
