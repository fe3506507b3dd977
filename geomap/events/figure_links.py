"""How figures of one document hang together: parts and wholes, restatements, corrections, conflicts."""

from collections.abc import Sequence

import msgspec

from geomap.events.figure_items import Item, is_person, kind_of_unit
from geomap.events.wordlists import wordlist
from geomap.records import Figure

_NEAR_SENTENCES = 2
_EARLIER_REACH = 7
_CONFLICT_REACH = 700
_COUNT_AGAIN = 10
_STRENGTH = frozenset({"strength", "deployment"})


class Links(msgspec.Struct, frozen=True):
    """Numbers (in the list of items) of the figures that one figure refers to."""

    subset_of: int | None = None
    same_as: int | None = None
    supersedes: int | None = None
    subset: bool = False


def link(items: Sequence[Item]) -> list[Links]:
    """The links of each of `items`, which stand in text order."""
    place = {id(item): number for number, item in enumerate(items)}
    wholes = [_whole(items, number, place) for number in range(len(items))]
    subset = [item.subset or wholes[number] is not None for number, item in enumerate(items)]
    supersedes = _corrections(items)
    replaced = set(supersedes.values())
    links = []
    for number, item in enumerate(items):
        same = None if number in replaced or number in supersedes else _same(items, number)
        links.append(Links(wholes[number], same, supersedes.get(number), subset[number]))
    return [_follow(links, number) for number in range(len(links))]


def _follow(links: Sequence[Links], number: int) -> Links:
    """A restated part is a part of the same whole; a whole that restates stands for the first."""
    link_ = links[number]
    whole = link_.subset_of
    if whole is not None and links[whole].same_as not in {None, number}:
        whole = links[whole].same_as
    return msgspec.structs.replace(link_, subset_of=whole)


def _whole(items: Sequence[Item], number: int, place: dict[int, int]) -> int | None:
    item = items[number]
    if item.whole is not None and id(item.whole) in place:
        return place[id(item.whole)]
    following = items[number + 1] if number + 1 < len(items) else None
    if following is not None and following.scene is item.scene and _n_of_m(item, following):
        item.subset = True
        item.rate, item.period = item.rate or following.rate, item.period or following.period
        return number + 1
    if not (item.subset or (item.noun.partitive and item.kind != "bare")):
        return None
    return next(
        (
            other
            for other in range(number - 1, -1, -1)
            if not items[other].subset and _kin(items[other], item) and _no_smaller(items[other], item)
        ),
        None,
    )


def _n_of_m(item: Item, following: Item) -> bool:
    between = item.scene.words[item.after : following.first]
    return list(between) in (
        ["of"],
        ["out", "of"],
        ["of", "the"],
        ["of", "its"],
        ["of", "their"],
        ["of", "some"],
    )


def _kin(whole: Item, part: Item) -> bool:
    if whole.unit == part.unit or whole.category == part.category:
        return True
    return is_person(whole.kind) and is_person(part.kind) and whole.kind == part.kind


def _no_smaller(whole: Item, part: Item) -> bool:
    top = whole.number.value if whole.number.value is not None else whole.number.high
    size = part.number.value if part.number.value is not None else part.number.high
    return top is None or size is None or top >= size


def _corrections(items: Sequence[Item]) -> dict[int, int]:
    """For a later count the number of the earlier count that it replaces."""
    found: dict[int, int] = {}
    for number, item in enumerate(items):
        if not item.earlier:
            continue
        near = [
            other
            for other, candidate in enumerate(items)
            if other != number
            and not candidate.earlier
            and not candidate.subset
            and other not in found
            and candidate.category == item.category
            and candidate.number.value != item.number.value
            and abs(other - number) <= 3
        ]
        if near:
            best = min(
                near, key=lambda other: (items[other].scene is not item.scene, abs(other - number), other)
            )
            found[best] = number
    return found


def _same(items: Sequence[Item], number: int) -> int | None:
    item = items[number]
    reading = (item.number.value, item.number.low, item.number.high)
    size = item.number.value if item.number.value is not None else item.number.high
    if size is None or size < _COUNT_AGAIN or _further(item):
        return None
    for other in range(number):
        candidate = items[other]
        same_category = (
            candidate.category == item.category or {candidate.category, item.category} == _STRENGTH
        )
        if (
            same_category
            and candidate.scene is not item.scene
            and candidate.unit == item.unit
            and (candidate.number.value, candidate.number.low, candidate.number.high) == reading
        ):
            return other
    return None


def _further(item: Item) -> bool:
    words = item.scene.words[max(0, item.first - 1) : item.last]
    return bool({"another", "further", "additional", "more", "other"} & set(words))


def mark_earlier(item: Item) -> bool:
    """Whether the words before (or right behind) a number say that it is an earlier count, since replaced."""
    ahead = f" {' '.join(item.scene.words[max(0, item.first - _EARLIER_REACH) : item.first])} "
    return item.number.change or any(
        f" {phrase} " in ahead for phrase in wordlist("figures")["links"]["earlier"]
    )


def link_conflicts(figures: Sequence[Figure]) -> list[Figure]:
    """`figures` with ``conflicts_with`` set where two speakers count the same thing differently.

    To be called when statements are known: two totals of one category, of kindred units, with different speakers and
    different numbers, standing near each other, and not tied by ``same_as`` or ``supersedes``.
    """
    found: dict[str, list[str]] = {figure.id: [] for figure in figures}
    replaced = {figure.supersedes for figure in figures if figure.supersedes}
    for number, one in enumerate(figures):
        for other in figures[number + 1 :]:
            if other.start - one.end > _CONFLICT_REACH:
                break
            if _conflict(one, other) and one.id not in replaced and other.id not in replaced:
                found[one.id].append(other.id)
                found[other.id].append(one.id)
    return [
        msgspec.structs.replace(figure, conflicts_with=tuple(found[figure.id]))
        if found[figure.id]
        else figure
        for figure in figures
    ]


def _conflict(one: Figure, other: Figure) -> bool:
    if one.statement is None or other.statement is None or one.statement.speaker == other.statement.speaker:
        return False
    same_category = one.category == other.category or {one.category, other.category} == _STRENGTH
    if not same_category or one.scope == "subset" or other.scope == "subset":
        return False
    if one.places and other.places and {p.id for p in one.places}.isdisjoint(p.id for p in other.places):
        return False
    if (one.value, one.low, one.high) == (other.value, other.low, other.high) or one.same_as or other.same_as:
        return False
    kinds = {kind_of_unit(one.unit), kind_of_unit(other.unit)}
    return one.unit == other.unit or len(kinds) == 1
