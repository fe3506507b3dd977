"""The commands for places as a user meets them: online geocoders, geocode, gazetteer add."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "places"))

from geocoder_server import GeocoderServer, answer  # noqa: E402 - beside the tests of the places

ARTICLE = "Two people died in Malynivske, a village east of Kharkiv, Ukraine."


def geomap(*arguments, cwd=None, stdin=None, **env):
    return subprocess.run(
        [sys.executable, "-m", "geomap", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"} | env,
    )


@pytest.fixture
def server():
    with GeocoderServer().running() as running:
        yield running


@pytest.mark.parametrize("workers", [1, 2])
def test_a_name_that_the_gazetteer_lacks_is_asked_for(server, tmp_path, workers):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    server.say(answer("photon", "Malynivske", 50.25, 36.85))
    options = ("--geocoder", "photon", "--geocoder-url", server.url, "--workers", workers)
    done = geomap(
        "locate", "a.txt", "-o", "o.jsonl", *options, cwd=tmp_path, GEOMAP_CACHE=str(tmp_path / "c")
    )
    assert done.returncode == 0, done.stderr
    found = {
        ARTICLE[name["start"] : name["end"]]: name
        for name in json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8"))["toponyms"]
    }
    assert found["Malynivske"]["lat"] == 50.25
    assert len(server.requests) == 1
    assert (tmp_path / "c/geocoders.sqlite").exists()


def test_a_service_that_fails_does_not_fail_the_run(server, tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    server.say(b"<html>no", status=403)
    options = ("--geocoder", "photon", "--geocoder-url", server.url)
    done = geomap(
        "locate", "a.txt", "-o", "o.jsonl", *options, cwd=tmp_path, GEOMAP_CACHE=str(tmp_path / "c")
    )
    assert done.returncode == 0, done.stderr
    assert "Photon: 1 name left" in done.stderr
    assert "refused" in done.stderr
    assert (tmp_path / "o.jsonl").exists()


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("--geocoder", "opencage"), "GEOMAP_GEOCODER_KEY"),
        (("--geocoder", "bing"), "nominatim"),
        (("--geocoder-url", "http://x"), "give both"),
    ],
)
def test_an_option_that_cannot_be_followed_is_exit_code_two(tmp_path, options, wanted):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = geomap("locate", "a.txt", "-o", "o.jsonl", *options, cwd=tmp_path, GEOMAP_GEOCODER_KEY="")
    assert done.returncode == 2
    assert wanted in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_geocode_prints_one_object_a_line_in_the_order_of_the_input():
    names = ["Long Beach, CA", "", "Xyzzyq", "Goma, DRC", "Київ"]
    done = geomap("geocode", "Kursk Oblast", "-", "--format", "jsonl", stdin="\n".join(names) + "\n")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["name"] for row in rows] == ["Kursk Oblast", *names]
    assert all(list(row) == ["name", "candidates"] for row in rows)
    assert [row["candidates"] == [] for row in rows] == [False, False, True, True, False, False]
    keys = ["id", "name", "lat", "lon", "country", "admin1", "feature", "precision", "score"]
    assert list(rows[0]["candidates"][0]) == keys
    assert rows[1]["candidates"][0]["admin1"] == "California"


def test_geocode_prints_a_table_and_keeps_to_the_limit():
    done = geomap("geocode", "Paris", "Xyz\x1b[31mzyq", "--limit", 2)
    assert done.returncode == 0, done.stderr
    first, *rows = done.stdout.splitlines()
    assert first == "Paris"
    assert len(rows) == 3
    assert "48.8" in rows[0]
    assert "FR" in rows[0]
    assert "not known" in rows[2]
    assert "\x1b" not in done.stdout


def test_geocode_without_a_name_is_bad_usage():
    assert geomap("geocode").returncode == 2


CELLS = "30000001 Malynivske Malynivske _ 50.2 36.9 P PPL UA _ 07 _ _ _ 0 _ 100 Europe/Kyiv 2026-01-02"
VILLAGE = CELLS.replace("_", "").replace(" ", "\t") + "\n"


def test_an_added_dump_is_used_by_every_command_and_listed(tmp_path):
    (tmp_path / "UA.txt").write_text(VILLAGE)
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    env = {"GEOMAP_DATA": str(tmp_path / "data")}
    done = geomap("gazetteer", "add", "UA.txt", cwd=tmp_path, **env)
    assert done.returncode == 0, done.stderr
    assert "added UA.txt: 1 places" in done.stdout
    done = geomap("gazetteer", "info", **env)
    assert done.returncode == 0, done.stderr
    assert "CC BY 4.0" in done.stdout
    assert "UA.sqlite" in done.stdout
    assert re.search(r"^shipped.*\n.*places +\d{6}", done.stdout)
    assert re.search(r"dated +\d{4}-\d\d-\d\d", done.stdout)
    done = geomap("geocode", "Malynivske, Ukraine", **env)
    assert "Malynivske, Kharkiv Oblast, UA" in done.stdout
    done = geomap("locate", "a.txt", "-o", "o.jsonl", cwd=tmp_path, **env)
    assert done.returncode == 0, done.stderr
    names = json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8"))["toponyms"]
    assert any(name["lat"] is not None and abs(name["lat"] - 50.2) < 0.01 for name in names)


def test_a_country_is_fetched_by_its_code(tmp_path):
    sys.path.insert(0, str(ROOT / "tests" / "places"))
    from test_additions import DumpServer

    with zipfile.ZipFile(tmp_path / "UA.zip", "w") as archive:
        archive.writestr("UA.txt", VILLAGE)
    env = {"GEOMAP_DATA": str(tmp_path / "data"), "GEOMAP_CACHE": str(tmp_path / "cache")}
    with DumpServer((tmp_path / "UA.zip").read_bytes()).running() as server:
        done = geomap("gazetteer", "add", "ua", "--server", server.url, **env)
    assert done.returncode == 0, done.stderr
    assert server.requests[0][0] == "/dump/UA.zip"
    assert server.url + "UA.zip" in geomap("gazetteer", "info", **env).stdout
    assert "36.9" in geomap("geocode", "Malynivske", **env).stdout
    assert list((tmp_path / "cache/downloads").iterdir()) == []


def test_a_bad_dump_is_one_line_and_the_others_are_added(tmp_path):
    (tmp_path / "UA.txt").write_text(VILLAGE)
    (tmp_path / "bad.txt").write_text(VILLAGE + "oops\n")
    done = geomap("gazetteer", "add", "bad.txt", "UA.txt", cwd=tmp_path, GEOMAP_DATA=str(tmp_path / "data"))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "bad.txt: line 2" in done.stderr
    assert "added UA.txt" in done.stdout


@pytest.mark.parametrize("command", ["geocode", "gazetteer info", "gazetteer add"])
def test_every_command_for_places_is_in_the_readme(command):
    assert f"geomap {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_option_for_online_geocoders_is_in_the_readme():
    assert "--geocoder photon" in (ROOT / "README.md").read_text(encoding="utf-8")
