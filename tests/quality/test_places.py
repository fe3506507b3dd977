"""Floors for finding and placing names on texts of our own; lowering one needs a word in the CHANGELOG."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from geomap.geometry import distance_km
from geomap.places import Locator
from geomap.records import Document

_MARK = re.compile(r"\{([^|{}]+)\|([^|{}]+)(?:\|([mde]))?\}")
_KINDS = {"l": "literal", "m": "metonym", "d": "demonym"}
_TALLIED = (
    "gold",
    "found",
    "placed",
    "said",
    "wrong_pins",
    "trapped",
    "metonyms",
    "told",
    "literals",
    "mistaken",
)
_FILE = Path(__file__).with_name("places.toml")


def _read(marked):
    """A marked text as plain text and its names: (start, end, key, kind letter)."""
    text, cursor, names = "", 0, []
    for mark in _MARK.finditer(marked):
        text += marked[cursor : mark.start()]
        names.append((len(text), len(text) + len(mark[1]), mark[2], mark[3] or "l"))
        text += mark[1]
        cursor = mark.end()
    return text + marked[cursor:], names


def _scored():
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    locator = Locator.shipped()
    tally = dict.fromkeys(_TALLIED, 0)
    log = []
    for number, marked in enumerate(data["texts"]):
        text, names = _read(marked)
        mentions = locator.locate(Document(id=str(number), text=text))
        wanted = [name for name in names if name[2] != "!" and name[3] != "e"]
        tally["gold"] += len(wanted)
        for mention in mentions:
            span = (mention.start, mention.end)
            over = [name for name in names if name[0] < mention.end and mention.start < name[1]]
            if any(name[2] == "!" for name in over):
                tally["trapped"] += mention.place is not None
                if mention.place:
                    log.append(f"{number} trapped {mention.text} -> {mention.place.id}")
                continue
            if any(name[3] == "e" for name in over) or mention.kind == "vague":
                continue
            tally["said"] += 1
            name = next((name for name in wanted if name[:2] == span), None)
            if name is None:
                log.append(f"{number} extra {mention.text!r} {mention.kind}")
                tally["wrong_pins"] += mention.place is not None and not over
                continue
            tally["found"] += 1
            metonym = mention.kind == "metonym"
            tally["metonyms"] += name[3] == "m"
            tally["told"] += name[3] == "m" and metonym
            tally["literals"] += name[3] == "l"
            tally["mistaken"] += name[3] == "l" and metonym
            if mention.kind != _KINDS[name[3]]:
                log.append(f"{number} {_KINDS[name[3]]} taken for {mention.kind} {mention.text!r}")
            lat, lon, radius = data["places"][name[2]]
            place = mention.place
            near = place is not None and distance_km(lon, lat, place.lon, place.lat) <= radius
            tally["placed"] += near
            if not near:
                log.append(f"{number} wrong {mention.text!r} -> {place and (place.id, place.lat, place.lon)}")
        spans = {(mention.start, mention.end) for mention in mentions}
        log.extend(f"{number} missed {text[n[0] : n[1]]!r}" for n in wanted if n[:2] not in spans)
    return tally, log


@pytest.fixture(scope="module")
def scored():
    tally, log = _scored()
    sys.stdout.write("\n".join([*log, str(tally), ""]))
    return tally


def test_most_names_are_found_with_exact_edges(scored):
    assert scored["found"] / scored["gold"] >= 0.95


def test_most_names_found_are_names(scored):
    assert scored["found"] / scored["said"] >= 0.95


def test_most_names_are_put_in_the_right_place(scored):
    assert scored["placed"] / scored["gold"] >= 0.9


def test_ships_persons_and_groups_get_no_pin(scored):
    assert scored["trapped"] == 0
    assert scored["wrong_pins"] <= 2


def test_most_governments_are_told_from_ground_and_hardly_any_ground_is_taken_for_one(scored):
    assert scored["told"] / scored["metonyms"] >= 0.85
    assert scored["mistaken"] / scored["literals"] <= 0.03
