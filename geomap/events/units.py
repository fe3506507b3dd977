"""What a number counts: the noun behind it and the class that the noun belongs to."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from geomap.events.inflection import noun_forms
from geomap.events.wordlists import wordlist
from geomap.language import Token
from geomap.records import Category

# a counted noun stands within so many words of its number
_REACH = 8
_SKIPPED = frozenset({'"', "“", "”", "'", "‘", "’", "*", "_", "~", "-", "‑", "'s", "’s", "(", "&"})
_PARTITIVE = frozenset({"of"})
_POINTING = frozenset(
    "the its their his her our those these this that all some about around nearly almost them us whom which".split()
)
_PRONOUNS = frozenset({"them", "us", "whom", "which", "those", "these"})


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
    implicit: bool


class Entry(NamedTuple):
    """A noun form of ``units.toml``: its class, the plural and whether this form is the plural."""

    kind: str
    plural_name: str
    plural: bool


@cache
def kinds() -> Mapping[str, Kind]:
    """The classes of ``units.toml`` by name, with "bare" and "thing" for the rest."""
    found = {
        name: Kind(name, table["category"], table.get("direct", False), table.get("implicit", False))
        for name, table in wordlist("units").items()
    }
    return {
        **found,
        "bare": Kind("bare", "other", False, False),
        "thing": Kind("thing", "other", False, False),
    }


@cache
def nouns() -> Mapping[tuple[str, ...], Entry]:
    """Every form of every noun of ``units.toml`` as its words in lower case."""
    entries: dict[tuple[str, ...], Entry] = {}
    for kind, table in wordlist("units").items():
        for word in table["words"]:
            *front, last = word.lower().split()
            singular = (*front, last)
            plural = (*front, sorted(noun_forms(last) - {last} or {last})[0])
            entries.setdefault(singular, Entry(kind, " ".join(plural), plural=singular == plural))
            entries[plural] = Entry(kind, " ".join(plural), plural=True)
        for word in table.get("fixed", ()):
            entries[tuple(word.lower().split())] = Entry(kind, word.lower(), plural=True)
    return entries


def counted_noun(
    tokens: Sequence[Token], words: Sequence[str], at: int, stops: frozenset[str]
) -> Noun | None:
    """The noun that a number ending before token `at` counts; None where nothing can be counted.

    The head is the last known noun of the run of words behind the number ("artillery brigades", "young people");
    the run ends at a mark, a preposition, a finite verb or another word of `stops`.
    """
    position, partitive, adjectives = at, False, []
    head: Noun | None = None
    fallback: Noun | None = None
    entries = nouns()
    while position < len(words) and position < at + _REACH:
        word = words[position]
        if word in _PARTITIVE and head is None and not adjectives:
            following = words[position + 1] if position + 1 < len(words) else ""
            if following in _PRONOUNS and _alone(words, position + 2, entries, stops):
                return Noun(position + 1, position + 2, "", "bare", partitive=True)
            partitive = following in _POINTING
            position += 1
            continue
        if word in _POINTING and partitive and head is None:
            position += 1
            continue
        if word in _SKIPPED and head is None:
            position += 1
            continue
        known = _known(words, position, entries)
        if known is not None and not (word in stops and head is not None):
            length, entry = known
            head = Noun(
                position,
                position + length,
                entry.plural_name,
                entry.kind,
                partitive,
                entry.plural,
                tuple(adjectives),
            )
            adjectives += words[position : position + length]
            position += length
            continue
        if head is not None or word in stops or not (word[0].isalnum()):
            break
        token = tokens[position]
        if word[-1] == "s" and len(word) > 3 or token.text[0].isupper():
            fallback = Noun(
                position, position + 1, word, "thing", partitive, word[-1] == "s", tuple(adjectives)
            )
        else:
            fallback = None
        adjectives.append(word)
        position += 1
    if head is not None:
        return head
    if fallback is not None:
        return fallback._replace(kind="people") if _is_nationality(tokens[fallback.first].text) else fallback
    if (
        adjectives
        and not partitive
        and not adjectives[0].endswith("ed")
        and adjectives[0] not in {"more", "others", "further", "additional"}
    ):
        return Noun(
            at,
            at + len(adjectives),
            adjectives[-1],
            "thing",
            partitive,
            plural=False,
            adjectives=tuple(adjectives),
        )
    return Noun(at, at, "", "bare", partitive)


def _alone(
    words: Sequence[str], position: int, entries: Mapping[tuple[str, ...], Entry], stops: frozenset[str]
) -> bool:
    """Whether "those" in "8,000 of those" stands for the noun itself."""
    return not any(
        _known(words, step, entries) and words[step] not in stops
        for step in range(position, min(position + 3, len(words)))
    ) or (position < len(words) and words[position] in stops)


def _known(
    words: Sequence[str], position: int, entries: Mapping[tuple[str, ...], Entry]
) -> tuple[int, Entry] | None:
    for length in (3, 2, 1):
        key = tuple(words[position : position + length])
        if len(key) == length and key in entries:
            return length, entries[key]
    word = words[position]
    if "-" in word and (tail := word.rpartition("-")[2]):
        entry = entries.get((tail,))
        return (1, entry) if entry else None
    return None


def _is_nationality(word: str) -> bool:
    endings = ("ians", "ans", "ese", "is", "men", "ers", "ites", "ian", "an", "eans", "ards")
    return word[:1].isupper() and word.endswith(endings)
