"""The grammar of layer files as JSON Schema, for editors: completion and checks while one types."""

from typing import Any

import msgspec

from geomap.layering.columns import RECORDS, Records, columns_of
from geomap.layering.layers import MARKS_OF, Layer

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) of layer files, made from the types and the known columns."""
    (reference,), parts = msgspec.json.schema_components([Layer], ref_template="#/$defs/{name}")
    definitions: dict[str, Any] = {name: _tidy(part) for name, part in parts.items()}
    layer = definitions.pop("Layer")
    del reference
    layer["properties"]["records"] = {
        "enum": list(RECORDS),
        "description": layer["properties"]["records"]["description"],
    }
    layer["oneOf"] = [{"required": ["records"]}, {"required": ["file"]}]
    layer["allOf"] = [*map(_of, RECORDS), _of_file(), *_needs()]
    return {
        "$schema": DIALECT,
        "title": "geomap layer",
        "description": layer.pop("description"),
        **{key: value for key, value in layer.items() if key != "title"},
        "$defs": definitions,
    }


def _of(records: Records) -> dict[str, Any]:
    """What a layer of these records may say: its marks, and the columns that conditions may name."""
    columns = {"propertyNames": {"enum": list(columns_of(records))}}
    return {
        "if": {"properties": {"records": {"const": records}}, "required": ["records"]},
        "then": {
            "properties": {
                "mark": {"enum": list(MARKS_OF[records])},
                "where": columns,
                "legend": {"items": {"properties": {"where": columns}}},
                "encode": {
                    "properties": {
                        "dash": {"properties": {"where": columns}},
                        **{
                            part: {"properties": {"by": {"enum": list(columns_of(records))}}}
                            for part in ("colour", "size")
                        },
                    }
                },
            },
            "not": {"anyOf": [{"required": [key]} for key in ("table", "source", "time")]},
        },
    }


def _of_file() -> dict[str, Any]:
    return {
        "if": {"required": ["file"]},
        "then": {"properties": {"mark": {"enum": list(MARKS_OF["own"])}}},
    }


def _needs() -> list[dict[str, Any]]:
    def when(mark: str, then: dict[str, Any]) -> dict[str, Any]:
        return {"if": {"properties": {"mark": {"const": mark}}, "required": ["mark"]}, "then": then}

    entries = {"required": ["legend"], "properties": {"legend": {"minItems": 1}}}
    colours = {"required": ["encode"], "properties": {"encode": {"required": ["colour"]}}}
    with_label = {"required": ["encode"], "properties": {"encode": {"required": ["label"]}}}
    with_size = {"required": ["encode"], "properties": {"encode": {"required": ["size"]}}}
    return [
        {"oneOf": [entries, colours]},
        when("glyph", {"properties": {"legend": {"items": {"required": ["glyph"]}}}}),
        when("circle", with_size),
        when("label", with_label),
    ]


def _tidy(part: Any) -> Any:
    """Msgspec's schema without what TOML cannot hold (null) and without defaults that only repeat it."""
    if isinstance(part, dict):
        found = {key: _tidy(value) for key, value in part.items() if not (key == "default" and value is None)}
        options = [each for each in found.get("anyOf", ()) if each != {"type": "null"}]
        if "anyOf" in found:
            found["anyOf"] = options
            if len(options) == 1:
                del found["anyOf"]
                found = {**options[0], **found}
        return found
    return [_tidy(each) for each in part] if isinstance(part, list | tuple) else part
