"""Sentence spans of English news text: wires, bullet lists, posts."""

import re
from typing import NamedTuple

LINE = re.compile(r"[^\n]+")
# "U.S. Secretary of State" is one sentence: only a word that opens one ends it after an initialism
INITIALISM = re.compile(r"(?:\b[A-Z]\.){2,}$")
OPENER = re.compile(r"(?:The|A|An|He|She|It|They|We|I|In|On|At|But|And|This|That|These|However)\b")


LONGEST = 2000
"""Code points of a sentence; what runs on without a stop is cut at a space, or time would grow squared."""


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """The sentences of `text` in order, without surrounding white space.

    A line break always ends a sentence: headlines, bullets and posts rarely close with a full stop.
    """
    from nupunkt import sent_tokenize

    spans: list[Span] = []
    for line in LINE.finditer(text):
        cursor = line.start()
        for piece in sent_tokenize(line.group()):
            sentence = str(piece).strip()
            start = text.find(sentence, cursor, line.end()) if sentence else -1
            if start >= 0:
                cursor = start + len(sentence)
                joined = (
                    spans
                    and spans[-1].start >= line.start()
                    and INITIALISM.search(text, spans[-1].start, spans[-1].end)
                    and not OPENER.match(sentence)
                )
                spans.append(Span(spans.pop().start if joined else start, cursor))
    return [part for span in spans for part in _cut(text, span)]


def _cut(text: str, span: Span) -> list[Span]:
    parts = []
    start, end = span
    while end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        stop = space if space > start else start + LONGEST
        parts.append(Span(start, stop))
        start = stop + 1 if space > start else stop
    return [*parts, Span(start, end)]
