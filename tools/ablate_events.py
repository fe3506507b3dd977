"""What each step of the event extractor is worth: scores on our own texts with one step at a time left out.

PYTHONPATH=.:tests/quality/events python tools/ablate_events.py
"""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from unittest import mock

import scoring

from geomap.events import extract

_STEPS: dict[str, tuple[str, Callable[..., Any]]] = {
    "nothing": ("", lambda: None),
    "topics of talk are no deeds": ("geomap.events.happenings._is_topic", lambda *_: False),
    "what is told again is one event": (
        "geomap.events.extractor.merge_retold",
        lambda drafts: (list(drafts), {}),
    ),
    "a denial disputes what was told": ("geomap.events.extractor.dispute", lambda _, drafts, __: drafts),
    "places of the lines before": ("geomap.events.scene._inherited", lambda *_: ()),
    "the town, the village": ("geomap.events.scene._tied", lambda *_: ()),
    "which of the clause's places": ("geomap.events.place_roles.told_by", lambda chosen, *_: list(chosen)),
    "days told before": ("geomap.events.extractor.told_before", lambda *_: None),
    "signatures speak": ("geomap.events.attribution.Speakers.signature", lambda *_: None),
    "the group is the one named last": ("geomap.events.reading.resolve", lambda _, found, __: found),
}
_MEASURES = ("f1", "precision", "recall", "place", "modality", "date", "plotted_wrong")


def main() -> None:
    """Print a line of scores for each step left out."""
    texts = scoring.load()
    sys.stdout.write("| left out | " + " | ".join(_MEASURES) + " |\n")
    for step, (target, stand_in) in _STEPS.items():
        total = scoring.Score()
        with nullcontext() if step == "nothing" else mock.patch(target, stand_in):
            for entry in texts:
                report = extract(scoring.document(entry), scoring.mentions(entry))
                scoring.add(total, entry, report)
        shares = total.shares()
        sys.stdout.write(f"| {step} | " + " | ".join(f"{shares[name]:.3f}" for name in _MEASURES) + " |\n")


if __name__ == "__main__":
    main()
