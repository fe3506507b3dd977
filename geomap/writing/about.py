"""What a file says of itself: what made it, from what, and whom to credit."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from geomap.files import version
from geomap.layering import Layer

CREDITS = (
    "Places: GeoNames, CC BY 4.0",
    "Outlines: Natural Earth, public domain",
)
"""Whom a file of places and outlines must name."""
_KM_PER_DEGREE = 111.2


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to write, beside what is written.

    Attributes:
        credits: Whom the file names as origin of places and outlines.
        command: The command that makes the file, for the record.
        rounded: Degrees to which the coordinates were rounded before; None if they were not.
        layers: Which looks the file carries, in formats that have any.
        simplestyle: GeoJSON with colours that geojson.io, uMap and GitHub show.
        hxl: CSV with a second row of hashtags (https://hxlstandard.org).
    """

    credits: tuple[str, ...] = CREDITS
    command: str | None = None
    rounded: float | None = None
    layers: Sequence[Layer] = ()
    simplestyle: bool = False
    hxl: bool = False

    def about(self, **more: Any) -> dict[str, Any]:
        """The same for readers, as plain values; `more` comes after the first of them."""
        told: dict[str, Any] = {"generator": f"geomap {version()}"}
        if self.command:
            told["command"] = self.command
        told |= more
        if self.rounded is not None:
            told["coordinates"] = rounding_in_words(self.rounded)
        return {**told, "credits": list(self.credits)}


def rounding_in_words(degrees: float) -> str:
    """``Rounded to 0.1 degrees (about 11 km): positions are coarser than the sources give them``."""
    km = degrees * _KM_PER_DEGREE
    told = f"{km:.0f} km" if km >= 10 else f"{km:.1f} km" if km >= 0.1 else f"{km * 1000:.0f} m"
    return f"Rounded to {degrees:g} degrees (about {told}): positions are coarser than the sources give them"


def in_lines(about: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What :meth:`Options.about` told as pairs of subject and text."""
    lines: list[tuple[str, str]] = []
    for subject, told in about.items():
        texts = told if isinstance(told, list) else [told]
        lines.extend((subject, str(text)) for text in texts)
    return lines
