"""Symbols of QGIS that look like the marks of the page; sizes are its pixels, in millimetres at 96 a inch."""

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element, SubElement

import msgspec

from geomap.layering.layers import Fill, Glyph

PIXEL = 25.4 / 96
"""Millimetres of a pixel."""
_WHITE = "255,255,255,255"
_DARK = "31,41,55,255"
_NONE = "0,0,0,0"
_GREY = "#6B7280"

# numbers of the properties in QgsSymbolLayer::Property
_SIZE, _STROKE_WIDTH = 0, 5


class _Shape(msgspec.Struct, frozen=True):
    """A QGIS marker: its name, size in pixels, and the width of its line if it is all line or hollow."""

    name: str
    size: float
    angle: float = 0.0
    line: float = 0.0
    hollow: bool = False


_SHAPES: Mapping[Glyph, _Shape] = MappingProxyType(
    {
        "cross": _Shape("cross2", 9.2, line=3.0),
        "triangle-up": _Shape("triangle", 10.5),
        "triangle-up-open": _Shape("triangle", 9.8, line=2.1, hollow=True),
        "triangle-down": _Shape("triangle", 10.5, angle=180),
        "circle": _Shape("circle", 9.2),
        "ring": _Shape("circle", 8.7, line=2.3, hollow=True),
        "square": _Shape("square", 8.7),
        "square-open": _Shape("square", 8.1, line=2.1, hollow=True),
        "diamond": _Shape("diamond", 11.5),
        "plus": _Shape("cross_fill", 10.6),
        "pentagon": _Shape("pentagon", 11.0),
        "dot": _Shape("circle", 6.4),
    }
)


