"""A text cut into sentences of words, as the place tagger reads it."""

import re
from itertools import pairwise
from typing import NamedTuple

from geomap.language import sentences, tokenize

_HYPHENS = re.compile(r"[-‐‑–]")
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Word(NamedTuple):
    """One word or mark; `lower` is its text in lower case with a straight apostrophe."""

    start: int
    end: int
    text: str
    lower: str


Sentence = list[Word]


def stop_behind(words: Sentence, first: int, end: int) -> int:
    """The number of the word behind those from `first` on that end by the offset `end`."""
    stop = first
    while stop < len(words) and words[stop].end <= end:
        stop += 1
    return stop


def words_by_sentence(text: str) -> list[Sentence]:
    """The words of each sentence of `text`.

    Unlike plain tokens, compounds are cut at hyphens ("London-based", "Fargo-Moorhead", "Russian-backed"):
    the corpora mark the place inside them, and the tagger joins "Primorsko-Akhtarsk" again. A hashtag
    ("#PortSudan") is cut where a new word begins.
    """
    found = []
    for span in sentences(text):
        words: Sentence = []
        for token in tokenize(text, span.start, span.end):
            tagged = bool(words) and words[-1].text == "#" and words[-1].end == token.start
            words.extend(_hashtag(token.start, token.text) if tagged else _parts(token.start, token.text))
        if words:
            found.append(words)
    return found


def _hashtag(start: int, token: str) -> list[Word]:
    cuts = [0, *(found.start() for found in _JOINT.finditer(token)), len(token)]
    return [_word(start + first, token[first:last]) for first, last in pairwise(cuts)]


def _parts(start: int, token: str) -> list[Word]:
    if len(token) == 1 or not _HYPHENS.search(token):
        return [_word(start, token)]
    parts = []
    cursor = 0
    for hyphen in _HYPHENS.finditer(token):
        if hyphen.start() > cursor:
            parts.append(_word(start + cursor, token[cursor : hyphen.start()]))
        parts.append(_word(start + hyphen.start(), hyphen.group()))
        cursor = hyphen.end()
    if cursor < len(token):
        parts.append(_word(start + cursor, token[cursor:]))
    return parts


def _word(start: int, text: str) -> Word:
    return Word(start, start + len(text), text, text.lower().replace("’", "'"))
