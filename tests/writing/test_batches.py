"""Files written batch by batch: the same as those written at once."""

import json
from datetime import date

import any_reports
import example_reports as examples
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap import features
from geomap.errors import OutputError
from geomap.features import Table
from geomap.records import Document, Event, EventPlace, Figure, Mention, Place, Report
from geomap.writing import FORMATS, Options, opened, write

BATCHED = sorted(suffix for suffix, form in FORMATS.items() if form.batches)
TOWN = Place(id="geonames:1", name="Town", lon=36.0, lat=51.0, precision="city", feature="city")


def report(number, category=None):
    """A document with an event, a place name and perhaps a number of a category of its own."""
    event = Event(
        id=f"d{number}:e1",
        type="ASSAULT",
        start=0,
        end=3,
        places=(EventPlace(place=TOWN, role="location"),),
        date_start=date(2024, 1, 1),
    )
    figure = Figure(id=f"d{number}:f1", start=0, end=1, unit="x", category=category or "killed", value=number)
    events = () if category == "other" else (event,)
    if category and events:
        figure = msgspec.structs.replace(figure, event=event.id)
    return Report(
        document=Document(id=f"d{number}", text="One."),
        mentions=(Mention(start=0, end=3, text="One", kind="literal", place=TOWN),),
        events=events,
        figures=(figure,),
    )


def whole(report):
    """`report` without numbers of events that are not in it, and unlinked, as what is streamed is."""
    known = {event.id for event in report.events}
    figures = tuple(figure for figure in report.figures if figure.event is None or figure.event in known)
    events = tuple(msgspec.structs.replace(event, duplicates=()) for event in report.events)
    return msgspec.structs.replace(report, figures=figures, events=events)


def in_batches(path, reports, size, options=None):
    with opened(path, options) as sink:
        for at in range(0, len(reports), size):
            batch = reports[at : at + size]
            sink.add(features.tables(batch, examples.shape_of), batch)


def at_once(path, reports, options=None):
    write(path, features.tables(reports, examples.shape_of), reports, options)


@pytest.mark.parametrize("name", ["a.csv", "a.figures.csv", "a.parquet", "a.movements.parquet", "a.jsonl"])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_batches_make_the_same_file(name, size, tmp_path):
    reports = [
        *examples.both(),
        *(
            report(number, kind)
            for number, kind in enumerate([None, "wounded", "killed", "other", None, "displaced"])
        ),
    ]
    (tmp_path / "b").mkdir()
    at_once(tmp_path / name, reports)
    in_batches(tmp_path / "b" / name, reports, size)
    assert (tmp_path / "b" / name).read_bytes() == (tmp_path / name).read_bytes()
    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted(["b", name, name])


def test_row_groups_are_cut_alike_however_batches_come(tmp_path, monkeypatch):
    monkeypatch.setattr("geomap.writing.geoparquet.GROUP", 4)
    reports = [report(number, "killed") for number in range(11)]
    at_once(tmp_path / "once.parquet", reports)
    in_batches(tmp_path / "three.parquet", reports, 3)
    assert (tmp_path / "three.parquet").read_bytes() == (tmp_path / "once.parquet").read_bytes()


def test_a_place_of_several_batches_is_one_row(tmp_path):
    reports = [report(number) for number in range(3)]
    in_batches(tmp_path / "a.geojsonl", reports, 1)
    lines = [json.loads(line) for line in (tmp_path / "a.geojsonl").read_text().splitlines()]
    (place,) = [line["properties"] for line in lines if line["properties"]["layer"] == "place"]
    assert (place["mentions"], place["documents"], place["document"]) == (3, 3, "d0; d1; d2")
    at_once(tmp_path / "b.geojsonl", reports)
    assert sorted((tmp_path / "b.geojsonl").read_text().splitlines()) == sorted(
        (tmp_path / "a.geojsonl").read_text().splitlines()
    )


def fails_after_a_batch(path):
    with opened(path) as sink:
        sink.add(features.tables([report(2)], examples.shape_of), [report(2)])
        raise ZeroDivisionError


@pytest.mark.parametrize("suffix", BATCHED)
def test_a_run_that_fails_leaves_the_old_file_and_nothing_else(suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    at_once(path, [report(1)])
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError):
        fails_after_a_batch(path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", BATCHED)
def test_nothing_at_all_makes_a_file(suffix, tmp_path):
    with opened(tmp_path / f"a{suffix}"):
        pass
    assert (tmp_path / f"a{suffix}").exists()


def test_formats_that_need_all_rows_say_so(tmp_path):
    with pytest.raises(OutputError, match="is written whole"):
        opened(tmp_path / "a.gpkg")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(any_reports.reports().map(whole), max_size=3, unique_by=lambda each: each.document.id))
@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.figures.parquet"])
def test_any_reports_are_written_alike_in_batches(tmp_path_factory, name, reports):
    folder = tmp_path_factory.mktemp("any")
    at_once(folder / name, reports, Options(hxl=True))
    (folder / "b").mkdir()
    in_batches(folder / "b" / name, reports, 1, Options(hxl=True))
    assert (folder / "b" / name).read_bytes() == (folder / name).read_bytes()


def test_a_column_of_others_is_written_as_it_is(tmp_path):
    table = Table("event", {"id": ["a", "b"], "document": ["d", "d"], "weight": [1, None]}, [None, None])
    write(tmp_path / "a.csv", {"event": table}, [])
    assert (tmp_path / "a.csv").read_text("utf-8-sig") == "id,document,weight\na,d,1\nb,d,\n"
