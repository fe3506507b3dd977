"""Layer files: the grammar, its checks, and where layers come from. `layers/README.md` teaches it."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec

from geomap.errors import LayerError
from geomap.files import shipped
from geomap.layering.columns import RECORDS, Records, columns_of

Mark = Literal["glyph", "circle", "arrow", "area", "label"]
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

_OPTIONS = {
    "mark": Mark,
    "records": Records,
    "glyph": Glyph,
    "fill": Fill,
    "scale": Literal["sqrt", "linear", "log"],
}
_MARKS_OF: Mapping[Records, frozenset[Mark]] = {
    "events": frozenset({"glyph", "label"}),
    "figures": frozenset({"glyph", "circle", "label"}),
    "movements": frozenset({"arrow"}),
    "places": frozenset({"glyph", "label"}),
    "areas": frozenset({"area"}),
}


class Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A condition on one column beyond equality; every part that is given must hold."""

    min: float | str | None = None
    max: float | str | None = None
    null: bool | None = None
    excluded: Scalar | tuple[Scalar, ...] | None = msgspec.field(name="not", default=None)


Condition = Scalar | tuple[Scalar, ...] | Test
Where = dict[str, Condition]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the legend and the rows it stands for: the first entry whose `where` holds is taken."""

    label: Annotated[str, msgspec.Meta(min_length=1)]
    colour: Colour
    where: Where = {}
    glyph: Glyph | None = None
    fill: Fill = "plain"


class Palette(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Colours handed out to the values of a column, the most frequent value first."""

    by: str
    colours: Annotated[tuple[Colour, ...], msgspec.Meta(min_length=1)]
    none: Colour = "#6B7280"


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From a number to pixels: ``factor`` times its root, itself or its logarithm, within ``range``."""

    by: str
    range: tuple[float, float]
    scale: Literal["sqrt", "linear", "log"] = "sqrt"
    factor: float = 1.0


class Dash(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows whose outline or line is dashed, and what that means."""

    where: Where
    label: str


class Encode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How columns become looks. ``label`` is a text with columns in braces."""

    colour: Palette | None = None
    size: Scale | None = None
    dash: Dash | None = None
    label: str | None = None
    disc: bool = False
    fill: Fill = "plain"


class PopupLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of the popup under a heading of the layer's own."""

    column: str
    label: str


class Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which records to draw, and how."""

    id: Identifier
    title: Annotated[str, msgspec.Meta(min_length=1)]
    records: Records
    mark: Mark
    where: Where = {}
    encode: Encode = Encode()
    legend: tuple[Entry, ...] = ()
    popup: tuple[str | PopupLine, ...] = ()
    show: bool = True
    order: int = 50


def load_layers(folder: Path | None = None) -> dict[str, Layer]:
    """The shipped layers and then those of the user's `folder`, which take the place of shipped ones by id.

    Returns:
        Layers by id, sorted by ``order`` and id.

    Raises:
        LayerError: A file is not TOML or breaks the grammar, or the folder cannot be read.
    """
    return {layer.id: layer for layer, _ in layer_files(folder)}


def layer_files(folder: Path | None = None) -> list[tuple[Layer, Path]]:
    """The same layers, each with the file it comes from.

    Raises:
        LayerError: As for `load_layers`.
    """
    found: dict[str, tuple[Layer, Path]] = {}
    for root in (shipped("layers"), folder):
        if root is None:
            continue
        if not root.is_dir():
            raise LayerError(f"{root}: no such folder of layers")
        for file in sorted(root.glob("*.toml")):
            layer = parse_layer(_read(file), source=file.name)
            found[layer.id] = (layer, file)
    return sorted(found.values(), key=lambda each: (each[0].order, each[0].id))


def in_order(layers: Iterable[Layer]) -> list[Layer]:
    """Layers from the lowest drawn to the topmost."""
    return sorted(layers, key=lambda layer: (layer.order, layer.id))


def parse_layer(text: str, *, source: str) -> Layer:
    """The layer that a TOML text describes.

    Args:
        text: The content of a layer file.
        source: The file's name, for messages.

    Raises:
        LayerError: Not TOML, an unknown key or column, a value outside the grammar; names file and key.
    """
    try:
        layer = msgspec.convert(tomllib.loads(text), Layer)
    except tomllib.TOMLDecodeError as error:
        raise LayerError(f"{source}: not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise LayerError(f"{source}: {_explained(str(error))}") from error
    for key, problem in _problems(layer):
        raise LayerError(f"{source}: `{key}`: {problem}")
    return layer


def placeholders(template: str) -> list[str]:
    """The columns that a label template names in braces."""
    from string import Formatter

    return [field for _, field, _, _ in Formatter().parse(template) if field is not None]


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LayerError(f"{file.name}: cannot be read: {error}") from error


def _explained(message: str) -> str:
    text, _, path = message.partition(" - at ")
    path = path or "`$`"
    key = path.strip("`").rpartition(".")[2].partition("[")[0]
    if "enum value" in text and key in _OPTIONS:
        text += f"; one of {', '.join(get_args(_OPTIONS[key]))}"
    elif "regex" in text and key in {"colour", "colours", "none"}:
        text = "not a colour of the form #RRGGBB"
    return f"{path}: {text}"


def _problems(layer: Layer) -> Iterable[tuple[str, str]]:
    """Everything wrong that types alone do not say, as (key, what)."""
    allowed = _MARKS_OF[layer.records]
    if layer.mark not in allowed:
        yield (
            "$.mark",
            f"{layer.records} cannot be drawn as {layer.mark}; one of {', '.join(sorted(allowed))}",
        )
    if bool(layer.legend) == bool(layer.encode.colour):
        yield "$.legend", "give either [[legend]] entries or encode.colour, not both and not neither"
    for index, entry in enumerate(layer.legend):
        if layer.mark == "glyph" and entry.glyph is None:
            yield f"$.legend[{index}].glyph", f"missing; one of {', '.join(get_args(Glyph))}"
    if layer.mark == "circle" and layer.encode.size is None:
        yield "$.encode.size", "missing: a circle needs the column that its area stands for"
    known = columns_of(layer.records)
    for key, column in _columns(layer):
        in_words = column == "date" and key.startswith("$.popup") and "date_start" in known
        if column not in known and not in_words:
            yield key, f"no column '{column}' in {layer.records}; columns: {', '.join(known)}"


def _columns(layer: Layer) -> Iterable[tuple[str, str]]:
    encode = layer.encode
    for key, where in (
        ("$.where", layer.where),
        *((f"$.legend[{index}].where", entry.where) for index, entry in enumerate(layer.legend)),
        *([("$.encode.dash.where", encode.dash.where)] if encode.dash else []),
    ):
        yield from ((f"{key}.{column}", column) for column in where)
    if encode.colour:
        yield "$.encode.colour.by", encode.colour.by
    if encode.size:
        yield "$.encode.size.by", encode.size.by
    if encode.label:
        try:
            yield from (("$.encode.label", column) for column in placeholders(encode.label))
        except ValueError as error:
            raise LayerError(f"{layer.id}: `$.encode.label`: {error}") from error
    for index, line in enumerate(layer.popup):
        yield f"$.popup[{index}]", line if isinstance(line, str) else line.column


def as_json(value: Any) -> Any:
    """A struct of the grammar as plain values."""
    return msgspec.to_builtins(value)


__all__ = ["RECORDS", "Entry", "Layer", "Palette", "Scale", "Test", "in_order", "load_layers", "parse_layer"]
