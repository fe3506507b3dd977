"""Names of countries, for legends."""

import json
from collections.abc import Mapping
from functools import cache

from geomap.files import zipped_data


@cache
def country_names() -> Mapping[str, str]:
    """English short names of countries by ISO 3166-1 alpha-2 code, from Natural Earth.

    Raises:
        DataError: The installation lacks the basemap, which holds them.
    """
    with zipped_data("basemap.zip") as archive:
        names: dict[str, str] = json.loads(archive.read("countries"))
    return names
