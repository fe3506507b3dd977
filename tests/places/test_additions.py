"""GeoNames dumps that a user adds: read, fetched, and used together with the shipped gazetteer."""

import os
import re
import sqlite3
import threading
import time
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geomap.errors import DataError, InputError, OptionError
from geomap.places import Gazetteer
from geomap.places.additions import add
from geomap.places.downloads import download, dump_name
from geomap.places.geocode import geocode

KHARKIV_OBLAST = "07"
KYIV = 703448


def row(
    key,
    name,
    *,
    alternates="",
    lat=50.2,
    lon=36.9,
    code="P\tPPL",
    country="UA",
    admin1=KHARKIV_OBLAST,
    **more,
):
    admin2, population = more.get("admin2", ""), more.get("population", 0)
    cells = [key, name, name, alternates, lat, lon, code, country, "", admin1, admin2, "", ""]
    return "\t".join(map(str, [*cells, population, "", 100, "Europe/Kyiv", "2026-01-02"]))


ROWS = [
    row(30_000_001, "Malynivske", alternates="Малинівське,Malinovskoye,XYZ,1234"),
    row(30_000_002, "Velyke Misto", population=40_000, lat=50.3),
    row(30_000_003, "Malynivske", country="UA", admin1="99", lat=48.0, lon=31.0),
    row(30_000_004, "Nova Oblast", code="A\tADM1", admin1="99", lat=48.1, lon=31.1),
    row(30_000_005, "Some Stream", code="H\tSTM"),
    row(KYIV, "Not Kyiv", lat=1, lon=1, population=5),
    row(30_000_006, "Police"),
]


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("GEOMAP_DATA", str(tmp_path / "data"))
    return tmp_path / "data/gazetteer"


@pytest.fixture
def dump(tmp_path):
    def write(rows=ROWS, name="UA.txt"):
        path = tmp_path / name
        text = "".join(f"{line}\n" for line in rows).encode()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("readme.txt", "hello")
                archive.writestr(f"{path.stem}.txt", text)
        else:
            path.write_bytes(text)
        return path

    return write


@pytest.mark.parametrize("name", ["UA.txt", "UA.zip", "cities500.zip"])
def test_an_added_village_is_found_beside_the_shipped_places(data, dump, name):
    added = add(dump(name=name))
    assert (added.places, added.left_out) == (5, 2)
    with Gazetteer.installed() as gazetteer:
        (first, *_) = geocode(gazetteer, "Malynivske, Kharkiv Oblast")
        assert first.place.id == "geonames:30000001"
        assert first.place.admin1 == "Kharkiv Oblast"
        assert first.candidate.admin1_code == "UA.07"
        assert gazetteer.candidates("Малинівське")[0].place == first.place
        assert gazetteer.place("geonames:30000001") == first.place
        assert gazetteer.contains(gazetteer.admin1("UA.07").id, first.place.id)
        assert geocode(gazetteer, "Goma, DRC")[0].place.name == "Goma"


def test_a_unit_that_follows_its_places_is_theirs(data, dump):
    add(dump())
    with Gazetteer.installed() as gazetteer:
        assert gazetteer.place("geonames:30000003").admin1 == "Nova Oblast"


def test_the_shipped_gazetteer_wins_for_what_both_hold(data, dump):
    add(dump())
    with Gazetteer.installed() as both, Gazetteer.shipped() as shipped:
        assert both.place(f"geonames:{KYIV}") == shipped.place(f"geonames:{KYIV}")
        assert both.candidates("Not Kyiv") == ()
        assert both.candidates("Kyiv") == shipped.candidates("Kyiv")


def test_no_place_is_a_candidate_twice(data, dump):
    add(dump(name="UA.txt"))
    add(dump(name="allCountries.txt"))
    with Gazetteer.installed() as gazetteer:
        found = [candidate.place.id for candidate in gazetteer.candidates("Malynivske")]
    assert sorted(set(found)) == sorted(found)
    assert "geonames:30000001" in found


def test_hamlets_speak_weakly_towns_strongly_and_common_words_are_marked(data, dump):
    add(dump())
    with Gazetteer.installed() as gazetteer:
        assert gazetteer.knows("Malynivske") == 1
        assert gazetteer.knows("Velyke Misto") == 3
        common = [each for each in gazetteer.candidates("Police") if each.place.id == "geonames:30000006"]
        assert [each.common for each in common] == [True]
        assert gazetteer.candidates("XYZ") == ()


def test_alternate_names_go_to_places_that_are_known(data, dump):
    names = [
        "1\t30000001\ten\tLittle Raspberry\t\t\t\t\t\t",
        f"2\t{KYIV}\ten\tTown of Kyi\t\t\t\t\t\t",
        "3\t999999999\ten\tNowhere\t\t\t\t\t\t",
        f"4\t{KYIV}\tlink\thttps://example.org\t\t\t\t\t\t",
    ]
    add(dump())
    added = add(dump(names, "alternateNamesV2.zip"))
    assert (added.places, added.names, added.left_out) == (0, 2, 2)
    with Gazetteer.installed() as gazetteer:
        assert gazetteer.candidates("Town of Kyi")[0].place.name == "Kyiv"
        assert gazetteer.candidates("Little Raspberry")[0].place.name == "Malynivske"
        assert gazetteer.candidates("Nowhere") == gazetteer.candidates("Nowhere")


