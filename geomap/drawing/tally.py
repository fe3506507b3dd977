"""What was drawn, what was not and why: the same words on the terminal and on the page."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from geomap.drawing.strings import Strings, strings
from geomap.features import Table, TableName
from geomap.layering.columns import Records, records_of
from geomap.layering.layers import Layer
from geomap.layering.rows import Rows
from geomap.layering.select import Selection, choose, drawn_rows
from geomap.layering.standing import told_by_several
from geomap.records import HAPPENED

_REASONS = ("planned", "hypothetical", "negated", "no_place", "whence", "retold", "no_layer")


class Tally(msgspec.Struct, frozen=True):
    """Counts of one run; ``omitted`` holds (row of the event table, reason) of events that no layer draws.

    ``stories`` counts the events that several documents report, ``retold`` their reports.
    """

    names: int
    placed: int
    events: int
    drawn: int
    figures: int
    figures_drawn: int
    omitted: Sequence[tuple[int, str]]
    stories: int = 0
    retold: int = 0

    @property
    def sentence(self) -> str:
        """``41 names, 38 placed; 17 events: 11 drawn, 6 not (4 planned, 2 without a place); 4 figures``.

        Where documents report the same, ``3 reports of one event`` stands after the events.
        """
        return in_words(self, strings())


def tally(
    tables: Mapping[TableName, Table], layers: Sequence[Layer], *, names: int = 0, placed: int = 0
) -> Tally:
    """What `layers` draw of `tables`.

    Args:
        tables: The flat tables.
        layers: The layers of the map; those that are off at first count as drawn.
        names: Mentions of places that were found.
        placed: Those of them that were put on the earth.
    """
    return tally_rows(*choose(records_of(tables), layers), layers, names=names, placed=placed)


def tally_rows(
    records: Mapping[Records, Rows],
    chosen: Mapping[str, Selection],
    layers: Sequence[Layer],
    *,
    names: int = 0,
    placed: int = 0,
) -> Tally:
    """The same, of rows that are chosen already; an event drawn as its movement is drawn."""
    drawn = drawn_rows(chosen, layers)
    events, figures = records["events"], records["figures"]
    nothing = np.zeros(0, dtype=np.int64)
    seen = np.zeros(len(events), dtype=bool)
    seen[drawn.get("events", nothing)] = True
    moved = drawn.get("movements", nothing).tolist()
    if moved:
        index_of = {identity: index for index, identity in enumerate(events.column("id"))}
        ways = records["movements"].column("event")
        seen[[index_of[ways[row]] for row in moved]] = True
    stories = events.column("story")
    shared = [stories[row] for row in np.flatnonzero(told_by_several(events)).tolist()]
    return Tally(
        names=names,
        placed=placed,
        events=len(events),
        drawn=int(seen.sum()),
        figures=len(figures),
        figures_drawn=len(drawn.get("figures", nothing)),
        omitted=_omitted(events, np.flatnonzero(~seen)),
        stories=len(set(shared)),
        retold=len(shared),
    )


def in_words(counts: Tally, words: Strings) -> str:
    """The sentence of `counts` in a language."""
    parts = []
    if counts.names:
        parts.append(f"{words.count('names', counts.names)}, {words.count('placed', counts.placed)}")
    events = words.count("events", counts.events)
    if counts.events:
        events += f": {words.count('drawn', counts.drawn)}"
        if counts.omitted:
            reasons = Counter(reason for _, reason in counts.omitted)
            listed = ", ".join(
                f"{reasons[reason]:,} {words.word('reason', reason)}"
                for reason in _REASONS
                if reasons[reason]
            )
            events += f", {words.count('not_drawn', len(counts.omitted))} ({listed})"
    told = [words.count("told", counts.stories, reports=f"{counts.retold:,}")] if counts.stories else []
    figures = words.count("figures", counts.figures)
    if counts.figures:
        figures += f": {words.count('drawn', counts.figures_drawn)}"
    return "; ".join([*parts, events, *told, figures])


def _omitted(events: Rows, rows: NDArray[np.int64]) -> list[tuple[int, str]]:
    """Why each of these rows is not drawn."""
    groups = events.groups(("modality", "duplicate_of", "role"), rows)
    placed = events.placed()[rows]
    asked = [events.column(name) for name in ("modality", "duplicate_of", "role")]
    reasons = [_why(*(values[row] for values in asked)) for row in groups.rows.tolist()]
    happened = events.where("modality", HAPPENED.__contains__)[rows]
    nowhere = (happened & ~placed).tolist()
    return [
        (row, "no_place" if without else reasons[group])
        for row, without, group in zip(rows.tolist(), nowhere, groups.number.tolist(), strict=True)
    ]


def _why(modality: str, other: str | None, role: str | None) -> str:
    if modality not in HAPPENED:
        return modality
    if other is not None:
        return "retold"
    return "whence" if role == "origin" else "no_layer"
