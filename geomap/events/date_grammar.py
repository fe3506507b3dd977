"""The patterns of date phrases, made from ``data/dates.toml``."""

import re
from functools import cache

from geomap.events.wordlists import one_of, wordlist

Patterns = tuple[tuple[str, re.Pattern[str]], ...]

_PART = (
    r"early|mid|middle\sof|late|the\send\sof|end\sof|the\sbeginning\sof|the\sstart\sof|"
    r"the\s(?:first|second|last)\s(?:half|week)\sof"
)
_FRAGMENTS = {
    "{year}": r"(?:,?[\s-](?P<year>(?:19|20)\d\d)\b)?",
    "{day}": r"(?P<day>\d{1,2})(?:st|nd|rd|th)?",
    "{last}": r"(?P<last>\d{1,2})(?:st|nd|rd|th)?",
    "{to}": r"\s?(?:-|–|to|until|through)\s?",
    "{part}": rf"(?P<part>{_PART})",
    "{part0}": rf"(?P<part0>{_PART})",
    "{opener}": r"\b(?:in|since|until|till|during|by|from|of|before|after|for|throughout|between|to)\s+",
    "{some}": r"(?:several|a\s+few|some|many|a\s+couple(?:\s+of)?)",
    "{unit}": r"(?P<unit>hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|years?|decades?|minutes?)",
}


def names(table: str) -> str:
    """Pattern of the months or weekdays of ``dates.toml``; only short forms may carry a full stop."""
    numbers = wordlist("dates")[table]
    full = {
        number: max((word for word in numbers if numbers[word] == number), key=len)
        for number in numbers.values()
    }
    short = one_of(word for word, number in numbers.items() if word != full[number])
    return rf"(?:(?:{one_of(full.values())})\b|(?:{short})\b\.?)"


@cache
def patterns(table: str) -> Patterns:
    """The patterns of a table of ``dates.toml`` ("absolute", "relative"), each with its reading's name."""
    counts = one_of(word for word in wordlist("dates")["counts"] if word != "couple")
    fragments = {
        **_FRAGMENTS,
        "{month}": names("months"),
        "{weekday}": names("weekdays"),
        "{count}": rf"(?:\d{{1,3}}|{counts})",
    }
    compiled = []
    for entry in wordlist("dates")[table]:
        pattern = entry["pattern"]
        for name, fragment in fragments.items():
            pattern = pattern.replace(name, fragment)
        compiled.append((entry["reading"], re.compile(pattern, re.IGNORECASE)))
    return tuple(compiled)
