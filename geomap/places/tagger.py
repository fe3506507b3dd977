"""Finds place names: a conditional random field over word features (Lafferty et al. 2001), run by CRFsuite."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

from geomap.errors import DataError
from geomap.places.cues import Cues
from geomap.places.sightings import NameCodes, marks
from geomap.places.tagfeatures import DocumentCues, Features, WordClasses, sentence_features
from geomap.places.words import Sentence

Label = Literal["P", "D", "U"]
"""P a place name, D a demonym or adjective ("Russian"), U another proper name (learnt, never a mention)."""


class TaggedName(NamedTuple):
    """A span of the text with its label and the tagger's probability for it (0 to 1)."""

    start: int
    end: int
    label: Label
    probability: float


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

    def tag(self, sentences: Sequence[Sentence], text: str) -> list[TaggedName]:
        """The names in `sentences` of `text`, in order and not overlapping."""
        found: list[TaggedName] = []
        for words, rows in zip(sentences, self.features(sentences, text), strict=True):
            if not any(word.text[0].isupper() for word in words):
                continue
            labels = self._tagger.tag(rows)
            found.extend(self._spans(words, labels))
        return found

    def features(self, sentences: Sequence[Sentence], text: str) -> list[Features]:
        """The attributes of each word of each sentence."""
        return document_features(sentences, text, self._names, self._cues, self._classes)

    def _spans(self, words: Sentence, labels: Sequence[str]) -> list[TaggedName]:
        found = []
        for first, stop, label in label_runs(labels):
            chance = min(self._tagger.marginal(labels[index], index) for index in range(first, stop))
            found.append(TaggedName(words[first].start, words[stop - 1].end, label, chance))
        return found


def document_features(
    sentences: Sequence[Sentence], text: str, names: NameCodes, cues: Cues, classes: WordClasses
) -> list[Features]:
    """The CRF's attributes for every word of a document; used in training and in tagging alike."""
    document = DocumentCues(sentences, cues)
    return [sentence_features(words, marks(words, text, names), document, classes) for words in sentences]


def label_runs(labels: Sequence[str]) -> list[tuple[int, int, Label]]:
    """The runs of B-x I-x I-x … as (first, stop, x); an I without its B opens a run."""
    runs: list[tuple[int, int, Label]] = []
    first: int | None = None
    current = ""
    for index, label in enumerate([*labels, "O"]):
        prefix, _, kind = label.partition("-")
        if first is not None and (prefix != "I" or kind != current):
            runs.append((first, index, current))  # type: ignore[arg-type]
            first = None
        if first is None and prefix in {"B", "I"}:
            first, current = index, kind
    return runs
