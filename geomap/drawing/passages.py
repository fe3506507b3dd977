"""Quotes as a reader needs them: each inside its sentence, each sentence inside its paragraph."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain, groupby
from typing import Any, NamedTuple

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
_Span = tuple[int, int]


class Passage(msgspec.Struct, frozen=True):
    """A paragraph and where in it, in code points, sentence and quote begin and end."""

    paragraph: str
    sentence: _Span
    quote: _Span


class _Sources(NamedTuple):
    """Documents: length of each text (-1 without one), its number as a paragraph, and its UTF-16 units."""

    id: Sequence[str]
    length: NDArray[np.int64]
    paragraph: NDArray[np.int32]
    units: NDArray[np.int32]


class Passages:
    """The passages of documents; what is worked out for a document is kept."""

    def __init__(self, documents: Documents) -> None:
        """Knows the texts of `documents`."""
        self._texts = {name: text for name, text in zip(documents.id, documents.text, strict=True) if text}
        self._known: dict[int, _Sources] = {}
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
        ends = np.full((len(rows), len(_ENDS)), np.nan)
        paragraph = np.full(len(rows), -1, dtype=np.int32)
        quotes: dict[int, str | None] = {}
        sources, of = self._sources(rows.column("document"))
        # a row of a table is quoted whole: nothing stands around it
        whole = (rows.numbers("start") == 0) & (rows.numbers("end") == sources.length[of])
        begin = 0
        for alone, run in groupby(whole.tolist()):
            part = np.arange(begin, begin + len(list(run)))
            begin += len(part)
            if alone:
                self._add_whole(sources, of[part], taken(rows.column("title"), part), texts)
                paragraph[part] = sources.paragraph[of[part]]
                ends[part] = np.outer(sources.units[of[part]], (0, 0, 1, 1))
            else:
                quotes |= self._add(rows, part, texts, ends, paragraph)
        quote = np.full(len(rows), -1, dtype=np.int32)
        quote[list(quotes)] = texts.numbers(quotes.values())
        columns = {"quote": {"t": "s", "v": quote}}
        if paragraph.max(initial=-1) >= 0:
            columns["paragraph"] = {"t": "s", "v": paragraph}
            columns |= {name: {"t": "n", "v": ends[:, at]} for at, name in enumerate(_ENDS)}
        return columns

    def _add(
        self,
        rows: Rows,
        part: NDArray[np.int64],
        texts: Texts,
        ends: NDArray[np.float64],
        paragraph: NDArray[np.int32],
    ) -> dict[int, str | None]:
        """Fills in the passages of a part of the rows; the quotes of those that have none."""
        quotes: dict[int, str | None] = {}
        asked = (taken(rows.column(name), part) for name in ("document", "start", "end", "quote", "title"))
        for row, document, start, end, quote, title in zip(part.tolist(), *asked, strict=True):
            passage = self.of(document, start, end)
            texts.add(title)  # a headline often stands in the text as well: side by side they pack best
            if passage:
                ends[row] = _utf16_ends(passage)
                paragraph[row] = texts.add(passage.paragraph)
            else:
                quotes[row] = quote
        return quotes

    def _add_whole(
        self, sources: "_Sources", of: NDArray[np.int64], titles: Sequence[str | None], texts: Texts
    ) -> None:
        """Adds the texts of these sources to the page's as paragraphs, each behind its title, but once."""
        unknown = np.flatnonzero(sources.paragraph[of] < 0)
        new = unknown[np.sort(np.unique(of[unknown], return_index=True)[1])]
        lines = _all_on_one_line([self._texts[sources.id[at]] for at in of[new].tolist()])
        both = texts.numbers(chain.from_iterable(zip(taken(titles, new), lines, strict=True)))
        sources.paragraph[of[new]] = both[1::2]
        plain = all(map(str.isascii, lines))
        sources.units[of[new]] = (
            list(map(len, lines)) if plain else [_utf16(line, len(line)) for line in lines]
        )

    def _sources(self, documents: Sequence[str]) -> "tuple[_Sources, NDArray[np.int64]]":
        """The sources that a column of documents names, and which of them each row has."""
        ids, of = (
            (documents.values, documents.number.astype(np.int64))
            if isinstance(documents, Column)
            else (documents, np.arange(len(documents)))
        )
        if id(ids) not in self._known:  # figures name the documents of events
            length = np.array([len(self._texts.get(name, "")) for name in ids], dtype=np.int64)
            length[length == 0] = -1
            nothing = np.full(len(ids), -1, dtype=np.int32)
            self._known[id(ids)] = _Sources(ids, length, nothing, nothing.copy())
        return self._known[id(ids)], of

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


def _all_on_one_line(texts: list[str]) -> list[str]:
    joined = "".join(texts)
    return list(map(_one_line, texts)) if "\n" in joined or "\r" in joined else texts


def _utf16_ends(passage: Passage) -> tuple[float, ...]:
    ends = (passage.sentence[0], passage.quote[0], passage.quote[1], passage.sentence[1])
    return tuple(_utf16(passage.paragraph, end) for end in ends)


def _utf16(text: str, end: int) -> int:
    return end if text.isascii() else end + sum(char > "\uffff" for char in text[:end])
