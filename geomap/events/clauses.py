"""Sentences and clauses: the stretches of text in which one happening is told.

No parser is at hand, so clauses are cut at marks and at the words that open one: subordinators, relative
pronouns, verbs of saying, participles after a comma, conjunctions that a second finite verb follows.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from geomap.events.grammar import words_of
from geomap.language import Token, sentences, tokenize

ClauseKind = Literal["main", "content", "attribution", "condition", "relative", "adverbial", "participle"]

_MARKS = frozenset(";–—[]|•")
_QUOTES = frozenset('"“”„«»')
# a run of words without a stop is cut here, so that work grows evenly with the text
_LONGEST = 250
_TAIL_WORDS = 10
_SPEAKER_WORDS = 12
_SPEAKER_ENDS = frozenset(".,;:") | _QUOTES
_BULLET = re.compile(r"\s*(?:[-*•–‣▪]|\(?\d{1,2}[.)]|\d{1,2}:\d{2}\b|[^\w\s\"'“‘(\[]+\s)\s*")


class Sentence(NamedTuple):
    """One sentence with its words; ``paragraph`` numbers its line, ``block`` the lines it goes on with.

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
    """Words ``first`` to ``last`` (half open) of a sentence; `governor` numbers the clause that says it."""

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
        paragraph = bisect_right(lines, start) - 1
        line_start = lines[paragraph]
        bullet = _BULLET.match(text, line_start, min(len(text), line_start + 40)) is not None
        if (
            result
            and paragraph != result[-1].paragraph
            and (bullet or "\n\n" in text[result[-1].end : start])
        ):
            block += 1
        tokens = tokenize(text, start, end)
        for first in range(0, len(tokens), _LONGEST):
            piece = tuple(tokens[first : first + _LONGEST])
            words = tuple(token.text.lower().replace("’", "'") for token in piece)
            result.append(Sentence(piece[0].start, piece[-1].end, piece, words, paragraph, bullet, block))
    return result


def is_month(sentence: Sentence, at: int) -> bool:
    """Whether the word `at` is ``May`` or ``March`` as written, and no verb."""
    return at > 0 and sentence.tokens[at].text in {"May", "March"}


