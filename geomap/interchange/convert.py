"""Reports to JSON rows and back, without loss.

A row holds the text and everything found in it. Places and actors stand once, under a key that is their id,
and are named by that key; where a place is used its ``lat`` and ``lon`` stand beside the key, so that scripts
can do without a second look-up. Reading goes by the key alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from geomap.interchange.lines import json_line
from geomap.interchange.rows import (
    EventPlaceRow,
    EventRow,
    FigureRow,
    FoundToponym,
    ReportRow,
    ToponymRow,
    ToponymsRow,
)
from geomap.records import Actor, Document, Event, EventPlace, Figure, Mention, Place, Report

_Record = TypeVar("_Record", Place, Actor)
_Target = TypeVar("_Target", bound=msgspec.Struct)


def dump(report: Report) -> bytes:
    """`report` as one line of JSON without its line break; :func:`load` gives an equal report back."""
    return json_line(_report_row(report))


def dump_toponyms(report: Report) -> bytes:
    """The place names of `report` alone as one line of JSON, as ``geomap locate`` writes it."""
    row = ToponymsRow(doc=report.document.id, toponyms=tuple(map(_found, report.mentions)))
    return json_line(row)


def load(line: bytes | str) -> Report:
    """The report that one line of JSON holds.

    Raises:
        msgspec.DecodeError: Not JSON, or not of this form (``msgspec.ValidationError``, naming the field).
        ValueError: A span lies outside the text, coordinates outside the earth, or a key is in no table.
        RecursionError: JSON nested too deeply.
    """
    row = msgspec.json.decode(line, type=ReportRow)
    for start, end in _spans(row):
        if not 0 <= start <= end <= len(row.text):
            raise ValueError(f"the span {start}:{end} lies outside the text of {len(row.text)} characters")
    for place in row.places.values():
        if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
            raise ValueError(
                f"the place {place.id!r} lies outside the earth: lat {place.lat}, lon {place.lon}"
            )
    try:
        return _report(row)
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} is not among the row's places or actors") from error


class _Keys:
    """Gives each place or actor a key: its id, or where two differ under one id, the id with a number."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.actors: dict[str, Actor] = {}

    def of_places(self, places: Sequence[Place]) -> tuple[str, ...]:
        return tuple([_key(self.places, place) for place in places]) if places else ()

    def of_actors(self, actors: Sequence[Actor]) -> tuple[str, ...]:
        return tuple([_key(self.actors, actor) for actor in actors]) if actors else ()


def _key(known: dict[str, _Record], record: _Record) -> str:
    key, number = record.id, 1
    # most records are the very object known; to compare the fields of two takes far longer
    while (there := known.setdefault(key, record)) is not record and there != record:
        number += 1
        key = f"{record.id}#{number}"
    return key


def _recast(target: type[_Target], source: msgspec.Struct, **changed: Any) -> _Target:
    """A `target` with the fields that `source` has under the same name, and those of `changed`."""
    shared = (
        name for name in target.__struct_fields__ if name not in changed and name in source.__struct_fields__
    )
    return target(**{name: getattr(source, name) for name in shared}, **changed)


# Field by field, not by name: a table has a hundred thousand reports, and so each is made many times faster.
# Keys are given in the order of these arguments.


def _report_row(report: Report) -> ReportRow:
    keys, document = _Keys(), report.document
    return ReportRow(
        form="geomap-report/1",
        doc=document.id,
        toponyms=tuple([_toponym_row(mention, keys) for mention in report.mentions]),
        events=tuple([_event_row(event, keys) for event in report.events]),
        figures=tuple([_figure_row(figure, keys) for figure in report.figures]),
        text=document.text,
        title=document.title,
        url=document.url,
        archived_url=document.archived_url,
        retrieved=document.retrieved,
        publisher=document.publisher,
        published=document.published,
        language=document.language,
        sha256=document.sha256,
        table=document.table,
        statements=report.statements,
        places=keys.places,
        actors=keys.actors,
    )


def _toponym_row(mention: Mention, keys: _Keys) -> ToponymRow:
    place = mention.place
    return ToponymRow(
        start=mention.start,
        end=mention.end,
        kind=mention.kind,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        text=mention.text,
        place=_key(keys.places, place) if place else None,
        confidence=mention.confidence,
        alternatives=keys.of_places(mention.alternatives),
        relative=_key(keys.places, mention.relative) if mention.relative else None,
    )


def _event_row(event: Event, keys: _Keys) -> EventRow:
    return EventRow(
        id=event.id,
        type=event.type,
        modality=event.modality,
        start=event.start,
        end=event.end,
        places=tuple(
            [
                EventPlaceRow(
                    place=_key(keys.places, at.place), role=at.role, lat=at.place.lat, lon=at.place.lon
                )
                for at in event.places
            ]
        ),
        date_start=event.date_start,
        date_end=event.date_end,
        date_precision=event.date_precision,
        mode=event.mode,
        actors=keys.of_actors(event.actors),
        recipients=keys.of_actors(event.recipients),
        statement=event.statement,
        confidence=event.confidence,
        duplicates=event.duplicates,
    )


def _figure_row(figure: Figure, keys: _Keys) -> FigureRow:
    return FigureRow(
        id=figure.id,
        start=figure.start,
        end=figure.end,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        qualifier=figure.qualifier,
        category=figure.category,
        unit=figure.unit,
        rate=figure.rate,
        negated=figure.negated,
        modality=figure.modality,
        period=figure.period,
        scope=figure.scope,
        subset_of=figure.subset_of,
        actor=_key(keys.actors, figure.actor) if figure.actor else None,
        places=keys.of_places(figure.places),
        event=figure.event,
        statement=figure.statement,
        same_as=figure.same_as,
        supersedes=figure.supersedes,
        conflicts_with=figure.conflicts_with,
    )


def _found(mention: Mention) -> FoundToponym:
    place = mention.place
    own: dict[str, Any] = {
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
        "text": mention.text,
        "confidence": mention.confidence,
        "alternatives": tuple(other.id for other in mention.alternatives),
        "relative": mention.relative,
    }
    return FoundToponym(**own, lat=None, lon=None) if place is None else _recast(FoundToponym, place, **own)


def _spans(row: ReportRow) -> Iterator[tuple[int, int]]:
    for mention in row.toponyms:
        yield mention.start, mention.end
    for statement in row.statements:
        yield statement.start, statement.end
    for rows in (row.events, row.figures):
        for found in rows:
            yield found.start, found.end
            if found.statement is not None:
                yield found.statement.start, found.statement.end


def _report(row: ReportRow) -> Report:
    places, actors = row.places, row.actors
    return Report(
        document=_recast(Document, row, id=row.doc),
        mentions=tuple(
            _recast(
                Mention,
                found,
                place=places[found.place] if found.place is not None else None,
                alternatives=_named(places, found.alternatives),
                relative=places[found.relative] if found.relative is not None else None,
            )
            for found in row.toponyms
        ),
        statements=row.statements,
        events=tuple(
            _recast(
                Event,
                event,
                places=tuple(EventPlace(place=places[at.place], role=at.role) for at in event.places),
                actors=_named(actors, event.actors),
                recipients=_named(actors, event.recipients),
            )
            for event in row.events
        ),
        figures=tuple(
            _recast(
                Figure,
                figure,
                actor=actors[figure.actor] if figure.actor is not None else None,
                places=_named(places, figure.places),
            )
            for figure in row.figures
        ),
    )


def _named(known: Mapping[str, _Record], keys: Iterable[str]) -> tuple[_Record, ...]:
    return tuple(known[key] for key in keys)
