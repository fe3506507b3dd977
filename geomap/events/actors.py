"""Actors: names from the shipped list, people without one ("Rwandan soldiers"), units, states."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from geomap.errors import DataError
from geomap.events.clauses import Sentence
from geomap.events.grammar import words_of
from geomap.events.triggers import Hit
from geomap.events.wordlists import parsed
from geomap.files import data_file
from geomap.records import Actor, ActorType, Mention

_ORDINAL = re.compile(r"\d+$|(?:\d+)?(?:st|nd|rd|th)$")
_FORCES = frozenset({"military", "police", "non_state_armed_group", "militia"})
_MAX_ADJECTIVES = 3
_BOUNDS = frozenset({",", "and", "the", "of", "by", "in", "on", "to"})
# "Iran-backed", "pro-Russian": whose friends they are says not whose they are
_BACKED = re.compile(
    r"[-‐‑–](?:backed|led|allied|aligned|affiliated|linked|supported|trained|sponsored|armed|funded|leaning)$|^pro[-‐‑–]"
)


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    type: ActorType
    country: str | None = None
    aliases: list[str] = msgspec.field(default_factory=list)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    actor: list[_Row]
    generic: dict[ActorType, list[str]]
    states: dict[str, str]


class FoundActor(NamedTuple):
    """An actor in words ``first`` to ``last`` (half open) of a sentence; `named` if by a proper name."""

    first: int
    last: int
    actor: Actor
    named: bool


class Actors:
    """The shipped list, ready for look-up."""

    def __init__(self, source: bytes) -> None:
        """Read the TOML in `source`.

        Raises:
            DataError: The file breaks its own form, or two actors share an id.
        """
        lists = parsed(source, _File, "actors.toml")
        if len({row.id for row in lists.actor}) != len(lists.actor):
            raise DataError("actors.toml: two actors share an id; give each its own")
        self._names: dict[str, list[tuple[tuple[str, ...], Actor]]] = {}
        for row in lists.actor:
            actor = Actor(id=row.id, name=row.name, type=row.type, country=row.country)
            for alias in (row.name, *row.aliases):
                words = tuple(_words(alias))
                self._names.setdefault(words[0], []).append((words, actor))
        self._generic: dict[str, list[tuple[tuple[str, ...], ActorType]]] = {}
        for kind, phrases in lists.generic.items():
            for phrase in phrases:
                words = tuple(phrase.split())
                self._generic.setdefault(words[0], []).append((words, kind))
        for table in (self._names, self._generic):
            for rows in table.values():
                rows.sort(key=lambda row: -len(row[0]))
        self._states = lists.states

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "Actors":
        """The list in geomap's own data folder."""
        return cls(data_file("actors.toml").read_bytes())

    def find(self, text: str, sentence: Sentence, mentions: Sequence[Mention]) -> list[FoundActor]:
        """The actors of a sentence in order; `mentions` are those that stand in it."""
        texts = tuple(token.text for token in sentence.tokens)
        found: list[FoundActor] = []
        position = 0
        while position < len(texts):
            hit = self._named(texts, position) or self._without_name(text, sentence, mentions, position)
            if hit is None:
                position += 1
                continue
            follows = found and not hit.named and found[-1].named and found[-1].last == hit.first
            if not follows:
                found.append(hit)
            position = hit.last
        covered = {at for actor in found for at in range(actor.first, actor.last)}
        for mention in mentions:
            state = self.state(mention)
            span = [
                i for i, token in enumerate(sentence.tokens) if mention.start <= token.start < mention.end
            ]
            if state is None or not span or _owns_ground(sentence, span[-1], mentions):
                continue
            where = mention.relative is not None or _says_where(sentence, span[-1])
            if where or _BACKED.search(sentence.words[span[-1]]):
                continue
            if not covered.intersection(span):
                found.append(FoundActor(span[0], span[-1] + 1, state, named=True))
        return sorted(found)

    def state(self, mention: Mention) -> Actor | None:
        """The state that a metonym or demonym stands for."""
        country = mention.place.country if mention.place else None
        if mention.kind not in {"metonym", "demonym"} or country is None:
            return None
        return Actor(
            id=f"state:{country}", name=self._states.get(country, mention.text), type="state", country=country
        )

    def _named(self, texts: Sequence[str], position: int) -> FoundActor | None:
        for words, actor in self._names.get(texts[position], ()):
            if tuple(texts[position : position + len(words)]) == words:
                return FoundActor(position, position + len(words), actor, named=True)
        return None

    def _without_name(
        self, text: str, sentence: Sentence, mentions: Sequence[Mention], position: int
    ) -> FoundActor | None:
        words = sentence.words
        for phrase, kind in self._generic.get(words[position], ()):
            last = position + len(phrase)
            if tuple(words[position:last]) != phrase:
                continue
            first, country = _backers(sentence, position), None
            owner = _owner(sentence, mentions, position, kind) if first == position else None
            if owner is not None:
                first, country = owner
            elif first == position:
                last, country = _owner_after(sentence, mentions, last)
            if words[position + len(phrase) - 1] in words_of("unit_nouns"):
                first = min(first, _unit_start(sentence, position))
            if phrase == ("military",) and owner is None and (not position or words[position - 1] != "the"):
                return None
            name = text[sentence.tokens[first].start : sentence.tokens[last - 1].end]
            slug = re.sub(r"\W+", "-", name.lower()).strip("-")
            identity = f"{country.lower()}:{kind}" if country else f"{kind}:{slug}"
            actor = Actor(id=identity, name=name, type=kind, country=country)
            return FoundActor(first, last, actor, named=country is not None)
        return None


