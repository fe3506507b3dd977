"""What the tagger sees of each word: its form, its neighbours, the gazetteer and the rest of the document."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from geomap.places.cues import Cues
from geomap.places.words import Sentence

_PERSON_BEFORE = 2
_FAR = 3  # from this distance only the cue classes of a word count
_EDGES = tuple((offset, (f"w{offset}={'<' if offset < 0 else '>'}",)) for offset in (-3, -2, -1, 1, 2, 3))
_CACHED = 50_000

Features = list[list[str]]


class DocumentCues:
    """What the other mentions of a name in the same document say about it."""

    def __init__(self, sentences: Sequence[Sentence], cues: Cues) -> None:
        self.lower: Counter[str] = Counter()  # written in lower case
        self.after_locative: Counter[str] = Counter()
        self.after_title: Counter[str] = Counter()
        self.inside_run: Counter[str] = Counter()  # after another capitalised word, inside a sentence
        for words in sentences:
            for index, word in enumerate(words):
                if not word.text[0].isalpha():
                    continue
                if word.text[0].islower():
                    self.lower[word.lower] += 1
                elif index:
                    before = words[index - 1]
                    if before.lower in cues.locative and before.text[0].islower():
                        self.after_locative[word.lower] += 1
                    elif before.lower in cues.titles or (
                        before.text == "."
                        and index >= _PERSON_BEFORE
                        and words[index - 2].lower in cues.titles
                    ):
                        self.after_title[word.lower] += 1
                    elif before.text[0].isupper() and not before.text.isupper():
                        self.inside_run[word.lower] += 1

    def flags(self, lower: str) -> list[str]:
        """The document features of a capitalised word."""
        found = []
        if self.lower[lower]:
            found.append("d:lower")
        if self.after_locative[lower]:
            found.append("d:loc")
        if self.after_title[lower]:
            found.append("d:title")
        if self.inside_run[lower]:
            found.append("d:run")
        return found


@lru_cache(maxsize=16384)
def shape(word: str) -> str:
    """The word's letters and digits as classes, runs shortened: "Kursk" -> "Xx", "M23" -> "X0"."""
    classes = (
        "0" if letter.isdigit() else letter if not letter.isalpha() else "X" if letter.isupper() else "x"
        for letter in word
    )
    return "".join(letter for letter, _ in groupby(classes))


def sentence_features(
    words: Sentence, marks: Sequence[str], document: DocumentCues, classes: "WordClasses"
) -> Features:
    """One list of attributes a word, for the CRF.

    `marks` are the gazetteer codes of the words (`geomap.places.sightings`), "O" where nothing matches.
    """
    lowers = [word.lower for word in words]
    shapes = [shape(word.text) for word in words]
    shouting = sum(s == "X" for s in shapes) > max(2, 0.6 * sum(s[0] in "Xx" for s in shapes))
    told = [classes.views(*view) for view in zip(lowers, shapes, marks, strict=True)]
    padded = [None] * _FAR + told + [None] * _FAR
    before, after = ["<", *lowers[:-1]], [*lowers[1:], ">"]
    shape_before, shape_after = ["<", *shapes[:-1]], [*shapes[1:], ">"]
    rows: Features = []
    for index, (lower, form, mark) in enumerate(zip(lowers, shapes, marks, strict=True)):
        row = [
            *told[index].own,
            f"wb={before[index]}|{lower}",
            f"wa={lower}|{after[index]}",
            f"gb={before[index]}|{mark}",
            f"ga={mark}|{after[index]}",
            f"ba={before[index]}|{after[index]}",
            f"sss={shape_before[index]}|{form}|{shape_after[index]}",
        ]
        if index == 0:
            row += ["first", "first|g=" + mark]
        if shouting:
            row.append("shout")
        if form[0] == "X":
            row += document.flags(lower)
        for offset, edge in _EDGES:
            view = padded[_FAR + index + offset]
            row += edge if view is None else view.from_afar[offset]
        rows.append(row)
    return rows


class WordView(NamedTuple):
    """The attributes that a word brings: to itself, and to the words that it is so many places away from."""

    own: tuple[str, ...]
    from_afar: Mapping[int, tuple[str, ...]]


class WordClasses:
    """The cue classes of each word of the cue lists, looked up at once."""

    def __init__(self, cues: Cues) -> None:
        lists = {
            "loc": cues.locative,
            "title": cues.titles,
            "say": cues.saying,
            "org": cues.organisation,
            "ship": cues.vessels,
            "road": cues.roads,
            **{"n:" + name: nouns for name, nouns in cues.generic.items()},
        }
        self._classes: dict[str, list[str]] = {}
        self._views: dict[tuple[str, str, str], WordView] = {}
        for name, words in lists.items():
            for word in words:
                self._classes.setdefault(word, []).append(name)

    def views(self, lower: str, form: str, mark: str) -> WordView:
        """The attributes that a word of this shape and gazetteer code brings; remembers words it met."""
        key = (lower, form, mark)
        found = self._views.get(key)
        if found is None:
            if len(self._views) >= _CACHED:
                self._views.clear()
            found = self._views[key] = self._view(lower, form, mark)
        return found

    def _view(self, lower: str, form: str, mark: str) -> WordView:
        kinds = self._classes.get(lower, ())
        own = ["b", f"w={lower}", f"s={form}", f"g={mark}", f"p3={lower[:3]}"]
        own += [f"e{size}={lower[-size:]}" for size in (2, 3, 4)]
        if form[0] == "X":
            own.append(f"sg={form}|{mark}")
        own += [f"c={kind}" for kind in kinds]
        afar = {}
        for offset, _ in _EDGES:
            told = [f"c{offset}={kind}" for kind in kinds]
            if abs(offset) < _FAR:
                told += [f"w{offset}={lower}", f"s{offset}={form}", f"g{offset}={mark}"]
            afar[offset] = tuple(told)
        return WordView(tuple(own), afar)
