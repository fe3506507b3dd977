"""geomap's own table of figures beside that of their events: its rows are the events' figures."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import fields, replace

from geomap.decoding import in_short, one_line
from geomap.errors import InputError
from geomap.records import Actor, Figure, Note, Place, Report, Statement
from geomap.tablerows import TableRows
from geomap.tables.blocks import Block
from geomap.tables.columns import Columns
from geomap.tables.opening import opened
from geomap.tables.problems import Problems
from geomap.tables.profiles import figures_profile

_ENDING = ".figures"
_PLAIN = ("unit", "category", "value", "low", "high", "qualifier", "rate", "period", "scope", "modality")
_LINKS = ("subset_of", "same_as", "supersedes")
_TYPES: Mapping[str, Any] = {field.name: field.type for field in fields(Figure)}
_FORMULA = ("'=", "'+", "'-", "'@")  # as a .csv of geomap's has texts that look like formulas
_NEAR = 2e-6
_PRECISION: Any = next(field.type for field in fields(Place) if field.name == "precision")

Row = Mapping[str, str]


class OwnFigures:
    """The figures in the table at :attr:`path`, by the id of their event."""

    of = "geomap"
    """The format of the tables whose figures these are."""

    def __init__(self, path: Path) -> None:
        """Read the table at `path`; what is wrong in it is told by :meth:`notes`."""
        self.path = path
        self._rows: dict[str, list[tuple[int, Row]]] = {}
        self._found: set[str] = set()
        self._problems: list[InputError | Note] = []
        try:
            self._read()
        except (InputError, OSError) as error:
            self._problems.append(InputError(str(error)))

    @classmethod
    def among(cls, paths: Sequence[Path]) -> dict[Path, "OwnFigures"]:
        """By the path of a table the figures beside it: ``kursk.figures.csv`` goes with ``kursk.csv``."""
        named = {(path.parent, path.stem): path for path in paths}
        return {
            named[path.parent, path.stem.removesuffix(_ENDING)]: cls(path)
            for path in paths
            if path.stem.endswith(_ENDING) and (path.parent, path.stem.removesuffix(_ENDING)) in named
        }

    def rows(self, rows: TableRows) -> Iterator[Report]:
        """The reports of `rows`, with the figures of this table and no others."""
        start = len(rows.table) + 1
        for report in rows:
            event = report.document.id[start:]
            self._found.add(event)
            made = (self._figure(row, number, report) for number, row in self._rows.get(event, ()))
            yield replace(report, figures=tuple(figure for figure in made if figure is not None))

    def notes(self) -> Iterator[InputError | Note]:
        """What was wrong, and how many figures belong to no event that was read."""
        yield from self._problems
        if not self._found:
            yield Note(f"{self.path}: not read, for the file of its events carries figures of its own")
            return
        lost = sum(len(rows) for event, rows in self._rows.items() if event not in self._found)
        if lost:
            yield Note(f"{self.path}: {lost:,} figures of no event in the table beside it are left out")

    def _read(self) -> None:
        problems = Problems(str(self.path))
        with opened(self.path, figures_profile()) as table:
            at = {heading.strip(): index for index, heading in enumerate(table.layout.headings)}
            table.layout = table.layout._replace(columns=Columns(at, {}, ()))
            for block in table.blocks(problems):
                if isinstance(block, InputError):
                    self._problems.append(block)
                else:
                    self._keep(block, at)
        self._problems += [*problems.told(), *problems.rest()]

    def _keep(self, block: Block, at: Mapping[str, int]) -> None:
        columns = [block.column(index) for index in at.values()]
        for number, cells in zip(block.numbers, zip(*columns, strict=True), strict=True):
            row = {name: _text(cell) for name, cell in zip(at, cells, strict=True)}
            self._rows.setdefault(row.get("event", ""), []).append((number, row))

    def _figure(self, row: Row, number: int, report: Report) -> Figure | None:
        (event,), table = report.events, report.document.table
        try:
            plain = {name: _value(row[name], name) for name in _PLAIN if row.get(name)}
            negated = row.get("negated", "").lower() in {"yes", "true", "1"}
            places = _places(row, tuple(at.place for at in event.places))
        except ValueError as error:
            told = f"{in_short(error)}; the figure is left out"
            self._problems.append(InputError(f"{self.path}, row {number}: {told}"))
            return None
        statement = event.statement
        if (statement.speaker if statement else "") != row.get("speaker", ""):
            role = row.get("speaker_role") or None
            said = Statement(speaker=row["speaker"], start=0, end=event.end, role=role)
            statement = said if row["speaker"] else None
        actor = one_line(row.get("actor", ""))
        links = {name: f"{table}:{row[name]}" for name in _LINKS if row.get(name)}
        others = filter(None, map(str.strip, row.get("conflicts_with", "").split(";")))
        said_of_it: dict[str, Any] = {"unit": "people", "category": "other", **plain, **links}
        return Figure(
            **said_of_it,
            id=f"{table}:{row.get('id') or f'{event.id}:{number}'}",
            start=0,
            end=event.end,
            actor=Actor(id=f"actor:{actor.lower()}", name=actor, type="other") if actor else None,
            places=places,
            event=event.id,
            statement=statement,
            negated=negated,
            conflicts_with=tuple(f"{table}:{other}" for other in others),
        )


def _text(cell: str) -> str:
    return (cell[1:] if cell.startswith(_FORMULA) else cell).strip()


def _value(cell: str, name: str) -> Any:
    try:
        return msgspec.convert(cell, _TYPES[name], strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name} {cell[:40]!r}: {error}") from error


def _places(row: Row, of_event: tuple[Place, ...]) -> tuple[Place, ...]:
    """Where the figure stands: at the event's place, unless its row says another."""
    lon, lat = (row.get(name) or row.get(f"rep_{name}") or "" for name in ("lon", "lat"))
    if not (lon and lat):
        return of_event
    x, y = float(lon), float(lat)
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise ValueError(f"longitude {x:g}, latitude {y:g} is outside the earth")
    if any(abs(place.lon - x) <= _NEAR and abs(place.lat - y) <= _NEAR for place in of_event):
        return of_event
    precision = msgspec.convert(row.get("precision") or "point", _PRECISION)
    return (
        Place(
            id=f"table:{y:.5f},{x:.5f}",
            name=row.get("place") or f"{y:.4f}, {x:.4f}",
            lon=x,
            lat=y,
            precision=precision,
            feature=precision,
            country=row.get("country") or None,
            admin1=row.get("admin1") or None,
            radius_km=float(row.get("radius_km") or 0),
        ),
    )
