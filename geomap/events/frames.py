"""Deeds that are no news: in a film, in an exercise, in a local paper without a war, or long ago.

The triggers of a text cannot tell ``troops storm the fort`` on a screen from the same in a town; what stands
around them can. Word lists are in ``frames.toml``, the topic model in ``topic.json``.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from geomap.events.clauses import Clause, Sentence
from geomap.events.patterns import PatternIndex, compile_pattern
from geomap.events.topic import TopicModel
from geomap.events.triggers import Hit
from geomap.events.wordlists import parsed
from geomap.files import data_file

_NEAR = 1  # sentences on either side that tell whether one is news of conflict within a text that is not
_NEWS = 1.0  # log odds by which such a sentence must be
_SHORT = 60  # words that a text must have for its topic to be judged


class _Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cues: list[str]
    least: int
    words: int


class _Imagined(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cues: list[str]


class _Retold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cues: list[str]
    reach: int


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fiction: _Kind
    history: _Kind
    imagined: _Imagined
    retold: _Retold


class Frame(NamedTuple):
    """What a text is as a whole, and which of its sentences are news though the text is not."""

    fiction: bool
    history: bool
    news: frozenset[int] | None

    def silences(self, number: int) -> bool:
        """Whether sentence `number` tells no event at all."""
        return self.fiction or (self.news is not None and number not in self.news)


class Frames:
    """The shipped word lists and the topic model, ready to judge."""

    def __init__(self, source: bytes, topic: TopicModel) -> None:
        """Read the TOML in `source`.

        Raises:
            DataError: The file breaks its own form.
        """
        lists = parsed(source, _File, "frames.toml")
        self._kinds = {
            name: (kind, _index(kind.cues))
            for name, kind in (("fiction", lists.fiction), ("history", lists.history))
        }
        self._imagined = _index(lists.imagined.cues)
        self._retold, self._reach = _index(lists.retold.cues), lists.retold.reach
        self._topic = topic

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "Frames":
        """The lists and the model in geomap's own data folder."""
        return cls(data_file("frames.toml").read_bytes(), TopicModel.shipped())

    def of(self, sentences: Sequence[Sentence]) -> Frame:
        """What the text of these sentences is."""
        length = sum(len(sentence.words) for sentence in sentences)
        fiction, history = (self._is(name, sentences, length) for name in ("fiction", "history"))
        return Frame(fiction, history, self._news(sentences, length))

    def imagines(self, sentence: Sentence) -> bool:
        """Whether a sentence tells of an exercise or a story."""
        return bool(self._imagined.find(sentence.words))

    def retells(self, sentence: Sentence, clause: Clause, hit: Hit) -> bool:
        """Whether a noun is only what a film shows or a day marks: ``anniversary of the siege``."""
        if hit.kind != "noun":
            return False
        first = max(clause.first, hit.first - self._reach)
        return bool(self._retold.find(sentence.words, first, hit.first))

    def _is(self, name: str, sentences: Sequence[Sentence], length: int) -> bool:
        kind, index = self._kinds[name]
        found = {match.key for sentence in sentences for match in index.find(sentence.words)}
        return len(found) >= max(kind.least, length / kind.words)

    def _news(self, sentences: Sequence[Sentence], length: int) -> frozenset[int] | None:
        """None for a text that is news of conflict; else the sentences that are."""
        if length < _SHORT or self._topic.score(sentences) >= self._topic.floor:
            return None
        return frozenset(
            at
            for at in range(len(sentences))
            if self._topic.score(sentences[max(0, at - _NEAR) : at + _NEAR + 1]) >= _NEWS
        )


def _index(cues: Sequence[str]) -> PatternIndex:
    return PatternIndex(compile_pattern(cue, {}) for cue in cues)
