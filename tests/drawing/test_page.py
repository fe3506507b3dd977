"""The HTML of a page: whole in itself, the same bytes each time, and no text in it is ever code."""

import base64
import hashlib
import json
import re
from datetime import date

import example_reports as examples
import folium
import msgspec
import pytest
from hostile_texts import HOSTILE

from geomap import drawing, layering
from geomap.features import tables
from geomap.records import Statement

LAYERS = list(layering.load_layers().values())


def page(reports, title="A title", **more) -> folium.Map:
    documents = [report.document for report in reports]
    found = drawing.build(tables(reports, examples.shape_of), documents, LAYERS, title=title, **more)
    return drawing.as_map(found)


def html_of(reports, **more) -> str:
    return drawing.render(page(reports, **more))


def data(text: str, name: str = "data"):
    return json.loads(re.search(rf'<script type="application/json" id="gm-{name}">(.*?)</script>', text)[1])


def policy(text: str) -> str:
    return re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]


@pytest.fixture(scope="module")
def html():
    return html_of(examples.both())


def test_it_is_a_folium_map():
    assert isinstance(page(examples.both()), folium.Map)


def test_two_builds_and_two_renderings_are_the_same_bytes(html):
    again = page(examples.both())

    assert drawing.render(again) == html
    assert drawing.render(again) == html


def test_save_writes_what_render_gives(tmp_path, html):
    page(examples.both()).save(str(tmp_path / "map.html"))

    assert (tmp_path / "map.html").read_bytes() == html.encode("utf-8")


def test_a_page_of_two_articles_weighs_less_than_a_megabyte(html):
    assert len(html.encode("utf-8")) < 1_000_000


def test_the_skeleton_is_as_agreed(html):
    bare = re.sub(r"(<script[^>]*>).*?(</script>)", r"\1\2", html, flags=re.DOTALL)
    bare = re.sub(r"(<style>).*?(</style>)", r"\1\2", bare, flags=re.DOTALL)
    bare = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-X", bare)

    assert bare == (
        '<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-X' "
        "'sha256-X' 'sha256-X' 'sha256-X'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; "
        "form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="generator" content="geomap">\n<link rel="icon" href="data:,">\n<title>A title</title>\n'
        "<style></style>\n<style></style>\n</head>\n<body>\n"
        '<main class="gm-main"><div class="folium-map" id="map_1" ></div></main>\n'
        '<aside class="gm-panel" id="gm-panel"></aside>\n'
        '<noscript><p class="gm-noscript">This map needs JavaScript, which is in this file; nothing is '
        "loaded from elsewhere.</p></noscript>\n"
        '<script type="application/json" id="gm-data"></script>\n'
        '<script type="application/json" id="gm-basemap"></script>\n'
        "<script></script>\n<script></script>\n<script></script>\n<script></script>\n</body>\n</html>\n"
    )


def test_every_script_is_pinned_and_the_pins_do_not_depend_on_the_data(html):
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    pins = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]

    assert policy(html).count("sha256-") == len(scripts) == 4
    assert all(pin in policy(html) for pin in pins)
    assert policy(html_of([], title="Another")) == policy(html)


def test_no_address_is_loaded(html):
    outside = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)

    assert not re.search(r'(?:src|href)="(?!data:)', outside)
    assert "url(http" not in outside
    assert "@import" not in outside


def test_the_same_report_is_drawn_whatever_the_order_of_layers(html):
    documents = [report.document for report in examples.both()]
    found = tables(examples.both(), examples.shape_of)
    again = drawing.build(found, documents, LAYERS[::-1], title="A title")

    assert drawing.render(drawing.as_map(again)) == html


def test_an_empty_run_gives_a_page():
    found = data(html_of([]))

    assert found["texts"][found["summary"]] == "0 events; 0 figures"
    assert all(layer["row"] == [] for layer in found["layers"])


def marks_of(html, name):
    found = data(html)
    layer = next(layer for layer in found["layers"] if layer["id"] == name)
    labels = [found["texts"][label] for label in layer.get("label", []) if label >= 0]
    places = [found["texts"][found["spots"]["name"][spot]] for spot in layer.get("spot", [])]
    return layer, labels, places


def test_troops_are_labelled_with_their_bounds_and_not_repeated(html):
    layer, labels, places = marks_of(html, "troops")

    assert dict(zip(places, labels, strict=True)) == {"Russia": "≈ 10,000", "Kursk Oblast": "≤ 8,000"}
    assert layer["dashed"] == [1, 1]


def test_conflicting_tolls_stand_side_by_side(html):
    _, labels, places = marks_of(html, "casualties")

    assert [label for label, place in zip(labels, places, strict=True) if place == "Kharkiv"] == [
        "40 killed (Kyiv)",
        "12 killed (Moscow)",
    ]
    assert "> 1,200 casualties a day" in labels


def test_planned_and_claimed_movements_are_dashed_and_say_so(html):
    layer, labels, _ = marks_of(html, "movements")

    assert dict(zip(labels, layer["dashed"], strict=True)) == {
        "≤ 8,000 troops (claimed)": 1,
        "3,000 soldiers (planned)": 1,
    }


