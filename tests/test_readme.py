"""What the README shows works."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.main import get_command

from geomap import build
from geomap.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (?:cat \S+ \| )?(geomap [^#\n]+?)\s*(?:#.*)?$", README, re.MULTILINE)


def test_the_python_example_runs(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own README
    assert (tmp_path / "output/events.geojson").stat().st_size > 10_000
    assert (tmp_path / "output/map.html").stat().st_size > 100_000


def test_the_sentence_after_a_run_is_the_one_shown():
    assert build([ROOT / "seeds"]).summary() in README


@pytest.mark.parametrize("line", COMMANDS)
def test_each_command_is_understood(line):
    words = shlex.split(line)[1:]
    command = get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    command.make_context("geomap", words)


def test_the_readme_shows_all_main_commands():
    assert {line.split()[1] for line in COMMANDS} >= {
        "demo",
        "map",
        "extract",
        "locate",
        "layers",
        "gazetteer",
    }


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_each_link_leads_to_a_file(target):
    assert (ROOT / target).exists()
