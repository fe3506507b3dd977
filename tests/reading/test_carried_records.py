"""geomap's own GIS files read back without loss, unless somebody edited them."""

import sqlite3
import tempfile
from pathlib import Path

import any_reports
import example_reports
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.features import tables
from geomap.reading import EventTable, read
from geomap.records import Report
from geomap.writing import write

CARRYING = (".geojson", ".gpkg")


def written(path, reports):
    write(path, tables(reports, example_reports.shape_of), reports)
    return path


@pytest.fixture(params=CARRYING)
def own(tmp_path, request):
    return written(tmp_path / f"doc1{request.param}", example_reports.both())


def unlike_ids(reports):
    return len({report.document.id for report in reports}) == len(reports)


@pytest.mark.parametrize("suffix", CARRYING)
@settings(max_examples=10, deadline=None)
@given(st.lists(any_reports.reports(), max_size=3).filter(unlike_ids))
def test_any_reports_come_back_equal(suffix, reports):
    with tempfile.TemporaryDirectory() as folder:
        assert list(read([written(Path(folder, f"own{suffix}"), reports)])) == reports


def test_a_file_may_be_called_like_a_document_in_it(own):
    assert list(read([own])) == example_reports.both()


def test_a_document_that_was_read_before_is_told(own, tmp_path):
    copy = tmp_path / f"copy{own.suffix}"
    copy.write_bytes(own.read_bytes())
    found = list(read([own, copy]))
    assert [type(item) for item in found] == [Report, Report, InputError, InputError]
    assert str(found[2]) == f"{copy}, record 1: a document 'doc1' was read before; rename one of them"


def test_white_space_between_features_is_no_edit(tmp_path):
    path = written(tmp_path / "own.geojson", example_reports.both())
    path.write_text(path.read_text().replace(",\n{", ", {"))
    assert list(read([path])) == example_reports.both()


def test_a_damaged_record_does_not_spoil_the_others(tmp_path):
    path = written(tmp_path / "own.gpkg", example_reports.both())
    with sqlite3.connect(path) as base:
        base.execute(
            "UPDATE geomap_records SET record = replace(record, 'geomap-report/1', '?') WHERE fid = 1"
        )
    broken, *found = read([path])
    assert str(broken).startswith(f"{path}, record 1: damaged: ")
    assert example_reports.both()[1] in found


def test_other_files_carry_nothing(tmp_path):
    path = tmp_path / "t.geojson"
    path.write_text('{"type": "FeatureCollection", "geomap": {}, "features": []}')
    assert list(read([path])) == [EventTable("t", path)]
