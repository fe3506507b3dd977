"""Folium objects of the user's own: drawn without a template or a network, or refused with a reason."""

import re

import folium
import pytest
from branca.element import CssLink, Element, Html, IFrame, JavascriptLink
from folium import plugins
from folium.template import tojavascript
from hostile_texts import HOSTILE

from geomap import drawing
from geomap.drawing.foreign import Need, hosts
from geomap.errors import OptionError, OutputError

HARD = "{{ 7*7 }} {% raw %} C:\\users `${1}`"
AREA = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name of it": text, "control": number},
            "geometry": {"type": "Polygon", "coordinates": [[[30, 50], [31, 50], [31, 51], [30, 50]]]},
        }
        for number, text in enumerate((HARD, "plain"))
    ],
}


def empty(*, online=False, **more):
    return drawing.as_map(drawing.build({}, [], [], title="Title", **more), online=online)


def html_with(*objects, **more):
    world = empty(**more)
    for each in objects:
        each.add_to(world)
    return drawing.render(world)


def refusal(*objects, **more):
    with pytest.raises(OutputError) as caught:
        html_with(*objects, **more)
    return str(caught.value)


def policy(text):
    return re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]


def harmless():
    """One of each kind of object that needs nothing but what is in the page."""
    group = folium.FeatureGroup(name=HARD)
    folium.CircleMarker([1, 2], radius=5, tooltip=folium.Tooltip(HARD, style="color: red")).add_to(group)
    shapes = folium.GeoJson(
        AREA,
        name=HARD,
        style_function=lambda feature: {"fillColor": "{{ 7*7 }}", "color": "red"},
        highlight_function=lambda feature: {"weight": 4},
        tooltip=folium.GeoJsonTooltip(["name of it"], aliases=[HARD]),
        popup=folium.GeoJsonPopup(["name of it", "control"], labels=False, localize=True),
    )
    return [
        folium.Marker([50, 35], popup=HARD, tooltip=HARD),
        folium.Marker([50, 36], popup=folium.Popup(f"<b>{HARD}</b>", lazy=True, show=True)),
        folium.Marker([50, 37], popup=folium.Popup(HARD, parse_html=True)),
        folium.Marker([50, 38], icon=folium.DivIcon(html=HARD)),
        folium.Marker([50, 39], icon=folium.Icon(color="red")),
        folium.PolyLine([[1, 2], [3, 4]], tooltip=HARD),
        folium.Rectangle([[1, 2], [3, 4]], popup=HARD),
        group,
        shapes,
        folium.LayerControl(),
    ]


def test_harmless_objects_are_drawn_and_their_text_is_never_a_template():
    found = html_with(*harmless())

    assert "{{ 7*7 }} {% raw %} C:\\\\users `${1}`" in found
    assert "49" not in re.search(r'"name of it":[^}]*', found)[0]
    assert "http:" not in policy(found)
    assert "https:" not in policy(found)


def test_the_same_objects_give_the_same_bytes():
    world = empty()
    for each in harmless():
        each.add_to(world)

    assert drawing.render(world) == drawing.render(world)
    assert drawing.render(world) == html_with(*harmless())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_in_an_object_reaches_its_script_only_as_json(text):
    where = [50, 35]
    found = html_with(
        folium.Marker(where, popup=text, tooltip=text, icon=folium.DivIcon(html=text)),
        folium.FeatureGroup(name=text),
    )
    scripts = re.findall(r"<script>(.*?)</script>", found, flags=re.DOTALL)

    assert sum(f"({tojavascript(text)}" in each for each in scripts[3:]) == 2  # popup and tooltip
    assert "<img" not in re.sub(r"<script.*?</script>", "", found, flags=re.DOTALL)
    found.encode("utf-8")


def test_hashes_of_our_own_code_do_not_depend_on_added_objects():
    own = policy(html_with()).split("script-src ")[1].split(" ")[:2]

    assert policy(html_with(*harmless())).split("script-src ")[1].split(" ")[:2] == own


@pytest.mark.parametrize(
    ("thing", "named"),
    [
        (plugins.MarkerCluster, "MarkerCluster needs https://"),
        (
            lambda: folium.TileLayer("OpenStreetMap"),
            "TileLayer 'openstreetmap' needs https://tile.openstreet",
        ),
        (
            lambda: folium.TileLayer("https://{s}.tiles.example/{z}/{x}/{y}.png", attr="x", name="mine"),
            "TileLayer 'mine' needs https://a.tiles.example/",
        ),
        (lambda: folium.WmsTileLayer("https://wms.example/", "x", name="w"), "WmsTileLayer 'w' needs https"),
        (lambda: plugins.HeatMap([[1, 2]]), "HeatMap"),
        (plugins.Fullscreen, "Fullscreen needs https://"),
        (
            lambda: folium.Marker([1, 2], icon=folium.CustomIcon("https://pictures.example/a.png")),
            "CustomIcon needs https://pictures.example/a.png",
        ),
        (lambda: folium.Marker([1, 2], icon=folium.Icon(icon="cloud")), "Icon needs https://"),
        (
            lambda: folium.raster_layers.ImageOverlay("https://a.example/x.png", [[1, 2], [3, 4]], name="i"),
            "ImageOverlay 'i' needs https://a.example/x.png",
        ),
    ],
)
def test_what_needs_the_network_is_refused_by_name_with_the_mend(thing, named):
    message = refusal(thing())

    assert message.startswith(named)
    assert "online=True" in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "link", [JavascriptLink("https://x.example/a.js"), CssLink("https://x.example/a.css")]
)
def test_links_in_the_head_are_refused(link):
    world = empty()
    world.get_root().header.add_child(link)

    with pytest.raises(OutputError, match=r"Link needs https://x\.example/a"):
        drawing.render(world)


