"""What the numbers of one sentence count: by the cue that governs them, or by the number they follow."""

from collections.abc import Sequence
from itertools import pairwise

from geomap.events.figure_context import rate_of
from geomap.events.figure_cues import Choice, acts, governing
from geomap.events.figure_items import Item, Scene, default_category, is_person
from geomap.events.figure_nouns import brings_aid, governing_as, name_kind, taken_by_captors
from geomap.events.figure_reports import is_report
from geomap.events.figure_ties import tie_between
from geomap.events.units import kinds
from geomap.events.wordlists import wordlist

_MATERIAL = frozenset({"equipment", "vehicle", "vessel", "munition", "structure", "aid", "place"})
# nouns that name what happened and not who it happened to
_NOT_UNITS = frozenset({"deaths", "injuries", "casualties", "arrests", "abductions", "disappearances"})
# what vehicles are counted as, unless they bring aid
_ON_THE_ROAD = frozenset({"strength", "deployment", "traffic", "arrivals"})
_POPULATION = 100_000
_ANAPHOR_REACH = 6
_CLOSE = 4.0
_MOST_PARTS = 12
_AMONG_WORDS = 4


def categorise(scene: Scene, earlier: Sequence[Item]) -> None:
    """Give each item of `scene` its category and unit, and decide whether it is kept as a figure.

    Args:
        scene: The sentence with its items in order.
        earlier: The kept items of the sentences before, the latest last.
    """
    before: Item | None = None
    for item in scene.items:
        source = before or (earlier[-1] if earlier else None)
        name_kind(item, source)
        own = governing(item.slot, scene.words, scene.hits, scene.starts)
        if own is None and source is not None:
            own = governing_as(item, source)
        tie = tie_between(source, item) if source is not None else None
        if kinds()[item.kind].direct:
            item.category = default_category(item.kind)
        elif tie is not None and source is not None and (own is None or tie < own.cost):
            _inherit(item, source, own)
        elif item.number_changes and item.origin is not None:
            item.category, item.choice = item.origin.category, item.origin.choice
        elif own is not None:
            _take(item, own)
        else:
            _without_cue(item, source)
        if item.category in _ON_THE_ROAD and brings_aid(item):
            item.category = "aid_quantity"
        _name_unit(item, [*earlier, *([before] if before else [])])
        item.kept = is_report(item)
        if item.kept and not (item.implicit and not item.number.value):
            before = item
    _part_of_following(scene.items)
    _add_up([item for item in scene.items if item.kept and not item.implicit])


def _part_of_following(items: Sequence[Item]) -> None:
    """``Two children were among the 12 killed``: a part of the number that follows."""
    for item, whole in pairwise(item for item in items if not item.implicit):
        between = item.scene.words[item.last : whole.first]
        if whole.kept and is_person(item.kind) and "among" in between and len(between) <= _AMONG_WORDS:
            item.category, item.choice, item.origin = whole.category, whole.choice, whole
            item.subset, item.whole, item.kept = True, whole, True
            _name_unit(item, [])


def _add_up(items: Sequence[Item]) -> None:
    """Numbers that follow a total and add up to it are its parts: "412 people: 214 fighters, 137 …"."""
    for first, whole in enumerate(items[:-2]):
        total = whole.number.value or 0.0
        sizes = [item.number.value or 0.0 for item in items[first + 1 : first + 1 + _MOST_PARTS]]
        counts = (count for count in range(2, len(sizes) + 1) if sum(sizes[:count]) == total)
        count = next(counts, 0) if total else 0
        for part in items[first + 1 : first + 1 + count]:
            if not is_person(part.kind) or not is_person(whole.kind) or kinds()[part.kind].direct:
                continue
            part.subset, part.whole = True, whole
            if part.choice is None or part.choice.cost > _CLOSE:
                part.category, part.choice, part.origin = whole.category, whole.choice, whole


def _take(item: Item, choice: Choice) -> None:
    item.choice = choice
    item.category = choice.category
    if item.category == "arrested" and taken_by_captors(item, choice):
        item.category = "captured"
    item.subset = item.subset or choice.hit.cue.subset


def _inherit(item: Item, before: Item, own: Choice | None) -> None:
    item.origin = before
    given = before.choice.hit.cue.gives.get(item.kind) if before.choice else None
    if given is not None:
        item.category, item.choice = given, before.choice
    elif item.kind in {before.kind, "bare", "thing"} or (is_person(item.kind) and is_person(before.kind)):
        item.category = before.category
    elif own is not None:
        _take(item, own)
    else:
        item.category = default_category(item.kind)


def _without_cue(item: Item, source: Item | None) -> None:
    item.category = default_category(item.kind)
    if acts(item.slot, item.scene.words, item.scene.hits, item.scene.starts):
        item.category = "involved"
    if item.kind == "people" and (item.number.value or 0) >= _POPULATION:
        item.category = "population"
    if item.kind != "bare" or source is None:
        return
    ahead = item.scene.words[max(0, item.first - _ANAPHOR_REACH) : item.first]
    behind = item.scene.words[item.after : item.after + 2]
    links = wordlist("figures")["links"]
    anaphors = links["anaphors"]
    if item.earlier or set(ahead) & set(links["tolls"]):
        source = next((other for other in source.scene.items if other.category == "killed"), source)
    if (
        item.noun.partitive
        or item.earlier
        or any(_holds(words, phrase) for words in (ahead, behind) for phrase in anaphors)
        or (source.scene is item.scene and (rate_of(item) or _changed_to(source, item)))
    ):
        item.origin = source
        total = source.category == "deployment" and "total" in ahead
        item.category = "strength" if total else source.category


def _changed_to(source: Item, item: Item) -> bool:
    """Whether the clause goes "from 25,000 ships a year to about 10,000"."""
    words = item.scene.words
    return words[item.first - 1 : item.first] == ["to"] and words[source.first - 1 : source.first] == ["from"]


def _holds(words: Sequence[str], phrase: str) -> bool:
    return f" {phrase} " in f" {' '.join(words)} "


def _name_unit(item: Item, others: Sequence[Item]) -> None:
    item.unit = "people"
    if item.noun.name and item.kind not in _NOT_UNITS:
        generic = item.noun.name in wordlist("figures")["words"]["generic_units"]
        item.unit = "people" if generic else item.noun.name
        return
    material = item.category.startswith(("equipment", "munitions"))
    source = item.origin
    if source is None and material and item.kind == "bare":
        source = next((other for other in reversed(others) if other.kind in _MATERIAL), None)
    if source is not None:
        item.unit = source.unit
    elif material:
        item.unit = "munitions" if item.category.startswith("munitions") else "vehicles"
