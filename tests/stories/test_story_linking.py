"""Which reports are linked, and that linking loses nothing whatever it is given."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story_reports import ARMY, DAY, REBELS, many_reports, place, told

from geomap.interchange import dump, load
from geomap.stories import link

steady = settings(deadline=None, max_examples=60)  # the machines that test are busy


def linked(*reports):
    """The pairs of documents that are linked."""
    return {
        (report.document.id, name.split(":")[0])
        for report in link(reports)
        for event in report.events
        for name in event.duplicates
        if report.document.id < name
    }


def test_one_place_day_and_doer_are_one_event_for_two_documents():
    assert linked(told("a"), told("b")) == {("a", "b")}


def test_place_and_day_alone_are_not_enough():
    assert linked(told("a", mode=None, actors=()), told("b", mode=None, actors=())) == set()


def test_an_equal_toll_stands_in_for_the_doer():
    assert linked(told("a", actors=(), killed=12.0), told("b", actors=(), killed=12.0)) == {("a", "b")}


def test_two_days_are_two_events():
    assert linked(told("a", killed=3.0), told("b", killed=3.0, day=DAY + timedelta(days=1))) == set()


def test_a_day_apart_is_one_event_where_the_toll_is_the_same_and_telling():
    later = told("b", killed=26.0, day=DAY + timedelta(days=1))
    assert linked(told("a", killed=26.0), later) == {("a", "b")}


def test_towns_of_two_names_are_two_places():
    neighbour = place("Neighbour", lon=30.05)
    assert linked(told("a", killed=9.0), told("b", killed=9.0, at=neighbour)) == set()


def test_a_site_lies_in_its_town():
    site = place("Power station", lon=30.02, precision="facility", radius_km=1.0)
    assert linked(told("a"), told("b", at=site)) == {("a", "b")}


def test_a_town_lies_in_its_province_where_more_speaks_for_it():
    province = place("North", lon=31.0, lat=11.0, precision="adm1", radius_km=300.0)
    assert linked(told("a", killed=35.0), told("b", at=province, killed=35.0)) == {("a", "b")}
    assert linked(told("a"), told("b", at=province)) == set()


def test_near_a_town_is_not_in_it_unless_more_speaks_for_it():
    def beside(report):
        (event,) = report.events
        return replace(report, events=(replace(event, places=(replace(event.places[0], role="near"),)),))

    assert linked(told("a"), beside(told("b"))) == set()
    assert linked(beside(told("a")), beside(told("b"))) == {("a", "b")}
    assert linked(told("a", killed=9.0), beside(told("b", killed=9.0))) == {("a", "b")}


def test_who_claims_a_deed_is_taken_for_its_doer():
    jets = told("a", text="Jets struck the port.", actors=(ARMY,))
    claim = {"text": "it had struck the port.", "actors": (), "modality": "claimed", "mode": None}
    assert linked(jets, told("b", speaker="the Sudanese military", **claim)) == {("a", "b")}
    assert linked(jets, told("b", speaker="the Chadian military", **claim)) == set()


def test_a_province_elsewhere_holds_no_town():
    province = place("South", lon=30.1, lat=10.1, precision="adm1", radius_km=300.0, admin1="South")
    assert linked(told("a", killed=35.0), told("b", at=province, killed=35.0)) == set()


def test_places_across_the_antimeridian_are_near():
    west, east = place("Isle", lon=179.99), place("Isle", lon=-179.99)
    assert linked(told("a", at=west), told("b", at=east)) == {("a", "b")}


def test_other_doers_did_other_things():
    assert linked(told("a", actors=(REBELS,)), told("b", actors=(ARMY,))) == set()


def test_who_is_shelled_in_one_report_does_not_shell_in_the_other():
    def against(report, actor):
        return replace(report, events=(replace(report.events[0], recipients=(actor,)),))

    shelled = against(told("b", actors=(ARMY,), mode="heavy-weapons"), REBELS)
    assert linked(told("a", mode="heavy-weapons"), shelled) == set()
    clash = against(told("b", actors=(ARMY,), mode="firearms", killed=4.0), REBELS)
    assert linked(told("a", mode="firearms", killed=4.0), clash) == {("a", "b")}


def test_from_the_air_and_with_rifles_are_two_events():
    assert linked(told("a", mode="aerial", killed=9.0), told("b", mode="firearms", killed=9.0)) == set()


def test_fighting_and_taking_a_town_are_one_story_where_the_toll_is_the_same():
    taking = told("b", type_="COERCE", mode="seize", killed=9.0)
    assert linked(told("a", mode="firearms", killed=9.0), taking) == {("a", "b")}


def test_different_targets_are_different_events():
    market = told("a", text="Drones struck the market of the town.")
    hospital = told("b", text="Drones struck the hospital of the town.")
    assert linked(market, hospital) == set()


@pytest.mark.parametrize("modality", ["negated", "planned", "hypothetical"])
def test_what_did_not_happen_is_no_report_of_what_did(modality):
    assert linked(told("a"), told("b", modality=modality)) == set()


def test_a_claim_and_a_report_are_one_story():
    assert linked(told("a"), told("b", modality="claimed")) == {("a", "b")}


def test_undated_reports_need_the_same_place_and_toll():
    undated = {"day": None, "precision": "unknown"}
    assert linked(told("a"), told("b", **undated)) == set()
    assert linked(told("a", killed=62.0), told("b", killed=62.0, **undated)) == {("a", "b")}
    long_after = {**undated, "published": date(2026, 1, 1)}
    assert linked(told("a", killed=62.0), told("b", killed=62.0, **long_after)) == set()


def test_one_agencys_sentence_in_two_papers_is_one_event_even_without_a_place():
    text = "Gunmen attacked a convoy of lorries on the coastal road."
    one, other = (told(name, text=text, at=None, mode=None) for name in "ab")
    assert linked(one, other) == {("a", "b")}


def test_rows_of_one_table_are_never_linked():
    rows = [told(f"t:{number}", table="t", killed=9.0) for number in range(3)]
    assert linked(*rows) == set()


def test_a_row_and_an_article_are_linked_and_so_are_rows_of_two_tables():
    assert linked(told("a", killed=9.0), told("t:1", table="t", killed=9.0)) == {("a", "t")}
    assert linked(told("s:1", table="s", killed=9.0), told("t:1", table="t", killed=9.0)) == {("s:1", "t")}


def test_a_document_that_tells_two_events_keeps_them_apart_in_others():
    one, other = told("a", killed=9.0), told("b", killed=9.0)
    both = told("c", killed=9.0)
    second = told("c", killed=9.0).events[0]
    both = replace(both, events=(*both.events, replace(second, id="c:e2")))
    names = {event.id: event.duplicates for report in link([one, other, both]) for event in report.events}
    assert names == {"a:e1": ("b:e1", "c:e1"), "b:e1": ("a:e1", "c:e1"), "c:e1": ("a:e1", "b:e1"), "c:e2": ()}


def test_reports_of_two_days_do_not_become_one_by_way_of_a_third():
    tuesday, wednesday = told("a", killed=4.0), told("b", day=DAY + timedelta(days=1))
    both = told("c", until=DAY + timedelta(days=1), precision="range", killed=4.0)
    assert linked(tuesday, wednesday, both) == {("a", "c")}


def test_what_another_run_linked_stays_named():
    before = told("a", duplicates=("elsewhere:e1",))
    (report, _) = link([before, told("b")])
    assert report.events[0].duplicates == ("b:e1", "elsewhere:e1")


def test_links_survive_the_jsonl():
    reports = link([told("a", killed=9.0), told("b", killed=9.0)])
    assert tuple(load(dump(report)) for report in reports) == reports
    assert link(load(dump(report)) for report in reports) == reports


@steady
@given(many_reports())
def test_no_report_event_or_figure_is_lost_or_changed_but_in_its_links(reports):
    def bare(report):
        return replace(
            report,
            events=tuple(replace(event, duplicates=()) for event in report.events),
            figures=tuple(
                replace(figure, same_as=None, supersedes=None, conflicts_with=()) for figure in report.figures
            ),
        )

    assert [bare(report) for report in link(reports)] == reports


@steady
@given(many_reports())
def test_links_go_both_ways_and_on(reports):
    names = {event.id: set(event.duplicates) for report in link(reports) for event in report.events}
    for identity, others in names.items():
        assert identity not in others
        assert all(names[other] == (others - {other}) | {identity} for other in others)


@steady
@given(many_reports())
def test_a_story_has_one_report_of_each_source(reports):
    found = link(reports)
    table_of = {event.id: r.document.table for r in found for event in r.events}
    for report in found:
        for event in report.events:
            names = (event.id, *event.duplicates)
            tables = [table_of[name] for name in names if table_of[name]]
            assert len(tables) == len(set(tables))


@steady
@given(many_reports(), st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(reports, random):
    mixed = list(reports)
    random.shuffle(mixed)
    in_order = {report.document.id: report for report in link(reports)}
    assert {report.document.id: report for report in link(mixed)} == in_order


@steady
@given(many_reports())
def test_linking_what_is_linked_changes_nothing(reports):
    once = link(reports)
    assert link(once) == once


def test_a_thousand_reports_of_one_event_are_one_story():
    reports = link(told(f"d{number:04}", killed=9.0) for number in range(1000))
    assert {len(event.duplicates) for report in reports for event in report.events} == {999}
