"""The tables as layers see them: those of `geomap.features` with a few columns more, and one of areas."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal, get_args

import msgspec
from shapely.geometry.base import BaseGeometry

from geomap.features import Table, TableName
from geomap.records import AREAS, HAPPENED, Category
from geomap.stories.columns import RANGE

Records = Literal["events", "figures", "movements", "places", "areas"]
RECORDS: tuple[Records, ...] = get_args(Records)
TABLES: Mapping[Records, TableName] = {
    "events": "event",
    "figures": "figure",
    "movements": "movement",
    "places": "place",
}


_SMALL = 100


class Rows(msgspec.Struct, frozen=True):
    """One kind of records: equally long columns and geometries."""

    columns: Mapping[str, Sequence[Any]]
    geometry: Sequence[BaseGeometry | None]

    def __len__(self) -> int:
        return len(self.geometry)

    def column(self, name: str) -> Sequence[Any]:
        """A column's values; None throughout if these rows lack it."""
        return self.columns.get(name) or [None] * len(self)


def records_of(tables: Mapping[TableName, Table]) -> dict[Records, Rows]:
    """The rows of each kind of records; ``areas`` is made by `areas_of` from what is drawn."""
    found: dict[Records, Rows] = {}
    for records, name in TABLES.items():
        table = tables.get(name)
        found[records] = Rows(table.columns, table.geometry) if table else Rows({}, [])
    found["events"] = with_sources(found["events"])
    found["figures"] = with_standing(found["figures"], found["events"])
    return found


def with_sources(events: Rows) -> Rows:
    """Events with ``told_by``: who reports it, where that is more than one document; else None."""
    told = [
        sources if reports is not None and reports > 1 else None
        for sources, reports in zip(events.column("sources"), events.column("reports"), strict=True)
    ]
    return Rows({**events.columns, "told_by": told}, events.geometry) if told else events


def with_standing(figures: Rows, events: Rows) -> Rows:
    """Figures with columns that say whether a figure may be drawn as a number of its own.

    ``standing`` is None for such a figure, else why not: restated (another figure says the same), superseded,
    denied, unreal (planned or hypothetical), part (its total is drawn at the same place).
    ``number``, ``what``, ``per`` and ``by`` are the pieces of its label: ``what`` is the unit where the
    number is so small that it says nothing alone (1 brigade), ``by`` who says so where sides disagree or
    several documents count the same of one of the `events`.
    """
    ids = figures.column("id")
    place_of = dict(zip(ids, figures.column("place_id"), strict=True))
    superseded = {identity for identity in figures.column("supersedes") if identity}
    shared = _counted_together(figures, events)
    standing: list[str | None] = []
    number: list[str | None] = []
    what: list[str | None] = []
    per: list[str | None] = []
    by: list[str | None] = []
    for index, identity in enumerate(ids):
        row = {name: values[index] for name, values in figures.columns.items()}
        standing.append(_why_not(row, identity, place_of, superseded))
        label, _, _ = (row["label"] or "").partition(" a day")
        number.append(label or None)
        what.append(row["unit"] if row["size"] is None or row["size"] < _SMALL else None)
        per.append("a day" if row["rate"] == "day" else None)
        together = index in shared
        at_odds = bool(row["conflicts_with"])
        speaker = (row["speaker"] if at_odds or not together else None) or row["publisher"]
        by.append(f"({speaker})" if (at_odds or together) and speaker else None)
    extra = {"standing": standing, "number": number, "what": what, "per": per, "by": by}
    return Rows({**figures.columns, **extra}, figures.geometry)


def _counted_together(figures: Rows, events: Rows) -> frozenset[int]:
    """Rows of figures that count the same of one event as a figure in another document."""
    story_of = {
        identity: story
        for identity, story, reports in zip(
            events.column("id"), events.column("story"), events.column("reports"), strict=True
        )
        if reports is not None and reports > 1
    }
    if not story_of:
        return frozenset()
    groups: dict[tuple[str, str], list[int]] = {}
    keys = zip(figures.column("event"), figures.column("category"), strict=True)
    for index, (event, category) in enumerate(keys):
        if event in story_of:
            groups.setdefault((story_of[event], category), []).append(index)
    documents = figures.column("document")
    told = (rows for rows in groups.values() if len({documents[row] for row in rows}) > 1)
    return frozenset(row for rows in told for row in rows)


def _why_not(
    row: Mapping[str, Any], identity: str, place_of: Mapping[str, str | None], superseded: set[str]
) -> str | None:
    if row["same_as"] and row["same_as"] in place_of:
        return "restated"
    if identity in superseded:
        return "superseded"
    if row["negated"]:
        return "negated"
    if row["modality"] not in HAPPENED:
        return row["modality"] if row["modality"] != "negated" else "negated"
    whole = row["subset_of"]
    if whole in place_of and row["place_id"] is not None and place_of[whole] == row["place_id"]:
        return "part"
    return None


def areas_of(drawn: Mapping[Records, Sequence[int]], records: Mapping[Records, Rows]) -> Rows:
    """One row for each area on which a drawn event or figure stands; largest first, small ones lie on top.

    Args:
        drawn: Indices of the rows that layers draw.
        records: The rows.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    shapes: dict[tuple[str, str], BaseGeometry] = {}
    for kind in ("events", "figures"):
        rows = records[kind]
        for index in drawn.get(kind, ()):
            shape = rows.geometry[index]
            if (
                rows.column("precision")[index] not in AREAS
                or shape is None
                or shape.geom_type.endswith("Point")
            ):
                continue
            key = (str(rows.column("place_id")[index]), str(rows.column("place")[index]))
            area = found.setdefault(
                key,
                {
                    "id": key[0],
                    **{name: rows.column(name)[index] for name in _AREA_COPIED},
                    "events": 0,
                    "figures": 0,
                    "fighting": False,
                },
            )
            shapes.setdefault(key, shape)
            area[kind] += 1
            area["fighting"] |= rows.column("type")[index] == "ASSAULT"
    order = sorted(found, key=lambda key: (-shapes[key].area, key))
    columns = {name: [found[key][name] for key in order] for name in _AREA_COLUMNS}
    return Rows(columns, [shapes[key] for key in order])


_AREA_COPIED = ("place", "country", "admin1", "precision", "rep_lon", "rep_lat")
_AREA_COLUMNS = ("id", *_AREA_COPIED, "events", "figures", "fighting")


@cache
def columns_of(records: Records) -> tuple[str, ...]:
    """The columns that a layer of these records may name, learnt from a report with one of each."""
    if records == "areas":
        return _AREA_COLUMNS
    from geomap.features import tables
    from geomap.layering.sample import one_of_each

    columns = records_of(tables([one_of_each()], lambda _: None))[records].columns
    if records != "events":
        return tuple(columns)
    plain = [name for name in columns if not name.endswith(("_low", "_value", "_high"))]
    return (
        *plain,
        *(f"{category}_{end}" for category in get_args(Category) for end in ("low", "value", "high", *RANGE)),
    )
