"""Tables to a map: one self-contained page, and what was drawn in words."""

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

__all__ = ["Documents", "Tally", "WorldView", "build", "parts", "render", "strings", "tally", "tile_source"]


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
    online: bool = False,
    language: str = ENGLISH,
) -> "folium.Map":
    """A map of `tables` to which folium objects can be added; its ``save(path)`` writes the finished page.

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
        online: Whether objects that are added may load what they need from the network.

    Raises:
        DataError: The installation lacks the basemap.
        OptionError: No tiles have that name, or they want a key; the page has no words in that language.
        OutputError: On saving, if an added object cannot be drawn without a network.
    """
    from geomap.drawing.own import credits_of, overlays
    from geomap.drawing.page import as_map
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
    return as_map(made._replace(data={**made.data, **more}) if more else made, online=online)


def render(page: "folium.Map") -> str:
    """The finished HTML of a map that `build` made; the same bytes each time."""
    return "".join(parts(page))


def parts(page: "folium.Map") -> Iterator[str]:
    """The same in pieces to be written one behind the other: a large page need not be held as a whole.

    Raises:
        OutputError: An object added to the map cannot be drawn without a network.
    """
    from geomap.drawing.page import parts_of

    return parts_of(page)
