"""The finished page: a `folium.Map` whose figure writes one file that needs no network.

Folium compiles rendered text as a Jinja template a second time, so text from a document could run as code.
Here data goes into ``<script type="application/json">`` and never meets a template; while a page is rendered,
folium's inner elements are plain text; scripts are hashed as they are written, never found again in finished
HTML.
"""

import base64
import hashlib
import html
import json
import re
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import branca.element
from branca.element import Element, Figure, Link, MacroElement

from geomap.errors import OutputError

if TYPE_CHECKING:
    import folium

SCRIPTS = (
    "base.js",
    "codec.js",
    "renderer.js",
    "basemap.js",
    "filter.js",
    "points.js",
    "overlay.js",
    "stacks.js",
    "labels.js",
    "details.js",
    "legend.js",
    "panel.js",
    "main.js",
)
_UNSAFE = re.compile(r"</script|<!--", re.IGNORECASE)
_BOOT = "geomap"
_PARTS = ("header", "html", "script")
_rendering = threading.Lock()


def as_map(scene: Mapping[str, Any]) -> "folium.Map":
    """A map of `scene`: add folium objects to it, and `save` it.

    Raises:
        OutputError: On rendering, if an object that was added needs files from the network or breaks out of
            its script.
    """
    import folium

    world = folium.Map(
        location=[20, 10],
        zoom_start=3,
        tiles=None,
        attributionControl=False,
        zoom_control=False,
        zoom_snap=0.25,
        zoom_delta=1,
        wheel_px_per_zoom_level=90,
        min_zoom=1,
        max_zoom=13,
        world_copy_jump=False,
    )
    world.default_js, world.default_css = [], []
    _Page(scene).add_child(world)
    world.add_child(_Start(), name=_BOOT)
    return world


class _Plain(Element):  # type: ignore[misc] # branca is untyped
    """Text that is written as it is: Jinja never sees it."""

    def __init__(self, text: str = "", *_: Any) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: Any) -> str:
        return self.text


class _Start(MacroElement):  # type: ignore[misc]
    """Starts our own code on the map that folium has made."""

    def render(self, **_: Any) -> None:
        figure = self.get_root()
        figure.script.add_child(_Plain(f"geomap.start({self._parent.get_name()});"), name=_BOOT)


class _Page(Figure):  # type: ignore[misc]
    """A branca figure that writes a page whole in itself."""

    def __init__(self, scene: Mapping[str, Any]) -> None:
        super().__init__()
        self.scene = scene

    def render(self, **kwargs: Any) -> str:
        with _plain_elements(), self._unchanged():
            for child in list(self._children.values()):
                child.render(**kwargs)
            pieces = {
                part: {name: each for name, each in _children(getattr(self, part)) if name != "meta_http"}
                for part in _PARTS
            }
        for name, element in pieces["header"].items():
            if isinstance(element, Link):
                raise OutputError(
                    f"{name} needs {element.url}: a geomap page loads nothing from the network; "
                    "leave that folium object out"
                )
        own = {child.get_name() for child in self._children.values()}
        texts = {
            part: {name: _lines(str(each.render(**kwargs))) for name, each in found.items()}
            for part, found in pieces.items()
        }
        stable = _StableIds(self)
        header = "".join(stable(text) for name, text in texts["header"].items() if name not in own)
        body = "".join(stable(text) for text in texts["html"].values()).strip()
        scripts = [stable(text).strip() for text in texts["script"].values()]
        added = len(scripts) > 1 + len(own) or bool(header)
        return _document(self.scene, header, body, [*_own_scripts(added=added), *scripts])

    @contextmanager
    def _unchanged(self) -> Iterator[None]:
        """Rendering adds pieces to the figure; some folium objects add new ones each time."""
        before = {part: dict(_children(getattr(self, part))) for part in _PARTS}
        try:
            yield
        finally:
            for part in _PARTS:
                held = getattr(self, part)._children  # noqa: SLF001 - branca has no other way
                held.clear()
                held.update(before[part])