def test_adding_again_replaces_and_the_same_dump_gives_the_same_bytes(data, dump):
    path = add(dump()).path
    first = path.read_bytes()
    assert add(dump()).path.read_bytes() == first
    assert [each.name for each in data.iterdir()] == ["UA.sqlite"]


GOOD = ROWS[0]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (["hello"], "line 1"),
        ([], "line 1"),
        ([GOOD, "a\tb"], "line 2: 2 columns, not 19"),
        ([GOOD, GOOD, row(1, "x", lat=91)], "line 3: latitude 91"),
        ([GOOD, row(1, "x", lat="nan")], "line 2: latitude nan"),
        ([GOOD, row("x", "x")], "line 2"),
        ([GOOD, row(1, "")], "line 2: no id or no name"),
        ([GOOD, row(1, "x", population="many")], "line 2"),
    ],
)
def test_a_bad_line_is_named_with_its_mend_and_nothing_changes(data, dump, rows, wanted):
    path = add(dump()).path
    before = path.read_bytes()
    with pytest.raises(InputError, match=wanted) as caught:
        add(dump(rows))
    assert str(caught.value).startswith(str(path.parent.parent.parent / "UA.txt"))
    assert "get the file anew" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == before
    assert [each.name for each in data.iterdir()] == ["UA.sqlite"]


def test_bytes_that_are_no_utf8_and_missing_files_are_named(data, tmp_path):
    (tmp_path / "UA.txt").write_bytes(GOOD.encode() + b"\n\xff" + GOOD.encode())
    with pytest.raises(InputError, match="line 2: not UTF-8"):
        add(tmp_path / "UA.txt")
    with pytest.raises(InputError, match="No such file"):
        add(tmp_path / "XX.txt")


@pytest.mark.parametrize("damage", ["cut", "flipped", "none inside"])
def test_a_damaged_archive_is_told(data, dump, tmp_path, damage):
    rows = [row(31_000_000 + n, f"Village {chr(65 + n % 26)}{n}") for n in range(3000)]
    path = dump(rows, "UA.zip")
    body = bytearray(path.read_bytes())
    if damage == "cut":
        body = body[: len(body) // 2]
    elif damage == "flipped":
        body[len(body) // 2] ^= 255
    path.write_bytes(body)
    if damage == "none inside":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "x")
    with pytest.raises(InputError, match=r"UA\.zip") as caught:
        add(path)
    assert "\n" not in str(caught.value)
    assert list(data.glob("*.sqlite")) == []


def test_a_damaged_addition_is_told_with_its_mend(data, dump):
    path = add(dump()).path
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(DataError, match="gazetteer add"):
        Gazetteer.installed()


def test_an_addition_damaged_past_its_head_is_told_with_its_mend(data, dump):
    path = add(dump()).path
    whole = path.read_bytes()
    path.write_bytes(whole[:16384] + b"\xff" * (len(whole) - 16384))
    mend = rf"{re.escape(str(path))}: (not|a damaged) (a )?gazetteer .*gazetteer add"
    with pytest.raises(DataError, match=mend), Gazetteer.installed() as gazetteer:
        gazetteer.candidates("Kharkiv")


def test_a_damaged_addition_is_named_when_another_is_added(data, dump):
    older = data / "older.sqlite"
    add(dump()).path.rename(older)
    older.write_bytes(b"not a database" * 1000)
    with pytest.raises(DataError, match=r"older\.sqlite: not a gazetteer"):
        add(dump())
    assert list(data.iterdir()) == [older]


@pytest.mark.parametrize("name", ["data", "data/gazetteer"])
def test_a_file_in_the_place_of_the_folder_of_additions_is_told(monkeypatch, tmp_path, name):
    monkeypatch.setenv("GEOMAP_DATA", str(tmp_path / "data"))
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("")
    with pytest.raises(
        DataError, match=r"data.gazetteer: the gazetteers that you added cannot be read: .*GEOMAP_DATA"
    ):
        Gazetteer.installed()


def test_no_folder_of_additions_or_none_that_could_be_is_no_fault(monkeypatch, tmp_path):
    for folder in (tmp_path / "none", Path(os.devnull) / "data"):
        monkeypatch.setenv("GEOMAP_DATA", str(folder))
        with Gazetteer.installed() as gazetteer:
            assert gazetteer.additions() == {}


def test_additions_say_where_they_come_from(data, dump):
    path = add(dump(), source="https://example.org/UA.zip").path
    with Gazetteer.installed() as gazetteer:
        about = gazetteer.additions()[path]
    assert about["source"] == "https://example.org/UA.zip"
    assert about["licence"] == "GeoNames, CC BY 4.0"
    assert len(about["dated"]) == 10
    assert int(about["places"]) >= 5


def test_thirty_thousand_rows_take_less_than_five_seconds(data, dump):
    path = dump([row(31_000_000 + n, f"Village {n % 977:x} {chr(65 + n % 26)}el") for n in range(30_000)])
    started = time.process_time()
    assert add(path).places == 30_000
    assert time.process_time() - started < 5


class DumpServer:
    """Serves one archive, and breaks off after `cut` bytes as often as told."""

    def __init__(self, body):
        self.body, self.cuts, self.requests, self.etag, self.status = body, [], [], '"one"', None

    @contextmanager
    def running(self):
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.requests.append((self.path, self.headers.get("Range")))
                if outer.status:
                    self.send_error(outer.status)
                    return
                start, asked = 0, self.headers.get("Range")
                if asked and self.headers.get("If-Range") == outer.etag:
                    start = int(asked.removeprefix("bytes=").rstrip("-"))
                    self.send_response(206)
                    self.send_header(
                        "Content-Range", f"bytes {start}-{len(outer.body) - 1}/{len(outer.body)}"
                    )
                else:
                    self.send_response(200)
                self.send_header("ETag", outer.etag)
                self.send_header("Content-Length", str(len(outer.body) - start))
                self.end_headers()
                end = outer.cuts.pop(0) if outer.cuts else len(outer.body)
                self.wfile.write(outer.body[start:end])
                self.close_connection = True

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}/dump/"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()


