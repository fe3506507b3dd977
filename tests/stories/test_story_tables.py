"""What tables, layers and the summary say of events that several documents report."""

import pytest
from story_reports import place, told

from geomap.drawing import tally
from geomap.features import tables
from geomap.layering import load_layers
from geomap.layering.columns import records_of
from geomap.stories import link
from geomap.stories.groups import stories


@pytest.fixture(scope="module")
def reports():
    district = place("District", precision="adm2", radius_km=40.0)
    return link(
        [
            told("a", killed=9.0, at=district),
            told("b", killed=9.0, publisher="Wire"),
            told("c", killed=14.0, publisher="Post"),
            told("z", at=place("Elsewhere", lon=60.0)),
        ]
    )


@pytest.fixture(scope="module")
def records(reports):
    return records_of(tables(reports, lambda _: None))


def test_the_best_placed_report_stands_for_the_event(records):
    events = records["events"]
    assert list(events.column("story")) == ["b:e1", "b:e1", "b:e1", "z:e1"]
    assert list(events.column("duplicate_of")) == ["b:e1", None, "b:e1", None]
    assert list(events.column("reports")) == [3, 3, 3, 1]
    assert list(events.column("sources")) == ["Post; Wire; a"] * 3 + ["z"]


def test_the_range_is_over_all_reports_and_no_sum(records):
    events = records["events"]
    assert list(events.column("killed_least")) == [9.0, 9.0, 9.0, None]
    assert list(events.column("killed_most")) == [14.0, 14.0, 14.0, None]


def test_tables_without_links_have_no_range():
    events = records_of(tables([told("a", killed=9.0)], lambda _: None))["events"]
    assert not any(name.endswith(("_least", "_most")) for name in events.columns)


def test_a_mark_names_all_who_report_it(records):
    assert list(records["events"].column("told_by")) == ["Post; Wire; a"] * 3 + [None]


def test_tolls_stand_side_by_side_with_their_publishers(records):
    figures = records["figures"]
    found = {
        identity: (standing, by)
        for identity, standing, by in zip(
            *(figures.column(name) for name in ("id", "standing", "by")), strict=True
        )
    }
    assert found == {
        "a:f1": ("restated", "(a)"),
        "b:f1": (None, "(Wire)"),
        "c:f1": (None, "(Post)"),
    }


def test_the_summary_counts_reports_and_events(reports):
    sentence = tally(tables(reports, lambda _: None), list(load_layers().values())).sentence
    assert sentence == (
        "4 events: 2 drawn, 2 not (2 told by another report that is drawn); 3 reports of one event; "
        "3 figures: 2 drawn"
    )


def test_every_report_is_in_one_story(reports):
    found = stories(reports)
    assert [len(story.members) for story in found] == [3, 1]
    members = [member.event.id for story in found for member in story.members]
    assert sorted(members) == ["a:e1", "b:e1", "c:e1", "z:e1"]
