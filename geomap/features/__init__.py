"""Records to flat tables: one row a feature, one geometry a row, columns of plain values.

The GeoDataFrames of the Atlas, every GIS file and every map layer speak of the same four tables and the same
columns, so that a filter learnt in a layer file works in QGIS as well. Column order is the order of writing.
Tables are made column by column: a hundred thousand rows take about a second.
"""

from collections.abc import Sequence

from geomap.column import Column
from geomap.features.events import events, movements
from geomap.features.figures import figures, label, size
from geomap.features.places import places
from geomap.features.rows import Apart, ShapeOf, Shapes, Table, TableName, Tables
from geomap.records import Report

__all__ = ["Apart", "Column", "ShapeOf", "Table", "TableName", "Tables", "label", "size", "tables"]


def tables(reports: Sequence[Report], shape_of: ShapeOf) -> Tables:
    """The event, figure, movement and place tables of `reports`, each made when it is asked for.

    Args:
        reports: Documents with what was found in them. Rows of event tables
            (:class:`geomap.tablerows.TableRows`) give columns of few values, :class:`geomap.column.Column`.
        shape_of: The outline of a place that is an area or line; None if it has no shape but its point.
    """
    shapes = Shapes(shape_of)
    return Tables(
        {
            "event": lambda: events(reports, shapes),
            "figure": lambda: figures(reports, shapes),
            "movement": lambda: movements(reports),
            "place": lambda: places(reports, shapes),
        }
    )
