"""The grammar of layer files as types. `layers/README.md` teaches it; ``geomap layers --schema`` shows it."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

import msgspec

from geomap.layering.columns import Records

Mark = Literal["glyph", "circle", "arrow", "area", "label", "density"]
Glyph = Literal[
    "cross",
    "triangle-up",
    "triangle-up-open",
    "triangle-down",
    "circle",
    "ring",
    "square",
    "square-open",
    "diamond",
    "plus",
    "pentagon",
    "dot",
]
Fill = Literal["plain", "none", "hatch", "dots"]
Identifier = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_-]{0,39}$")]
Colour = Annotated[str, msgspec.Meta(pattern="^#[0-9A-Fa-f]{6}$")]
Scalar = bool | int | float | str

MARKS_OF: Mapping[Records, tuple[Mark, ...]] = {
    "events": ("glyph", "label", "density"),
    "figures": ("circle", "glyph", "label"),
    "movements": ("arrow",),
    "places": ("glyph", "label", "density"),
    "areas": ("area",),
    "own": ("area", "circle", "glyph", "label", "density"),
}
"""How each kind of records can be drawn."""


def _said(text: str, **more: Any) -> msgspec.Meta:
    return msgspec.Meta(description=text, **more)


class Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A condition on one column beyond equality; every part that is given must hold."""

    min: Annotated[float | str | None, _said("The value is this or more; a date as 2024-10-31.")] = None
    max: Annotated[float | str | None, _said("The value is this or less.")] = None
    null: Annotated[bool | None, _said("true: the value is empty; false: it is not.")] = None
    excluded: Annotated[
        Scalar | tuple[Scalar, ...] | None, _said("The value is none of these; an empty one is none of them.")
    ] = msgspec.field(name="not", default=None)


Condition = Scalar | tuple[Scalar, ...] | Test
Where = dict[str, Condition]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the legend and the rows it stands for: the first entry whose `where` holds is taken."""

    label: Annotated[str, _said("What the legend calls it.", min_length=1)]
    colour: Colour
    where: Annotated[Where, _said("Its rows, by column; all that is left if it is missing.")] = {}
    glyph: Annotated[Glyph | None, _said("The shape, for mark = glyph.")] = None
    fill: Annotated[Fill, _said("How an area is filled; hatch is for what is contested.")] = "plain"


class Palette(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Colours handed out to the values of a column, the most frequent value first."""

    by: Annotated[str, _said("The column.")]
    colours: Annotated[tuple[Colour, ...], _said("The colours in order.", min_length=1)]
    none: Annotated[Colour, _said("The colour of rows without a value, and of values beyond the list.")] = (
        "#6B7280"
    )


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From a number to pixels: ``factor`` times its root, itself or its logarithm, within ``range``."""

    by: Annotated[str, _said("The column with the number.")]
    range: Annotated[tuple[float, float], _said("Least and most pixels.")]
    scale: Annotated[
        Literal["sqrt", "linear", "log"], _said("sqrt makes a circle's area follow the number.")
    ] = "sqrt"
    factor: Annotated[float, _said("Pixels of a number of 1.")] = 1.0


class Dash(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows whose outline or line is dashed, and what that means."""

    where: Annotated[Where, _said("Those rows, by column.")]
    label: Annotated[str, _said("What the legend says of them.", min_length=1)]


class Encode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How columns become looks. ``label`` is a text with columns in braces."""

    colour: Annotated[Palette | None, _said("Colours by a column, in place of [[legend]].")] = None
    size: Annotated[Scale | None, _said("Radius of a circle or width of an arrow or line.")] = None
    dash: Annotated[Dash | None, _said("What is dashed: planned, claimed, estimated.")] = None
    label: Annotated[str | None, _said("A text beside the mark, with columns in braces: {name}.")] = None
    disc: Annotated[bool, _said("Draw a circle of the true radius where a place is known roughly.")] = False
    fill: Annotated[Fill, _said("How all is filled, with colour.")] = "plain"


class PopupLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of the popup under a heading of the layer's own."""

    column: str
    label: str


class Time(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which properties of a file of the user's say when: one day, or the first and last."""

    date: Annotated[str | None, _said("The property with the day.")] = None
    start: Annotated[str | None, _said("The property with the first day.")] = None
    end: Annotated[str | None, _said("The property with the last day; empty: it goes on.")] = None


class Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which records to draw, and how; or what to draw of a file of the user's own."""

    id: Annotated[Identifier, _said("Small letters, digits, - and _; that of a shipped layer replaces it.")]
    title: Annotated[str, _said("What the legend calls the layer.", min_length=1)]
    records: Annotated[Records, _said("What is drawn; left out where `file` is given.")] = "own"
    file: Annotated[str | None, _said("A GeoJSON or GeoPackage file, beside the layer file.")] = None
    table: Annotated[str | None, _said("The table of a GeoPackage that has several.")] = None
    source: Annotated[str | None, _said("Whom to credit for the file, on the map.")] = None
    time: Annotated[Time | None, _said("Which properties of the file say when.")] = None
    mark: Annotated[Mark, _said("How it is drawn.")]
    where: Annotated[Where, _said("Which rows: every condition must hold.")] = {}
    encode: Encode = Encode()
    legend: Annotated[tuple[Entry, ...], _said("Kinds; a row takes the first that fits.")] = ()
    popup: Annotated[tuple[str | PopupLine, ...], _said("Columns in the popup, in this order.")] = ()
    show: Annotated[bool, _said("false: switched off at first.")] = True
    order: Annotated[int, _said("Drawn from the lowest to the highest.")] = 50

    @property
    def kind(self) -> str:
        """The table of the page that the layer's rows are in; each file of the user's is one of its own."""
        return f"own-{self.id}" if self.file else self.records


def in_order(layers: Iterable[Layer]) -> list[Layer]:
    """Layers from the lowest drawn to the topmost."""
    return sorted(layers, key=lambda layer: (layer.order, layer.id))


def placeholders(template: str) -> list[str]:
    """The columns that a label template names in braces."""
    from string import Formatter

    return [field for _, field, _, _ in Formatter().parse(template) if field is not None]


__all__ = [
    "MARKS_OF",
    "Condition",
    "Dash",
    "Encode",
    "Entry",
    "Fill",
    "Glyph",
    "Layer",
    "Mark",
    "Palette",
    "PopupLine",
    "Scale",
    "Test",
    "Time",
    "Where",
    "in_order",
    "placeholders",
]
