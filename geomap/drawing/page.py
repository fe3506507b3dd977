"""The page as a `folium.Map` for objects of the user's: its figure writes one file that needs no network.

Folium compiles rendered text as a Jinja template a second time, so text from a document could run as code.
Here data goes into ``<script type="application/json">`` and never meets a template; while a page is rendered,
folium's inner elements are plain text; scripts are hashed as they are written, never found again in finished
HTML.
"""

import json
import re
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import branca.element
from branca.element import Element, Figure, JavascriptLink, Link, MacroElement

from geomap.drawing.alone import CENTRE, OPTIONS
from geomap.drawing.document import document, line_feeds
from geomap.drawing.foreign import (
    COLOUR_MAP,
    GEOJSON_POPUP,
    GEOJSON_TOOLTIP,
    LAYER_CONTROL,
    POPUP,
    TOOLTIP,
    Need,
    check_markup,
    check_text,
    hosts,
    name_of,
    needs,
    owners_of,
    refuse,
)
from geomap.drawing.scene import Scene
from geomap.drawing.tiles import tile_needs
from geomap.errors import OutputError

if TYPE_CHECKING:
    import folium

_BOOT = "geomap"
_PARTS = ("header", "html", "script")
_rendering = threading.Lock()


def as_map(scene: Scene, *, online: bool = False) -> "folium.Map":
    """A map of `scene`: add folium objects to it, and `save` it.

    Raises:
        OutputError: On rendering, if an object that was added needs files from the network or breaks out of
            its script.
    """
    import folium

    rest: dict[str, Any] = dict(OPTIONS)
    zoom, control = rest.pop("zoom"), rest.pop("zoomControl")
    world = folium.Map(CENTRE, zoom_start=zoom, zoom_control=control, tiles=None, **rest)
    world.default_js, world.default_css = [], []
    _Page(scene, online=online).add_child(world)
    world.add_child(_Start(world), name=_BOOT)
    return world


class _Plain(Element):
    """Text that is written as it is: Jinja never sees it."""

    def __init__(self, text: str = "", *_: Any) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: Any) -> str:
        return self.text


class _Start(MacroElement):
    """Starts our own code on the map that folium has made."""

    def __init__(self, world: Element) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # branca is typed in part
        self._world = world

    def render(self, **_: Any) -> str:
        figure = self.get_root()
        if isinstance(figure, Figure):
            figure.script.add_child(_Plain(f"geomap.start({self._world.get_name()});"), name=_BOOT)
        return ""


class _Page(Figure):
    """A branca figure that writes a page whole in itself."""

    def __init__(self, scene: Scene, *, online: bool = False) -> None:
        super().__init__()
        self.scene = scene
        self.online = online

    def render(self, **kwargs: Any) -> str:
        return "".join(self.parts(**kwargs))

    def parts(self, **kwargs: Any) -> Iterator[str]:
        """The page in pieces, one behind the other; what cannot be drawn is refused at once."""
        own = {child.get_name() for child in self._children.values()} | {"meta_http"}
        everything = _elements(self)
        found = [each for each in everything if each is not self and each.get_name() not in own]
        needed = [need for each in found for need in needs(each)]
        if not self.online:
            refuse(needed)
        for each in found:
            check_text(each, f"{name_of(each)} added to the map")
            if type(each).__name__ == "GeoJson":
                _identify(each)
        with _unchanged(self, everything):
            if any(need.kind == "style" for need in needed):
                self._add_icon_font()
            with _plain_elements(), _safe_templates():
                for child in list(self._children.values()):
                    child.render(**kwargs)
            pieces = {part: dict(_children(getattr(self, part))) for part in _PARTS}
        owners = owners_of(found)
        links = _links(pieces["header"], owners)
        if not self.online:
            refuse(links)
        texts = {
            part: {
                name: line_feeds(str(each.render(**kwargs)))
                for name, each in listed.items()
                if name != "meta_http" and not isinstance(each, Link)
            }
            for part, listed in pieces.items()
        }
        for part in ("header", "html"):
            for name, text in texts[part].items():
                if name not in own:
                    check_markup(text, owners.get(name, name), head=part == "header")
        stable = _StableIds(everything)
        header = "".join(stable(text) for name, text in texts["header"].items() if name not in own)
        body = "".join(stable(text) for text in texts["html"].values()).strip()
        scripts = [stable(text).strip() for text in texts["script"].values()]
        tiles = tile_needs(self.scene.data.get("tiles"))
        return document(
            self.scene,
            header=header,
            body=body,
            scripts=scripts,
            links=[(need.kind, need.url) for need in links],
            hosts=hosts([*needed, *links, *tiles]),
        )

    def _add_icon_font(self) -> None:
        """The files that folium.Icon wants of its map; geomap's map asks for none by itself."""
        import folium
        from branca.element import CssLink

        for kind, listed in ((JavascriptLink, folium.Map.default_js), (CssLink, folium.Map.default_css)):
            for name, url in listed:
                if "awesome" in name or "glyphicons" in name:
                    self.header.add_child(kind(url), name=name)


