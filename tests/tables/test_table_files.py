"""Tables in files of other kinds, whole and broken."""

import json
import zipfile
from datetime import date, datetime

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely import Point, Polygon
from table_rows import UCDP, read, table

HEADINGS = ["date", "lat", "lon", "type", "killed"]


def workbook(path, *rows, title="Sheet"):
    book = openpyxl.Workbook()
    book.active.append(["nothing", "here"])
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    book.save(path)


def only(reports):
    (report,) = reports
    return report.events[0]


def test_a_workbook_with_dates_numbers_and_empty_cells(tmp_path):
    path = tmp_path / "t.xlsx"
    midnight = datetime(2024, 5, 26)  # noqa: DTZ001 - workbooks know no time zones
    rows = [[midnight, 31.5, 34, "Air strike", 45], [date(2024, 5, 27), None, None, "Raid"]]
    workbook(path, ["Events of May"], HEADINGS, *rows)
    reports, problems, notes = read(path)
    assert (problems, notes) == ([], [])
    first, second = (report.events[0] for report in reports)
    assert [report.document.id for report in reports] == ["t:3", "t:4"]
    assert (first.date_start, first.places[0].place.lat) == (date(2024, 5, 26), 31.5)
    assert reports[0].figures[0].value == 45
    assert second.places == ()


def test_a_workbook_bomb_is_not_opened(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    reports, problems, _ = read(path)
    assert reports == []
    assert problems == ["F: xl/worksheets/sheet1.xml would unpack to 19 MB; save the table as .csv"]


@pytest.mark.parametrize("cut", [200, 3000])
def test_a_cut_off_workbook_is_one_line(tmp_path, cut):
    path = tmp_path / "t.xlsx"
    workbook(path, HEADINGS, *[["2024-01-01", 1, 2, "Raid", 3]] * 50)
    path.write_bytes(path.read_bytes()[:cut])
    reports, problems, _ = read(path)
    assert (reports, len(problems)) == ([], 1)
    assert problems[0].startswith("F: a broken")


@pytest.mark.parametrize("content", ["", "<worksheet>", "<worksheet><sheetData><row><c></worksheet>"])
def test_a_workbook_with_a_broken_sheet_is_one_line(tmp_path, content):
    path, broken = tmp_path / "t.xlsx", tmp_path / "b.xlsx"
    workbook(path, HEADINGS, ["2024-01-01", 1, 2, "Raid", 3])
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(broken, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, content if "worksheets/" in name else whole.read(name))
    reports, problems, _ = read(broken)
    assert (reports, len(problems)) == ([], 1)
    assert "\n" not in problems[0]


def test_parquet_with_typed_columns(tmp_path):
    path = tmp_path / "t.parquet"
    columns = {
        "event_date": [date(2024, 5, 26), None],
        "latitude": [31.5, None],
        "longitude": [34.25, None],
        "event_type": pa.array(["Air strike", "Raid"]).dictionary_encode(),
        "killed": [45, None],
    }
    pq.write_table(pa.table(columns), path)
    reports, problems, _ = read(path)
    assert problems == []
    event = reports[0].events[0]
    assert (event.date_start, event.places[0].place.lon, event.mode) == (date(2024, 5, 26), 34.25, "aerial")
    assert reports[0].figures[0].value == 45
    assert (reports[1].events[0].date_start, reports[1].figures) == (None, ())


def test_a_cut_off_parquet_file_is_one_line(tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"date": ["2024-01-01"] * 1000}), path)
    path.write_bytes(path.read_bytes()[:-20])
    reports, problems, _ = read(path)
    assert (reports, len(problems)) == ([], 1)
    assert problems[0].startswith("F: not a Parquet file that can be read: ")


@pytest.fixture
def frame():
    import geopandas

    shapes = [Point(34.25, 31.5), None, Polygon([(30, 10), (31, 10), (31, 11), (30, 11)])]
    data = {"when": ["2024-05-26", "2024-05-27", None], "event_type": ["Raid", "Raid", "Protest"]}
    return geopandas.GeoDataFrame(data, geometry=shapes, crs="EPSG:4326")


@pytest.mark.parametrize("kind", ["geojson", "gpkg", "parquet"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_geometries_place_rows(tmp_path, frame, kind, crs):
    path = tmp_path / f"t.{kind}"
    if kind == "parquet":
        frame.to_crs(crs).to_parquet(path)
    elif kind == "geojson":
        frame.to_file(path)
    else:
        frame.to_crs(crs).to_file(path)
    reports, problems, _ = read(path)
    assert problems == []
    assert [report.events[0].type for report in reports] == ["ASSAULT", "ASSAULT", "PROTEST"]
    first, second, third = (report.events[0].places for report in reports)
    assert (round(first[0].place.lon, 6), round(first[0].place.lat, 6)) == (34.25, 31.5)
    assert second == ()
    assert third[0].place.precision == "region"
    assert 30 < third[0].place.lon < 31
    assert 70 < third[0].place.radius_km < 80


@pytest.mark.parametrize("content", ['{"type": "FeatureCollection", "features": [{"ty', "SQLite format 3\0"])
def test_a_cut_off_map_file_is_one_line(tmp_path, content):
    reports, problems, _ = read(tmp_path / "t.geojson", content)
    assert (reports, len(problems)) == ([], 1)
    assert problems[0].startswith("F: cannot be read: ")
    assert "\n" not in problems[0]


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"status": 200, "data": rows}])
def test_answers_in_json(tmp_path, wrap):
    rows = [{"event_date": "2024-05-26", "latitude": "31.5", "longitude": 34.25, "fatalities": 3}]
    reports, problems, _ = read(tmp_path / "t.json", json.dumps(wrap(rows)))
    assert problems == []
    assert only(reports).places[0].place.lat == 31.5
    assert reports[0].figures[0].value == 3


@pytest.mark.parametrize("content", ["{", "[]", '{"data": 1}', "[1]", "[" * 100_000])
def test_json_that_is_no_table_is_one_line(tmp_path, content):
    reports, problems, _ = read(tmp_path / "t.json", content)
    assert (reports, len(problems)) == ([], 1)


def test_a_zip_bomb_is_not_opened(tmp_path):
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", b"0" * 20_000_000)
    reports, problems, _ = read(path)
    assert reports == []
    assert problems == ["F: 't.csv' would unpack to 20,000,000 bytes; skipped"]


def test_a_zip_of_several_tables_is_not_guessed_at(tmp_path):
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "date\n")
        archive.writestr("b.csv", "date\n")
    _, problems, _ = read(path)
    assert problems == ["F: holds 2 tables (.csv, .tsv); unzip it and name one"]


def test_a_table_cut_off_within_a_row_keeps_the_others(tmp_path):
    whole = table("ucdp", *[UCDP | {"id": str(number)} for number in range(5)])
    reports, problems, _ = read(tmp_path / "t.csv", whole[:-160])
    assert len(reports) == 5
    assert len(problems) == 1
    assert problems[0].startswith("F, row 6: ")
    assert "cells under 49 headings" in problems[0]


def test_a_known_format_with_another_delimiter_is_read(tmp_path):
    reports, problems, _ = read(tmp_path / "t.csv", table("ucdp", UCDP, delimiter=";"))
    assert (len(reports), problems) == (1, [])


def test_the_name_of_a_file_does_not_matter(tmp_path):
    path = tmp_path / "t.csv"
    workbook(tmp_path / "t.xlsx", HEADINGS, ["2024-01-01", 1, 2, "Raid", 3])
    (tmp_path / "t.xlsx").rename(path)
    reports, problems, _ = read(path)
    assert (len(reports), problems) == (1, [])