def test_what_is_planned_or_denied_is_drawn_by_no_event_layer(html):
    found = data(html)
    modality = found["tables"]["events"]["columns"]["modality"]["v"]
    drawn = {
        found["texts"][modality[row]]
        for layer in found["layers"]
        if layer["records"] == "events"
        for row in layer["row"]
    }

    assert drawn == {"occurred", "claimed"}


def test_an_area_is_a_spot_of_its_own_with_an_outline(html):
    found = data(html)
    areas = next(layer for layer in found["layers"] if layer["id"] == "areas")
    names = [found["texts"][name] for name in found["spots"]["name"]]

    assert len(areas["outline"]) == 5
    assert found["spots"]["area"][names.index("Kursk Oblast")] == 1
    assert found["spots"]["area"][names.index("Sumy")] == 0


def test_a_continent_does_not_set_the_first_view(monkeypatch):
    from shapely.geometry import box

    monkeypatch.setitem(examples.SHAPES, examples.PENINSULA.id, box(-60, -20, 150, 70))
    west, south, east, north = data(html_of([examples.korean_troops()]))["view"]

    assert west > 30
    assert south > 30
    assert east < 135
    assert north < 60


def test_a_district_has_a_disc_of_its_true_radius(html):
    found = data(html)
    names = [found["texts"][name] for name in found["spots"]["name"]]

    assert found["spots"]["disc"][names.index("Bohodukhiv Raion")] == 35.0
    assert found["spots"]["disc"][names.index("Sumy")] == 0.0


def test_events_that_are_not_drawn_are_listed_with_the_reason(html):
    found = data(html)
    rows, reasons = found["omitted"]

    assert sorted(found["texts"][reason] for reason in reasons) == [
        "negated",
        "negated",
        "no_place",
        "planned",
    ]
    assert len(rows) == 4


def hostile_report(text: str):
    """The border article with `text` in every place that a document or a table can fill."""
    report = examples.border_strikes()
    body = report.document.text
    quoted = text + " " + body
    shift = len(text) + 1

    def moved(record, **more):
        return msgspec.structs.replace(record, start=record.start + shift, end=record.end + shift, **more)

    speaker = Statement(speaker=text, role=text, start=0, end=max(1, len(text)))
    place = msgspec.structs.replace(examples.SUMY, name=text, id=text)
    actor = msgspec.structs.replace(examples.RU_ARMY, name=text, id=text)
    events = tuple(
        moved(
            event,
            statement=speaker,
            actors=(actor,),
            places=tuple(msgspec.structs.replace(at, place=place) for at in event.places),
        )
        for event in report.events
    )
    first = msgspec.structs.replace(events[0], start=0, end=max(1, len(text)))
    figures = tuple(moved(figure, statement=speaker, unit=text, actor=actor) for figure in report.figures)
    document = msgspec.structs.replace(
        report.document, text=quoted, title=text, publisher=text, url=text, published=date(2024, 1, 1)
    )
    return msgspec.structs.replace(
        report,
        document=document,
        events=(first, *events[1:]),
        figures=figures,
        mentions=tuple(moved(mention, place=place) for mention in report.mentions),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_data_and_nothing_else(text, html):
    found = html_of([hostile_report(text)], title=text)
    written = text.encode("utf-8", "replace").decode("utf-8")

    assert policy(found) == policy(html)
    assert written in data(found)["texts"]
    outside = re.sub(r"<(script|style).*?</\1>", "", found, flags=re.DOTALL)
    assert outside.count("<script") == outside.count("<img") == outside.count("<svg") == 0
    assert "\u2028" not in found.partition("</head>")[2]
    found.encode("utf-8")


def test_the_title_is_written_as_text_and_never_rendered():
    found = html_of([], title="</title><script>1</script>{{ 7*7 }}")

    assert "<title>&lt;/title&gt;&lt;script&gt;1&lt;/script&gt;{{ 7*7 }}</title>" in found


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "http://["]
)
def test_only_web_addresses_become_links(address):
    report = examples.korean_troops()
    document = msgspec.structs.replace(report.document, url=address)
    found = data(html_of([msgspec.structs.replace(report, document=document)]))

    assert found["sources"]["url"] == [-1]


def test_folium_is_left_as_it_was():
    from branca.element import Element
    from folium import map as folium_map

    drawing.render(page([]))

    assert folium_map.Element is Element


def test_the_de_facto_view_draws_another_line_at_crimea(html):
    other = html_of(examples.both(), worldview="de-facto")

    assert data(other, "basemap")["world"]["land"] == data(html, "basemap")["world"]["land"]
    assert data(other, "basemap")["world"]["lines"] != data(html, "basemap")["world"]["lines"]


def test_what_is_only_claimed_is_told_apart_from_what_happened(html):
    found = data(html)
    modality = found["tables"]["events"]["columns"]["modality"]["v"]
    told = {
        (found["texts"][modality[row]], dashed)
        for layer in found["layers"]
        if layer["id"] in {"events", "strikes"}
        for row, dashed in zip(layer["row"], layer["dashed"], strict=True)
    }

    assert told == {("occurred", 0), ("claimed", 1)}
