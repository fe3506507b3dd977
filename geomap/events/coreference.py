"""Whom "the group", "the army" and "they" mean: the actor named last that fits, where only one does.

Conservative on purpose: where two named actors fit, or the last one stands more than a few sentences back,
the words keep the meaning that they have alone. A wrong name on a deed is worse than none.
"""

from collections.abc import Sequence

from geomap.events.actors import FoundActor
from geomap.events.clauses import Sentence
from geomap.events.grammar import words_of
from geomap.events.triggers import Hit
from geomap.records import Actor, ActorType, EventType

_REACH = 3
_NEAR = 1
_GROUPS: frozenset[ActorType] = frozenset({"non_state_armed_group", "militia"})
_FORCES: frozenset[ActorType] = _GROUPS | {"military", "police"}
_ARMED: frozenset[EventType] = frozenset({"ASSAULT", "COERCE"})
_ACTS: frozenset[EventType] = _ARMED | {"MOBILIZE", "RETREAT", "SANCTION"}
_VERB_REACH = 4
_NOBODY = Actor(id="", name="", type="other")
_DEFINITE = frozenset({"the", "these", "those", "this", "that"})


class _Named:
    """The actors told so far that later words can mean, by the sentence they stand in."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._told: dict[int, list[tuple[FoundActor, frozenset[str]]]] = {}

    def add(self, number: int, found: FoundActor) -> None:
        words = frozenset(self._sentences[number].words[found.first : found.last])
        self._told.setdefault(number, []).append((found, words))

    def last(
        self, number: int, kinds: frozenset[ActorType], *, army: bool = False, reach: int = _REACH
    ) -> FoundActor | None:
        """The one actor of `kinds` in the nearest sentence that names any; an `army` by such a name."""
        for at in range(number, max(-1, number - 1 - reach), -1):
            if self._parted(at, number):
                return None
            fitting = [(one, words) for one, words in self._told.get(at, ()) if one.actor.type in kinds]
            if fitting:
                one, words = fitting[-1]
                alone = len({other.actor.id for other, _ in fitting}) == 1
                return one if alone and (not army or not words.isdisjoint(words_of("armies"))) else None
        return None

    def _parted(self, at: int, number: int) -> bool:
        """A bullet or numbered line begins anew."""
        here, there = self._sentences[number], self._sentences[at]
        return here.block != there.block and (here.bullet or there.bullet)


def resolve(
    sentences: Sequence[Sentence], found: Sequence[Sequence[FoundActor]], hits: Sequence[Sequence[Hit]]
) -> list[list[FoundActor]]:
    """The actors `found` in each sentence, with named ones in place of the words that point back to them."""
    told = _Named(sentences)
    resolved: list[list[FoundActor]] = []
    for number, sentence in enumerate(sentences):
        here: list[FoundActor] = []
        pending = [*found[number], *_groups(sentence, found[number])]
        for one in sorted(pending):
            meant = None if one.named else _meant(told, number, sentence, one)
            if meant is not None:
                one = one._replace(actor=meant.actor)  # noqa: PLW2901 - the same words, now with a name
            elif not one.actor.id:
                continue
            here.append(one)
            if one.named or meant is not None:
                told.add(number, one)
        doer = _they(sentences, resolved, number, hits)
        resolved.append(sorted([*here, doer]) if doer is not None else here)
    return resolved


def _groups(sentence: Sentence, found: Sequence[FoundActor]) -> list[FoundActor]:
    """``the group``, which is an actor only where one has been named."""
    words = sentence.words
    taken = {at for one in found for at in range(one.first, one.last)}
    nobody = FoundActor(0, 0, _NOBODY, named=False)
    return [
        nobody._replace(first=at, last=at + 1)
        for at in range(1, len(words))
        if words[at] in words_of("groups")
        and words[at - 1] in _DEFINITE
        and at not in taken
        and words[at + 1 : at + 2] != ("of",)
    ]


def _meant(told: _Named, number: int, sentence: Sentence, one: FoundActor) -> FoundActor | None:
    words = sentence.words
    if not one.first or words[one.first - 1] not in _DEFINITE:
        return None
    head = words[one.last - 1]
    if head in words_of("groups") | words_of("resuming_fighters"):
        return told.last(number, _GROUPS)
    if head in words_of("armies"):
        return told.last(number, frozenset({"military"}), army=True)
    if head in words_of("resuming_troops"):
        return told.last(number, frozenset({"military"}), reach=_NEAR)
    return None


def _they(
    sentences: Sequence[Sentence],
    resolved: Sequence[Sequence[FoundActor]],
    number: int,
    hits: Sequence[Sequence[Hit]],
) -> FoundActor | None:
    """``They burned the village``: the one force told of in the sentence before, or the only actor in it."""
    words = sentences[number].words
    if not number or words[:1] != ("they",) or sentences[number].block != sentences[number - 1].block:
        return None
    hit = next((hit for hit in hits[number] if hit.verb and hit.head <= _VERB_REACH), None)
    if hit is None or hit.passive or hit.type not in _ACTS:
        return None
    before = [one for one in resolved[number - 1] if one.actor.type != "state"]
    if hit.type in _ARMED:
        before = [one for one in before if one.actor.type in _FORCES]
    if len({one.actor.id for one in before}) != 1:
        return None
    return before[-1]._replace(first=0, last=1)
