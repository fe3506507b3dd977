"""Coarser coordinates, where exact ones could put people at risk.

Rounding is done in the records, before anything is made of them: tables, outlines, page and carried records
then hold nothing finer. Names of places stay; positions that a text gives in figures are blotted out in it.
"""

import dataclasses
import hashlib
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec
import shapely
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from geomap.records import AREAS, Document, EventPlace, Mention, Place, Report
from geomap.tablerows import Several, TableRows, parts_of

Spans = Callable[[str], Iterable[tuple[int, int]]]
"""Where a text gives positions in figures."""

_Record = TypeVar("_Record", bound=msgspec.Struct)
_KM_PER_DEGREE = 111.2
_PAIR = re.compile(r"-?\d+(?:\.\d+)?,\s?-?\d+(?:\.\d+)?")
_DIGIT = re.compile(r"\d")
_BLOT = "#"


class Rounder:
    """Rounds reports to multiples of so many degrees."""

    def __init__(self, degrees: float, spans: Spans) -> None:
        """`spans` finds the positions that a text gives in figures."""
        self.degrees = degrees
        self._spans = spans
        self._places: dict[Place, Place] = {}

    def report(self, report: Report) -> Report:
        """`report` with its places rounded, and positions in its text blotted out digit by digit."""
        document, spans = self._document(report.document)
        return replace(
            report,
            document=document,
            mentions=tuple(self._mention(mention, document, spans) for mention in report.mentions),
            events=tuple(map(self._everywhere, report.events)),
            figures=tuple(map(self._everywhere, report.figures)),
        )

    def item(self, found: Report | TableRows) -> Report | TableRows:
        """A report or rows rounded."""
        return self.rows(found) if isinstance(found, TableRows) else self.report(found)

    def rows(self, rows: TableRows) -> TableRows:
        """The rows whose reports are the rounded ones of `rows`."""
        places = rows.places.map(lambda at: None if at is None else self._everywhere(at))
        return dataclasses.replace(
            rows,
            texts=list(map(self._blotted, rows.texts)),
            titles=[title and self._blotted(title) for title in rows.titles],
            urls=[url and _blotted_pairs(url) for url in rows.urls],
            places=places,
        )

    def all(self, reports: Sequence[Report]) -> Sequence[Report]:
        """`reports` rounded; rows of tables stay such."""
        parts = [
            self.rows(part) if isinstance(part, TableRows) else tuple(map(self.report, part))
            for part in parts_of(reports)
        ]
        return parts[0] if len(parts) == 1 else Several(parts)

    def place(self, place: Place) -> Place:
        """`place` on the grid; its radius holds every point that could have been rounded to there.

        A name or id that gives a position in figures gives the rounded one.
        """
        if place not in self._places:
            self._places[place] = self._rounded(place)
        return self._places[place]

    def shape(self, outline: BaseGeometry | None) -> BaseGeometry | None:
        """An outline on the grid; None if it is too small for it."""
        if outline is None:
            return None
        rounded = shapely.set_precision(outline, self.degrees)
        return None if rounded.is_empty else rounded

    def _rounded(self, place: Place) -> Place:
        lon, lat = self._snap(place.lon, 180), self._snap(place.lat, 90)
        half = self.degrees / 2 * _KM_PER_DEGREE
        reach = math.hypot(half, half * math.cos(math.radians(lat)))
        radius = place.radius_km if place.precision in AREAS else max(place.radius_km, round(reach, 1))
        position = f"{lat:g}, {lon:g}"
        named_by_position = place.feature == "coordinates" or _PAIR.fullmatch(place.name) is not None
        return replace(
            place,
            id=_PAIR.sub(position.replace(" ", ""), place.id) if ":" in place.id else place.id,
            name=position if named_by_position else self._blotted(place.name),
            lon=lon,
            lat=lat,
            radius_km=radius,
        )

    def _snap(self, value: float, limit: float) -> float:
        steps = round(value / self.degrees)
        if abs(steps * self.degrees) > limit:
            steps -= int(math.copysign(1, steps))
        # rounding drops the noise of the product, and adding zero the sign of -0.0
        return round(steps * self.degrees, 9) + 0.0

    def _document(self, document: Document) -> tuple[Document, list[tuple[int, int]]]:
        spans = list(self._spans(document.text))
        title = None if document.title is None else self._blotted(document.title)
        url = None if document.url is None else _blotted_pairs(document.url)
        archived = None if document.archived_url is None else _blotted_pairs(document.archived_url)
        changed = {"title": title, "url": url, "archived_url": archived}
        if spans:
            text = _blot(document.text, spans)
            changed |= {"text": text, "sha256": hashlib.sha256(text.encode()).hexdigest()}
        return replace(document, **changed), spans

    def _mention(self, mention: Mention, document: Document, spans: list[tuple[int, int]]) -> Mention:
        inside = any(start < mention.end and mention.start < end for start, end in spans)
        text = document.text[mention.start : mention.end] if inside else mention.text
        return replace(self._everywhere(mention), text=text)

    def _everywhere(self, record: _Record) -> _Record:
        """`record` with every place rounded, in whichever field it stands."""
        changed: dict[str, Any] = {}
        for name in record.__struct_fields__:
            value = getattr(record, name)
            if isinstance(value, Place):
                changed[name] = self.place(value)
            elif isinstance(value, tuple) and value and isinstance(value[0], Place):
                changed[name] = tuple(map(self.place, value))
            elif isinstance(value, tuple) and value and isinstance(value[0], EventPlace):
                changed[name] = tuple(map(self._everywhere, value))
        return replace(record, **changed) if changed else record

    def _blotted(self, text: str) -> str:
        return _blot(text, self._spans(text))


def _blot(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The same text, as long as before, with no digit left in `spans`."""
    for start, end in spans:
        text = text[:start] + _DIGIT.sub(_BLOT, text[start:end]) + text[end:]
    return text


def _blotted_pairs(url: str) -> str:
    """Addresses of maps hold positions: ``@48.512,37.998,15z``."""
    return _PAIR.sub(lambda match: _DIGIT.sub(_BLOT, match[0]) if "." in match[0] else match[0], url)
