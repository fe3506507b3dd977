"""Layers from the user's own files in a real browser: seen, filtered by day, opened, and inert."""

import json
from pathlib import Path

import pytest
from hostile_texts import HOSTILE

from geomap import drawing
from geomap.layering import Layer, load_layers
from geomap.layering.layers import Dash, Encode, Entry, Palette, Scale

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "own-layers"
PATHS = "geomap.data.layers.find((layer) => layer.id === 'control').visible"


def square(west, south, size=1.0, **properties):
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return feature({"type": "Polygon", "coordinates": [ring]}, **properties)


def point(lon, lat, **properties):
    return feature({"type": "Point", "coordinates": [lon, lat]}, **properties)


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


@pytest.fixture
def own(tmp_path):
    """A map of nothing but one layer with these features."""

    def made(*features, **more):
        file = tmp_path / "own.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), "utf-8")
        fields = {
            "mark": "area",
            "legend": (Entry(label="Held", colour="#2166AC"),),
            "popup": ("name",),
            "source": "Our desk",
        }
        layer = Layer(id="own", title="Own layer", file=str(file), **{**fields, **more})
        return drawing.as_map(drawing.build({}, [], [layer], title="Title"))

    return made


@pytest.fixture
def example(open_page):
    layers = [each for each in load_layers(EXAMPLE).values() if each.id == "control"]
    return open_page(world=drawing.as_map(drawing.build({}, [], layers, title="Title")))


def test_the_documented_example_is_drawn_with_its_legend_and_credit(example):
    assert example.locator(".gm-shape").count() == 4
    assert example.locator(".gm-legend label:has-text('Contested')").count() == 1
    assert example.get_attribute(".gm-plain", "fill") == "#2166AC"
    assert example.locator(".gm-edge[stroke-dasharray]").count() == 1
    assert "rotate(45)" in example.get_attribute("pattern[id^=gm-hatch]", "patternTransform")
    assert "Control of terrain: invented example" in example.inner_text(".leaflet-control-attribution")


def test_days_filter_the_areas(example):
    example.evaluate("geomap.filter.set({ from: '2024-10-25', to: '2024-10-25' })")
    assert example.evaluate(f"[...{PATHS}]") == [1, 1, 1, 1]
    example.evaluate("geomap.filter.set({ from: '2024-11-20', to: '2024-11-20' })")
    assert example.evaluate(f"[...{PATHS}]") == [1, 1, 0, 1]
    example.evaluate("geomap.filter.set({ from: '2024-09-01', to: '2024-09-01' })")
    assert example.evaluate(f"[...{PATHS}]") == [1, 0, 0, 0]


def test_a_legend_entry_is_switched_off(example):
    example.uncheck("input[aria-label='Show Held by Side A']")
    example.wait_for_function("() => document.querySelectorAll('.gm-shape').length === 3")


def test_a_click_shows_the_chosen_properties_dates_and_source(example):
    example.evaluate(
        "document.querySelector('.gm-plain').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    example.wait_for_selector(".leaflet-popup .gm-card")
    text = example.inner_text(".leaflet-popup")

    assert "Northern sector" in text
    assert "Held by\nSide A" in text
    assert "since August 10, 2024" in text
    assert "invented example" in text


def test_areas_of_ones_own_are_reached_by_keyboard(example):
    example.focus(".gm-cursor")
    example.keyboard.press("Enter")
    example.wait_for_selector(".leaflet-popup .gm-card")


def test_points_are_glyphs_and_circles_with_their_numbers(open_page, own):
    points = [point(30, 50, name="A", n=100), point(32, 50, name="B", n=400)]
    glyphs = (Entry(label="Site", colour="#2166AC", glyph="square"),)
    page = open_page(world=own(*points, mark="glyph", legend=glyphs))
    assert page.evaluate("geomap.data.layers[0].spot.length") == 2

    size = Scale(by="n", range=(4, 40), factor=1)
    page = open_page(world=own(*points, mark="circle", encode=Encode(size=size, label="{n}")))
    assert page.inner_text(".gm-callout:has-text('B') .gm-number") == "400"


def test_colours_follow_a_property(open_page, own):
    palette = Palette(by="side", colours=("#B2182B", "#2166AC"))
    squares = [square(30 + 2 * n, 50, name=str(n), side=side) for n, side in enumerate(("A", "B", "A", None))]
    page = open_page(world=own(*squares, legend=(), encode=Encode(colour=palette)))
    colours = page.evaluate(
        "[...document.querySelectorAll('.gm-plain')].map((each) => each.getAttribute('fill'))"
    )

    assert colours == ["#B2182B", "#2166AC", "#B2182B", "#6B7280"]


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 16))
def test_hostile_properties_are_shown_and_nothing_runs(open_page, own, start):
    texts = HOSTILE[start : start + 16]
    squares = [square(2 * n, 10, name=text, **{text: text}) for n, text in enumerate(texts)]
    page = open_page(
        world=own(
            *squares,
            source=texts[1],
            popup=("name", *texts),
            encode=Encode(label="{name}", dash=Dash(where={"name": texts[0]}, label=texts[2])),
            legend=(Entry(label=texts[3], colour="#2166AC"),),
        )
    )
    shown = page.evaluate(
        """() => [...document.querySelectorAll('.gm-shape')].map((shape) => {
      shape.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      return [...document.querySelectorAll('.gm-popup')].pop().textContent;
    })"""
    )

    assert len(shown) == len(texts)
    for text, found in zip(texts, shown, strict=True):
        assert " ".join(text.encode("utf-8", "replace").decode().split()) in " ".join(found.split())
    assert page.locator(".leaflet-popup img, .leaflet-popup script, #gm-panel img").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_an_area_across_the_antimeridian_is_in_one_piece(open_page, own, width):
    ring = [[176, -19], [-178, -19], [-178, -15], [176, -15], [176, -19]]
    fiji = feature({"type": "Polygon", "coordinates": [ring]}, name="Fiji waters")
    page = open_page(world=own(fiji), width=width, height=844)
    west, east = page.evaluate("[geomap.map.getBounds().getWest(), geomap.map.getBounds().getEast()]")
    boxes = page.evaluate(
        """[...document.querySelectorAll('.gm-plain')]
          .map((each) => each.getBBox().width / geomap.map.getSize().x)"""
    )

    assert west < 176
    assert east > 182
    assert east - west < 60
    assert len(boxes) == 1
    assert 0.1 < boxes[0] < 1
