"""The tables as layers see them: those of `geomap.features` with a few columns more."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

import msgspec
import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.column import Column
from geomap.features import Apart, Table, TableName
from geomap.records import HAPPENED, Category
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
_SMALL = 100


class Codes(NamedTuple):
    """A column as numbers that point at its distinct values, in the order of their first use."""

    number: NDArray[np.int32]
    values: Sequence[Any]


class Rows(msgspec.Struct, frozen=True):
    """One kind of records: equally long columns and geometries.

    ``apart`` holds, for the rows that stand at several places, each of these with a geometry of its own.
    """

    columns: Mapping[str, Sequence[Any]]
    geometry: Sequence[BaseGeometry | None]
    apart: Apart = {}
    _codes: dict[str, Codes] = msgspec.field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.geometry)

    def column(self, name: str) -> Sequence[Any]:
        """A column's values; None throughout if these rows lack it."""
        return self.columns.get(name) or [None] * len(self)

    def codes(self, name: str) -> Codes:
        """A column by its distinct values, so that what is asked of each is asked but once."""
        if name not in self._codes:
            values = self.column(name)
            coded = values.distinct() if isinstance(values, Column) else Column.of(values)
            self._codes[name] = Codes(coded.number, coded.values)
        return self._codes[name]

    def forget(self) -> None:
        """Drops what `codes` keeps; it is worked out anew if it is asked for again."""
        self._codes.clear()

    def where(self, name: str, test: Callable[[Any], bool]) -> NDArray[np.bool_]:
        """For each row whether `test` holds for its value of a column."""
        number, values = self.codes(name)
        return np.array([test(value) for value in values], dtype=bool)[number]

    def placed(self) -> NDArray[np.bool_]:
        """For each row whether it has a geometry."""
        return np.array([shape is not None for shape in self.geometry], dtype=bool)


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
    told = [
        sources if reports is not None and reports > 1 else None
        for sources, reports in zip(events.column("sources"), events.column("reports"), strict=True)
    ]
    return Rows({**events.columns, "told_by": told}, events.geometry, events.apart) if told else events


def with_standing(figures: Rows, events: Rows) -> Rows:
    """Figures with columns that say whether a figure may be drawn as a number of its own.

    ``standing`` is None for such a figure, else why not: restated (another figure says the same), superseded,
    denied, unreal (planned or hypothetical), part (its total is drawn at the same place).
    ``firm`` says that the number is exact and reported as fact.
    ``number``, ``what``, ``per`` and ``by`` are the pieces of its label: ``what`` is the unit where the
    number is so small that it says nothing alone (1 brigade), ``by`` who says so where sides disagree or
    several documents count the same of one of the `events`.
    """
    labels = [(label or "").partition(" a day")[0] or None for label in figures.column("label")]
    extra: dict[str, Sequence[Any]] = {
        "standing": _standing(figures),
        "firm": [
            qualifier == "exact" and modality == "occurred"
            for qualifier, modality in zip(
                figures.column("qualifier"), figures.column("modality"), strict=True
            )
        ],
        "number": labels,
        "what": [
            unit if size is None or size < _SMALL else None
            for unit, size in zip(figures.column("unit"), figures.column("size"), strict=True)
        ],
        "per": ["a day" if rate == "day" else None for rate in figures.column("rate")],
        "by": _by(figures, _counted_together(figures, events)),
    }
    return Rows({**figures.columns, **extra}, figures.geometry, figures.apart)


def _by(figures: Rows, together: frozenset[int]) -> list[str | None]:
    """Who says a number, where others say another one or documents count `together`."""
    names = ("conflicts_with", "speaker", "publisher")
    found: list[str | None] = []
    for index, (conflicts, speaker, publisher) in enumerate(
        zip(*(figures.column(name) for name in names), strict=True)
    ):
        shared = index in together
        who = (speaker if conflicts or not shared else None) or publisher
        found.append(f"({who})" if (conflicts or shared) and who else None)
    return found


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


def _standing(figures: Rows) -> list[str | None]:
    ids = figures.column("id")
    place_of = dict(zip(ids, figures.column("place_id"), strict=True))
    superseded = {identity for identity in figures.column("supersedes") if identity}
    asked = ("id", "same_as", "negated", "modality", "subset_of", "place_id")
    return [
        _why_not(row, place_of, superseded)
        for row in zip(*(figures.column(name) for name in asked), strict=True)
    ]


def _why_not(row: Sequence[Any], place_of: Mapping[str, str | None], superseded: set[str]) -> str | None:
    identity, same_as, negated, modality, whole, place = row
    if same_as and same_as in place_of:
        return "restated"
    if identity in superseded:
        return "superseded"
    if negated or modality == "negated":
        return "negated"
    if modality not in HAPPENED:
        return str(modality)
    return "part" if whole in place_of and place is not None and place_of[whole] == place else None


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
