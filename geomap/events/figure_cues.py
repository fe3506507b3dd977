"""Words of a clause that say what its numbers count, and which of them governs a number."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from geomap.events.wordlists import wordlist
from geomap.records import Category

Side = Literal["before", "after", "either"]

_NUMBER_CROSSED = 3.0
_NUMBER_CROSSED_BEHIND = 5.0
_ASIDE = 10
_WINDOW = 40
_ELLIPSIS = 0.1
"""Of two cues around a bare number the one behind wins: "losses at 23 dead"."""
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


class Slot(NamedTuple):
    """A number: class of the counted noun, first token of number and bound, tokens behind number and noun."""

    kind: str
    first: int
    after: int
    last: int


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
        for phrase in entry["words"]:
            words = tuple(phrase.lower().replace(":", " :").replace(",", " ,").split())
            gives = _gives(entry["gives"], entry.get("needs", {}).get(phrase, ()))
            flags = {name: entry.get(name, False) for name in ("near", "subset", "weak")}
            cue = Cue(words, entry["side"], gives, **flags)
            table.setdefault(words[0], []).append(cue)
    return {word: tuple(sorted(found, key=lambda cue: -len(cue.words))) for word, found in table.items()}


def _gives(given: Mapping[str, Category], wanted: Sequence[str]) -> dict[str, Category]:
    """What one word of a cue gives: only to the classes it needs.

    It gives to men as to people or, if sure, to troops; to vehicles as to equipment.
    """
    gives = {kind: category for kind, category in given.items() if not wanted or kind in wanted}
    for kind in wanted:
        if kind not in gives and "people" in given:
            gives[kind] = given["people"]
    if "equipment" in gives:
        gives.setdefault("vehicle", gives["equipment"])
    if "people" in gives:
        gives.setdefault("men", gives["people"])
        gives.setdefault("victims", gives["people"])
    elif gives.get("troops", "deployment") != "deployment":
        gives.setdefault("men", gives["troops"])
    return gives


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
    slot: Slot, words: Sequence[str], hits: Sequence[Hit], numbers: frozenset[int]
) -> Choice | None:
    """The cue that best governs a number.

    Args:
        slot: Where number and counted noun stand.
        words: The sentence in lower case.
        hits: The cues of the sentence.
        numbers: The tokens at which the numbers of the sentence begin.
    """
    best: Choice | None = None
    limit = _FARTHEST_BARE if slot.kind == "bare" else _FARTHEST
    nearby = hits[
        bisect_left(hits, slot.first - _WINDOW, key=_first) : bisect_left(
            hits, slot.last + _WINDOW, key=_first
        )
    ]
    priced = [
        (cost, hit)
        for hit in nearby
        if slot.kind in hit.cue.gives
        and (cost := _cost(hit, slot, words, numbers)) is not None
        and cost <= (_NEAR if hit.cue.near else limit)
    ]
    for cost, hit in priced:
        if (best is None or cost < best.cost) and not any(_inside(hit, other) for _, other in priced):
            best = Choice(hit.cue.gives[slot.kind], cost, hit)
    return best


def _first(hit: Hit) -> int:
    return hit.first


def _inside(hit: Hit, other: Hit) -> bool:
    """Whether `hit` is a word of the longer phrase `other`."""
    return (
        other.first <= hit.first
        and hit.last <= other.last
        and other.last - other.first > hit.last - hit.first
    )


def _cost(hit: Hit, slot: Slot, words: Sequence[str], numbers: frozenset[int]) -> float | None:
    """How far fetched it is that `hit` governs `slot`; None if it stands on the wrong side."""
    weak = _WEAK if hit.cue.weak else 0.0
    if hit.first >= slot.last:
        if not _in_list(words, slot.last, hit.first, numbers) or _does_it(slot, hit, words, numbers):
            return None
        behind = _between(words, slot.last, hit.first, numbers, crossed=_NUMBER_CROSSED_BEHIND)
        return weak + behind - (_ELLIPSIS if slot.kind == "bare" else 0.0) if hit.side != "after" else None
    if hit.last <= slot.first:
        return weak + _between(words, hit.last, slot.first, numbers) if hit.side != "before" else None
    if hit.first >= slot.after and hit.last <= slot.last:
        own_noun = _ELLIPSIS if hit.last == slot.last else 0.0
        return weak - own_noun if hit.side != "after" else None
    return None


def acts(slot: Slot, words: Sequence[str], hits: Sequence[Hit], numbers: frozenset[int]) -> bool:
    """Whether the verb right behind those counted says what they did to others."""
    return any(hit.first == slot.last and _does_it(slot, hit, words, numbers) for hit in hits)


def _does_it(slot: Slot, hit: Hit, words: Sequence[str], numbers: frozenset[int]) -> bool:
    """Whether those counted did to others what the verb says: "three bombers killed 19 people"."""
    if slot.kind != "troops" or hit.side != "either" or hit.last not in numbers:
        return False
    return cue_words().isdisjoint(words[hit.last : hit.last + 2])  # but "9 soldiers killed, 4 wounded"


def _in_list(words: Sequence[str], start: int, end: int, numbers: frozenset[int]) -> bool:
    """Whether any number between is listed beside this one, so that one verb may speak for both."""
    crossed = next((step for step in range(start, end) if step in numbers), None)
    return crossed is None or listed("connectors").issuperset(words[start:crossed])


def _between(
    words: Sequence[str], start: int, end: int, numbers: frozenset[int], *, crossed: float = _NUMBER_CROSSED
) -> float:
    crossing: Mapping[str, float] = wordlist("figures")["crossing"]
    return sum(
        crossing.get(words[step], 1.0) + (crossed if step in numbers else 0.0)
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
