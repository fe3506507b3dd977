"""Measures a report against hand-annotated events: one-to-one pairs by overlapping quote and type."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from geomap.records import HAPPENED, Document, Event, Mention, Place, Report

TEXTS = Path(__file__).with_name("texts.toml")
LIKE_LOCATION = {"near": "location", "within": "location"}


@dataclass
class Score:
    """Counts over documents, and the shares that follow from them."""

    gold: int = 0
    predicted: int = 0
    hits: int = 0
    pairs: int = 0
    modality: float = 0.0
    placed: int = 0
    place: int = 0
    role: int = 0
    dated: int = 0
    date: int = 0
    happened: int = 0
    plotted_wrong: int = 0
    misses: list[str] = field(default_factory=list)

    def shares(self) -> dict[str, float]:
        """F1 and the share right of each feature among the paired events."""
        return {
            "f1": 2 * self.hits / max(1, self.gold + self.predicted),
            "recall": self.hits / max(1, self.gold),
            "precision": self.hits / max(1, self.predicted),
            "place": self.place / max(1, self.placed),
            "role": self.role / max(1, self.place),
            "modality": self.modality / max(1, self.pairs),
            "date": self.date / max(1, self.dated),
            "plotted_wrong": self.plotted_wrong / max(1, self.happened),
        }


def load() -> list[dict[str, Any]]:
    """The annotated texts."""
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))["text"]


def document(entry: dict[str, Any]) -> Document:
    """The document of an annotated text."""
    return Document(id=entry["id"], text=entry["text"], published=date.fromisoformat(entry["published"]))


def mentions(entry: dict[str, Any]) -> list[Mention]:
    """Its place names as annotated; the longest surface wins where two overlap."""
    taken: set[int] = set()
    found: list[Mention] = []
    for surface, kind, name, lon, lat, precision, country in sorted(entry["names"], key=lambda n: -len(n[0])):
        text, _, following = surface.partition("~")
        place = Place(
            id=f"test:{name}",
            name=name,
            lon=lon,
            lat=lat,
            precision=precision,
            feature=precision,
            country=country or None,
        )
        start = entry["text"].find(text + following)
        while start >= 0:
            span = range(start, start + len(text))
            if taken.isdisjoint(span) and not entry["text"][span.stop : span.stop + 1].isalpha():
                taken.update(span)
                found.append(
                    Mention(start=start, end=span.stop, text=text, kind=kind, place=place, confidence=1.0)
                )
            start = entry["text"].find(text + following, start + 1)
    return sorted(found, key=lambda mention: mention.start)


def add(score: Score, entry: dict[str, Any], report: Report) -> None:
    """Count one document in."""
    gold = [_spanned(entry, event) for event in entry["events"]]
    pairs = _pairs(gold, report.events)
    optional = sum(bool(gold[g].get("optional")) for g, _ in pairs)
    score.gold += sum(not event.get("optional") for event in gold)
    score.predicted += len(report.events) - optional
    score.hits += len(pairs) - optional
    score.pairs += len(pairs)
    for g, p in pairs:
        _compare(score, gold[g], report.events[p])
    matched = {g for g, _ in pairs}
    score.misses += [
        f"{entry['id']}: missed {event['type']} {event['quote']!r}"
        for g, event in enumerate(gold)
        if g not in matched and not event.get("optional")
    ]
    taken = {p for _, p in pairs}
    for p, event in enumerate(report.events):
        quote = entry["text"][event.start : event.end]
        if p not in taken:
            score.misses.append(f"{entry['id']}: extra {event.type} {event.modality} {quote!r}")
        if event.modality in HAPPENED:
            score.happened += 1
            met = [one for one in gold if _overlap(one, event) > 0]
            met = [one for one in met if event.type in one["types"]] or met
            if met and not any(one["modality"] in HAPPENED for one in met):
                score.plotted_wrong += 1
                score.misses.append(f"{entry['id']}: drawn as happened: {quote!r}")


def _spanned(entry: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    start = entry["text"].index(event["quote"])
    types = {event["type"], *event.get("alt", [])}
    return {**event, "start": start, "end": start + len(event["quote"]), "types": types}


def _overlap(gold: dict[str, Any], event: Event) -> int:
    return min(gold["end"], event.end) - max(gold["start"], event.start)


def _pairs(gold: list[dict[str, Any]], events: tuple[Event, ...]) -> list[tuple[int, int]]:
    rows = [
        (bool(g.get("optional")), -_overlap(g, e), i, j)
        for i, g in enumerate(gold)
        for j, e in enumerate(events)
        if _overlap(g, e) > 0 and e.type in g["types"]
    ]
    pairs: list[tuple[int, int]] = []
    for _, _, i, j in sorted(rows):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _compare(score: Score, gold: dict[str, Any], event: Event) -> None:
    half = {gold["modality"], event.modality} == {"occurred", "claimed"}
    score.modality += 1.0 if gold["modality"] == event.modality else 0.5 * half
    if gold["modality"] != event.modality and not half:
        score.misses.append(f"modality {event.modality}, not {gold['modality']}: {gold['quote']!r}")
    wanted = [
        (name, LIKE_LOCATION.get(role, role)) for name, role in gold.get("places", []) if role != "topic"
    ]
    if wanted:
        score.placed += 1
        given = [(at.place.name, LIKE_LOCATION.get(at.role, at.role)) for at in event.places]
        right = [(name, role) for name, role in wanted if any(name == other for other, _ in given)]
        score.place += bool(right)
        score.role += any(pair in given for pair in right)
        if not any(pair in given for pair in right):
            score.misses.append(f"places {given}, not {wanted}: {gold['quote']!r}")
    if "date" in gold:
        score.dated += 1
        first, last = (date.fromisoformat(day) if day else None for day in gold["date"])
        told = event.date_start or event.date_end
        meets = (
            bool(told)
            and (event.date_start or date.min) <= (last or date.max)
            and ((event.date_end or event.date_start or date.max) >= (first or date.min))
        )
        score.date += meets
        if not meets:
            score.misses.append(
                f"date {event.date_start}..{event.date_end}, not {gold['date']}: {gold['quote']!r}"
            )
