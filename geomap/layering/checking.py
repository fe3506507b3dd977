"""Layer files to layers, and what is wrong with them: file, line, key and mend."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

import msgspec

from geomap.errors import LayerError
from geomap.layering.columns import RECORDS, columns_of
from geomap.layering.layers import MARKS_OF, Fill, Glyph, Layer, Mark, placeholders

_OPTIONS = {
    "mark": get_args(Mark),
    "records": RECORDS,
    "glyph": get_args(Glyph),
    "fill": get_args(Fill),
    "scale": ("sqrt", "linear", "log"),
}


def parse_layer(text: str, *, source: str, folder: Path | None = None) -> Layer:
    """The layer that a TOML text describes.

    Args:
        text: The content of a layer file.
        source: The file's name, for messages.
        folder: Where a `file` of the layer is looked for.

    Raises:
        LayerError: Not TOML, an unknown key or column, a value outside the grammar, or a broken file of the
            layer's; names file, line and key.
    """
    layer, problems = checked(text, source=source, folder=folder)
    if layer is None or problems:
        raise LayerError(problems[0])
    return layer


def checked(text: str, *, source: str, folder: Path | None = None) -> tuple[Layer | None, list[str]]:
    """The same layer with all that is wrong with it, a line a problem; None if it is no layer at all."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [f"{source}: not TOML: {error}"]
    try:
        layer = msgspec.convert(found, Layer)
    except msgspec.ValidationError as error:
        return None, [_located(*_explained(str(error)), text, source)]
    if layer.file is not None and folder is not None:
        layer = msgspec.structs.replace(layer, file=str(folder / layer.file))
    return layer, [_located(key, problem, text, source) for key, problem in _problems(layer)]


