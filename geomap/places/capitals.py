"""Capitals named by their country: "the Ukrainian capital", "Mali's capital", "the capital of Sudan".

The name keeps its own place, the country; `Mention.relative` is the capital. Where the city's own name stands
beside the phrase ("Kyiv, the Ukrainian capital"), that says where it is.
"""

import re
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from geomap.places.cues import Cues
from geomap.records import Mention, Place

_KINDS = frozenset({"literal", "metonym", "demonym"})
_AHEAD = 40
_BEHIND = 30
_AFTER = re.compile(r"(?:['’]s?)?\s+capital(?:\s+city)?\b(?:\s+(?P<noun>[a-z]+))?")
_BEFORE = re.compile(r"\bcapital(?:\s+city)?\s+of\s+(?:the\s+)?$")
_BESIDE = re.compile(r"\s*,?\s*(?:of\s+)?")
_APPOSED = re.compile(r"\s*[,(–—-]\s*(?:the\s+)?(?:capital(?:\s+city)?\s+of\s+(?:the\s+)?)?")


def with_capitals(
    mentions: Sequence[Mention], text: str, capital_of: Callable[[str], Place | None], cues: Cues
) -> list[Mention]:
    """`mentions`, in order, with `relative` set to the capital where the text speaks of a country's.

    Args:
        mentions: The place names of a text.
        text: The text.
        capital_of: The capital of a country by its ISO 3166-1 alpha-2 code.
        cues: Which words behind it make "capital" a word of another meaning.
    """
    found = list(mentions)
    for index, mention in enumerate(mentions):
        place = mention.place
        if place is None or place.precision != "country" or not place.country or mention.kind not in _KINDS:
            continue
        after = _AFTER.match(text, mention.end, mention.end + _AHEAD)
        if after and after["noun"] and after["noun"].startswith(tuple(cues.capital_other)):
            continue
        before = _BEFORE.search(text, max(0, mention.start - _BEHIND), mention.start)
        if mention.relative is not None or not (after or before):
            continue
        start, end = before.start() if before else mention.start, _end(after) if after else mention.end
        if not _named_beside(mentions, index, text, start, end):
            found[index] = replace(mention, relative=capital_of(place.country))
    return found


def _end(phrase: re.Match[str]) -> int:
    """Where a phrase ends with the word "capital", whatever noun follows."""
    return phrase.end() if phrase["noun"] is None else len(phrase.string[: phrase.start("noun")].rstrip())


def _named_beside(mentions: Sequence[Mention], index: int, text: str, start: int, end: int) -> bool:
    """Whether another name stands right before or behind the phrase."""
    if index and _APPOSED.fullmatch(text, mentions[index - 1].end, start):
        return True
    return index + 1 < len(mentions) and _BESIDE.fullmatch(text, end, mentions[index + 1].start) is not None
