"""Which rows a layer draws."""

from datetime import date

import numpy as np
import pytest
from shapely.geometry import Point

from geomap.layering import parse_layer
from geomap.layering.rows import Codes, Rows
from geomap.layering.select import by_frequency, matching, select


def rows(**columns) -> Rows:
    length = len(next(iter(columns.values())))
    return Rows(columns, [Point(0, 0)] * length)


def layer(body: str):
    return parse_layer(
        'id = "x"\ntitle = "X"\nrecords = "events"\nmark = "glyph"\n'
        + body
        + '\n[[legend]]\nlabel = "Aid"\nglyph = "plus"\ncolour = "#111111"\nwhere = { type = "AID" }\n'
        '[[legend]]\nlabel = "Attack"\nglyph = "cross"\ncolour = "#222222"\nwhere = { type = "ASSAULT" }\n',
        source="x.toml",
    )


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('type = "AID"', [1]),
        ('type = ["AID", "ASSAULT"]', [0, 1]),
        ('mode = { not = "drone" }', [1, 2]),
        ('mode = { not = ["drone", "aerial"] }', [1]),
        ("mode = { null = true }", [1]),
        ("mode = { null = false }", [0, 2]),
        ("confidence = { min = 0.5 }", [0, 2]),
        ("confidence = { min = 0.5, max = 0.8 }", [0]),
        ('date_start = { min = "2024-02-01" }', [2]),
        ('date_start = "2024-01-05"', [0]),
        ("happened = true", [0, 2]),
        ("happened = false", [1]),
        ("happened = 1", []),
        ('confidence = { min = "a" }', []),
    ],
)
def test_conditions(condition, expected):
    table = rows(
        type=["ASSAULT", "AID", "PROTEST"],
        mode=["drone", None, "aerial"],
        confidence=[0.5, None, 0.9],
        date_start=[date(2024, 1, 5), None, date(2024, 3, 1)],
        happened=[True, False, True],
    )

    assert matching(table, layer(f"where = {{ {condition} }}").where) == expected


def test_a_row_takes_the_first_entry_that_fits_and_is_dropped_if_none_does():
    chosen = select(rows(type=["ASSAULT", "PROTEST", "AID"]), layer(""), {})

    assert list(chosen.rows) == [0, 2]
    assert list(chosen.entry) == [1, 0]


def test_a_row_without_a_place_is_not_drawn():
    table = Rows({"type": ["AID", "AID"]}, [None, Point(1, 1)])

    assert list(select(table, layer(""), {}).rows) == [1]


def test_a_palette_colours_the_most_frequent_values_and_leaves_one_entry_for_the_rest():
    mine = parse_layer(
        'id = "x"\ntitle = "X"\nrecords = "events"\nmark = "glyph"\n'
        '[encode.colour]\nby = "country"\ncolours = ["#AA0000", "#0000AA"]\nnone = "#777777"',
        source="x.toml",
    )
    table = rows(country=["UA", "RU", None, "RU", "SD", "UA", "RU"])
    chosen = select(table, mine, {"country": by_frequency([table.codes("country")])})

    assert [(entry.label, entry.colour) for entry in chosen.entries] == [
        ("RU", "#AA0000"),
        ("UA", "#0000AA"),
        ("@other", "#777777"),
    ]
    assert list(chosen.entry) == [1, 0, 2, 0, 2, 1, 0]


def test_equally_frequent_values_are_ordered_by_name():
    assert by_frequency([Codes(np.array([0, 1, 2, 3, 3], dtype=np.int32), ["b", "a", None, "c"])]) == [
        "c",
        "a",
        "b",
    ]
