"""Which reported numbers may be drawn as numbers of their own, and the pieces of their labels."""

from collections.abc import Sequence
from functools import partial
from itertools import repeat
from operator import eq
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from geomap.column import Column, each
from geomap.layering.rows import Rows
from geomap.records import HAPPENED, Modality

_SMALL = 100


def with_standing(figures: Rows, events: Rows) -> Rows:
    """Figures with columns that say whether a figure may be drawn as a number of its own.

    ``standing`` is None for such a figure, else why not: restated (another figure says the same), superseded,
    denied, unreal (planned or hypothetical), part (its total is drawn at the same place).
    ``firm`` says that the number is exact and reported as fact.
    ``number``, ``what``, ``per`` and ``by`` are the pieces of its label: ``what`` is the unit where the
    number is so small that it says nothing alone (1 brigade), ``by`` who says so where sides disagree or
    several documents count the same of one of the `events`.
    """
    extra: dict[str, Sequence[Any]] = {
        "standing": _standing(figures),
        "firm": _firm(figures),
        "number": each(figures.column("label"), lambda label: (label or "").partition(" a day")[0] or None),
        "what": _what(figures),
        "per": each(figures.column("rate"), lambda rate: "a day" if rate == "day" else None),
        "by": _by(figures, _counted_together(figures, events)),
    }
    return Rows({**figures.columns, **extra}, figures.geometry, figures.apart)


def told_by_several(events: Rows) -> NDArray[np.bool_]:
    """For each event whether more than one document reports it."""
    return events.where("reports", lambda reports: reports is not None and reports > 1)


def _firm(figures: Rows) -> Column[bool]:
    rows, number = figures.groups(("qualifier", "modality"))
    qualifiers, modalities = figures.column("qualifier"), figures.column("modality")
    values = [qualifiers[row] == "exact" and modalities[row] == "occurred" for row in rows.tolist()]
    return Column(number.astype(np.int32), values)


def _what(figures: Rows) -> Column[str | None]:
    rows, number = figures.groups(("unit", "size"))
    units, sizes = figures.column("unit"), figures.column("size")
    values = [units[row] if sizes[row] is None or sizes[row] < _SMALL else None for row in rows.tolist()]
    return Column(number.astype(np.int32), values)


def _by(figures: Rows, together: NDArray[np.bool_]) -> Column[str | None]:
    """Who says a number, where others say another one or documents count `together`."""
    conflicting = figures.where("conflicts_with", bool)
    of = np.flatnonzero(conflicting | together)
    rows, number = figures.groups(("speaker", "publisher"), of)
    speakers, publishers = figures.column("speaker"), figures.column("publisher")
    anyone = [_named(speakers[row] or publishers[row]) for row in rows.tolist()]
    printed = [_named(publishers[row]) for row in rows.tolist()]  # a count of several documents: which one
    found = np.zeros(len(figures), dtype=np.int32)
    found[of] = 1 + number + len(rows) * ~conflicting[of]
    return Column(found, [None, *anyone, *printed])


def _named(who: str | None) -> str | None:
    return f"({who})" if who else None


def _counted_together(figures: Rows, events: Rows) -> NDArray[np.bool_]:
    """For each figure whether it counts the same of one event as a figure in another document."""
    found = np.zeros(len(figures), dtype=bool)
    shared = np.flatnonzero(told_by_several(events)).tolist()
    ids, stories = events.column("id"), events.column("story")
    story_of = {ids[row]: stories[row] for row in shared}
    if not story_of:
        return found
    groups: dict[tuple[str, str], list[int]] = {}
    keys = zip(figures.column("event"), figures.column("category"), strict=True)
    for index, (event, category) in enumerate(keys):
        if event in story_of:
            groups.setdefault((story_of[event], category), []).append(index)
    documents = figures.column("document")
    for rows in groups.values():
        if len({documents[row] for row in rows}) > 1:
            found[rows] = True
    return found


_UNREAL = tuple(sorted(set(get_args(Modality)) - HAPPENED))
_WHY = (None, "part", *_UNREAL, "superseded", "restated")


def _standing(figures: Rows) -> Column[str | None]:
    """Why each figure is not drawn as a number of its own; the weightier reason is written over the other."""
    found = np.zeros(len(figures), dtype=np.int32)

    def because(reason: str | None, mask: NDArray[np.bool_]) -> None:
        found[mask] = _WHY.index(reason)

    whole = _rows_of(figures, "subset_of")
    place, places = figures.codes("place_id")
    known = np.array([value is not None for value in places], dtype=bool)[place]
    because("part", (whole >= 0) & known & (place[whole] == place))
    for modality in _UNREAL:
        because(modality, figures.where("modality", partial(eq, modality)))
    because("negated", figures.where("negated", bool))
    replaced = _rows_of(figures, "supersedes")
    superseded = np.zeros(len(figures), dtype=bool)
    superseded[replaced[replaced >= 0]] = True
    because("superseded", superseded)
    because("restated", _rows_of(figures, "same_as") >= 0)
    return Column(found, _WHY)


def _rows_of(figures: Rows, name: str) -> NDArray[np.int64]:
    """For each figure the row of the one whose id stands in a column of it; -1 if there is none."""
    column = figures.column(name)
    if not any(column.values if isinstance(column, Column) else column):
        return np.full(len(figures), -1)
    row_of = dict(zip(figures.column("id"), range(len(figures)), strict=True))
    return np.fromiter(map(row_of.get, column, repeat(-1)), np.int64, len(figures))
