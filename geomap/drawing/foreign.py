"""Folium objects of the user's own: what they may do in a page, and what they would load from the network.

Nothing here imports folium: objects are known by their attributes and by the names of their classes, so that
plugins and subclasses are covered too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from geomap.errors import OutputError

Kind = Literal["script", "style", "image", "data"]
MEND = "leave it out, or build the map with online=True"
_LOADED: Mapping[str, Kind] = {
    "tiles": "image",
    "url": "image",
    "image": "image",
    "embed_link": "data",
    "source": "data",
}
_PICTURES = ("icon_url", "iconUrl", "shadow_url", "shadowUrl")
_JINJA = re.compile(r"\{\{|\{%|\{#")
_BARRED = frozenset({"script", "iframe", "object", "embed", "base", "meta", "link", "form", "frame", "svg"})
_PINS = frozenset({"info-sign", "circle", "map-marker"})

POPUP = """
var {{ this.get_name() }} = L.popup({{ this.options|tojavascript }});
{% for element in this.html._children.values() %}
{{ this.get_name() }}.setContent({{ element|content }});
{% endfor %}
{{ this._parent.get_name() }}.bindPopup({{ this.get_name() }}){% if this.show %}.openPopup(){% endif %};
{% for element in this.script._children.values() %}{{ element.render() }}{% endfor %}
"""
TOOLTIP = """
{% macro script(this, kwargs) %}
{{ this._parent.get_name() }}.bindTooltip(
    geomap.markup({{ this.text|tojavascript }}, {{ (this.style or '')|tojavascript }}),
    {{ this.options|tojavascript }});
{% endmacro %}
"""
_PROPERTIES = """
{% macro script(this, kwargs) %}
{{ this._parent.get_name() }}.bind@((layer) => geomap.properties(layer.feature,
    {{ this.fields|list|tojavascript }},
    {{ (this.aliases|list if this.labels else none)|tojavascript }},
    {{ this.localize|tojavascript }}), {{ this.@_options|tojavascript }});
{% endmacro %}
"""
GEOJSON_TOOLTIP = _PROPERTIES.replace("bind@", "bindTooltip").replace("@", "tooltip")
GEOJSON_POPUP = _PROPERTIES.replace("bind@", "bindPopup").replace("@", "popup")
# a computed key, since "__proto__" as a plain one would not be a layer's name
LAYER_CONTROL = """
{% macro script(this, kwargs) %}
var {{ this.get_name() }} = L.control.layers(
    { {%- for name, of in this.base_layers.items() %}[{{ name|tojavascript }}]: {{ of }},{% endfor -%} },
    { {%- for name, of in this.overlays.items() %}[{{ name|tojavascript }}]: {{ of }},{% endfor -%} },
    {{ this.options|tojavascript }}
).addTo({{ this._parent.get_name() }});
{% if this.draggable %}new L.Draggable({{ this.get_name() }}.getContainer()).enable();{% endif %}
{% endmacro %}
"""
COLOUR_MAP = """
{% macro script(this, kwargs) %}
geomap.colourBar({{ this.caption|tojavascript }}, {{ this.color_range|list|tojavascript }},
    {{ this.tick_labels|list|tojavascript }}, {{ this.vmin|tojavascript }}, {{ this.vmax|tojavascript }});
{% endmacro %}
"""


class Need(msgspec.Struct, frozen=True):
    """Something that an object would load: its address, and what it is."""

    owner: str
    url: str
    kind: Kind


class Hosts(msgspec.Struct, frozen=True):
    """Whom a page may ask, for its policy: addresses of scripts, and hosts by what comes from them."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


OFFLINE = Hosts()


def needs(element: Any) -> Iterator[Need]:
    """What `element` would load from the network by itself (links in the page's head are told apart)."""
    owner = name_of(element)
    values = vars(element)
    for attribute, kind in _LOADED.items():
        url = values.get(attribute)
        if isinstance(url, str) and is_online(url):
            yield from (Need(owner, each, kind) for each in _subdomains(url, values.get("options")))
    options = values.get("options")
    if isinstance(options, dict):
        for picture in _PICTURES:
            if is_online(options.get(picture)):
                yield Need(owner, options[picture], "image")
    if type(element).__name__ == "Icon" and isinstance(options, dict) and options.get("icon") not in _PINS:
        yield Need(owner, "https://cdn.jsdelivr.net/npm/@fortawesome/", "style")


