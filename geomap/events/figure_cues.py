"""Words of a clause that say what its numbers count, and which of them governs a number."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from geomap.events.wordlists import wordlist
from geomap.records import Category

Side = Literal["before", "after", "either"]

_NUMBER_CROSSED = 3.0
_ASIDE = 10
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
def listed(name: str) -> frozenset[str]:
    """One of the plain lists under ``words`` in ``figures.toml``."""
    return frozenset(wordlist("figures")["words"][name])


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
            if "people" in gives:
                gives.setdefault("men", gives["people"])
            elif gives.get("troops", "deployment") != "deployment":
                gives.setdefault("men", gives["troops"])
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
    while step >= 0 and words[step] in listed("adverbs"):
        step -= 1
    return step >= 0 and words[step] in listed("be")


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
    crossing = wordlist("figures")["crossing"]
    return sum(
        crossing.get(words[step], 1.0) + (_NUMBER_CROSSED if step in numbers else 0.0)
        for step in without_asides(words, start, end, numbers)
    )


def without_asides(words: Sequence[str], start: int, end: int, numbers: frozenset[int]) -> list[int]:
    """The tokens from `start` to `end` but for asides: ", by the group's own account,"."""
    steps: list[int] = []
    step = start
    while step < end:
        steps.append(step)
        if words[step] == ",":
            close = next((at for at in range(step + 2, min(end, step + _ASIDE)) if words[at] == ","), None)
            if close is not None and not any(at in numbers for at in range(step, close)):
                step = close
        step += 1
    return steps
