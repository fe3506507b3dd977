"""Hostile texts in a real browser: nothing runs, and they are shown as they are."""

import csv
import json

import msgspec
import pytest
from example_reports import RU_ARMY, SUMY, Writer, korean_troops
from hostile_texts import HOSTILE
from playwright.sync_api import expect
from waiting import search, unfolded

import geomap
from geomap.layering import load_layers
from geomap.records import Document, Statement

PER_PAGE = 16
PAGES = [HOSTILE[start : start + PER_PAGE] for start in range(0, len(HOSTILE), PER_PAGE)]


def reports_of(texts):
    """A report for each text, with it as title, quote, speaker, place, actor, publisher and address."""
    reports = []
    for number, hostile in enumerate(texts):
        document = Document(
            id=f"d{number}", text=f"{hostile} was said.", title=hostile, publisher=hostile, url=hostile
        )
        writer = Writer(document)
        place = msgspec.structs.replace(SUMY, id=f"p{number}", name=hostile, lon=30.0 + number, lat=50.0)
        actor = msgspec.structs.replace(RU_ARMY, name=hostile)
        said = Statement(speaker=hostile, role=hostile, start=0, end=len(hostile))
        writer.event(f"e{number}", "ASSAULT", hostile, (place, "location"), actors=(actor,), statement=said)
        writer.figure(
            f"f{number}",
            "killed",
            hostile,
            unit=hostile,
            value=9.0,
            places=(place,),
            statement=said,
            actor=actor,
        )
        reports.append(writer.report())
    return reports


def as_shown(text):
    return " ".join(text.encode("utf-8", "replace").decode().split())


@pytest.mark.parametrize("texts", PAGES, ids=range(len(PAGES)))
def test_nothing_runs_and_every_text_is_shown_literally(open_page, texts):
    page = open_page(reports_of(texts), title=texts[0])
    # what tabs and sections hold is made when they open
    page.click("#gm-tab-sources")
    page.click("#gm-tab-legend")
    expect(page.locator(".gm-document").first).to_be_attached()
    unfolded(page)
    panel = as_shown(page.evaluate("document.getElementById('gm-panel').textContent"))

    for text in texts:
        assert as_shown(text) in panel
    assert as_shown(page.title()) == as_shown(texts[0])
    headings = page.evaluate(
        """() => [...document.querySelectorAll('.gm-callout')].map((button) => {
          button.click();
          document.querySelectorAll('.gm-popup details').forEach((each) => (each.open = true));
          return [...document.querySelectorAll('.gm-popup h2')].pop().textContent;
        })"""
    )
    assert {as_shown(heading) for heading in headings} == {as_shown(text) for text in texts}
    strays = "#gm-panel script, #gm-panel img, #gm-panel iframe, .leaflet-popup script, .leaflet-popup img"
    assert page.locator(strays).count() == 0
    links = page.evaluate("[...document.querySelectorAll('a')].map((each) => each.protocol)")
    assert set(links) <= {"https:", "http:", "file:"}


def test_a_popup_shows_hostile_text_as_text(open_page):
    report = korean_troops()
    place = "<img src=x onerror=window.broken=1>{{ 7*7 }}"
    events = tuple(
        msgspec.structs.replace(
            event,
            places=tuple(
                msgspec.structs.replace(at, place=msgspec.structs.replace(at.place, name=place))
                for at in event.places
            ),
        )
        for event in report.events
    )
    page = open_page([msgspec.structs.replace(report, events=events)])
    page.click(".gm-callout >> nth=-1")
    page.wait_for_selector(".leaflet-popup h2")

    assert place in page.inner_text(".leaflet-popup")


@pytest.mark.parametrize("texts", PAGES, ids=range(len(PAGES)))
def test_layer_files_and_tables_say_what_they_like_and_nothing_runs(open_page, tmp_path, texts):
    folder = tmp_path / "layers"
    folder.mkdir()
    for number, text in enumerate(texts):
        words = json.dumps(text.encode("utf-8", "replace").decode())
        (folder / f"own{number}.toml").write_text(
            f'id = "own{number}"\ntitle = {words}\nrecords = "events"\n'
            f'mark = "glyph"\norder = {200 + number}\n'
            f'popup = [{{ column = "type", label = {words} }}]\n'
            f'[[legend]]\nlabel = {words}\nglyph = "square"\ncolour = "#123456"\n',
            encoding="utf-8",
        )
    table = tmp_path / "events.csv"
    with table.open("w", encoding="utf-8", newline="", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(("date", "lat", "lon", "type", "place", "title", "source", "actor1", "notes"))
        for number, text in enumerate(texts):
            writer.writerow(("2024-05-01", 50, 30 + number, text, text, text, text, text, text))
    atlas = geomap.build(table)
    page = open_page(world=atlas.map(list(load_layers(folder).values()), title=texts[0]))
    legend = as_shown(page.evaluate("document.getElementById('gm-legend').textContent"))
    unfolded(page)
    for text in texts:
        assert as_shown(text) in legend
        if query := as_shown(text)[:60]:
            search(page, query)
    spots = page.evaluate(
        """() => geomap.data.spots.name.length && [...geomap.data.spots.name].map((_, spot) => {
          geomap.show(...marksOn(spot)[0], marksOn(spot));
          function marksOn(wanted) {
            return geomap.data.layers.filter((layer) => layer.id.startsWith('own') && layer.spot)
              .flatMap((layer) => [...layer.spot]
                .flatMap((at, index) => (at === wanted ? [[layer, index]] : [])));
          }
          document.querySelectorAll('.gm-popup details').forEach((each) => (each.open = true));
          return [...document.querySelectorAll('.gm-popup h2')].pop().textContent;
        })"""
    )

    assert {as_shown(text) for text in texts if as_shown(text)} <= {as_shown(each) for each in spots}
    strays = "#gm-panel script, #gm-panel img, #gm-panel iframe, .leaflet-popup script, .leaflet-popup img"
    assert page.locator(strays).count() == 0
