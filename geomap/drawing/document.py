"""The HTML of a page: data as JSON, scripts pinned by hash, every asset inside; no template is involved."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path

from geomap.drawing.foreign import OFFLINE, Hosts
from geomap.drawing.packing import elements, json_element
from geomap.drawing.scene import Scene
from geomap.errors import OutputError

SCRIPTS = (
    "base.js",
    "packing.js",
    "own.js",
    "markup.js",
    "codec.js",
    "renderer.js",
    "basemap.js",
    "columns.js",
    "filter.js",
    "counting.js",
    "crowds.js",
    "density.js",
    "points.js",
    "overlay.js",
    "stacks.js",
    "labels.js",
    "time.js",
    "resting.js",
    "rows.js",
    "lists.js",
    "details.js",
    "legend.js",
    "facets.js",
    "sources.js",
    "folding.js",
    "search.js",
    "outlines.js",
    "download.js",
    "picture.js",
    "address.js",
    "share.js",
    "keyboard.js",
    "panel.js",
    "main.js",
)
_UNSAFE = re.compile(r"</script|<!--", re.IGNORECASE)


def document(
    scene: Scene,
    *,
    header: str,
    body: str,
    scripts: Sequence[str],
    links: Sequence[tuple[str, str]] = (),
    hosts: Hosts = OFFLINE,
) -> Iterator[str]:
    """The page of `scene`, in pieces that stand behind each other.

    Args:
        scene: The data, as `geomap.drawing.scene.scene` gives it.
        header: What objects of the user's put into the head.
        body: The element that holds the map.
        scripts: What makes the map, in order; ours come before it.
        links: Scripts and style sheets from the network, as ("script" or "style", address), in order.
        hosts: Whom the page may ask.

    Raises:
        OutputError: A script would end its own element.
    """
    own = _own_scripts()
    scripts = [*own, *scripts]
    for script in scripts:
        if _UNSAFE.search(script):
            raise OutputError(
                "an object added to the map holds '</script' or '<!--', which would end its script"
            )
    hashes = " ".join(dict.fromkeys(_hash(script) for script in scripts))
    policy = _policy(hashes, hosts)
    content = scene.data
    words = content["words"]
    code = "\n".join(
        [
            *(f"<script>{script}</script>" for script in own),
            *(f'<script src="{html.escape(url)}"></script>' for kind, url in links if kind == "script"),
            *(f"<script>{script}</script>" for script in scripts[len(own) :]),
        ]
    )
    sheets = "".join(
        f'<link rel="stylesheet" href="{html.escape(url)}">\n' for kind, url in links if kind == "style"
    )
    title = html.escape(content["texts"][content["title"]] if content["title"] >= 0 else "geomap")
    start = f"""<!DOCTYPE html>
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
{sheets}{header}</head>
<body>
<main class="gm-main">{body}</main>
<aside class="gm-panel" id="gm-panel"></aside>
<noscript><p class="gm-noscript">{html.escape(words["page.no_script"])}</p></noscript>
"""
    middle = f"\n{json_element('basemap', scene.basemap)}\n{code}\n"
    first, *later = elements(content, scene.details)
    # what is read once the map is drawn does not keep a browser from coming to the scripts
    afterwards = chain.from_iterable(chain(element, ["\n"]) for element in later)
    return chain([start], first, [middle], afterwards, ["</body>\n</html>\n"])


def line_feeds(text: str) -> str:
    """Line ends as a browser reads them: a hash is taken after it has turned each into one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _own_scripts() -> list[str]:
    """Leaflet and our code."""
    code = "\n".join(_asset(name) for name in SCRIPTS)
    return [_leaflet_js(), f"(function () {{\n'use strict';\n{code}\n}})();"]


def _policy(hashes: str, hosts: Hosts) -> str:
    """The page's Content-Security-Policy: scripts by hash, and nobody asked but `hosts`."""
    parts = [
        "default-src 'none'",
        " ".join(("script-src", hashes, *hosts.scripts)),
        " ".join(("style-src 'unsafe-inline'", *hosts.styles)),
        " ".join(("img-src data: blob:", *hosts.images)),
        *([" ".join(("font-src", *hosts.fonts))] if hosts.fonts else []),
        *([" ".join(("connect-src", *hosts.data))] if hosts.data else []),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(parts)


@cache
def _asset(name: str) -> str:
    return line_feeds((files("geomap.drawing") / "assets" / name).read_text(encoding="utf-8")).strip()


@cache
def _leaflet(name: str) -> bytes:
    from xstatic.pkg import leaflet

    return (Path(leaflet.BASE_DIR) / name).read_bytes()


@cache
def _leaflet_js() -> str:
    code = re.sub(
        r"(?m)^//# sourceMappingURL=.*$", "", line_feeds(_leaflet("leaflet.js").decode("utf-8"))
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
    text = line_feeds(_leaflet("leaflet.css").decode("utf-8"))
    return re.sub(
        r"url\((?!#|data:)([^)]+)\)", lambda match: f"url({_image(match[1].rpartition('/')[2])})", text
    )


def _image(name: str) -> str:
    return f"data:image/png;base64,{base64.b64encode(_leaflet(f'images/{name}')).decode('ascii')}"