def _children(element: Element) -> list[tuple[str, Element]]:
    return list(element._children.items())  # noqa: SLF001 - branca has no other way


class _StableIds:
    """Replaces branca's random ids by numbers in order of appearance: two builds are the same bytes."""

    def __init__(self, root: Element) -> None:
        self._known = _ids(root)
        self._seen: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        return re.sub(r"[0-9a-f]{32}", self._number, text)

    def _number(self, match: re.Match[str]) -> str:
        found = match.group()
        return self._seen.setdefault(found, str(len(self._seen) + 1)) if found in self._known else found


def _ids(root: Element) -> set[str]:
    ids: set[str] = set()
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element._id in ids:  # noqa: SLF001 - branca has no other way
            continue
        ids.add(element._id)  # noqa: SLF001
        for value in vars(element).values():
            found = (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, (list, tuple))
                else [value]
            )
            waiting.extend(each for each in found if isinstance(each, Element))
    return ids


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


def _document(scene: Mapping[str, Any], header: str, body: str, scripts: Sequence[str]) -> str:
    for script in scripts:
        if _UNSAFE.search(script):
            raise OutputError(
                "an object added to the map holds '</script' or '<!--', which would end its script"
            )
    hashes = " ".join(dict.fromkeys(_hash(script) for script in scripts))
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    content = dict(scene)
    basemap = content.pop("basemap")
    words = content["words"]
    data = "\n".join(
        f'<script type="application/json" id="gm-{name}">{_json(value)}</script>'
        for name, value in (("data", content), ("basemap", basemap))
    )
    code = "\n".join(f"<script>{script}</script>" for script in scripts)
    title = html.escape(content["texts"][content["title"]] if content["title"] >= 0 else "geomap")
    return f"""<!DOCTYPE html>
<html lang="{html.escape(content["language"])}" dir="{html.escape(content["direction"])}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="geomap">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{_leaflet_css()}</style>
<style>{_asset("page.css")}</style>
{header}</head>
<body>
<main class="gm-main">{body}</main>
<aside class="gm-panel" id="gm-panel"></aside>
<noscript><p class="gm-noscript">{html.escape(words["page.no_script"])}</p></noscript>
{data}
{code}
</body>
</html>
"""


def _lines(text: str) -> str:
    """Line ends as a browser reads them: a hash is taken after it has turned each into one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _json(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _own_scripts(*, added: bool) -> list[str]:
    """Leaflet and our code; with objects of the user's also what folium's popups expect of jQuery."""
    code = "\n".join(_asset(name) for name in SCRIPTS)
    own = [_leaflet_js(), f"(function () {{\n'use strict';\n{code}\n}})();"]
    return [*own, _asset("shim.js")] if added else own


@cache
def _asset(name: str) -> str:
    return _lines((files("geomap.drawing") / "assets" / name).read_text(encoding="utf-8")).strip()


@cache
def _leaflet(name: str) -> bytes:
    from pathlib import Path

    from xstatic.pkg import leaflet

    return (Path(leaflet.BASE_DIR) / name).read_bytes()


@cache
def _leaflet_js() -> str:
    code = re.sub(
        r"(?m)^//# sourceMappingURL=.*$", "", _lines(_leaflet("leaflet.js").decode("utf-8"))
    ).strip()
    pins = {
        "iconUrl": _image("marker-icon.png"),
        "iconRetinaUrl": _image("marker-icon-2x.png"),
        "shadowUrl": _image("marker-shadow.png"),
    }
    # Leaflet looks for its pin beside the style sheet, where a page without a network has none
    return f"{code}\nL.Icon.Default.imagePath='';L.Icon.Default.mergeOptions({json.dumps(pins)});"


@cache
def _leaflet_css() -> str:
    text = _lines(_leaflet("leaflet.css").decode("utf-8"))
    return re.sub(
        r"url\((?!#|data:)([^)]+)\)", lambda match: f"url({_image(match[1].rpartition('/')[2])})", text
    )


def _image(name: str) -> str:
    return f"data:image/png;base64,{base64.b64encode(_leaflet(f'images/{name}')).decode('ascii')}"
