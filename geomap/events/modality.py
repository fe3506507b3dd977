"""Modality: whether a clause says that something happened, will, might, did not, or is only claimed."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from geomap.events.clauses import Clause, Sentence, is_month
from geomap.events.grammar import words_of
from geomap.events.patterns import PatternIndex, compile_pattern
from geomap.events.triggers import Hit
from geomap.events.wordlists import parsed
from geomap.files import data_file
from geomap.records import Modality

_STRENGTH: dict[Modality, int] = {"negated": 4, "hypothetical": 3, "planned": 2, "claimed": 1, "occurred": 0}
_SAID_REACH = 4
_NOUN_REACH = 5
_LABEL_WORDS = 4  # and the colon


class _Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    modality: Modality
    side: Literal["before", "after"]
    reach: int
    patterns: list[str]
    governs: bool = False
    nouns: bool = False


class _Denial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    patterns: list[str]
    neutral: list[str]
    pointing: list[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cue: list[_Cue]
    denial: _Denial


class CueMatch(NamedTuple):
    """A cue in a sentence: words ``first`` to ``last`` (half open)."""

    first: int
    last: int
    cue: _Cue


class Modalities:
    """The shipped cues, compiled."""

    def __init__(self, source: bytes) -> None:
        """Read the TOML in `source`.

        Raises:
            DataError: The file breaks its own form.
        """
        lists = parsed(source, _File, "modality.toml")
        self._cues = [cue for cue in lists.cue for _ in cue.patterns]
        self._index = PatternIndex(compile_pattern(text, {}) for cue in lists.cue for text in cue.patterns)
        self._denials = PatternIndex(compile_pattern(text, {}) for text in lists.denial.patterns)
        self._neutral = PatternIndex(compile_pattern(text, {}) for text in lists.denial.neutral)
        self._pointing = frozenset(lists.denial.pointing)

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "Modalities":
        """The cues in geomap's own data folder."""
        return cls(data_file("modality.toml").read_bytes())

    def cues(self, sentence: Sentence) -> list[CueMatch]:
        """All cues of a sentence."""
        found = self._index.find(sentence.words)
        return [
            CueMatch(match.start, match.end, self._cues[match.key])
            for match in found
            if not is_month(sentence, match.start) and not _is_claim_noun(sentence.words, match.start)
        ]

    def denies(self, words: Sequence[str]) -> bool:
        """Whether the words hold a denial of something said before."""
        return bool(self._denials.find(words)) and not self._neutral.find(words)

    def points_back(self, words: Sequence[str], at: int) -> bool:
        """Whether a denial that goes on with the word `at` speaks of what was said before."""
        return at >= len(words) or words[at] in self._pointing

    def negates(self, sentence: Sentence) -> bool:
        """Whether a sentence holds any negation."""
        return any(match.cue.modality == "negated" for match in self.cues(sentence))

    def of(
        self, sentence: Sentence, clauses: Sequence[Clause], number: int, hit: Hit, cues: Sequence[CueMatch]
    ) -> Modality:
        """The modality of a `hit` in clause `number` of a sentence with its `cues`."""
        clause = clauses[number]
        best: Modality = "planned" if sentence.words[hit.head] in words_of("awaited") else "occurred"
        if clause.kind == "condition" and hit.kind != "said":
            best = "hypothetical"
        elif hit.kind == "said" and sentence.words[hit.first] in {"would", "could"}:
            best = "hypothetical" if any(other.kind == "condition" for other in clauses) else best
        for match in cues:
            if self._reaches(sentence, clauses, number, hit, match):
                modality = self._sense(sentence, clauses, number, match)
                if _STRENGTH[modality] > _STRENGTH[best]:
                    best = modality
        if best == "planned" and _hangs_on_condition(sentence.words, clauses, number):
            return "hypothetical"
        if best == "occurred" and _is_doubted(sentence, clauses, number, hit):
            return "claimed"
        if best == "occurred" and _bare_infinitive(sentence.words, clause, hit):
            return "planned"
        return best

    def _reaches(
        self, sentence: Sentence, clauses: Sequence[Clause], number: int, hit: Hit, match: CueMatch
    ) -> bool:
        inside = hit.kind == "said" and hit.first <= match.first < hit.last
        if (
            match.first <= hit.head < match.last
            or inside
            or (match.cue.nouns and (hit.verb or hit.kind == "said"))
        ):
            return False
        if hit.kind != "said" and hit.head < match.first and match.last <= hit.last:
            return sentence.words[match.first] in words_of("auxiliaries")  # "talks will be held"
        if match.cue.side == "after":
            return hit.kind != "said" and _follows(clauses, number, hit, match)
        if match.last > hit.head:
            return False
        if match.first < clauses[number].first:
            return match.cue.governs and hit.kind != "said" and _governed_from(clauses, number, match.first)
        between = sentence.words[match.last : hit.first]
        parted = ("," in between and not hit.verb) or ("and" in between and hit.kind == "said")
        parted = parted or (hit.kind == "noun" and not words_of("remarking").isdisjoint(between))
        return not parted and hit.first - match.last <= _reach(sentence, hit, match)

    @staticmethod
    def _sense(sentence: Sentence, clauses: Sequence[Clause], number: int, match: CueMatch) -> Modality:
        """``said it would send``, ``under the deal it would send``: a plan and no condition."""
        told = clauses[number].kind == "content" or sentence.words[0] == "under"
        told = told and sentence.words[match.first] == "would"
        conditional = any(clause.kind == "condition" for clause in clauses)
        if told and not conditional and match.last - match.first == 1:
            return "planned"
        return match.cue.modality


