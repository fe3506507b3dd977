"""Counts what a locator finds and places in texts whose names are marked, as places/texts.toml tells."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from geomap.geometry import distance_km
from geomap.places import Locator
from geomap.records import Document, Mention, Place

FOLDER = Path(__file__).with_name("places")

_MARK = re.compile(r"\{([^|{}]+)\|([^|{}]+)(?:\|([mde]))?\}")
_KINDS = {"l": "literal", "m": "metonym", "d": "demonym"}


class Name(NamedTuple):
    """A marked name: where it stands, the key of its place, and the letter of its kind."""

    start: int
    end: int
    key: str
    kind: str


@dataclass
class Tally:
    """Counts of names, and a line on each fault."""

    gold: int = 0
    found: int = 0
    placed: int = 0
    said: int = 0
    wrong_pins: int = 0
    trapped: int = 0
    drawn: int = 0
    metonyms: int = 0
    told: int = 0
    literals: int = 0
    mistaken: int = 0
    abroad: int = 0
    log: list[str] = field(default_factory=list)


def texts() -> list[str]:
    """The texts of news and reports."""
    return list(_toml("texts.toml")["texts"])


def short_texts() -> dict[str, list[str]]:
    """The short texts, by their kind."""
    return dict(_toml("short_texts.toml")["texts"])


def tricky_texts() -> dict[str, list[str]]:
    """The texts on what is easily got wrong, by the sort of fault."""
    return dict(_toml("tricky_texts.toml")["texts"])


def tally(locator: Locator, marked_texts: Iterable[str]) -> Tally:
    """What `locator` makes of these texts."""
    spots = {}
    for name in ("texts.toml", "short_texts.toml", "tricky_texts.toml"):
        spots |= _toml(name)["places"]
    count = Tally()
    for number, marked in enumerate(marked_texts):
        text, names = read(marked)
        wanted = [name for name in names if name.key != "!" and name.kind != "e"]
        count.gold += len(wanted)
        mentions = locator.locate(Document(id=str(number), text=text))
        for mention in mentions:
            _count(count, number, mention, names, spots)
        spans = {(mention.start, mention.end) for mention in mentions}
        count.log.extend(f"{number} missed {text[n.start : n.end]!r}" for n in wanted if n[:2] not in spans)
    return count


def read(marked: str) -> tuple[str, list[Name]]:
    """A marked text as plain text and its names."""
    text, cursor, names = "", 0, []
    for mark in _MARK.finditer(marked):
        text += marked[cursor : mark.start()]
        names.append(Name(len(text), len(text) + len(mark[1]), mark[2], mark[3] or "l"))
        text += mark[1]
        cursor = mark.end()
    return text + marked[cursor:], names


def _count(count: Tally, number: int, mention: Mention, names: list[Name], spots: dict[str, list]) -> None:
    over = [name for name in names if name.start < mention.end and mention.start < name.end]
    place = mention.place
    if any(name.key == "!" for name in over):
        count.trapped += place is not None
        count.drawn += place is not None and mention.kind == "literal"
        if place is not None:
            count.log.append(f"{number} trapped {mention.text} {mention.kind} -> {place.id}")
        return
    if any(name.kind == "e" for name in over) or mention.kind == "vague":
        return
    count.said += 1
    name = next((name for name in over if name[:2] == (mention.start, mention.end)), None)
    if name is None:
        count.log.append(f"{number} extra {mention.text!r} {mention.kind}")
        count.wrong_pins += place is not None and not over
        return
    count.found += 1
    metonym = mention.kind == "metonym"
    count.metonyms += name.kind == "m"
    count.told += name.kind == "m" and metonym
    count.literals += name.kind == "l"
    count.mistaken += name.kind == "l" and metonym
    if mention.kind != _KINDS[name.kind]:
        count.log.append(f"{number} {_KINDS[name.kind]} taken for {mention.kind} {mention.text!r}")
    right = _is_right(name.key, place, spots)
    count.placed += right
    if not right:
        count.abroad += place is not None
        count.log.append(f"{number} wrong {mention.text!r} -> {place and (place.id, place.lat, place.lon)}")


def _is_right(key: str, place: Place | None, spots: dict[str, list]) -> bool:
    if key.startswith("@"):
        return place is None or place.country == key[1:]
    lat, lon, radius, *precision = spots[key]
    if place is None or (precision and place.precision != precision[0]):
        return False
    return distance_km(lon, lat, place.lon, place.lat) <= radius


def _toml(name: str) -> dict:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
