"""A value of a typed cell as a table of text would write it."""

from datetime import date, datetime, time
from typing import Any


def cell_text(value: Any) -> str:
    """`value` as text: whole numbers without a point, days in ISO's form and at midnight without the hour.

    Nothing for what is missing or not a number; the items of a list with semicolons between.
    """
    if value is None or value != value:  # noqa: PLR0124 - not a number
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(cell_text, value)))
    return str(value)
