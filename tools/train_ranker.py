"""Trains the candidate ranker (boosted trees) on gold names and writes it as plain numbers.

    python tools/train_ranker.py lgl.jsonl trnews.jsonl gwn.jsonl geovirus.jsonl -o geomap/data/ranker.json

A candidate is right where it is the gold's GeoNames entry or lies within 161 km of it; where none is, the
sea, country or region that holds the gold point is: corpora put areas on other points of them. Fixed seeds.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from toponym_corpora import Annotated, Toponym, read

from geomap.files import data_file
from geomap.geometry import distance_km
from geomap.places.cues import Cues
from geomap.places.gazetteer import Candidate, Gazetteer, Strength
from geomap.places.kinds import KindModel
from geomap.places.locator import Locator
from geomap.places.publishers import Home, LatLon, Publishers, host_of
from geomap.places.ranking import COLUMNS, features, untrained
from geomap.places.resolver import Ranker, RankerFile
from geomap.places.senses import group
from geomap.places.slate import Slate
from geomap.places.tagger import TaggedName
from geomap.places.trees import Trees
from geomap.places.vague import VaguePatterns
from geomap.places.words import words_by_sentence

TREES = 140
LEAVES = 12
RATE = 0.07
FOLDS = 3
THRESHOLD = 0.2
_AREAS = frozenset({"country", "adm1", "region", "sea"})


class GoldNames:
    """Slates of texts whose names are the gold ones."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.cues = Cues.shipped()
        self.publishers = Publishers.shipped(gazetteer)
        kinds = KindModel.shipped()
        self.locator = Locator(
            gazetteer, _NoTagger(), None, kinds=kinds, cues=self.cues, vague=VaguePatterns.shipped()
        )

    def slate(self, text: Annotated) -> tuple[Slate, list[Toponym | None]] | None:
        """The candidates of a text's gold names and, a spot, its gold; None where nothing is to be learnt."""
        content = text.document.text
        sentences = words_by_sentence(content)
        golds = {t.start: t for t in text.toponyms if t.label in {"P", "D"}}
        tagged = [
            TaggedName(t.start, t.end, self._label(content[t.start : t.end]), 1.0)
            for t in sorted(golds.values(), key=lambda t: t.start)
        ]
        spots = self.locator.spots(tagged, sentences, content)
        if not spots:
            return None
        senses, _ = group(spots, sentences, content, self.gazetteer, self.cues)
        slate = Slate(senses, spots, self.gazetteer)
        return (slate, [golds.get(spot.start) for spot in spots]) if slate.candidates else None

    def _label(self, name: str) -> Any:
        return "D" if self.gazetteer.knows(name) == Strength.DEMONYM else "P"


class _NoTagger:
    def tag(self, sentences: Any, text: str) -> list[TaggedName]:
        raise NotImplementedError


class Example(msgspec.Struct):
    """One document's rows: features, whether right, weights, and the row range of each sense."""

    rows: Any
    right: Any
    weight: Any
    ranges: list[tuple[int, int]]
    slate: Any
    home: Any
    golds: Any


def is_right(candidate: Candidate, gold: Toponym) -> bool:
    """Whether a candidate is the gold place for the purpose of training."""
    if gold.place_id == candidate.place.id:
        return True
    if gold.lat is None or gold.lon is None:
        return False
    place = candidate.place
    return distance_km(gold.lon, gold.lat, place.lon, place.lat) <= 161.0


def right_rows(candidates: Sequence[Candidate], gold: Toponym) -> list[int]:
    """Numbers of the candidates that are the gold place, or else of the areas that hold its point."""
    exact = [row for row, candidate in enumerate(candidates) if is_right(candidate, gold)]
    return exact or [row for row, candidate in enumerate(candidates) if _holds(candidate, gold)]


def _holds(candidate: Candidate, gold: Toponym) -> bool:
    place = candidate.place
    if place.precision not in _AREAS or gold.lat is None or gold.lon is None:
        return False
    return distance_km(gold.lon, gold.lat, place.lon, place.lat) <= place.radius_km


def homes(texts: Sequence[Annotated]) -> dict[str, LatLon]:
    """The gold point that most texts of each publisher have within 161 km, to a tenth of a degree."""
    papers: dict[str, list[Annotated]] = {}
    for text in texts:
        if text.document.publisher:
            papers.setdefault(host_of(text.document.publisher), []).append(text)
    found = {host: _centre(members) for host, members in sorted(papers.items())}
    return {host: spot for host, spot in found.items() if spot is not None}


def _centre(texts: Sequence[Annotated]) -> LatLon | None:
    points = [
        {(t.lat, t.lon) for t in text.toponyms if t.lat is not None and t.lon is not None} for text in texts
    ]
    every = sorted(set().union(*points))
    near = {
        (lat, lon): [sum(distance_km(lon, lat, x, y) <= 161.0 for y, x in members) for members in points]
        for lat, lon in every
    }
    # by texts first, so that one long text does not decide; then by names
    best = max(near, key=lambda spot: (sum(n > 0 for n in near[spot]), sum(near[spot])), default=None)
    if best is None or sum(n > 0 for n in near[best]) < 2:
        return None
    return round(best[0], 1), round(best[1], 1)


def _home(names: GoldNames, text: Annotated, texts: Sequence[Annotated]) -> Home:
    """The text's home as it would be known had the text itself not been seen."""
    publisher = text.document.publisher
    known = names.publishers.home(publisher)
    if publisher is None:
        return known
    host = host_of(publisher)
    others = [
        t for t in texts if t is not text and t.document.publisher and host_of(t.document.publisher) == host
    ]
    return known._replace(spot=_centre(others) or known.spot)


