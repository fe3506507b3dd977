"""Finds place names: a conditional random field over word features (Lafferty et al. 2001), by CRFsuite."""

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


# how likely a passed-over name must be to be taken after all, by gazetteer code, for names of one word and of
# several: the longer the name, the less it can be anything else (chosen by cross-validation)
_SECOND_CHANCE = {"d": (0.2, 0.02), "n": (0.25, 0.05), "m": (0.4, 0.25), "c": (0.35, 0.25)}


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
        self._naming = [label for label in self._tagger.labels() if label[2:] in {"P", "D"}]

    def tag(self, sentences: Sequence[Sentence], text: str) -> list[TaggedName]:
        """The names in `sentences` of `text`, in order and not overlapping."""
        found: list[TaggedName] = []
        document = DocumentCues(sentences, self._cues)
        for words in sentences:
            if not any(word.text[0].isupper() for word in words):
                continue
            known = marks(words, text, self._names)
            labels = self._tagger.tag(sentence_features(words, known, document, self._classes))
            runs = label_runs(labels)
            runs += self._known_runs(labels, known)
            for first, stop, label in sorted(runs):
                chance = min(self._chance(index) for index in range(first, stop))
                found.append(TaggedName(words[first].start, words[stop - 1].end, label, chance))
        return found

    def _known_runs(self, labels: Sequence[str], known: Sequence[str]) -> list[tuple[int, int, Label]]:
        """Names of the gazetteer that the best labelling passed over although a name was nearly as likely."""
        found: list[tuple[int, int, Label]] = []
        first = 0
        while first < len(known):
            stop = first + 1
            while stop < len(known) and known[stop][1:2] == "I":
                stop += 1
            least = _SECOND_CHANCE.get(known[first][0])
            if (
                least is not None
                and all(label == "O" for label in labels[first:stop])
                and min(self._chance(index) for index in range(first, stop)) >= least[stop > first + 1]
            ):
                found.append((first, stop, "D" if known[first][0] == "d" else "P"))
            first = stop
        return found

    def _chance(self, index: int) -> float:
        """The probability that a word belongs to a place name or demonym."""
        return float(sum(self._tagger.marginal(label, index) for label in self._naming))


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
