"""Trigger words: which clause reports what kind of event."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from geomap.events.clauses import Clause, Sentence, is_month
from geomap.events.grammar import words_of
from geomap.events.inflection import past_forms, third_person
from geomap.events.patterns import Match, PatternIndex, compile_classes, compile_pattern, expand
from geomap.events.wordlists import parsed
from geomap.files import data_file
from geomap.records import EventType

TriggerKind = Literal["act", "noun", "toll", "said", "none"]
Needs = Literal["", "where", "place", "conflict"]
"""What a trigger must find: a place or home further on, an armed doer and a place, or a text of war."""

_LONG_WORD, _TITLE_WORDS = 4, 4
_SINGULAR = ("ous", "ss", "us", "is", "'s")
_HEAD_VERB = re.compile(r"[\w|-]+\.v(?: |$)")
_VERB = re.compile(r"(?<![\w{])([\w-]+)\.(?:v|ed)\b")


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: EventType
    kind: TriggerKind
    patterns: list[str]
    mode: str | None = None
    beside: list[str] = msgspec.field(default_factory=list)
    without: list[str] = msgspec.field(default_factory=list)
    needs: Needs = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    classes: dict[str, list[str]]
    trigger: list[_Entry]


class Hit(NamedTuple):
    """A trigger in a sentence: words ``first`` to ``last`` (half open), its head word, its sense."""

    first: int
    last: int
    head: int
    type: EventType
    mode: str | None
    kind: TriggerKind
    passive: bool
    verb: bool = True
    needs: Needs = ""


class Triggers:
    """The shipped trigger list, compiled."""

    def __init__(self, source: bytes) -> None:
        """Read the TOML in `source`.

        Raises:
            DataError: The file breaks its own form: an unknown type, key or class.
        """
        lists = parsed(source, _File, "triggers.toml")
        self.classes = compile_classes(lists.classes)
        self._entries: list[_Entry] = []
        compiled = []
        for entry in lists.trigger:
            for pattern in entry.patterns:
                compiled.append(compile_pattern(pattern, self.classes))
                self._entries.append(entry)
        self._index = PatternIndex(compiled)
        sources = [pattern for entry in lists.trigger for pattern in entry.patterns]
        self._heads = [_head_words(source) for source in sources]
        self._verbal = [_HEAD_VERB.match(source) is not None for source in sources]
        self._bare = frozenset(
            lemma for e in lists.trigger if e.kind != "noun" for p in e.patterns for lemma in _VERB.findall(p)
        )
        self._verbs = frozenset(
            form for lemma in self._bare for form in past_forms(lemma) | {third_person(lemma)}
        )

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "Triggers":
        """The list in geomap's own data folder."""
        return cls(data_file("triggers.toml").read_bytes())

    @property
    def verbs(self) -> frozenset[str]:
        """Finite verb forms that can open a predicate, for the clause splitter."""
        return self._verbs

    def find(self, sentence: Sentence, clauses: Sequence[Clause]) -> list[Hit]:
        """The hits of a sentence in order, within one clause each; of several on the same words the best."""
        present = [frozenset(sentence.words[clause.first : clause.last]) for clause in clauses]
        whole = frozenset(sentence.words)
        chosen: list[Hit] = []
        taken: set[int] = set()
        matches = self._index.find(sentence.words)
        for match in sorted(matches, key=self._rank):
            entry = self._entries[match.key]
            number = _clause_of(match, clauses)
            if number is None:
                continue
            # a storm told of earlier in the sentence has its dead, too
            around = whole if entry.kind == "toll" else present[number]
            if any(around & self.classes[name] for name in entry.without):
                continue
            span = range(match.start, match.end)
            if any(position in taken for position in (match.start, match.anchor, match.end - 1)):
                continue
            if _quantity(sentence.words, match.end - 1):
                continue  # "fired at least 35 rockets" is not fired at anything
            head = self._head(sentence, match)
            if entry.beside and not self._beside(sentence, present[number], head, entry):
                continue
            if not self._fits(sentence, match, entry, head):
                continue
            taken.update(span)
            passive = _is_passive(sentence.words, head, entry.kind)
            verb = entry.kind != "noun" and self._is_verb(sentence.words, head)
            chosen.append(
                Hit(
                    match.start,
                    match.end,
                    head,
                    entry.type,
                    entry.mode,
                    entry.kind,
                    passive,
                    verb,
                    entry.needs,
                )
            )
        return sorted(hit for hit in chosen if hit.kind != "none")

    def _rank(self, match: Match) -> tuple[bool, int, int, int, int]:
        """Sure patterns first, then those with more fixed words, the tighter match, the order of the file."""
        fixed = sum(1 for element in self._index.pattern(match.key) if element.words and not element.optional)
        weak = bool(self._entries[match.key].needs)
        return weak, -fixed, match.end - match.start, match.key, match.start

    def _beside(self, sentence: Sentence, present: frozenset[str], head: int, entry: _Entry) -> bool:
        """Whether a wanted word stands in the clause, or a name just before the head."""
        before = sentence.tokens[head - 1].text if head else ""
        named = before[:1].isupper() or before in words_of("persons")
        return named or any(present & self.classes[name] for name in entry.beside)

    def _head(self, sentence: Sentence, match: Match) -> int:
        """The word that carries the trigger: the first of the match that is the pattern's verb, else noun."""
        heads = self._heads[match.key]
        for position in range(match.start, match.end):
            if sentence.words[position] in heads:
                return position
        return match.anchor

    def _is_verb(self, words: Sequence[str], head: int) -> bool:
        """Whether the head is used as a verb, so far as its form and the word before it tell."""
        word, before = words[head], words[head - 1] if head else ""
        if word in self._bare and word not in past_forms(word):
            return _takes_base(before)
        return (word in self._verbs or word.endswith("ing")) and before not in words_of("articles")

    def _is_attributive(self, words: Sequence[str], head: int, *, protest: bool) -> bool:
        """``21 kidnapped hostages``, ``bans on rallies``: a participle before a noun, or a plural."""
        before = words[head - 1] if head else ""
        following = words[head + 1] if head + 1 < len(words) else "."
        quantified = before[:1].isdigit() or before in words_of("articles")
        ends = words_of("after_participle") | {"by"}
        plural = not protest and words[head].endswith("s") and following in ends | {"to", "of"}
        return words[head] in self._verbs and (plural or (quantified and following not in ends))

    def _fits(self, sentence: Sentence, match: Match, entry: _Entry, head: int) -> bool:
        """Leaves out words that only look like the trigger: parts of names, nouns where a verb is meant."""
        token, words = sentence.tokens[head], sentence.words
        before = words[head - 1] if head else ""
        in_name = head > 0 and token.text[:1].isupper() and sentence.tokens[head - 1].text[:1].isupper()
        in_name = in_name and not token.text.isupper() and not _is_title(sentence)
        if in_name and match.end - match.start == 1 and before not in words_of("auxiliaries"):
            return False
        single = match.end - match.start == 1
        tail = match.end - 1
        if words[tail] in words_of("named_places") and sentence.tokens[tail - 1].text[:1].isupper():
            return False  # "troops near the Rafah crossing" cross nothing
        if is_month(sentence, head) or (
            self._verbal[match.key] and words[head] in self._bare and _is_noun(before)
        ):
            return False
        if (
            single
            and entry.kind == "act"
            and self._is_attributive(words, head, protest=entry.type == "PROTEST")
        ):
            return False
        if entry.kind == "noun" or not single or words[head] not in self._bare:
            return not (
                single
                and entry.kind != "noun"
                and words[head] in self._verbs
                and before in words_of("articles")
            )
        if before.endswith("ly"):
            before = words[head - 2] if head > 1 else "we"
        plural = (
            before.endswith("s") and not before.endswith(_SINGULAR) and before not in words_of("articles")
        )
        return plural or _takes_base(before)


