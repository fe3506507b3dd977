"""Trains the place tagger (a linear-chain CRF) on annotated corpora and writes its weights.

    python tools/train_tagger.py lgl.jsonl trnews.jsonl gwn.jsonl geovirus.jsonl -o tagger.crfsuite

Takes a few minutes on one core; the same texts, gazetteer and python-crfsuite give the same bytes. The form
of the corpora is in `toponym_corpora`, the method and scores in geomap/data/MODEL_CARD.md.
"""

import argparse
import random
import re
import time
from collections.abc import Iterable
from pathlib import Path

import pycrfsuite
from tagger_augmentation import NamePools, filled, swapped
from toponym_corpora import Annotated, Toponym, read

from geomap.places.cues import Cues
from geomap.places.gazetteer import Gazetteer, Strength
from geomap.places.sightings import NameCodes
from geomap.places.tagfeatures import Features, WordClasses
from geomap.places.tagger import document_features
from geomap.places.words import Sentence, words_by_sentence

PARAMETERS = {
    "c1": 0.12,
    "c2": 0.02,
    "max_iterations": 90,
    "feature.minfreq": 2,
    "feature.possible_transitions": True,
}
SEED = 20241031
TEMPLATE_FILLS = 8
_LIST = re.compile(r",| and | or |/|\n")
_PLAIN_TAIL = re.compile(
    r"\s+(?:region|province|provinces|district|districts|city|governorate|governorates|state|states|village|villages|"
    r"town|county|camp|camps|area|areas|border|coast|municipality|territory|island|islands|river)$"
)


class TrainingSet:
    """Features and labels of texts, computed once and used in several trainings."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.names = NameCodes(gazetteer)
        self.cues = Cues.shipped()
        self.classes = WordClasses(self.cues)

    def rows(self, text: Annotated) -> list[tuple[Features, list[str]]]:
        """Attributes and labels, one pair a sentence."""
        content = text.document.text
        sentences = words_by_sentence(content)
        features = document_features(sentences, content, self.names, self.cues, self.classes)
        return list(zip(features, self.labels(text, sentences), strict=True))

    def labels(self, text: Annotated, sentences: list[Sentence]) -> list[list[str]]:
        """The label of each word of each sentence."""
        toponyms = _tidied(text) if text.spans_only else text.toponyms
        return [self._labels(words, text.document.text, toponyms) for words in sentences]

    def _labels(self, words: Sentence, content: str, toponyms: list[Toponym]) -> list[str]:
        labels = ["O"] * len(words)
        begun: set[int] = set()
        for index, word in enumerate(words):
            for toponym in toponyms:
                if toponym.label and word.start < toponym.end and toponym.start < word.end:
                    inside = toponym.start in begun
                    begun.add(toponym.start)
                    labels[index] = ("I-" if inside else "B-") + self._label(toponym, content)
                    break
        return labels

    def _label(self, toponym: Toponym, content: str) -> str:
        """Demonyms by form, whatever the corpus calls them: "Asian", "Americans" alike."""
        if toponym.label == "U" and toponym.subtype != "Demonym":
            return "U"
        name = content[toponym.start : toponym.end]
        strength = self.gazetteer.knows(name)
        if strength == Strength.DEMONYM:
            return "D"
        if toponym.label == "D" and strength == Strength.NONE:
            return "D"
        return "P"


def _tidied(text: Annotated) -> list[Toponym]:
    """Spans of the reports' annotators brought to the news corpora's habit.

    Lists are cut into their names, plain nouns after a name are left out ("Kandahar province" -> "Kandahar").
    """
    content = text.document.text
    found = []
    for toponym in text.toponyms:
        cursor = toponym.start
        for piece in _LIST.split(content[toponym.start : toponym.end]):
            start = content.find(piece, cursor, toponym.end)
            cursor = start + len(piece)
            kept = piece.strip()
            kept = _PLAIN_TAIL.sub("", kept)
            if not kept or not kept[0].isalpha() or kept.islower():
                continue
            start = content.find(kept, start, toponym.end)
            while kept[:1].islower() and " " in kept and not kept.startswith(("al-", "el-")):
                start += len(kept) - len(kept.split(" ", 1)[1])
                kept = kept.split(" ", 1)[1]
            found.append(
                Toponym(
                    start, start + len(kept), toponym.type, toponym.label, toponym.subtype, None, None, None
                )
            )
    return found


def augmented(texts: list[Annotated], gazetteer: Gazetteer) -> list[Annotated]:
    """More texts: one copy of each with other places' names, and the filled templates."""
    pools = NamePools()
    chance = random.Random(SEED)  # noqa: S311 - reproducible, nothing secret
    copies = [swapped(text, pools, gazetteer, chance) for text in texts]
    return [*copies, *filled(pools, chance, times=TEMPLATE_FILLS)]


def train(rows: Iterable[tuple[Features, list[str]]], output: Path) -> None:
    """Fits the CRF by L-BFGS with L1 and L2 penalties and writes it."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for features, labels in rows:
        trainer.append(features, labels)
    trainer.select("lbfgs")
    trainer.set_params(PARAMETERS)
    trainer.train(str(output))


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
        training = TrainingSet(gazetteer)
        texts = [text for path in options.corpora for text in read(path)]
        texts += augmented(texts, gazetteer)
        rows = [row for text in texts for row in training.rows(text)]
    print(f"{len(rows)} sentences, features in {time.monotonic() - began:.0f} s", flush=True)
    train(rows, options.output)
    size = options.output.stat().st_size / 1e6
    print(f"{options.output}: {size:.1f} MB after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
