"""Sentences and clauses: the stretches of text in which one happening is told.

No parser is at hand, so clauses are cut at marks and at the words that open one: subordinators, relative pronouns,
verbs of saying, participles after a comma, and a conjunction that is followed by a second finite verb.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from geomap.language import Token, sentences, tokenize

ClauseKind = Literal["main", "content", "attribution", "condition", "relative", "adverbial", "participle"]

AUXILIARIES = frozenset(
    "is are was were be been has have had will would could may might can should must do does did "
    "isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't didn't doesn't".split()
)
_MARKS = frozenset(";–—[]|•")
_QUOTES = frozenset('"“”„«»')
_RELATIVE = frozenset({"who", "which", "whose", "whom", "where"})
_ADVERBIAL = frozenset({"when", "while", "whereas", "although", "though", "because", "until", "once"})
_TEMPORAL = frozenset({"after", "before", "since", "as"})
_CONDITION = frozenset({"if", "unless", "whether"})
_CONJUNCTIONS = frozenset({"and", "but", "or"})
_BE_FORMS = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_NOMINAL = frozenset("the a an this that these those its their his her earlier latest no any of such and unconfirmed".split())
_AFTER_NOUNS = frozenset("of from to in on at by daily near overnight for about with . , ; : missing".split())
_NOT_PARTICIPLES = frozenset(
    "including according during following concerning regarding king spring morning evening nothing something "
    "everything beijing nanjing chongqing building meeting being notwithstanding wing".split()
)
_BULLET = re.compile(r"\s*(?:[-*•–‣▪]|\(?\d{1,2}[.)]|\d{1,2}:\d{2}\b|[^\w\s\"'“‘(\[]+\s)\s*")


class Sentence(NamedTuple):
    """One sentence with its words; ``paragraph`` numbers the line it stands in, ``block`` the lines it goes on with.

    A block ends at an empty line and before a bullet or numbered line.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    paragraph: int
    bullet: bool
    block: int