@pytest.fixture
def server(dump):
    with DumpServer(dump(name="UA.zip").read_bytes()).running() as running:
        yield running


def test_a_download_that_breaks_off_is_continued(server, tmp_path):
    server.cuts = [100, 250]
    told, naps = [], []
    path = download(
        "UA.zip", tmp_path / "d", server=server.url, watch=lambda *at: told.append(at), sleep=naps.append
    )
    assert path.read_bytes() == server.body
    assert server.requests == [
        ("/dump/UA.zip", None),
        ("/dump/UA.zip", "bytes=100-"),
        ("/dump/UA.zip", "bytes=250-"),
    ]
    assert naps == [1, 2]
    assert told[-1] == (len(server.body), len(server.body))
    assert [each.name for each in (tmp_path / "d").iterdir()] == ["UA.zip"]


def test_a_later_run_goes_on_where_the_first_gave_up(server, tmp_path):
    server.cuts = [50, 60, 70, 80]
    with pytest.raises(InputError, match="run again to go on"):
        download("UA.zip", tmp_path / "d", server=server.url, sleep=lambda _: None)
    assert download("UA.zip", tmp_path / "d", server=server.url).read_bytes() == server.body
    assert server.requests[-1][1] == "bytes=80-"


def test_a_new_version_on_the_server_is_fetched_from_its_start(server, tmp_path):
    server.cuts = [50] * 4
    with pytest.raises(InputError):
        download("UA.zip", tmp_path / "d", server=server.url, sleep=lambda _: None)
    server.etag = '"two"'
    assert download("UA.zip", tmp_path / "d", server=server.url).read_bytes() == server.body


@pytest.mark.parametrize("body", [b"<html>blocked by the proxy</html>", b"", b"PK\x03\x04 cut"])
def test_what_is_no_archive_is_told_and_not_kept(server, tmp_path, body):
    server.body = body
    with pytest.raises(InputError, match="no zip archive"):
        download("UA.zip", tmp_path / "d", server=server.url, sleep=lambda _: None)
    assert list((tmp_path / "d").iterdir()) == []


@pytest.mark.parametrize(("status", "asked"), [(404, 1), (403, 1), (503, 4), (429, 4)])
def test_a_server_that_refuses_is_told(server, tmp_path, status, asked):
    server.status = status
    with pytest.raises(InputError, match=str(status)):
        download("UA.zip", tmp_path / "d", server=server.url, sleep=lambda _: None)
    assert len(server.requests) == asked


def test_no_server_and_no_address_are_told(tmp_path):
    with pytest.raises(InputError, match=r"UA\.zip"):
        download("UA.zip", tmp_path / "d", server="http://127.0.0.1:9/", sleep=lambda _: None)
    with pytest.raises(OptionError, match="not a web address"):
        download("UA.zip", tmp_path / "d", server="file:///etc/")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("ua", "UA.zip"),
        ("SD", "SD.zip"),
        ("cities500", "cities500.zip"),
        ("allCountries.zip", "allCountries.zip"),
        ("../x", None),
        ("UKR", None),
        ("", None),
    ],
)
def test_country_codes_and_dump_names_are_told_from_files(word, name):
    assert dump_name(word) == name


def test_an_added_file_has_the_tables_of_the_shipped_one(data, dump):
    path = add(dump()).path
    with sqlite3.connect(path) as added:
        tables = dict(added.execute("SELECT name, sql FROM sqlite_master"))
    added.close()
    with Gazetteer.shipped() as shipped:
        for name in ("place", "name", "feature", "meta"):
            ((sql,),) = shipped._main.rows("SELECT sql FROM sqlite_master WHERE name = ?", name)
            assert tables[name] == sql
