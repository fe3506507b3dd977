"""Layers as a style of QGIS (QML): one rule a layer, and in it one a legend entry."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec

from geomap.layering.labels import entry_label
from geomap.layering.layers import Entry, Layer
from geomap.layering.select import Selection
from geomap.writing.geopackage import expressions as expr
from geomap.writing.geopackage import symbols

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_VERSION = "3.22"
_BEND = 0.16  # of an arrow's length, as on the page
_GAP = 0.03
_DISC = "Known only to within this circle"
_STANDING = '"events" + "figures" > 0'  # areas on which nothing drawn stands are not drawn either
_ROUGHLY = 'coalesce(("precision" = \'adm2\' OR "role" = \'near\') AND "radius_km" >= 1, false)'
_KM_PER_DEGREE = 111.32


class Drawn(msgspec.Struct, frozen=True):
    """A layer and the rows that it draws of a table."""

    layer: Layer
    selection: Selection


def style(drawn: Sequence[Drawn]) -> str:
    """The style of a table of a GeoPackage that several layers draw, the lowest first."""
    root = Element("qgis", {"version": _VERSION, "styleCategories": "Symbology|Labeling|Temporal"})
    _temporal(root, dated=drawn[0].layer.records in {"events", "figures", "movements"})
    renderer = SubElement(root, "renderer-v2", {"type": "RuleRenderer", "symbollevels": "0"})
    rules = SubElement(renderer, "rules", {"key": "{geomap}"})
    listed = SubElement(renderer, "symbols")
    for each in drawn:
        _rules(rules, listed, each)
    labels = [each for each in drawn if each.layer.encode.label or each.layer.mark == "area"]
    if labels:
        labeling = SubElement(root, "labeling", {"type": "rule-based"})
        texts = SubElement(labeling, "rules", {"key": "{labels}"})
        for each in labels:
            _label(texts, each.layer)
    return _DOCTYPE + tostring(root, encoding="unicode")


def _rules(rules: Element, listed: Element, drawn: Drawn) -> None:
    layer, entries, dash = drawn.layer, drawn.selection.entries, drawn.layer.encode.dash
    group = SubElement(
        rules, "rule", {"key": f"{{{layer.id}}}", "label": layer.title, "checkstate": str(int(layer.show))}
    )
    if condition := _condition(layer):
        group.set("filter", condition)

    def rule(label: str, conditions: Sequence[str], symbol: Element) -> None:
        _rule(group, listed, symbol, label=label, filtered=" AND ".join(filter(None, conditions)))

    if layer.encode.disc:
        rule(_DISC, [_ROUGHLY], symbols.disc(_circle_on_earth()))
    for number, entry in enumerate(entries):
        fits = expr.first_of([each.where for each in entries], number)
        name = entry_label(entry, layer)
        if dash is None or layer.mark not in {"circle", "arrow"}:
            rule(name, [fits], _symbol(layer, entry, dashed=False))
            continue
        dashed = expr.where(dash.where) or "true"
        rule(name, [fits, f"NOT ({dashed})"], _symbol(layer, entry, dashed=False))
        rule(f"{name}: {dash.label}", [fits, dashed], _symbol(layer, entry, dashed=True))


def _condition(layer: Layer) -> str:
    parts = (expr.where(layer.where), _STANDING if layer.records == "areas" else "")
    return " AND ".join(part for part in parts if part)


def _rule(group: Element, listed: Element, symbol: Element, *, label: str, filtered: str) -> None:
    number = str(len(listed))
    for at, each in enumerate(symbol.iter("symbol")):
        each.set("name", f"@{number}@{at - 1}" if at else number)
    listed.append(symbol)
    rule = SubElement(group, "rule", {"key": f"{{{number}}}", "label": label, "symbol": number})
    if filtered:
        rule.set("filter", filtered)


def _symbol(layer: Layer, entry: Entry, *, dashed: bool) -> Element:
    size = layer.encode.size
    if layer.mark == "glyph":
        return symbols.glyph(entry.glyph or "dot", entry.colour)
    if layer.mark == "circle" and size:
        return symbols.circle(entry.colour, entry.fill, expr.size(size, 2 * symbols.PIXEL), dashed=dashed)
    if layer.mark == "arrow":
        width = expr.size(size, symbols.PIXEL) if size else f"{3 * symbols.PIXEL:.4g}"
        return symbols.arrow(entry.colour, width, _course(), dashed=dashed)
    if layer.mark == "area":
        return symbols.area(entry.colour, entry.fill)
    return symbols.nothing("marker")


def _course() -> str:
    """A movement's line bent to its right and stopping short of its ends; in two parts it stays as it is."""
    east, north = "(x(@b) - x(@a))", "(y(@b) - y(@a))"
    way = f"if({east} < 0, {-_BEND}, {_BEND})"
    middle = f"make_point((x(@a) + x(@b)) / 2 - {north} * {way}, (y(@a) + y(@b)) / 2 + {east} * {way})"
    short = f"line_substring(@c, {_GAP} * length(@c), {1 - 2 * _GAP:g} * length(@c))"
    course = short
    for variable, value in (
        ("c", f"smooth(make_line(@a, {middle}, @b), 4, 0.25)"),
        ("b", "end_point($geometry)"),
        ("a", "start_point($geometry)"),
    ):
        course = f"with_variable('{variable}', {value}, {course})"
    return f"if(num_geometries($geometry) > 1, $geometry, {course})"


