"""Floors for links between reports of one event, on invented cases of two or three documents (stories/).

All cases were annotated before the linker saw them. First run of 18 cases, before the linker was changed for
any: precision 0.86 (18 of 21 pairs), recall 0.86 (18 of 21). First run of eight more, after it had been
mended for those: precision 0.82 (9 of 11), recall 0.82 (9 of 11); what was wrong was a shelling near a town
taken for a strike in it, what was missed a claim that does not name its doer again. First run of the last
five: precision 0.83 (5 of 6), recall 1.00 (5 of 5); wrong were two sides that shell one town on one day.
Precision goes before recall here.
"""

import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def scoring():
    sys.path.insert(0, str(Path(__file__).parent / "stories"))
    try:
        import scoring
    finally:
        sys.path.pop(0)
        sys.modules.pop("scoring", None)
    return scoring


@pytest.fixture(scope="module")
def score(scoring):
    cases = scoring.load()
    total = scoring.Score()
    for case in cases["case"]:
        scoring.add(total, case, cases["places"])
    return total


def test_what_is_linked_is_one_event(score):
    assert score.precision >= 0.95, "\n".join(score.misses)


def test_reports_of_one_event_are_linked(score):
    assert score.recall >= 0.95, "\n".join(score.misses)


def test_every_quote_stands_in_its_document(scoring):
    for case in scoring.load()["case"]:
        texts = {document["id"]: document["text"] for document in case["document"]}
        for story in case["stories"]:
            assert all(quote in texts[document] for document, quote in story), case["id"]
