"""Which numbers are reports of how many, and which the text mentions in passing."""

from geomap.events.figure_cues import listed
from geomap.events.figure_items import Item, is_person, is_year
from geomap.events.units import kinds
from geomap.records import Category

_SMALL = 12
_TIGHT = 1.0
_LOOSE = 4.0
# "no" counts as a report of none for these only
_ABSENT: frozenset[Category] = frozenset(
    {
        "killed",
        "wounded",
        "casualties",
        "captured",
        "missing",
        "arrested",
        "involved",
        "displaced",
        "munitions_fired",
        "equipment_destroyed",
        "equipment_damaged",
    }
)
# these are a report only with a cue, unless the number is written in digits
_BACKGROUND = frozenset({"people", "men", "case", "place", "structure"})


def is_report(item: Item) -> bool:
    """Whether a number is a reported figure; the item's category, cue and origin are known."""
    if item.kind == "none" or (item.number.suffix == "m" and not is_person(item.kind)):
        return False
    if item.implicit:
        return _implicit_report(item)
    if (_speaks(item) and not _tightly(item)) or (item.kind == "bare" and not _grounded(item)):
        return False
    if is_year(item) or _is_name(item):
        return False
    return _grounded(item) or _tells_by_itself(item)


def _grounded(item: Item) -> bool:
    """Whether a cue, another figure or the noun itself says what the number counts."""
    return item.choice is not None or item.origin is not None or kinds()[item.kind].direct


def _tightly(item: Item) -> bool:
    """Whether the noun itself or a cue right beside it says what the number counts."""
    return kinds()[item.kind].direct or (item.choice is not None and item.choice.cost <= _TIGHT)


def _tells_by_itself(item: Item) -> bool:
    number, kind = item.number, item.kind
    in_digits = any(character.isdigit() for word in _own_words(item) for character in word)
    if kind in {"case", "thing"} and item.scene.words[max(0, item.first - 2) : item.first] == ["one", "of"]:
        return False  # "just one of 300 crimes"
    if kind in {"measure", "thing"}:
        return kind == "thing" and in_digits and item.noun.plural and (number.value or 0) > 1
    if number.value == 1 and not item.noun.plural:
        return kind in {"munition", "event", "formation"}
    if number.qualifier == "vague":
        return kind not in _BACKGROUND
    if in_digits or (number.value or 0) > _SMALL:
        return True
    return not _after_preposition(item) if kind in {"place", "structure"} else kind not in _BACKGROUND


def _implicit_report(item: Item) -> bool:
    kind = kinds()[item.kind]
    cost = item.choice.cost if item.choice else None
    if not item.number.value:
        return kind.direct or (cost is not None and cost <= _LOOSE and item.category in _ABSENT)
    if kind.implicit:
        return item.scene.words[item.noun.last - 1] in kind.implicit
    return (
        item.kind == "troops"
        and not _speaks(item)
        and cost is not None
        and cost <= _TIGHT
        and item.category in {"killed", "wounded"}
    )


def _speaks(item: Item) -> bool:
    """Whether the counted people are those who say it: "two officials said"."""
    words = item.scene.words
    return item.last < len(words) and words[item.last] in listed("speaking")


def _is_name(item: Item) -> bool:
    """Whether the number is the name of a unit: "the 444 Brigade"."""
    return item.kind == "formation" and not item.noun.plural and (item.number.value or 0) > 1


def _after_preposition(item: Item) -> bool:
    return item.first > 0 and item.scene.words[item.first - 1] in listed("place_prepositions")


def _own_words(item: Item) -> list[str]:
    return list(item.scene.words[item.first : item.after])
