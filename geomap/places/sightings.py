"""Which words of a sentence the gazetteer knows as a name, and for what: the tagger's view of it."""

from geomap.places.gazetteer import Gazetteer, Strength
from geomap.places.words import Sentence

NOTHING = "O"
_LONGEST = 6
_CACHED = 200_000
_ARTICLES = {"al", "el", "as", "ar", "ad", "an", "az", "ash", "at", "abu", "umm", "bab", "de", "la", "los"}
CODES: dict[int, str] = {
    Strength.WEAK: "w",
    Strength.SMALL: "s",
    Strength.CITY: "c",
    Strength.MAJOR: "m",
    Strength.COUNTRY: "n",
    Strength.DEMONYM: "d",
}
"""One letter for what the gazetteer knows a name for; models are trained with this order."""


class NameCodes:
    """One letter a name: what the gazetteer knows it for; remembers what it was asked."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._knows = gazetteer.knows
        self._seen: dict[str, str] = {}

    def code(self, name: str) -> str:
        """The letter of `name`'s strength, or "" where it is unknown."""
        code = self._seen.get(name)
        if code is None:
            if len(self._seen) >= _CACHED:
                self._seen.clear()
            code = self._seen[name] = CODES.get(self._knows(name), "")
        return code


def marks(words: Sentence, text: str, names: NameCodes) -> list[str]:
    """One mark a word: "O", or the code of the longest known name over it with B or I and its length."""
    found = [NOTHING] * len(words)
    index = 0
    while index < len(words):
        length = _longest(words, index, text, names) if _may_start(words, index) else None
        if length is None:
            index += 1
            continue
        count, code = length
        size = str(min(count, 3))
        for step in range(count):
            found[index + step] = code + ("I" if step else "B") + size
        index += count
    return found


def _may_start(words: Sentence, index: int) -> bool:
    first = words[index]
    if first.text[0].isupper():
        return True
    return (
        first.text in _ARTICLES
        and index + 1 < len(words)
        and words[min(index + (2 if words[index + 1].text == "-" else 1), len(words) - 1)].text[0].isupper()
    )


def _longest(words: Sentence, index: int, text: str, names: NameCodes) -> tuple[int, str] | None:
    start = words[index].start
    stop = min(_LONGEST, len(words) - index)
    # a name does not run over a comma, a bracket or a second sentence
    for count in range(1, stop):
        mark = words[index + count].text
        if not mark[0].isalnum() and mark not in {"-", ".", "'s", "’s", "'", "’", "–"}:
            stop = count
            break
    for count in range(stop, 0, -1):
        last = words[index + count - 1]
        if not last.text[0].isalnum() and not (last.text == "." and count == 2):
            continue
        code = names.code(text[start : last.end])
        if code:
            return count, code
    return None