def test_online_the_policy_admits_exactly_what_the_objects_need():
    found = policy(
        html_with(
            folium.TileLayer("https://{s}.tiles.example/{z}/{x}/{y}.png", attr="x", subdomains="pq"),
            plugins.MarkerCluster(),
            online=True,
        )
    )
    scripts = re.search(r"script-src ([^;]*)", found)[1].split(" ")
    addresses = [each for each in scripts if not each.startswith("'sha256-")]

    assert "img-src data: blob: https://p.tiles.example https://q.tiles.example" in found
    assert addresses == [url for _, url in plugins.MarkerCluster.default_js]
    assert "unsafe-inline" not in re.search(r"script-src ([^;]*)", found)[1]
    assert "connect-src" not in found


def test_online_without_anything_to_load_the_policy_is_the_offline_one():
    assert policy(html_with(online=True)) == policy(html_with())


def test_online_scripts_come_after_leaflet_and_before_what_uses_them():
    found = html_with(plugins.MarkerCluster(), online=True)

    assert found.index("L.Icon.Default.mergeOptions") < found.index("<script src=") < found.index("L.map(")


def test_an_address_cannot_widen_the_policy():
    with pytest.raises(OutputError, match="no address to load from"):
        hosts([Need("TileLayer", "https://x.example; script-src *", "image")])
    with pytest.raises(OutputError, match="no address to load from"):
        hosts([Need("Link", "https://x.example/a.js 'unsafe-inline'", "script")])


def test_an_element_whose_text_is_a_template_is_refused():
    world = empty()
    world.get_root().html.add_child(Element("<h3>{{ cycler.__init__ }}</h3>"))

    with pytest.raises(OutputError, match=r"Element added to the map holds .* Jinja"):
        drawing.render(world)


def test_plain_markup_for_the_body_and_styles_for_the_head_are_taken():
    world = empty()
    world.get_root().html.add_child(
        Element("<h3 style='color:red'>Our map <a href='https://x.example'>x</a></h3>")
    )
    world.get_root().html.add_child(Html("{{ 7*7 }} <b>"))
    world.get_root().header.add_child(Element("<style>h3 { margin: 0 }</style>"))
    found = drawing.render(world)

    assert "Our map" in found
    assert "{{ 7*7 }} &lt;b&gt;" in found
    assert "h3 { margin: 0 }" in found


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        ("html", "<img src=x onerror=window.broken=1>", "Element: src='x' is not taken"),
        ("html", "<p onclick='x()'>", "Element: the handler onclick= is not taken"),
        ("html", "<script>window.broken=1</script>", "Element: <script> is not taken"),
        ("html", "<a href='javascript:x'>", "Element: href='javascript:x' is not taken"),
        ("header", "<script>1</script>", "Element puts '<script>1</script>' into the page's head"),
        ("header", "<style>a{}</style><base href=x>", "into the page's head"),
    ],
)
def test_markup_that_would_run_or_load_is_refused(part, text, said):
    world = empty()
    getattr(world.get_root(), part).add_child(Element(text))

    with pytest.raises(OutputError, match=re.escape(said)):
        drawing.render(world)


def test_a_frame_in_a_popup_is_refused():
    assert "IFrame" in refusal(folium.Marker([1, 2], popup=folium.Popup(IFrame("<b>x</b>"))))


def test_code_of_the_users_cannot_end_its_script():
    from folium.utilities import JsCode

    code = JsCode("function () { return '</script>'; }")
    marker = folium.Marker([50, 35])
    marker.add_child(folium.elements.EventHandler("click", code))

    assert "would end its script" in refusal(marker)


def test_a_property_name_is_never_code():
    features = [
        {"type": "Feature", "properties": {"a){}window.broken=1;(": n}, "geometry": None} for n in range(2)
    ]
    shapes = folium.GeoJson(
        {"type": "FeatureCollection", "features": features}, style_function=lambda _: {"color": "red"}
    )
    found = html_with(shapes)

    assert "switch(feature.id)" in found


def test_tiles_by_name_admit_their_host_alone_and_are_credited():
    found = drawing.render(empty(tiles="OpenStreetMap.Mapnik"))

    assert "img-src data: blob: https://tile.openstreetmap.org;" in policy(found)
    assert "OpenStreetMap\\u003c/a\\u003e contributors" in found


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "OpenStreetMap.Mapnick",
            "no tiles are named 'OpenStreetMap.Mapnick'; there are OpenStreetMap.Mapnik",
        ),
        ("Jawg.Streets", "want a key"),
    ],
)
def test_tiles_that_cannot_be_had_are_named(name, said):
    with pytest.raises(OptionError, match=re.escape(said)):
        empty(tiles=name)
