"""Finds place names: a small transformer (MiniLM) over word pieces, with the CRF as second voice."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from geomap.errors import DataError
from geomap.files import data_file
from geomap.places.kinds import USAGES
from geomap.places.labelling import LABELS, NAMING, OTHER_NAMES, Grid, label_runs, likeliest
from geomap.places.pieces import Piecer, Window
from geomap.places.sightings import NameCodes
from geomap.places.tagger import TaggedName
from geomap.places.words import Sentence

INPUTS = ("pieces", "cases", "marks", "present")
"""Inputs of the net: whole numbers, (windows, pieces)."""

OUTPUT = "scores"
"""Output of the net: (windows, pieces, labels and usages)."""

_LABELS, _USAGES = slice(0, len(LABELS)), slice(len(LABELS), len(LABELS) + len(USAGES))
# chosen on the held-out fifth
_CRF_VOICE = 0.35
_ANOTHER, _HARDLY = 0.4, 0.25
# in a long text a sentence is not read again where the CRF is this sure of every word: that halves the time
_SURE, _SURELY_NONE = 0.99, 0.98
_SHORT = 250  # words


class Voice(Protocol):
    """Another tagger that tells how sure it is of each label: the CRF."""

    def probabilities(self, sentences: Sequence[Sentence], text: str) -> list[Grid]:
        """The probability of each label for each word of each sentence."""
        ...


class EncoderTagger:
    """The trained net of ``geomap/data/tagger.onnx``; open it once, it holds the weights."""

    def __init__(self, weights: Path, piecer: Piecer, names: NameCodes, second: Voice | None) -> None:
        """Opens the weights.

        Args:
            weights: The ONNX file.
            piecer: The table of word pieces that the net was trained with.
            names: What the gazetteer knows.
            second: Asked as well, its probabilities are mixed in; none if not given.

        Raises:
            DataError: The file is missing or no ONNX net of ours.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # one thread: the same sums in the same order anywhere; processes work side by side (`--workers`)
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._net: Any = onnxruntime.InferenceSession(
                str(weights), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime has no base class of its own errors
            raise DataError(f"{weights}: no ONNX net: {error}; install geomap-toolkit again") from error
        self._piecer = piecer
        self._names = names
        self._second = second

    @classmethod
    def shipped(cls, names: NameCodes, second: Voice | None = None) -> Self:
        """The encoder of this installation.

        Raises:
            DataError: The net or its table of pieces is missing or damaged.
        """
        return cls(data_file("tagger.onnx"), Piecer(data_file("tagger_pieces.json")), names, second)

    def tag(self, sentences: Sequence[Sentence], text: str) -> list[TaggedName]:
        """The names in `sentences` of `text`, in order and not overlapping."""
        found: list[TaggedName] = []
        for words, grid in zip(sentences, self._heard(sentences, text), strict=True):
            for first, stop, label in label_runs(likeliest(grid[:, _LABELS])):
                chance = round(float(min(grid[first:stop, NAMING].sum(axis=1))), 4)
                usages = tuple(round(float(each), 4) for each in grid[first, _USAGES])
                span = words[first].start, words[stop - 1].end
                found.append(TaggedName(*span, label, chance, usages if any(usages) else None))
        return found

    def probabilities(self, sentences: Sequence[Sentence], text: str) -> list[Grid]:
        """The probability of each label for each word of each sentence, both voices heard."""
        return [grid[:, _LABELS] for grid in self._heard(sentences, text)]

    def _heard(self, sentences: Sequence[Sentence], text: str) -> list[Grid]:
        """Labels as both voices say, then usages as the net says; zeros where it was not asked."""
        if self._second is None:
            return self._voiced(sentences, text)
        others = self._second.probabilities(sentences, text)
        unasked = ((0, 0), (0, len(USAGES)))
        grids = [np.pad(grid, unasked) for grid in others]
        short = sum(map(len, sentences)) <= _SHORT
        doubtful = [number for number, grid in enumerate(others) if short or _doubtful(grid)]
        voiced = self._voiced([sentences[number] for number in doubtful], text)
        for number, grid in zip(doubtful, voiced, strict=True):
            heard = others[number]
            grid[:, _LABELS] = (1 - _CRF_VOICE) * grid[:, _LABELS] + _CRF_VOICE * heard
            # persons and clubs may bear a town's name: what the CRF takes for another sort of name stays one
            other = (heard[:, OTHER_NAMES].sum(axis=1) > _ANOTHER) & (heard[:, NAMING].sum(axis=1) < _HARDLY)
            grid[other, NAMING] = 0.0
            grids[number] = grid
        return grids

    def _voiced(self, sentences: Sequence[Sentence], text: str) -> list[Grid]:
        grids = [np.zeros((len(words), _USAGES.stop), dtype=np.float32) for words in sentences]
        for window in self._piecer.windows(sentences, text, self._names):
            scores = self._scores(window)
            for first, (sentence, index) in zip(window.firsts, window.words, strict=True):
                grids[sentence][index] = scores[first]
        return grids

    def _scores(self, window: Window) -> Grid:
        columns = (window.pieces, window.cases, window.marks, [1] * len(window.pieces))
        inputs = {name: np.array([column]) for name, column in zip(INPUTS, columns, strict=True)}
        (scores,) = self._net.run([OUTPUT], inputs)
        return np.hstack([_softmax(scores[0][:, _LABELS]), _softmax(scores[0][:, _USAGES])])


def _doubtful(grid: Grid) -> bool:
    return bool(((grid.max(axis=1) < _SURE) & (grid[:, 0] < _SURELY_NONE)).any())


def _softmax(scores: npt.NDArray[np.float32]) -> Grid:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    grid: Grid = powers / powers.sum(axis=1, keepdims=True)
    return grid