def _circle_on_earth() -> str:
    centre = "centroid($geometry)"
    north = f'"radius_km" / {_KM_PER_DEGREE}'
    return f"make_ellipse({centre}, {north} / cos(radians(y({centre}))), {north}, 90, 72)"


def _label(rules: Element, layer: Layer) -> None:
    on_area = layer.mark == "area"
    rule = SubElement(
        rules,
        "rule",
        {"key": f"{{{layer.id}-label}}", "description": layer.title, "active": str(int(layer.show))},
    )
    if condition := _condition(layer):
        rule.set("filter", condition)
    field = '"label"' if on_area else expr.label(layer.encode.label or "")
    settings = SubElement(rule, "settings", {"calloutType": "simple"})
    text = SubElement(
        settings,
        "text-style",
        {
            "fieldName": field,
            "isExpression": "1",
            "fontSize": "8",
            "fontSizeUnit": "Point",
            "textColor": symbols.rgba("#1F2937"),
            "multilineHeight": "1",
        },
    )
    SubElement(
        text,
        "text-buffer",
        {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM", "bufferColor": "255,255,255,230"},
    )
    # beside a point, over a line, in an area
    placement = {
        "placement": {"arrow": "2", "area": "1"}.get(layer.mark, "6"),
        "placementFlags": "9",
        "predefinedPositionOrder": "R,TR,BR,L,TL,BL,TSR,BSR",
        "offsetType": "1",
        "dist": "0.5",
        "centroidInside": "1",
    }
    if layer.mark == "arrow":
        generated = {"Enabled": "1", "Type": "LineGeometry", "": _course()}
        placement |= {f"geometryGenerator{name}": value for name, value in generated.items()}
    SubElement(settings, "placement", placement)
    SubElement(settings, "rendering", {"obstacle": "0" if layer.mark in {"area", "circle"} else "1"})
    if on_area:  # small areas come last, and their labels first
        symbols.defined(settings, "dd_properties", "Priority", '10 * "fid" / maximum("fid")')


def _temporal(root: Element, *, dated: bool) -> None:
    """Days from and to, for QGIS' temporal controller."""
    if not dated:
        return
    temporal = SubElement(
        root,
        "temporal",
        {
            "enabled": "1",
            "mode": "2",
            "startField": "date_start",
            "endField": "date_end",
            "accumulate": "0",
            "limitMode": "1",
        },
    )
    fixed = SubElement(temporal, "fixedRange")
    SubElement(fixed, "start")
    SubElement(fixed, "end")
