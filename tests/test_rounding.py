"""Rounded coordinates: coarse everywhere, said everywhere, leaked nowhere."""

import json
import re
from pathlib import Path

import any_reports
import example_reports as examples
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geomap.atlas import Atlas
from geomap.interchange import dump
from geomap.pipeline import rounder
from geomap.places import Gazetteer
from geomap.records import Document, Event, EventPlace, Mention, Place, Report
from geomap.rounding import Rounder
from geomap.writing import FORMATS

TEXT = "A patrol was shot at near 48.51234, 37.99876 on Monday, 3,000 people fled."
URL = "https://maps.example.org/@48.51234,37.99876,15z"
EXACT = ("48.51234", "37.99876", "48.5123", "37.9988")


def at(**more):
    values = {
        "id": "table:48.51234,37.99876",
        "name": "48.5123, 37.9988",
        "lon": 37.99876,
        "lat": 48.51234,
        "precision": "point",
        "feature": "point",
    }
    return Place(**{**values, **more})


def report():
    written = at(id="geomap:point:48.5123,37.9988", name="48.51234, 37.99876", feature="coordinates")
    return Report(
        document=Document(id="d", text=TEXT, title="Shots at 48.51234, 37.99876", url=URL, sha256="x"),
        mentions=(
            Mention(start=26, end=44, text=TEXT[26:44], kind="literal", place=written, alternatives=(at(),)),
        ),
        events=(
            Event(
                id="d:e1",
                type="ASSAULT",
                start=0,
                end=44,
                places=(EventPlace(place=at(), role="location"), EventPlace(place=written, role="near")),
            ),
            Event(
                id="d:e2",
                type="MOBILIZE",
                start=0,
                end=44,
                places=(
                    EventPlace(place=at(), role="origin"),
                    EventPlace(place=examples.KURSK, role="destination"),
                ),
            ),
        ),
    )


@pytest.fixture(scope="module")
def atlas():
    return Atlas([report()], Gazetteer.installed(), rounded=0.1)


def leaks(data):
    return [each for each in EXACT if each.encode() in data]


@pytest.mark.parametrize("suffix", [*sorted(FORMATS.keys() - {".parquet"}), ".places.csv", ".movements.fgb"])
def test_no_file_holds_an_exact_position(atlas, tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    atlas.save(path, simplestyle=True)
    assert leaks(path.read_bytes()) == []


def test_no_row_of_parquet_holds_one(atlas, tmp_path):
    import pyarrow.parquet as pq

    atlas.save(tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    assert leaks(str(table.to_pylist()).encode()) == []
    assert b"Rounded to 0.1 degrees" in pq.read_metadata(tmp_path / "a.parquet").metadata[b"geomap"]


def test_no_page_holds_one_and_it_says_so(atlas, tmp_path):
    atlas.save_map(tmp_path / "a.html")
    page = (tmp_path / "a.html").read_bytes()
    assert leaks(page) == []
    assert b"Rounded to 0.1 degrees (about 11 km)" in page


def test_no_number_anywhere_is_finer_than_the_grid(atlas, tmp_path):
    atlas.save(tmp_path / "a.geojson")
    text = (tmp_path / "a.geojson").read_text()
    collection = json.loads(text)
    numbers = re.findall(r"-?\d+\.\d+", json.dumps([each["geometry"] for each in collection["features"]]))
    assert numbers
    assert all(len(number.partition(".")[2]) == 1 for number in numbers)
    for row in collection["geomap_records"]["rows"]:
        for place in row["places"].values():
            assert round(place["lon"], 1) == place["lon"]
            assert round(place["lat"], 1) == place["lat"]


def test_each_row_says_how_coarse_it_is(atlas):
    assert set(atlas.events["rounded_degrees"]) == {0.1}
    assert atlas.events["radius_km"][0] >= 6.6
    assert "rounded_degrees" not in Atlas([report()], Gazetteer.installed()).events


def test_words_and_offsets_stay(atlas):
    text = atlas.reports[0].document.text
    assert text == "A patrol was shot at near ##.#####, ##.##### on Monday, 3,000 people fled."
    assert atlas.reports[0].document.url == "https://maps.example.org/@##.#####,##.#####,15z"


def test_rounding_twice_is_rounding_once(atlas):
    again = rounder(0.1)
    assert tuple(map(again.report, atlas.reports)) == atlas.reports


def test_what_is_added_to_an_exact_file_makes_it_coarse(tmp_path):
    first, _ = examples.both()
    Atlas([first], Gazetteer.installed()).save(tmp_path / "a.geojson")
    Atlas([report()], Gazetteer.installed(), rounded=1.0).save(tmp_path / "a.geojson", append=True)
    rows = json.loads((tmp_path / "a.geojson").read_bytes())["geomap_records"]["rows"]
    assert [row["doc"] for row in rows] == [first.document.id, "d"]
    assert {place["lat"] % 1 for row in rows for place in row["places"].values()} == {0}


@settings(max_examples=50, deadline=None)
@given(any_reports.places, st.sampled_from([0.0001, 0.05, 0.1, 0.25, 1.0, 7.0]))
def test_any_place_moves_by_half_a_step_at_most_and_stays_on_earth(place, step):
    moved = Rounder(step, lambda _: ()).place(place)
    assert -180 <= moved.lon <= 180
    assert -90 <= moved.lat <= 90
    # at the edge of the earth the next step may lie outside
    reach = step / 2 if abs(place.lat) + step < 90 and abs(place.lon) + step < 180 else step
    assert abs(moved.lon - place.lon) <= reach + 1e-9
    assert abs(moved.lat - place.lat) <= reach + 1e-9
    assert moved.radius_km >= place.radius_km


@settings(max_examples=25, deadline=None)
@given(any_reports.reports())
def test_any_report_can_be_rounded_and_written(report):
    assert dump(Rounder(0.5, lambda _: ()).report(report))


def test_outlines_lie_on_the_grid_and_small_ones_vanish():
    rounder = Rounder(0.5, lambda _: ())
    assert rounder.shape(box(0.1, 0.1, 3.3, 3.3)).bounds == (0, 0, 3.5, 3.5)
    assert rounder.shape(Point(1, 1).buffer(0.01)) is None
    assert rounder.shape(None) is None


def test_the_command_rounds_what_it_locates(tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from geomap.cli import app

    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    for command, output in (("locate", "l.jsonl"), ("extract", "e.jsonl"), ("extract", "e.csv")):
        done = CliRunner().invoke(app, [command, "a.txt", "-o", output, "--round", "0.1", "--tagger", "fast"])
        assert done.exit_code == 0, done.output
        assert leaks(Path(output).read_bytes()) == []


@pytest.mark.parametrize("name", ["e.csv", "e.geojsonl", "e.parquet"])
def test_a_table_that_is_streamed_is_rounded_and_says_so(tmp_path, monkeypatch, name):
    from typer.testing import CliRunner

    from geomap.cli import app

    (tmp_path / "t.csv").write_text("date,lat,lon,type\n2024-05-01,48.51234,37.99876,Air strike\n")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["extract", "t.csv", "-o", name, "--round", "0.1"])
    assert done.exit_code == 0, done.output
    written = Path(name).read_bytes()
    assert leaks(written) == []
    assert b"rounded_degrees" in written
