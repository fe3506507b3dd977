"""Bad inputs through the whole command line: one clear line each, no traceback, nothing half written.

What is bad is either refused, or kept with a word about the row; a file that is made is whole.
"""

import csv
import io
import os
import resource
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

from geomap.cli import main
from geomap.tables import read_table

ROWS = 24
TABLE = "date,lat,lon,type,killed,title\n" + "".join(
    f"2024-05-{day:02},{30 + day / 10},{34 + day / 10},Air strike,{day},Strike {day} é\n"
    for day in range(1, ROWS + 1)
)
NEEDED = "no column is understood; needed: a date"
SWAPPED = "date,lat,lon,country,type\n" + "2024-05-01,50.1,36.2,Ukraine,Raid\n" * 20


def zipped(name, content, **more):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        for other, text in more.items():
            archive.writestr(other, text)
    return buffer.getvalue()


def workbook(*rows):
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def entities():
    """A workbook whose one sheet is the billion laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    rows = "<worksheet><sheetData><row><c>&l9;</c></row></sheetData></worksheet>"
    whole = zipfile.ZipFile(io.BytesIO(workbook(["date", "lat", "lon"])))
    parts = {name: whole.read(name) for name in whole.namelist()}
    parts["xl/worksheets/sheet1.xml"] = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>{rows}'.encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def run(capsys, monkeypatch, folder, *arguments):
    """Exit code, what was printed and the lines of the error output of a command run in `folder`."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["geomap", *map(str, arguments)])
    monkeypatch.setenv("COLUMNS", "300")
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return code, printed.out, printed.err.splitlines()


