"""Big tables flow as columns: no report is made for each row, and a row costs what its columns cost."""

import csv
import sys
import time
from collections import deque

import pytest
from typer.testing import CliRunner

import geomap
from geomap.cli import app
from geomap.places import Gazetteer
from geomap.streams import write_stream
from geomap.tablerows import TableRows
from geomap.tables import read_rows
from geomap.writing import Options

sys.path.insert(0, "tests/bench")
from ucdp_rows import write_ucdp

ROWS = 20_000
TIMES_CSV = 15
"""How many times what the csv module takes a row may cost. It costs seven times; with a report a row, 23."""


@pytest.fixture
def no_reports(monkeypatch):
    def refused(rows):
        raise AssertionError(f"reports are made of {len(rows)} rows")

    monkeypatch.setattr(TableRows, "__iter__", refused)


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".geojsonl", ".fgb"])
@pytest.mark.parametrize("rounded", [[], ["--round", "0.1"]])
def test_a_table_goes_to_a_file_without_a_report_for_each_row(tmp_path, suffix, rounded, no_reports):
    write_ucdp(tmp_path / "ged.csv", 50)
    output = tmp_path / f"out{suffix}"
    command = ["extract", str(tmp_path / "ged.csv"), "-o", str(output), "--tagger", "fast", *rounded]
    result = CliRunner().invoke(app, command, catch_exceptions=False)
    assert (result.exit_code, output.exists()) == (0, True)


def test_a_table_goes_to_a_map_without_a_report_for_each_row(tmp_path, no_reports, toolkit):
    write_ucdp(tmp_path / "ged.csv", 50)
    atlas = geomap.build(tmp_path / "ged.csv", toolkit=toolkit)
    atlas.save_map(tmp_path / "map.html")
    assert atlas.summary().startswith("50 events: ")


def test_two_tables_that_are_not_linked_go_to_a_map_without_reports(tmp_path, no_reports, toolkit):
    for name in ("one.csv", "two.csv"):
        write_ucdp(tmp_path / name, 50)
    atlas = geomap.build([tmp_path / "one.csv", tmp_path / "two.csv"], toolkit=toolkit, link=False)
    atlas.save_map(tmp_path / "map.html")
    assert len(atlas.tables["event"]) == 100


def test_reports_are_made_when_they_are_asked_for(tmp_path, toolkit):
    write_ucdp(tmp_path / "ged.csv", 3)
    atlas = geomap.build(tmp_path / "ged.csv", toolkit=toolkit)
    assert [report.document.id for report in atlas.reports] == ["ged:1", "ged:2", "ged:3"]


def test_a_row_to_parquet_costs_a_few_times_what_its_cells_do(tmp_path):
    source = tmp_path / "ged.csv"
    write_ucdp(source, ROWS)
    outlines = Gazetteer.installed().shape

    def cells():
        with source.open(encoding="utf-8", newline="") as file:
            deque(csv.reader(file), maxlen=0)

    def written():
        rows = (item for item in read_rows(source) if isinstance(item, TableRows))
        assert write_stream(tmp_path / "out.parquet", rows, outlines, Options()) == ROWS

    assert seconds(written) < TIMES_CSV * seconds(cells)


def seconds(work):
    """Processor time of the best of three runs."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)
