"""geomap: news of armed conflict into a map that can be checked."""

from typing import TYPE_CHECKING, Any

from geomap.errors import DataError, GeomapError, InputError, LayerError, MissingExtra, OutputError
from geomap.records import (
    Actor,
    Document,
    Event,
    EventPlace,
    Figure,
    Mention,
    Place,
    Report,
    Statement,
)

if TYPE_CHECKING:
    from geomap.atlas import Atlas, build

__all__ = [
    "Actor",
    "Atlas",
    "DataError",
    "Document",
    "Event",
    "EventPlace",
    "Figure",
    "GeomapError",
    "InputError",
    "LayerError",
    "Mention",
    "MissingExtra",
    "OutputError",
    "Place",
    "Report",
    "Statement",
    "build",
]


def __getattr__(name: str) -> Any:
    # loaded on first use: the command line answers --help without shapely and pandas
    if name in {"Atlas", "build"}:
        from geomap import atlas

        return getattr(atlas, name)
    raise AttributeError(f"module 'geomap' has no attribute {name!r}")
