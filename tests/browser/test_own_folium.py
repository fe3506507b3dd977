"""Folium objects of the user's own in a real browser: they work, and hostile text in them is shown only."""

import folium
import pytest
from folium import plugins
from hostile_texts import HOSTILE
from playwright.sync_api import expect
from waiting import patient_page

from geomap import drawing

BOLD = "<b>three</b> dead &amp; more"


def world_with(*objects, online=False, **more):
    world = drawing.as_map(drawing.build({}, [], [], title="Title", **more), online=online)
    for each in objects:
        each.add_to(world)
    return world


def shown(text):
    return " ".join(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())


def as_text(text):
    """What a reader sees of a text that folium takes for markup: of harmless entities their characters."""
    import html

    return shown(html.unescape(text) if "<" not in text else text)


SHOWN = """() => {
  const found = {};
  geomap.map.eachLayer((layer) => {
    if (!layer.getPopup || !layer.getPopup()) return;
    layer.openPopup();
    layer.openTooltip();
    found[layer.options.title] = [
      layer.getPopup().getElement().querySelector('.leaflet-popup-content').textContent,
      layer.getTooltip().getElement().textContent,
      layer.getElement().textContent,
    ];
  });
  return found;
}"""


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 16))
def test_hostile_texts_in_popups_tooltips_and_icons_are_shown_and_nothing_runs(open_page, start):
    texts = HOSTILE[start : start + 16]
    page = open_page(
        world=world_with(
            *(
                folium.Marker(
                    [number, 10], popup=text, tooltip=text, icon=folium.DivIcon(html=text), title=str(number)
                )
                for number, text in enumerate(texts)
            )
        )
    )
    found = page.evaluate(SHOWN)

    for number, text in enumerate(texts):
        assert [shown(each) for each in found[str(number)]] == [as_text(text)] * 3
    strays = page.locator(
        ".leaflet-popup img, .leaflet-pane script, .leaflet-pane iframe, .leaflet-pane svg:not(.gm-svg)"
    )
    assert strays.count() == 0


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 16))
def test_hostile_properties_layer_names_and_credits_are_shown_and_nothing_runs(open_page, start):
    texts = HOSTILE[start : start + 16]
    features = [
        {
            "type": "Feature",
            "properties": {"text": text, "number": number},
            "geometry": {"type": "Point", "coordinates": [10, number]},
        }
        for number, text in enumerate(texts)
    ]
    shapes = folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        tooltip=folium.GeoJsonTooltip(["text"], aliases=[texts[0]]),
        popup=folium.GeoJsonPopup(["text"], labels=False),
        style_function=lambda feature: {"color": "red", "className": "{{ 7*7 }}"},
    )
    groups = [folium.FeatureGroup(name=text) for text in dict.fromkeys(texts)]
    page = open_page(world=world_with(shapes, *groups, folium.LayerControl(collapsed=False)))
    found = page.evaluate(
        """() => {
      const found = [];
      geomap.map.eachLayer((layer) => {
        if (!layer.feature) return;
        layer.fire('click', { latlng: layer.getLatLng() }, true);
        const cell = geomap.map._popup.getElement().querySelector('td');
        found[layer.feature.properties.number] = cell.textContent;
      });
      return found;
    }"""
    )
    names = page.locator(".leaflet-control-layers-overlays label").all_inner_texts()

    assert [shown(each) for each in found] == [as_text(text) for text in texts]
    assert {as_text(text)[:60] for text in texts} <= {shown(name)[:60] for name in names}


def test_formatting_in_a_popup_is_kept(open_page):
    page = open_page(world=world_with(folium.Marker([50, 35], popup=BOLD)))
    page.click(".leaflet-marker-icon")
    page.wait_for_selector(".leaflet-popup")

    assert page.inner_text(".leaflet-popup b") == "three"
    assert "three dead & more" in page.inner_text(".leaflet-popup")


def test_what_is_given_as_text_is_never_markup(open_page):
    page = open_page(world=world_with(folium.Marker([50, 35], popup=folium.Popup(BOLD, parse_html=True))))
    page.click(".leaflet-marker-icon")
    page.wait_for_selector(".leaflet-popup")

    assert BOLD in page.inner_text(".leaflet-popup")


