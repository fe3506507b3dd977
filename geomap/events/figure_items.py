"""Numbers of a text with the nouns that they count: what the reading of figures starts from."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise

from geomap.events.figure_cues import Choice, Hit, Slot, cue_words, find_cues, listed
from geomap.events.numbers import Number
from geomap.events.units import Noun, counted_noun, kinds, nouns
from geomap.events.wordlists import wordlist
from geomap.language import Span, Token, tokenize
from geomap.records import Category

# names that look like small words once they are in lower case
_ABBREVIATIONS = {"IS": "i.s.", "US": "u.s.", "IT": "i.t.", "March": "mar."}
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ARTICLES = frozenset({"a", "an"})


@dataclass
class Scene:
    """One sentence with its words, cues and numbers; ``index`` counts the sentences."""

    span: Span
    tokens: Sequence[Token]
    words: Sequence[str]
    hits: Sequence[Hit]
    index: int = 0
    starts: frozenset[int] = frozenset()
    items: list["Item"] = field(default_factory=list)

    @cached_property
    def positions(self) -> dict[int, int]:
        """The number of each token by the offset at which it begins."""
        return {token.start: position for position, token in enumerate(self.tokens)}


@dataclass
class Item:
    """A number on its way to a figure; token numbers count within the sentence of ``scene``."""

    number: Number
    scene: Scene
    first: int
    after: int
    noun: Noun
    category: Category = "other"
    choice: Choice | None = None
    unit: str = ""
    kind: str = "bare"
    implicit: bool = False
    kept: bool = False
    subset: bool = False
    whole: "Item | None" = None
    origin: "Item | None" = None
    negated: bool = False
    earlier: bool = False
    number_changes: bool = False
    following: "Item | None" = None
    rate: bool = False
    period: str | None = None

    @property
    def last(self) -> int:
        """The token behind the counted noun, or behind the number where none stands."""
        return max(self.after, self.noun.last)

    @property
    def until(self) -> int:
        """The token at which the next number of the sentence begins, or behind its last token."""
        return self.following.first if self.following else len(self.scene.words)

    @property
    def slot(self) -> Slot:
        """Where number and noun stand, for the search of a cue."""
        return Slot(self.kind, self.first, self.after, self.last)


def read_scene(text: str, span: Span, index: int, numbers: Sequence[Number]) -> Scene:
    """The sentence ``text[span]`` with its words, cues and the items of its `numbers`, in order."""
    tokens = tokenize(text, span.start, span.end)
    words = [_ABBREVIATIONS.get(token.text, token.text.lower().replace("’", "'")) for token in tokens]
    scene = Scene(span, tokens, words, find_cues(words), index)
    written = number_items(scene, numbers)
    for item, following in pairwise(written):
        item.following = following
    scene.starts = frozenset(item.first for item in written if not is_year(item))
    scene.items = sorted([*written, *implicit_items(scene)], key=lambda item: (item.first, item.implicit))
    for item in scene.items:
        if item.implicit:
            item.following = next((other for other in written if other.first > item.first), None)
    return scene


def number_items(scene: Scene, numbers: Sequence[Number]) -> list[Item]:
    """The items of the numbers that stand in `scene`, in order."""
    starts = [token.start for token in scene.tokens]
    items = []
    for number in numbers:
        first = max(0, bisect_left(starts, number.start))
        after = bisect_left(starts, number.end)
        noun = _noun_of(scene, number, after)
        items.append(Item(number, scene, first, after, noun, kind=noun.kind, unit=noun.name))
    return items


def _noun_of(scene: Scene, number: Number, after: int) -> Noun:
    if number.joined:
        # "1,000-strong", "20-member": the noun behind is what they make up
        return Noun(after, min(after + 2, len(scene.words)), "personnel", "troops")
    return counted_noun(scene.tokens, scene.words, after, stops(), single=number.value == 1)


@cache
def stops() -> frozenset[str]:
    """Words at which a noun phrase ends."""
    return listed("function") | cue_words()


def implicit_items(scene: Scene) -> list[Item]:
    """Numbers that an article or "no" stands for: "a brigade", "no casualties", "a soldier was killed"."""
    items: list[Item] = []
    counted = _article_counts(scene)
    for position, word in enumerate(scene.words):
        length = next(
            (
                len(phrase)
                for phrase in _none_phrases().get(word, ())
                if tuple(scene.words[position : position + len(phrase)]) == phrase
            ),
            0,
        )
        if length:
            items += _implicit(scene, position, position + length, 0.0)
        elif counted and word in _ARTICLES:
            items += _implicit(scene, position, position + 1, 1.0)
    return items


def _article_counts(scene: Scene) -> bool:
    """Whether the sentence has a word that lets an article count: a formation, or somebody killed or hurt."""
    if any(word in _formations() for word in scene.words):
        return True
    return any(not {"killed", "wounded"}.isdisjoint(hit.cue.gives.values()) for hit in scene.hits)


@cache
def _formations() -> frozenset[str]:
    return frozenset(word for kind in kinds().values() for word in kind.implicit)


@cache
def _none_phrases() -> dict[str, list[tuple[str, ...]]]:
    """The phrases for none by their first word, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    phrases = [tuple(phrase.split()) for phrase in wordlist("figures")["links"]["none"]]
    for phrase in sorted(phrases, key=lambda words: (-len(words), words)):
        table.setdefault(phrase[0], []).append(phrase)
    return table


def _implicit(scene: Scene, first: int, after: int, value: float) -> list[Item]:
    noun = counted_noun(scene.tokens, scene.words, after, stops(), single=value == 1)
    if noun.kind in {"bare", "thing", "none"} or noun.partitive or noun.last - after > (3 if value else 4):
        return []
    if value and noun.plural:
        return []
    start, end = scene.tokens[first].start, scene.tokens[after - 1].end
    number = Number(start, end, start, value, value, value, "exact")
    return [
        Item(
            number,
            scene,
            first,
            after,
            noun,
            kind=noun.kind,
            unit=noun.name,
            implicit=True,
            negated=not value,
        )
    ]


def n_of_m(item: Item, following: Item) -> bool:
    """Whether two numbers stand as "41 of 59", "40 out of 62"."""
    between = item.scene.words[item.after : following.first]
    return list(between) in (
        ["of"],
        ["out", "of"],
        ["of", "the"],
        ["of", "its"],
        ["of", "their"],
        ["of", "some"],
    )


def is_year(item: Item) -> bool:
    """Whether a number is a year that nothing before it marks as one: "the 2016 accord"."""
    words = item.scene.words
    if item.number.qualifier != "exact" or not _YEAR.fullmatch(words[item.first]):
        return False
    if item.after < len(words) and words[item.after] in {"-", "–", ":"}:
        return True  # "1993 – rebels take the town"
    named = item.noun.plural and item.noun.last > item.noun.first
    return not named or item.kind in {"bare", "thing", "event", "structure", "place", "equipment", "vehicle"}


def is_person(kind: str) -> bool:
    """Whether a number of `kind` counts people; one without a noun does."""
    return kind == "bare" or kinds()[kind].person


def default_category(kind: str) -> Category:
    """What a number of `kind` is where no word of the clause says more."""
    return kinds()[kind].category


def kind_of_unit(unit: str) -> str:
    """The class of a unit's plural name, "thing" if it is in no list."""
    entry = nouns().get(tuple(unit.split()))
    return entry.kind if entry else "thing"