REFUSED = {
    "empty.csv": (b"", "the file is empty"),
    "empty.tsv": (b"", "the file is empty"),
    "empty.CSV": (b"", "the file is empty"),
    "empty.xlsx": (b"", "the file is empty"),
    "empty.parquet": (b"", "the file is empty"),
    "empty.geojson": (b"", "the file is empty"),
    "empty.gpkg": (b"", "the file is empty"),
    "empty.zip": (b"", "the file is empty"),
    "empty.jsonl": (b"", "no rows in it"),
    "blank.csv": (b" \n\n ", "the file is empty"),
    "nul.csv": (b"\0" * 100_000, "NUL bytes and no text; was it cut off while it was written?"),
    "binary.csv": (bytes(range(256)) * 100, "export the table as .csv in UTF-8"),
    "headings.csv": (b"date,lat,lon,type\n", "headings but no rows"),
    "headings.xlsx": (workbook(["date", "lat", "lon"]), "headings but no rows"),
    "other.csv": (b"foo,bar\n1,2\n", NEEDED),
    "signs.csv": (TABLE.replace(",", "^").encode(), "if '^' parts the columns, export them with commas"),
    "wide.csv": (("c," * 1_000_000 + "\n" + "1," * 1_000_000).encode(), "more than the 10,000 that are read"),
    "wide_used.csv": (("date,lat,lon" + ",c" * 1_000_000 + "\n").encode(), "more than the 10,000"),
    "wide.json": (("[{" + ",".join(f'"k{n}":1' for n in range(20_000)) + "}]").encode(), "than the 10,000"),
    "line.csv": (b"x" * 5_000_000, NEEDED),
    "bomb.zip": (zipped("t.csv", b"0" * 20_000_000), "would unpack to 20,000,000 bytes"),
    "two.zip": (zipped("a.csv", "date\n", **{"b.csv": "date\n"}), "holds 2 tables (.csv, .tsv)"),
    "none.zip": (zipped("a.exe", "date\n"), "holds 0 tables (.csv, .tsv)"),
    "bomb.xlsx": (
        zipped("[Content_Types].xml", "<Types/>", **{"xl/worksheets/sheet1.xml": "0" * 20_000_000}),
        "would unpack to 19 MB; save the table as .csv",
    ),
    "laughs.xlsx": (entities(), "save it again"),
    "cut.json": (b'[{"date": "2024-05-01", "lat"', "not JSON"),
    "deep.json": (b"[" * 200_000, "not JSON"),
    "deep.geojson": (b'{"type":"FeatureCollection","features":' + b"[" * 200_000, "cannot be read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_one_line_and_nothing_is_written(capsys, monkeypatch, tmp_path, name):
    content, told = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    code, out, (line,) = run(capsys, monkeypatch, tmp_path, "extract", name, "-o", "out.gpkg")
    assert (code, out) == (1, "")
    assert line.startswith(f"geomap: {name}: ")
    assert told in line
    assert len(line) < 400
    assert [path.name for path in tmp_path.iterdir()] == [name]


KEPT = {
    "utf16.csv": (TABLE.encode("utf-16"), 0, []),
    "bom.csv": (TABLE.encode("utf-8-sig"), 0, []),
    "latin1.csv": (TABLE.encode("latin-1"), 0, ["lines are not UTF-8; read as windows-1252"]),
    "mixed.csv": (
        TABLE.encode() + "2024-06-01,31,34,Raid,1,Café\n".encode("latin-1"),
        0,
        ["note: mixed.csv: 1 lines are not UTF-8; read as windows-1252"],
    ),
    "nul.tsv": (TABLE.replace(",", "\t").replace("Strike 3", "Str\0ike 3").encode(), 0, []),
    "tail.csv": (
        TABLE.encode() + b"\0" * 50_000,
        1,
        [f"tail.csv, row {ROWS + 2}: NUL bytes and no text; was the file cut off while it was written?"],
    ),
    "cut.csv": (
        TABLE[: TABLE.rindex(",24,")].encode(),
        1,
        [f"cut.csv, row {ROWS + 1}: 4 cells under 6 headings"],
    ),
    "high.csv": (
        (TABLE + "2024-06-01,900,34,Raid,1,x\n").encode(),
        1,
        [f"high.csv, row {ROWS + 2}: latitude '900' is outside -90 to 90; the row is kept without"],
    ),
    "turned.csv": (
        (TABLE + "2024-06-01,134.5,31,Raid,1,x\n").encode(),
        1,
        ["latitude '134.5' is outside -90 to 90; the two columns look swapped"],
    ),
    "swapped.csv": (
        SWAPPED.replace("50.1,36.2", "36.2,50.1").encode(),
        0,
        ["latitude and longitude are swapped (20 of 20 rows lie in their country only the other way round)"],
    ),
    "some.csv": (
        (SWAPPED + "2024-05-01,36.2,50.1,Ukraine,Raid\n" * 2).encode(),
        0,
        ["look swapped in 2 rows ('36.2, 50.1 in Ukraine' 2; first in row 22): kept as they stand"],
    ),
    "long.csv": (
        (TABLE + "2024-06-01,31,34,Raid,1," + "x" * 1_000_000 + "\n").encode(),
        1,
        [f"long.csv, row {ROWS + 2}: a cell of more than 100,000 characters is cut"],
    ),
    "quote.csv": (
        (TABLE + '2024-06-01,31,34,Raid,1,"' + "x\n" * 200_000).encode(),
        1,
        [f"quote.csv, row {ROWS + 2}: a cell of more than 100,000 characters is cut; is a quotation mark"],
    ),
    "twice.csv": (
        b"date,lat,lat,lon,type\n" + b"2024-06-01,31,50,34,Raid\n",
        0,
        ["note: twice.csv: headings that stand over several columns: 'lat' (2); the first of each is read"],
    ),
    "climbs.zip": (zipped("../../../climbs.csv", TABLE), 0, []),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_can_be_read_is_kept_and_the_rest_told_by_row(capsys, monkeypatch, tmp_path, name):
    content, expected, told = KEPT[name]
    (tmp_path / name).write_bytes(content)
    code, out, lines = run(capsys, monkeypatch, tmp_path, "extract", name, "-o", "out.csv")
    assert code == expected
    assert out.startswith("wrote out.csv: ")
    assert len(lines) == len(told)
    assert all(part in line for part, line in zip(told, lines, strict=True))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "out.csv"])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == int(out.split()[2])


@pytest.mark.parametrize("output", ["out.csv", "out.html"])
def test_a_table_of_formulas_is_written_as_text(capsys, monkeypatch, tmp_path, output):
    formula = "=cmd|' /C calc'!A0"
    row = f"2024-05-01,10,10.3,Raid,{formula},@SUM"
    (tmp_path / "t.csv").write_text(f"date,lat,lon,type,title,place\n{row}\n")
    command = "map" if output.endswith("html") else "extract"
    code, _, lines = run(capsys, monkeypatch, tmp_path, command, "t.csv", "-o", output)
    assert (code, lines) == (0, [])
    if command == "extract":
        (row,) = csv.DictReader(io.StringIO((tmp_path / output).read_text("utf-8-sig")))
        assert (row["title"], row["place"]) == (f"'{formula}", "'@SUM")


def place(folder, kind):
    """Something of that kind at ``x.csv`` that is no table."""
    path = folder / "x.csv"
    if kind == "folder":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "pipe":
        os.mkfifo(path)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("folder", "x.csv: nothing to read in this folder"),
        ("loop", "x.csv: a link that leads to no file"),
        ("pipe", "x.csv: neither a file nor a folder"),
        ("nothing", "x.csv: no such file or folder"),
    ],
)
def test_what_is_no_file_is_not_read(capsys, monkeypatch, tmp_path, kind, told):
    place(tmp_path, kind)
    code, _, (line,) = run(capsys, monkeypatch, tmp_path, "extract", "x.csv", "-o", "out.gpkg")
    assert code == 1
    assert told in line
    assert not (tmp_path / "out.gpkg").exists()


