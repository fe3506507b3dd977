"""Measures links between reports against gold, pair by pair."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from geomap.events import extract
from geomap.records import Document, Mention, Place, Report
from geomap.stories import link

CASES = Path(__file__).with_name("cases.toml")


@dataclass
class Score:
    """Pairs of reports over all cases: those of one event (gold), those linked, and those that are both."""

    gold: int = 0
    linked: int = 0
    hits: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.linked)

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.gold)


def load() -> dict[str, Any]:
    """The annotated cases and the places they name."""
    return tomllib.loads(CASES.read_text(encoding="utf-8"))


def reports(case: dict[str, Any], places: dict[str, Any]) -> list[Report]:
    """What geomap reads in the documents of a case, place names given as annotated."""
    found = []
    for entry in case["document"]:
        document = Document(
            id=f"{case['id']}-{entry['id']}",
            text=entry["text"],
            publisher=entry["publisher"],
            published=date.fromisoformat(entry["published"]),
        )
        found.append(extract(document, _mentions(document.text, case["names"], places)))
    return found


def add(score: Score, case: dict[str, Any], places: dict[str, Any]) -> None:
    """Link the documents of a case and count."""
    linked = link(reports(case, places))
    quotes = [
        (number, f"{case['id']}-{document}", quote)
        for number, story in enumerate(case["stories"])
        for document, quote in story
    ]
    pairs = {(a, b) for a, b in combinations(quotes, 2) if a[0] == b[0]}
    score.gold += len(pairs)
    told = {(event.id, name) for report in linked for event in report.events for name in event.duplicates}
    events = {event.id: (report, event) for report in linked for event in report.events}
    hits: set[Any] = set()
    for one, other in sorted(told):
        if one > other:
            continue
        score.linked += 1
        right = [
            (a, b)
            for a, b in pairs
            if (_tells(*events[one], a) and _tells(*events[other], b))
            or (_tells(*events[one], b) and _tells(*events[other], a))
        ]
        if right:
            hits.update(right)
        else:
            score.misses.append(f"wrong: {_quote(*events[one])!r} = {_quote(*events[other])!r}")
    score.hits += len(hits)
    score.misses.extend(f"missed: {case['id']}: {a[1:]} = {b[1:]}" for a, b in sorted(pairs - hits))


def _tells(report: Report, event: Any, quote: tuple[int, str, str]) -> bool:
    start = report.document.text.find(quote[2])
    same = report.document.id == quote[1] and start >= 0
    return same and event.start < start + len(quote[2]) and start < event.end


def _quote(report: Report, event: Any) -> str:
    return f"{report.document.id}: {report.document.text[event.start : event.end]}"


def _mentions(text: str, names: list[list[str]], places: dict[str, Any]) -> list[Mention]:
    taken: set[int] = set()
    found = []
    for surface, kind, name in sorted(names, key=lambda row: -len(row[0])):
        start = text.find(surface)
        while start >= 0:
            end = start + len(surface)
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                place = _place(name, places)
                found.append(
                    Mention(start=start, end=end, text=surface, kind=kind, place=place, confidence=1.0)
                )
            start = text.find(surface, end)
    return sorted(found, key=lambda mention: mention.start)


def _place(name: str, places: dict[str, Any]) -> Place:
    lon, lat, precision, country, admin1, radius = places[name]
    return Place(
        id=f"test:{name}",
        name=name,
        lon=lon,
        lat=lat,
        precision=precision,
        feature=precision,
        country=country or None,
        admin1=admin1 or None,
        radius_km=radius,
    )
