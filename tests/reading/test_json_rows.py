"""Rows of JSON keep their ids and offsets; bad rows are told by line."""

import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap import interchange
from geomap.errors import InputError
from geomap.reading import read
from geomap.records import Document, Mention, Note, Place, Report

ROW = {"doc": "40450848", "text": "Two died\r\nin\x00 Goma.", "title": "Two dead", "domain": "a.org"}


def rows(*lines):
    data = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
    return list(read(["-"], stdin=io.BytesIO(data)))


def test_ids_and_offsets_are_kept():
    (document,) = rows(ROW)
    assert document.id == "40450848"
    assert document.text == "Two died \nin  Goma."
    assert document.text.index("Goma") == ROW["text"].index("Goma")
    assert (document.title, document.publisher) == ("Two dead", "a.org")


def test_all_fields_are_read():
    (document,) = rows(
        ROW | {"publisher": "Desk", "published": "31 Oct 2024", "url": "https://a.org/1", "x": [1]}
    )
    assert (document.publisher, document.published) == ("Desk", date(2024, 10, 31))
    assert document.url == "https://a.org/1"


def test_a_date_that_is_none_does_not_lose_the_text():
    note, document = rows(ROW | {"published": "7:58 AM ET"})
    assert "line 1: published is '7:58 AM ET', not a date; read without it" in note.text
    assert (document.id, document.published) == ("40450848", None)


def test_numbers_are_ids_and_rows_without_an_id_are_named_by_line(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text('{"doc": 7, "text": "Two died."}\n\n{"text": "Three died."}\n')
    assert [document.id for document in read([path])] == ["7", "news:3"]


def test_an_id_that_comes_twice_is_numbered_and_said():
    first, note, second = rows(ROW, ROW)
    assert (first.id, second.id) == ("40450848", "40450848-2")
    assert isinstance(note, Note)
    assert "line 2" in note.text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"doc": "a", "text": ', "line 2: not a row of JSON"),
        ('{"doc": "a"}', "line 2: no text in it"),
        ('{"doc": "a", "text": 5}', r"line 2: Expected `str`, got `int` - at `$.text`"),
        ("[1, 2]", "line 2: Expected `object`"),
        ('{"a": ' * 5000, "line 2: JSON nested too deeply"),
        ('{"doc": "a", "text": "\\ud800"}', "line 2: not a row of JSON"),
        ('{"doc": "a", "text": "Войска вошли в город"}', "another script than Latin"),
        ('{"form": "geomap-report/1", "doc": "a"}', "line 2: Object missing required field"),
        ('{"form": "geomap-report/9", "doc": "a"}', "line 2: Invalid enum value"),
    ],
)
def test_a_bad_row_is_told_by_line_and_the_others_go_on(line, told):
    first, error, last = rows({"doc": "x", "text": "One."}, line, {"doc": "y", "text": "Two."})
    assert (first.id, last.id) == ("x", "y")
    assert isinstance(error, InputError)
    assert told in str(error)
    assert "\n" not in str(error)


def test_rows_in_other_encodings_are_read(tmp_path):
    path = tmp_path / "a.jsonl"
    text = '{"doc": "a", "text": "Two died in the café."}\n'
    for data in (text.encode("utf-16"), text.encode("utf-8-sig"), text.encode("cp1252")):
        path.write_bytes(data)
        documents = [found for found in read([path]) if isinstance(found, Document)]
        assert [document.text for document in documents] == ["Two died in the café."]


def test_a_line_that_is_too_long_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr("geomap.reading.rows._LINE_LIMIT", 100)
    path = tmp_path / "a.jsonl"
    path.write_text(
        "\n".join(
            json.dumps({"doc": name, "text": name * size})
            for name, size in zip("abc", (9, 999, 9), strict=True)
        )
    )
    first, error, last = read([path])
    assert (first.id, last.id) == ("a", "c")
    assert "a line longer than" in str(error)


def test_an_empty_file_of_rows_is_an_error(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("\n\n")
    (error,) = read([path])
    assert "no rows in it" in str(error)


PLACE = Place(id="geonames:1", name="Goma", lon=29.2, lat=-1.7, precision="city", feature="city")
REPORT = Report(
    document=Document(id="goma", text="Goma \x07 fell."),
    mentions=(Mention(start=0, end=4, text="Goma", kind="literal", place=PLACE, confidence=0.9),),
)


def test_reports_of_an_earlier_run_come_back_as_they_were(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_bytes(interchange.dump(REPORT) + b"\n" + json.dumps(ROW).encode())
    report, document = read([path])
    assert report == REPORT
    assert document.id == ROW["doc"]


def test_a_report_read_twice_is_an_error(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_bytes(interchange.dump(REPORT) + b"\n" + interchange.dump(REPORT))
    report, error = read([path])
    assert report == REPORT
    assert "line 2: a document 'goma' was read before" in str(error)


@settings(deadline=None)
@given(st.binary(max_size=200).filter(lambda data: b"\x00" not in data))
def test_no_bytes_stop_the_reading(data):
    found = list(read(["-"], stdin=io.BytesIO(b"{" + data + b'\n{"doc": "last", "text": "Two died."}')))
    assert any(isinstance(item, Document) and item.id == "last" for item in found)