def test_a_users_icon_is_a_pin_of_its_colour_without_an_icon_font(open_page):
    page = open_page(world=world_with(folium.Marker([50, 35], icon=folium.Icon(color="green"))))

    assert page.get_attribute(".leaflet-marker-icon path", "fill") == "#5d9b26"


def test_a_choropleth_has_its_areas_and_its_key(open_page):
    areas = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": name,
                "properties": {},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[west, 0], [west + 9, 0], [west + 9, 9], [west, 0]]],
                },
            }
            for name, west in (("a", 0), ("b", 20))
        ],
    }
    choropleth = folium.Choropleth(
        areas, data={"a": 1, "b": 9}, key_on="feature.id", legend_name="Displaced {{ 7*7 }}"
    )
    page = open_page(world=world_with(choropleth))

    assert page.locator(".leaflet-overlay-pane path").count() == 2
    assert "Displaced {{ 7*7 }}" in page.inner_text(".gm-bar")


def test_layers_of_the_users_are_switched_by_its_control(open_page):
    group = folium.FeatureGroup(name="Our reporters")
    folium.CircleMarker([50, 35], radius=9).add_to(group)
    page = open_page(world=world_with(group, folium.LayerControl(collapsed=False)))
    circles = page.locator(".leaflet-overlay-pane path")

    expect(circles).to_have_count(1)
    page.uncheck(".leaflet-control-layers-overlays input")
    expect(circles).to_have_count(0)


def test_a_notebook_shows_the_page_in_a_frame_without_a_network(chromium, tmp_path):
    notebook = tmp_path / "notebook.html"
    shown_as = world_with(folium.Marker([50, 35], popup="x"))._repr_html_()
    notebook.write_text(f"<!DOCTYPE html><meta charset=utf-8><body style='width:900px'>{shown_as}", "utf-8")
    context = chromium.new_context(offline=True)
    page = patient_page(context)
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(notebook.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator(".leaflet-marker-icon").wait_for()

    assert errors == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    context.unroute_all(behavior="ignoreErrors")
    context.close()


def test_online_tiles_are_asked_of_their_host_alone(chromium, tmp_path):
    file = tmp_path / "map.html"
    world = drawing.as_map(drawing.build({}, [], [], title="Title", tiles="OpenStreetMap.Mapnik"))
    world.save(str(file))
    context = chromium.new_context()
    asked = []

    def answer(route):
        if not route.request.url.startswith("file:"):
            asked.append(route.request.url)
            route.fulfill(status=204)
        else:
            route.continue_()

    context.route("**/*", answer)
    page = patient_page(context)
    page.goto(file.as_uri())
    page.wait_for_selector("html.gm-ready", state="attached")
    page.wait_for_function("() => document.querySelectorAll('img.leaflet-tile').length > 3")
    page.evaluate("fetch('https://elsewhere.example/').catch(() => 0)")

    assert asked
    assert {url.split("/")[2] for url in asked if not url.startswith("data:")} == {"tile.openstreetmap.org"}
    assert "© OpenStreetMap contributors" in page.inner_text(".leaflet-control-attribution")
    context.unroute_all(behavior="ignoreErrors")
    context.close()


def test_online_plugins_are_loaded_and_work(chromium, tmp_path):
    file = tmp_path / "map.html"
    world_with(plugins.MarkerCluster([[50, 35], [50.001, 35]]), online=True).save(str(file))
    context = chromium.new_context()
    # a stand-in for the plugin's file: enough to see that it is let in and runs before what uses it
    code = "L.markerClusterGroup = (options) => { window.loaded = 1; return L.featureGroup(); };"
    context.route(
        "**/*",
        lambda route: (
            route.continue_()
            if route.request.url.startswith("file:")
            else route.fulfill(
                status=200,
                content_type="text/javascript" if route.request.url.endswith(".js") else "text/css",
                body=code if route.request.url.endswith(".js") else "",
            )
        ),
    )
    page = patient_page(context)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector("html.gm-ready", state="attached")
    page.wait_for_function("() => document.querySelectorAll('.leaflet-marker-icon').length === 2")

    assert page.evaluate("window.loaded") == 1
    assert errors == []
    context.unroute_all(behavior="ignoreErrors")
    context.close()
