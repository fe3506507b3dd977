"""Which places an event has, and the part each plays in it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from geomap.events.clauses import Sentence
from geomap.events.triggers import Hit
from geomap.records import EventPlace, EventType, Mention, Place, Role

VERBAL: frozenset[EventType] = frozenset(
    {"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}
)
"""Types that are acts of speech: a place in them is what they are about, seldom where they are."""

_SIGNED: frozenset[EventType] = frozenset({"AGREE", "SUPPORT", "CONCEDE"})
_MOVING: frozenset[EventType] = frozenset({"MOBILIZE", "RETREAT", "SANCTION", "AID"})
_LEAVING: frozenset[EventType] = frozenset({"RETREAT", "SANCTION"})
_LAUNCHED = frozenset("launched fired launch fire launches sent coming flew".split())
_SKIPPED = frozenset(
    "the a an its their his her our southern northern eastern western central south north east west south-east "
    "north-east south-west north-west southeast northeast southwest northwest city town village port capital area "
    "region district province state governorate county besieged occupied rebel-held strategic border coastal of "
    "neighbouring neighboring nearby old key disputed contested war-torn both town's city's parts outskirts most "
    "much all some several villages towns suburbs suburb areas districts part centre center settlement island".split()
)
_NEAR = frozenset("near outside off around beyond opposite".split())
_AT = frozenset("in at on across inside over along within throughout of around against between above amid".split())
_TO = frozenset("to toward towards into onto for reach reached reaches reaching entering".split())
_VIA = frozenset("via through".split())
_FROM = frozenset("from".split())
_ENTERED_BY = frozenset("into onto entered entering enters".split())
_BEARINGS = frozenset(
    "north south east west northeast northwest southeast southwest north-east north-west south-east south-west "
    "outskirts km kilometres kilometers miles nm".split()
)
_WIDE = frozenset({"country", "adm1", "region", "sea"})
_FINE = frozenset({"point", "facility", "city", "adm2", "line"})
_MAX_BACK = 7


class Candidate(NamedTuple):
    """A mention that can be an event's place: its words in the sentence and the word that governs it."""

    first: int
    last: int
    mention: Mention
    governor: str


def candidates(sentence: Sentence, mentions: Iterable[Mention]) -> list[Candidate]:
    """The literal and vague mentions of a sentence that have a place, each with its governing word."""
    found: list[Candidate] = []
    for mention in mentions:
        span = [i for i, token in enumerate(sentence.tokens) if mention.start <= token.start < mention.end]
        if mention.kind not in {"literal", "vague"} or mention.place is None or not span:
            continue
        governor = _governor(sentence, span[0], found)
        found.append(Candidate(span[0], span[-1] + 1, mention, governor))
    return found


def roles(
    chosen: Sequence[Candidate], sentence: Sentence, hit: Hit, *, own_clause: bool = True
) -> tuple[EventPlace, ...]:
    """The `chosen` candidates as places of the event of a `hit` in the same sentence."""
    result: list[EventPlace] = []
    for number, candidate in enumerate(chosen):
        place = candidate.mention.place
        if place is None:
            continue
        role = _role(candidate, sentence, hit, own_clause=own_clause)
        if number and _contains(place, chosen[number - 1], candidate, sentence):
            role = "within"
        if all(place.id != at.place.id for at in result):
            result.append(EventPlace(place=place, role=role))
    return tuple(result)


def _role(candidate: Candidate, sentence: Sentence, hit: Hit, *, own_clause: bool) -> Role:
    governor = candidate.governor
    if hit.type in VERBAL:
        signed = hit.type in _SIGNED and governor == "in" and candidate.mention.place is not None
        fine = candidate.mention.place is not None and candidate.mention.place.precision in {"city", "facility", "point"}
        return "location" if signed and fine else "topic"
    if governor in _NEAR:
        return "near"
    if governor in _FROM:
        launched = any(word in _LAUNCHED for word in sentence.words[hit.first : candidate.first])
        return "origin" if hit.type in _MOVING or launched or hit.type == "ASSAULT" else "location"
    if governor in _VIA:
        return "via"
    moving = hit.type in _MOVING or hit.type == "CONSULT" or (hit.type == "ASSAULT" and governor in {"toward", "towards"})
    if governor in _TO and hit.type != "COERCE" and moving and hit.mode not in {"displace"}:
        return "destination"
    if hit.type in _LEAVING and candidate.first >= hit.last and candidate.first - hit.last <= 1 and own_clause:
        return "origin"
    return "location"


def _governor(sentence: Sentence, first: int, earlier: Sequence[Candidate]) -> str:
    """The preposition (or bearing) before a name; the second of two joined names takes the first one's."""
    words = sentence.words
    position = first - 1
    for _ in range(_MAX_BACK):
        if position < 0:
            return ""
        word = words[position]
        if word == "of" and position and words[position - 1] in _BEARINGS:
            return "near"
        if word == "from" and position and words[position - 1] in {"km", "kilometres", "kilometers", "miles"}:
            return "near"
        if word in _NEAR | _TO | _VIA | _FROM or (word in _AT and word != "of"):
            return word
        if word in {"and", ",", "or", "to", "–", "-"} and earlier and earlier[-1].last >= position - 1:
            return earlier[-1].governor
        if word not in _SKIPPED:
            return ""
        position -= 1
    return ""


def _contains(place: Place, before: Candidate, candidate: Candidate, sentence: Sentence) -> bool:
    """``Noshki, Pakistan``: a wider place right after a comma holds the one before it."""
    inner = before.mention.place
    between = sentence.words[before.last : candidate.first]
    return (
        inner is not None
        and inner.precision in _FINE
        and place.precision in _WIDE
        and (between in {(",",), ("in",)} or between[:1] == (",",) and len(between) <= 2)  # noqa: PLR2004
    )
