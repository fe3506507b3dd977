"""What the numbers of one sentence count, and which of them are reports at all."""

import re
from collections.abc import Sequence

from geomap.events.figure_cues import Choice, governing
from geomap.events.figure_items import Item, Scene, default_category, is_person
from geomap.events.units import kinds
from geomap.events.wordlists import wordlist
from geomap.records import Category

_CONNECTORS = frozenset(
    ", and & plus + or / as well along with another also then including followed by ( ) ; – — ' \" “ ” a further".split()
)
_MATERIAL = frozenset({"equipment", "vessel", "munition", "structure", "aid", "place"})
_DIRECT_CATEGORY = frozenset({"killed", "wounded", "casualties", "captured", "arrested", "missing"})
_SPEAKING = frozenset("said says say told tell spoke warned agreed met described".split())
_PLACE_PREPOSITIONS = frozenset(
    "in at of on from to across over through between into near throughout".split()
)
_SMALL = 12
_MANY = 100_000
_INHERIT_LIST = 2.0
_INHERIT_PART = 1.0
_ANAPHOR_REACH = 6
_NOTHING_HAPPENED: tuple[Category, ...] = (
    "killed", "wounded", "casualties", "captured", "missing", "arrested", "involved", "displaced", "munitions_fired",
    "equipment_destroyed", "equipment_damaged",
)  # fmt: skip


def categorise(scene: Scene, earlier: Sequence[Item]) -> None:
    """Give each item of `scene` its category, unit and, where it has none of its own, the item it follows.

    Args:
        scene: The sentence with its items in order.
        earlier: The kept items of the sentences before, the latest last.
    """
    before: Item | None = None
    for item in scene.items:
        own = governing(item.kind, item.first, item.after, item.last, scene.words, scene.hits, scene.starts)
        tie = _tie(before, item) if before is not None else None
        direct = kinds()[item.kind].direct
        if direct:
            item.category = default_category(item.kind)
        elif tie is not None and before is not None and (own is None or tie < own.cost):
            _inherit(item, before, own)
        elif own is not None:
            _take(item, own)
        else:
            _without_cue(item, earlier, before)
        _name_unit(item, before, earlier)
        item.kept = is_report(item)
        if item.kept and not (item.implicit and not item.number.value):
            before = item


def _take(item: Item, choice: Choice) -> None:
    item.choice = choice
    item.category = choice.category
    item.subset = item.subset or choice.hit.cue.subset


def _tie(before: Item, item: Item) -> float | None:
    """How far fetched it is that `item` goes on a list that `before` is in; None if it does not."""
    between = item.scene.words[before.last : item.first]
    if item.first < before.last:
        return None
    includes = _phrase_at_end(between, wordlist("figures")["links"]["includes"])
    if includes and len(between) <= includes + 6:
        item.subset = True
        item.whole = before.whole if before.subset and before.whole and "and" in between[:1] else before
        return _INHERIT_PART
    if item.noun.partitive and item.kind == "bare":
        item.subset, item.whole = True, before
        return _INHERIT_PART + 2
    if between and all(word in _CONNECTORS for word in between):
        if before.subset:
            item.subset, item.whole = True, before.whole
        return _INHERIT_LIST
    return None


def _phrase_at_end(words: Sequence[str], phrases: Sequence[str]) -> int:
    """Length of the phrase of `phrases` that ends within two words of the end of `words`; 0 if none."""
    for phrase in phrases:
        parts = phrase.split()
        for gap in range(3):
            stop = len(words) - gap
            if stop >= len(parts) and list(words[stop - len(parts) : stop]) == parts:
                return len(parts)
    return 0


def _inherit(item: Item, before: Item, own: Choice | None) -> None:
    item.origin = before
    if before.choice is not None and item.kind in before.choice.hit.cue.gives:
        item.category, item.choice = before.choice.hit.cue.gives[item.kind], before.choice
    elif is_person(item.kind) and is_person(before.kind):
        item.category = before.category
    elif item.kind == before.kind or item.kind in {"bare", "thing"}:
        item.category = before.category
    elif own is not None:
        _take(item, own)
    else:
        item.category = default_category(item.kind)


