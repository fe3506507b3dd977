"""A big table goes to a file batch by batch, and the file is the same as if it were written whole."""

import sys

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import geomap
from geomap import streams
from geomap.cli import app

sys.path.insert(0, "tests/bench")
from ucdp_rows import write_ucdp


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "ged.csv"
    write_ucdp(path, 300)
    return path


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl"])
def test_a_stream_gives_the_same_file(table, tmp_path, suffix, monkeypatch, toolkit):
    monkeypatch.setattr(streams, "_ROWS", 70)
    output, whole = tmp_path / f"out{suffix}", tmp_path / f"whole{suffix}"
    result = CliRunner().invoke(app, ["extract", str(table), "-o", str(output), "--tagger", "fast"])
    assert (result.exit_code, result.stdout) == (0, f"wrote {output}: 300 documents\n")
    geomap.build(table, toolkit=toolkit).save(whole)
    if suffix == ".parquet":  # which names the command that made it
        assert pq.read_table(output).equals(pq.read_table(whole))
    else:
        assert output.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize(
    ("name", "sources", "link", "online", "expected"),
    [
        ("a.parquet", ["big.csv"], None, False, True),
        ("a.parquet", ["big.csv"], True, False, False),
        ("a.parquet", ["one.txt"], None, False, False),
        ("a.parquet", ["one.txt"], False, False, True),
        ("a.parquet", ["big.csv"], None, True, False),
        ("a.parquet", ["own.parquet"], None, False, False),
        ("a.geojson", ["big.csv"], False, False, False),
        ("a.jsonl", ["one.txt"], None, True, True),
        ("a.jsonl", ["one.txt"], True, False, False),
    ],
)
def test_what_must_be_known_whole_is_not_streamed(  # noqa: PLR0917 - a table of cases
    tmp_path, name, sources, link, online, expected
):
    assert streams.streams(tmp_path / name, sources, link=link, online=online) is expected


def test_a_stream_that_breaks_off_leaves_the_older_file(tmp_path, table):
    output = tmp_path / "out.csv"
    output.write_text("old")
    with pytest.raises(ZeroDivisionError):
        streams.write_stream(output, (1 // 0 for _ in range(2)), lambda _: None, streams.Options())
    assert output.read_text() == "old"


@pytest.mark.parametrize("size", [1, 2, 7])
def test_reports_linked_before_are_counted_over_the_whole_stream(tmp_path, monkeypatch, toolkit, size):
    monkeypatch.setattr(streams, "_REPORTS", size)
    text = "Russian forces shelled a market in Kostiantynivka on 4 March 2025, killing 11 people."
    for number in range(4):
        other = "Rebels attacked Goma on 7 March 2025." if number == 2 else text
        (tmp_path / f"{number}.txt").write_text(f"---\npublisher: Paper {number}\n---\n{other} No {number}.")
    linked, output, whole = tmp_path / "linked.jsonl", tmp_path / "out.csv", tmp_path / "whole.csv"
    atlas = geomap.build([tmp_path / f"{number}.txt" for number in range(4)], toolkit=toolkit)
    atlas.save(linked)
    atlas.save(whole)
    arguments = ["extract", str(linked), "-o", str(output), "--no-link", "--tagger", "fast"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert "Paper 0; Paper 1; Paper 3" in output.read_text("utf-8-sig")
    assert output.read_bytes() == whole.read_bytes()
