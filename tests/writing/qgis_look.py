"""Opens a GeoPackage in QGIS, run by the Python that has PyQGIS: says what it found, and renders a picture.

python3 qgis_look.py FILE.gpkg PICTURE.png WEST SOUTH EAST NORTH
"""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

TABLES = ("place", "area", "movement", "figure", "event")  # from the lowest


def rules_of(layer):
    """The leaves of the rule tree, with the ids of the rows that each draws."""
    context = QgsRenderContext()
    context.setExpressionContext(
        QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    )
    root = layer.renderer().rootRule()
    found = {}
    for group in root.children():
        for rule in group.children():
            rows = []
            for feature in layer.getFeatures():
                context.expressionContext().setFeature(feature)
                if all(each.isFilterOK(feature, context) for each in (group, rule)):
                    rows.append(feature["id"])
            assert not rule.filterExpression() or not rule.filter().hasParserError(), rule.filterExpression()
            found[f"{group.label()} / {rule.label()}"] = rows
    return found


def wrong_expressions(symbol, path=""):
    """Expressions of a symbol that QGIS cannot read."""
    from qgis.core import QgsExpression

    for number in range(symbol.symbolLayerCount()):
        part = symbol.symbolLayer(number)
        told = [part.properties().get("geometryModifier")]
        listed = part.dataDefinedProperties()
        told += [listed.property(key).expressionString() for key in listed.propertyKeys()]
        for expression in filter(None, told):
            if QgsExpression(expression).hasParserError():
                yield expression
        if part.subSymbol() is not None:
            yield from wrong_expressions(part.subSymbol())


def main(path, picture, *corners):
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    told, layers = {}, []
    for table in TABLES:
        layer = QgsVectorLayer(f"{path}|layername={table}", table, "ogr")
        if not layer.isValid() and table == "area":
            continue
        project.addMapLayer(layer)
        layers.append(layer)
        told[table] = {
            "valid": layer.isValid(),
            "crs": layer.crs().authid(),
            "rows": layer.featureCount(),
            "geometry": layer.wkbType(),
            "renderer": layer.renderer().type(),
            "rules": rules_of(layer),
            "labels": layer.labelsEnabled(),
            "temporal": layer.temporalProperties().isActive(),
            "wrong": [w for s in layer.renderer().symbols(QgsRenderContext()) for w in wrong_expressions(s)],
        }
    settings = QgsMapSettings()
    settings.setLayers(layers[::-1])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    settings.setExtent(QgsRectangle(*map(float, corners)))
    settings.setOutputSize(QSize(1000, 700))
    settings.setBackgroundColor(QColor("#DFE8EE"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)
    image = job.renderedImage()
    seen = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    told["colours"] = [f"#{colour & 0xFFFFFF:06x}" for colour in seen]
    told["errors"] = [error.message for error in job.errors()]
    sys.stdout.write(json.dumps(told))
    project.removeAllMapLayers()
    application.exitQgis()


main(*sys.argv[1:])
