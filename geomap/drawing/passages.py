"""Quotes as a reader needs them: each inside its sentence, each sentence inside its paragraph."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain, groupby
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from geomap.column import Column, taken
from geomap.drawing.sources import Documents
from geomap.drawing.texts import Texts
from geomap.layering.rows import Rows

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
_LONGEST = 1200  # characters of a paragraph; longer ones are shown in parts that end with a sentence
_ENDS = ("sentence_from", "quote_from", "quote_to", "sentence_to")
_ASKED = ("document", "start", "end", "quote", "title")
_Span = tuple[int, int]


class Passage(msgspec.Struct, frozen=True):
    """A paragraph and where in it, in code points, sentence and quote begin and end."""

    paragraph: str
    sentence: _Span
    quote: _Span


class Passages:
    """The passages of documents; what is worked out for a document is kept."""

    def __init__(self, documents: Documents) -> None:
        """Knows the texts of `documents`."""
        self._texts = {name: text for name, text in zip(documents.id, documents.text, strict=True) if text}
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
        which, back = _apart(rows)
        documents, starts, stops, told, titles = (list(taken(rows.column(name), which)) for name in _ASKED)
        written = [self._texts.get(document) for document in documents]
        # a row of a table is quoted whole: nothing stands around it
        whole = [
            start == 0 and text is not None and stop == len(text)
            for text, start, stop in zip(written, starts, stops, strict=True)
        ]
        quotes: list[str | None] = [None] * len(whole)
        paragraph = np.full(len(whole), -1, dtype=np.int32)
        ends = np.full((len(whole), len(_ENDS)), np.nan)
        begin = 0
        for alone, run in groupby(whole):
            stop = begin + len(list(run))
            part, begin = slice(begin, stop), stop
            if alone:
                lines = [_one_line(text) for text in written[part] if text]
                # a headline often stands in the text as well: side by side they pack best
                paragraph[part] = texts.numbers(chain.from_iterable(zip(titles[part], lines, strict=True)))[
                    1::2
                ]
                ends[part, :2] = 0
                ends[part, 2:] = np.array([_utf16(line, len(line)) for line in lines])[:, np.newaxis]
                continue
            for row in range(len(whole))[part]:
                passage = self.of(documents[row], starts[row], stops[row])
                texts.add(titles[row])
                if passage:
                    ends[row] = _utf16_ends(passage)
                    paragraph[row] = texts.add(passage.paragraph)
                else:
                    quotes[row] = told[row]
        columns = {"quote": {"t": "s", "v": texts.numbers(quotes)[back]}}
        if paragraph.max(initial=-1) >= 0:
            columns["paragraph"] = {"t": "s", "v": paragraph[back]}
            columns |= {name: {"t": "n", "v": ends[back, at]} for at, name in enumerate(_ENDS)}
        return columns

    def _spans_of(self, document: str, text: str) -> tuple[list[_Span], list[_Span]]:
        spans = self._spans.get(document)
        if spans is None:
            from geomap.language import sentences

            found = [(span.start, span.end) for span in sentences(text)]
            spans = self._spans[document] = (found, _paragraphs(text, found))
        return spans


def _apart(rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64] | slice]:
    """Rows that do not tell the same, and which of these each row is like."""
    if isinstance(rows.column("document"), Column):
        return rows.groups(_ASKED)
    return np.arange(len(rows)), slice(None)


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
