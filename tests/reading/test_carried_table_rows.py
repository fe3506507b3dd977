"""Rows of event tables in a Parquet file of geomap's read back as the rows they were."""

import tempfile
from pathlib import Path

import any_reports
import example_reports
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.features import tables
from geomap.reading import EventTable, read
from geomap.records import Report
from geomap.rounding import Rounder
from geomap.tablerows import Several, TableRows, flat
from geomap.tables import read_rows
from geomap.writing import write

TABLE = """id,date,lat,lon,type,place,title,source,killed,actor
1,2031-03-01,12.5,30.25,air strike,Oakbridge,Raid,Owl,3,Air Wing
2,2031-03-02,12.5,30.25,air strike,Oakbridge,Raid,Owl,3,Air Wing
3,2031-03-03,,,shelling,,Raid,Pine,2-5,Army; Scouts
"""


def written(path, reports):
    write(path, tables(reports, example_reports.shape_of), reports)
    return path


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    (found,) = (item for item in read_rows(path) if isinstance(item, TableRows))
    return found


@settings(max_examples=60, deadline=None)
@given(any_reports.table_rows())
def test_any_rows_come_back_equal(rows):
    with tempfile.TemporaryDirectory() as folder:
        back = list(read([written(Path(folder, "own.parquet"), rows)]))
    assert all(isinstance(part, TableRows) for part in back)
    assert list(flat(back)) == list(rows)


@settings(max_examples=20, deadline=None)
@given(any_reports.table_rows())
def test_tables_of_any_rows_are_those_of_their_reports(rows):
    made, expected = (tables(found, example_reports.shape_of) for found in (rows, list(rows)))
    for name, table in expected.items():
        columns = {column: list(values) for column, values in made[name].columns.items()}
        assert columns == {column: list(values) for column, values in table.columns.items()}
        assert list(made[name].geometry) == list(table.geometry)


@settings(max_examples=20, deadline=None)
@given(any_reports.table_rows(), st.sampled_from([0.01, 0.5, 7]))
def test_rounded_rows_are_the_rounded_reports(rows, degrees):
    def spans(text):
        return ((at, at + 1) for at, character in enumerate(text) if character == "1")

    rounded = Rounder(degrees, spans)
    found = rounded.rows(rows)
    assert isinstance(found, TableRows)
    # what the digest of a text is made of is the text, also where none of it is blotted out
    assert list(found) == [rounded.report(report) for report in rows]


def test_rows_beside_texts_come_back(rows, tmp_path):
    both = example_reports.both()
    back = list(flat(read([written(tmp_path / "own.parquet", Several([both, rows]))])))
    assert sorted(back, key=lambda each: each.document.id) == sorted(
        [*both, *rows], key=lambda each: each.document.id
    )


def test_files_that_hold_a_report_for_each_row_are_still_read(rows, tmp_path):
    path = written(tmp_path / "own.parquet", list(rows))
    assert pq.read_table(path)["geomap_record"][0].as_py().startswith('{"form":"geomap-report/1"')
    assert list(read([path])) == list(rows)


def test_a_row_takes_a_tenth_of_its_report(rows, tmp_path):
    records = pq.read_table(written(tmp_path / "own.parquet", rows))["geomap_record"].to_pylist()
    reports = pq.read_table(written(tmp_path / "full.parquet", list(rows)))["geomap_record"].to_pylist()
    assert sum(map(len, records)) < 0.25 * sum(map(len, reports))


def rewritten(path, table):
    told = pq.read_metadata(path).metadata
    metadata = {name: value for name, value in told.items() if name != b"ARROW:schema"}
    pq.write_table(table.replace_schema_metadata(metadata), path)
    return path


def changed(path, name, values):
    table = pq.read_table(path)
    field = table.schema.field(name)
    at = table.schema.get_field_index(name)
    return rewritten(path, table.set_column(at, field, pa.array(values, field.type)))


def test_a_damaged_row_does_not_lose_the_others(rows, tmp_path):
    path = changed(written(tmp_path / "own.parquet", rows), "type", ["ASSAULT", "no type", "ASSAULT"])
    found = list(read([path]))
    assert list(flat(item for item in found if not isinstance(item, InputError))) == [rows[0], rows[2]]
    (error,) = (item for item in found if isinstance(item, InputError))
    assert str(error).startswith(f"{path}, record 2: damaged: Invalid enum value 'no type'")


def test_a_place_outside_the_earth_is_refused(rows, tmp_path):
    path = changed(written(tmp_path / "own.parquet", rows), "rep_lat", [12.5, 900, None])
    errors = [str(item) for item in read([path]) if isinstance(item, InputError)]
    place = "the place 'table:12.50000,30.25000' lies outside the earth: lat 900.0, lon 30.25"
    assert errors == [f"{path}, record 2: damaged: {place}"]


def test_rows_that_were_read_before_are_told(rows, tmp_path):
    path = written(tmp_path / "own.parquet", rows)
    copy = tmp_path / "copy.parquet"
    copy.write_bytes(path.read_bytes())
    found = list(read([path, copy]))
    assert [type(item) for item in found] == [TableRows, InputError, InputError, InputError]
    assert str(found[1]) == f"{copy}, record 1: a document 'table:2' was read before; rename one of them"


def test_a_file_with_more_or_fewer_lines_is_read_from_its_columns(rows, tmp_path):
    path = written(tmp_path / "own.parquet", rows)
    rewritten(path, pq.read_table(path).slice(1))
    assert [type(item).__name__ for item in read([path])] == ["Note", EventTable.__name__]
    assert not any(isinstance(item, Report) for item in read([path]))
