"""GeoJSON and GeoPackages that somebody edited: the edits count, by id, and all else stays as it was."""

import json
import sqlite3
import struct
import tempfile
from datetime import date
from pathlib import Path

import example_reports
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from shapely import Point

from geomap.errors import InputError
from geomap.features import tables
from geomap.reading import EventTable, read
from geomap.reading.carried import carried
from geomap.records import Note, Report
from geomap.writing import write

REPORTS = example_reports.both()
EVENTS = {event.id: event for report in REPORTS for event in report.events}
FIGURES = {figure.id: figure for report in REPORTS for figure in report.figures}


class OwnGeojson:
    """A GeoJSON of geomap's, and what a GIS tool does to it."""

    suffix = ".geojson"

    def __init__(self, path):
        self.path = path

    def _edit(self, work):
        collection = json.loads(self.path.read_text())
        collection["features"] = list(filter(None, map(work, collection["features"])))
        self.path.write_text(json.dumps(collection))

    def change(self, layer, identity, point=None, **cells):
        def work(feature):
            if (feature["properties"]["layer"], feature["properties"]["id"]) == (layer, identity):
                feature["properties"].update(cells)
                if point:
                    feature["geometry"] = {"type": "Point", "coordinates": point}
            return feature

        self._edit(work)

    def delete(self, layer, identity):
        self._edit(lambda each: each if each["id"] != f"{layer}/{identity}" else None)

    def add(self, layer, point=None, **cells):
        collection = json.loads(self.path.read_text())
        geometry = {"type": "Point", "coordinates": point} if point else None
        feature = {"type": "Feature", "geometry": geometry, "properties": {"layer": layer, **cells}}
        collection["features"].append(feature)
        self.path.write_text(json.dumps(collection))


class OwnGeopackage:
    """A GeoPackage of geomap's, and what a GIS tool does to it: it also renews the layer's last change."""

    suffix = ".gpkg"

    def __init__(self, path):
        self.path = path

    def run(self, layer, sql, *cells):
        base = sqlite3.connect(self.path)
        base.execute("PRAGMA foreign_keys = ON")
        base.create_function("ST_IsEmpty", 1, lambda blob: blob is None)
        for name, at in (("ST_MinX", 0), ("ST_MaxX", 0), ("ST_MinY", 1), ("ST_MaxY", 1)):
            base.create_function(name, 1, lambda blob, at=at: struct.unpack("<2d", blob[-16:])[at])
        base.execute(sql, cells)
        base.execute(
            "UPDATE gpkg_contents SET last_change = '2031-01-01T00:00:00.000Z' WHERE table_name = ?", (layer,)
        )
        base.commit()
        base.close()

    def change(self, layer, identity, point=None, **cells):
        for name in cells:
            with sqlite3.connect(self.path) as base:
                if name not in [column for _, column, *_ in base.execute(f"PRAGMA table_info({layer})")]:
                    base.execute(f"ALTER TABLE {layer} ADD COLUMN {name} REAL")
        if point:
            head = struct.pack("<2sBBi", b"GP", 0, 1, 4326)
            cells["geom"] = head + shapely.to_wkb(Point(point), byte_order=1)
        names = ", ".join(f'"{name}" = ?' for name in cells)
        sql = f"UPDATE {layer} SET {names} WHERE id = ?"  # noqa: S608 - our own names
        self.run(layer, sql, *cells.values(), identity)

    def delete(self, layer, identity):
        self.run(layer, f"DELETE FROM {layer} WHERE id = ?", identity)  # noqa: S608 - our own names

    def add(self, layer, point=None, **cells):
        row = pyogrio.read_dataframe(self.path, layer=layer).iloc[:1]
        row = row.assign(**{name: cells.get(name) for name in row.columns if name != "geometry"})
        row = row.set_geometry([Point(point) if point else None], crs="EPSG:4326")
        pyogrio.write_dataframe(row[[*cells, "geometry"]], self.path, layer=layer, append=True)


