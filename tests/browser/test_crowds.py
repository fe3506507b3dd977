"""Many marks: rings that count them, true to what is shown; clicks find what is drawn."""

from datetime import date, timedelta

import msgspec
import pytest
from playwright.sync_api import expect
from waiting import drawn, rested

from geomap import drawing
from geomap.features import tables
from geomap.geometry import disc
from geomap.layering import load_layers
from geomap.records import Actor, Document, Event, EventPlace, Figure, Place, Report, Statement

ROWS = 3000
SIDE = Actor(id="a", name="Army", type="state")


def row(number):
    place = Place(
        id=f"p{number}",
        name=f"Town {number % 500}",
        lon=30 + (number * 37 % 1000) / 100,
        lat=45 + (number * 61 % 700) / 100,
        precision="city",
        feature="city",
    )
    text = f"Fighting at Town {number % 500}, {number % 9} dead"
    day = date(2020, 1, 1) + timedelta(days=number % 900)
    said = Statement(speaker="army", start=0, end=len(text))
    event = Event(
        id=f"t:{number}:e1",
        type="ASSAULT",
        mode="aerial" if number % 3 else None,
        start=0,
        end=len(text),
        actors=(SIDE,),
        places=(EventPlace(place=place, role="location"),),
        date_start=day if number % 10 else None,
        date_precision="day" if number % 10 else "unknown",
        modality="claimed" if number % 4 == 0 else "occurred",
        statement=said,
        confidence=1.0,
    )
    dead = float(number % 9)
    figure = Figure(
        id=f"t:{number}:f1",
        start=0,
        end=len(text),
        unit="people",
        category="killed",
        value=dead,
        low=dead,
        high=dead,
        event=event.id,
        places=(place,),
        statement=said,
    )
    document = Document(id=f"t:{number}", text=text, title=f"Row {number}", publisher=f"Office {number % 5}")
    return Report(document=document, events=(event,), figures=(figure,))


def at_one_place(report):
    """The events of a report, a hair's breadth from those of others at 45 degrees north, 30 east."""
    number = int(report.document.id.split(":")[1])
    for event in report.events:
        place = msgspec.structs.replace(event.places[0].place, lon=30 + number * 1e-5, lat=45.0)
        yield msgspec.structs.replace(event, places=(EventPlace(place=place, role="location"),))


@pytest.fixture(scope="module")
def many():
    return [row(number) for number in range(ROWS)]


COUNTED = """() => {
  const marks = (kind) => geomap.data.layers.filter((layer) => layer.mark === kind)
    .reduce((sum, layer) => sum + layer.visible.reduce((all, on) => all + on, 0), 0);
  const alone = (counts) => counts.reduce((sum, n, spot) => sum + (geomap.crowds.of[spot] < 0 ? n : 0), 0);
  const inside = (what) => geomap.crowds.list.reduce((sum, crowd) => sum + crowd[what], 0);
  return {
    events: [inside('events') + alone(geomap.crowds.glyphs), marks('glyph')],
    numbers: [inside('numbers') + alone(geomap.crowds.circles), marks('circle')],
    crowds: geomap.crowds.list.length,
    stacks: document.querySelectorAll('.gm-stack').length,
  };
}"""


@pytest.mark.parametrize(
    "patch", [{}, {"modality": ["claimed"]}, {"hidden": ["casualties"]}, {"undated": False}]
)
def test_rings_and_single_marks_together_are_what_is_shown(open_page, many, patch):
    page = open_page(many)
    page.evaluate(
        "async (patch) => { geomap.filter.set(patch); await new Promise(requestAnimationFrame); }", patch
    )
    counted = page.evaluate(COUNTED)

    assert counted["events"][0] == counted["events"][1] > 0
    assert counted["numbers"][0] == counted["numbers"][1]
    assert counted["crowds"] > 5
    assert counted["stacks"] <= 120


