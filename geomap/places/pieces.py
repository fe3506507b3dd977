"""Words as the encoder reads them: pieces, each with its word's capitals and what the gazetteer knows."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from geomap.errors import DataError
from geomap.places.sightings import CODES, NOTHING, NameCodes, marks
from geomap.places.words import Sentence, Word

LONGEST = 256
"""Word pieces a window holds at most; the sentences of a text are packed into windows."""

CASES = 4
MARKS = ("", *(code + place for code in CODES.values() for place in "BI"))
"""What the gazetteer knows: nothing, or a code of `sightings` at the first (B) or a further (I) word."""
_MARK_IDS = {mark: number for number, mark in enumerate(MARKS)}

_BEGIN, _END, _UNKNOWN = 101, 102, 100
_CACHED = 100_000
_MOST_PIECES = 24  # of one word: longer ones are no words


class Window(NamedTuple):
    """One input of the encoder: equally long lists over word pieces, and where each word begins in them.

    ``words`` are (sentence, word) indices, one an entry of ``firsts``.
    """

    pieces: list[int]
    cases: list[int]
    marks: list[int]
    firsts: list[int]
    words: list[tuple[int, int]]


class Piecer:
    """Cuts words into the encoder's pieces; remembers the words it has met."""

    def __init__(self, path: Path) -> None:
        """Opens the table of pieces.

        Raises:
            DataError: The file is missing or damaged.
        """
        from tokenizers import Tokenizer

        try:
            self._tokenizer: Any = Tokenizer.from_file(str(path))
        except Exception as error:  # tokenizers raises plain Exception
            raise DataError(
                f"{path}: no table of word pieces: {error}; install geomap-toolkit again"
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._seen: dict[str, list[int]] = {}

    def pieces(self, word: str) -> list[int]:
        """The ids of the pieces of a word; never empty."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= _CACHED:
                self._seen.clear()
            ids = self._tokenizer.encode(word[:200], add_special_tokens=False).ids
            found = self._seen[word] = ids[:_MOST_PIECES] or [_UNKNOWN]
        return found

    def windows(self, sentences: Sequence[Sentence], text: str, names: NameCodes) -> Iterator[Window]:
        """The text in windows of whole sentences where these fit; a longer sentence is cut between words."""
        window = _empty()
        for number, words in enumerate(sentences):
            known = marks(words, text, names)
            cut = [self.pieces(word.text) for word in words]
            size = sum(map(len, cut))
            if len(window.pieces) > 1 and len(window.pieces) + size >= LONGEST:
                yield _closed(window)
                window = _empty()
            for index, ids in enumerate(cut):
                if len(window.pieces) + len(ids) >= LONGEST:
                    yield _closed(window)
                    window = _empty()
                window.firsts.append(len(window.pieces))
                window.words.append((number, index))
                window.pieces.extend(ids)
                window.cases.extend([_case(words[index], first=index == 0)] * len(ids))
                window.marks.extend([_mark(known[index])] * len(ids))
        if window.words:
            yield _closed(window)


def _empty() -> Window:
    return Window([_BEGIN], [0], [0], [], [])


def _closed(window: Window) -> Window:
    window.pieces.append(_END)
    window.cases.append(0)
    window.marks.append(0)
    return window


def _case(word: Word, *, first: bool) -> int:
    if not word.text[0].isupper():
        return 0
    if len(word.text) > 1 and word.text.isupper():
        return 3
    return 2 if first else 1


def _mark(mark: str) -> int:
    return 0 if mark == NOTHING else _MARK_IDS[mark[:2]]
