"""Conditions and scales of layer files as expressions of QGIS.

https://docs.qgis.org/latest/en/docs/user_manual/expressions/functions_list.html. A comparison with nothing is
nothing in QGIS, neither true nor false; here as in layer files it is false.
"""

import re
from collections.abc import Sequence

from geomap.layering.layers import Condition, Scalar, Scale, Test, Where, placeholders
from geomap.writing.fields import kind_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def where(conditions: Where) -> str:
    """All of `conditions` as one expression; empty if there are none."""
    return " AND ".join(_condition(column, wanted) for column, wanted in conditions.items())


def first_of(conditions: Sequence[Where], number: int) -> str:
    """That the conditions of that `number` hold and none of those before do."""
    here = where(conditions[number])
    before = [f"NOT ({where(each)})" if each else "false" for each in conditions[:number]]
    return " AND ".join(part for part in (here, *before) if part)


def size(scale: Scale, unit: float) -> str:
    """The size that a scale gives to a row, in pixels times `unit`."""
    column = name(scale.by)
    shaped = {"sqrt": f"sqrt({column})", "linear": column, "log": f"log10({column} + 1)"}[scale.scale]
    least, most = scale.range
    return (
        f"{unit:g} * CASE WHEN coalesce({column}, 0) <= 0 THEN {least:g} "
        f"ELSE max({least:g}, min({most:g}, {scale.factor:g} * {shaped})) END"
    )


def label(template: str) -> str:
    """A label's template as an expression; columns without a value leave nothing behind."""
    parts: list[str] = []
    rest = template
    for column in placeholders(template):
        before, _, rest = rest.partition("{" + column + "}")
        parts += [text(before)] if before else []
        parts.append(f"coalesce(to_string({name(column)}), '')")
    parts += [text(rest)] if rest else []
    return f"trim(regexp_replace({' || '.join(parts) or text('')}, ' +', ' '))"


def name(column: str) -> str:
    """A column's name."""
    return '"' + column.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as a literal."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _condition(column: str, wanted: Condition) -> str:
    if not isinstance(wanted, Test):
        return _is(column, wanted)
    parts = []
    if wanted.null is not None:
        parts.append(f"{name(column)} IS {'' if wanted.null else 'NOT '}NULL")
    if wanted.excluded is not None:
        parts.append(f"NOT {_is(column, wanted.excluded)}")
    for sign, bound in ((">=", wanted.min), ("<=", wanted.max)):
        if bound is not None:
            parts.append(f"coalesce({name(column)} {sign} {_literal(column, bound)}, false)")
    return " AND ".join(parts) or "true"


def _is(column: str, wanted: Scalar | tuple[Scalar, ...]) -> str:
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    if not values:
        return "false"
    listed = ", ".join(_literal(column, value) for value in values)
    return f"coalesce({name(column)} IN ({listed}), false)"


def _literal(column: str, value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        day = kind_of(column, []) == "day" and _DAY.fullmatch(value)
        return f"to_date({text(value)})" if day else text(value)
    return f"{value:g}" if float(value).is_integer() and abs(value) < 1e5 else repr(value)
