"""Places that a text measures from a named one: "20 km north of Kherson", "near Rafah", "off Hodeidah".

The name keeps its own place (`Mention.place`), which is what the words say; `Mention.relative` is where the
phrase puts what is told. Its id is the named place's with how it is measured from it, so that the same words
give the same id: ``geonames:706448~20km-0`` (distance and bearing in degrees), ``…~within-19km``, ``…~near``,
``…~side-135``, ``…~off``, ``…~off-40km``, ``…~between~geonames:…``, ``…~halfway~geonames:…``. Its precision
is "adm2", the fineness of a district, and its radius in km holds what the words leave open.
"""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from geomap.geometry import LonLat, bearing, distance_km, offset
from geomap.places.coast import Coasts
from geomap.places.relative_words import RelativeWords
from geomap.records import Mention, Place

FEATURE = "relative"
"""The feature word of a derived place."""

_WIDEST_ANCHOR_KM = 60.0  # from the middle of anything wider nothing can be measured
_WIDE = frozenset({"adm1", "country", "sea", "line"})
_KINDS = frozenset({"literal", "metonym"})
_BACK = 110  # characters before a name that can hold the phrase
_AHEAD = 30
_HALF_SECTOR = 22.5  # degrees to either side that an eight-point bearing leaves open
_SIDE_KM = 10.0  # "south of": the disc reaches from the place to twice as far
_OFF_KM = 15.0
_FARTHEST = {"measured": 800.0, "within": 150.0, "off": 400.0, "between": 200.0}
_HALFWAY_SHARE = 0.15  # of the distance between the two
_MOST_BETWEEN = 12


class _Length(NamedTuple):
    km: float
    slack: float  # half of the last digit's step


