"""The schema for editors says what the parser says, of the layers in the project and of mistakes."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from geomap.errors import LayerError
from geomap.layering import parse_layer, schema

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "layers").glob("*.toml"), *(ROOT / "docs").rglob("*.toml")])
GOOD = """
id = "mine"
title = "Mine"
records = "events"
mark = "glyph"
popup = ["type", { column = "actors", label = "Forces" }]
[where]
date_start = { min = "2024-01-01", null = false }
[[legend]]
label = "All"
glyph = "dot"
colour = "#102030"
"""


@pytest.fixture(scope="module")
def validator():
    made = schema()
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_layer_in_the_project_is_valid(validator, file):
    assert [each.message for each in validator.iter_errors(tomllib.loads(file.read_text("utf-8")))] == []


def test_the_shipped_schema_is_the_one_that_is_made():
    shipped = ROOT / "layers" / "layer.schema.json"

    same = json.loads(shipped.read_text("utf-8")) == schema()
    assert same, "columns or grammar changed: geomap layers --schema > layers/layer.schema.json"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ('mark = "glyph"', 'mark = "blob"'),
        ('mark = "glyph"', 'mark = "circle"'),
        ('mark = "glyph"', 'mark = "arrow"'),
        ('mark = "glyph"', ""),
        ('title = "Mine"', 'title = ""'),
        ('title = "Mine"', 'titel = "Mine"'),
        ('id = "mine"', 'id = "My Layer"'),
        ('glyph = "dot"', 'glyph = "star"'),
        ('glyph = "dot"', ""),
        ('colour = "#102030"', 'colour = "red"'),
        ('records = "events"', 'records = "weather"'),
        ('records = "events"', ""),
        ("date_start = {", "date_begin = {"),
        ('min = "2024-01-01"', 'least = "2024-01-01"'),
        ("[where]", 'encode = { colour = { by = "type", colours = ["#000000"] } }\n[where]'),
        ("[where]", "encode = { colour = { by = 'type', colours = [] } }\n[where]"),
        ("[where]", "table = 'x'\n[where]"),
        ("[where]", 'encode = { dash = { where = { typ = "x" }, label = "x" } }\n[where]'),
        ("[where]", "encode = { size = { by = 'confidence', range = [1] } }\n[where]"),
        ("[where]", "order = 'high'\n[where]"),
        ("[where]", "show = 1\n[where]"),
    ],
)
def test_schema_and_parser_refuse_the_same(validator, old, new):
    text = GOOD.replace(old, new) if old else GOOD
    try:
        parse_layer(text, source="mine.toml")
        parsed = True
    except LayerError:
        parsed = False

    assert parsed == (not old)
    assert validator.is_valid(tomllib.loads(text)) == parsed
