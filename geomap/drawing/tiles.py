"""Online tiles by their xyzservices name: opt-in, with the provider's attribution."""

from collections.abc import Mapping
from typing import Any

from geomap.drawing.foreign import Need
from geomap.errors import OptionError


def tile_source(name: str) -> dict[str, Any]:
    """Where the tiles of a provider come from, as the page reads it.

    Args:
        name: A name of xyzservices, such as ``OpenStreetMap Mapnik`` or ``CartoDB.Positron``.

    Raises:
        OptionError: There is no such provider, or it wants a key.
    """
    from xyzservices import providers

    try:
        found = providers.query_name(name)
    except ValueError:
        near = _nearest(name, list(providers.flatten()))
        raise OptionError(f"no tiles are named {name!r}; there are {', '.join(near)} …") from None
    if found.requires_token():
        raise OptionError(f"the tiles {found.name!r} want a key of their provider: choose others")
    return {
        "name": str(found.name),
        "url": found.build_url(fill_subdomain=False, scale_factor="{r}"),
        "subdomains": found.get("subdomains", "abc"),
        "attribution": str(found.html_attribution),
        "least": int(found.get("min_zoom", 0)),
        "most": int(found.get("max_zoom", 18)),
    }


def tile_needs(source: Mapping[str, Any] | None) -> list[Need]:
    """What a page with these tiles loads."""
    if source is None:
        return []
    urls = (
        [source["url"].replace("{s}", str(each)) for each in source["subdomains"]]
        if "{s}" in source["url"]
        else [source["url"]]
    )
    return [Need(source["name"], url, "image") for url in urls]


def _nearest(name: str, known: list[str]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(name, known, n=5, cutoff=0.3) or ["OpenStreetMap.Mapnik", "CartoDB.Positron"]