class Clause(NamedTuple):
    """Words ``first`` to ``last`` (half open) of a sentence; `governor` is the number of the clause that says it."""

    first: int
    last: int
    kind: ClauseKind
    governor: int | None = None


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of `text` with words in lower case, and which of them open a bullet or numbered line."""
    lines = [match.start() for match in re.finditer(r"^", text, re.MULTILINE)]
    result: list[Sentence] = []
    block = 0
    for start, end in sentences(text):
        tokens = tuple(tokenize(text, start, end))
        words = tuple(token.text.lower().replace("’", "'") for token in tokens)
        paragraph = bisect_right(lines, start) - 1
        line_start = lines[paragraph]
        bullet = _BULLET.match(text, line_start, min(len(text), line_start + 40)) is not None
        if result and paragraph != result[-1].paragraph and (bullet or "\n\n" in text[result[-1].end : start]):
            block += 1
        result.append(Sentence(start, end, tokens, words, paragraph, bullet, block))
    return result


class ClauseSplitter:
    """Cuts sentences into clauses by verbs of saying (`unsure` ones may be nouns) and other finite `verbs`."""

    def __init__(self, saying: frozenset[str], unsure: frozenset[str], verbs: frozenset[str]) -> None:
        self._saying = saying
        self._unsure = unsure
        self._verbs = verbs | AUXILIARIES

    def split(self, sentence: Sentence) -> list[Clause]:
        """The clauses of a sentence in order, without gaps or overlaps."""
        words = sentence.words
        clauses: list[Clause] = []
        first, kind, governor = 0, self._opening(words), None
        position = 1 if words else 0
        while position < len(words):
            cut = self._cut(words, first, position, kind, opening=not clauses)
            if cut is None:
                position += 1
                continue
            begin, new_kind = cut
            if begin > first:
                clauses.append(Clause(first, begin, kind, governor))
            governor = len(clauses) - 1 if new_kind == "content" and clauses else None
            first, kind = begin, new_kind
            position = max(position + 1, begin + 1)
        if first < len(words):
            clauses.append(Clause(first, len(words), kind, governor))
        return [self._settle(clause, words) for clause in clauses]

    def _opening(self, words: Sequence[str]) -> ClauseKind:
        if not words:
            return "main"
        if words[0] in _CONDITION or words[0] == "should":
            return "condition"
        return "adverbial" if words[0] in _ADVERBIAL else "main"

    def _cut(
        self, words: Sequence[str], first: int, at: int, kind: ClauseKind, *, opening: bool
    ) -> tuple[int, ClauseKind] | None:
        """Where a new clause begins if the word `at` opens or closes one, and of what kind it is."""
        word, after_comma = words[at], words[at - 1] == ","
        following = words[at + 1] if at + 1 < len(words) else ""
        if word in _MARKS or (word == ":" and following):
            number = words[at - 1][:1].isdigit() and following[:1].isdigit()
            return None if number else (at + 1, "main")
        if word in _QUOTES and words[at - 1] in {",", ":"}:
            return at, "content"
        if word in _CONDITION:
            return at, "condition"
        if word in _RELATIVE and (after_comma or word != "where"):
            return at, "relative"
        if word in _ADVERBIAL:
            return at, "adverbial"
        if word in _TEMPORAL and self._has_verb(words, at + 1, at + (7 if word != "as" or after_comma else 1)):
            return at, "adverbial"
        if word == "that" and words[at - 1] not in {"in", "of", "to", "at", "on"} and self._has_verb(words, at + 2, at + 12):
            return at, "content" if words[at - 1] in self._saying else "relative"
        if self.is_saying(words, at):
            return self._after_saying(words, at)
        if after_comma:
            return self._after_comma(words, first, at, kind, opening=opening)
        if word in _CONJUNCTIONS and self._second_verb(words, first, at):
            return at, "main"
        return None

    def is_saying(self, words: Sequence[str], at: int) -> bool:
        """Whether the word `at` is a verb of saying in use: not a noun, not a passive, not a bare participle."""
        word, before = words[at], words[at - 1] if at else ""
        if word not in self._saying or before in _BE_FORMS:
            return False
        if word not in self._unsure:
            return True
        following = words[at + 1] if at + 1 < len(words) else "."
        return not (
            before in _NOMINAL
            or word.endswith("ing")
            or following in _AFTER_NOUNS
            or (following in self._verbs and following not in {"had", "has", "have"})
        )

    @staticmethod
    def _after_saying(words: Sequence[str], at: int) -> tuple[int, ClauseKind] | None:
        following = words[at + 1] if at + 1 < len(words) else ""
        if following in {"", ".", ",", ";", "that"}:
            return None
        return at + 1, "content"

    def _after_comma(
        self, words: Sequence[str], first: int, at: int, kind: ClauseKind, *, opening: bool
    ) -> tuple[int, ClauseKind] | None:
        word = words[at]
        if word.endswith("ing") and len(word) > 5 and word not in _NOT_PARTICIPLES:
            return at, "participle"
        if word in _CONJUNCTIONS and self._has_verb(words, at + 1, at + 8):
            return at, "main"
        if opening and kind in {"condition", "adverbial"} and self._has_verb(words, first + 1, at):
            return at, "main"
        if self._is_tail(words, at):
            return at, "attribution"
        return None

    def _is_tail(self, words: Sequence[str], at: int) -> bool:
        """``…, a war monitor said`` or ``…, according to residents``: who said what stands before it."""
        if words[at] == "according":
            return True
        for position in range(at + 1, min(at + 14, len(words))):
            if self.is_saying(words, position):
                after = words[position + 1] if position + 1 < len(words) else "."
                return after in {".", ",", ";", "on", "in", "late", "early"} or position + 1 == len(words)
            if words[position] in {",", ".", ";", ":"}:
                return False
        return False

    def _has_verb(self, words: Sequence[str], first: int, last: int) -> bool:
        for position in range(max(first, 0), min(last, len(words))):
            word = words[position]
            if word in {",", ".", ";", ":"}:
                return False
            if word in self._verbs or (word.endswith("ing") and len(word) > 5 and position == first):
                return True
        return False

    def _second_verb(self, words: Sequence[str], first: int, at: int) -> bool:
        """``and``/``but`` joins a second predicate if a verb stands on both sides, close after the word."""
        if not any(word in self._verbs for word in words[first:at]):
            return False
        for position in range(at + 1, min(at + 5, len(words))):
            word = words[position]
            if word in {",", ".", ";", "of", "in", "at", "on", "to", "for"}:
                return False
            if word in self._verbs:
                return True
        return False

    def _settle(self, clause: Clause, words: Sequence[str]) -> Clause:
        if clause.kind == "main" and clause.first < len(words) and words[clause.first] in _CONDITION:
            return clause._replace(kind="condition")
        return clause
