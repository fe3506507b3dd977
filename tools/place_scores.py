"""Scores of located names against a corpus: spans, distance, and whether confidence means what it says."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from toponym_corpora import Annotated, Toponym

from geomap.geometry import distance_km

NEAR_KM = 161.0
Pair = tuple[Annotated, dict[str, Any]]
"""A text and its row of predictions, ``{"toponyms": [{"start", "end", "lat", "lon", "confidence"}]}``."""


class Bin(NamedTuple):
    """Placed names whose confidence lies in one tenth: how many, the mean said, the share that is right."""

    low: float
    names: int
    said: float
    right: float


def tallied(pairs: Sequence[Pair]) -> dict[str, float]:
    """Precision, recall and F1 of exact spans, F1 of overlapping ones, and accuracy within 161 km.

    Counted are linked names that are no demonyms; what overlaps other gold names alone counts for nothing.
    ``near`` asks for exact spans, ``near_overlap`` for any overlap; both are shares of all linked names.
    """
    gold = said = hits = touched = near = near_touched = 0
    for text, row in pairs:
        wanted = [t for t in text.toponyms if t.type == "place"]
        skipped = [t for t in text.toponyms if t.type != "place"]
        gold += len(wanted)
        exact = {(t.start, t.end): t for t in wanted}
        free = dict(exact)
        for p in row["toponyms"]:
            span = (p["start"], p["end"])
            over = [t for key, t in free.items() if _overlap(p, t)]
            match = exact.get(span)
            if match is None and not over and any(_overlap(p, t) for t in skipped):
                continue
            said += 1
            if match is not None:
                hits += 1
                near += _near(p, match)
            best = match if match in over else max(over, key=lambda t: _shared(p, t), default=None)
            if best is not None:
                del free[best.start, best.end]
                touched += 1
                near_touched += _near(p, best)
    return {
        "names": gold,
        "precision": hits / max(said, 1),
        "recall": hits / max(gold, 1),
        "f1": 2 * hits / max(said + gold, 1),
        "f1_overlap": 2 * touched / max(said + gold, 1),
        "precision_overlap": touched / max(said, 1),
        "near": near / max(gold, 1),
        "near_overlap": near_touched / max(gold, 1),
        "near_of_found": near / max(hits, 1),
    }


def reliability(pairs: Sequence[Pair], bins: int = 10) -> list[Bin]:
    """Names found with exact edges and placed, by confidence: what was said and what came true."""
    facts: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for text, row in pairs:
        wanted = {(t.start, t.end): t for t in text.toponyms if t.type == "place" and t.lat is not None}
        for p in row["toponyms"]:
            match = wanted.get((p["start"], p["end"]))
            if match is not None and p["lat"] is not None:
                number = min(bins - 1, int(p["confidence"] * bins))
                facts[number].append((p["confidence"], _near(p, match)))
    return [
        Bin(number / bins, len(f), sum(c for c, _ in f) / len(f), sum(r for _, r in f) / len(f))
        for number, f in enumerate(facts)
        if f
    ]


def calibration_error(curve: Sequence[Bin]) -> float:
    """Expected calibration error: the mean gap between confidence and truth, weighted by names."""
    return sum(b.names * abs(b.said - b.right) for b in curve) / max(1, sum(b.names for b in curve))


def _overlap(prediction: dict[str, Any], gold: Toponym) -> bool:
    return _shared(prediction, gold) > 0


def _shared(prediction: dict[str, Any], gold: Toponym) -> int:
    return int(min(prediction["end"], gold.end) - max(prediction["start"], gold.start))


def _near(prediction: dict[str, Any], gold: Toponym) -> bool:
    if prediction["lat"] is None or gold.lat is None or gold.lon is None:
        return False
    return distance_km(gold.lon, gold.lat, prediction["lon"], prediction["lat"]) <= NEAR_KM
