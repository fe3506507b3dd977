"""What legend entries are called."""

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from geomap.files import zipped_data
from geomap.layering.layers import Entry, Layer

REST: Mapping[str, str] = MappingProxyType({"other": "Other sides", "unnamed": "Side not named"})
"""What the rows are called that have no colour of their own, in English."""


def entry_label(entry: Entry, layer: Layer, rest: Mapping[str, str] = REST) -> str:
    """The label of a legend entry; of a side by its country code, the country's name.

    Args:
        entry: The entry.
        layer: Its layer.
        rest: Labels of the entries that stand for all ``other`` sides and for ``unnamed`` ones.
    """
    palette = layer.encode.colour
    if palette is None:
        return entry.label
    if entry.label.startswith("@"):
        return rest[entry.label[1:]]
    return country_names().get(entry.label, entry.label) if "country" in palette.by else entry.label


@cache
def country_names() -> Mapping[str, str]:
    """English short names of countries by ISO 3166-1 alpha-2 code, from Natural Earth.

    Raises:
        DataError: The installation lacks the basemap, which holds them.
    """
    with zipped_data("basemap.zip") as archive:
        names: dict[str, str] = json.loads(archive.read("countries"))
    return names
