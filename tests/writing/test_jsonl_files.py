"""JSON lines are written whole and read back equal."""

import json

from geomap.reading import read
from geomap.records import Document, Mention, Place, Report
from geomap.writing import write, write_reports, write_toponyms

GOMA = Place(id="geonames:1", name="Goma", lon=29.2, lat=-1.7, precision="city", feature="city", country="CD")
REPORTS = [
    Report(
        document=Document(id=name, text="Goma\u2028fell.\nSake too."),
        mentions=(Mention(start=0, end=4, text="Goma", kind="literal", place=GOMA, confidence=0.9),),
    )
    for name in ("a", "b")
]


def test_reports_come_back_through_reading(tmp_path):
    path = tmp_path / "out.jsonl"
    assert write_reports(path, iter(REPORTS)) == 2
    assert list(read([path])) == REPORTS


def test_the_suffix_chooses_it(tmp_path):
    write(tmp_path / "out.jsonl", {}, REPORTS)
    assert list(read([tmp_path / "out.jsonl"])) == REPORTS


def test_toponyms_alone(tmp_path):
    path = tmp_path / "out.jsonl"
    assert write_toponyms(path, REPORTS) == 2
    row = json.loads(path.read_bytes().split(b"\n")[0])
    assert row == {
        "doc": "a",
        "toponyms": [
            {
                "start": 0,
                "end": 4,
                "kind": "literal",
                "lat": -1.7,
                "lon": 29.2,
                "text": "Goma",
                "name": "Goma",
                "id": "geonames:1",
                "country": "CD",
                "feature": "city",
                "precision": "city",
                "radius_km": 0.0,
                "confidence": 0.9,
            }
        ],
    }


def test_no_reports_make_an_empty_file(tmp_path):
    assert write_reports(tmp_path / "out.jsonl", []) == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""
