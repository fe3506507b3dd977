"""Patterns of date phrases, by the name of the reading that ``date_phrases`` gives them; earlier ones win."""

import re
from functools import cache

from geomap.events.wordlists import one_of, wordlist

_YEAR = r"(?:19|20)\d\d"
_ORDINAL = r"(?:st|nd|rd|th)?"
_TO = r"\s?(?:-|–|to|until|through)\s?"

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


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
def absolute_patterns() -> Patterns:
    """Dates that name a day, month or year."""
    month = names("months")
    year = rf"(?:,?[\s-](?P<year>{_YEAR})\b)?"
    day, last = rf"(?P<day>\d{{1,2}}){_ORDINAL}", rf"(?P<last>\d{{1,2}}){_ORDINAL}"
    part = r"(?P<part>early|mid|middle\sof|late|the\send\sof|end\sof|the\sbeginning\sof|the\sstart\sof)"
    opener = r"(?:\b(?:in|since|until|till|during|by|from|of|before|after|for|throughout|between|to)\s+)"
    return _compiled(
        ("numeric", rf"\b(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)\b"),
        ("numeric", rf"(?<![\d.])(?P<day>\d{{1,2}})([./])(?P<month>\d{{1,2}})\2(?P<year>{_YEAR}|\d\d)\b(?![.\d])"),
        ("day_range", rf"\bbetween\s+{day}(?:\s+(?:of\s+)?(?P<month0>{month}))?\s+and\s+{last}\s+(?:of\s+)?(?P<month>{month}){year}"),
        ("day_range", rf"\b(?:from\s+)?{day}(?:\s+(?:of\s+)?(?P<month0>{month}))?{_TO}{last}\s+(?:of\s+)?(?P<month>{month}){year}"),
        ("day_range", rf"\bbetween\s+(?P<month0>{month})\s+{day}\s+and\s+(?P<month>{month})\s+{last}{year}"),
        ("day_range", rf"\b(?:from\s+)?(?P<month0>{month})\s+{day}{_TO}(?P<month>{month})\s+{last}{year}"),
        ("day_range", rf"\bbetween\s+(?P<month>{month})\s+{day}\s+and\s+{last}{year}"),
        ("day_range", rf"\b(?:from\s+)?(?P<month>{month})\s+{day}{_TO}{last}\b{year}"),
        ("day_month", rf"\b{day}(?:\s+of)?[\s-](?P<month>{month}){year}"),
        ("day_month", rf"\b(?P<month>{month})\s+{day}\b(?![,.]\d){year}"),
        ("month_year", rf"(?:\b{part}[\s-](?P<which>(?!)x)?)?\b(?P<month>{month}),?\s+(?:of\s+)?(?P<year>{_YEAR})\b"),
        ("month_year", rf"\b{part}[\s-](?P<month>{month})(?P<which>(?!)x)?(?P<year>(?!)x)?(?!\s?\d)"),
        ("month_year", rf"(?:{opener}(?:the\s+)?|\bthe\s+|\b(?P<which>last|next|this|past)\s+)(?P<month>{month})(?P<part>(?!)x)?(?P<year>(?!)x)?(?!\s?\d)"),
        ("years", rf"\b(?:in|during|since|until|till|by|from|of|between|before|after|early|late|mid)[\s-]+(?:early\s|late\s|mid-)?(?P<year>{_YEAR})(?:\s?(?:[-–/]|to|and)\s?(?P<year2>{_YEAR}|\d\d(?!\d)))?\b(?![,.]?\d|\s+(?:people|soldiers|troops|civilians)\b)"),
    )  # fmt: skip


@cache
def relative_patterns() -> Patterns:
    """Phrases reckoned from the day of the report."""
    lists = wordlist("dates")
    weekday = names("weekdays")
    count = rf"(?:\d{{1,3}}|{one_of([word for word in lists['counts'] if word != 'couple'])})"
    some = r"(?:several|a\s+few|some|many|a\s+couple(?:\s+of)?)"
    unit = r"(?P<unit>hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|years?|decades?|minutes?)"
    time_of_day = r"(?:\s+(?:morning|afternoon|evening|night|midday|noon))?"
    return _compiled(
        ("yesterday2", r"\bthe\s+day\s+before\s+yesterday\b"),
        ("night", rf"\bovernight\s+(?:on|into|to|through)\s+(?P<weekday>{weekday})"),
        ("night", r"\b(?:overnight|last\s+night|during\s+the\s+night|in\s+the\s+night)\b(?P<weekday>(?!)x)?"),
        ("yesterday", r"\b(?:yesterday)\b"),
        ("tomorrow", r"\b(?:tomorrow)\b"),
        ("today", r"\b(?:earlier\s+today|later\s+today|today|tonight|this\s+(?:morning|afternoon|evening))\b"),
        ("today", r"\bsince\s+(?:\d{1,2}:\d\d|dawn|(?:early\s+)?(?:this\s+)?morning|midnight|noon|sunrise)\b"),
        ("weekend", r"\b(?:over|at|during|on|this|last|past|next|coming|of)\s+(?:the\s+)?(?P<which>past|last|next|coming)?\s*weekend\b|\bweekend(?:['’]s)?\b"),
        ("weekday_range", rf"\b(?:between|from)\s+(?P<weekday>{weekday})\s+(?:and|to|until|through)\s+(?P<last>{weekday})"),
        ("weekday", rf"\b(?:(?P<which>last|next|this|coming|past|previous)\s+)?(?P<weekday>{weekday}){time_of_day}(?:,?\s+(?:of\s+)?(?P<week>(?:last|next|this|the\s+previous)\s+week))?"),
        ("past_span", rf"\b(?P<which>past|last|previous|preceding|recent|next|coming)\s+(?:(?P<count>{count})\s+)?{unit}\b(?<!last\snight)(?<!last\sweek)(?<!last\smonth)(?<!last\syear)(?<!next\sweek)(?<!next\smonth)(?<!next\syear)(?<!next\sday)(?<!previous\sday)(?<!recent\sday)"),
        ("past_span", r"\b(?:over|in|during)\s+the\s+(?P<which>past|last)\s+(?P<unit>week|month|year)\b(?P<count>(?!)x)?"),
        ("day_beside", r"\b(?:(?:on\s+)?the\s+(?:previous|following|next)\s+day|a\s+day\s+(?:earlier|before|later)|the\s+day\s+before)\b"),
        ("ago", rf"\b(?P<count>{count}|{some})\s+{unit}\s+(?P<way>ago|earlier|before|previously|later|after)\b"),
        ("ago", r"\b(?P<count>(?!)x)?(?P<unit>hours|days|weeks|months|years|decades|minutes)\s+(?P<way>ago|earlier|before|after|later)\b"),
        ("within", rf"\b(?P<word>in|within)\s+(?P<count>{count})\s?(?P<unit>hours?|hrs?|h|days?|weeks?|months?)\b(?!\s+(?:of|to|ago|earlier))"),
        ("this", r"\b(?:(?P<part>earlier|later|early|late)\s+)?(?P<which>this|last|next)\s+(?P<unit>week|month|year)\b"),
        ("recently", r"\brecently\b"),
    )  # fmt: skip


def _compiled(*entries: tuple[str, str]) -> Patterns:
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in entries)
