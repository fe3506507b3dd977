"""Who stands behind a line without a verb of saying: "- OCHA", "(AFP)", "Source: Kharkiv police".

A signature closes a line after a dash or colon, or stands in brackets at the end of a sentence. A label opens
a sentence or line and names whom what stands before it, or else after it, comes from.
"""

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import NamedTuple

from geomap.events.clauses import Clause, Sentence
from geomap.events.grammar import words_of

_LEAST_CONTENT = 3
_MOST_WORDS = 6
_MOST_SENTENCES = 12
_STOPS = frozenset({".", "!", "…"})
_ACRONYM = 2


class Signature(NamedTuple):
    """Words ``first`` to ``last`` name who signs; the words before ``cut`` are what is signed."""

    cut: int
    first: int
    last: int


def signature(
    text: str, sentence: Sentence, speaks: Callable[[Sequence[str]], bool], agencies: frozenset[str]
) -> Signature | None:
    """The signature at the end of a sentence, if it has one.

    Args:
        text: The document.
        sentence: One of its sentences.
        speaks: Whether words name somebody who can say something.
        agencies: News agencies, as they stand in brackets.
    """
    words = sentence.words
    end = len(words)
    while end and words[end - 1] in _STOPS:
        end -= 1
    if end and words[end - 1] == ")":
        return _bracketed(words, end, agencies, speaks)
    if not text[sentence.end : sentence.end + 1].isspace() and sentence.end < len(text):
        return None
    if "\n" not in text[sentence.end : sentence.end + 2] and text[sentence.end :].strip():
        return None
    for at in range(max(_LEAST_CONTENT, end - 1 - _MOST_WORDS), end - 1):
        if words[at] in words_of("signs_off") and _names(sentence, at, end, speaks):
            return Signature(at, at + 1, end)
    return None


def _bracketed(
    words: Sequence[str], end: int, agencies: frozenset[str], speaks: Callable[[Sequence[str]], bool]
) -> Signature | None:
    """``(AFP)``, ``(regional governor)``: an agency, or a few words that name somebody who can say so."""
    opening = next(
        (at for at in range(end - 2, max(-1, end - 2 - _MOST_WORDS), -1) if words[at] == "("), None
    )
    if opening is None:
        return None
    name = list(takewhile(lambda word: word not in {",", "/"}, words[opening + 1 : end - 1]))
    source = " ".join(name) in agencies or (
        bool(name) and name[0] not in words_of("articles") and opening >= _LEAST_CONTENT and speaks(name)
    )
    return Signature(opening, opening + 1, opening + 1 + len(name)) if source else None


def _names(sentence: Sentence, at: int, end: int, speaks: Callable[[Sequence[str]], bool]) -> bool:
    """Whether the words behind a mark are a name that can say something, set apart by blanks."""
    tokens = sentence.tokens
    if tokens[at].text != ":" and tokens[at - 1].end == tokens[at].start:
        return False  # "cease-fire"
    if sentence.words[at + 1] in words_of("no_signature"):
        return False  # "– among them two nurses"
    names = [token.text for token in tokens[at + 1 : end]]
    acronym = len(names) == 1 and names[0].isupper() and names[0].isalpha() and len(names[0]) > _ACRONYM
    return (acronym and tokens[at].text != ":") or speaks(sentence.words[at + 1 : end])


def sign_off(clauses: Sequence[Clause], signed: Signature | None) -> Sequence[Clause]:
    """The clauses of a sentence with its signature as a clause of attribution of its own."""
    if signed is None:
        return clauses
    before = [
        clause._replace(last=min(clause.last, signed.cut)) for clause in clauses if clause.first < signed.cut
    ]
    last = clauses[-1].last if clauses else signed.last
    return [*before, Clause(signed.cut, last, "attribution")]


def label(words: Sequence[str], labels: frozenset[str]) -> int:
    """How many words the label ``Source:`` at the head of a sentence takes, with its colon; 0 without one."""
    at = next((at for at, word in enumerate(words[:3]) if word.isalpha()), None)
    if at is None or words[at] not in labels:
        return 0
    return at + 2 if words[at + 1 : at + 2] == (":",) and len(words) > at + 2 else 0


def behind(sentences: Sequence[Sentence], number: int, labels: frozenset[str]) -> list[int]:
    """The few sentences that a labelled source vouches for: those before it in its block, else those after.

    Another label ends them.
    """
    for step in (-1, 1):
        found: list[int] = []
        at = number + step
        while 0 <= at < len(sentences) and len(found) < _MOST_SENTENCES:
            if sentences[at].block != sentences[number].block or label(sentences[at].words, labels):
                break
            found.append(at)
            at += step
        if found:
            return sorted(found)
    return []
