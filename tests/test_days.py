"""Days as front matter, rows and cells write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.language.days import Days, day, days, order_told

HALLOWEEN = date(2024, 10, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2024-10-31",
        "20241031",
        "2024/10/31",
        "2024.10.31",
        "2024-10-31T12:00:00Z",
        "2024-10-31 00:00:00.000",
        "2024-10-31 14:05+02:00",
        "31 October 2024",
        "31st of October 2024",
        "31 Oct. 2024",
        "31-Oct-2024",
        "Oct. 31, 2024",
        "October 31 2024",
        "Thursday, 31 October 2024",
        "31.10.2024",
        "31/10/2024",
        "10/31/2024",
        " 2024-10-31 ",
    ],
)
def test_ways_to_write_a_day(text):
    assert day(text) == HALLOWEEN
    assert days(text) == Days(HALLOWEEN, HALLOWEEN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2024-13-01",
        "2024-02-30",
        "31",
        "1730000000",
        "2024-10-31 killed",
        "0000-01-01",
        "Foo 3, 2024",
    ],
)
def test_what_is_no_day(text):
    assert day(text) is None


def test_days_of_a_month_a_year_and_a_range():
    assert days("2024-02") == Days(date(2024, 2, 1), date(2024, 2, 29))
    assert days("December 2024") == Days(date(2024, 12, 1), date(2024, 12, 31))
    assert days("2024") == Days(date(2024, 1, 1), date(2024, 12, 31))
    assert days("2024-10-01/2024-10-31") == Days(date(2024, 10, 1), HALLOWEEN)
    assert days("1 October 2024 – 31 October 2024") == Days(date(2024, 10, 1), HALLOWEEN)
    assert days("2024-10-31 to 2024-10-01") is None


def test_the_order_of_day_and_month_is_asked_for_only_where_both_are_possible():
    assert day("03/04/2024") == date(2024, 4, 3)
    assert day("03/04/2024", day_first=False) == date(2024, 3, 4)
    assert day("10/31/2024", day_first=True) == HALLOWEEN
    assert order_told("03/04/2024") is None
    assert order_told("31/10/2024") is True
    assert order_told("10/31/2024") is False
    assert order_told("2024-10-31") is None


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31)))
def test_every_day_is_read_back_from_its_usual_forms(one):
    assert day(one.isoformat()) == one
    assert day(f"{one.day}.{one.month}.{one.year}") == one
    assert day(f"{one.month}/{one.day}/{one.year}", day_first=False) == one
    assert days(f"{one.isoformat()}/{(one + timedelta(days=3)).isoformat()}") == Days(
        one, one + timedelta(days=3)
    )


@given(st.text(max_size=30))
def test_no_text_trips_the_reader(text):
    assert day(text) is None or isinstance(day(text), date)
    assert days(text) is None or days(text).start <= days(text).end
