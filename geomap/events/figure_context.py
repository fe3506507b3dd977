"""What the words around a figure add: a rate a day, the period counted, and whether it is called untrue."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from geomap.events.figure_items import Item
from geomap.events.wordlists import one_of, wordlist

_RATE_REACH = 7
_UNTRUE_REACH = 12
_PERIOD_REACH = 40
_MARKS = frozenset({";", ".", ":", ","})
_STOPS = frozenset({";", "."})
_DAILY = re.compile(r"\b(?:daily|(?:a|per|each|every) day|/ day)\b")


def rate_of(item: Item) -> bool:
    """Whether the number is repeated each day: "1,200 casualties daily", "500 a day"."""
    words = item.scene.words
    stop = min(item.last + _RATE_REACH, max(item.until, item.after))
    if _DAILY.search(_clause(words[item.after : stop], _MARKS)):
        return True
    ahead = " ".join(words[max(0, item.first - 3) : item.first])
    return ahead.endswith(("daily average of", "each day", "every day", "a day", "daily"))


def period_of(item: Item) -> str | None:
    """The period that the clause says was counted: "24h", "day", "week", "month", "year" or None."""
    words = item.scene.words
    behind = _clause(words[item.after : min(item.until, item.after + _PERIOD_REACH)], _STOPS)
    ahead = "" if item.following else " ".join(words[max(0, item.first - _RATE_REACH) : item.first])
    for text in (behind, ahead):
        for name, pattern in _periods():
            if pattern.search(text):
                return name
    return None


def _clause(words: Sequence[str], marks: frozenset[str]) -> str:
    return " ".join(takewhile(lambda word: word not in marks, words))


def untrue(item: Item) -> bool:
    """Whether the sentence calls the number false, or a picture of something older."""
    words = item.scene.words
    near = " ".join(words[max(0, item.first - _UNTRUE_REACH) : item.last + _UNTRUE_REACH])
    return bool(_false_words().search(near))


@cache
def _periods() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["name"], re.compile(entry["pattern"])) for entry in wordlist("figures")["period"])


@cache
def _false_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(wordlist('figures')['links']['false'])})\b(?! flag)")
