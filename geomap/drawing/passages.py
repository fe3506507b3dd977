"""Quotes as a reader needs them: each inside its sentence, each sentence inside its paragraph."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain
from typing import Any

import msgspec
import numpy as np

from geomap.drawing.texts import Texts
from geomap.layering.columns import Rows
from geomap.records import Document

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
_LONGEST = 1200  # characters of a paragraph; longer ones are shown in parts that end with a sentence
_ENDS = ("sentence_from", "quote_from", "quote_to", "sentence_to")
_NO_ENDS = (np.nan,) * len(_ENDS)
_Span = tuple[int, int]


class Passage(msgspec.Struct, frozen=True):
    """A paragraph and where in it, in code points, sentence and quote begin and end."""

    paragraph: str
    sentence: _Span
    quote: _Span


class Passages:
    """The passages of documents; what is worked out for a document is kept."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._texts = {document.id: document.text for document in documents if document.text}
        self._spans: dict[str, tuple[list[_Span], list[_Span]]] = {}

    def of(self, document: str | None, start: int | None, end: int | None) -> Passage | None:
        """The passage of a span of a document; None if the text is not at hand or the span not in it."""
        text = self._texts.get(document or "")
        if document is None or text is None or start is None or end is None:
            return None
        if not 0 <= start < end <= len(text):
            return None
        sentences, paragraphs = self._spans_of(document, text)
        sentence = _around(sentences, start, end)
        first, last = _around(paragraphs, *sentence)
        return Passage(
            _one_line(text[first:last]),
            (sentence[0] - first, sentence[1] - first),
            (start - first, end - first),
        )

    def columns(self, rows: Rows, texts: Texts) -> dict[str, Any]:
        """The columns of a page's table that tell each row's passage.

        ``paragraph`` points into `texts`; the four ends are in UTF-16 units, as scripts count. ``quote`` is
        given only where there is no passage. A table without texts, as of event data, has ``quote`` alone.
        """
        quotes: list[str | None] = []
        paragraphs: list[int] = []
        ends: list[tuple[float, ...]] = []
        before: tuple[str | None, str | None] = (None, None)
        whole, units = -1, 0
        asked = (rows.column(name) for name in ("document", "start", "end", "quote", "title"))
        for document, start, end, quote, title in zip(*asked, strict=True):
            text = self._texts.get(document)
            if start == 0 and text is not None and end == len(text):
                # a row of a table: nothing stands around its quote
                if before != (document, title):  # its figures follow one another
                    before, units = (document, title), _utf16(text, end)
                    texts.add(title)
                    whole = texts.add(_one_line(text))
                ends.append((0, 0, units, units))
                quotes.append(None)
                paragraphs.append(whole)
                continue
            passage = self.of(document, start, end)
            ends.append(_utf16_ends(passage) if passage else _NO_ENDS)
            quotes.append(None if passage else quote)
            texts.add(title)  # a headline often stands in the text as well: side by side they pack best
            paragraphs.append(texts.add(passage.paragraph if passage else None))
        columns = {"quote": {"t": "s", "v": texts.numbers(quotes)}}
        if max(paragraphs, default=-1) >= 0:
            columns["paragraph"] = {"t": "s", "v": np.array(paragraphs, dtype=np.int64)}
            places = np.fromiter(chain.from_iterable(ends), float, len(_ENDS) * len(ends)).reshape(
                -1, len(_ENDS)
            )
            columns |= {name: {"t": "n", "v": places[:, at]} for at, name in enumerate(_ENDS)}
        return columns

    def _spans_of(self, document: str, text: str) -> tuple[list[_Span], list[_Span]]:
        spans = self._spans.get(document)
        if spans is None:
            from geomap.language import sentences

            found = [(span.start, span.end) for span in sentences(text)]
            spans = self._spans[document] = (found, _paragraphs(text, found))
        return spans


def _around(spans: Sequence[_Span], start: int, end: int) -> _Span:
    """From the beginning of the span that holds `start` to the end of the one that holds what `end` ends."""
    starts = [span[0] for span in spans]
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
    return (
        spans[first][0] if first >= 0 and spans[first][1] > start else start,
        max(end, spans[last][1]) if last >= 0 else end,
    )


def _paragraphs(text: str, sentences: Sequence[_Span]) -> list[_Span]:
    """Spans between blank lines, or lines where there are none; long ones in parts of whole sentences."""
    parting = _BLANK_LINE if _BLANK_LINE.search(text) else _LINE_END
    found: list[_Span] = []
    start = 0
    for stop, following in [(each.start(), each.end()) for each in parting.finditer(text)] + [
        (len(text), len(text))
    ]:
        begin = start
        for sentence_start, sentence_end in sentences[_from(sentences, start) :]:
            if sentence_start >= stop:
                break
            if sentence_end - begin > _LONGEST and sentence_start > begin:
                found.append((begin, sentence_start))
                begin = sentence_start
        if stop > begin:
            found.append((begin, stop))
        start = following
    return found


def _from(sentences: Sequence[_Span], start: int) -> int:
    return max(0, bisect_right(sentences, (start, 0)))


def _one_line(text: str) -> str:
    """The text without line ends, each character where it was."""
    return text.replace("\n", " ").replace("\r", " ")


def _utf16_ends(passage: Passage) -> tuple[float, ...]:
    ends = (passage.sentence[0], passage.quote[0], passage.quote[1], passage.sentence[1])
    return tuple(_utf16(passage.paragraph, end) for end in ends)


def _utf16(text: str, end: int) -> int:
    return end if text.isascii() else end + sum(char > "\uffff" for char in text[:end])
