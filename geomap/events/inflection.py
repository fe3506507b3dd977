"""The forms of English verbs and nouns, so that word lists need only hold the base form."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from geomap.files import data_file

_VOWELS = "aeiou"


@lru_cache(maxsize=1)
def _irregular() -> Mapping[str, Any]:
    return tomllib.loads(data_file("inflections.toml").read_text(encoding="utf-8"))


def verb_forms(lemma: str) -> frozenset[str]:
    """All forms of a verb: base, third person, past, participle and gerund."""
    return frozenset({lemma, third_person(lemma), gerund(lemma)}) | past_forms(lemma)


def past_forms(lemma: str) -> frozenset[str]:
    """Past tense and past participle, in both spellings where the last consonant may double."""
    irregular = _irregular()["verbs"].get(lemma)
    if irregular:
        return frozenset(irregular)
    if lemma.endswith("e"):
        return frozenset({lemma + "d"})
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return frozenset({lemma[:-1] + "ied"})
    return frozenset({_stem(lemma) + "ed", *([lemma + "led"] if lemma.endswith("el") else [])})


def third_person(lemma: str) -> str:
    """The form with -s: ``seizes``, ``denies``, ``clashes``."""
    if lemma in {"have", "do", "go"}:
        return {"have": "has", "do": "does", "go": "goes"}[lemma]
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh")) else "s")


def gerund(lemma: str) -> str:
    """The form with -ing: ``seizing``, ``shelling``, ``withdrawing``."""
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return _stem(lemma) + "ing"


def noun_forms(lemma: str) -> frozenset[str]:
    """Singular and plural."""
    plural = _irregular()["plurals"].get(lemma)
    return frozenset({lemma, plural or third_person(lemma)})


def _stem(lemma: str) -> str:
    return lemma + lemma[-1] if lemma in _irregular()["doubling"]["double"] else lemma
