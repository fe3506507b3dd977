"""Floors for events on short texts of our own, annotated before the extractor saw them (events/texts.toml).

Place names are given as annotated. First runs, before anything was tuned on them: first twelve texts F1
0.96, precision 0.94, place 1.00, role 0.97, modality 0.92, date 0.89, plotted wrong 0.06 (they and the word
lists were written within one hour by one author, so this is kind); the ten after them F1 0.85, precision
0.83, recall 0.86, place 0.93, role 0.92, modality 0.88, date 0.92, plotted wrong 0.00; the last five F1
0.81, precision 0.84, recall 0.78, place 1.00, role 0.91, modality 0.88, date 1.00, plotted wrong 0.00. Ten
more in other styles (an exercise, a film review, local crime, a feature on history among them), before
anything was done for those: F1 0.76, precision 0.65, recall 0.90, place 1.00, role 1.00, modality 0.81,
date 0.92, plotted wrong 0.05. Eight more, kept unseen until that was done: F1 0.81, precision 0.78, recall
0.83, place 1.00, role 0.95, modality 0.99, date 1.00, plotted wrong 0.00. Sixteen of other theatres: F1
0.87, precision 0.85, recall 0.90, place 0.90, role 1.00, modality 0.88, date 0.96, plotted wrong 0.00. The
last six, after what those had shown was done: F1 0.86, precision 0.86, recall 0.86, place 1.00, role 1.00,
modality 0.91, date 1.00, plotted wrong 0.03. Of the sixteen seven got an optional event that had been
forgotten. Floors stand a little under what is reached now; lowering one needs a word in the CHANGELOG.
"""

import sys
from pathlib import Path

import pytest

from geomap.events import extract

FLOORS = {"f1": 0.96, "precision": 0.94, "place": 0.96, "role": 0.96, "modality": 0.95, "date": 0.97}


@pytest.fixture(scope="module")
def score():
    sys.path.insert(0, str(Path(__file__).parent / "events"))
    try:
        import scoring
    finally:
        sys.path.pop(0)
        sys.modules.pop("scoring", None)  # another set has a module of that name
    total = scoring.Score()
    for entry in scoring.load():
        scoring.add(total, entry, extract(scoring.document(entry), scoring.mentions(entry)))
    return total


@pytest.mark.parametrize(("measure", "floor"), FLOORS.items())
def test_events_stay_above_the_floor(score, measure, floor):
    assert score.shares()[measure] >= floor, "\n".join(score.misses)


def test_what_did_not_happen_is_not_drawn_as_happened(score):
    assert score.shares()["plotted_wrong"] <= 0.03, "\n".join(score.misses)


def test_every_quote_stands_in_its_text():
    import tomllib

    for entry in tomllib.loads((Path(__file__).parent / "events" / "texts.toml").read_text(encoding="utf-8"))[
        "text"
    ]:
        assert all(event["quote"] in entry["text"] for event in entry["events"]), entry["id"]
