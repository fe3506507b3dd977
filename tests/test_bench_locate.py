"""The benchmark of finding places says how it stands beside spaCy, or that there is none to stand beside."""

import runpy
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parent / "bench" / "locate_speed.py"


def _printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr(sys, "argv", [str(BENCH), "--runs", "1"])
    runpy.run_path(str(BENCH), run_name="__main__")
    return capsys.readouterr().out


def test_the_ratio_to_spacy_is_told_where_its_pipeline_is_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in = ModuleType("spacy")
    stand_in.load = lambda name: str.split  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", stand_in)
    printed = _printed(monkeypatch, capsys)
    assert "--tagger fast takes" in printed
    assert "--tagger full takes" in printed


def test_without_spacy_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    printed = _printed(monkeypatch, capsys)
    assert "no ratio" in printed
    assert "of spaCy's time" not in printed
