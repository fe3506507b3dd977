"""GeoPackage: a table a layer, tied to each other and to their sources, and styled as the page is."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from shapely import MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from geomap.errors import OutputError
from geomap.features import Table, TableName
from geomap.files import replacing
from geomap.interchange import dump
from geomap.interchange.carried import NAME, UNTOUCHED
from geomap.layering.columns import TABLES, records_of
from geomap.layering.layers import in_order
from geomap.layering.select import choose
from geomap.records import Report
from geomap.writing.about import Options, in_lines
from geomap.writing.fields import Kind, kind_of, plain
from geomap.writing.geopackage.areas import Areas
from geomap.writing.geopackage.base import Column, Family, add_attributes, add_layer, create, finish
from geomap.writing.geopackage.qml import Drawn, style
from geomap.writing.geopackage.sources import DOCUMENT, STATEMENT, document_rows, statements_of
from geomap.writing.shapes import all_portable

_FAMILY: Mapping[TableName, Family] = MappingProxyType(
    {"event": "POINT", "figure": "POINT", "movement": "LINESTRING", "place": "POINT"}
)
_ABOUT = MappingProxyType(
    {
        "event": "Reports of events. 'area' is the area of one known no closer, 'document' its source.",
        "figure": "Reported numbers. 'event' is the event they belong to, 'area' the area they speak of.",
        "movement": "From where to where something moved or is to move. 'event' names the event.",
        "place": "Places that the texts name.",
        "area": "Regions and countries that events, numbers and names speak of, known no closer.",
        "document": "The sources.",
        "statement": "Who said it, in which words.",
        "readme": "What made this file, from what, and whom to credit.",
        NAME: "Whole reports, from which geomap reads this file back. Edited layers count for more.",
        "layer_styles": "How QGIS draws the layers.",
    }
)


def write_geopackage(
    path: Path, tables: Mapping[TableName, Table], reports: Sequence[Report], options: Options
) -> None:
    """Write each of `tables` that has rows as a layer in WGS 84, and what they refer to as tables.

    Layers have one type of geometry: events, figures and places are points, movements lines. One that is
    known only as an area has no point; it refers to a row of the layer ``area``. All refer to the table
    ``document``, events and figures to ``statement``, figures and movements to their event. ``readme`` says
    what `options` tell about the file, ``layer_styles`` how QGIS draws it;
    ``geomap_records`` carries `reports`.

    Raises:
        OutputError: The file cannot be written.
    """
    with replacing(path) as temporary:
        try:
            base = create(temporary)
            try:
                _fill(base, tables, tuple(reports), options)  # gone through several times
                finish(base)
            finally:
                base.close()
        except sqlite3.Error as error:
            raise OutputError(f"{path}: cannot be written: {error}") from error


def _fill(
    base: sqlite3.Connection, tables: Mapping[TableName, Table], reports: Sequence[Report], options: Options
) -> None:
    layers = [layer for layer in in_order(options.layers) if layer.mark != "density"]
    records, chosen = choose(records_of(tables), layers)
    areas = Areas(records, {each.id: chosen[each.id] for each in layers if each.records != "areas"}, layers)
    statements = statements_of(reports)
    documents = document_rows(reports)
    known = {row[0] for row in documents}
    add_attributes(base, "readme", _text("subject", "text"), in_lines(options.about()), _ABOUT["readme"])
    add_attributes(base, "document", DOCUMENT, documents, _ABOUT["document"])
    add_attributes(base, "statement", STATEMENT, statements.rows, _ABOUT["statement"])
    styles: list[tuple[str, str]] = []
    if len(areas):
        add_layer(base, "area", areas.columns, areas.rows(), areas.shapes, "POLYGON", _ABOUT["area"])
        _style(styles, "area", [Drawn(each, chosen[each.id]) for each in layers if each.records == "areas"])
    events: set[str] = set()
    for kind, name in TABLES.items():
        table = tables.get(name)
        if table is None or not len(table):
            continue
        cells = dict(records[kind].columns)
        cells["id"] = ids = _unique(cells["id"])
        events = set(ids) if name == "event" else events
        if name != "place":  # which several documents name
            _refer(cells, "document", known)
        _refer(cells, "event", events)
        if name != "movement":
            cells["area"] = areas.of(kind)
        if name in {"event", "figure"}:
            cells["statement"] = statements.of(name, cells["id"])
        columns = [_column(column, values, name) for column, values in cells.items()]
        rows = zip(*(_stored(cells[column.name], column.kind) for column in columns), strict=True)
        shapes = all_portable(table.geometry if name == "movement" else _points(table.geometry))
        add_layer(base, name, columns, rows, shapes, _FAMILY[name], _ABOUT[name])
        _style(styles, name, [Drawn(each, chosen[each.id]) for each in layers if each.records == kind])
    carried = [(report.document.id, dump(report).decode()) for report in reports]
    add_attributes(base, NAME, _text("document", "record"), carried, _ABOUT[NAME])
    if styles:
        _add_styles(base, styles)


def _text(*names: str) -> list[Column]:
    return [Column(name, "text") for name in names]


def _column(name: str, values: Sequence[Any], table: TableName) -> Column:
    refers = {"document": ("document", "id"), "event": ("event", "id")}.get(name)
    if name in {"area", "statement"}:
        return Column(name, "whole", refers=(name, "fid"))
    if name == "document" and table == "place":  # several documents name a place
        return Column(name, "text")
    return Column(name, kind_of(name, values), refers=refers, unique=name == "id")


def _stored(values: Sequence[Any], kind: Kind) -> list[Any]:
    """As SQLite keeps them: days as ISO text, truths as 0 and 1."""
    kept = plain(values, kind)
    if kind == "day":
        return [value.isoformat() if isinstance(value, date) else None for value in kept]
    return [int(value) if isinstance(value, bool) else value for value in kept]


def _refer(cells: dict[str, Sequence[Any]], column: str, known: set[str]) -> None:
    """Empty what refers to nothing: a key that leads nowhere is worse than none."""
    if column in cells and any(value not in known for value in cells[column]):
        cells[column] = [value if value in known else None for value in cells[column]]


def _unique(ids: Sequence[Any]) -> list[str]:
    taken: dict[str, int] = {}
    unique = []
    for identity in map(str, ids):
        taken[identity] = number = taken.get(identity, 0) + 1
        unique.append(identity if number == 1 else f"{identity}#{number}")
    return unique


def _points(shapes: Sequence[BaseGeometry | None]) -> list[BaseGeometry | None]:
    """The points among `shapes`; what is an area stands in the layer of areas."""
    return [shape if isinstance(shape, Point | MultiPoint) else None for shape in shapes]


def _style(styles: list[tuple[str, str]], table: str, drawn: Sequence[Drawn]) -> None:
    if drawn:
        styles.append((table, style(drawn)))


def _add_styles(base: sqlite3.Connection, styles: Iterable[tuple[str, str]]) -> None:
    """The table in which QGIS keeps styles, and from which it takes the one that a layer starts with."""
    base.execute(
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256),"
        " f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30),"
        " styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),"
        " update_time DATETIME DEFAULT CURRENT_TIMESTAMP)"
    )
    base.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
        " styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time)"
        " VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', ?)",
        [(table, f"geomap {table}", qml, "As the page draws it", UNTOUCHED) for table, qml in styles],
    )
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', ?, ?)",
        (_ABOUT["layer_styles"], UNTOUCHED),
    )
