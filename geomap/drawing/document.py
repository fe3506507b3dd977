"""The HTML of a page: data as JSON, scripts pinned by hash, every asset inside; no template is involved."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from geomap.errors import OutputError

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
    "rows.js",
    "lists.js",
    "details.js",
    "legend.js",
    "facets.js",
    "sources.js",
    "search.js",
    "download.js",
    "picture.js",
    "share.js",
    "panel.js",
    "main.js",
)
_UNSAFE = re.compile(r"</script|<!--", re.IGNORECASE)


def document(scene: Mapping[str, Any], *, header: str, body: str, scripts: Sequence[str], added: bool) -> str:
    """The page of `scene`.

    Args:
        scene: The data, as `geomap.drawing.scene.scene` gives it.
        header: What objects of the user's put into the head.
        body: The element that holds the map.
        scripts: What makes the map, in order; ours come before it.
        added: Whether there are objects of the user's.

    Raises:
        OutputError: A script would end its own element.
    """
    scripts = [*_own_scripts(added=added), *scripts]
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


def line_feeds(text: str) -> str:
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
