"""What the tagger sees of each word: its form, its neighbours, the gazetteer and the rest of the document."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from geomap.places.cues import Cues
from geomap.places.words import Sentence

_PERSON_BEFORE = 2
_FAR = 3  # beyond this distance only the cue classes of a word count

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
    kinds = [classes.of(lower) for lower in lowers]
    shouting = sum(s == "X" for s in shapes) > max(2, 0.6 * sum(s[0] in "Xx" for s in shapes))
    windows = [_window(offset, lowers, shapes, marks, kinds) for offset in (-3, -2, -1, 1, 2, 3)]
    before, after = ["<", *lowers[:-1]], [*lowers[1:], ">"]
    shape_before, shape_after = ["<", *shapes[:-1]], [*shapes[1:], ">"]
    rows: Features = []
    for index, (lower, form, mark) in enumerate(zip(lowers, shapes, marks, strict=True)):
        row = [
            "b",
            "w=" + lower,
            "s=" + form,
            "g=" + mark,
            "p3=" + lower[:3],
            "e3=" + lower[-3:],
            "e2=" + lower[-2:],
            "e4=" + lower[-4:],
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
            row.append("sg=" + form + "|" + mark)
        row += ["c=" + name for name in kinds[index]]
        for window in windows:
            row += window[index]
        rows.append(row)
    return rows


def _window(
    offset: int,
    lowers: Sequence[str],
    shapes: Sequence[str],
    marks: Sequence[str],
    kinds: Sequence[Sequence[str]],
) -> list[list[str]]:
    """For each word the attributes of the one `offset` words away."""
    where = f"{offset}="
    edge = ["w" + where + ("<" if offset < 0 else ">")]
    found = [["c" + where + name for name in names] for names in kinds]
    if abs(offset) < _FAR:
        found = [
            ["w" + where + lower, "s" + where + form, "g" + where + mark, *names]
            for lower, form, mark, names in zip(lowers, shapes, marks, found, strict=True)
        ]
    away = [edge] * min(abs(offset), len(found))
    return [*away, *found[:offset]] if offset < 0 else [*found[offset:], *away]


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
        for name, words in lists.items():
            for word in words:
                self._classes.setdefault(word, []).append(name)

    def of(self, lower: str) -> Sequence[str]:
        """The names of the lists that hold a lower-case word."""
        return self._classes.get(lower, ())