@pytest.fixture(params=[OwnGeojson, OwnGeopackage])
def own(tmp_path, request):
    path = tmp_path / f"own{request.param.suffix}"
    write(path, tables(REPORTS, example_reports.shape_of), REPORTS)
    return request.param(path)


def back(own):
    """Reports and what was told."""
    found = list(read([own.path]))
    others = [item for item in found if not isinstance(item, Report)]
    told = [item.text if isinstance(item, Note) else str(item) for item in others]
    assert not any(isinstance(item, EventTable) for item in found)
    return [item for item in found if isinstance(item, Report)], [
        line.removeprefix(str(own.path)).removeprefix(": ").removeprefix(", ") for line in told
    ]


def event(reports, identity):
    return next((each for report in reports for each in report.events if each.id == identity), None)


def figure(reports, identity):
    return next((each for report in reports for each in report.figures if each.id == identity), None)


def but(reports, *identities):
    """The records of all events and figures but these, and the documents, texts and names."""
    return [
        replace(
            report,
            events=tuple(each for each in report.events if each.id not in identities),
            figures=tuple(each for each in report.figures if each.id not in identities),
        )
        for report in reports
    ]


def counted(*parts):
    return [f"edited since geomap wrote it, and the edits count: {', '.join(parts)}"]


def test_a_changed_number_of_a_figure_counts_and_its_bounds_follow(own):
    own.change("figure", "h1", value=14.0)
    reports, told = back(own)
    assert told == counted("1 figures changed")
    assert figure(reports, "h1") == replace(FIGURES["h1"], value=14, low=14, high=14)
    assert but(reports, "h1") == but(REPORTS, "h1")


def test_bounds_that_were_given_count_as_they_stand(own):
    own.change("figure", "h1", qualifier="range", value=None, low=9.0, high=20.0)
    reports, told = back(own)
    assert told == counted("1 figures changed")
    found = figure(reports, "h1")
    assert (found.qualifier, found.value, found.low, found.high) == ("range", None, 9, 20)


def test_words_of_an_event_count(own):
    own.change(
        "event",
        "g2",
        type="ASSAULT",
        mode="aerial",
        modality="disputed",
        date_start="2024-10-30",
        actors="Russian forces; Somebody else",
        speaker="The mayor",
        confidence=0.25,
    )
    reports, told = back(own)
    assert told == counted("1 events changed")
    found = event(reports, "g2")
    assert (found.mode, found.modality, found.date_start) == ("aerial", "disputed", date(2024, 10, 30))
    assert [actor.name for actor in found.actors] == ["Russian forces", "Somebody else"]
    assert (found.statement.speaker, found.confidence) == ("The mayor", 0.25)
    assert but(reports, "g2") == but(REPORTS, "g2")


def test_a_point_that_was_dragged_counts_for_its_event_and_the_figures_there(own):
    own.change("event", "g1", point=(34.5, 50.5))
    reports, told = back(own)
    assert told == counted("1 events changed")
    (at,) = event(reports, "g1").places
    assert (at.place.name, at.place.lon, at.place.lat, at.role) == ("Sumy", 34.5, 50.5, "location")
    assert at.place.id == "table:50.50000,34.50000"
    assert at.place.country == EVENTS["g1"].places[0].place.country
    assert but(reports, "g1") == but(REPORTS, "g1")


def test_what_stood_in_a_region_gets_the_point_that_was_given(own):
    own.change("event", "e7", point=(35.5, 51.5), precision="city", place="Sudzha", radius_km=5.0)
    reports, _ = back(own)
    (at,) = event(reports, "e7").places
    assert (at.place.name, at.place.precision, at.place.lon, at.place.radius_km) == (
        "Sudzha",
        "city",
        35.5,
        5,
    )


