"""Which rows a layer draws, and under which legend entry."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from geomap.layering.areas import areas_of
from geomap.layering.columns import Records
from geomap.layering.layers import Condition, Entry, Layer, Palette, Test, Where
from geomap.layering.rows import Codes, Rows


class Selection(msgspec.Struct, frozen=True):
    """The rows a layer draws, the legend entry of each, and whether its line is dashed."""

    rows: NDArray[np.int64]
    entry: NDArray[np.int64]
    dashed: NDArray[np.bool_]
    entries: Sequence[Entry]


Choice = tuple[dict[Records, Rows], dict[str, Selection]]
"""Records with those of ``areas``, and the rows of each layer by its id."""


def choose(records: Mapping[Records, Rows], layers: Sequence[Layer]) -> Choice:
    """The rows of each of `layers` by its id, and the records with those of ``areas`` added.

    Areas come last, since they are those that the rows of other layers stand on; layers of a user's files
    draw none of the records.
    """
    layers = [layer for layer in layers if layer.file is None]
    by = {layer.encode.colour.by for layer in layers if layer.encode.colour}
    sides = {
        column: by_frequency([records[kind].codes(column) for kind in ("figures", "movements")])
        for column in by
    }
    chosen = {
        layer.id: select(records[layer.records], layer, sides) for layer in layers if layer.records != "areas"
    }
    areas = areas_of(drawn_rows(chosen, layers), records)
    chosen |= {layer.id: select(areas, layer, sides) for layer in layers if layer.records == "areas"}
    return {**records, "areas": areas}, chosen


def select(rows: Rows, layer: Layer, sides: Mapping[str, Sequence[str]]) -> Selection:
    """The rows that `layer` draws; a row that fits no legend entry is not drawn.

    Args:
        rows: The records of the layer's kind.
        layer: What to draw.
        sides: For each column with a palette its values, most frequent first.
    """
    entries: Sequence[Entry] = layer.legend
    if layer.encode.colour:
        entries = palette_entries(layer.encode.colour, sides.get(layer.encode.colour.by, ()), layer)
    fitting = [_mask(rows, entry.where) for entry in entries]
    kept = np.flatnonzero(_mask(rows, layer.where) & rows.placed() & np.any(fitting, axis=0))
    which = np.argmax(np.array(fitting)[:, kept], axis=0)  # the first entry that fits
    dash = _mask(rows, layer.encode.dash.where) if layer.encode.dash else np.zeros(len(rows), dtype=bool)
    return Selection(kept, which, dash[kept], entries)


def drawn_rows(chosen: Mapping[str, Selection], layers: Sequence[Layer]) -> dict[Records, NDArray[np.int64]]:
    """The rows of each kind of records that one of `layers` or several draw, in order."""
    found: dict[Records, list[NDArray[np.int64]]] = {}
    for layer in layers:
        if layer.id in chosen:
            found.setdefault(layer.records, []).append(chosen[layer.id].rows)
    return {kind: np.unique(np.concatenate(rows)) for kind, rows in found.items()}


def palette_entries(palette: Palette, values: Sequence[str], layer: Layer) -> list[Entry]:
    """A legend entry for each of the values that has a colour of its own, then one for the rest."""
    fill = layer.encode.fill
    entries = [
        Entry(label=str(value), colour=colour, where={palette.by: value}, fill=fill)
        for value, colour in zip(values, palette.colours, strict=False)
    ]
    rest = "other" if len(values) > len(palette.colours) else "unnamed"
    return [*entries, Entry(label=f"@{rest}", colour=palette.none, fill=fill)]


def by_frequency(columns: Sequence[Codes]) -> list[str]:
    """The values of several columns together, most frequent first, then by name."""
    counts: Counter[str] = Counter()
    for number, values in columns:
        many = np.bincount(number, minlength=len(values)).tolist()
        for value, count in zip(values, many, strict=True):
            if value is not None:
                counts[str(value)] += count
    return [value for value, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def matching(rows: Rows, where: Where) -> list[int]:
    """Indices of the rows for which every condition of `where` holds."""
    found: list[int] = np.flatnonzero(_mask(rows, where)).tolist()
    return found


def _mask(rows: Rows, where: Where) -> NDArray[np.bool_]:
    mask = np.ones(len(rows), dtype=bool)
    for name, condition in where.items():
        mask &= rows.where(name, _test(condition))
    return mask


def _test(condition: Condition) -> Callable[[Any], bool]:
    if isinstance(condition, Test):
        return lambda value: _holds(condition, value)
    if isinstance(condition, tuple):
        return lambda value: any(_same(value, wanted) for wanted in condition)
    return lambda value: _same(value, condition)


def _same(value: Any, wanted: Any) -> bool:
    value = value.isoformat() if isinstance(value, date) else value
    return bool(value == wanted) and isinstance(value, bool) == isinstance(wanted, bool)


def _holds(test: Test, value: Any) -> bool:
    if test.null is not None and (value is None) != test.null:
        return False
    if test.excluded is not None and _test(test.excluded)(value):
        return False
    if test.min is None and test.max is None:
        return True
    value = value.isoformat() if isinstance(value, date) else value
    try:
        return (test.min is None or value >= test.min) and (test.max is None or value <= test.max)
    except TypeError:  # nothing compares with None, and numbers do not with text
        return False
