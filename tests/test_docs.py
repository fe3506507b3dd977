"""The commands in the docs on tables and files do what they say, run as they stand there."""

import re
import shlex
import sys
import zipfile
from pathlib import Path

import example_reports
import pytest

from geomap.cli import main
from geomap.features import tables
from geomap.writing import write

sys.path.insert(0, str(Path(__file__).parent / "tables"))
from table_rows import GDELT, UCDP, table

DOCS = Path(__file__).parent.parent / "docs"
STORY = "Rebels attacked the army base in {} on Monday, residents said. Three soldiers were killed."
LOG = "when;X;Y;Name of town;tag;memo;remark;breite;laenge;art;dead;dead_min;dead_max\n"
LOG += "2024-05-01;34.3;31.5;Gaza;2024-05-01;An arrest;at night;31.5;34.3;A7;3;2;5\n"


def commands():
    """Each line of commands in the docs, by the file it stands in."""
    for name in ("tables.md", "files.md"):
        for line in re.findall(r"(?m)^ {4}(geomap .*)$", (DOCS / name).read_text(encoding="utf-8")):
            yield pytest.param(line, id=f"{name}: {line}")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with what the commands name."""
    monkeypatch.chdir(tmp_path)
    for folder, town in (("reports", "Goma"), ("today", "Bukavu")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{town}.txt").write_text(STORY.format(town))
    for name in ("kursk.csv", "kursk.figures.csv"):
        write(tmp_path / name, tables(example_reports.both(), example_reports.shape_of), [])
    (tmp_path / "ged.csv").write_text(table("ucdp", UCDP))
    (tmp_path / "log.csv").write_text(LOG)
    profile = re.search(r"```toml\n(.*?)```", (DOCS / "tables.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "log.toml").write_text(profile[1], encoding="utf-8")
    mention = ["77", "20250101000000", "20250101000000", "1", "pine.example", "https://pine.example/a"]
    contents = {
        "export": table("gdelt", GDELT, header=False, delimiter="\t"),
        "mentions": "\t".join([*mention, "1", "-1", "-1", "9", "1", "40", "900", "-2", "", ""]) + "\n",
    }
    for kind, text in contents.items():
        name = f"20250101000000.{kind}.CSV"
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr(name, text)
    return tmp_path


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", list(arguments))
    with pytest.raises(SystemExit) as end:
        main()
    assert not end.value.code


@pytest.mark.parametrize("line", list(commands()))
def test_a_command_of_the_docs_runs_as_it_stands(desk, monkeypatch, line):
    for command in line.split(" && "):
        run(monkeypatch, *shlex.split(command, comments=True), "--tagger", "fast")
        outputs = re.findall(r"(?:-o|--data) (\S+)", command) or ["map.html"]
        assert all((desk / name).stat().st_size for name in outputs)


def test_the_profile_in_the_docs_reads_the_table_it_tells_of(desk, monkeypatch):
    run(monkeypatch, "geomap", "extract", "log.csv", "--map", "log.toml", "-o", "out.csv")
    row = (desk / "out.csv").read_text("utf-8-sig").splitlines()[1]
    assert "COERCE,arrest,claimed" in row
    assert "An arrest; at night" in row