def _without_cue(item: Item, earlier: Sequence[Item], before: Item | None) -> None:
    item.category = default_category(item.kind)
    if item.kind == "people" and (item.number.value or 0) >= _MANY:
        item.category = "population"
    anaphors = wordlist("figures")["links"]["anaphors"]
    ahead = item.scene.words[max(0, item.first - _ANAPHOR_REACH) : item.first]
    behind = item.scene.words[item.after : item.after + 2]
    said = any(_holds(ahead, phrase) or _holds(behind, phrase) for phrase in anaphors)
    source = before or (earlier[-1] if earlier else None)
    if item.kind == "bare" and source is not None and (said or item.noun.partitive):
        item.origin = source
        item.category = source.category
        if source.category == "deployment" and "total" in ahead:
            item.category = "strength"


def _holds(words: Sequence[str], phrase: str) -> bool:
    return f" {phrase} " in f" {' '.join(words)} "


def _name_unit(item: Item, before: Item | None, earlier: Sequence[Item]) -> None:
    if item.noun.name and item.kind not in {
        "deaths",
        "injuries",
        "casualties",
        "arrests",
        "abductions",
        "disappearances",
    }:
        item.unit = item.noun.name
        return
    source = item.origin
    if source is None and item.kind == "bare" and item.category.startswith(("equipment", "munitions")):
        candidates = [*earlier, *([before] if before else [])]
        source = next((other for other in reversed(candidates) if other.kind in _MATERIAL), None)
    if source is not None and source.unit:
        item.unit = source.unit
    elif item.category.startswith("equipment"):
        item.unit = "vehicles"
    elif item.category.startswith("munitions"):
        item.unit = "munitions"
    else:
        item.unit = "people"


def is_report(item: Item) -> bool:
    """Whether a number is a reported figure rather than one that the text mentions in passing."""
    number, kind = item.number, item.kind
    if kind == "none" or (number.suffix == "m" and not is_person(kind)):
        return False
    cost = item.choice.cost if item.choice else None
    if item.implicit:
        return _implicit_report(item, cost)
    text = item.scene.words
    following = text[item.last] if item.last < len(text) else ""
    if following in _SPEAKING and cost is None and not kinds()[kind].direct:
        return False
    if _is_year(item) and (kind in {"bare", "thing", "event", "structure", "place"} or not item.noun.plural):
        return False
    known = cost is not None or item.origin is not None or kinds()[kind].direct
    if kind == "bare":
        return known
    if kind == "thing":
        return known or (
            _in_digits(item) and item.noun.plural and number.value is not None and number.value > 1
        )
    if number.value == 1 and not item.noun.plural:
        return known or kind in {"munition", "event", "formation"}
    if number.qualifier == "vague" or (not _in_digits(item) and (number.value or 0) <= _SMALL):
        if kind in {"place", "structure"}:
            return known or not _after_preposition(item)
        return known or kind not in {"people", "men", "case"}
    return True


def _implicit_report(item: Item, cost: float | None) -> bool:
    if not item.number.value:
        direct = kinds()[item.kind].direct
        return direct or (cost is not None and cost <= 4 and item.category in _NOTHING_HAPPENED)
    if kinds()[item.kind].implicit:
        return True
    return (
        item.kind in {"troops", "people"}
        and cost is not None
        and cost <= 1
        and item.category in {"killed", "wounded"}
    )


def _is_year(item: Item) -> bool:
    return bool(
        item.number.qualifier == "exact"
        and item.number.value is not None
        and 1900 <= item.number.value <= 2100  # noqa: PLR2004
        and re.fullmatch(r"(?:19|20)\d\d", item.scene.words[item.first])
    )


def _after_preposition(item: Item) -> bool:
    return item.first > 0 and item.scene.words[item.first - 1] in _PLACE_PREPOSITIONS


def _in_digits(item: Item) -> bool:
    return any(
        character.isdigit() for word in item.scene.words[item.first : item.after] for character in word
    )
