"""The edges of the map: marks, arrows and discs across the antimeridian and far north."""

import pytest
from example_reports import Writer
from playwright.sync_api import expect

from geomap.records import Document, Place

# longitude, latitude
TOWNS = {
    "Anadyr": (177.51, 64.73),
    "Adak": (-176.63, 51.88),
    "Suva": (178.44, -18.14),
    "Longyearbyen": (15.64, 78.22),
    "Murmansk": (33.08, 68.97),
}


def place(name, **more):
    lon, lat = TOWNS[name]
    fields = {"precision": "city", "feature": "city", "country": None, **more}
    return Place(id=f"test:{name}", name=name, lon=lon, lat=lat, **fields)


def report(*strikes, way=None, **more):
    writer = Writer(Document(id="d", text=f"Strikes hit {', '.join(TOWNS)}. Troops moved.", title="Title"))
    for name in strikes:
        writer.event(
            f"e-{name}", "ASSAULT", f"{name}", (place(name, **more), "location"), modality="occurred"
        )
    if way:
        ends = (place(way[0]), "origin"), (place(way[1]), "destination")
        writer.event("move", "MOBILIZE", "Troops moved", *ends, modality="occurred")
    return writer.report()


def shown_at(page, name):
    """Where the page shows a place, in pixels of the map."""
    return page.evaluate(
        """(name) => {
      const spot = [...geomap.data.spots.name].findIndex((each) => geomap.data.texts[each] === name);
      const { lat, lon } = geomap.data.spots;
      const { x, y } = geomap.map.latLngToContainerPoint([lat[spot], lon[spot]]);
      return [x, y];
    }""",
        name,
    )


def size_of(page):
    return page.evaluate("[geomap.map.getSize().x, geomap.map.getSize().y]")


@pytest.mark.parametrize("width", [1280, 390])
def test_places_on_both_sides_of_the_antimeridian_are_close_together(open_page, width):
    page = open_page([report("Anadyr", "Adak", "Suva")], width=width, height=800)
    west, east = page.evaluate("[geomap.map.getBounds().getWest(), geomap.map.getBounds().getEast()]")
    across, down = size_of(page)

    assert east - west < 200
    assert 0 < shown_at(page, "Anadyr")[0] < shown_at(page, "Adak")[0] < across
    assert 0 < shown_at(page, "Suva")[1] < down


def test_an_arrow_takes_the_short_way_over_the_antimeridian(open_page):
    page = open_page([report(way=("Anadyr", "Adak"))])
    boxes = page.evaluate("[...document.querySelectorAll('.gm-shaft')].map((each) => each.getBBox().width)")
    start, end = ends_of(page)

    assert len(boxes) == 1
    assert boxes[0] < 1.2 * abs(end - start)
    assert end > start


def ends_of(page):
    """Where the arrow begins and ends across the map, in pixels."""
    return page.evaluate(
        """() => {
      const [west, south, east, north] = geomap.data.layers.find(({ ends }) => ends && ends.length).ends[0];
      return [[south, west], [north, east]].map((at) => geomap.map.latLngToContainerPoint(at).x);
    }"""
    )


@pytest.mark.parametrize("turn", [-360, 0, 360])
def test_marks_are_there_on_every_turn_round_the_earth(open_page, turn):
    page = open_page([report("Anadyr", "Adak", way=("Anadyr", "Adak"))])
    page.evaluate(f"geomap.map.setView([58, 180 + {turn}], 4, {{ animate: false }})")

    expect(page.locator(".gm-shaft")).to_have_count(1)
    middle = page.evaluate("document.querySelector('.gm-shaft').getBoundingClientRect().left")
    assert 344 < middle < 1280


@pytest.mark.parametrize("name", ["Suva", "Murmansk", "Longyearbyen"])
def test_a_disc_has_its_true_radius_at_every_latitude(open_page, name):
    page = open_page([report(name, precision="adm2", feature="admin2", radius_km=60.0)])
    radius = float(page.get_attribute(".gm-disc", "r"))
    lon, lat = TOWNS[name]
    pixels = page.evaluate(
        """([lon, lat]) => {
      const at = geomap.map.latLngToContainerPoint([lat, lon]);
      // the distance that Leaflet measures to a point due east, a tenth of a degree away
      const there = geomap.map.latLngToContainerPoint([lat, lon + 0.1]);
      return (60000 / geomap.map.distance([lat, lon], [lat, lon + 0.1])) * (there.x - at.x);
    }""",
        [lon, lat],
    )

    assert radius == pytest.approx(pixels, rel=0.05)


@pytest.mark.parametrize("width", [1280, 390])
def test_svalbard_and_murmansk_are_both_in_view(open_page, width):
    page = open_page([report("Longyearbyen", "Murmansk")], width=width, height=800)
    across, down = size_of(page)

    for name in ("Longyearbyen", "Murmansk"):
        x, y = shown_at(page, name)
        assert 0 < x < across
        assert 0 < y < down
