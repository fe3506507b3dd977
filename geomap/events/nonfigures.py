"""Numbers that count nothing an analyst would report: dates, distances, ages, money, names of weapons."""

import re
from functools import cache

from geomap.events.numerals import numeral_pattern
from geomap.events.windows import windows
from geomap.events.wordlists import one_of, wordlist

BLANK = "\x1f"
"""Stands for a covered character: it is no letter, digit, white space or mark that a pattern looks for."""

_NEAR = 40
_DIGIT = re.compile(r"\d+")
# no number is as long as this, and patterns would go over such a run again and again
_ENDLESS = re.compile(r"[\d.,:/$+-]{32,}|\S{200,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_AGE = re.compile(r"[1-9]\d?")
# the word and comma in front of an age: "Maria Santos, 64, said"
_PERSON = re.compile(r"[A-Z][\w'’-]+, $")


def cover(text: str) -> str:
    """`text` with dates, times, money and the like replaced by ``BLANK``, character for character."""
    text = _ENDLESS.sub(lambda run: BLANK * len(run.group()), text)
    pieces = list(text)
    for start, end in windows(text, _DIGIT, _NEAR):
        for pattern in _shapes():
            for match in pattern.finditer(text, start, end):
                pieces[match.start() : match.end()] = BLANK * (match.end() - match.start())
    return "".join(pieces)


def counts_nothing(text: str, start: int, end: int) -> bool:
    """Whether the words around ``text[start:end]`` say that it is a year, a distance, an age or the like."""
    number = text[start:end]
    ahead = text[max(0, start - _NEAR) : start]
    if _after().match(text, end) or _before("before", flag=None).search(ahead):
        return True
    if (
        _AGE.fullmatch(number)
        and _PERSON.search(ahead)
        and re.match(r",|\.(?:\s|$)|;|\)", text[end : end + 2])
    ):
        return True
    if _YEAR.fullmatch(number) and _before("before", flag="year").search(ahead):
        return True
    if _CLOCK.fullmatch(number) and _before("before", flag="clock").search(ahead):
        return True
    return number.lower() == "one" and bool(
        _one_after().match(text, end) or _before("one_before", flag=None).search(ahead)
    )


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    months = rf"(?:{one_of(wordlist('dates')['months'])})\b\.?"
    return tuple(
        re.compile(entry["pattern"].replace("{month}", months), re.IGNORECASE)
        for entry in wordlist("nonfigures")["shape"]
    )


@cache
def _before(table: str, *, flag: str | None) -> re.Pattern[str]:
    entries = [
        entry
        for entry in wordlist("nonfigures")[table]
        if (flag in entry if flag else not entry.keys() & {"year", "clock"})
    ]
    return _any_of(entries, ending="$")


@cache
def _after() -> re.Pattern[str]:
    return _any_of([entry for entry in wordlist("nonfigures")["after"] if "age" not in entry])


@cache
def _one_after() -> re.Pattern[str]:
    return _any_of(wordlist("nonfigures")["one_after"])


def _any_of(entries: list[dict[str, str]], ending: str = "") -> re.Pattern[str]:
    patterns = "|".join(entry["pattern"].replace("{num}", f"(?:{numeral_pattern()})") for entry in entries)
    return re.compile(f"(?:{patterns}){ending}", re.IGNORECASE)