def test_a_large_page_is_packed_and_says_what_a_small_one_says(open_page, many):
    page = open_page(many)

    assert page.evaluate("document.getElementById('gm-data').type") == "application/octet-stream"
    assert page.evaluate("geomap.value('events', 'id', 7)") == "t:7:e1"
    assert page.evaluate("geomap.value('figures', 'event', 7)") == "t:7:e1"
    assert page.evaluate("geomap.value('events', 'date_start', 0)") is None
    assert "3,000 events: 3,000 drawn" in page.inner_text("#gm-panel")


# the filter is changed while the second part of the data is read
CHANGED_EARLY = """
const { close } = WritableStreamDefaultWriter.prototype;
let closed = 0;
WritableStreamDefaultWriter.prototype.close = async function () {
  if (closed++) {
    geomap.filter.set({ undated: false });
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    window.early = !document.documentElement.classList.contains('gm-ready');
  }
  return close.call(this);
};
"""


def test_what_is_changed_while_a_large_page_loads_is_in_the_address_once_it_is_whole(open_page, many):
    page = open_page(many, first=CHANGED_EARLY)
    page.wait_for_url("**undated=no")

    assert page.evaluate("window.early")


def region(number):
    report = row(number)
    place = Place(
        id=f"r{number}",
        name=f"Region {number}",
        lon=30 + (number % 20) / 4,
        lat=45 + number // 20 / 4,
        precision="region",
        feature="region",
        radius_km=8.0,
    )
    at = (EventPlace(place=place, role="location"),)
    events = (msgspec.structs.replace(report.events[0], places=at),)
    return msgspec.structs.replace(report, events=events, figures=())


def test_the_panel_says_how_many_outlines_a_full_map_leaves_out(open_page):
    reports = [region(number) for number in range(200)]
    world = drawing.as_map(
        drawing.build(
            tables(reports, lambda place: disc(place.lon, place.lat, place.radius_km)),
            [report.document for report in reports],
            list(load_layers().values()),
            title="Regions",
        )
    )
    page = open_page(world=world)

    assert page.locator(".gm-shape").count() == 0
    expect(page.locator(".gm-live")).to_contain_text("200 outlines of areas are left out")
    page.evaluate("geomap.map.setView([45.5, 30.5], 10, { animate: false })")
    page.locator(".gm-shape").first.wait_for(state="attached")
    page.wait_for_function("() => !document.querySelector('.gm-live').textContent.includes('outlines')")


def test_a_click_on_a_ring_zooms_until_it_falls_apart(open_page, many):
    page = open_page(many)
    before = page.evaluate("geomap.map.getZoom()")
    x, y = page.evaluate(
        """() => {
          const crowd = geomap.crowds.list[0];
          const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * crowd.y))) * 180) / Math.PI;
          const { x, y } = geomap.map.latLngToContainerPoint([lat, (crowd.x - 0.5) * 360]);
          const frame = geomap.map.getContainer().getBoundingClientRect();
          return [frame.left + x, frame.top + y];
        }"""
    )
    page.mouse.click(x, y)
    page.wait_for_function("(before) => geomap.map.getZoom() > before", arg=before)


def test_a_click_finds_the_mark_that_is_drawn_there(open_page, many):
    page = open_page(many)
    page.evaluate("geomap.filter.set({ hidden: ['casualties', 'areas'] })")
    page.evaluate("geomap.map.setView([45.61, 30.37], 12, { animate: false })")
    drawn(page)
    x, y = page.evaluate(
        """() => {
          const { x, y } = geomap.map.latLngToContainerPoint([45.61, 30.37]);
          const frame = geomap.map.getContainer().getBoundingClientRect();
          return [frame.left + x, frame.top + y];
        }"""
    )
    page.mouse.click(x, y)
    page.wait_for_selector(".leaflet-popup .gm-popup")

    assert "Town 1" in page.inner_text(".leaflet-popup")


RINGS = "geomap.crowds.list.map(({ events, numbers }) => [events, numbers])"


