"""Names that the tagger passed over, joined to a placed name and near its place: "Goma and Sake"."""

import re
from collections.abc import Sequence

from geomap.geometry import distance_km
from geomap.places.gazetteer import Gazetteer
from geomap.places.tagger import TaggedName
from geomap.records import Mention, Place

_NEAR_KM = 60.0
_SURE = 0.5  # of the placed name
_CONFIDENCE = 0.6  # of its neighbour
_FINE = frozenset({"city", "village", "camp", "crossing", "airfield", "base"})
_SHORTEST = 4
_NAME = r"(?P<name>[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)?)\b"
_JOINT = r"[ ]?(?:,|/|-|–|\band\b|,[ ]and)[ ]?"
_AFTER = re.compile(_JOINT + _NAME)
_BEFORE = re.compile(r"(?<![\w-])" + _NAME + _JOINT + "$")
_BACK = 45


def joined(
    mentions: Sequence[Mention], tagged: Sequence[TaggedName], text: str, gazetteer: Gazetteer
) -> list[Mention]:
    """`mentions`, in order, with the passed-over names that are joined to one of them and near its place."""
    taken = [(mention.start, mention.end) for mention in mentions]
    taken += [(name.start, name.end) for name in tagged]
    found = list(mentions)
    waiting = list(mentions)
    while waiting:
        mention = waiting.pop()
        place = mention.place
        if (
            place is None
            or mention.kind != "literal"
            or mention.confidence < _SURE
            or place.precision != "city"
        ):
            continue
        start = max(0, mention.start - _BACK)
        for match, offset in (
            (_AFTER.match(text, mention.end), 0),
            (_BEFORE.search(text[start : mention.start]), start),
        ):
            if match is None:
                continue
            first, last = match.start("name") + offset, match.end("name") + offset
            if any(first < end and begin < last for begin, end in taken):
                continue
            neighbour = _near(match["name"], place, gazetteer)
            if neighbour is not None:
                added = Mention(
                    start=first,
                    end=last,
                    text=match["name"],
                    kind="literal",
                    place=neighbour,
                    confidence=_CONFIDENCE,
                )
                found.append(added)
                waiting.append(added)
                taken.append((first, last))
    return sorted(found, key=lambda each: each.start)


def _near(name: str, place: Place, gazetteer: Gazetteer) -> Place | None:
    if len(name) < _SHORTEST:
        return None
    for candidate in gazetteer.candidates(name):
        other = candidate.place
        if (
            candidate.match not in {"primary", "alias"}
            or candidate.feature not in _FINE
            or other.id == place.id
        ):
            continue
        if distance_km(place.lon, place.lat, other.lon, other.lat) <= _NEAR_KM:
            return other
    return None
