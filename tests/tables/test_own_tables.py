"""Tables of geomap's own that somebody edited: events are events, and nothing else is."""

import json

import example_reports
import pyogrio
import pytest
from table_rows import read

from geomap.features import tables
from geomap.writing import write

REPORTS = example_reports.both()
EVENTS = [event for report in REPORTS for event in report.events]


@pytest.fixture(params=[".geojson", ".gpkg", ".csv", ".parquet"])
def own(tmp_path, request):
    path = tmp_path / f"own{request.param}"
    write(path, tables(REPORTS, example_reports.shape_of), REPORTS)
    return path


def test_each_event_comes_back_once_and_no_figure_as_an_event(own):
    reports, _, _ = read(own)
    events = [report.events[0] for report in reports]
    assert [(e.type, e.mode, e.modality) for e in events] == [(e.type, e.mode, e.modality) for e in EVENTS]
    assert [e.date_start for e in events] == [e.date_start for e in EVENTS]
    assert [e.date_precision for e in events] == [e.date_precision for e in EVENTS]
    assert [report.document.id for report in reports] == [f"own:{event.id}" for event in EVENTS]


def test_figures_of_an_event_come_with_it(own):
    reports, _, _ = read(own)
    found = {(f.category, f.low, f.high) for report in reports for f in report.figures}
    told = {(f.category, f.low, f.high) for report in REPORTS for f in report.figures if f.event}
    assert found
    assert {category for category, _, _ in found} <= {category for category, _, _ in told}


def test_a_point_that_was_moved_counts(tmp_path):
    path = tmp_path / "own.geojson"
    write(path, tables(REPORTS, example_reports.shape_of), REPORTS)
    collection = json.loads(path.read_text())
    feature = next(f for f in collection["features"] if (f["geometry"] or {}).get("type") == "Point")
    feature["geometry"]["coordinates"] = [12.5, 41.25]
    path.write_text(json.dumps(collection))
    reports, _, _ = read(path)
    places = [at.place for report in reports for event in report.events for at in event.places]
    assert (12.5, 41.25) in {(place.lon, place.lat) for place in places}


@pytest.mark.parametrize("layer", ["figure", "movement"])
def test_a_layer_of_other_things_alone_is_refused(tmp_path, layer):
    whole, path = tmp_path / "own.gpkg", tmp_path / "only.gpkg"
    write(whole, tables(REPORTS, example_reports.shape_of), REPORTS)
    pyogrio.write_dataframe(pyogrio.read_dataframe(whole, layer=layer), path)
    reports, problems, _ = read(path)
    assert reports == []
    assert problems == ["F: a table of geomap's that holds no events; read that of the events"]
