"""CSV for spreadsheets: safe to open, and read back by geomap."""

import csv
from datetime import date

from geomap import features
from geomap.records import Document, Event, EventPlace, Figure, Place, Report
from geomap.tables import read_table
from geomap.writing import write

RAFAH = Place(
    id="geonames:1", name="Rafah", lon=34.25, lat=31.28, precision="city", feature="city", country="PS"
)
REPORT = Report(
    document=Document(
        id="rafah", text="45 were killed in Rafah, “officials” said.", title="=cmd|' /C calc'!A0"
    ),
    events=(
        Event(
            id="rafah:e1",
            type="ASSAULT",
            mode="aerial",
            start=0,
            end=23,
            places=(EventPlace(place=RAFAH, role="location"),),
            date_start=date(2024, 5, 26),
            date_end=date(2024, 5, 26),
            date_precision="day",
            modality="disputed",
        ),
        Event(id="rafah:e2", type="CONSULT", start=0, end=23),
    ),
    figures=(
        Figure(
            id="rafah:f1",
            start=0,
            end=2,
            unit="people",
            category="killed",
            value=45,
            low=40,
            high=50,
            qualifier="range",
            event="rafah:e1",
        ),
    ),
)


def written(tmp_path):
    path = tmp_path / "events.csv"
    write(path, features.tables([REPORT], lambda place: None), [REPORT])
    return path


def test_one_row_an_event_with_its_numbers(tmp_path):
    with written(tmp_path).open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["lon"], first["lat"], first["killed_low"], first["happened"]) == (
        "34.25",
        "31.28",
        "40",
        "yes",
    )
    assert (second["type"], second["lon"], second["date_start"]) == ("CONSULT", "", "")


def test_formulas_are_written_as_text(tmp_path):
    with written(tmp_path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["title"] == "'=cmd|' /C calc'!A0"


def test_geomap_reads_it_back(tmp_path):
    first, second = read_table(written(tmp_path))
    event = first.events[0]
    assert (event.type, event.mode, event.modality) == ("ASSAULT", "aerial", "disputed")
    assert (event.date_start, event.date_precision) == (date(2024, 5, 26), "day")
    place = event.places[0].place
    assert (place.name, place.lon, place.lat, place.precision, place.country) == (
        "Rafah",
        34.25,
        31.28,
        "city",
        "PS",
    )
    (figure,) = first.figures
    assert (figure.value, figure.low, figure.high) == (45, 40, 50)
    assert first.document.text == "45 were killed in Rafah"
    assert second.events[0].places == ()


def test_no_events_make_an_empty_table(tmp_path):
    write(tmp_path / "none.csv", {}, [])
    assert (tmp_path / "none.csv").read_text(encoding="utf-8-sig").strip() == ""
