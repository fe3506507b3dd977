"""Hexagons that count: of equal area, each mark in one, reached by mouse and keyboard, said in the legend."""

from pathlib import Path

import example_reports as examples
import pytest
from playwright.sync_api import expect
from waiting import drawn, rested

from geomap import drawing
from geomap.features import tables
from geomap.layering import load_layers
from geomap.records import Document, Event, EventPlace, Place, Report

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "density"
COUNTED = """() => ({
  inside: geomap.density.hexagons.reduce((sum, { crowd }) => sum + crowd.whole, 0),
  shown: geomap.data.layers.find(({ id }) => id === 'density').visible.reduce((sum, on) => sum + on, 0),
})"""
# on the plane of longitude and the sine of latitude, areas are those of the sphere
AREAS = """() => geomap.density.hexagons.map(({ crowd: { corners } }) => {
  const plane = corners.map(([x, y]) => [2 * Math.PI * x, Math.tanh(Math.PI * (1 - 2 * y))]);
  return Math.abs(plane.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = plane[(i + 1) % 6];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0));
})"""


def attack(number, lon, lat, modality="occurred"):
    text = f"Shells fell on town {number}."
    place = Place(id=f"x:{number}", name=f"Town {number}", lon=lon, lat=lat, precision="city", feature="city")
    event = Event(
        id=f"d{number}:e",
        type="ASSAULT",
        mode="heavy-weapons",
        start=0,
        end=len(text),
        places=(EventPlace(place=place, role="location"),),
        modality=modality,
        confidence=0.9,
    )
    return Report(document=Document(id=f"d{number}", text=text), events=(event,))


@pytest.fixture(scope="module")
def world():
    """Ninety attacks in three clouds between the equator and Lapland, a third of them claimed."""
    middles = [(30.0, 0.5), (36.0, 48.0), (25.0, 66.0)]
    found = [
        attack(
            n,
            middles[n % 3][0] + (n * 7 % 10) / 4,
            middles[n % 3][1] + (n * 3 % 11) / 6,
            "claimed" if n % 9 < 3 else "occurred",
        )
        for n in range(90)
    ]
    layers = [layer for layer in load_layers(EXAMPLE).values() if layer.id in {"density", "strikes"}]
    return examples.map_of(found, layers, title="Counted")


def alone(page):
    page.uncheck("input[aria-label='Show layer Strikes']")
    drawn(page)


def test_every_mark_is_in_one_hexagon(open_page, world):
    page = open_page(world=world)

    assert page.evaluate(COUNTED) == {"inside": 90, "shown": 90}
    page.evaluate(
        """async () => {
          geomap.filter.set({ modality: ['claimed'] });
          await new Promise(requestAnimationFrame);
        }"""
    )
    assert page.evaluate(COUNTED) == {"inside": 30, "shown": 30}


@pytest.mark.parametrize("zoom", [3, 5.5])
def test_hexagons_cover_equal_ground_at_the_equator_and_in_lapland(open_page, world, zoom):
    page = open_page(world=world)
    page.evaluate(f"geomap.map.setView([40, 30], {zoom}, {{ animate: false }})")
    areas = page.evaluate(AREAS)

    assert len(areas) > 2
    assert max(areas) / min(areas) == pytest.approx(1, rel=1e-6)


def test_they_shrink_with_the_zoom_and_the_legend_says_how_large_they_are(open_page, world):
    page = open_page(world=world)
    said = []
    for zoom in (3, 5):
        page.evaluate(f"geomap.map.setView([48, 36], {zoom}, {{ animate: false }})")
        area = page.evaluate(AREAS)[0] * 6371**2
        rounded = f"{float(f'{area:.2g}'):,.0f}"
        page.locator(".gm-density", has_text=f"in a hexagon of about {rounded} km²").wait_for()
        said.append(area)

    assert said[0] / said[1] == pytest.approx(16, rel=0.2)
    assert page.locator(".gm-shade-key").count() > 1


def test_a_mark_that_two_layers_draw_is_counted_once(open_page, world):
    page = open_page(world=world)

    expect(page.locator(".gm-live")).to_contain_text("90 of 90 marks in view")
    alone(page)
    rested(page)
    expect(page.locator(".gm-live")).to_contain_text("90 of 90 marks in view")


def test_the_keyboard_reaches_a_hexagon_and_hears_what_it_holds(open_page, world):
    page = open_page(world=world)
    alone(page)
    page.focus(".gm-cursor")
    said = page.get_attribute(".gm-cursor", "aria-label")
    zoom = page.evaluate("geomap.map.getZoom()")

    assert "reports here, Attack, fighting or strike: " in said
    assert "km²" in said
    page.keyboard.press("Enter")
    page.wait_for_function("(zoom) => geomap.map.getZoom() > zoom", arg=zoom)


def test_a_click_inside_a_hexagon_zooms_to_what_it_holds(open_page, world):
    page = open_page(world=world)
    alone(page)
    zoom = page.evaluate("geomap.map.getZoom()")
    x, y = page.evaluate(
        """() => {
          const { crowd } = geomap.density.hexagons[0];
          const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * crowd.y))) * 180) / Math.PI;
          const { x, y } = geomap.map.latLngToContainerPoint([lat, (crowd.x - 0.5) * 360]);
          const frame = geomap.map.getContainer().getBoundingClientRect();
          return [frame.left + x + 8, frame.top + y];
        }"""
    )
    page.mouse.click(x, y)
    page.wait_for_function("(zoom) => geomap.map.getZoom() > zoom", arg=zoom)


def test_what_is_known_as_a_region_alone_is_in_no_hexagon(open_page):
    report = examples.korean_troops()
    layers = list(load_layers(EXAMPLE).values())
    world = drawing.as_map(
        drawing.build(tables([report], examples.shape_of), [report.document], layers, title="Areas")
    )
    page = open_page(world=world)

    assert page.evaluate(COUNTED) == {"inside": 0, "shown": 1}  # the front