def example(names: GoldNames, text: Annotated, texts: Sequence[Annotated] = ()) -> Example | None:
    """Training rows of one text; `texts` tell where its publisher writes from."""
    made = names.slate(text)
    if made is None:
        return None
    slate, golds = made
    home = _home(names, text, texts)
    prior = untrained(slate)
    matrix = features(slate, slate.best(prior), prior, home)
    return Example(matrix, *_targets(slate, golds), slate, home, golds)


def _targets(slate: Slate, golds: list[Toponym | None]) -> tuple[Any, Any, list[tuple[int, int]]]:
    right = np.zeros(len(slate.candidates))
    weight = np.zeros(len(slate.candidates))
    ranges = []
    for number, sense in enumerate(slate.senses):
        low, high = int(slate.rows[number]), int(slate.rows[number + 1])
        known = [golds[i] for i in sense.spots]
        known = [gold for gold in known if gold is not None and gold.lat is not None]
        if low == high or not known:
            continue
        ranges.append((low, high))
        hits = np.bincount(
            [row for gold in known for row in right_rows(slate.candidates[low:high], gold)],
            minlength=high - low,
        )
        right[low:high] = hits * 2 > len(known)
        weight[low:high] = min(len(known), 4) ** 0.5 / (high - low) ** 0.5
    return right, weight, ranges


def fit(examples: Sequence[Example], *, rounds: int = 2) -> Trees:
    """Trees fitted on the untrained choices' context, then again on that of the first fit's choices."""
    trees = _fit([e.rows for e in examples], examples)
    for _ in range(rounds - 1):
        ranker = Ranker(RankerFile(trees, (1.0, 0.0, 0.0), 0.0))
        matrices = []
        for e in examples:
            prior = untrained(e.slate)
            chosen = e.slate.best(ranker.forest.scores(e.rows))
            matrices.append(np.vstack([e.rows, features(e.slate, chosen, prior, e.home)]))
        trees = _fit(matrices, examples)
    return trees


def _fit(matrices: Sequence[Any], examples: Sequence[Example]) -> Trees:
    times = [len(matrix) // len(e.rows) for matrix, e in zip(matrices, examples, strict=True)]
    rows = np.vstack(list(matrices))
    right = np.concatenate([np.tile(e.right, n) for e, n in zip(examples, times, strict=True)])
    weight = np.concatenate([np.tile(e.weight, n) for e, n in zip(examples, times, strict=True)])
    used = weight > 0
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=25,
        l2_regularization=2.0,
        early_stopping=False,
        random_state=0,
    )
    model.fit(rows[used], right[used], sample_weight=weight[used])
    return exported(model)


def exported(model: Any) -> Trees:
    """A fitted scikit-learn model's trees as plain numbers."""
    column: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    value: list[float] = []
    roots = []
    depth = 0
    for (tree,) in model._predictors:  # noqa: SLF001 - scikit-learn has no public way to its trees
        base = len(column)
        roots.append(base)
        for index, node in enumerate(tree.nodes):
            leaf = bool(node["is_leaf"])
            column.append(0 if leaf else int(node["feature_idx"]))
            threshold.append(0.0 if leaf else float(f"{node['num_threshold']:.7g}"))
            left.append(base + (index if leaf else int(node["left"])))
            right.append(base + (index if leaf else int(node["right"])))
            value.append(float(f"{node['value']:.6g}") if leaf else 0.0)
            depth = max(depth, int(node["depth"]))
    return Trees(
        columns=COLUMNS,
        baseline=float(np.ravel(model._baseline_prediction)[0]),  # noqa: SLF001 - as above
        depth=depth,
        roots=tuple(roots),
        column=tuple(column),
        threshold=tuple(threshold),
        left=tuple(left),
        right=tuple(right),
        value=tuple(value),
    )


def calibrated(examples: Sequence[Example]) -> tuple[float, float, float]:
    """How score and lead tell whether a choice is right, from documents that the trees have not seen."""
    facts: list[tuple[float, float]] = []
    truth: list[bool] = []
    for fold in range(FOLDS):
        trees = fit([e for i, e in enumerate(examples) if i % FOLDS != fold])
        ranker = Ranker(RankerFile(trees, (1.0, 0.0, 0.0), 0.0))
        for e in examples[fold::FOLDS]:
            scores = ranker.scores(e.slate, e.home)
            for low, high in e.ranges:
                order = sorted(range(low, high), key=lambda row: -scores[row])
                best = float(scores[order[0]])
                lead = min(8.0, best - float(scores[order[1]])) if len(order) > 1 else 8.0
                facts.append((best, lead))
                truth.append(bool(e.right[order[0]]))
    model = LogisticRegression(C=10.0).fit(np.array(facts), np.array(truth))
    weight, lead_weight = (round(float(x), 4) for x in model.coef_[0])
    return weight, lead_weight, round(float(model.intercept_[0]), 4)


def train(texts: Sequence[Annotated], gazetteer: Gazetteer) -> RankerFile:
    """The ranker for `texts`, with calibration from an inner cross-validation."""
    names = GoldNames(gazetteer)
    examples = [e for e in (example(names, text, texts) for text in texts) if e is not None]
    return RankerFile(fit(examples), calibrated(examples), THRESHOLD, homes(texts))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    began = time.monotonic()
    with Gazetteer.shipped() as gazetteer:
        made = train([text for path in options.corpora for text in read(path)], gazetteer)
    options.output.write_bytes(msgspec.json.encode(made) + b"\n")
    print(
        f"{options.output}: {options.output.stat().st_size / 1e6:.2f} MB in {time.monotonic() - began:.0f} s"
    )
    print(f"calibration {made.calibration}; usage model {data_file('kinds.json').name}")


if __name__ == "__main__":
    main()
