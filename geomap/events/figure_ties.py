"""Numbers that go on where another number began: lists, parts, "of whom 12", "and 29 Israelis"."""

from collections.abc import Sequence
from functools import cache

from geomap.events.figure_cues import listed, without_asides
from geomap.events.figure_items import Item
from geomap.events.wordlists import wordlist

# how far fetched it is to take the cue of the number before
_AS_PART = 1.0
_AS_PRONOUN = 3.0
_AS_LISTED = 2.0
_AS_ELLIPSIS = 10.0
_ELLIPSIS_REACH = 14
_INCLUDES_REACH = 6
_OPENING = 5
_POSSESSIVE = 4
_FARTHEST = 40
_AUXILIARY = frozenset({"is", "are", "was", "were", "be", "been", "being", "have", "has", "had"})


def tie_between(before: Item, item: Item) -> float | None:
    """How far fetched it is that `item` goes on where `before` began; None if it does not.

    Marks `item` as a subset where the words between say so.
    """
    if before.scene is not item.scene:
        return _AS_PART if _opens_part(item, before) else None
    scene, start = item.scene, _end_of(before)
    if not start <= item.first <= start + _FARTHEST:
        return None
    between = [scene.words[step] for step in without_asides(scene.words, start, item.first, scene.starts)]
    includes = _ends_with(between, wordlist("figures")["links"]["includes"])
    if includes and len(between) <= includes + _INCLUDES_REACH:
        item.subset = True
        item.whole = before.whole if before.subset and before.whole and between[:1] == ["and"] else before
        return _AS_PART
    if item.noun.partitive and item.kind == "bare":
        item.subset, item.whole = True, before
        return _AS_PRONOUN
    return _listed(before, item, between)


def _listed(before: Item, item: Item, between: Sequence[str]) -> float | None:
    if _ends_with(between, wordlist("figures")["links"]["joins"]):
        return _AS_LISTED
    if between and listed("connectors").issuperset(between):
        if before.subset:
            item.subset, item.whole = True, before.whole
        return _AS_LISTED
    if len(between) <= _POSSESSIVE and between[:1] == [","] and between[-1] == "'s":
        return _AS_LISTED  # "at least 500,000 soldiers, Eritrea's around 200,000"
    # "850 Palestinians have been killed there and 29 Israelis"
    return _AS_ELLIPSIS if between[-1:] == ["and"] and len(between) <= _ELLIPSIS_REACH else None


def _opens_part(item: Item, before: Item) -> bool:
    """Whether the sentence opens as a part of the figure before: "Of these, …", "They included …"."""
    ahead = item.scene.words[: item.first]
    if item.scene.items[0] is not item or len(ahead) > _OPENING:
        return False
    stripped = [word for word in ahead if word != ","]
    if not _ends_with(stripped, wordlist("figures")["links"]["includes"]):
        return False
    item.subset, item.whole = True, before
    return True


def _end_of(item: Item) -> int:
    """The token behind a counted noun and the cue that directly follows it ("20 people were killed")."""
    words, last = item.scene.words, item.last
    if item.choice is None or item.choice.hit.first < last:
        return last
    between = words[last : item.choice.hit.first]
    return item.choice.hit.last if _AUXILIARY.issuperset(between) else last


def _ends_with(words: Sequence[str], phrases: Sequence[str]) -> int:
    """Length of the phrase that ends `words`, give or take two words; 0 if none does."""
    for parts in map(_parts, phrases):
        if parts[-1] not in words[-3:]:
            continue
        for stop in range(len(words), max(len(words) - 3, len(parts) - 1), -1):
            if list(words[stop - len(parts) : stop]) == parts:
                return len(parts)
    return 0


@cache
def _parts(phrase: str) -> list[str]:
    return phrase.split()
