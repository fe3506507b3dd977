"""Tables to a map: one self-contained page, and what was drawn in words."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from geomap.drawing.basemap import WorldView
from geomap.drawing.tally import Tally, tally
from geomap.features import Table, TableName
from geomap.layering import Layer
from geomap.records import Document

if TYPE_CHECKING:
    import folium

__all__ = ["Tally", "WorldView", "build", "render", "tally"]


def build(
    tables: Mapping[TableName, Table],
    documents: Sequence[Document],
    layers: Sequence[Layer],
    *,
    title: str,
    worldview: WorldView = "un",
    tally: Tally | None = None,
    credits_: Sequence[str] = (),
) -> "folium.Map":
    """A map of `tables` to which folium objects can be added; its ``save(path)`` writes the finished page.

    Args:
        tables: The flat tables of `geomap.features`; a missing one counts as empty.
        documents: The sources, with their texts, for quotes and the list of sources.
        layers: The layers to draw.
        title: The page's heading.
        worldview: ``un`` or ``de-facto`` boundaries.
        tally: What the run found, as `tally` gives it; without it names are not counted.
        credits_: Whom to name beside the basemap's sources.

    Raises:
        DataError: The installation lacks the basemap.
        OutputError: On saving, if an added object cannot be drawn without a network.
    """
    from geomap.drawing.page import as_map
    from geomap.drawing.scene import scene

    return as_map(
        scene(tables, documents, layers, title=title, worldview=worldview, counts=tally, credits_=credits_)
    )


def render(page: "folium.Map") -> str:
    """The finished HTML of a map that `build` made; the same bytes each time."""
    return str(page.get_root().render())
