"""Records in, records out: each format that carries reports gives them back equal, whatever they hold."""

import tempfile
from pathlib import Path

import any_reports
import pytest
from hostile_texts import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.features import tables
from geomap.reading import read
from geomap.records import Actor, Document, Event, EventPlace, Figure, Mention, Place, Report, Statement
from geomap.tablerows import Several, flat
from geomap.writing import write

SUFFIXES = (".jsonl", ".geojson", ".gpkg", ".parquet")
ODD = [
    *(text for text in HOSTILE if "\ud800" not in text),
    "\x00",
    "a\x00b",
    "\r\n",
    "\x1b[31m",
    "\ufeff",
    "\U0001f4a3",
    "'; DROP TABLE event; --",
    "=cmd|' /C calc'!A0",
    '{"form":"geomap-report/1"}',
    "NaN",
    "2024-01-01",
]


def written(path, reports):
    write(path, tables(reports, lambda _: None), reports)
    return list(flat(read([path])))


def by_id(reports):
    return sorted(reports, key=lambda report: report.document.id)


def full_of(text, number):
    """A report with that text wherever a record holds words."""
    place = Place(
        id=f"geonames:{number}~{text}",
        name=text,
        lon=10.0,
        lat=20.0,
        precision="city",
        feature=text,
        country=text,
        admin1=text,
    )
    actor = Actor(id=f"actor:{text}", name=text, type="other", country=text)
    said = Statement(speaker=text, start=0, end=len(text), role=text)
    event = Event(
        id=f"{number} {text}",
        type="ASSAULT",
        start=0,
        end=len(text),
        mode=text,
        actors=(actor,),
        recipients=(actor,),
        places=(EventPlace(place=place, role="location"),),
        statement=said,
        duplicates=(text,),
    )
    figure = Figure(
        id=f"f{number} {text}",
        start=0,
        end=len(text),
        unit=text,
        category="killed",
        value=3.0,
        period=text,
        subset_of=text,
        actor=actor,
        places=(place,),
        event=event.id,
        statement=said,
        same_as=text,
        supersedes=text,
        conflicts_with=(text,),
    )
    document = Document(
        id=f"d{number} {text}",
        text=text,
        title=text,
        url=text,
        archived_url=text,
        publisher=text,
        language=text,
        sha256=text,
    )
    mention = Mention(
        start=0, end=len(text), text=text, kind="literal", place=place, alternatives=(place,), relative=place
    )
    return Report(
        document=document, mentions=(mention,), statements=(said,), events=(event,), figures=(figure,)
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_texts_come_back_from_wherever_a_record_holds_words(tmp_path, suffix):
    reports = [full_of(text, number) for number, text in enumerate(ODD)]
    assert by_id(written(tmp_path / f"own{suffix}", reports)) == by_id(reports)


def unlike(parts):
    ids = [report.document.id for part in parts for report in part]
    return 0 < len(set(ids)) == len(ids)


mixtures = st.lists(
    st.lists(any_reports.reports(), max_size=2).map(tuple) | any_reports.table_rows(), max_size=3
).filter(unlike)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=12, deadline=None)
@given(mixtures)
def test_texts_and_rows_of_tables_come_back_from_one_file(suffix, parts):
    with tempfile.TemporaryDirectory() as folder:
        found = written(Path(folder, f"own{suffix}"), Several(parts))
        assert by_id(found) == by_id([report for part in parts for report in part])