def test_rows_that_are_gone_are_gone_with_what_leads_to_them(own):
    own.delete("figure", "f1")
    own.delete("event", "e3")
    reports, told = back(own)
    assert event(reports, "e3") is None
    assert figure(reports, "f1") is None
    assert (figure(reports, "f2").subset_of, figure(reports, "f3").event) == (None, None)
    assert told[0].startswith("edited since geomap wrote it, and the edits count: 1 events deleted, ")
    assert but(reports, "f2", "f3") == but(REPORTS, "e3", "f1", "f2", "f3")


def test_rows_that_were_added_are_there(own):
    own.add("event", point=(30.5, 50.45), id="new", type="PROTEST", date_start="2024-11-02", place="Kyiv")
    own.add("figure", id="n1", event="new", category="wounded", value=7.0)
    reports, told = back(own)
    assert told == counted("1 events added", "1 figures added")
    found = event(reports, "new")
    (at,) = found.places
    assert (found.type, found.date_start, at.place.name) == ("PROTEST", date(2024, 11, 2), "Kyiv")
    assert (at.place.lon, at.place.lat, at.role) == (30.5, 50.45, "location")
    assert [report.document.id for report in reports] == ["doc1", "doc2", "own:new"]
    assert (figure(reports, "n1").category, figure(reports, "n1").value) == ("wounded", 7)
    assert but(reports, "new", "n1")[:2] == REPORTS


def test_an_added_event_that_quotes_a_text_joins_it(own):
    text = REPORTS[1].document.text
    own.add("event", id="new", document="doc2", type="PROTEST", quote=text[10:30])
    reports, _ = back(own)
    assert len(reports) == 2
    found = event(reports[1:], "new")
    assert (found.start, found.end) == (10, 30)


def test_numbers_in_an_events_row_count_where_no_figure_says_otherwise(own):
    own.change("event", "g1", killed_value=13.0)
    own.change("event", "g3", killed_value=5.0)
    own.change("event", "g6", wounded_value=4.0)
    own.change("figure", "h4", value=6.0)
    reports, _ = back(own)
    assert figure(reports, "h1") == replace(FIGURES["h1"], value=13, low=13, high=13)
    assert figure(reports, "g3:killed").value == 5
    assert figure(reports, "h4").value == 6


def test_a_number_that_several_figures_give_is_changed_in_their_layer(own):
    own.change("event", "g2", killed_low=1.0)
    reports, told = back(own)
    assert "event g2: has several figures of killed; change them in the layer figure" in told
    assert reports == REPORTS


@pytest.mark.parametrize(
    ("layer", "identity", "cells", "said"),
    [
        (
            "event",
            "g1",
            {"type": "Air strike"},
            "event g1: type 'Air strike' is not taken: Invalid enum value",
        ),
        ("event", "g1", {"date_start": "yesterday"}, "event g1: date_start 'yesterday' is not taken: "),
        ("event", "g1", {"rep_lat": 900.0}, "event g1: longitude 34.8, latitude 900 is outside the earth"),
        (
            "figure",
            "h1",
            {"category": "eaten"},
            "figure h1: category 'eaten' is not taken: Invalid enum value",
        ),
    ],
)
def test_a_cell_that_cannot_be_is_told_and_the_record_stays(own, layer, identity, cells, said):
    own.change(layer, identity, **cells)
    found = list(read([own.path]))
    errors = [str(item) for item in found if isinstance(item, InputError)]
    assert len(errors) == 1
    assert errors[0].startswith(f"{own.path}, {said}")
    assert [item for item in found if isinstance(item, Report)] == REPORTS


def test_columns_made_from_others_are_told_when_they_are_changed(own):
    own.change("event", "g1", quote="Something else", happened=False)
    reports, told = back(own)
    assert reports == REPORTS
    (line,) = told
    what, _, columns = line.rpartition(": ")
    assert what == "changed cells of columns that are made from others are not taken"
    assert sorted(columns.split(", ")) == ["happened 1", "quote 1"]


