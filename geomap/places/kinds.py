"""How a place name is used: for ground, for a government, inside another name, or for a vessel or road.

Rules settle what grammar makes plain; a small multinomial logistic model, trained on GeoWebNews' usage labels
(Gritta, Pilehvar and Collier 2019), weighs the rest. Its features are yes/no facts about the sentence.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

import msgspec

from geomap.files import data_file, model
from geomap.places.cues import Cues
from geomap.places.words import Sentence, Word

Usage = Literal["literal", "metonym", "embedded"]

USAGES: tuple[Usage, ...] = get_args(Usage)
"""In the order in which a tagger tells their probabilities."""

_GROUNDED: tuple[Usage, ...] = ("literal", "embedded")
_LINKS = {"of", "the", "and", "for", "&", "de", "al", "-"}
_REACH = 4
_GOVERNING = frozenset({"says", "speaks", "acts", "acts:joint", "before:state", "owns:state", "addressed"})
_QUOTES = {'"', "“", "”", "'"}


class KindModel(msgspec.Struct, frozen=True):
    """Weights of the usage model: one number a feature and usage, `bias` one a usage."""

    bias: Mapping[Usage, float]
    weights: Mapping[Usage, Mapping[str, float]]

    @classmethod
    def shipped(cls) -> "KindModel":
        """The model that comes with geomap."""
        return cls.read(data_file("kinds.json"))

    @classmethod
    def read(cls, path: Path) -> "KindModel":
        """The model in a JSON file.

        Raises:
            DataError: The file is missing or not of this form.
        """
        return model(path, cls, "usage model")

    def usage(self, facts: Sequence[str], heard: Sequence[float] | None = None) -> Usage:
        """How a name with these facts is used: by rule where grammar makes it plain, else the likeliest.

        `heard` are a tagger's probabilities of `USAGES`: they count as much as this model's own.
        """
        plain = _plain_usage(set(facts))
        if plain is not None:
            return plain
        # a town or a river seldom stands for a government, a province only where it does something
        metonyms = {"sort:country", "sort:capital"}.intersection(facts) or (
            "sort:admin" in facts and _GOVERNING.intersection(facts)
        )
        chances = dict(zip(USAGES, self._chances(facts), strict=True))
        if heard is not None:
            chances = {usage: chances[usage] + said for usage, said in zip(USAGES, heard, strict=True)}
        return max(USAGES if metonyms else _GROUNDED, key=lambda usage: round(chances[usage], 6))

    def _chances(self, facts: Sequence[str]) -> list[float]:
        tables = [(self.bias[usage], self.weights[usage]) for usage in USAGES]
        powers = [math.exp(bias + sum(table.get(fact, 0.0) for fact in facts)) for bias, table in tables]
        return [power / sum(powers) for power in powers]


def _plain_usage(facts: set[str]) -> Usage | None:
    if facts & {"hyphen:flag", "run:of:org", "own:org"}:
        return "embedded"
    if "after:class" in facts:
        return "literal"
    state = "sort:country" in facts or "sort:capital" in facts
    if "owns:ground" in facts:
        return "literal"
    if "grounded" in facts:
        return "literal" if state and not facts & {"owns", "owns:state"} else None
    if state and facts & {"says", "speaks", "acts:joint", "addressed", "deals", "backs"}:
        return "metonym"
    governs = facts & {"before:state", "governs", "owns:state:first"}
    return "metonym" if "sort:capital" in facts and governs else None


def usage_facts(words: Sentence, first: int, stop: int, sort: str, cues: Cues) -> list[str]:
    """The facts about the name ``words[first:stop]``.

    `sort` is what the name can be: "country", "capital", "admin", "city" or "other".
    """
    facts = ["sort:" + sort]
    sort = "state" if sort in {"country", "capital"} else sort
    facts.extend(_after_facts(words, stop, sort, cues))
    facts.extend(_before_facts(words, first, sort, cues))
    facts.extend(_run_facts(words, first, stop, cues))
    if stop - first > 1 and any(word.lower in cues.organisation_of for word in words[first:stop]):
        facts.append("own:org")
    if all(word.text.isupper() for word in words[first:stop]) and len(words[first].text) > 3:
        facts.append("caps")
    return facts


def _after_facts(words: Sentence, stop: int, sort: str, cues: Cues) -> list[str]:
    if stop >= len(words):
        return ["after:end"]
    after = words[stop]
    facts = _word_after(words, stop, sort, cues)
    if after.lower == "and" and _joins_subject(words, stop, cues):
        facts.append("acts:joint")
    return facts


def _word_after(words: Sentence, stop: int, sort: str, cues: Cues) -> list[str]:  # noqa: PLR0911 - one a case
    after = words[stop]
    following = words[stop + 1].lower if stop + 1 < len(words) else ""
    if after.lower == "'s":
        return _owned(words[stop + 1 : stop + _REACH], cues)
    if after.lower in cues.diplomatic:
        return (
            ["acts", "acts|" + sort, "governs"] if after.lower in cues.acting else ["after:lower", "governs"]
        )
    if after.lower in cues.saying:
        return ["says", "says|" + sort]
    if after.lower in cues.acting:
        return ["acts", "acts|" + sort]
    if after.lower in cues.state_nouns:
        return ["before:state"]
    if after.text == "-":
        return [
            "hyphen",
            *(["hyphen:flag"] if following in cues.hyphenated else []),
            *(["backs"] if following in cues.backing else []),
        ]
    if not after.text[0].isalpha():
        return ["after:" + after.text, *(["speaks"] if after.text == ":" and following in _QUOTES else [])]
    if cues.generic_class(after.lower):
        governs = following in cues.state_nouns | cues.saying | cues.acting
        return ["after:generic"] if governs else ["after:generic", "after:class"]
    if after.text[0].isupper():
        return ["after:Name"]
    adverb = after.lower.endswith("ly") and (following in cues.saying or following in cues.acting)
    return ["after:lower", "acts"] if adverb else ["after:lower"]


def _owned(owned: Sentence, cues: Cues) -> list[str]:
    state = any(word.lower in cues.state_nouns for word in owned)
    facts = ["owns:state" if state else "owns"]
    if owned and owned[0].lower in cues.state_nouns:
        facts.append("owns:state:first")
    elif owned and (owned[0].lower in cues.ground or _owns_unit(owned, cues)):
        facts.append("owns:ground")
    if owned and owned[0].text[0].isupper():
        facts.append("owns:name")
    return facts


def _owns_unit(owned: Sentence, cues: Cues) -> bool:
    """Whether a unit of the country follows: "Myanmar's Chin State"."""
    return owned[0].text[0].isupper() and any(
        cues.generic_class(word.lower) in {"admin1", "admin2"} for word in owned[1:]
    )


def _joins_subject(words: Sentence, stop: int, cues: Cues) -> bool:
    """Whether a verb of governments follows a second name: "Seoul and Washington plan"."""
    following = words[stop + 1 : stop + 5]
    names = 0
    for word in following:
        if word.text[0].isupper():
            names += 1
        else:
            return names > 0 and (
                word.lower in cues.acting | cues.saying | cues.diplomatic or word.lower == "plan"
            )
    return False


def _before_facts(words: Sentence, first: int, sort: str, cues: Cues) -> list[str]:
    if first == 0:
        return ["before:start", "before:start|" + sort]
    before = words[first - 1]
    skip = before.lower in {"the", "a", "an"} and first > 1
    if skip:
        before = words[first - 2]
    facts = []
    if before.text[0].isalpha() and before.text[0].islower():
        facts.append(
            "before=" + before.lower if before.lower in cues.locative | cues.relational else "before:lower"
        )
        if before.lower in cues.saying or before.lower in {"by", "against", "with", "urged", "told"}:
            facts.append("before:toward|" + sort)
        facts.extend(_turned_to(words, first - 2 if skip else first - 1, cues))
    elif before.text[0].isalpha():
        facts.append("before:Name")
    elif before.text in _QUOTES:
        facts.append("before:quote")
    else:
        facts.append("before:" + before.text)
    return facts


def _turned_to(words: Sentence, index: int, cues: Cues) -> list[str]:
    """What the word before a name says of who is meant: "asked", "talks with", "called on", "in"."""
    word = words[index].lower
    ahead = words[index - 1].lower if index else ""
    if word in cues.grounding or (word in {"and", "or"} and _listed_after(words, index) in cues.grounding):
        return ["grounded"]
    if word == "with" and ahead in cues.ground:
        return ["owns:ground"]
    if word in cues.addressing or (word == "on" and ahead in {"called", "calls", "calling"}):
        return ["addressed"]
    wished = word == "of" and ahead in cues.wishes
    return ["deals"] if wished or (word == "with" and ahead in cues.dealings) else []


def _listed_after(words: Sentence, index: int) -> str:
    """The word before a list of names that ends with the "and" at `index`: "in Mali, Burkina Faso and"."""
    while index > 0 and (words[index].text[0].isupper() or words[index].lower in {"and", "or", ","}):
        index -= 1
    return words[index].lower


def _run_facts(words: Sentence, first: int, stop: int, cues: Cues) -> list[str]:
    """Facts about the run of capitalised words around the name."""
    ahead = _run(words, range(stop, len(words)))
    behind = _run(words, range(first - 1, -1, -1))
    facts = []
    if any(word.lower in cues.organisation for word in ahead):
        facts.append("run:org")
    elif any(word.text[0].isupper() for word in ahead):
        facts.append("run:ahead")
    names_behind = [word for word in behind if word.text[0].isupper()]
    if names_behind and words[first - 1].lower in {"of", "for"}:
        of = any(word.lower in cues.organisation_of for word in names_behind)
        facts.append("run:of:org" if of else "run:of")
    elif names_behind and words[first - 1].text[0].isupper():
        facts.append(
            "run:behind:org" if any(w.lower in cues.organisation for w in names_behind) else "run:behind"
        )
    return facts


def _run(words: Sentence, indexes: Sequence[int]) -> list[Word]:
    run: list[Word] = []
    for index in indexes[:_REACH]:
        word = words[index]
        if (word.text[0].isupper() and word.text[0].isalpha()) or (word.lower in _LINKS and word.text != "-"):
            run.append(word)
        else:
            break
    while run and not run[-1].text[0].isupper():
        run.pop()
    return run


def is_vessel(words: Sentence, first: int, stop: int, cues: Cues) -> bool:
    """Whether the name stands inside a vessel's name: capitals in a mixed-case sentence, a ship word near.

    "the tanker SENEGAL PRIDE": no place is meant, so it must not reach the map.
    """
    if all(word.text.isupper() for word in words if len(word.text) > 3 and word.text[0].isalpha()):
        return False
    capitals = [first]
    for index in range(first - 1, -1, -1):
        if not words[index].text.isupper():
            break
        capitals.append(index)
    for index in range(first + 1, len(words)):
        if not words[index].text.isupper():
            break
        capitals.append(index)
    longer = len(capitals) > stop - first
    if not words[first].text.isupper() or len(words[first].text) < _REACH:
        ship = words[first - 1].lower if first else ""
        return ship in {"mv", "mt", "ss", "uss", "hms"}
    near = words[max(0, min(capitals) - _REACH) : max(capitals) + 3]
    return any(word.lower in cues.vessels for word in near) or (longer and first > 0 and len(capitals) > 1)


def is_road(words: Sentence, first: int, stop: int, cues: Cues) -> bool:
    """Whether the name is a road's own: "the Carrera and Jalisco roads", "Donetsk Street".

    A road between two named places ("the Goma-Sake road") does tell where, and is not meant.
    """
    after = [word.lower for word in words[stop : stop + _REACH]]
    if first and words[first - 1].text == "-":
        return False
    if after[:1] and after[0] in cues.roads:
        return True
    return (
        len(after) == _REACH
        and after[0] in {"and", "or"}
        and words[stop + 1].text[0].isupper()
        and after[2] in cues.roads
        and after[2].endswith("s")
    )
