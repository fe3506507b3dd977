"""What a number counts: the noun behind it and the class that the noun belongs to."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from geomap.events.inflection import noun_forms
from geomap.events.wordlists import wordlist
from geomap.language import Token
from geomap.records import Category

# a counted noun stands within so many words of its number
_REACH = 8
# and so many more behind the "and" of two adjectives
_REACH_ON = 4
_SHORTEST_PLURAL = 4
_MODEL = re.compile(r"[A-Z][A-Za-z]{0,4}-?\d+[A-Za-z]{0,3}")


class Noun(NamedTuple):
    """A counted noun: tokens ``first`` to ``last`` (half open), plural name and class of ``units.toml``.

    ``partitive`` says that "of the" stands between number and noun ("8,000 of those forces"); ``kind`` is
    "bare" where no noun follows ("17 wounded") and "thing" for a noun that is in no list.
    """

    first: int
    last: int
    name: str
    kind: str
    partitive: bool = False
    plural: bool = True
    adjectives: tuple[str, ...] = ()


class Kind(NamedTuple):
    """One class of ``units.toml``."""

    name: str
    category: Category
    direct: bool
    implicit: frozenset[str]
    person: bool


class Entry(NamedTuple):
    """A noun form of ``units.toml``: its class, the plural and whether this form is the plural."""

    kind: str
    plural_name: str
    plural: bool


@cache
def kinds() -> Mapping[str, Kind]:
    """The classes of ``units.toml`` by name, with "bare" and "thing" for the rest."""
    found = {
        name: Kind(
            name,
            table["category"],
            direct=table.get("direct", False),
            implicit=frozenset(table.get("implicit", ())),
            person=table.get("person", False),
        )
        for name, table in wordlist("units").items()
    }
    for name in ("bare", "thing"):
        found[name] = Kind(name, "other", direct=False, implicit=frozenset(), person=False)
    return found


@cache
def nouns() -> Mapping[tuple[str, ...], Entry]:
    """Every form of every noun of ``units.toml`` as its words in lower case."""
    entries = {
        tuple(word.lower().split()): Entry(kind, word.lower(), plural=True)
        for kind, table in wordlist("units").items()
        for word in table.get("fixed", ())
    }
    for kind, table in wordlist("units").items():
        for word in table["words"]:
            *front, last = word.lower().split()
            singular = (*front, last)
            plural = (*front, min(noun_forms(last) - {last} or {last}))
            entries.setdefault(singular, Entry(kind, " ".join(plural), plural=singular == plural))
            entries.setdefault(plural, Entry(kind, " ".join(plural), plural=True))
    return entries


def counted_noun(
    tokens: Sequence[Token], words: Sequence[str], at: int, stops: frozenset[str], *, single: bool = False
) -> Noun:
    """The noun that a number ending before token `at` counts.

    The head is the last known noun of the run of words behind the number ("artillery brigades", "young
    people"); the run ends at a mark, a preposition, a finite verb or another word of `stops`.

    Args:
        tokens: The words of the sentence.
        words: The same in lower case.
        at: The token behind the number.
        stops: Words at which a noun phrase ends.
        single: Whether the number is one: then a singular may follow a plural form ("one police officer").
    """
    start, partitive = _opening(words, at)
    adjectives: list[str] = []
    head: Noun | None = None
    unknown: Noun | None = None
    position, end = start, min(len(words), start + _REACH)
    while position < end:
        known = known_noun(words, position)
        if known is not None and not (head and _ends_phrase(head, known[1], single=single)):
            length, entry = known
            head = Noun(position, position + length, entry.plural_name, entry.kind, partitive, entry.plural)
            position += length
            continue
        word = words[position]
        if word == "'s" and words[at] == "of" and (head or unknown):
            head, unknown, partitive = None, None, False  # "two of the country's best known activists"
            end, position = min(len(words), end + _REACH_ON), position + 1
            continue
        named = _named_on(tokens, position, head) if head is not None else 0
        if named:
            position += named
            continue
        if head is not None or not word[0].isalnum():
            break
        if unknown is not None and unknown.plural:
            break
        if word in stops and not _goes_on(words, position, adjectives):
            break
        if word == "and":
            end = min(len(words), end + _REACH_ON)
            position += 1
            continue
        plural = word.endswith("s") and len(word) >= _SHORTEST_PLURAL
        name = tokens[position].text
        shown = name if _MODEL.fullmatch(name) else word
        noun = Noun(position, position + 1, shown, "thing", partitive, plural)
        unknown = noun if plural or name[0].isupper() else None
        adjectives.append(word)
        position += 1
    if head is None and unknown is not None:
        head = unknown._replace(kind=_kind_of_name(tokens[unknown.first].text))
    return _settled(head, adjectives, words, Noun(at, start, "", "bare", partitive), single=single)


def _settled(
    head: Noun | None,
    adjectives: Sequence[str],
    words: Sequence[str],
    bare: Noun,
    *,
    single: bool,
) -> Noun:
    """The noun of a phrase with the head `head`, or what a number without one counts."""
    at, start, partitive = bare.first, bare.last, bare.partitive
    if head is not None and head.kind == "event" and not (head.plural or single or head.first > start):
        return Noun(at, at, "", "bare", partitive)  # "2,000 march for peace"
    if head is not None:
        return head._replace(adjectives=tuple(words[start : head.first]))
    if (
        adjectives
        and not partitive
        and not adjectives[0].endswith(("ed", "ly"))
        and adjectives[0] not in _words("others")
    ):
        return Noun(start, start + len(adjectives), adjectives[-1], "thing", plural=False)
    return Noun(at, start if partitive else at, "", "bare", partitive)


def _named_on(tokens: Sequence[Token], position: int, head: Noun) -> int:
    """How many words at `position` go on with the name of a body that the noun is part of.

    In "four Facilities Protection Service (FPS) personnel" those counted are personnel.
    """
    if not tokens[head.first].text[0].isupper():
        return 0
    if tokens[position].text == "(" and [token.text for token in tokens[position + 2 : position + 3]] == [
        ")"
    ]:
        return 3 if tokens[position + 1].text.isupper() else 0
    return int(tokens[position].text[0].isupper())


def _goes_on(words: Sequence[str], position: int, adjectives: Sequence[str]) -> bool:
    """Whether a stop word belongs to the noun phrase all the same.

    So do "12 wounded soldiers", "15 UN aid vehicles", "two recently recruited men" and the "and" between two
    adjectives ("long-serving and feared").
    """
    word = words[position]
    if word == "and":
        return bool(adjectives) and _is_adjective(adjectives[-1]) and _adjective_at(words, position + 1)
    if word in _words("function"):
        return False
    if known_noun(words, position + 1):
        return True
    return bool(adjectives) and adjectives[-1].endswith("ly") and _is_adjective(word)


def _adjective_at(words: Sequence[str], position: int) -> bool:
    """Whether an adjective stands at a word, perhaps behind an adverb."""
    while position < len(words) and words[position].endswith("ly"):
        position += 1
    return position < len(words) and _is_adjective(words[position])


def _is_adjective(word: str) -> bool:
    return word.endswith(tuple(_words("adjective_endings")))


def _opening(words: Sequence[str], at: int) -> tuple[int, bool]:
    """Where the noun phrase behind a number begins, and whether "of the" opens it."""
    position, after_of, partitive = at, False, False
    while position < len(words):
        word = words[position]
        if word == "of" and not after_of:
            after_of = True
        elif after_of and word in _words("pointing"):
            partitive = True
        elif after_of and word in _words("possessive"):
            pass
        elif word not in _words("skipped"):
            break
        position += 1
    return position, partitive


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(wordlist("figures")["words"][name])


def _ends_phrase(head: Noun, entry: Entry, *, single: bool) -> bool:
    """Whether a known word behind `head` is no part of its phrase: after a plural a singular is a verb."""
    return head.plural and not entry.plural and not single


def known_noun(words: Sequence[str], position: int) -> tuple[int, Entry] | None:
    """The noun of ``units.toml`` that begins at a word: how many words it has, and its entry."""
    entries = nouns()
    for length in (3, 2, 1):
        key = tuple(words[position : position + length])
        if len(key) == length and key in entries:
            return length, entries[key]
    if position < len(words) and "-" in words[position]:
        entry = entries.get((words[position].rpartition("-")[2],))
        return (1, entry) if entry else None
    return None


def _kind_of_name(word: str) -> str:
    """The class of a noun in no list: "F-16s" is equipment, "Malawians" are people."""
    if _MODEL.fullmatch(word):
        return "equipment"
    is_nationality = word[:1].isupper() and word.endswith(tuple(_words("nationality_endings")))
    return "people" if is_nationality else "thing"
