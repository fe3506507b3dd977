"""Places over many batches: a place that several of them name is still one row."""

from typing import Any

from shapely.geometry.base import BaseGeometry

from geomap.features import Table

_JOINED = "; "


class PlaceRows:
    """Gathers the place tables of batches into one."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Any]] = {}
        self._shapes: dict[str, BaseGeometry | None] = {}

    def add(self, table: Table) -> None:
        """Take in the places of a batch, whose documents are in no other batch."""
        names = list(table.columns)
        for cells, shape in zip(zip(*table.columns.values(), strict=True), table.geometry, strict=True):
            row = dict(zip(names, cells, strict=True))
            known = self._rows.setdefault(row["id"], row)
            if known is row:
                self._shapes[row["id"]] = shape
                continue
            known["mentions"] += row["mentions"]
            known["documents"] += row["documents"]
            known["document"] = _JOINED.join(
                sorted([*known["document"].split(_JOINED), *row["document"].split(_JOINED)])
            )
            spellings = [*known["spellings"].split(_JOINED), *row["spellings"].split(_JOINED)]
            known["spellings"] = _JOINED.join(dict.fromkeys(spellings))

    def table(self) -> Table:
        """All places, as they first came."""
        rows = list(self._rows.values())
        columns = {name: [row.get(name) for row in rows] for name in rows[0]} if rows else {}
        return Table("place", columns, list(self._shapes.values()))
