"""Which places an event has, and the part each plays in it."""

from collections.abc import Iterable, Sequence

from geomap.events.clauses import Sentence
from geomap.events.grammar import words_of
from geomap.events.place_choice import Candidate, holds, told_by
from geomap.events.triggers import Hit
from geomap.records import Actor, EventPlace, EventType, Mention, Place, Role

VERBAL: frozenset[EventType] = frozenset(
    {"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}
)
"""Types that are acts of speech: a place in them is what they are about, seldom where they are."""

_SIGNED: frozenset[EventType] = frozenset({"AGREE", "SUPPORT", "CONCEDE"})
_MOVING: frozenset[EventType] = frozenset({"MOBILIZE", "RETREAT", "SANCTION", "AID"})
_LEAVING: frozenset[EventType] = frozenset({"RETREAT", "SANCTION"})
_WIDE = frozenset({"country", "adm1", "region", "sea"})
_FINE = frozenset({"point", "facility", "city", "adm2", "line"})
_MAX_BACK = 7
_PART_WORDS = 7


def candidates(sentence: Sentence, mentions: Iterable[Mention]) -> list[Candidate]:
    """The mentions of a sentence that can be where something is, each with its governing word.

    Those are literal and vague ones, any by which a capital is named ("the Ukrainian capital"), and a metonym
    after ``in`` or ``near``, which was taken for one wrongly.
    """
    found: list[Candidate] = []
    for mention in mentions:
        span = [i for i, token in enumerate(sentence.tokens) if mention.start <= token.start < mention.end]
        standing = mention.kind in {"literal", "vague", "metonym"} or mention.relative is not None
        if not standing or mention.meant is None or not span:
            continue
        governor = _governor(sentence, span[0], found)
        if mention.kind == "metonym" and mention.relative is None and governor not in words_of("inside"):
            continue
        found.append(Candidate(span[0], span[-1] + 1, mention, governor))
    return found


def roles(
    chosen: Sequence[Candidate], sentence: Sentence, hit: Hit, *, own_clause: bool = True
) -> tuple[EventPlace, ...]:
    """The `chosen` candidates as places of the event of a `hit` in the same sentence."""
    result: list[EventPlace] = []
    before: Candidate | None = None
    for candidate in told_by(chosen, sentence, hit):
        place = candidate.mention.meant
        if place is None:
            continue
        role = _role(candidate, sentence, hit, own_clause=own_clause)
        if role == "near" and place.ground != place.id:
            role = "location"  # the place itself says how near
        if before is not None and _contains(place, before, candidate, sentence):
            # what holds the place that rockets came from was not struck either
            role = result[-1].role if result and result[-1].role in {"origin", "via"} else "within"
        before = candidate
        if all(place.id != at.place.id for at in result):
            result.append(EventPlace(place=place, role=role))
    return tuple(_as_frame(at, result) for at in result)


def with_home(
    places: tuple[EventPlace, ...], actors: Sequence[Actor], mentions: Iterable[Mention]
) -> tuple[EventPlace, ...]:
    """`places` with the home of troops that go to another country as origin, where no origin is told."""
    destinations = {at.place.country for at in places if at.role == "destination"}
    homes = {actor.country for actor in actors if actor.type in {"state", "military"} and actor.country}
    if len(homes) != 1 or not destinations or None in destinations or homes & destinations:
        return places
    if any(at.role == "origin" for at in places):
        return places
    for mention in mentions:
        place = mention.place
        if place is not None and place.precision == "country" and place.country in homes:
            return (EventPlace(place=place, role="origin"), *places)
    return places


def is_subject(candidate: Candidate, hit: Hit) -> bool:
    """A country before the verb without a preposition is who acts, even where it was taken for a place."""
    place = candidate.mention.place
    acts = hit.verb and not hit.passive and candidate.last <= hit.head and not candidate.governor
    return acts and place is not None and place.precision == "country"


def _as_frame(at: EventPlace, places: Sequence[EventPlace]) -> EventPlace:
    """A country, region or district beside a finer place in it, for the same part, only frames that place."""
    framed = at.role in {"location", "destination"} and any(
        other.role in {at.role, "near"} and holds(at.place, other.place) for other in places
    )
    return EventPlace(place=at.place, role="within") if framed else at


def _arrives(sentence: Sentence, hit: Hit, candidate: Candidate) -> bool:
    """``arrived in``, ``took shelter in``: the place is where they came to."""
    return not words_of("arriving").isdisjoint(sentence.words[hit.head : candidate.first])


def _moved(candidate: Candidate, sentence: Sentence, hit: Hit) -> Role | None:
    """``residents of X must leave``, ``took refuge in X``: whence and whither without from and to."""
    if hit.mode not in {"expel", "displacement", "troops"}:
        return None
    of = candidate.first and sentence.words[candidate.first - 1] == "of" and not candidate.governor
    home = of or (candidate.governor == "in" and sentence.words[hit.head] in words_of("leaving"))
    if home and hit.mode in {"expel", "displacement"} and candidate.last <= hit.head:
        return "origin"
    inside = candidate.governor in words_of("inside") and candidate.first >= hit.head
    return "destination" if inside and _arrives(sentence, hit, candidate) else None


def _role(candidate: Candidate, sentence: Sentence, hit: Hit, *, own_clause: bool) -> Role:
    if hit.type in VERBAL:
        return _verbal_role(candidate, hit)
    governor = candidate.governor
    for role in ("near", "via"):
        if governor in words_of(role):
            return role
    moving = hit.type in _MOVING
    departs = moving and not governor and sentence.words[candidate.first - 1] in words_of("departing")
    if departs or (governor in words_of("from") and (moving or hit.type == "ASSAULT")):
        return "origin"  # "left Gao for Niamey", "shelled from Gao"
    towards = hit.type == "CONSULT" or (hit.type == "ASSAULT" and governor in {"toward", "towards"})
    if governor in words_of("to") and (moving or towards):
        return "destination"
    moved = _moved(candidate, sentence, hit) if own_clause else None
    if moved is not None:
        return moved
    beside = not governor and 0 <= candidate.first - hit.last <= 1
    return "origin" if hit.type in _LEAVING and beside and own_clause else "location"


def _verbal_role(candidate: Candidate, hit: Hit) -> Role:
    """What speech is about, but a deal is signed where the town after ``in`` lies."""
    place = candidate.mention.place
    signed = hit.type in _SIGNED and candidate.governor == "in"
    return "location" if signed and place is not None and place.precision in _FINE else "topic"


def _governor(sentence: Sentence, first: int, earlier: Sequence[Candidate]) -> str:
    """The preposition (or bearing) before a name; the second of two joined names takes the first one's."""
    words = sentence.words
    owner = False
    for position in range(first - 1, max(-1, first - 1 - _MAX_BACK), -1):
        word, before = words[position], words[position - 1] if position else ""
        if word in {"'s", "’s"} or (owner and sentence.tokens[position].text[:1].isupper()):
            owner = True  # "to Russia's Kursk region": the preposition stands before the owner
            continue
        if (word == "of" and before in words_of("bearings")) or (
            word == "from" and before in words_of("lengths")
        ):
            return "near"
        if word == "to" and before in words_of("roads"):
            return "near"
        if word != "of" and any(word in words_of(role) for role in ("near", "to", "via", "from", "at")):
            return word
        if word in words_of("joiners") and earlier and earlier[-1].last >= position - 1:
            return earlier[-1].governor
        if word == "with" and before in words_of("borders"):
            return "near" if "to" not in words[max(0, position - 3) : position] else "to"
        if word not in words_of("inside_place_phrase"):
            break
    return ""


def _contains(place: Place, before: Candidate, candidate: Candidate, sentence: Sentence) -> bool:
    """``Noshki, Pakistan``: a wider place right after a comma holds the one before it."""
    inner = before.mention.place
    between = sentence.words[before.last : candidate.first]
    part = between[-1:] in {("of",), ("in",)} and not words_of("parts_of_towns").isdisjoint(between)
    part = part and between[0] not in {"and", "or"} and len(between) <= _PART_WORDS
    if part and inner is not None and inner.precision in _FINE:
        return True  # "the Eidgah area of Karachi"
    return (
        inner is not None
        and inner.precision in _FINE
        and place.precision in _WIDE
        and (
            between in {(",",), ("in",)}
            or (between[:1] == (",",) and len(between) <= 2)
            or _is_apposition(between)
        )
    )


def _is_apposition(between: Sequence[str]) -> bool:
    """``Sittwe, the capital of Rakhine State``: what follows the comma only says what the town is."""
    return (
        between[:1] == (",",)
        and between[1:2] in {("the",), ("a",), ("an",)}
        and between[-1:] in {("of",), ("in",)}
        and "," not in between[1:]
        and not words_of("seats").isdisjoint(between)
    )