def test_rings_are_reached_by_keyboard_and_say_what_they_hold(open_page, many):
    page = open_page(many)
    rings = page.evaluate(RINGS)
    page.focus(".gm-cursor")
    page.keyboard.press("Home")
    said = []
    while not said or said[-1] != page.get_attribute(".gm-cursor", "aria-label"):
        said.append(page.get_attribute(".gm-cursor", "aria-label"))
        page.keyboard.press("ArrowDown")
    words = [label for label in said if " events here" in label and ": " in label]

    assert sorted(int(label.split(" ")[0].replace(",", "")) for label in words) == sorted(
        events for events, _ in rings if events > 1
    )
    assert any(", mostly " in label for label in words)


def test_enter_on_a_ring_zooms_and_leaves_the_focus_near_it(open_page, many):
    page = open_page(many)
    before = page.evaluate("geomap.map.getZoom()")
    page.focus(".gm-cursor")
    page.keyboard.press("Home")
    while " events here" not in page.get_attribute(".gm-cursor", "aria-label"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("(before) => geomap.map.getZoom() > before", arg=before)
    page.wait_for_function("() => !geomap.map._animatingZoom")
    left, top = (
        page.evaluate(f"parseFloat(document.activeElement.style.{side})") for side in ("left", "top")
    )
    size = page.evaluate("[geomap.map.getSize().x, geomap.map.getSize().y]")

    assert page.evaluate("document.activeElement.className") == "gm-cursor"
    assert abs(left - size[0] / 2) < size[0] / 4
    assert abs(top - size[1] / 2) < size[1] / 4


def test_enter_on_a_ring_that_cannot_fall_apart_lists_what_it_holds(open_page):
    here = [
        msgspec.structs.replace(report, events=tuple(at_one_place(report))) for report in map(row, range(4))
    ]
    page = open_page(here)
    page.evaluate("geomap.filter.set({ hidden: ['casualties', 'areas'] })")
    page.evaluate("geomap.map.setView([45, 30], geomap.map.getMaxZoom(), { animate: false })")
    drawn(page)
    page.focus(".gm-cursor")
    assert page.get_attribute(".gm-cursor", "aria-label").startswith("4 events here")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup")

    assert page.locator(".leaflet-popup .gm-item").count() >= 4


def test_a_file_of_many_rows_leaves_the_page_alive_and_says_when_it_is_there(open_page, many, tmp_path):
    page = open_page(many)
    page.click("role=tab[name='Share']")
    with page.expect_download() as waiting:
        during = page.evaluate(
            """() => {
              const status = document.querySelector('#gm-share [role=status]');
              const all = [...document.querySelectorAll('.gm-action')];
          all.find(({ textContent }) => /CSV/.test(textContent)).click();
              return new Promise((done) => setTimeout(() => done(status.textContent)));
            }"""
        )
    waiting.value.save_as(tmp_path / "rows.csv")
    rows = (tmp_path / "rows.csv").read_text(encoding="utf-8-sig").splitlines()
    shown = page.evaluate(
        "geomap.data.layers.flatMap(({ records, row }) => Array.from(row, (each) => records + each))"
    )
    reported = {each for each in shown if each.startswith(("events", "figures"))}

    assert during == f"Writing {len(reported):,} rows …"
    assert len(rows) == 1 + len(reported)
    status = page.locator("#gm-share > div > [role=status]")
    expect(status).to_have_text(f"The file was saved: {len(reported):,} rows.")
    expect(page.locator(".gm-writing")).to_be_hidden()


def test_a_file_can_be_stopped_while_it_is_written(open_page, many):
    page = open_page(many)
    page.click("role=tab[name='Share']")
    page.evaluate(
        """() => {
          window.saved = 0;
          const { createObjectURL } = URL;
          URL.createObjectURL = (blob) => (window.saved++, createObjectURL.call(URL, blob));
          const all = [...document.querySelectorAll('.gm-action')];
          all.find(({ textContent }) => /GeoJSON/.test(textContent)).click();
          document.querySelector('.gm-writing button').click();
        }"""
    )
    rested(page, 1000)

    assert page.inner_text("#gm-share [role=status]") == "Stopped. No file was saved."
    assert page.locator(".gm-writing").is_hidden()
    assert page.evaluate("window.saved") == 0