def take_part(
    found: Sequence[FoundActor],
    sentence: Sentence,
    span: tuple[int, int],
    hit: Hit,
    tolls: Sequence[Hit] = (),
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Who does and who suffers the event of a `hit`, among the actors `found` in a span of words.

    In an active clause the doer stands before the verb and the other after it; in a passive one the other way
    round; ``by`` names the doer of either, ``on``/``against`` whom it strikes. One of the `tolls` of the
    sentence tells who suffers where the event is named by a noun: ``five soldiers were killed in an ambush``.
    """
    doers: list[Actor] = []
    others: list[Actor] = []
    first, last = span
    for actor in found:
        if not first <= actor.first < last or actor.last - 1 >= last:
            continue
        before = sentence.words[actor.first - 1] if actor.first else ""
        if before in {"the", "a", "an"} and actor.first > 1:
            before = sentence.words[actor.first - 2]
        precedes = actor.last <= hit.head
        if before == "by":
            side = doers
        elif (
            (before in {"on", "against", "at"} and not precedes)
            or (hit.kind == "noun" and _dies(actor, sentence, tolls))
            or (precedes and hit.kind == "toll" and sentence.words[hit.head] in words_of("dying"))
        ):
            side = others
        elif _does(actor, sentence, hit) or (
            before in {"between", "with"}
            or (hit.kind == "noun" and precedes)
            or (hit.type in {"MOBILIZE", "RETREAT"} and actor.actor.type in _FORCES)
        ):
            side = doers
        elif hit.kind == "noun":
            side = others
        else:
            side = doers if precedes != hit.passive else others
        if actor.actor not in doers and actor.actor not in others:
            side.append(actor.actor)
    return tuple(doers), tuple(others)


def _does(actor: FoundActor, sentence: Sentence, hit: Hit) -> bool:
    """``Russian forces attacked near Pokrovsk.``: in a whole sentence that is no bare participle.

    It may be one in a headline or bullet: ``Peacekeepers attacked in Sake``.
    """
    between = sentence.words[actor.last : hit.head]
    ahead = sentence.words[max(0, hit.head - _MAX_ADJECTIVES) : hit.head]
    return (
        actor.last <= hit.head
        and hit.kind == "act"
        and hit.verb
        and actor.actor.type in _FORCES
        and all(word.endswith("ly") for word in between)
        and words_of("passive").isdisjoint(ahead)
        and sentence.words[-1] == "."
        and sentence.words[hit.head + 1 : hit.head + 2] != ("by",)
        and not sentence.bullet
    )


def _dies(actor: FoundActor, sentence: Sentence, tolls: Sequence[Hit]) -> bool:
    """Whether an actor is the subject of ``were killed`` or ``died``."""
    verb = next((toll for toll in tolls if toll.head >= actor.last), None)
    if verb is None or "," in sentence.words[actor.last : verb.head]:
        return False
    return verb.passive or sentence.words[verb.head] in words_of("dying")


def _owns_ground(sentence: Sentence, last: int, mentions: Sequence[Mention]) -> bool:
    """``Russia's Kursk region``: a state that only says where a place lies does nothing itself."""
    if sentence.words[last + 1 : last + 2] not in {("'s",), ("’s",)} or last + 2 >= len(sentence.tokens):
        return False
    owned = sentence.tokens[last + 2].start
    return any(mention.kind == "literal" and mention.start <= owned < mention.end for mention in mentions)


def _says_where(sentence: Sentence, last: int) -> bool:
    """``the Indian state of Mizoram``, ``the Afghan capital``: a demonym that says where."""
    words = sentence.words
    for at, word in enumerate(words[last + 1 : last + 1 + _MAX_ADJECTIVES], last + 1):
        if word in words_of("seats") | words_of("tied") or words[at : at + 2] == ("state", "of"):
            return True
        if word not in words_of("inside_place_phrase"):
            return False
    return False


def _backers(sentence: Sentence, position: int) -> int:
    """Where ``Iran-backed`` or ``pro-Russian`` before a word begins; `position` if there is none."""
    for back in range(1, _MAX_ADJECTIVES):
        word = sentence.words[position - back] if position >= back else ","
        if _BACKED.search(word):
            return position - back
        if not word[:1].isalpha() or word in _BOUNDS:
            break
    return position


def _owner_after(sentence: Sentence, mentions: Sequence[Mention], last: int) -> tuple[int, str | None]:
    """``the armed forces of Chad``: the country after a phrase, and where the whole ends."""
    if sentence.words[last : last + 1] != ("of",):
        return last, None
    start = last + (2 if sentence.words[last + 1 : last + 2] == ("the",) else 1)
    if start >= len(sentence.tokens):
        return last, None
    for mention in mentions:
        if mention.start == sentence.tokens[start].start and mention.place is not None:
            if mention.place.precision != "country" or mention.kind == "embedded":
                break
            end = next(
                (at for at in range(start, len(sentence.tokens)) if sentence.tokens[at].end >= mention.end),
                start,
            )
            return end + 1, mention.place.country
    return last, None


def _owner(
    sentence: Sentence, mentions: Sequence[Mention], position: int, kind: ActorType
) -> tuple[int, str | None] | None:
    """The demonym or country just before a word, up to a few adjectives away; a city owns its police."""
    for back in range(1, _MAX_ADJECTIVES + 1):
        if position - back < 0 or sentence.words[position - back] in _BOUNDS:
            return None
        token = sentence.tokens[position - back]
        for mention in mentions:
            if mention.start <= token.start < mention.end and mention.kind != "embedded":
                possessive = sentence.words[position - back + 1] == "'s"
                local = kind == "police" and back == 1 and mention.kind == "literal"
                named = mention.kind == "demonym" or possessive or local
                if not named and (back > 1 or mention.kind == "literal"):
                    return None
                first = next(i for i, t in enumerate(sentence.tokens) if t.end > mention.start)
                return first, mention.place.country if mention.place else None
    return None


def _unit_start(sentence: Sentence, position: int) -> int:
    start = position
    while start and _in_unit_name(sentence.tokens[start - 1].text):
        start -= 1
    return start


def _in_unit_name(word: str) -> bool:
    return (word[:1].isupper() and word.lower() not in {"the", "a", "an"}) or _ORDINAL.match(word) is not None


def _words(alias: str) -> list[str]:
    from geomap.language import tokenize

    return [token.text for token in tokenize(alias)]
