"""The command line as a user meets it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ARTICLE = """---
title: Strike on a market
publisher: A test
published: 2025-03-05
---
Russian forces shelled a market in Kostiantynivka on Tuesday, killing at least 11 people, officials said.
Ukraine plans to send 500 soldiers from Dnipro to Kramatorsk.
"""


def geomap(*arguments, cwd=None, stdin=None):
    return subprocess.run(
        [sys.executable, "-m", "geomap", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"},
    )


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_help_does_not_load_heavy_libraries():
    code = (
        "import sys\nfrom geomap.cli import main\nsys.argv = ['geomap', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'shapely', 'numpy', 'pandas', 'folium', 'geopandas', 'nupunkt', 'pycrfsuite'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "LOADED []" in done.stdout
    assert "map" in done.stdout


def test_map_writes_page_and_data_and_says_what_happened(article, tmp_path):
    done = geomap("map", article, "-o", tmp_path / "out/map.html", "--data", tmp_path / "out/e.geojson")
    assert done.returncode == 0, done.stderr
    assert re.search(r"\d+ names, \d+ placed; \d+ events: \d+ drawn.*figures", done.stdout)
    assert "Strike on a market" in (tmp_path / "out/map.html").read_text(encoding="utf-8")
    collection = json.loads((tmp_path / "out/e.geojson").read_text(encoding="utf-8"))
    killed = [f for f in collection["features"] if f["properties"].get("category") == "killed"]
    assert [(f["properties"]["low"], f["properties"]["label"]) for f in killed] == [(11, "≥ 11")]


def test_two_runs_give_the_same_bytes(article, tmp_path):
    for name in ("a", "b"):
        done = geomap("map", article, "-o", f"{name}.html", "--data", f"{name}.geojson", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    for suffix in ("html", "geojson"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_one_bad_source_is_named_and_the_others_go_on(article, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    done = geomap("extract", tmp_path, tmp_path / "missing.txt", "-o", tmp_path / "out.jsonl")
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if line.startswith("geomap: ")]
    assert any("empty.txt" in line for line in lines)
    assert any("binary.txt" in line for line in lines)
    assert any("missing.txt" in line for line in lines)
    assert "Traceback" not in done.stderr
    assert [json.loads(line)["doc"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == [
        "article"
    ]


@pytest.mark.parametrize("name", ["map.html", "out.jsonl", "out.geojson"])
def test_a_run_that_reads_nothing_leaves_the_old_file(tmp_path, name):
    (tmp_path / name).write_text("old")
    command = "map" if name == "map.html" else "extract"
    done = geomap(command, "missing.txt", "-o", name, "--overwrite", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip() == "geomap: missing.txt: no such file or folder"
    assert (tmp_path / name).read_text() == "old"


@pytest.mark.parametrize("command", ["map", "extract", "locate"])
def test_a_source_is_never_written_over(tmp_path, command):
    path = tmp_path / ("a.html" if command == "map" else "a.jsonl")
    path.write_text('{"doc": "a", "text": "Rebels attacked Goma on Monday, residents said."}')
    before = path.read_bytes()
    done = geomap(command, path, "-o", path)
    assert done.returncode == 2
    assert "is one of the sources" in done.stderr
    assert path.read_bytes() == before


def test_a_map_is_an_html_file(article, tmp_path):
    done = geomap("map", article, "-o", tmp_path / "map.pdf")
    assert done.returncode == 2
    assert "map.pdf: a map is an .html file" in done.stderr


def test_standard_input_and_the_date_of_publication(tmp_path):
    text = "Rebels attacked the army base in Goma on Monday, residents said. Three soldiers were killed."
    done = geomap("extract", "-", "--published", "2025-01-28", "-o", tmp_path / "o.jsonl", stdin=text)
    assert done.returncode == 0, done.stderr
    row = json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8"))
    assert {event["date_start"] for event in row["events"]} >= {"2025-01-27"}


def test_workers_give_the_same_as_one_process(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(
            ARTICLE.replace("market", f"market {number}"), encoding="utf-8"
        )
    sources = [tmp_path / f"{number}.txt" for number in range(3)]
    for workers in (1, 2):
        done = geomap("extract", *sources, "-o", tmp_path / f"w{workers}.jsonl", "--workers", workers)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "w1.jsonl").read_bytes() == (tmp_path / "w2.jsonl").read_bytes()


def test_locate_writes_toponyms_only(article, tmp_path):
    done = geomap("locate", article, "-o", tmp_path / "t.jsonl")
    assert done.returncode == 0, done.stderr
    row = json.loads((tmp_path / "t.jsonl").read_text(encoding="utf-8"))
    assert row["doc"] == "article"
    assert any(toponym["lat"] is not None for toponym in row["toponyms"])
    assert "events" not in row


@pytest.mark.parametrize("command", ["map", "extract"])
def test_an_unknown_format_is_told_before_any_work(article, tmp_path, command):
    target = ("--data", "x.docx") if command == "map" else ("-o", "x.docx")
    done = geomap(command, article, *target, cwd=tmp_path)
    assert done.returncode == 1
    assert ".geojson" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "map.html").exists()


def test_a_broken_layer_file_is_named_with_its_key(article, tmp_path):
    folder = tmp_path / "layers"
    folder.mkdir()
    (folder / "mine.toml").write_text('id = "mine"\ntitle = "M"\nrecords = "events"\nmark = "blob"\n')
    for arguments in (("map", article, "--layers", folder), ("layers", "--check", folder)):
        done = geomap(*arguments, cwd=tmp_path)
        assert done.returncode == 1
        assert "mine.toml" in done.stderr
        assert "mark" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_layers_lists_the_shipped_ones():
    done = geomap("layers")
    assert done.returncode == 0
    for name in ("areas", "events", "troops", "movements", "casualties", "statements", "mentions"):
        assert re.search(rf"^{name}\b", done.stdout, re.MULTILINE)


def test_demo_maps_the_shipped_seeds(tmp_path):
    done = geomap("demo", "-o", tmp_path / "demo.html")
    assert done.returncode == 0, done.stderr
    assert "drawn" in done.stdout
    assert (tmp_path / "demo.html").stat().st_size < 2_000_000


def test_bad_usage_is_exit_code_two():
    assert geomap("map").returncode == 2
    assert geomap("extract", "x.txt").returncode == 2


def test_a_path_that_cannot_be_written_is_one_line(article, tmp_path):
    (tmp_path / "file").write_text("x")
    done = geomap("map", article, "-o", tmp_path / "file/map.html")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_every_command_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("map", "extract", "locate", "layers", "gazetteer info", "demo"):
        assert f"geomap {command}" in readme


def test_reports_of_one_event_are_drawn_once_and_the_switch_draws_both(article, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(ARTICLE.replace("A test", "Another").replace("11", "14"), encoding="utf-8")
    linked = geomap("extract", article, other, "-o", tmp_path / "a.geojson")
    apart = geomap("extract", article, other, "-o", tmp_path / "b.geojson", "--no-link")
    assert "reports of" in linked.stdout
    assert "told by another report" in linked.stdout
    assert "reports of" not in apart.stdout
    rows = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))["features"]
    shelled = [row["properties"] for row in rows if row["properties"].get("type") == "ASSAULT"]
    assert [row["reports"] for row in shelled] == [2, 2]
    assert {row["sources"] for row in shelled} == {"A test; Another"}
    assert {(row["killed_least"], row["killed_most"]) for row in shelled} == {(11.0, 14.0)}


def test_jsonl_is_linked_where_it_is_asked_for(article, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(ARTICLE.replace("A test", "Another"), encoding="utf-8")
    geomap("extract", article, other, "-o", tmp_path / "a.jsonl")
    geomap("extract", article, other, "-o", tmp_path / "b.jsonl", "--link")
    assert '"duplicates"' not in (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    assert '"duplicates":["other:e1"]' in (tmp_path / "b.jsonl").read_text(encoding="utf-8")


def test_the_acled_profile_writes_its_columns_and_says_what_it_leaves_out(article, tmp_path):
    done = geomap("extract", article, "-o", tmp_path / "events.csv", "--profile", "acled")
    assert done.returncode == 0
    assert "1 event as ACLED codes them; left out: 1 planned" in done.stderr
    text = (tmp_path / "events.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("event_id_cnty,event_date,")
    assert "Shelling/artillery/missile attack" in text
    refused = geomap("extract", article, "-o", tmp_path / "events.gpkg", "--profile", "acled")
    assert refused.returncode == 1
    assert "write to a .csv file" in refused.stderr
    refused = geomap("extract", article, "-o", tmp_path / "more.csv", "--profile", "acled", "--append")
    assert refused.returncode == 2
    assert "leave --append and --hxl out" in refused.stderr


def test_reports_added_to_a_file_are_linked_with_those_in_it(article, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(ARTICLE.replace("A test", "Another"), encoding="utf-8")
    geomap("extract", article, "-o", tmp_path / "a.geojson")
    geomap("extract", other, "-o", tmp_path / "a.geojson", "--append")
    assert '"reports":2' in (tmp_path / "a.geojson").read_text(encoding="utf-8")


def test_files_of_others_stay_unless_it_is_said(article, tmp_path):
    (tmp_path / "a.csv").write_text("id;name\n1;mine\n")
    done = geomap("extract", article, "-o", tmp_path / "a.csv")
    assert done.returncode == 1
    assert done.stderr.strip().endswith(
        "is there already, and geomap did not write it; --overwrite replaces it"
    )
    assert (tmp_path / "a.csv").read_text() == "id;name\n1;mine\n"
    assert geomap("extract", article, "-o", tmp_path / "a.csv", "--overwrite", "--hxl").returncode == 0
    assert "#event+id" in (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1]


def test_a_later_run_is_added(article, tmp_path):
    (tmp_path / "later.txt").write_text(ARTICLE.replace("Kostiantynivka", "Pokrovsk").replace("11", "14"))
    path = tmp_path / "war.gpkg"
    for source in (article, tmp_path / "later.txt", article):
        done = geomap("extract", source, "-o", path, "--append", "--tagger", "fast")
        assert done.returncode == 0, done.stderr
    import pyogrio

    assert sorted(pyogrio.read_dataframe(path, layer="document")["id"]) == ["article", "later"]
    readme = pyogrio.read_dataframe(path, layer="readme").set_index("subject")["text"]
    assert readme["command"] == "geomap extract article.txt --tagger fast"


@pytest.mark.parametrize(
    ("name", "told"),
    [("a.docx", "cannot write .docx"), ("folder.csv", "is a folder"), ("file/a.csv", "is no folder")],
)
def test_what_cannot_be_a_file_of_ours_is_told_in_one_line(article, tmp_path, name, told):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").touch()
    done = geomap("extract", article, "-o", tmp_path / name)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert told in line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["article.txt", "file", "folder.csv"]


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.json", "t.geojson", "t.CSV"])
def test_locate_refuses_tables_and_names_the_commands_for_them(article, tmp_path, name):
    (tmp_path / name).write_text("date,lat,lon\n2024-01-01,1,2\n")
    done = geomap("locate", tmp_path / name, "-o", tmp_path / "t.jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.endswith(
        f"{name}: a table of events, not a text to find place names in; geomap extract reads it, "
        "geomap map draws it"
    )
    assert not (tmp_path / "t.jsonl").exists()
    done = geomap("locate", tmp_path / name, article, "-o", tmp_path / "t.jsonl")
    assert done.returncode == 1
    assert json.loads((tmp_path / "t.jsonl").read_text())["doc"] == "article"


@pytest.mark.parametrize("option", ["--format", "--map"])
def test_locate_has_no_options_for_tables(article, tmp_path, option):
    done = geomap("locate", article, "-o", tmp_path / "t.jsonl", option, "acled")
    assert done.returncode == 2
    assert f"No such option: {option}" in done.stderr
    assert not (tmp_path / "t.jsonl").exists()


def test_what_an_earlier_run_wrote_is_not_read_as_a_source(article, tmp_path):
    assert geomap("extract", ".", "-o", "out.jsonl", cwd=tmp_path).returncode == 0
    before = (tmp_path / "out.jsonl").read_bytes()
    done = geomap("extract", ".", "-o", "out.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert "out.jsonl: is read with the folder" in done.stderr
    assert (tmp_path / "out.jsonl").read_bytes() == before