def test_a_title_that_was_changed_is_the_documents(own):
    own.change("event", "g1", title="Night of strikes", url="https://example.org/x")
    reports, _ = back(own)
    assert (reports[1].document.title, reports[1].document.url) == (
        "Night of strikes",
        "https://example.org/x",
    )


def test_other_layers_are_told_to_be_left_out(tmp_path):
    path = tmp_path / "own.gpkg"
    write(path, tables(REPORTS, example_reports.shape_of), REPORTS)
    own = OwnGeopackage(path)
    own.run("statement", "UPDATE statement SET speaker = 'x'")
    reports, told = back(own)
    assert told == ["edits of statement are not taken; edit the layers event and figure"]
    assert reports == REPORTS


def test_a_layer_written_anew_by_pyogrio_is_read(tmp_path):
    path = tmp_path / "own.gpkg"
    write(path, tables(REPORTS, example_reports.shape_of), REPORTS)
    frame = pyogrio.read_dataframe(path, layer="figure")
    frame.loc[frame["id"] == "h1", "value"] = 14.0
    pyogrio.write_dataframe(frame[frame["id"] != "h4"], path, layer="figure", driver="GPKG")
    reports, told = back(OwnGeopackage(path))
    assert told == counted("1 figures changed", "1 figures deleted")
    assert figure(reports, "h1").high == 14


def test_an_update_by_sql_that_renews_no_date_is_found(tmp_path):
    path = tmp_path / "own.gpkg"
    write(path, tables(REPORTS, example_reports.shape_of), REPORTS)
    own = OwnGeopackage(path)
    own.run("no layer", "UPDATE figure SET value = 14 WHERE id = 'h1'")
    reports, told = back(own)
    assert told == counted("1 figures changed")
    assert figure(reports, "h1").value == 14


def test_a_table_of_somebody_elses_in_the_file_changes_nothing(tmp_path):
    path = tmp_path / "own.gpkg"
    write(path, tables(REPORTS, example_reports.shape_of), REPORTS)
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE qgis_projects (name TEXT)")
    base.commit()
    base.close()
    assert back(OwnGeopackage(path)) == (REPORTS, [])


def test_a_file_of_which_nothing_was_touched_is_not_looked_through(own):
    assert carried(own.path).edited is False


def test_a_geojson_written_anew_by_pyogrio_is_a_table_of_events(tmp_path):
    path = tmp_path / "own.geojson"
    write(path, tables(REPORTS, example_reports.shape_of), REPORTS)
    frame = pyogrio.read_dataframe(path)
    pyogrio.write_dataframe(frame, path)
    assert list(read([path])) == [EventTable("own", path)]


def edits():
    """Any change of one cell of an event or figure to another value of its kind."""
    words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20)
    numbers = st.floats(0, 1e6)
    return st.one_of(
        st.tuples(st.just("event"), st.sampled_from(sorted(EVENTS)), st.fixed_dictionaries({"mode": words})),
        st.tuples(
            st.just("event"), st.sampled_from(sorted(EVENTS)), st.fixed_dictionaries({"actors": words})
        ),
        st.tuples(
            st.just("figure"), st.sampled_from(sorted(FIGURES)), st.fixed_dictionaries({"unit": words})
        ),
        st.tuples(
            st.just("figure"), st.sampled_from(sorted(FIGURES)), st.fixed_dictionaries({"low": numbers})
        ),
    )


@settings(max_examples=15, deadline=None)
@given(edits())
def test_one_edit_changes_one_record_and_the_file_written_again_says_the_same(edit):
    layer, identity, cells = edit
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "own.geojson")
        write(path, tables(REPORTS, example_reports.shape_of), REPORTS)
        own = OwnGeojson(path)
        own.change(layer, identity, **cells)
        reports, _ = back(own)
        assert but(reports, identity) == but(REPORTS, identity)
        write(path, tables(reports, example_reports.shape_of), reports)
        assert list(read([path])) == reports
