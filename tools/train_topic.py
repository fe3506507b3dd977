"""Trains the topic model (news of conflict and politics, or other news) and writes it as plain numbers.

    PYTHONPATH=. python tools/train_topic.py --conflict stories.jsonl verbs.jsonl snippets.jsonl \
        headlines.jsonl reports.jsonl --other lgl.jsonl trnews.jsonl gwn.jsonl -o geomap/data/topic.json

Every row of the files has a "text". Texts of --other that name a war after all are left out. Before the model
of all texts is written, five models are fitted without a fifth of the texts each: what share of the passages
(one to ten sentences) and of the whole texts held out they put below the floor is printed.
"""

import argparse
import json
import math
import random
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from geomap.events.clauses import Sentence, split_sentences
from geomap.events.topic import TopicModel, masked_words

SEED = 7
FOLDS = 5
RARE = 6
STEPS = 127
FLOOR = -2.0
LENGTHS = (1, 1, 2, 3, 5, 10)
# local and general news that tells of a war all the same is no example of news that does not
WAR = frozenset(
    tomllib.loads(Path(__file__).with_name("topic_war_words.toml").read_text(encoding="utf-8"))["words"]
)


class Text(NamedTuple):
    """A text's sentences and whether it is of conflict."""

    sentences: Sequence[Sentence]
    conflict: bool


def read(paths: Iterable[Path], *, conflict: bool) -> Iterator[Text]:
    """The texts of JSONL files."""
    for path in paths:
        with path.open(encoding="utf-8") as file:
            for line in file:
                sentences = split_sentences(json.loads(line)["text"])
                if conflict or all(WAR.isdisjoint(sentence.words) for sentence in sentences):
                    yield Text(sentences, conflict)


def passages(text: Text, rng: random.Random) -> Iterator[frozenset[str]]:
    """The words of passages of one to ten sentences, so that the length of a text tells nothing."""
    at = 0
    while at < len(text.sentences):
        size = rng.choice(LENGTHS)
        yield words_of(text.sentences[at : at + size])
        at += size


def words_of(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The masked words of some sentences."""
    return frozenset(word for sentence in sentences for word in masked_words(sentence))


def fit(rows: Sequence[tuple[frozenset[str], bool]]) -> TopicModel:
    """A logistic model over yes/no features, each scaled by the root of how many words the passage has."""
    counts = Counter(word for words, _ in rows for word in words)
    index = {word: at for at, word in enumerate(sorted(w for w, count in counts.items() if count >= RARE))}
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    for words, _ in rows:
        found = sorted(index[word] for word in words if word in index)
        columns += found
        data += [1 / math.sqrt(len(words))] * len(found)
        starts.append(len(columns))
    model = LogisticRegression(C=3.0, max_iter=300, class_weight="balanced")
    model.fit(csr_matrix((data, columns, starts), shape=(len(rows), len(index))), [c for _, c in rows])
    step = float(np.abs(model.coef_).max()) / STEPS
    weights = np.rint(model.coef_[0] / step).astype(int)
    kept = {word: int(weights[at]) for word, at in index.items() if weights[at]}
    return TopicModel(
        step=round(step, 8), bias=round(float(model.intercept_[0]), 5), floor=FLOOR, weights=kept
    )


def rows_of(texts: Iterable[Text]) -> list[tuple[frozenset[str], bool]]:
    """The training passages of some texts."""
    rng = random.Random(SEED)  # noqa: S311 - cuts texts, keeps no secret
    return [(words, text.conflict) for text in texts for words in passages(text, rng) if words]


def test(texts: Sequence[Text]) -> None:
    """Print what cross-validated models tell right."""
    scores: dict[str, list[float]] = {
        "conflict": [],
        "other": [],
        "conflict passages": [],
        "other passages": [],
    }
    for fold in range(FOLDS):
        model = fit(rows_of(text for at, text in enumerate(texts) if at % FOLDS != fold))
        rng = random.Random(SEED)  # noqa: S311 - cuts texts, keeps no secret
        for text in texts[fold::FOLDS]:
            name = "conflict" if text.conflict else "other"
            scores[name].append(model.score(text.sentences))
            size = rng.choice(LENGTHS)
            scores[f"{name} passages"].append(model.score(text.sentences[:size]))
    for name, values in scores.items():
        below = float(np.mean([value < FLOOR for value in values]))
        cut = np.quantile(values, [0.05, 0.5, 0.95]).round(1).tolist()
        print(f"{name}: {len(values)}, below the floor {below:.3f}, quantiles 5/50/95 % {cut}")


def main() -> None:
    """Test, train, write."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--conflict", type=Path, nargs="+", required=True)
    options.add_argument("--other", type=Path, nargs="+", required=True)
    options.add_argument("-o", "--output", type=Path, required=True)
    given = options.parse_args()
    texts = [*read(given.conflict, conflict=True), *read(given.other, conflict=False)]
    test(texts)
    model = fit(rows_of(texts))
    stored = {"step": model.step, "bias": model.bias, "floor": model.floor, "weights": model.weights}
    text = json.dumps(stored, ensure_ascii=False, indent=0)
    given.output.write_text(text + "\n", encoding="utf-8")
    print(f"{given.output}: {len(model.weights)} words, {given.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
