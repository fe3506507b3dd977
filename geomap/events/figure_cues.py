"""Words of a clause that say what its numbers count, and which of them governs a number."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from geomap.events.wordlists import wordlist
from geomap.records import Category

Side = Literal["before", "after", "either"]

_BE = frozenset("is are was were be been being got gets get 's".split())
_ADVERBS = frozenset(
    "also reportedly all then later since not seriously lightly slightly badly critically severely both fatally "
    "already still confirmed now safely just believed feared since deliberately".split()
)
# what it costs a number to be governed across these words
_CROSSING: Mapping[str, float] = {
    ",": 2.0, ";": 8.0, ":": 3.0, ".": 8.0, "(": 3.0, ")": 3.0, "–": 4.0, "—": 4.0, "|": 8.0, "•": 8.0,
    "and": 3.0, "or": 3.0, "but": 4.0, "while": 5.0, "which": 3.0, "who": 3.0, "that": 3.0, "when": 3.0,
    "after": 3.0, "before": 3.0, "as": 2.0, "because": 4.0, "where": 3.0, "although": 5.0, "with": 1.5,
    "said": 3.0, "says": 3.0, "if": 4.0, '"': 0.0, "“": 0.0, "”": 0.0, "the": 0.5, "a": 0.5, "an": 0.5,
    "were": 0.3, "was": 0.3, "are": 0.3, "have": 0.3, "has": 0.5, "had": 0.5, "been": 0.2, "also": 0.2, "were.": 0.3,
}  # fmt: skip
_NUMBER_CROSSED = 3.0
_WEAK = 3.0
_NEAR = 3.0
_FARTHEST = 18.0
_FARTHEST_BARE = 9.0


class Cue(NamedTuple):
    """A word or phrase with the categories it gives to classes of units, see ``figures.toml``."""

    words: tuple[str, ...]
    side: Side
    gives: Mapping[str, Category]
    near: bool
    subset: bool
    weak: bool


class Hit(NamedTuple):
    """A cue found at tokens ``first`` to ``last`` (half open); ``side`` as the clause uses it."""

    first: int
    last: int
    side: Side
    cue: Cue


class Choice(NamedTuple):
    """The cue that governs a number, the category it gives and how far fetched that is (0: adjacent)."""

    category: Category
    cost: float
    hit: Hit


@cache
def cues() -> Mapping[str, tuple[Cue, ...]]:
    """The cues of ``figures.toml`` by their first word."""
    table: dict[str, list[Cue]] = {}
    for entry in wordlist("figures")["cue"]:
        needs = entry.get("needs", {})
        for phrase in entry["words"]:
            words = tuple(phrase.lower().replace(":", " :").replace(",", " ,").split())
            wanted = needs.get(phrase)
            gives = {
                kind: category for kind, category in entry["gives"].items() if not wanted or kind in wanted
            }
            for kind in wanted or ():
                if kind not in gives and "people" in gives:
                    gives[kind] = gives["people"]
            if "men" not in gives and (either := gives.get("troops") or gives.get("people")):
                gives["men"] = either
            cue = Cue(
                words,
                entry["side"],
                gives,
                entry.get("near", False),
                entry.get("subset", False),
                entry.get("weak", False),
            )
            table.setdefault(words[0], []).append(cue)
    return {word: tuple(sorted(found, key=lambda cue: -len(cue.words))) for word, found in table.items()}


@cache
def cue_words() -> frozenset[str]:
    """Verbs and adjectives among the cues: a noun phrase does not run across them."""
    return frozenset(
        cue.words[0]
        for found in cues().values()
        for cue in found
        if len(cue.words) == 1 and cue.side != "after"
    )


def find_cues(words: Sequence[str]) -> list[Hit]:
    """All cues in a sentence given as words in lower case."""
    hits: list[Hit] = []
    table = cues()
    for position, word in enumerate(words):
        for cue in table.get(word, ()):
            last = position + len(cue.words)
            if len(cue.words) == 1 or tuple(words[position:last]) == cue.words:
                side = "before" if cue.side == "either" and _passive(words, position) else cue.side
                hits.append(Hit(position, last, side, cue))
    return hits


def _passive(words: Sequence[str], position: int) -> bool:
    step = position - 1
    while step >= 0 and words[step] in _ADVERBS:
        step -= 1
    return step >= 0 and words[step] in _BE


def governing(
    kind: str,
    first: int,
    number_end: int,
    last: int,
    words: Sequence[str],
    hits: Sequence[Hit],
    numbers: frozenset[int],
) -> Choice | None:
    """The cue that best governs a number of class `kind`.

    Args:
        kind: The class of the counted noun.
        first: The token at which the number and its bound begin.
        number_end: The token behind the number.
        last: The token behind the counted noun.
        words: The sentence in lower case.
        hits: The cues of the sentence.
        numbers: The tokens at which other numbers of the sentence begin.
    """
    best: Choice | None = None
    limit = _FARTHEST_BARE if kind == "bare" else _FARTHEST
    priced = [
        (cost, hit)
        for hit in hits
        if kind in hit.cue.gives
        and (cost := _cost(hit, first, number_end, last, words, numbers)) is not None
        and cost <= (_NEAR if hit.cue.near else limit)
    ]
    for cost, hit in priced:
        if (best is None or cost < best.cost) and not any(_inside(hit, other) for _, other in priced):
            best = Choice(hit.cue.gives[kind], cost, hit)
    return best


def _inside(hit: Hit, other: Hit) -> bool:
    """Whether `hit` is a word of the longer phrase `other`."""
    return (
        other.first <= hit.first
        and hit.last <= other.last
        and other.last - other.first > hit.last - hit.first
    )


def _cost(
    hit: Hit, first: int, number_end: int, last: int, words: Sequence[str], numbers: frozenset[int]
) -> float | None:
    weak = _WEAK if hit.cue.weak else 0.0
    if hit.first >= last:
        return weak + _between(words, last, hit.first, numbers) if hit.side != "after" else None
    if hit.last <= first:
        return weak + _between(words, hit.last, first, numbers) if hit.side != "before" else None
    if hit.first >= number_end and hit.last <= last:
        return weak if hit.side != "after" else None
    return None


def _between(words: Sequence[str], start: int, end: int, numbers: frozenset[int]) -> float:
    return sum(
        _CROSSING.get(words[step], 1.0) + (_NUMBER_CROSSED if step in numbers else 0.0)
        for step in range(start, end)
    )
