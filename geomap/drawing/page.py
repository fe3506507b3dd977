"""The finished page: a `folium.Map` whose figure writes one file that needs no network.

Folium compiles rendered text as a Jinja template a second time, so text from a document could run as code.
Here data goes into ``<script type="application/json">`` and never meets a template; while a page is rendered,
folium's inner elements are plain text; scripts are hashed as they are written, never found again in finished
HTML.
"""

import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import branca.element
from branca.element import Element, Figure, Link, MacroElement

from geomap.drawing.document import document, line_feeds
from geomap.errors import OutputError

if TYPE_CHECKING:
    import folium

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
            part: {name: line_feeds(str(each.render(**kwargs))) for name, each in found.items()}
            for part, found in pieces.items()
        }
        stable = _StableIds(self)
        header = "".join(stable(text) for name, text in texts["header"].items() if name not in own)
        body = "".join(stable(text) for text in texts["html"].values()).strip()
        scripts = [stable(text).strip() for text in texts["script"].values()]
        added = len(scripts) > 1 + len(own) or bool(header)
        return document(self.scene, header=header, body=body, scripts=scripts, added=added)

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
