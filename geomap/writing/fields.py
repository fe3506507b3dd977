"""What kind of values a column holds, so that files of one layout are alike whatever is in them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Any, Literal, get_args

import numpy as np

from geomap.column import Column
from geomap.features import TableName
from geomap.records import Category
from geomap.stories.columns import RANGE

Kind = Literal["text", "whole", "number", "truth", "day"]

_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "happened": "truth",
        "negated": "truth",
        "fighting": "truth",
        "date_start": "day",
        "date_end": "day",
        "published": "day",
        "start": "whole",
        "end": "whole",
        "mentions": "whole",
        "documents": "whole",
        "events": "whole",
        "figures": "whole",
        "reports": "whole",
        "radius_km": "number",
        "rep_lon": "number",
        "rep_lat": "number",
        "confidence": "number",
        "value": "number",
        "low": "number",
        "high": "number",
        "size": "number",
        "rounded_degrees": "number",
    }
)
_NUMBERS = tuple(
    f"{category}_{end}"
    for ends in (("low", "value", "high"), RANGE)
    for category in get_args(Category)
    for end in ends
)
_TYPES: Mapping[Kind, tuple[type, ...]] = MappingProxyType(
    {
        "text": (str,),
        "whole": (int, np.integer),
        "number": (int, float, np.integer, np.floating),
        "truth": (bool, np.bool_),
        "day": (date,),
    }
)
_PLAIN: Mapping[Kind, frozenset[type]] = MappingProxyType(
    {kind: frozenset({types[0], type(None)}) for kind, types in _TYPES.items()}
)
_PLURALS: Mapping[str, TableName] = MappingProxyType(
    {"events": "event", "figures": "figure", "movements": "movement", "places": "place"}
)


def kind_of(column: str, values: Sequence[Any]) -> Kind:
    """The kind of `column`: the one it always has, or for a column of others' what fits its `values`."""
    types = set(map(type, values.values if isinstance(values, Column) else values))
    types.discard(type(None))
    usual: Kind | None = _KINDS.get(column, "number" if column in _NUMBERS else None)
    if not types:
        return usual or "text"
    kinds = get_args(Kind) if usual is None else (usual, *get_args(Kind))
    return next((kind for kind in kinds if all(_fits(each, kind) for each in types)), "text")


def plain(values: Sequence[Any], kind: Kind) -> list[Any]:
    """`values` as Python's own of `kind`; None for what is missing or no finite number."""
    if kind != "number" and _PLAIN[kind].issuperset(map(type, values)):
        return list(values)
    if kind == "text":
        return [value if value is None or type(value) is str else str(value) for value in values]
    if kind == "number":
        return [None if value is None or not isfinite(value) else float(value) for value in values]
    if kind == "whole":
        return [None if value is None else int(value) for value in values]
    if kind == "truth":
        return [None if value is None else bool(value) for value in values]
    return list(values)


def in_order(columns: Iterable[str]) -> list[str]:
    """Columns as they first came, and behind them the numbers of categories in the order of categories."""
    listed = list(dict.fromkeys(columns))
    numbers = [name for name in _NUMBERS if name in set(listed)]
    return [*(name for name in listed if name not in set(numbers)), *numbers]


def table_named(stem: str) -> TableName:
    """The table that a file of one table holds: ``kursk.figures`` of figures, all others of events."""
    return _PLURALS.get(stem.rpartition(".")[2].lower() if "." in stem else "", "event")


def _fits(found: type, kind: Kind) -> bool:
    if issubclass(found, bool | np.bool_):
        return kind == "truth"
    return issubclass(found, _TYPES[kind])
