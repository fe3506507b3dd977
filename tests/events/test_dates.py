from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.events.date_grammar import patterns
from geomap.events.dates import find_dates
from geomap.events.wordlists import wordlist

WEDNESDAY = date(2024, 10, 16)


def read(text, published=WEDNESDAY):
    (found,) = find_dates(text, published)
    start, end = found.date_start, found.date_end
    return start and start.isoformat(), end and end.isoformat(), found.precision


@pytest.mark.parametrize(
    "text",
    [
        "31.10.2023",
        "31/10/2023",
        "2023-10-31",
        "Oct. 31, 2023",
        "October 31, 2023",
        "31 October 2023",
        "31 OCT 2023",
        "31-Oct-2023",
        "the 31st of October 2023",
    ],
)
def test_explicit_dates_in_every_writing(text):
    assert read(text) == ("2023-10-31", "2023-10-31", "day")


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on Sept 2", "2024-09-02", "2024-09-02", "day"),
        ("12 Dec", "2024-12-12", "2024-12-12", "day"),
        ("a ship was hit off Yemen on 12 Dec", "2023-12-12", "2023-12-12", "day"),
        ("on 20 October", "2024-10-20", "2024-10-20", "day"),
        ("between 1 and 5 March", "2024-03-01", "2024-03-05", "range"),
        ("from 3 to 7 May", "2024-05-03", "2024-05-07", "range"),
        ("March 28 to April 2", "2024-03-28", "2024-04-02", "range"),
        ("in mid-September", "2024-09-11", "2024-09-20", "range"),
        ("in late September", "2024-09-21", "2024-09-30", "range"),
        ("in January", "2024-01-01", "2024-01-31", "month"),
        ("in October", "2024-10-01", "2024-10-16", "month"),
        ("in March 2023", "2023-03-01", "2023-03-31", "month"),
        ("in 2012", "2012-01-01", "2012-12-31", "range"),
        ("since 2014", "2014-01-01", "2024-10-16", "range"),
        ("on Wednesday", "2024-10-16", "2024-10-16", "day"),
        ("late Tuesday", "2024-10-15", "2024-10-15", "day"),
        ("on Friday", "2024-10-11", "2024-10-11", "day"),
        ("last Wednesday", "2024-10-09", "2024-10-09", "day"),
        ("next Monday", "2024-10-21", "2024-10-21", "day"),
        ("talks will resume on Friday", "2024-10-18", "2024-10-18", "day"),
        ("on Tuesday of last week", "2024-10-08", "2024-10-08", "day"),
        ("between Monday and Wednesday", "2024-10-14", "2024-10-16", "range"),
        ("overnight", "2024-10-15", "2024-10-16", "range"),
        ("overnight into Saturday", "2024-10-11", "2024-10-12", "range"),
        ("today", "2024-10-16", "2024-10-16", "day"),
        ("yesterday", "2024-10-15", "2024-10-15", "day"),
        ("over the weekend", "2024-10-12", "2024-10-13", "range"),
        ("this week", "2024-10-10", "2024-10-16", "week"),
        ("last week", "2024-10-07", "2024-10-13", "week"),
        ("earlier this month", "2024-10-01", "2024-10-16", "month"),
        ("last month", "2024-09-01", "2024-09-30", "month"),
        ("next month", "2024-11-01", "2024-11-30", "month"),
        ("last year", "2023-01-01", "2023-12-31", "range"),
        ("since Sunday morning", "2024-10-13", "2024-10-16", "range"),
        ("since 02:00", "2024-10-16", "2024-10-16", "day"),
        ("three days ago", "2024-10-13", "2024-10-13", "day"),
        ("two weeks ago", "2024-10-01", "2024-10-03", "approx"),
        ("days earlier", "2024-10-11", "2024-10-16", "approx"),
        ("recently", None, "2024-10-16", "approx"),
        ("over the past day", "2024-10-15", "2024-10-16", "range"),
        ("in the last three days", "2024-10-13", "2024-10-16", "range"),
        ("37 assaults were repelled in 24 hours", "2024-10-15", "2024-10-16", "range"),
        ("a summit in 48h", "2024-10-18", "2024-10-18", "day"),
        ("arrival is expected within 72 hours", "2024-10-16", "2024-10-19", "future"),
        ("had not left by Monday", None, "2024-10-14", "before"),
        ("until Friday", None, "2024-10-11", "before"),
    ],
)
def test_phrases_resolve_against_the_day_of_the_report(text, start, end, precision):
    assert read(text) == (start, end, precision)