def name_of(element: Any) -> str:
    """How a message names an object: its class, and the layer's name if the user gave one."""
    kind = type(element).__name__
    given = vars(element).get("tile_name") or vars(element).get("layer_name")
    made_up = isinstance(given, str) and re.search(r"_[0-9a-f]{32}$", given)
    return f"{kind} {given!r}" if isinstance(given, str) and not made_up else kind


def owners_of(elements: Iterable[Any]) -> dict[str, str]:
    """Who put a piece under a name into the page: the object, or the plugin whose file it is."""
    owners: dict[str, str] = {}
    for element in elements:
        owners.setdefault(element.get_name(), name_of(element))
        for listed in ("default_js", "default_css"):
            for name, _ in getattr(element, listed, ()):
                owners.setdefault(name, name_of(element))
    return owners


def is_online(url: Any) -> bool:
    """Whether an address leads out of the page."""
    return isinstance(url, str) and bool(re.match(r"(?:https?:)?//", url.strip(), re.IGNORECASE))


def refuse(found: Iterable[Need]) -> None:
    """Say that a page without a network cannot hold these.

    Raises:
        OutputError: There is one.
    """
    for need in found:
        raise OutputError(
            f"{need.owner} needs {need.url}: a geomap page loads nothing from the network; {MEND}"
        )


def hosts(found: Iterable[Need]) -> Hosts:
    """Exactly whom these need.

    Raises:
        OutputError: An address is none.
    """
    listed = list(found)

    def of(kind: Kind, *, whole: bool = False) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(_source(need, whole=whole) for need in listed if need.kind == kind and need.url)
        )

    styled = of("style")
    return Hosts(
        scripts=of("script", whole=True),
        styles=of("style", whole=True),
        images=tuple(dict.fromkeys((*of("image"), *styled, *of("data")))),
        fonts=styled,
        data=of("data"),
    )


def _source(need: Need, *, whole: bool) -> str:
    try:
        parts = urlsplit(need.url if "://" in need.url else f"https:{need.url}")
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        host = port = ""
    path = parts.path if whole and host else ""
    if not re.fullmatch(r"[A-Za-z0-9.-]+", host) or not re.fullmatch(r"[\w./@+-]*", path):
        raise OutputError(f"{need.owner}: no address to load from: {need.url!r}")
    return f"{parts.scheme}://{host}{port}{path}"


def _subdomains(url: str, options: Any) -> list[str]:
    if "{s}" not in url:
        return [url]
    given = (options or {}).get("subdomains") or "abc"
    return [url.replace("{s}", str(each)) for each in given]


def check_text(element: Any, owner: str) -> None:
    """Refuse a text that Jinja would compile: ``folium.Element(text)`` takes its text for a template.

    Raises:
        OutputError: The text holds a mark of Jinja's.
    """
    template = vars(element).get("_template_str")
    if type(element).__name__ == "Element" and template and _JINJA.search(template):
        if "this._children.items()" in template and len(template) < 100:
            return  # branca's own holder of children
        raise OutputError(
            f"{owner} holds '{{{{', '{{%' or '{{#', which Jinja would run as code; "
            "give the text as branca.element.Html(text), or write the braces apart"
        )


class _Body(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.wrong: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BARRED:
            self.wrong = self.wrong or f"<{tag}>"
        for name, value in attrs:
            if name.startswith("on"):
                self.wrong = self.wrong or f"the handler {name}="
            if name in {"src", "href", "srcset", "action", "background", "poster"}:
                inert = re.match(r"data:image/|#|$", value or "", re.IGNORECASE)
                linked = tag == "a" and re.match(r"https?:|mailto:", value or "", re.IGNORECASE)
                if not inert and not linked:
                    self.wrong = self.wrong or f"{name}={(value or '')[:60]!r}"


def check_markup(text: str, owner: str, *, head: bool) -> None:
    """Refuse markup for the page's head or body that would run or load something.

    Args:
        text: What the object puts there.
        owner: The object, for messages.
        head: Whether it goes into the head, where only style sheets belong.

    Raises:
        OutputError: The markup would be refused by the page's own policy, or ask the network.
    """
    if head:
        rest = re.sub(r"<style[^<>]*>[^<]*</style>|<!--[^<>]*-->", "", text).strip()
        if rest:
            raise OutputError(
                f"{owner} puts {rest[:60]!r} into the page's head: only <style> is taken there; "
                "add scripts with map.get_root().script.add_child()"
            )
        return
    body = _Body()
    body.feed(text)
    body.close()
    if body.wrong:
        raise OutputError(f"{owner}: {body.wrong} is not taken into a geomap page; leave it out")