class ClauseSplitter:
    """Cuts sentences into clauses by verbs of saying (`unsure` ones may be nouns) and other `verbs`.

    By the nouns for `people` who speak it knows ``…, said the governor``.
    """

    def __init__(
        self,
        saying: frozenset[str],
        unsure: frozenset[str],
        verbs: frozenset[str],
        people: frozenset[str] = frozenset(),
    ) -> None:
        self._saying = saying
        self._people = people
        self._unsure = unsure
        self._verbs = verbs | words_of("auxiliaries")
        self._openers = {
            word: kind
            for kind in ("condition", "relative", "adverbial", "temporal")
            for word in sorted(words_of(kind))
        } | {"that": "that"}
        self._conjunctions = words_of("conjunctions")
        self._be = words_of("be")

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
        if words[0] in words_of("condition") or words[0] == "should":
            return "condition"
        if words[0] == "had" and "," in words[2:25]:
            return "condition"  # "Had the convoy come, …"
        return "adverbial" if words[0] in words_of("adverbial") else "main"

    def _cut(
        self, words: Sequence[str], first: int, at: int, kind: ClauseKind, *, opening: bool
    ) -> tuple[int, ClauseKind] | None:
        """Where a new clause begins if the word `at` opens or closes one, and of what kind it is."""
        word = words[at]
        if word in _MARKS or word == ":":
            return self._at_mark(words, at)
        if word in _QUOTES:
            return (at, "content") if words[at - 1] in {",", ":"} else None
        opener = None if self.is_saying(words, at) else self._opener(words, at)
        if opener is not None:
            return at, opener
        if self.is_saying(words, at):
            return (at, "attribution") if self.inverts(words, at) else self._after_saying(words, at)
        if words[at - 1] == ",":
            return self._after_comma(words, first, at, kind, opening=opening)
        joins = word in self._conjunctions and (
            self._second_verb(words, first, at) or (at + 2 < len(words) and self.is_saying(words, at + 1))
        )
        return (at, "main") if joins else None

    @staticmethod
    def _at_mark(words: Sequence[str], at: int) -> tuple[int, ClauseKind] | None:
        following = words[at + 1] if at + 1 < len(words) else ""
        in_number = words[at - 1][:1].isdigit() and following[:1].isdigit()
        return None if in_number or (words[at] == ":" and not following) else (at + 1, "main")

    def _opener(self, words: Sequence[str], at: int) -> ClauseKind | None:
        """The kind of clause that the word `at` opens as a subordinator."""
        word, after_comma = words[at], words[at - 1] == ","
        sort = self._openers.get(word)
        if sort is None:
            return None
        if sort == "condition":
            return "condition"
        if sort == "relative":
            return "relative" if after_comma or word != "where" else None
        if sort == "that":
            prepositional = words[at - 1] in {"in", "of", "to", "at", "on"}
            if prepositional or not self._has_verb(words, at + 2, at + 12):
                return None
            return "content" if self._said_before(words, at) else "relative"
        reach = 1 if word == "as" and not after_comma else 7
        return "adverbial" if sort == "adverbial" or self._has_verb(words, at + 1, at + reach) else None

    def _said_before(self, words: Sequence[str], at: int) -> bool:
        """A verb of saying right before ``that``, or before when and where it was said."""
        for position in range(at - 1, max(-1, at - 6), -1):
            if words[position] in self._saying:
                return True
            if words[position] == "," or words[position] in self._verbs:
                return False
        return False

    def is_saying(self, words: Sequence[str], at: int) -> bool:
        """Whether the word `at` is a verb of saying in use: no noun, no passive, no bare participle."""
        word, before = words[at], words[at - 1] if at else ""
        if word not in self._saying or before in self._be:
            return False
        if (
            words[at + 1 : at + 2] == ("to",)
            and words[at + 2 : at + 3] in {("be",), ("have",)}
            and word == "said"
        ):
            return False  # "rebels, said to be from the north, …"
        if word not in self._unsure:
            return True
        following = words[at + 1] if at + 1 < len(words) else "."
        ends = following in {".", ","} or (
            following in words_of("setting") and "by" not in words[at + 1 : at + _TAIL_WORDS]
        )
        if word.endswith("ed") and ends and "," in words[max(0, at - _TAIL_WORDS) : at - 1]:
            return before not in words_of("before_noun_of_saying")  # "…, a rebel commander claimed."
        return not (
            before in words_of("before_noun_of_saying")
            or word.endswith("ing")
            or following in words_of("after_noun_of_saying")
            or (following in self._verbs and following not in {"had", "has", "have"})
        )

    def first_verb(self, words: Sequence[str], clause: Clause) -> int:
        """Where the first finite verb of a clause stands; its end if it has none."""
        return next((at for at in range(clause.first, clause.last) if words[at] in self._verbs), clause.last)

    def inverts(self, words: Sequence[str], at: int) -> int:
        """Where the speaker ends who follows the verb of saying `at`: ``"…", said General Amin``; else 0."""
        quoted = words[at - 1] in _QUOTES or (words[at - 1] == "," and at > 1 and words[at - 2] in _QUOTES)
        if at < 2 or not (quoted or words[at - 1] == ","):
            return 0
        end = next((i for i in range(at + 1, len(words)) if words[i] in _SPEAKER_ENDS), len(words))
        run = words[at + 1 : end]
        if (
            not run
            or len(run) > _SPEAKER_WORDS
            or run[0] in words_of("no_speaker") | {"to", "that", "it", "on", "in"}
        ):
            return 0
        named = quoted or not self._people.isdisjoint(run)
        return end if named and self._verbs.isdisjoint(run) else 0

    def _after_saying(self, words: Sequence[str], at: int) -> tuple[int, ClauseKind] | None:
        """What was said begins after the verb, unless that is followed by when or where it was said alone."""
        following = words[at + 1] if at + 1 < len(words) else ""
        setting = following in words_of("setting") and not self._has_verb(words, at + 1, at + 12)
        return None if setting or following in {"", ".", ",", ";", "that"} else (at + 1, "content")

    def _after_comma(
        self, words: Sequence[str], first: int, at: int, kind: ClauseKind, *, opening: bool
    ) -> tuple[int, ClauseKind] | None:
        word = words[at]
        if word.endswith("ing") and len(word) > 5 and word not in words_of("not_participles"):
            return at, "participle"
        if word in self._conjunctions and self._has_verb(words, at + 1, at + 8):
            return at, "main"
        if opening and kind in {"condition", "adverbial"} and self._has_verb(words, first + 1, at):
            return at, "main"
        if self._is_tail(words, at):
            return at, "attribution"
        return None

    def _is_tail(self, words: Sequence[str], at: int) -> bool:
        """``…, a war monitor said`` or ``…, according to residents``: who said what stands before it."""
        if words[at] == "according" or (
            words[at] == "per" and words[at + 1 : at + 2] not in {("cent",), ("day",)}
        ):
            return True
        for position in range(at + 1, min(at + 14, len(words))):
            if self.is_saying(words, position):
                if words[position] == "told":
                    return True
                after = words[position + 1] if position + 1 < len(words) else "."
                ends = {".", ",", ";", "on", "in", "from", "late", "early"}
                return after in ends or position + 1 == len(words)
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
        if (
            clause.kind == "main"
            and clause.first < len(words)
            and words[clause.first] in words_of("condition")
        ):
            return clause._replace(kind="condition")
        return clause