@contextmanager
def _unchanged(figure: Figure, elements: Sequence[Element]) -> Iterator[None]:
    """Rendering adds pieces to the figure and children to objects, some of them anew each time."""
    held = [*elements, *(getattr(figure, part) for part in _PARTS)]
    before = [dict(each._children) for each in held]  # noqa: SLF001 - branca has no other way
    try:
        yield
    finally:
        for each, children in zip(held, before, strict=True):
            each._children.clear()  # noqa: SLF001
            each._children.update(children)  # noqa: SLF001


def _children(element: Element) -> list[tuple[str, Element]]:
    return list(element._children.items())  # noqa: SLF001 - branca has no other way


class _StableIds:
    """Replaces branca's random ids by numbers in order of appearance: two builds are the same bytes."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self._known = {each._id for each in elements}  # noqa: SLF001 - branca has no other way
        self._seen: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        return re.sub(r"[0-9a-f]{32}", self._number, text)

    def _number(self, match: re.Match[str]) -> str:
        found = match.group()
        return self._seen.setdefault(found, str(len(self._seen) + 1)) if found in self._known else found


def _elements(root: Element) -> list[Element]:
    """`root` and every element that it holds, as a child or otherwise, each once."""
    found: dict[str, Element] = {}
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element._id in found:  # noqa: SLF001 - branca has no other way
            continue
        found[element._id] = element  # noqa: SLF001
        for value in vars(element).values():
            held = (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, (list, tuple))
                else [value]
            )
            waiting.extend(each for each in held if isinstance(each, Element))
    return list(found.values())


def _links(header: Mapping[str, Element], owners: Mapping[str, str]) -> list[Need]:
    """Scripts and style sheets that objects want; a colour map's d3 is not needed, its key is our own."""
    return [
        Need(owners.get(name, name), each.url, "script" if isinstance(each, JavascriptLink) else "style")
        for name, each in header.items()
        if isinstance(each, Link) and not (name == "d3" and each.url.endswith("/3.5.5/d3.min.js"))
    ]


def _identify(layer: Any) -> None:
    """Folium writes the name of the property that tells features apart as code: it must be a plain one."""
    identifier = getattr(layer, "feature_identifier", "feature.id")
    if not re.fullmatch(r"feature\.(id|properties\.[A-Za-z_]\w*)", identifier):
        for number, feature in enumerate(layer.data["features"]):
            feature["id"] = str(number)
        layer.feature_identifier = "feature.id"


@contextmanager
def _safe_templates() -> Iterator[None]:
    """Within this block, folium writes texts into scripts as JSON, and nothing takes them for code."""
    from branca.colormap import ColorMap
    from folium import features, template
    from folium import map as maps

    def compiled(text: str) -> Any:
        environment = template.Environment()  # type: ignore[no-untyped-call] # folium is typed in part
        environment.filters["content"] = _content
        return environment.from_string(text)

    def as_json(style: Mapping[str, Any]) -> str:
        text = json.dumps(style, sort_keys=True)
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

    changes: list[tuple[type, str, Any]] = [
        (maps.Popup, "_template", compiled(POPUP)),
        (maps.Tooltip, "_template", compiled(TOOLTIP)),
        (maps.LayerControl, "_template", compiled(LAYER_CONTROL)),
        (features.GeoJsonTooltip, "_template", compiled(GEOJSON_TOOLTIP)),
        (features.GeoJsonPopup, "_template", compiled(GEOJSON_POPUP)),
        (ColorMap, "_template", compiled(COLOUR_MAP)),
        (features.GeoJsonStyleMapper, "_to_key", staticmethod(as_json)),
    ]
    before = [(owner, name, owner.__dict__[name]) for owner, name, _ in changes]
    try:
        for owner, name, value in changes:
            setattr(owner, name, value)
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)


def _content(element: Any) -> str:
    """The content of a popup as a call of our code with the text as JSON."""
    from folium.template import tojavascript

    kind = type(element).__name__
    if kind == "IFrame":
        raise OutputError("a popup with an IFrame: a frame is a page of its own; give its text to Popup")
    if kind == "Html":
        call = "geomap.markup" if element.script else "geomap.plain"
        return f"{call}({tojavascript(element.data.replace(chr(92) + '`', '`'))})"
    return f"geomap.markup({tojavascript(str(element.render()))})"


@contextmanager
def _plain_elements() -> Iterator[None]:
    """Within this block, text that folium wraps into an element stays text."""
    with _rendering:
        real = branca.element.Element
        modules = [
            module
            for name, module in list(sys.modules.items())
            if name.partition(".")[0] in {"folium", "branca"} and getattr(module, "Element", None) is real
        ]
        try:
            for module in modules:
                module.Element = _Plain  # type: ignore[attr-defined]
            yield
        finally:
            for module in modules:
                module.Element = real  # type: ignore[attr-defined]