@pytest.mark.parametrize(
    "text",
    [
        "no date here",
        "he may march",
        "they sat in the sun",
        "32 October",
        "31.31.2024",
        "T-72",
        "for three days",
    ],
)
def test_no_date_where_the_text_gives_none(text):
    assert find_dates(text, WEDNESDAY) == []


def test_an_earlier_day_counts_from_the_date_named_before_it():
    first, second = find_dates(
        "The raid of 10 October came two days after the one of a week earlier", WEDNESDAY
    )[::2]
    assert first.date_start == date(2024, 10, 10)
    assert second.date_end < date(2024, 10, 10)


@pytest.mark.parametrize(
    "text",
    [
        "BAMAKO, Sept 2 – Gunmen attacked a convoy.",
        "SEOUL, Oct. 16 (Joint Press) — The North blew up a road.",
        "SITREP 14 NOV 2024 – DONETSK OBLAST (as of 1800 local)\nShelling went on.",
        "🔴 GOMA | 27 Jan 2025, 06:40\nGunfire was heard.",
        "MARITIME ADVISORY\nIssued: 1430 UTC 12 Dec 2024\nAn attack was reported.",
    ],
)
def test_the_date_of_the_report_is_marked_as_such(text):
    assert [found.is_dateline for found in find_dates(text, date(2025, 2, 1))] == [True]


@pytest.mark.parametrize("text", ["26 killed in attack on 22 April", "On 3 May 2024 shells hit the town."])
def test_the_date_of_an_event_is_no_dateline(text):
    assert [found.is_dateline for found in find_dates(text, WEDNESDAY)] == [False]


def test_a_full_dateline_stands_in_for_the_day_of_publication():
    _, found = find_dates("KYIV, 14 November 2024 – Drones struck on Tuesday.", None)
    assert found.date_start == date(2024, 11, 12)


def test_without_any_anchor_relative_phrases_give_nothing():
    assert find_dates("Shells fell on Tuesday and overnight, and again on 3 May.", None) == []


@pytest.mark.parametrize("table", ["absolute", "relative"])
def test_every_pattern_reads_its_examples(table):
    for entry, (_, pattern) in zip(wordlist("dates")[table], patterns(table), strict=True):
        for example in entry["examples"]:
            assert pattern.search(example), (entry["pattern"], example)
            assert find_dates(example, WEDNESDAY), example


_WORDS = (
    "on|in|since|by|before|Friday|Sunday|last|next|week|month|year|overnight|3|31|45|May|Oct.|2024|99|days|ago|"
    "earlier|between|and|-|/|.|from|to|mid-|within|hours|the|weekend|recently|0|999|\n|,|decades"
)
_PIECES = st.sampled_from(_WORDS.split("|"))


