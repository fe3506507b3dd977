"""The layer grammar: shipped files follow it, and what does not is refused with file and key."""

from pathlib import Path

import pytest

from geomap.errors import LayerError
from geomap.layering import load_layers, parse_layer

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SHIPPED = Path(__file__).parents[2] / "layers"
FILES = sorted(SHIPPED.glob("*.toml"))
GLYPH = 'mark = "glyph"'
PALETTE = '\nencode = { colour = { by = "type", colours = ["#000000"] } }'
GOOD = """
id = "mine"
title = "Mine"
records = "events"
mark = "glyph"
[[legend]]
label = "All"
glyph = "dot"
colour = "#102030"
"""


def refused(text: str) -> str:
    with pytest.raises(LayerError) as caught:
        parse_layer(text, source="mine.toml")
    return str(caught.value)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_layer_follows_the_grammar(file):
    layer = parse_layer(file.read_text(encoding="utf-8"), source=file.name)

    assert layer.id == file.stem
    assert layer.title
    assert layer.popup


def test_the_shipped_layers_are_all_there():
    assert set(load_layers()) == {
        "areas",
        "casualties",
        "events",
        "mentions",
        "movements",
        "statements",
        "strikes",
        "troops",
    }


def test_only_the_mentions_are_off_at_first():
    assert [layer.id for layer in load_layers().values() if not layer.show] == ["mentions"]


def test_layers_come_from_the_lowest_drawn_to_the_topmost():
    orders = [layer.order for layer in load_layers().values()]

    assert orders == sorted(orders)


def test_a_users_file_takes_the_place_of_a_shipped_one(tmp_path):
    (tmp_path / "whatever.toml").write_text(GOOD.replace('"mine"', '"events"'))

    assert load_layers(tmp_path)["events"].title == "Mine"
    assert load_layers()["events"].title == "Events"


def test_a_users_file_adds_a_layer(tmp_path):
    (tmp_path / "mine.toml").write_text(GOOD)

    assert set(load_layers(tmp_path)) == {*load_layers(), "mine"}


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(LayerError, match=r"nowhere: no such folder"):
        load_layers(tmp_path / "nowhere")


def test_a_file_that_is_not_text_is_named(tmp_path):
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(LayerError, match=r"bytes\.toml: cannot be read"):
        load_layers(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('mark = "glyph"', 'mark = "blob"', "`$.mark`: Invalid enum value 'blob'; one of glyph, circle"),
        ('glyph = "dot"', 'glyph = "star"', "`$.legend[0].glyph`: Invalid enum value 'star'; one of cross"),
        ('colour = "#102030"', 'colour = "red"', "`$.legend[0].colour`: not a colour of the form #RRGGBB"),
        ('title = "Mine"', 'titel = "Mine"', "unknown field `titel`; did you mean title?"),
        ('title = "Mine"', "", "missing required field `title`"),
        ('id = "mine"', 'id = "My Layer"', "`$.id`"),
        ('label = "All"', 'label = ""', "`$.legend[0].label`"),
        ('glyph = "dot"', "", "`$.legend[0].glyph`: missing; one of cross"),
        (
            'mark = "glyph"',
            'mark = "arrow"',
            "`$.mark`: events cannot be drawn as arrow; one of density, glyph",
        ),
        (
            'label = "All"',
            'label = "All"\nwhere = { tpye = 1 }',
            "`$.legend[0].where.tpye`: no column 'tpye'",
        ),
        ('label = "All"', 'label = "All"\nwhere = { date_start = { least = 3 } }', "unknown field `least`"),
        ('mark = "glyph"', 'mark = "glyph"\npopup = ["wen"]', "`$.popup[0]`: no column 'wen'"),
        (
            'mark = "glyph"',
            'mark = "glyph"\nencode = { label = "{who}" }',
            "`$.encode.label`: no column 'who'",
        ),
        (GLYPH, GLYPH + '\nencode = { size = { by = "n", range = [1, 2] } }', "`$.encode.size.by`"),
        (
            'mark = "glyph"',
            'mark = "density"\nencode = { disc = true }',
            "`$.encode.disc`: hexagons only count",
        ),
        (GLYPH, GLYPH + PALETTE, "`$.legend`: give either"),
        ("[[legend]]", "[[legend", "mine.toml: not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(old, new, said):
    message = refused(GOOD.replace(old, new))

    assert message.startswith("mine.toml:")
    assert said in message


def test_a_circle_without_a_size_is_refused():
    text = GOOD.replace('"events"', '"figures"').replace('mark = "glyph"', 'mark = "circle"')

    assert "`$.encode.size`: missing" in refused(text)


def test_figures_are_not_counted_in_hexagons():
    text = GOOD.replace('"events"', '"figures"').replace('mark = "glyph"', 'mark = "density"')

    assert "`$.mark`: figures cannot be drawn as density" in refused(text)


def test_the_documented_layer_of_hexagons_is_right():
    assert load_layers(EXAMPLES / "density")["density"].mark == "density"


def test_an_unclosed_brace_in_a_label_is_refused():
    with pytest.raises(LayerError, match=r"encode\.label"):
        parse_layer(
            GOOD.replace('mark = "glyph"', 'mark = "glyph"\nencode = { label = "{place" }'), source="x.toml"
        )


def test_the_columns_of_numbers_of_every_category_are_known():
    layer = parse_layer(
        GOOD.replace('label = "All"', 'label = "All"\nwhere = { killed_low = { min = 1 } }'),
        source="mine.toml",
    )

    assert "killed_low" in layer.legend[0].where
