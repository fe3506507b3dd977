"""One event with all its reports to one row of ACLED's, by its coding rules."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from geomap.records import HAPPENED, Event, Figure, Place
from geomap.stories.groups import Member, Story
from geomap.stories.rules import Rules
from geomap.stories.traits import counts, ground
from geomap.writing.acled_parties import Parties, interaction, parties, sides
from geomap.writing.acled_rules import AcledRules, Rule

Reason = Literal["unreal", "kind", "place", "country", "date"]
"""Why ACLED has no row for an event: it did not happen, is of no kind it records, has no place,
only a country for one, or no date."""

_DIGITS = 10**9
_STRATEGIC = "Strategic developments"
_WEEK, _MONTH = 7, 31


def coded(story: Story, rules: AcledRules) -> dict[str, Any] | Reason:
    """The row of a story, by column, or why there is none."""
    real = tuple(member for member in story.members if member.event.modality in HAPPENED)
    if not real:
        return "unreal"
    found = parties(story)
    dead = deaths(story, rules)
    place = next((at[0] for at in (ground(member.event) for member in real) if at), None)
    rule = _rule(real, found, dead, place, rules)
    if rule is None:
        return "kind"
    if place is None:
        return "place"
    precision = rules.geo_precision.get(place.precision, 3 if rule.event == _STRATEGIC else 0)
    if not precision:
        return "country"
    when = _when(real)
    if when is None:
        return "date"
    day, time_precision = when
    country = rules.country(place.country)
    first, second = sides(found, rule, place.country, country, rules)
    role = next((at.role for at in real[0].event.places), None)
    civilians = rule.event not in {_STRATEGIC, "Battles", "Protests"} and (
        found.against_civilians or rule.event == "Violence against civilians"
    )
    return {
        "event_id_cnty": _identity(story.chief.event, country.alpha3 if country else "INT"),
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": time_precision,
        "disorder_type": rules.disorder.get(rule.sub_event) or rules.disorder[rule.event],
        "event_type": rule.event,
        "sub_event_type": rule.sub_event,
        "actor1": first.name,
        "assoc_actor_1": first.others,
        "inter1": rules.inter.get(first.code, ""),
        "actor2": second.name,
        "assoc_actor_2": second.others,
        "inter2": rules.inter.get(second.code, ""),
        "interaction": interaction(first, second, rules),
        "civilian_targeting": "Civilian targeting" if civilians or rule.deadly else "",
        "iso": country.number if country else "",
        "region": country.region if country else "",
        "country": country.name if country else "",
        "admin1": place.admin1 or (place.name if place.precision == "adm1" else ""),
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": max(precision, 2) if role == "near" else precision,
        "source": "; ".join(story.sources),
        "notes": _notes(story, rules),
        "fatalities": dead,
        "tags": f"geomap={story.chief.event.id}",
        "timestamp": _timestamp(story),
    }


def deaths(story: Story, rules: AcledRules) -> int:
    """How many died: the lowest of the reports' totals, 0 where none gives one.

    Corrected numbers do not count. Of a range the lower end is taken, of "dozens" what the rules say.
    """
    totals = [total for _, total in _totals(story, rules)]
    return min(totals, default=0)


def _totals(story: Story, rules: AcledRules) -> list[tuple[Member, int]]:
    corrected = {figure.supersedes for member in story.members for figure in member.figures}
    found = []
    for member in story.members:
        told = [
            figure
            for figure in member.figures
            if figure.category == "killed" and figure.id not in corrected and counts(figure)
        ]
        if told:
            found.append((member, _total(member, told, rules)))
    return found


def _total(member: Member, told: Iterable[Figure], rules: AcledRules) -> int:
    """The dead in one report: of people as a whole the lowest number, else each group's lowest together."""
    groups: dict[str, list[int]] = {}
    for figure in told:
        groups.setdefault(figure.unit, []).append(_number(member, figure, rules))
    whole = [number for unit in groups.keys() & Rules.shipped().anybody for number in groups[unit]]
    return min(whole) if whole else sum(min(numbers) for numbers in groups.values())


def _number(member: Member, figure: Figure, rules: AcledRules) -> int:
    said = figure.low if figure.low is not None else figure.value
    if said is not None:
        return round(said)
    words = member.report.document.text[figure.start : figure.end].lower().split()
    known = [rules.vague.words[word] for word in words if word in rules.vague.words]
    return max(known, default=rules.vague.some)


def _rule(
    real: Iterable[Member], found: Parties, dead: int, place: Place | None, rules: AcledRules
) -> Rule | None:
    members = list(real)
    clash = found.by_armed and found.against_armed
    fought = dead > 0 or clash or len({member.event.type for member in members}) > 1
    home = found.at_home(place.country if place else None)
    for member in members:
        for rule in rules.rule:
            event = member.event
            if (
                rule.type == event.type
                and (not rule.modes or event.mode in rule.modes)
                and (rule.against != "armed" or found.against_armed)
                and (rule.against != "civilians" or found.against_civilians)
                and (found.by_armed or not rule.by_armed)
                and (fought or not rule.fought)
                and (dead > 0 or not rule.deadly)
                and (home or not rule.home)
            ):
                return rule
    return None


def _when(real: Iterable[Member]) -> tuple[date, int] | None:
    """The day and its precision: 1 that day, 2 that week, 3 that month; of a span its middle."""
    found = [when for when in map(_day, real) if when is not None]
    return min(found, key=lambda when: (when[1], when[0]), default=None)


def _day(member: Member) -> tuple[date, int] | None:
    event = member.event
    start, end = event.date_start or event.date_end, event.date_end or event.date_start
    if start is None or end is None or event.date_precision in {"before", "ongoing", "unknown"}:
        known = end or member.report.document.published
        return None if known is None else (known, 2)
    span = abs((end - start).days)
    if event.date_precision == "day" or span == 0:
        return start, 1 if event.date_precision in {"day", "range"} else 2
    middle = min(start, end) + timedelta(days=span // 2)
    if span == 1:
        return min(start, end), 1
    return middle, 2 if span < _WEEK and event.date_precision != "month" else 3


def _identity(event: Event, alpha3: str) -> str:
    number = int.from_bytes(hashlib.sha256(event.id.encode()).digest()[:8], "big") % _DIGITS
    return f"{alpha3}{number:09d}"


def _notes(story: Story, rules: AcledRules) -> str:
    """The sentence of the report that stands for the event, and the numbers where the reports differ."""
    event, text = story.chief.event, story.chief.report.document.text
    quote = " ".join(text[event.start : event.end].split())
    totals = _totals(story, rules)
    if len({total for _, total in totals}) < 2:
        return quote
    told = "; ".join(f"{total} ({member.source})" for member, total in totals)
    return f"{quote} [fatalities by source: {told}]"


def _timestamp(story: Story) -> int | str:
    """When the event was first published, in seconds since 1970, as the file has no time of its own."""
    days = [day for member in story.members if (day := member.report.document.published) is not None]
    return int(datetime.combine(min(days), time(), UTC).timestamp()) if days else ""