@pytest.mark.parametrize("command", ["map", "extract"])
@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("folder{}", "is a folder; name a file in it"),
        ("t.csv/out{}", "is no folder"),
        ("pipe{}", "is no file but a device or a pipe"),
        ("/proc/out{}", "cannot be written"),
    ],
)
def test_where_no_file_can_be_is_told_before_the_work(  # noqa: PLR0917
    capsys, monkeypatch, tmp_path, command, output, told
):
    suffix = ".html" if command == "map" else ".csv"
    (tmp_path / "t.csv").write_text(TABLE)
    (tmp_path / f"folder{suffix}").mkdir()
    os.mkfifo(tmp_path / f"pipe{suffix}")
    before = sorted(tmp_path.iterdir())
    arguments = (command, "t.csv", "-o", output.format(suffix))
    code, out, (line,) = run(capsys, monkeypatch, tmp_path, *arguments)
    assert (code, out) == (1, "")
    assert told in line
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("alias", ["t.csv", "./t.csv", "link.csv", "folder/../t.csv"])
def test_a_source_by_any_name_is_never_written_over(capsys, monkeypatch, tmp_path, alias):
    (tmp_path / "t.csv").write_text(TABLE)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.csv").symlink_to("t.csv")
    arguments = ("extract", "t.csv", "-o", alias, "--overwrite")
    code, _, (line,) = run(capsys, monkeypatch, tmp_path, *arguments)
    assert code == 2
    assert "is one of the sources" in line
    assert (tmp_path / "t.csv").read_text() == TABLE


@pytest.fixture
def others():
    """A folder that everybody may enter, with a file and a folder that are not for this user."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, mode in ((folder, 0o755), (folder / "open", 0o777), (folder / "shut", 0o555)):
            path.mkdir(exist_ok=True)
            path.chmod(mode)
        for path, mode in ((folder / "mine.csv", 0), (folder / "yours.csv", 0o644)):
            path.write_text(TABLE)
            path.chmod(mode)
        yield folder


@pytest.fixture
def nobody(others, capsys, monkeypatch):
    """Rights as a user has them, for root may do all; what a run loads is loaded before."""
    monkeypatch.setenv("GEOMAP_DATA", str(others / "data"))
    run(capsys, monkeypatch, others, "extract", "yours.csv", "-o", "open/first.csv")
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("shut", ["data", "data/gazetteer"])
def test_a_folder_of_additions_that_may_not_be_read_is_told(others, capsys, monkeypatch, shut):
    data = others / "open" / "data"
    (data / "gazetteer").mkdir(parents=True)
    (others / "open" / shut).chmod(0)
    monkeypatch.setenv("GEOMAP_DATA", str(data))
    code, out, (line,) = run(capsys, monkeypatch, others, "extract", "yours.csv", "-o", "open/out.csv")
    assert (code, out) == (1, "")
    assert line.startswith(
        f"geomap: {data / 'gazetteer'}: the gazetteers that you added cannot be read: Perm"
    )


@pytest.mark.parametrize(
    "suffix", ["csv", "html", "gpkg", "geojson", "parquet", "fgb", "kml", "jsonl", "geojsonl"]
)
def test_an_output_that_is_a_link_is_written_through(capsys, monkeypatch, tmp_path, suffix):
    (tmp_path / "t.csv").write_text(TABLE)
    (tmp_path / "shared").mkdir()
    link, target = tmp_path / f"out.{suffix}", tmp_path / "shared" / f"real.{suffix}"
    link.symlink_to(target)
    command = "map" if suffix == "html" else "extract"
    for _ in range(2):
        code, _, _ = run(capsys, monkeypatch, tmp_path, command, "t.csv", "-o", f"out.{suffix}")
        assert code == 0
        assert link.is_symlink()
        assert target.stat().st_size > 100
    assert [path.name for path in (tmp_path / "shared").iterdir()] == [target.name]


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize(
    ("source", "output", "told"),
    [
        ("mine.csv", "open/out.csv", "mine.csv: cannot be read: Permission denied"),
        ("yours.csv", "shut/out.csv", "shut/out.csv: cannot be written: "),
    ],
)
def test_what_the_rights_forbid_is_told(others, capsys, monkeypatch, source, output, told):  # noqa: PLR0917
    code, out, (line,) = run(capsys, monkeypatch, others, "extract", source, "-o", output)
    assert (code, out) == (1, "")
    assert line.startswith(f"geomap: {told}")
    assert not (others / output).exists()


MONSTERS = ("bomb.zip", "bomb.xlsx", "laughs.xlsx", "wide_used.csv", "deep.json", "line.csv")


@pytest.mark.parametrize("name", MONSTERS)
def test_monsters_take_little_memory(tmp_path, name):
    (tmp_path / name).write_bytes(REFUSED[name][0])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    list(read_table(tmp_path / name))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024
