"""The page that has nothing of the user's on its map: what folium would write, without folium."""

import json
from collections.abc import Iterator

from geomap.drawing.document import document
from geomap.drawing.foreign import hosts
from geomap.drawing.scene import Scene
from geomap.drawing.tiles import tile_needs

CENTRE = (20, 10)
"""Latitude and longitude before the page's own view is set."""
OPTIONS = {
    "zoom": 3,
    "attributionControl": False,
    "zoomControl": False,
    "zoomSnap": 0.25,
    "zoomDelta": 1,
    "wheelPxPerZoomLevel": 90,
    "worldCopyJump": False,
}
"""Of the map, as Leaflet calls them."""


def page(scene: Scene) -> Iterator[str]:
    """The finished page of `scene` in pieces."""
    options = json.dumps({"center": CENTRE, **OPTIONS})
    return document(
        scene,
        header="",
        body='<div class="folium-map" id="map_1"></div>',
        scripts=[f'var map_1 = L.map("map_1", {options});', "geomap.start(map_1);"],
        hosts=hosts(tile_needs(scene.data.get("tiles"))),
    )
