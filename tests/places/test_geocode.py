"""Names typed by people: containers narrow, unknown villages step up, answers are ranked."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.places import Gazetteer
from geomap.places.geocode import best_place, geocode


@pytest.mark.parametrize(
    ("name", "found", "country", "admin1", "precision"),
    [
        ("Long Beach, CA", "Long Beach", "US", "California", "city"),
        ("Paris, Texas", "Paris", "US", "Texas", "city"),
        ("Paris", "Paris", "FR", None, "city"),
        ("Goma, DRC", "Goma", "CD", "North Kivu", "city"),
        ("Goma (DRC)", "Goma", "CD", "North Kivu", "city"),
        ("Goma DRC", "Goma", "CD", "North Kivu", "city"),
        ("Kursk Oblast", "Kursk Oblast", "RU", "Kursk Oblast", "adm1"),
        ("Kursk", "Kursk", "RU", "Kursk Oblast", "city"),
        ("Al Fashir, North Darfur", "El Fasher", "SD", "North Darfur", "city"),
        ("Nyala, Darfur", "Nyala", "SD", "South Darfur", "city"),
        ("Tbilisi, Georgia", "Tbilisi", "GE", None, "city"),
        ("Atlanta, Georgia", "Atlanta", "US", "Georgia", "city"),
        ("Springfield, Illinois, USA", "Springfield", "US", "Illinois", "city"),
        ("Sevastopol, Crimea", "Sevastopol", "UA", None, "city"),
        ("Kherson, UA", "Kherson", "UA", None, "city"),
        ("Myanmar", "Myanmar", "MM", None, "country"),
    ],
)
def test_the_first_answer_is_the_place_meant(gazetteer, name, found, country, admin1, precision):  # noqa: PLR0917
    place = geocode(gazetteer, name)[0].place
    assert (place.name, place.country, place.precision) == (found, country, precision)
    assert admin1 is None or place.admin1 == admin1


def test_washington_dc_is_one_name(gazetteer):
    place = geocode(gazetteer, "Washington, D.C.")[0].place
    assert (place.name, round(place.lat)) == ("Washington", 39)


@pytest.mark.parametrize(
    ("name", "precision", "starts"),
    [
        ("Xyzzyq, Idlib governorate, Syria", "adm1", "Idlib"),
        ("Rami, Idlib governorate, Syria", "adm1", "Idlib"),
        ("Xyzzyq, Bakhmut Raion, Donetsk Oblast, Ukraine", "adm2", "Bakhmut"),
        ("Xyzzyq, Plughxyz, North Kivu, DRC", "adm1", "North Kivu"),
        ("Xyzzyq, Sudan", "country", "Sudan"),
    ],
)
def test_an_unknown_village_steps_up_with_the_precision_of_its_container(gazetteer, name, precision, starts):
    first = geocode(gazetteer, name)[0]
    assert first.place.precision == precision
    assert first.place.name.startswith(starts)
    assert first.score < 0.5


def test_a_place_outside_its_container_is_no_answer(gazetteer):
    assert all(hit.place.name != "Goma" for hit in geocode(gazetteer, "Goma, France", limit=20))


def test_a_container_that_nobody_knows_costs_certainty_only(gazetteer):
    first, sure = geocode(gazetteer, "Kyiv, Xyzzyq")[0], geocode(gazetteer, "Kyiv, Ukraine")[0]
    assert first.place == sure.place
    assert first.score < sure.score


@pytest.mark.parametrize("name", ["", " ", ",", ",,;()", "Xyzzyq", "Xyzzyq, Plughxyz", "-", "'s"])
def test_nothing_known_is_no_answer(gazetteer, name):
    assert geocode(gazetteer, name) == ()


def test_columns_of_a_table_are_containers(gazetteer):
    assert best_place(gazetteer, "Goma", ("North Kivu", "CD")).name == "Goma"
    assert best_place(gazetteer, "San José", (None, "CR")).country == "CR"
    assert best_place(gazetteer, "San José", (None, "US")).country == "US"
    assert best_place(gazetteer, "Xyzzyq", ("Idlib", "Syria")).precision == "adm1"
    assert best_place(gazetteer, "Xyzzyq") is None


def test_rows_hold_exactly_the_promised_keys(gazetteer):
    row = geocode(gazetteer, "Goma")[0].row()
    assert list(row) == ["id", "name", "lat", "lon", "country", "admin1", "feature", "precision", "score"]


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_ordered_scores_between_0_and_1(text):
    with Gazetteer.shipped() as gazetteer:
        hits = geocode(gazetteer, text, limit=9)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 and round(score, 2) == score for score in scores)
    assert len({hit.place.id for hit in hits}) == len(hits)


def test_the_same_question_has_the_same_answer(gazetteer):
    with Gazetteer.shipped() as other:
        assert geocode(gazetteer, "Victoria", limit=20) == geocode(other, "Victoria", limit=20)


def test_a_hundred_names_take_less_than_a_second_of_the_processor(gazetteer):
    started = time.process_time()
    for _ in range(50):
        geocode(gazetteer, "Springfield, Illinois, USA")
        geocode(gazetteer, "San José, Costa Rica")
    assert time.process_time() - started < 1