def _is_claim_noun(words: Sequence[str], at: int) -> bool:
    """``the claim was false``: a noun that makes no claim of what follows."""
    noun = words[at] in {"claim", "claims"} and at > 0 and words[at - 1] in words_of("articles")
    return noun and words[at + 1 : at + 2] not in {("that",), ("of",), ("by",)}


def _follows(clauses: Sequence[Clause], number: int, hit: Hit, match: CueMatch) -> bool:
    end = clauses[min(number + 1, len(clauses) - 1)].last
    return hit.last <= match.first < end and match.first - hit.last <= match.cue.reach


def _reach(sentence: Sentence, hit: Hit, match: CueMatch) -> int:
    """How many words a cue may stand before a trigger: fewer if that is a noun or an act of speech."""
    if hit.kind == "said":
        return min(match.cue.reach, _SAID_REACH)
    if hit.kind != "noun" or match.cue.governs:
        return match.cue.reach
    if match.cue.modality != "negated":
        return min(match.cue.reach, _NOUN_REACH)
    return 2 if sentence.words[match.first] in words_of("predicate_negation") else 3


def _governed_from(clauses: Sequence[Clause], number: int, position: int) -> bool:
    """Whether the word at `position` stands in the clause that governs clause `number`."""
    governor = clauses[number].governor
    if governor is None and clauses[number].kind == "relative" and number:
        governor = number - 1
    return governor is not None and clauses[governor].first <= position < clauses[governor].last


def _hangs_on_condition(words: Sequence[str], clauses: Sequence[Clause], number: int) -> bool:
    """``If the talks fail, troops will march``: a plan for a case that may not come."""
    beside = [clauses[at] for at in (number - 1, number + 1) if 0 <= at < len(clauses)]
    return any(
        clause.kind == "condition" and words[clause.first] in words_of("conditional") for clause in beside
    )


def _is_doubted(sentence: Sentence, clauses: Sequence[Clause], number: int, hit: Hit) -> bool:
    """``Unconfirmed: the bridge has been blown up``: a label by which nobody vouches for the rest."""
    label = sentence.words[: clauses[0].last]
    short = 1 < len(label) <= _LABEL_WORDS and label[-1] == ":"
    return number > 0 and hit.kind != "said" and short and not words_of("doubting").isdisjoint(label)


def _bare_infinitive(words: Sequence[str], clause: Clause, hit: Hit) -> bool:
    """``Kenya to send police``, ``moved troops to attack``: not done yet, unless begun or continued."""
    if hit.kind in {"noun", "said"} or hit.head <= clause.first or words[hit.head - 1] != "to":
        return False
    return not any(
        word in words_of("carried_out") for word in words[max(clause.first, hit.head - 6) : hit.head]
    )