def _takes_base(before: str) -> bool:
    """Whether a base form after this word is a verb: ``to attack``, ``will attack``, ``4 die``."""
    return before[:1].isdigit() or before in words_of("before_base_form") | words_of("auxiliaries")


def _is_title(sentence: Sentence) -> bool:
    """Whether a headline is written With Capitals Throughout, so that these show no names."""
    long = [token.text for token in sentence.tokens if len(token.text) >= _LONG_WORD]
    return len(long) >= _TITLE_WORDS and sum(word[0].isupper() for word in long) > 0.7 * len(long)


def _is_noun(before: str) -> bool:
    """Whether the word before shows a base form to be a noun: ``an end``, ``the fight``."""
    return before in words_of("articles")


def _head_words(pattern: str) -> frozenset[str]:
    for part in pattern.lower().split():
        entries = [entry for entry in part.rstrip("?").split("|") if entry.endswith((".v", ".ed", ".ing"))]
        if entries:
            return frozenset(form for entry in entries for form in expand(entry))
    for part in pattern.lower().split():
        if not part.startswith(("{", "*")):
            return frozenset(form for entry in part.rstrip("?").split("|") for form in expand(entry))
    return frozenset()


def _clause_of(match: Match, clauses: Sequence[Clause]) -> int | None:
    """The clause that holds the whole match, if one does."""
    for number, clause in enumerate(clauses):
        if clause.first <= match.start and match.end <= clause.last:
            return number
    return None


def _quantity(words: Sequence[str], at: int) -> bool:
    """Whether the word ``at`` begins ``at least`` or ``at most``."""
    return words[at] == "at" and words[at + 1 : at + 2] in {("least",), ("most",)}


def _is_passive(words: Sequence[str], head: int, kind: TriggerKind) -> bool:
    """``was attacked``, ``attacked by``, and the bare participle: ``peacekeepers killed in Sake``."""
    word = words[head]
    if kind == "noun" or word.endswith("ing") or word in {"died", "die", "dies"}:
        return False
    before = words[max(0, head - 3) : head]
    if any(w in words_of("passive") for w in before) and not word.endswith("s"):
        return True
    following = "." if head + 1 >= len(words) else "#" if _quantity(words, head + 1) else words[head + 1]
    if following == "by":
        return True
    participle = word.endswith(("ed", "en", "wn")) or word in {
        "hit",
        "struck",
        "shot",
        "hurt",
        "held",
        "slain",
    }
    if "have" in before or "has" in before or "had" in before:
        return "been" in before
    return (
        participle
        and word not in words_of("intransitive")
        and kind in {"toll", "act"}
        and following in words_of("after_participle")
        and following not in {"to", "into", "after", "and"}
    )
