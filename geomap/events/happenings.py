"""From trigger hits to happenings: one for each thing told, not one for each verb."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from geomap.events.clauses import Clause
from geomap.events.grammar import words_of
from geomap.events.modality import Modalities
from geomap.events.place_roles import VERBAL
from geomap.events.reading import Reading, ReadSentence
from geomap.events.triggers import Hit
from geomap.records import EventType, Modality

_GOVERNING: frozenset[EventType] = frozenset({"REQUEST", "REJECT", "THREATEN", "AGREE"})
# types whose nouns are often background; others are idle only when they refer back
_PHYSICAL_NOUNS: frozenset[EventType] = frozenset(
    {"ASSAULT", "MOBILIZE", "COERCE", "RETREAT", "PROTEST", "COOPERATE", "AID"}
)
_LABEL_WORDS = 3
_OPENING = 3  # words that may stand before a place that opens a sentence


@dataclass
class Happening:
    """An event in the making: where it is told (sentence, clauses), by which hit, and in which modality.

    ``again`` if its words point back to what was told: ``after the killings``, ``shot in the same ambush``.
    """

    row: int
    clause: int
    last_clause: int
    hit: Hit
    modality: Modality
    evidence: int
    definite: bool = False
    again: bool = False
    also: list[int] = field(default_factory=list)


def happenings(reading: Reading, modalities: Modalities) -> list[Happening]:
    """The happenings of a document in text order, reports of the same one within a sentence or two merged."""
    found: list[Happening] = []
    seen: set[tuple[EventType, str | None]] = set()
    for number, row in enumerate(reading.sentences):
        told = _of_sentence(number, row, modalities, seen)
        for happening in told:
            home = _joins(happening, found, reading)
            if home is None:
                found.append(happening)
                seen.add((happening.hit.type, happening.hit.mode))
            else:
                _join(home, happening)
    return found


def _of_sentence(
    number: int, row: ReadSentence, modalities: Modalities, seen: set[tuple[EventType, str | None]]
) -> list[Happening]:
    result: list[Happening] = []
    governed: tuple[int, int, bool] | None = None
    for hit in row.hits:
        clause = row.clause_of(hit.head)
        if governed is not None and _is_governed(row, governed, clause, hit):
            continue
        if _is_topic(row, row.clauses[clause], hit):
            continue
        evidence = _evidence(row, clause)
        if not hit.verb and hit.kind != "toll" and _is_idle(row, clause, hit, evidence, seen):
            continue
        if row.clauses[clause].kind == "adverbial" and _refers_back(row, clause, hit, seen):
            continue
        modality = modalities.of(row.sentence, row.clauses, clause, hit, row.cues)
        if row.imagined and hit.type not in VERBAL and modality != "negated":
            modality = "hypothetical"
        if modality == "negated" and (hit.kind == "toll" or row.clauses[clause].kind == "condition"):
            continue
        vague = evidence < 2 and not _has_party(row, row.clauses[clause], hit)
        if hit.kind == "noun" and modality == "hypothetical" and vague:
            continue
        if hit.kind == "said" and hit.type in _GOVERNING | {"ACCUSE"} and modality in {"occurred", "claimed"}:
            governed = (clause, hit.head, hit.type == "ACCUSE")
        definite = hit.first > 0 and row.sentence.words[hit.first - 1] in words_of("definite")
        again = _is_again(row, row.clauses[clause], hit, definite=definite)
        result.append(Happening(number, clause, clause, hit, modality, evidence, definite, again))
    return _merge_sentence(result, row)


def _is_governed(row: ReadSentence, governed: tuple[int, int, bool], clause: int, hit: Hit) -> bool:
    """Whether a hit is what a demand, promise, refusal or threat is about: in its clause or the next."""
    words = row.sentence.words
    if hit.kind == "said" and hit.verb and words[hit.head - 1] != "to" and not governed[2]:
        return False
    if governed[2]:
        return clause == governed[0] and hit.kind == "said"
    if not hit.verb and "," in words[governed[1] : hit.first]:
        return False
    return clause == governed[0] or (
        clause == governed[0] + 1 and row.clauses[clause].kind in {"relative", "content"}
    )


def _is_again(row: ReadSentence, span: Clause, hit: Hit, *, definite: bool) -> bool:
    words = row.sentence.words
    if (
        definite
        and not hit.verb
        and words[max(0, hit.first - 2)] in words_of("temporal") | {"following", "during"}
    ):
        return True
    nouns = (one for one in row.hits if one.type == hit.type and span.first < one.first < span.last)
    return any(one.kind == "noun" and words[one.first - 1] == "same" for one in nouns)


def _is_topic(row: ReadSentence, span: Clause, hit: Hit) -> bool:
    """``met to discuss the disarmament plan``: what is talked about is no deed, nor ``if they agree``."""
    words = row.sentence.words
    if hit.kind == "said" and span.kind == "condition":
        return True
    talked = any(
        (
            words[at] in words_of("discussing")
            or (words[at] in words_of("talks") and words[at + 1] in words_of("topic_leads"))
        )
        and "," not in words[at : hit.first]
        for at in range(span.first, hit.first)
    )
    finite = hit.verb and (
        not words_of("auxiliaries").isdisjoint(words[max(span.first, hit.head - 2) : hit.head])
        or not (hit.passive or words[hit.head].endswith("ing") or words[hit.head - 1] == "to")
    )
    return talked and hit.kind != "said" and hit.type != "CONSULT" and not finite


def _evidence(row: ReadSentence, clause: int) -> int:
    """How many things beside the trigger say that a single happening is told: place, actor, number, verb."""
    span = row.clauses[clause]
    words = row.sentence.words[span.first : span.last]
    return (
        any(span.first <= place.first < span.last for place in row.candidates)
        + any(span.first <= actor.first < span.last for actor in row.actors)
        + any(word[:1].isdigit() for word in words)
        + any(word in words_of("happening") for word in words)
    )


def _is_idle(
    row: ReadSentence, clause: int, hit: Hit, evidence: int, seen: set[tuple[EventType, str | None]]
) -> bool:
    """A noun that only refers back, describes another noun, or speaks of such things in general."""
    words, span = row.sentence.words, row.clauses[clause]
    following = words[hit.last] if hit.last < len(words) else ""
    if following in words_of("after_attributive"):
        return True
    before = words[max(span.first, hit.first - 2) : hit.first]
    if not words_of("background").isdisjoint(before):
        return True
    definite = not words_of("definite").isdisjoint(before) and (hit.type, hit.mode) in seen
    if hit.type not in _PHYSICAL_NOUNS or hit.kind != "noun":
        return definite
    return _is_general(row, span, hit, evidence) or (definite and not _placed_after(row, span, hit))


def _is_general(row: ReadSentence, span: Clause, hit: Hit, evidence: int) -> bool:
    if row.sentence.words[hit.head] in words_of("abstract") and evidence < 2:
        return True
    short = span.last - span.first <= _LABEL_WORDS
    return (evidence == 0 and not short and not _has_party(row, span, hit)) or not _is_told(row, span, hit)


def _has_party(row: ReadSentence, span: Clause, hit: Hit) -> bool:
    return hit.last < span.last and row.sentence.words[hit.last] in words_of("party")


def _placed_after(row: ReadSentence, span: Clause, hit: Hit) -> bool:
    return any(hit.last <= place.first < span.last for place in row.candidates)


def _refers_back(row: ReadSentence, clause: int, hit: Hit, seen: set[tuple[EventType, str | None]]) -> bool:
    """``when he was gunned down``, ``after the raid``: a time given by what was told before."""
    told = any(event_type == hit.type for event_type, _ in seen)
    span = row.clauses[clause]
    counted = any(word[:1].isdigit() for word in row.sentence.words[span.first : span.last])
    temporal = row.sentence.words[span.first] in words_of("temporal") | {"when"}
    retold = hit.verb and hit.type == "ASSAULT" and told and temporal
    return retold and not counted and not _own_place(row, clause)


def _is_told(row: ReadSentence, span: Clause, hit: Hit) -> bool:
    """Whether a noun tells of one happening: by a verb, number, party or place after it, or as a label."""
    words = row.sentence.words
    return (
        any(word in words_of("happening") or word[:1].isdigit() for word in words[span.first : span.last])
        or _has_party(row, span, hit)
        or _placed_after(row, span, hit)
        or hit.first - span.first <= _LABEL_WORDS
        or words[max(hit.first - 1, 0)] in {"a", "an", "another", "one", "two", "three", "several"}
    )


def _merge_sentence(told: list[Happening], row: ReadSentence) -> list[Happening]:
    """One of a type in a clause; dead and wounded belong to the attack told beside them."""
    kept: list[Happening] = []
    for happening in told:
        home = next((other for other in kept if _is_same(other, happening, row)), None)
        if home is None:
            kept.append(happening)
        elif home.hit.kind == "toll" and happening.hit.kind != "toll":
            happening.last_clause = max(happening.last_clause, home.last_clause)
            if home.clause < happening.clause and home.clause + 1 >= happening.clause:
                happening.clause = home.clause
            kept[kept.index(home)] = happening
        else:
            _join(home, happening)
    return kept


def _is_same(home: Happening, new: Happening, row: ReadSentence) -> bool:
    if home.hit.type != new.hit.type:
        return False
    if home.clause == new.clause:
        return True
    if "toll" in {home.hit.kind, new.hit.kind} and home.modality == new.modality:
        apart = new.clause - home.clause
        return (apart <= 2 and not _own_place(row, new.clause)) or apart <= 1
    if _goes_on(home, new, row):
        return True
    between = row.clauses[new.clause]
    return between.kind == "participle" and home.clause + 1 == new.clause and not _own_place(row, new.clause)


def _goes_on(home: Happening, new: Happening, row: ReadSentence) -> bool:
    """``burned the church and beheaded two men``: a second verb of the same doer at the same place."""
    first = row.clauses[new.clause].first
    joined = row.sentence.words[first] in words_of("conjunctions") and new.hit.head - first <= 2
    return (
        joined
        and home.last_clause + 1 == new.clause
        and home.modality == new.modality
        and not _own_place(row, new.clause)
    )


def _own_place(row: ReadSentence, clause: int) -> bool:
    span = row.clauses[clause]
    return any(span.first <= place.first < span.last for place in row.candidates)


def _joins(new: Happening, found: Sequence[Happening], reading: Reading) -> Happening | None:
    """A toll told in the next sentence of the same paragraph belongs to the attack before it."""
    if new.hit.kind != "toll" or not found:
        return None
    row, home = reading.sentences[new.row], found[-1]
    before = reading.sentences[home.row]
    near = 0 < new.row - max([home.row, *home.also]) <= 1 and before.sentence.block == row.sentence.block
    if (
        near
        and home.hit.type == "ASSAULT"
        and not _own_place(row, new.clause)
        and not _opens_scene(row, new.clause)
        and home.modality not in {"negated", "hypothetical"}
    ):
        return home
    return None


def _opens_scene(row: ReadSentence, clause: int) -> bool:
    """``In Omdurman a market burned; nine died``: a place that opens the sentence is where the rest lies."""
    first = row.clauses[clause].first
    return any(place.last <= first and place.first <= _OPENING and place.governor for place in row.candidates)


def _join(home: Happening, new: Happening) -> None:
    if new.row == home.row:
        home.last_clause = max(home.last_clause, new.clause)
    else:
        home.also.append(new.row)
    home.evidence += 1
