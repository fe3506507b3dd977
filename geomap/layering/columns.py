"""The tables as layers see them: those of `geomap.features` with a few columns more."""

from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args

import numpy as np

from geomap.column import Column
from geomap.features import Table, TableName
from geomap.layering.rows import Rows
from geomap.layering.standing import told_by_several, with_standing
from geomap.records import Category
from geomap.stories.columns import RANGE

Records = Literal["events", "figures", "movements", "places", "areas", "own"]
RECORDS: tuple[Records, ...] = tuple(each for each in get_args(Records) if each != "own")
"""What is drawn of the tables; ``own`` stands for a file of the user's."""
TABLES: Mapping[Records, TableName] = {
    "events": "event",
    "figures": "figure",
    "movements": "movement",
    "places": "place",
}
AREA_COPIED = ("place", "country", "admin1", "precision", "radius_km", "rep_lon", "rep_lat")
AREA_COLUMNS = ("id", *AREA_COPIED, "events", "figures", "fighting", "modality")


def records_of(tables: Mapping[TableName, Table]) -> dict[Records, Rows]:
    """The rows of each kind of records; ``areas`` is made of what is drawn (`geomap.layering.areas`)."""
    found: dict[Records, Rows] = {}
    for records, name in TABLES.items():
        table = tables.get(name)
        found[records] = Rows(table.columns, table.geometry, table.apart) if table else Rows({}, [])
    found["events"] = with_sources(found["events"])
    found["figures"] = with_standing(found["figures"], found["events"])
    return found


def with_sources(events: Rows) -> Rows:
    """Events with ``told_by``: who reports it, where that is more than one document; else None."""
    if not len(events):
        return events
    several = told_by_several(events)
    rows, sources = np.flatnonzero(several), events.column("sources")
    told = np.zeros(len(events), dtype=np.int32)
    told[rows] = np.arange(1, len(rows) + 1)
    values = [None, *(sources[row] for row in rows.tolist())]
    return Rows({**events.columns, "told_by": Column(told, values)}, events.geometry, events.apart)


@cache
def columns_of(records: Records) -> tuple[str, ...]:
    """The columns that a layer of these records may name, learnt from a report with one of each."""
    if records == "areas":
        return AREA_COLUMNS
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
