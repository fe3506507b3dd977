"""Tables to a map: one self-contained page, and what was drawn in words.

:func:`build` gathers what a page shows. :func:`plain` writes it as it is; :func:`as_map` makes a folium map
of it to which objects can be added, at the cost of folium's import: up to a second.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geomap.drawing.basemap import WorldView
from geomap.drawing.sources import Documents
from geomap.drawing.strings import ENGLISH, strings
from geomap.drawing.tally import Tally, tally
from geomap.drawing.tiles import tile_source
from geomap.features import Table, TableName
from geomap.layering import Layer
from geomap.layering.select import Choice
from geomap.records import Document

if TYPE_CHECKING:
    import folium

    from geomap.drawing.scene import Scene

__all__ = [
    "Documents",
    "Tally",
    "WorldView",
    "as_map",
    "build",
    "plain",
    "render",
    "strings",
    "tally",
    "tile_source",
]


def build(
    tables: Mapping[TableName, Table],
    documents: Documents | Sequence[Document],
    layers: Sequence[Layer],
    *,
    title: str,
    worldview: WorldView = "un",
    chosen: Choice | None = None,
    tally: Tally | None = None,
    credits_: Sequence[str] = (),
    tiles: str | None = None,
    language: str = ENGLISH,
) -> "Scene":
    """All that a page of `tables` shows.

    Args:
        tables: The flat tables of `geomap.features`; a missing one counts as empty.
        documents: The sources, with their texts, for quotes and the list of sources.
        layers: The layers to draw.
        title: The page's heading.
        worldview: ``un`` or ``de-facto`` boundaries.
        chosen: The rows of `tables` that `layers` draw, as `choose` gives them; worked out if not given.
        tally: What the run found, as `tally` gives it; without it names are not counted.
        credits_: Whom to name beside the basemap's sources.
        tiles: Online tiles over the basemap, by their xyzservices name; the page then asks their host alone.
        language: Of the page's own words: a shipped one's tag, or the path of a table of words.

    Raises:
        DataError: The installation lacks the basemap.
        OptionError: No tiles have that name, or they want a key; the page has no words in that language.
    """
    from geomap.drawing.own import credits_of, overlays
    from geomap.drawing.scene import scene

    source = tile_source(tiles) if tiles else None
    own = overlays(layers)
    made = scene(
        tables,
        documents if isinstance(documents, Documents) else Documents.of(documents),
        [layer for layer in layers if layer.file is None],
        title=title,
        worldview=worldview,
        chosen=chosen,
        counts=tally,
        credits_=[*credits_, *credits_of(layers)],
        language=language,
        also=[corner for each in own for corner in each.corners],
    )
    more: dict[str, Any] = {"tiles": source} if source else {}
    if own:
        more["own"] = [each.data for each in own]
    return made._replace(data={**made.data, **more})


def as_map(scene: "Scene", *, online: bool = False) -> "folium.Map":
    """A map to which folium objects can be added; its ``save(path)`` writes the finished page.

    Args:
        scene: What :func:`build` gives.
        online: Whether objects that are added may load what they need from the network.

    Raises:
        OutputError: On saving, if an added object needs the network or breaks out of its script.
    """
    from geomap.drawing.page import as_map as make

    return make(scene, online=online)


def plain(scene: "Scene") -> Iterator[str]:
    """The finished page with nothing added, in pieces: a large one need not be held as a whole."""
    from geomap.drawing.alone import page

    return page(scene)


def render(page: "folium.Map") -> str:
    """The finished HTML of a map that `as_map` made; the same bytes each time.

    Raises:
        OutputError: An object added to the map cannot be drawn without a network.
    """
    return str(page.get_root().render())
