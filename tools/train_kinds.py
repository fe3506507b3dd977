"""Trains the usage model (literal, metonym, embedded) on GeoWebNews' labels and writes it as plain numbers.

    python tools/train_kinds.py gwn.jsonl -o geomap/data/kinds.json

Prints the accuracy of a five-fold cross-validation by document before it writes the model of all documents.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from toponym_corpora import Annotated, folds, read

from geomap.places.cues import Cues
from geomap.places.gazetteer import Gazetteer, Strength
from geomap.places.kinds import KindModel, usage_facts
from geomap.places.locator import Locator
from geomap.places.tagger import TaggedName
from geomap.places.vague import VaguePatterns
from geomap.places.words import words_by_sentence

USAGE = {
    "Literal": "literal",
    "Mixed": "literal",
    "Literal_Modifier": "literal",
    "Coercion": "literal",
    "Embedded_Literal": "embedded",
    "Metonymic": "metonym",
    "Non_Literal_Modifier": "metonym",
    "Embedded_Non_Lit": "embedded",
}
FOLDS = 5
_NEUTRAL = KindModel(
    bias={"literal": 0.0, "metonym": 0.0, "embedded": 0.0},
    weights={"literal": {}, "metonym": {}, "embedded": {}},
)


def examples(text: Annotated, locator: Locator, cues: Cues) -> list[tuple[list[str], str]]:
    """The facts about each labelled place name that is no demonym, with its usage."""
    content = text.document.text
    sentences = words_by_sentence(content)
    golds = {t.start: t for t in text.toponyms if t.subtype in USAGE and t.label in {"P", "D"}}
    tagged = [TaggedName(t.start, t.end, "P", 1.0) for t in sorted(golds.values(), key=lambda t: t.start)]
    found = []
    for spot in locator.spots(tagged, sentences, content):
        if locator.gazetteer.knows(spot.text) == Strength.DEMONYM:
            continue
        words = sentences[spot.sentence]
        facts = usage_facts(words, spot.first, spot.stop, locator.sort_of(spot.text), cues)
        found.append((facts, USAGE[golds[spot.start].subtype]))
    return found


def fit(rows: list[tuple[list[str], str]]) -> tuple[DictVectorizer, Any]:
    """A multinomial logistic model over the facts."""
    vectors = DictVectorizer(sparse=False)
    matrix = vectors.fit_transform([dict.fromkeys(facts, 1.0) for facts, _ in rows])
    return vectors, LogisticRegression(C=0.5, max_iter=2000).fit(matrix, [usage for _, usage in rows])


def exported(vectors: DictVectorizer, model: Any) -> KindModel:
    """The fitted model as a table of numbers with four decimals; weights near zero are left out."""
    names = vectors.get_feature_names_out()
    return KindModel(
        bias={usage: round(float(b), 4) for usage, b in zip(model.classes_, model.intercept_, strict=True)},
        weights={
            usage: {
                str(name): round(float(w), 4) for name, w in zip(names, row, strict=True) if abs(w) >= 0.005
            }
            for usage, row in zip(model.classes_, model.coef_, strict=True)
        },
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    cues = Cues.shipped()
    texts = read(options.corpus)
    with Gazetteer.shipped() as gazetteer:
        locator = Locator(gazetteer, None, None, kinds=_NEUTRAL, cues=cues, vague=VaguePatterns.shipped())  # type: ignore[arg-type]
        by_text = [examples(text, locator, cues) for text in texts]
    fold_of = folds(texts, FOLDS)
    confusion: Counter[tuple[str, str]] = Counter()
    for fold in range(FOLDS):
        model = exported(
            *fit([row for rows, f in zip(by_text, fold_of, strict=True) if f != fold for row in rows])
        )
        for rows, f in zip(by_text, fold_of, strict=True):
            if f == fold:
                confusion.update((usage, model.usage(facts)) for facts, usage in rows)
    total = sum(confusion.values())
    print(f"{total} names, accuracy {sum(n for (a, b), n in confusion.items() if a == b) / total:.3f}")
    for usage in ("literal", "metonym", "embedded"):
        hit = confusion[usage, usage]
        said = sum(n for (_, b), n in confusion.items() if b == usage)
        gold = sum(n for (a, _), n in confusion.items() if a == usage)
        print(f"  {usage:9s} precision {hit / max(said, 1):.3f} recall {hit / max(gold, 1):.3f} of {gold}")
    options.output.write_bytes(
        msgspec.json.format(msgspec.json.encode(exported(*fit([r for rows in by_text for r in rows]))))
        + b"\n"
    )


if __name__ == "__main__":
    main()
