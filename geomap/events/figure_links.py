"""How figures of one document hang together: parts and wholes, restatements, corrections, conflicts."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

import msgspec

from geomap.events.figure_cues import listed
from geomap.events.figure_items import Item, is_person, kind_of_unit, n_of_m
from geomap.events.wordlists import one_of, wordlist
from geomap.records import Figure

_EARLIER_REACH = 7
_CONFLICT_REACH = 700
# a small number is told again only soon after; a larger one is telling by itself
_TELLING = 10
_SOON = 300
_LOOK_BACK = 6
_APART = 3
_PARTS_BACK = 40
_STRENGTH = frozenset({"strength", "deployment"})


class Links(msgspec.Struct, frozen=True):
    """Numbers (in the list of items) of the figures that one figure refers to."""

    subset_of: int | None = None
    same_as: int | None = None
    supersedes: int | None = None
    subset: bool = False


def link(items: Sequence[Item], places: Sequence[frozenset[str]]) -> list[Links]:
    """The links of each of `items`, which stand in text order.

    Args:
        items: The figures of a document.
        places: The ids of the places that each of them names; the same number elsewhere is not told again.
    """
    place = {id(item): number for number, item in enumerate(items)}
    for part, whole in pairwise(items):
        if part.scene is whole.scene and n_of_m(part, whole):
            _share(part, whole)
    wholes = [_whole(items, number, place) for number in range(len(items))]
    subset = [item.subset or whole is not None for item, whole in zip(items, wholes, strict=True)]
    supersedes = _corrections(items)
    settled = {*supersedes, *supersedes.values()}
    again = _told_again(items, places, settled)
    links = [
        Links(wholes[number], again.get(number), supersedes.get(number), subset[number])
        for number in range(len(items))
    ]
    links = [_follow(links, number) for number in range(len(links))]
    for told in links:
        first = told.same_as
        if first is not None and told.subset_of not in {None, first} and links[first].subset_of is None:
            # told again as a part: then it was one the first time too
            links[first] = msgspec.structs.replace(links[first], subset_of=told.subset_of, subset=True)
    return links


def _follow(links: Sequence[Links], number: int) -> Links:
    """A restated part is a part of the same whole; a whole that restates stands for the first."""
    link_ = links[number]
    whole = link_.subset_of
    if whole is not None and links[whole].same_as not in {None, number}:
        whole = links[whole].same_as
    if whole is not None and whole == link_.same_as:  # "as many as 8,000 of those forces" are all of them
        return msgspec.structs.replace(link_, subset_of=None, subset=False)
    return msgspec.structs.replace(link_, subset_of=whole)


def _whole(items: Sequence[Item], number: int, place: dict[int, int]) -> int | None:
    item = items[number]
    if item.whole is not None and id(item.whole) in place:
        return place[id(item.whole)]
    if not (item.subset or (item.noun.partitive and item.kind != "bare")):
        return None
    return next(
        (
            other
            for other in range(number - 1, max(-1, number - _PARTS_BACK), -1)
            if not items[other].subset and _kin(items[other], item) and _no_smaller(items[other], item)
        ),
        None,
    )


def _share(part: Item, whole: Item) -> None:
    """In "41 of 59 drones" both count drones; what was intercepted had been fired."""
    part.subset, part.whole = True, whole
    part.rate, part.period = part.rate or whole.rate, part.period or whole.period
    if whole.category == part.category == "munitions_intercepted":
        whole.category = "munitions_fired"


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
            for other, candidate in enumerate(
                items[max(0, number - _APART) : number + _APART + 1], max(0, number - _APART)
            )
            if other != number
            and not candidate.earlier
            and not candidate.subset
            and other not in found
            and candidate.category == item.category
            and candidate.number.value != item.number.value
        ]
        if near:
            best = min(
                near, key=lambda other: (items[other].scene is not item.scene, abs(other - number), other)
            )
            found[best] = number
    return found


def _told_again(items: Sequence[Item], places: Sequence[frozenset[str]], settled: set[int]) -> dict[int, int]:
    """For a figure the number of the earlier figure that it repeats: same count, unit and no other place."""
    found: dict[int, int] = {}
    seen: dict[tuple[object, ...], list[int]] = {}
    sizes: dict[tuple[object, ...], list[int]] = {}
    for number, item in enumerate(items):
        reading = (item.number.value, item.number.low, item.number.high)
        size = item.number.value if item.number.value is not None else item.number.high
        category = "strength" if item.category in _STRENGTH else item.category
        alike = seen.setdefault((category, _unit(item), *reading), [])
        same_size = sizes.setdefault((category, _unit(item), size), [])
        if size and number not in settled and not _further(item):
            found.update(
                (number, other)
                for other in reversed((same_size if _definite(item) else alike)[-_LOOK_BACK:])
                if (items[other].scene is not item.scene or _definite(item))
                and not (places[other] and places[number] and places[other].isdisjoint(places[number]))
                and (size >= _TELLING or item.number.start - items[other].number.end <= _SOON)
            )
        alike.append(number)
        same_size.append(number)
    return found


def _unit(item: Item) -> str:
    """The unit, one for all words that a text uses for the same soldiers."""
    kinds_ = wordlist("figures")["links"]["one_kind"] if item.category in _STRENGTH else ()
    return next((names[0] for names in kinds_ if item.unit in names), item.unit)


def _definite(item: Item) -> bool:
    """Whether the text points at what it has counted: "their 8,000 soldiers"."""
    return item.first > 0 and item.scene.words[item.first - 1] in listed("definite")


def _further(item: Item) -> bool:
    words = item.scene.words[max(0, item.first - 1) : item.last]
    return bool({"another", "further", "additional", "more", "other"} & set(words))


def mark_earlier(item: Item) -> bool:
    """Whether the words between the number before and this one say that it is an earlier count."""
    reach = range(max(0, item.first - _EARLIER_REACH), item.first)
    opening = max((step + 1 for step in reach if step in item.scene.starts), default=reach.start)
    ahead = f" {' '.join(item.scene.words[opening : item.first])} "
    return item.number.change or bool(_earlier().search(ahead))


@cache
def _earlier() -> re.Pattern[str]:
    return re.compile(f" (?:{one_of(wordlist('figures')['links']['earlier'])}) ")


def link_conflicts(figures: Sequence[Figure], placed: Mapping[str, frozenset[str]]) -> list[Figure]:
    """`figures` with ``conflicts_with`` set where two speakers count the same thing differently.

    Two totals of one category contradict each other if different speakers tell different numbers of kindred
    units near each other, of one event or of events that may lie at one place.

    Args:
        figures: With their events and statements.
        placed: The ids of the places of each event.
    """
    found: dict[str, list[str]] = {figure.id: [] for figure in figures}
    replaced = {figure.supersedes for figure in figures if figure.supersedes}
    standing = [figure for figure in figures if figure.statement and figure.id not in replaced]
    for number, one in enumerate(standing):
        for other in standing[number + 1 :]:
            if other.start - one.end > _CONFLICT_REACH:
                break
            if _conflict(one, other) and _one_place(one, other, placed):
                found[one.id].append(other.id)
                found[other.id].append(one.id)
    return [
        msgspec.structs.replace(figure, conflicts_with=tuple(found[figure.id]))
        if found[figure.id]
        else figure
        for figure in figures
    ]


def _one_place(one: Figure, other: Figure, placed: Mapping[str, frozenset[str]]) -> bool:
    if one.event is not None and one.event == other.event:
        return True
    here, there = (
        frozenset(place.id for place in figure.places) or placed.get(figure.event or "", frozenset())
        for figure in (one, other)
    )
    return not (here and there and here.isdisjoint(there))


def _conflict(one: Figure, other: Figure) -> bool:
    if one.statement is None or other.statement is None or one.statement.speaker == other.statement.speaker:
        return False
    if one.scope == "subset" or other.scope == "subset" or one.same_as or other.same_as:
        return False
    if one.category != other.category and {one.category, other.category} != _STRENGTH:
        return False
    if (one.value, one.low, one.high) == (other.value, other.low, other.high):
        return False
    return one.unit == other.unit or kind_of_unit(one.unit) == kind_of_unit(other.unit)
