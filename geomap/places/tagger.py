"""Finds place names: a conditional random field over word features (Lafferty et al. 2001), by CRFsuite."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from geomap.errors import DataError
from geomap.places.cues import Cues
from geomap.places.labelling import LABELS, NAMING, Grid, Label, label_runs
from geomap.places.sightings import NameCodes, marks
from geomap.places.tagfeatures import DocumentCues, Features, WordClasses, sentence_features
from geomap.places.words import Sentence

# how likely a passed-over name must be to be taken after all, by gazetteer code, for names of one word and of
# several: the longer the name, the less it can be anything else (chosen by cross-validation)
_SECOND_CHANCE = {"d": (0.2, 0.02), "n": (0.25, 0.05), "m": (0.3, 0.2), "c": (0.3, 0.2), "s": (0.45, 0.35)}
# a name found with the first probability elsewhere needs but the second where it was passed over, as does a
# great city before a verb of saying: governments speak by their seats, but the corpora seldom show it
_SURE, _SEEN_ELSEWHERE = 0.8, 0.1


class TaggedName(NamedTuple):
    """A span of the text with its label and the tagger's probability for it (0 to 1).

    ``usages`` are the probabilities of `geomap.places.kinds.USAGES`, from a tagger that tells them.
    """

    start: int
    end: int
    label: Label
    probability: float
    usages: tuple[float, ...] | None = None


class Tagger(Protocol):
    """Whatever finds names: the CRF, or a neural tagger behind the same call."""

    def tag(self, sentences: Sequence[Sentence], text: str) -> list[TaggedName]:
        """The names in `sentences` of `text`, in order and not overlapping."""
        ...


class CrfTagger:
    """The trained CRF of ``geomap/data/tagger.crfsuite``; open it once, it holds the weights."""

    def __init__(self, weights: Path, names: NameCodes, cues: Cues) -> None:
        """Opens the weights.

        Raises:
            DataError: The file is missing or not CRFsuite's.
        """
        import pycrfsuite

        self._tagger: Any = pycrfsuite.Tagger()
        try:
            self._tagger.open(str(weights))
        except (OSError, ValueError) as error:
            raise DataError(f"{weights}: no CRFsuite model: {error}; install geomap-toolkit again") from error
        self._names = names
        self._cues = cues
        self._classes = WordClasses(cues)
        learnt = set(self._tagger.labels())  # a small corpus may lack some
        self._columns = [(column, label) for column, label in enumerate(LABELS) if label in learnt]
        self._naming = [label for label in LABELS[NAMING] if label in learnt]

    def tag(self, sentences: Sequence[Sentence], text: str) -> list[TaggedName]:
        """The names in `sentences` of `text`, in order and not overlapping."""
        found: list[TaggedName] = []
        passed_over: list[tuple[TaggedName, float]] = []
        document = DocumentCues(sentences, self._cues)
        for words in sentences:
            if not any(word.text[0].isupper() for word in words):
                continue
            known = marks(words, text, self._names)
            labels = self._tagger.tag(sentence_features(words, known, document, self._classes))
            found.extend(self._name(words, *run) for run in label_runs(labels))
            for first, stop, label, least in _overlooked(labels, known):
                speaks = (
                    known[first][0] == "m" and words[min(stop, len(words) - 1)].lower in self._cues.saying
                )
                needed = min(least, _SEEN_ELSEWHERE) if speaks else least
                passed_over.append((self._name(words, first, stop, label), needed))
        sure = {text[name.start : name.end].casefold() for name in found if name.probability >= _SURE}
        for name, least in passed_over:
            elsewhere = text[name.start : name.end].casefold() in sure
            if name.probability >= (min(least, _SEEN_ELSEWHERE) if elsewhere else least):
                found.append(name)
        return sorted(found)

    def probabilities(self, sentences: Sequence[Sentence], text: str) -> list[Grid]:
        """The probability of each label for each word of each sentence."""
        document = DocumentCues(sentences, self._cues)
        grids = []
        for words in sentences:
            grid = np.zeros((len(words), len(LABELS)), dtype=np.float32)
            grids.append(grid)
            if not any(word.text[0].isupper() for word in words):
                grid[:, 0] = 1.0
                continue
            known = marks(words, text, self._names)
            self._tagger.set(sentence_features(words, known, document, self._classes))
            for column, label in self._columns:
                grid[:, column] = [self._tagger.marginal(label, index) for index in range(len(words))]
        return grids

    def _name(self, words: Sentence, first: int, stop: int, label: Label) -> TaggedName:
        chance = min(self._chance(index) for index in range(first, stop))
        return TaggedName(words[first].start, words[stop - 1].end, label, chance)

    def _chance(self, index: int) -> float:
        """The probability that a word belongs to a place name or demonym."""
        return float(sum(self._tagger.marginal(label, index) for label in self._naming))


def _overlooked(labels: Sequence[str], known: Sequence[str]) -> list[tuple[int, int, Label, float]]:
    """Names of the gazetteer that the best labelling passed over, and how likely each must be to be taken."""
    found: list[tuple[int, int, Label, float]] = []
    first = 0
    while first < len(known):
        stop = first + 1
        while stop < len(known) and known[stop][1:2] == "I":
            stop += 1
        least = _SECOND_CHANCE.get(known[first][0])
        if least is not None and all(label == "O" for label in labels[first:stop]):
            found.append((first, stop, "D" if known[first][0] == "d" else "P", least[stop > first + 1]))
        first = stop
    return found


def document_features(
    sentences: Sequence[Sentence], text: str, names: NameCodes, cues: Cues, classes: WordClasses
) -> list[Features]:
    """The CRF's attributes for every word of a document; used in training and in tagging alike."""
    document = DocumentCues(sentences, cues)
    return [sentence_features(words, marks(words, text, names), document, classes) for words in sentences]