def line_of(text: str, path: str) -> int | None:
    """The line of a TOML text on which the value at a path such as ``$.legend[1].colour`` is given.

    If the path leads to nothing (a key is missing), the line of the table in which it should stand.
    """
    steps = [name or int(index) for name, index in re.findall(r"\.([\w-]+)|\[(\d+)\]", path)]
    best: tuple[int, int | None] = (0, None)
    table: list[str | int] = []
    counts: dict[tuple[str | int, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*(\[\[?)\s*([\w\s.\"'-]+?)\s*\]\]?\s*(?:#.*)?$", line)
        key = re.match(r"\s*([\w.\"'-]+)\s*=", line)
        if header:
            names: list[str | int] = [part.strip(" \"'") for part in header[2].split(".")]
            table = _numbered(names, counts, new=header[1] == "[[")
            here = table
        elif key:
            here = [*table, *(part.strip(" \"'") for part in key[1].split("."))]
        else:
            continue
        same = len(here) if steps[: len(here)] == here else 0
        if same > best[0]:
            best = (same, number)
    return best[1]


def _numbered(
    names: list[str | int], counts: dict[tuple[str | int, ...], int], *, new: bool
) -> list[str | int]:
    """A header's names with the numbers of the array tables that they lead through."""
    path: list[str | int] = []
    for at, name in enumerate(names):
        path.append(name)
        last = at == len(names) - 1
        if last and new:
            counts[tuple(path)] = counts.get(tuple(path), -1) + 1
        if tuple(path) in counts:
            path.append(counts[tuple(path)])
    return path


def _located(key: str, problem: str, text: str, source: str) -> str:
    line = line_of(text, key)
    return f"{source}:{line}: `{key}`: {problem}" if line else f"{source}: `{key}`: {problem}"


def _explained(message: str) -> tuple[str, str]:
    """Key path and problem of one of msgspec's messages, with what could stand there instead."""
    text, _, path = message.partition(" - at ")
    path = path.strip("`") or "$"
    key = path.rpartition(".")[2].partition("[")[0]
    unknown = re.search(r"unknown field `([^`]*)`", text)
    if "enum value" in text and key in _OPTIONS:
        text += f"; one of {', '.join(_OPTIONS[key])}"
    elif "regex" in text and key in {"colour", "colours", "none"}:
        text = "not a colour of the form #RRGGBB"
    elif unknown:
        fields = _fields(path)
        near = get_close_matches(unknown[1], fields, n=1)
        text = f"unknown field `{unknown[1]}`; " + (
            f"did you mean {near[0]}?" if near else f"there are {', '.join(fields)}"
        )
        path = f"{path}.{unknown[1]}"
    return path, text[:1].lower() + text[1:] if text.startswith("Object") else text


def _fields(path: str) -> list[str]:
    """The keys that the grammar has at a path."""
    kind: object = Layer
    for name in re.findall(r"\.([\w-]+)", path):
        members = {field.encode_name: field.type for field in msgspec.structs.fields(kind)}  # type: ignore[arg-type]
        structs = list(_structs(members.get(name)))
        if not structs:
            return []
        kind = structs[0]
    return [field.encode_name for field in msgspec.structs.fields(kind)]  # type: ignore[arg-type]


def _structs(hint: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for part in get_args(hint):
        yield from _structs(part)


def _problems(layer: Layer) -> Iterable[tuple[str, str]]:
    """Everything wrong that types alone do not say, as (key, what)."""
    if (layer.file is None) == (layer.records == "own"):
        yield "$.records", "give either records, or file for shapes of your own"
        return
    allowed = MARKS_OF[layer.records]
    if layer.mark not in allowed:
        of = "a file" if layer.file else layer.records
        yield "$.mark", f"{of} cannot be drawn as {layer.mark}; one of {', '.join(sorted(allowed))}"
    for key in ("table", "source", "time"):
        if layer.file is None and getattr(layer, key) is not None:
            yield f"$.{key}", f"{key} belongs to a layer with a file of its own"
    yield from _mark_problems(layer)
    yield from _column_problems(layer)


def _mark_problems(layer: Layer) -> Iterator[tuple[str, str]]:
    """What the layer's mark still wants."""
    if bool(layer.legend) == bool(layer.encode.colour):
        yield "$.legend", "give either [[legend]] entries or encode.colour, not both and not neither"
    for index, entry in enumerate(layer.legend):
        if layer.mark == "glyph" and entry.glyph is None:
            yield f"$.legend[{index}].glyph", f"missing; one of {', '.join(get_args(Glyph))}"
    if layer.mark == "circle" and layer.encode.size is None:
        yield "$.encode.size", "missing: a circle needs the column that its area stands for"
    if layer.encode.size and layer.encode.size.range[0] > layer.encode.size.range[1]:
        yield "$.encode.size.range", "the least size comes first"
    if layer.mark == "density":
        for key in ("size", "dash", "label", "disc"):
            if getattr(layer.encode, key):
                yield f"$.encode.{key}", "hexagons only count; take it out"
    if layer.mark == "label" and layer.encode.label is None:
        yield "$.encode.label", "missing: the text, with columns in braces"


def _column_problems(layer: Layer) -> Iterator[tuple[str, str]]:
    if layer.file is None:
        known = columns_of(layer.records)
        of: str = layer.records
    else:
        from geomap.layering.own import columns_of_file, own_rows, undrawable
        from geomap.layering.select import matching

        try:
            known = columns_of_file(layer)
        except LayerError as error:
            yield "$.file", str(error)
            return
        of = Path(layer.file).name
        dates = (
            [name for name in (layer.time.date, layer.time.start, layer.time.end) if name]
            if layer.time
            else []
        )
        if layer.time and not dates:
            yield "$.time", "names no property; give date, or start and end"
        if not any(name not in known for _, name in _columns(layer)):
            rows = own_rows(layer)
            wrong = undrawable(layer, rows, matching(rows, layer.where))
            if wrong:
                yield "$.mark", wrong
    for key, column in _columns(layer):
        in_words = column == "date" and key.startswith("$.popup") and ("date_start" in known or layer.time)
        if column not in known and not in_words:
            near = get_close_matches(column, known, n=1, cutoff=0.75)
            hint = f"did you mean {near[0]}? columns" if near else "columns"
            yield key, f"no column '{column}' in {of}; {hint}: {', '.join(known)}"


def _columns(layer: Layer) -> Iterator[tuple[str, str]]:
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
