"""The numbers of one event in several documents, side by side and never added up."""

from datetime import date

import pytest
from story_reports import DAY, told

from geomap.stories import link

NEXT = date(2025, 3, 5)


def figures(*reports):
    return {figure.id: figure for report in link(reports) for figure in report.figures}


def test_an_equal_number_is_said_again_and_stands_once():
    found = figures(told("a", killed=9.0), told("b", killed=9.0))
    assert [figure.same_as for figure in found.values()] == [None, "a:f1"]
    assert all(not figure.conflicts_with for figure in found.values())


def test_numbers_of_two_publishers_conflict_where_both_cannot_be_true():
    found = figures(told("a", killed=9.0), told("b", killed=12.0))
    assert found["a:f1"].conflicts_with == ("b:f1",)
    assert found["b:f1"].conflicts_with == ("a:f1",)
    assert {figure.supersedes for figure in found.values()} == {None}


def test_a_bound_that_holds_the_other_number_is_no_conflict():
    found = figures(told("a", killed=9.0, qualifier="at_least"), told("b", killed=12.0))
    assert not any(figure.conflicts_with for figure in found.values())


def test_numbers_of_other_people_are_no_conflict():
    found = figures(told("a", killed=9.0, unit="soldiers"), told("b", killed=12.0, unit="children"))
    assert not any(figure.conflicts_with for figure in found.values())


def test_a_publishers_later_number_takes_the_place_of_its_earlier_one():
    first = told("a", killed=9.0, publisher="Wire")
    second = told("b", killed=12.0, publisher="Wire", published=NEXT)
    found = figures(first, second)
    assert found["b:f1"].supersedes == "a:f1"
    assert not any(figure.conflicts_with for figure in found.values())


def test_another_publishers_later_number_does_not_unless_it_says_so():
    plain = told("b", killed=12.0, published=NEXT)
    assert figures(told("a", killed=9.0), plain)["b:f1"].supersedes is None
    risen = told("b", killed=12.0, published=NEXT, text="The toll of the drone attack has risen to 12.")
    assert figures(told("a", killed=9.0), risen)["b:f1"].supersedes == "a:f1"


def test_what_is_corrected_conflicts_with_nothing():
    reports = (
        told("a", killed=9.0, publisher="Wire"),
        told("b", killed=12.0, publisher="Wire", published=NEXT),
        told("c", killed=11.0),
    )
    found = figures(*reports)
    assert found["a:f1"].conflicts_with == ()
    assert found["b:f1"].conflicts_with == ("c:f1",)


def test_numbers_of_the_same_day_supersede_nothing():
    found = figures(told("a", killed=9.0, publisher="Wire"), told("b", killed=12.0, publisher="Wire"))
    assert {figure.supersedes for figure in found.values()} == {None}


@pytest.mark.parametrize("published", [None, DAY])
def test_reports_of_one_voice_do_not_contradict_each_other(published):
    found = figures(
        told("a", killed=9.0, publisher="Wire", speaker="Kyiv", published=published),
        told("b", killed=12.0, publisher="Wire", speaker="Kyiv", published=published),
    )
    assert not any(figure.conflicts_with for figure in found.values())


def test_a_number_said_again_leaves_conflicts_to_the_first():
    found = figures(told("a", killed=9.0), told("b", killed=9.0), told("c", killed=12.0))
    assert found["a:f1"].conflicts_with == ("c:f1",)
    assert found["b:f1"].conflicts_with == ()
    assert found["c:f1"].conflicts_with == ("a:f1",)
