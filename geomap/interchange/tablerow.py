"""A row of an event table beside its columns: what they do not tell of its report, as JSON, and back.

A report takes two kilobytes of JSON, nearly all of which a table of events says in its other columns too. The
pieces of what is left are alike in many rows and made once for each of the values that they tell.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from geomap.column import Column
from geomap.interchange.lines import json_line
from geomap.records import (
    Actor,
    Category,
    DatePrecision,
    EventPlace,
    EventType,
    Figure,
    Modality,
    Place,
    Qualifier,
    Role,
)
from geomap.tablerows import TableRows

MARK = '{"form":"geomap-row/'
"""What such JSON begins with."""
COLUMNS: Mapping[str, Any] = MappingProxyType(
    {
        "document": str,
        "quote": str,
        "title": str | None,
        "url": str | None,
        "publisher": str | None,
        "published": date | None,
        "speaker": str | None,
        "type": EventType,
        "mode": str | None,
        "modality": Modality,
        "date_start": date | None,
        "date_end": date | None,
        "date_precision": DatePrecision,
        "place": str | None,
        "place_id": str | None,
        "country": str | None,
        "admin1": str | None,
        "precision": str | None,
        "radius_km": float | None,
        "rep_lon": float | None,
        "rep_lat": float | None,
        "role": Role | None,
    }
)
"""The columns of the table of events that tell the rest, and what is in them."""


class FigureRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A figure of a row without what it has of the row; see :class:`geomap.tablerows.TableRows`."""

    id: str
    unit: str
    category: Category
    value: float | None = None
    low: float | None = None
    high: float | None = None
    qualifier: Qualifier = "exact"
    scope: Literal["total", "subset"] = "total"
    subset_of: str | None = None
    negated: bool = False


class RowRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the columns do not tell: ``feature`` and ``radius_km`` only where they tell something else."""

    form: Literal["geomap-row/1"]
    table: str
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    figures: tuple[FigureRecord, ...] = ()
    feature: str | None = None
    radius_km: float | None = None


def row_records(rows: TableRows) -> list[str]:
    """The JSON of each row, a :class:`RowRecord`."""
    head = f'{MARK}1","table":{_json(rows.table)}'
    pieces = (
        rows.actors.map(lambda actors: _piece("actors", actors)),
        rows.recipients.map(lambda actors: _piece("recipients", actors)),
        rows.figures.map(lambda figures: _piece("figures", tuple(map(_record, figures)))),
        rows.places.map(_place_piece),
    )
    return [
        f"{head}{actors}{others}{figures}{place}}}"
        for actors, others, figures, place in zip(*pieces, strict=True)
    ]


def rows_of(records: Sequence[str], columns: Mapping[str, Sequence[Any]]) -> list[TableRows]:
    """The rows of tables that `records` and the other `columns` of the same lines tell; one part a table.

    Raises:
        msgspec.DecodeError: A record is not JSON, or it or a column holds what no record may.
        ValueError: Coordinates lie outside the earth.
        RecursionError: JSON nested too deeply.
    """
    known: dict[str, RowRecord] = {}
    for record in records:
        if record not in known:
            known[record] = msgspec.json.decode(record, type=RowRecord)
    found = [known[record] for record in records]
    checked = {name: _checked(columns[name], kind) for name, kind in COLUMNS.items()}
    parts = []
    start = 0
    for table, group in groupby(found, key=lambda record: record.table):
        some = list(group)
        part = {name: column[start : start + len(some)] for name, column in checked.items()}
        parts.append(_rows(table, some, part))
        start += len(some)
    return parts


def _rows(table: str, records: Sequence[RowRecord], columns: Mapping[str, Column[Any]]) -> TableRows:
    return TableRows(
        table=table,
        ids=list(columns["document"]),
        texts=list(columns["quote"]),
        titles=list(columns["title"]),
        urls=list(columns["url"]),
        publishers=columns["publisher"],
        published=columns["published"],
        speakers=columns["speaker"],
        types=columns["type"],
        modes=columns["mode"],
        modalities=columns["modality"],
        date_starts=columns["date_start"],
        date_ends=columns["date_end"],
        date_precisions=columns["date_precision"],
        places=Column.of(map(_place, records, *(columns[name] for name in _PLACING))),
        actors=Column.of([record.actors for record in records]),
        recipients=Column.of([record.recipients for record in records]),
        figures=Column.of([record.figures for record in records]).map(lambda each: tuple(map(_figure, each))),
    )


_PLACING = ("place_id", "place", "country", "admin1", "precision", "radius_km", "rep_lon", "rep_lat", "role")


def _checked(values: Sequence[Any], kind: Any) -> Column[Any]:
    column = Column.of(values)
    return Column(column.number, msgspec.convert(column.values, list[kind]))


def _place(record: RowRecord, identity: str | None, *cells: Any) -> EventPlace | None:
    if identity is None:
        return None
    name, country, admin1, precision, radius_km, lon, lat, role = cells
    fields = {
        "id": identity,
        "name": name,
        "lon": lon,
        "lat": lat,
        "precision": precision,
        "feature": precision if record.feature is None else record.feature,
        "country": country,
        "admin1": admin1,
        "radius_km": radius_km if record.radius_km is None else record.radius_km,
    }
    place = msgspec.convert(fields, Place)
    if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
        raise ValueError(f"the place {identity!r} lies outside the earth: lat {place.lat}, lon {place.lon}")
    return EventPlace(place=place, role=role)


def _place_piece(at: EventPlace | None) -> str:
    if at is None:
        return ""
    place = at.place
    feature = None if place.feature == place.precision else place.feature
    radius = None if place.radius_km == round(place.radius_km, 1) else place.radius_km
    return _piece("feature", feature) + _piece("radius_km", radius)


def _record(figure: Figure) -> FigureRecord:
    return FigureRecord(**{name: getattr(figure, name) for name in FigureRecord.__struct_fields__})


def _figure(record: FigureRecord) -> Figure:
    fields = {name: getattr(record, name) for name in FigureRecord.__struct_fields__}
    return Figure(start=0, end=0, **fields)


def _piece(name: str, value: Any) -> str:
    return "" if value is None or value == () else f',"{name}":{_json(value)}'


def _json(value: Any) -> str:
    return json_line(value).decode()