def rgba(colour: str, alpha: float = 1.0) -> str:
    """A colour of the form #RRGGBB as QGIS writes it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * alpha)}"


def glyph(glyph: Glyph, colour: str) -> Element:
    """A glyph with a white rim, as points of events have it."""
    shape = _SHAPES[glyph]
    symbol = _symbol("marker")
    rim = (shape.line or 0.8) + 2.2
    body = rgba(colour)
    _marker(symbol, shape, fill=_WHITE, stroke=_WHITE, width=rim)
    if shape.line and not shape.hollow:
        _marker(symbol, shape, fill=body, stroke=body, width=shape.line)
    elif shape.hollow:
        _marker(symbol, shape, fill=_WHITE, stroke=body, width=shape.line)
    else:
        _marker(symbol, shape, fill=body, stroke=_DARK, width=0.8)
    return symbol


def circle(colour: str, fill: Fill, size: str, *, dashed: bool) -> Element:
    """A circle whose diameter in millimetres is the expression `size`."""
    symbol = _symbol("marker")
    inside = rgba(colour, 0 if fill == "none" else 0.25)
    style = {"outline_style": "dash" if dashed else "solid"}
    layer = _marker(symbol, _Shape("circle", 10), fill=inside, stroke=rgba(colour), width=2.0, more=style)
    _defined(layer, "size", size)
    return symbol


def nothing(kind: str) -> Element:
    """A symbol that draws nothing, for rows that have a label alone."""
    symbol = _symbol(kind)
    _marker(symbol, _Shape("circle", 0.1), fill=_NONE, stroke=_NONE, width=0)
    return symbol


def disc(outline: str) -> Element:
    """The circle within which a place is known, whose outline is an expression."""
    symbol = _symbol("marker")
    inner = _generated(symbol, "Fill", outline, "fill")
    _layer(
        inner,
        "SimpleFill",
        {
            "color": rgba(_GREY, 0.08),
            "style": "solid",
            "outline_color": rgba(_GREY),
            "outline_style": "dot",
            "outline_width": _mm(1),
            "outline_width_unit": "MM",
        },
    )
    return symbol


def arrow(colour: str, width: str, course: str, *, dashed: bool) -> Element:
    """A bent arrow with a white casing; `width` (millimetres) and `course` (a line) are expressions."""
    symbol = _symbol("line")
    inner = _generated(symbol, "Line", course, "line")
    casing = _layer(inner, "SimpleLine", {"line_color": _WHITE, "line_width": "1.6", "capstyle": "round"})
    _defined(casing, "outlineWidth", f"{width} + {3.5 * PIXEL:.4g}")
    shaft = {"line_color": rgba(colour), "line_width": "0.8", "capstyle": "flat", "joinstyle": "round"}
    if dashed:
        shaft |= {"use_custom_dash": "1", "customdash": f"{_mm(8)};{_mm(6)}", "customdash_unit": "MM"}
    _defined(_layer(inner, "SimpleLine", shaft), "outlineWidth", width)
    heads = _layer(inner, "MarkerLine", {"placement": "lastvertex", "rotate": "1"})
    head = _symbol("marker")
    head.set("name", "@head")
    heads.append(head)
    shape = _Shape("filled_arrowhead", 13)
    marker = _marker(head, shape, fill=rgba(colour), stroke=_WHITE, width=0.8)
    _defined(marker, "size", f"{width} * 2 + {7 * PIXEL:.4g}")
    return symbol


def area(colour: str, fill: Fill) -> Element:
    """An area: hatched, dotted, plain or empty, with an edge."""
    symbol = _symbol("fill")
    ground = {"hatch": 0.1, "dots": 0.06, "plain": 0.25, "none": 0.0}[fill]
    edge = {
        "color": rgba(colour, ground),
        "style": "solid",
        "outline_color": rgba(colour, 0.9),
        "outline_style": "solid",
        "outline_width": _mm(1.2),
        "outline_width_unit": "MM",
    }
    _layer(symbol, "SimpleFill", edge)
    if fill == "hatch":
        lines = {"angle": "45", "distance": _mm(7), "distance_unit": "MM", "line_width": _mm(2)}
        pattern = _layer(symbol, "LinePatternFill", {**lines, "color": rgba(colour, 0.5)})
        stroke = _symbol("line")
        stroke.set("name", "@lines")
        _layer(
            stroke,
            "SimpleLine",
            {"line_color": rgba(colour, 0.5), "line_width": _mm(2), "line_width_unit": "MM"},
        )
        pattern.append(stroke)
    if fill == "dots":
        steps = {"distance_x": _mm(8), "distance_y": _mm(8), "distance_x_unit": "MM", "distance_y_unit": "MM"}
        pattern = _layer(symbol, "PointPatternFill", steps)
        dot = _symbol("marker")
        dot.set("name", "@dots")
        _marker(dot, _Shape("circle", 1.8), fill=rgba(colour, 0.5), stroke=_NONE, width=0)
        pattern.append(dot)
    return symbol


def defined(parent: Element, kind: str, name: str, expression: str) -> None:
    """Let an expression say a property of a symbol layer or label."""
    outer = SubElement(SubElement(parent, kind), "Option", {"type": "Map"})
    SubElement(outer, "Option", {"name": "name", "type": "QString", "value": ""})
    properties = SubElement(outer, "Option", {"name": "properties", "type": "Map"})
    single = SubElement(properties, "Option", {"name": name, "type": "Map"})
    SubElement(single, "Option", {"name": "active", "type": "bool", "value": "true"})
    SubElement(single, "Option", {"name": "expression", "type": "QString", "value": expression})
    SubElement(single, "Option", {"name": "type", "type": "int", "value": "3"})
    SubElement(outer, "Option", {"name": "type", "type": "QString", "value": "collection"})


def _mm(pixels: float) -> str:
    return f"{pixels * PIXEL:.4g}"


def _symbol(kind: str) -> Element:
    return Element(
        "symbol", {"type": kind, "name": "", "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"}
    )


def _layer(symbol: Element, kind: str, properties: Mapping[str, str]) -> Element:
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    for key, value in properties.items():
        SubElement(layer, "prop", {"k": key, "v": value})
    return layer


def _marker(
    symbol: Element,
    shape: _Shape,
    *,
    fill: str,
    stroke: str,
    width: float,
    more: Mapping[str, str] = MappingProxyType({}),
) -> Element:
    properties = {
        "name": shape.name,
        "size": _mm(shape.size),
        "size_unit": "MM",
        "angle": f"{shape.angle:g}",
        "color": fill,
        "outline_color": stroke,
        "outline_style": "solid" if width else "no",
        "outline_width": _mm(width),
        "outline_width_unit": "MM",
        "joinstyle": "round",
        "cap_style": "flat",
    }
    return _layer(symbol, "SimpleMarker", {**properties, **more})


def _generated(symbol: Element, kind: str, expression: str, inner_kind: str) -> Element:
    properties = {"SymbolType": kind, "geometryModifier": expression, "units": "MapUnit"}
    layer = _layer(symbol, "GeometryGenerator", properties)
    inner = _symbol(inner_kind)
    inner.set("name", "@made")
    layer.append(inner)
    return inner


def _defined(layer: Element, name: str, expression: str) -> None:
    defined(layer, "data_defined_properties", name, expression)
