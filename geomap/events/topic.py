"""Whether a text is news of conflict and politics at all, learned.

A linear yes/no model over the words of a passage, trained by ``tools/train_topic.py`` (MODEL_CARD.md). Names
and numbers are masked, so that no theatre is favoured. It keeps a local paper's "battles" and "raids" out.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from geomap.events.clauses import Sentence
from geomap.files import data_file, model

_LONG_WORD, _TITLE_WORDS, _TITLE_SHARE = 4, 4, 0.7
_DECIMALS = 4


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model as stored: weights are whole numbers, to be multiplied with `step`."""

    step: float
    bias: float
    floor: float
    weights: dict[str, int]


class TopicModel:
    """The model, ready to score; below `floor` a text tells of no conflict."""

    def __init__(self, *, step: float, bias: float, floor: float, weights: Mapping[str, int]) -> None:
        self.step = step
        self.bias = bias
        self.weights = weights
        self.floor = floor

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "TopicModel":
        """The model in geomap's own data folder."""
        return cls.read(data_file("topic.json"))

    @classmethod
    def read(cls, path: Path) -> "TopicModel":
        """The model in a JSON file.

        Raises:
            DataError: The file is missing or not of this form.
        """
        stored = model(path, _File, "topic model")
        return cls(step=stored.step, bias=stored.bias, floor=stored.floor, weights=stored.weights)

    def score(self, sentences: Iterable[Sentence]) -> float:
        """The log odds that `sentences` are news of conflict or politics; 0 where no word is known."""
        present = {word for sentence in sentences for word in masked_words(sentence)}
        known = [weight for word in present if (weight := self.weights.get(word)) is not None]
        if not known:
            return 0.0
        return round(self.bias + self.step * sum(known) / math.sqrt(len(present)), _DECIMALS)


def masked_words(sentence: Sentence) -> Sequence[str]:
    """The words of a sentence in lower case, with ``<name>`` for names and ``0`` for numbers."""
    long = [token.text for token in sentence.tokens if len(token.text) >= _LONG_WORD]
    capitals = sum(word[0].isupper() for word in long)
    titled = len(long) >= _TITLE_WORDS and capitals > _TITLE_SHARE * len(long)
    masked: list[str] = []
    for at, (token, word) in enumerate(zip(sentence.tokens, sentence.words, strict=True)):
        if word[0].isdigit():
            masked.append("0")
        elif at and not titled and token.text[0].isupper():
            masked.append("<name>")
        else:
            masked.append(word)
    return masked
