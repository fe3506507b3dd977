"""Word tokens with offsets."""

import re
from typing import NamedTuple

# initialisms keep their dots, numbers their separators, words their inner hyphens and apostrophes;
# a possessive stands alone and so does every other mark
WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,:]\d+)*"
    r"|['’]s\b"
    r"|[^\W_]+(?:['’](?!s\b)[^\W_]+|-[^\W_]+)*"
    r"|[^\w\s]|_"
)


class Token(NamedTuple):
    """One word or mark and where it stands in the text."""

    start: int
    end: int
    text: str


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]``, with offsets into the whole `text`."""
    stop = len(text) if end is None else end
    return [Token(match.start(), match.end(), match.group()) for match in WORD.finditer(text, start, stop)]