@given(
    st.one_of(st.text(), st.lists(_PIECES, max_size=25).map(" ".join)),
    st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max])),
)
@settings(deadline=None)
def test_any_text_gives_dates_inside_it_that_do_not_overlap(text, published):
    cursor = 0
    for found in find_dates(text, published):
        assert cursor <= found.start < found.end <= len(text)
        assert found.date_start or found.date_end
        if found.date_start and found.date_end:
            assert found.date_start <= found.date_end
        cursor = found.end


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2030, 12, 31)))
@settings(deadline=None)
def test_written_dates_come_back(day, published):
    text = f"It happened on {day.day} {day:%B} {day.year}."
    assert [found.date_start for found in find_dates(text, published)] == [day]


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)))
@settings(deadline=None)
def test_a_weekday_is_within_the_last_seven_days(published):
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        (found,) = find_dates(f"Shells fell on {name}.", published)
        assert timedelta(0) <= published - found.date_start < timedelta(7)
        assert f"{found.date_start:%A}" == name


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("in the night of Tuesday to Wednesday", "2024-10-15", "2024-10-16", "range"),
        ("from Monday until Wednesday", "2024-10-14", "2024-10-16", "range"),
        ("on the night of 13-14 October", "2024-10-13", "2024-10-14", "range"),
        ("on the 14th, they said", "2024-10-14", "2024-10-14", "day"),
        ("on the 20th", "2024-09-20", "2024-09-20", "day"),
        ("in the first week of October", "2024-10-01", "2024-10-07", "range"),
        ("in the second half of September", "2024-09-16", "2024-09-30", "range"),
        ("in the last week of August", "2024-08-25", "2024-08-31", "range"),
        ("from late September to early October", "2024-09-21", "2024-10-10", "range"),
        ("between November and February", "2023-11-01", "2024-02-29", "range"),
        ("from January to May 2023", "2023-01-01", "2023-05-31", "range"),
        ("in the summer of 2023", "2023-06-01", "2023-08-31", "range"),
        ("last summer", "2024-06-01", "2024-08-31", "range"),
        ("last autumn", "2023-09-01", "2023-11-30", "range"),
        ("since spring", "2024-03-01", "2024-10-16", "range"),
        ("in the first quarter of 2024", "2024-01-01", "2024-03-31", "range"),
        ("in the second half of 2024", "2024-07-01", "2024-10-16", "range"),
        ("Q3 2023", "2023-07-01", "2023-09-30", "range"),
        ("by the end of the year", "2024-10-16", "2024-12-31", "future"),
        ("by the end of next month", "2024-10-16", "2024-11-30", "future"),
        ("in the next few days", "2024-10-16", "2024-10-21", "future"),
        ("at 121500Z OCT 24", "2024-10-12", "2024-10-12", "day"),
        ("the previous week", "2024-10-03", "2024-10-09", "week"),
        ("the day before", "2024-10-15", "2024-10-15", "day"),
    ],
)
def test_spans_nights_and_seasons_of_the_calendar(text, start, end, precision):
    assert read(text) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Rebels shelled Alpha on Friday. The following day they took it.", date(2024, 10, 12)),
        ("The town fell on 4 October; the next day it was retaken.", date(2024, 10, 5)),
        ("A bomb went off on Sunday. A second victim died a day later.", date(2024, 10, 14)),
        ("A bomb went off on Sunday. A day earlier another had been found.", date(2024, 10, 12)),
        ("They met on 1 October. Three days later the truce broke.", date(2024, 10, 4)),
        ("Shells fell on Sunday. The same night drones came.", date(2024, 10, 13)),
        ("Shells fell on Sunday. Later that day drones came.", date(2024, 10, 13)),
        ("Shells fell on Sunday. The next day drones came. Two days later it ended.", date(2024, 10, 16)),
    ],
)
def test_a_following_day_counts_from_the_day_told_before(text, day):
    assert find_dates(text, WEDNESDAY)[-1].date_start == day


def test_what_a_report_came_after_lies_before_it():
    *_, found = find_dates("The killings of Tuesday come a week after a bomb hit a truck.", WEDNESDAY)
    assert found.date_start <= date(2024, 10, 8) <= found.date_end
    (alone,) = find_dates("The raid came two days after a bomb hit a truck.", WEDNESDAY)
    assert alone.date_start == date(2024, 10, 14)


@pytest.mark.parametrize(
    "text",
    [
        "The following day they left.",
        "Two weeks later it ended.",
        "They fought that night.",
        "The March 23 Movement and troops on the 14th floor",
        "BAMAKO, Sept 2 – The same day it rained.",
    ],
)
def test_no_day_is_counted_from_a_day_that_nobody_told(text):
    assert [found for found in find_dates(text, WEDNESDAY) if not found.is_dateline] == []