class RelativePlaces:
    """Reads the phrases before names; holds the patterns and the coasts met so far."""

    def __init__(self, words: RelativeWords, coasts: Coasts) -> None:
        self._words = words
        self._coasts = coasts

    def told(self, mentions: Sequence[Mention], text: str) -> list[Mention]:
        """`mentions`, in order, with `relative` set where the text measures from them.

        "in Kaswa, 50 km north of Beni" tells where Kaswa lies: Kaswa gets the derived place if the gazetteer
        does not know it, and Beni stays a landmark.
        """
        found = list(mentions)
        for index, mention in enumerate(mentions):
            if not _anchors(mention):
                continue
            after = mentions[index + 1] if index + 1 < len(mentions) else None
            if after is not None and (between := self._between(mention, after, text)):
                found[index] = msgspec.structs.replace(found[index], relative=between)
                found[index + 1] = msgspec.structs.replace(found[index + 1], relative=between)
                continue
            if found[index].relative is not None:
                continue
            before = mentions[index - 1] if index else None
            floor = max(before.end if before else 0, text.rfind("\n", 0, mention.start) + 1)
            match = self._words.before(text[max(floor, mention.start - _BACK) : mention.start])
            if match is None:
                continue
            start = mention.start - len(match.group().lstrip())
            place = self._derived(match, mention, text[start : mention.end], text[mention.end :][:_AHEAD])
            if place is None:
                continue
            if before is not None and self._words.explains(text[before.end : start]):
                if before.place is None and before.kind == "literal":
                    found[index - 1] = msgspec.structs.replace(found[index - 1], relative=place)
            else:
                found[index] = msgspec.structs.replace(found[index], relative=place)
        return found

    def _derived(self, match: re.Match[str], mention: Mention, words: str, after: str) -> Place | None:
        anchor = _place(mention)
        at, name = LonLat(anchor.lon, anchor.lat), _phrase(words)
        length = self._length(match)
        heading = self._words.bearing(match)
        if match["off"]:
            return self._off(anchor, length, name)
        if match["near"]:
            reach = anchor.radius_km + self._words.reach(match["near"])
            return _made(anchor, "near", at, reach, name)
        if length is None:
            middle = anchor.radius_km / 2 + _SIDE_KM
            how = f"side-{heading:g}"
            return None if heading is None else _made(anchor, how, offset(at, heading, middle), middle, name)
        if heading is None:
            travelled = after.lstrip().startswith(("to ", "into "))  # "drove 40 km from Goma to Sake"
            reach = length.km + length.slack + anchor.radius_km
            how = f"within-{length.km:.3g}km"
            far = length.km > _FARTHEST["within"]
            return None if far or travelled else _made(anchor, how, at, reach, name)
        aside = length.km * math.sin(math.radians(_HALF_SECTOR))
        reach = math.hypot(length.slack, aside, anchor.radius_km)
        how, middle_at = f"{length.km:.3g}km-{heading:g}", offset(at, heading, length.km)
        return None if length.km > _FARTHEST["measured"] else _made(anchor, how, middle_at, reach, name)

    def _off(self, anchor: Place, length: _Length | None, name: str) -> Place | None:
        km = length.km if length else _OFF_KM + anchor.radius_km / 2
        if km > _FARTHEST["off"]:
            return None
        seaward = self._coasts.seaward(anchor, km)
        if seaward is None:
            return None
        how = f"off-{km:.3g}km" if length else "off"
        # the coast's own bend leaves more open than a told bearing does
        reach = math.hypot(km / 2, length.slack, anchor.radius_km) if length else km
        return _made(anchor, how, offset(LonLat(anchor.lon, anchor.lat), seaward, km), reach, name)

    def _between(self, one: Mention, other: Mention, text: str) -> Place | None:
        if not _anchors(other) or other.start - one.end > _MOST_BETWEEN:
            return None
        line = text.rfind("\n", 0, one.start) + 1
        told = self._words.between(
            text[max(line, one.start - _BACK) : one.start],
            text[one.end : other.start],
            text[other.end : other.end + _AHEAD],
        )
        if told is None:
            return None
        start, end, halfway = told
        first, second = _place(one), _place(other)
        km = distance_km(first.lon, first.lat, second.lon, second.lat)
        if first.id == second.id or km > _FARTHEST["between"]:
            return None
        at = LonLat(first.lon, first.lat)
        middle = offset(at, bearing(at, LonLat(second.lon, second.lat)), km / 2)
        reach = max(km * _HALFWAY_SHARE if halfway else km / 2, 1.0)
        phrase = text[one.start - start : other.end + end]
        name = _phrase(phrase) if start else f"the {' '.join(phrase.split())}"
        how = f"{'halfway' if halfway else 'between'}~{second.id}"
        return _made(first, how, middle, reach, name)

    def _length(self, match: re.Match[str]) -> _Length | None:
        if match["unit"] is None:
            return None
        scale = self._words.unit(match["unit"])
        number, step = self._words.number(match["number"])
        slack = step / 2
        if match["low"]:
            low, _ = self._words.number(match["low"])
            number, slack = (low + number) / 2, max(slack, abs(number - low) / 2)
        if match["approximate"]:
            slack *= 2
        return _Length(number * scale, slack * scale)


def _anchors(mention: Mention) -> bool:
    place = mention.place
    return (
        place is not None
        and mention.kind in _KINDS
        and place.precision not in _WIDE
        and place.radius_km <= _WIDEST_ANCHOR_KM
    )


def _place(mention: Mention) -> Place:
    if mention.place is None:
        raise ValueError(f"{mention.text!r} has no place to measure from")
    return mention.place


def _phrase(words: str) -> str:
    """Words that begin with a phrase's own small word, as they read inside a sentence."""
    words = " ".join(words.split())
    return words[:1].lower() + words[1:]


def _made(anchor: Place, how: str, at: LonLat, radius_km: float, name: str) -> Place:
    return Place(
        id=f"{anchor.id}~{how}",
        name=name,
        lon=round(at.lon, 5),
        lat=round(at.lat, 5),
        precision="adm2",
        feature=FEATURE,
        country=anchor.country,
        admin1=anchor.admin1,
        radius_km=round(radius_km, 1),
    )
