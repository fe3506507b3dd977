"""One numeral, in digits or words, to its value."""

import re
from functools import cache
from typing import NamedTuple

from geomap.events.wordlists import one_of, wordlist

DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3},\d{1,2}(?=\s?(?:[mb]illion|thousand|mn|bn)\b)"
    r"|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d,])|\d+(?:\.\d+)?)"
)
"""Pattern of a number in digits, with separators: "8,000", "1.4", "2 500", "12,5" before "million"."""

_TEN = 10
_TWENTY = 20
_THOUSAND = 1000
_COMMA_DECIMALS = re.compile(r"\d{1,3},\d{1,2}")
_POINT_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


class Numeral(NamedTuple):
    """A numeral's value, the multiplier written with it (1 if none) and the letter that stood for one."""

    value: float
    scale: int
    suffix: str | None


@cache
def numeral_pattern() -> str:
    """Pattern of one numeral: "8,000", "400k", "1.4 million", "two hundred and fifty", "half a million"."""
    lists = wordlist("numbers")
    small = one_of(word for word, value in lists["words"].items() if value < _TEN)
    tens = one_of(word for word, value in lists["words"].items() if value >= _TWENTY)
    words = rf"(?:(?:{tens})(?:[\s-](?:{small})\b)?|(?:{one_of(lists['words'])}))\b"
    scales = one_of(lists["multipliers"])
    return (
        rf"(?:(?:{one_of(lists['phrases'])})\b"
        rf"|{DIGITS}(?:\s?(?:{one_of(lists['suffixes'])})\b|(?:[\s-](?:{scales})\b)+)?"
        rf"|{words}(?:[\s-](?:{scales})\b(?:(?:\s+and)?\s+{words}(?!\s+(?:{scales})\b))?)*)"
    )


def read_numeral(text: str) -> Numeral | None:
    """The value of `text` as ``numeral_pattern`` matches it; None if it is none after all."""
    lists = wordlist("numbers")
    key = re.sub(r"[ \t\r\n]+", " ", text.lower().strip())
    if key in lists["phrases"]:
        value = lists["phrases"][key]
        return Numeral(float(value), value if value >= _THOUSAND else 1, None)
    digits = re.match(DIGITS, key)
    if digits is None:
        return _from_words(re.split(r"[\s-]+", key))
    rest = key[digits.end() :].strip(" -")
    number = re.sub(r"[ ,\u00a0\u202f\u2009]", "", digits.group())
    if _COMMA_DECIMALS.fullmatch(digits.group()):
        number = digits.group().replace(",", ".")
    if not rest and _POINT_THOUSANDS.fullmatch(number):
        number = number.replace(".", "")
    if rest in lists["suffixes"]:
        scale = lists["suffixes"][rest]
        return Numeral(_whole(float(number) * scale), scale, rest)
    scale = 1
    for word in rest.split():
        scale *= lists["multipliers"].get(word, 1)
    return Numeral(_whole(float(number) * scale), scale, None)


def _from_words(words: list[str]) -> Numeral | None:
    lists = wordlist("numbers")
    total, current, largest = 0, 0, 1
    for word in words:
        if word in lists["words"]:
            current += lists["words"][word]
        elif word in lists["multipliers"]:
            scale = lists["multipliers"][word]
            largest = max(largest, scale)
            if scale < _THOUSAND:
                current = max(current, 1) * scale
            else:
                total += max(current, 1) * scale
                current = 0
        elif word != "and":
            return None
    return Numeral(float(total + current), largest, None)


def _whole(value: float) -> float:
    return float(round(value)) if abs(value - round(value)) < 1e-6 * max(1.0, abs(value)) else value
