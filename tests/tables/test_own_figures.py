"""Figures edited in their own table, beside that of the events, in a spreadsheet."""

import csv

import example_reports
import pytest
from msgspec.structs import replace

from geomap.features import tables
from geomap.pipeline import Toolkit, reports
from geomap.records import Note, Report
from geomap.tablerows import flat
from geomap.writing import write

REPORTS = example_reports.both()


@pytest.fixture
def desk(tmp_path, toolkit):
    """A folder with both tables; ``edit`` changes the rows of figures, ``read`` reads both."""
    for name in ("kursk.csv", "kursk.figures.csv"):
        write(tmp_path / name, tables(REPORTS, example_reports.shape_of), REPORTS)
    return Desk(tmp_path, toolkit)


class Desk:
    def __init__(self, folder, toolkit):
        self.events, self.figures = folder / "kursk.csv", folder / "kursk.figures.csv"
        self.toolkit: Toolkit = toolkit

    def edit(self, work):
        with self.figures.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        names = list(rows[0])
        rows = [row for row in map(work, rows) if row is not None]
        with self.figures.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)

    def read(self, *sources):
        found = list(flat(reports(sources or (self.figures, self.events), self.toolkit)))
        read = [item for item in found if isinstance(item, Report)]
        others = [item for item in found if not isinstance(item, Report)]
        told = [item.text if isinstance(item, Note) else str(item) for item in others]
        figures = {figure.id.removeprefix("kursk:"): figure for each in read for figure in each.figures}
        return figures, [line.replace(str(self.figures), "F") for line in told]


LEFT = "F: 2 figures of no event in the table beside it are left out"


def test_figures_are_those_of_their_table_with_their_links(desk):
    figures, told = desk.read()
    wanted = {figure.id: figure for report in REPORTS for figure in report.figures if figure.event}
    assert figures.keys() == wanted.keys()
    for identity, figure in wanted.items():
        found = figures[identity]
        assert (found.category, found.qualifier) == (figure.category, figure.qualifier)
        assert (found.value, found.low, found.high) == (figure.value, figure.low, figure.high)
        assert (found.unit, found.scope, found.modality) == (figure.unit, figure.scope, figure.modality)
        assert found.event == f"kursk:{figure.event}:e1"
    assert figures["f2"].subset_of == "kursk:f1"
    assert told == [LEFT]


def test_a_changed_number_counts_a_deleted_row_is_gone_and_an_added_one_there(desk):
    def work(row):
        if row["id"] == "h4":
            return None
        return row | {"value": "14", "low": "13", "high": "15"} if row["id"] == "h1" else row

    desk.edit(work)
    with desk.figures.open("a", encoding="utf-8") as file:
        file.write("n1,doc2,g4,killed,,people,exact,7,7,7\n")
    figures, told = desk.read()
    assert (figures["h1"].low, figures["h1"].value, figures["h1"].high) == (13, 14, 15)
    assert "h4" not in figures
    assert (figures["n1"].category, figures["n1"].value, figures["n1"].event) == ("killed", 7, "kursk:g4:e1")
    assert LEFT in told


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"category": "eaten"}, "category 'eaten': Invalid enum value 'eaten'"),
        ({"value": "many"}, "value 'many': Expected `float | null`"),
        ({"lat": "900", "lon": "30"}, "longitude 30, latitude 900 is outside the earth"),
    ],
)
def test_a_cell_that_cannot_be_is_told_by_row_and_the_others_stay(desk, cells, said):
    desk.edit(lambda row: row | cells if row["id"] == "h1" else row)
    figures, told = desk.read()
    assert "h1" not in figures
    assert "h2" in figures
    (line,) = [line for line in told if line != LEFT]
    assert line.startswith(f"F, row 6: {said}")
    assert line.endswith("; the figure is left out")


def test_a_figure_may_stand_elsewhere_than_its_event(desk):
    desk.edit(lambda row: row | {"lat": "50.5", "lon": "34.5", "place": "Edge"} if row["id"] == "h1" else row)
    (place,) = desk.read()[0]["h1"].places
    assert (place.name, place.lon, place.lat) == ("Edge", 34.5, 50.5)


def test_figures_alone_are_refused_as_before(desk):
    figures, told = desk.read(desk.figures)
    assert figures == {}
    assert told == ["F: a table of geomap's that holds no events; read that of the events"]


def test_beside_a_file_that_carries_records_they_are_not_read(desk, tmp_path):
    for name in ("own.parquet", "own.figures.parquet"):
        write(tmp_path / name, tables(REPORTS, example_reports.shape_of), REPORTS)
    paths = [tmp_path / "own.parquet", tmp_path / "own.figures.parquet"]
    found = list(flat(reports(paths, desk.toolkit)))
    assert [item for item in found if isinstance(item, Report)] == REPORTS
    assert found[-1].text.endswith("not read, for the file of its events carries figures of its own")


def test_a_text_like_a_formula_loses_the_apostrophe_it_was_given(desk, tmp_path):
    odd = [replace(each, figures=tuple(replace(f, unit="=1+1") for f in each.figures)) for each in REPORTS]
    write(desk.figures, tables(odd, example_reports.shape_of), odd)
    assert "'=1+1" in desk.figures.read_text("utf-8-sig")
    assert {figure.unit for figure in desk.read()[0].values()} == {"=1+1"}
