"""KML for Google Earth: a folder a layer, with styles and time; what is not drawn is there, switched off."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.column import taken
from geomap.features import Table, TableName
from geomap.files import replacing
from geomap.layering.columns import Records, records_of
from geomap.layering.labels import entry_label
from geomap.layering.layers import Layer, in_order
from geomap.layering.rows import Rows
from geomap.layering.scales import pixels
from geomap.layering.select import Selection, choose
from geomap.records import AREAS, Report
from geomap.writing.about import Options, in_lines
from geomap.writing.kmlrows import Placemarks
from geomap.writing.kmltext import element, inert

_NOT_DRAWN = "Reported, but not drawn"
_ALWAYS: tuple[Records, ...] = ("events", "figures")
_USUAL_PIXELS = 10.0
_LISTED = 30  # quotes in the balloon of an area


def write_kml(path: Path, tables: Mapping[TableName, Table], _: Sequence[Report], options: Options) -> None:
    """Write what each of the layers draws of `tables` as a folder, and the rest as one more.

    What stands on an area is named in the area's balloon and has no place of its own, as on the page. Texts
    are data: nothing in them is markup in a balloon. Icons are Google Earth's own, coloured, so that the file
    asks for nothing.

    Raises:
        OutputError: The file cannot be written.
    """
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_lines(tables, options))


def _lines(tables: Mapping[TableName, Table], options: Options) -> Iterator[str]:
    layers = [layer for layer in in_order(options.layers) if layer.file is None and layer.mark != "density"]
    records, chosen = choose(records_of(tables), layers)
    about = in_lines(options.about())
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
    yield element("name", about[0][1])
    yield element("description", "<br>".join(inert(f"{subject}: {text}") for subject, text in about))
    for layer in layers:
        for number, entry in enumerate(chosen[layer.id].entries):
            yield _style(f"{layer.id}-{number}", entry.colour, hollow=entry.fill == "none")
    yield _style("not-drawn", "#9CA3AF", hollow=False)
    folders = _Folders(records, chosen)
    for layer in layers:
        yield from folders.folder(layer)
    yield from folders.not_drawn()
    yield "</Document>\n</kml>\n"


class _Folders:
    def __init__(self, records: Mapping[Records, Rows], chosen: Mapping[str, Selection]) -> None:
        self._records = records
        self._chosen = chosen
        self._drawn = {kind: np.zeros(len(records[kind]), dtype=bool) for kind in _ALWAYS}
        self._made: dict[Records, Placemarks] = {}

    def folder(self, layer: Layer) -> Iterator[str]:
        picked = self._chosen[layer.id]
        if not len(picked.rows):
            return
        if layer.records in self._drawn:
            self._drawn[layer.records][picked.rows] = True
        whats = [entry_label(entry, layer) for entry in picked.entries]
        yield f"<Folder>\n{element('name', layer.title)}<visibility>{int(layer.show)}</visibility>\n"
        yield from self._placemarks(layer.records).of(
            picked.rows,
            [whats[entry] for entry in picked.entry.tolist()],
            self._styles(layer),
            shown=layer.show,
        )
        yield "</Folder>\n"

    def not_drawn(self) -> Iterator[str]:
        if all(drawn.all() for drawn in self._drawn.values()):
            return
        yield f"<Folder>\n{element('name', _NOT_DRAWN)}<visibility>0</visibility>\n"
        for kind, drawn in self._drawn.items():
            rest = np.flatnonzero(~drawn)
            whats = _why(self._records[kind], rest)
            styles = ["<styleUrl>#not-drawn</styleUrl>\n"] * len(rest)
            yield from self._placemarks(kind).of(rest, whats, styles, shown=False)
        yield "</Folder>\n"

    def _placemarks(self, kind: Records) -> Placemarks:
        if kind == "areas":
            return Placemarks(kind, self._records[kind], self._quotes())
        if kind not in self._made:
            self._made[kind] = Placemarks(kind, self._records[kind])
        return self._made[kind]

    def _styles(self, layer: Layer) -> list[str]:
        """The style of each row of a layer; circles have a size of their own."""
        picked, size = self._chosen[layer.id], layer.encode.size
        urls = [f"<styleUrl>#{layer.id}-{number}</styleUrl>\n" for number in range(len(picked.entries))]
        if layer.mark != "circle" or size is None:
            return [urls[entry] for entry in picked.entry.tolist()]

        @cache
        def sized(entry: int, value: Any) -> str:
            colour = picked.entries[entry].colour
            return urls[entry] + _style("", colour, hollow=True, scale=pixels(size, value) / _USUAL_PIXELS)

        values = taken(self._records[layer.records].column(size.by), picked.rows)
        return list(map(sized, picked.entry.tolist(), values))

    def _quotes(self) -> dict[tuple[str, str], list[str]]:
        """What the drawn events say that stand on each area."""
        rows = self._records["events"]
        standing = np.flatnonzero(self._drawn["events"] & rows.where("precision", AREAS.__contains__))
        found: dict[tuple[str, str], list[str]] = {}
        columns = (taken(rows.column(name), standing) for name in ("place_id", "place", "quote"))
        for identity, place, quote in zip(*columns, strict=True):
            listed = found.setdefault((str(identity), str(place)), [])
            if len(listed) < _LISTED:
                listed.append(str(quote))
        return found


def _why(rows: Rows, which: NDArray[np.int64]) -> list[str]:
    """What each of some rows that are not drawn is, with what speaks against drawing it."""
    first, group = rows.groups(("type", "category", "standing", "modality"), which)
    columns = (taken(rows.column(name), first) for name in ("type", "category", "standing", "modality"))
    told = [
        f"{kind or category} ({standing or modality})"
        for kind, category, standing, modality in zip(*columns, strict=True)
    ]
    return [told[number] for number in group.tolist()]


def _style(name: str, colour: str, *, hollow: bool, scale: float = 1.0) -> str:
    named = f' id="{name}"' if name else ""
    bgr = f"{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()
    inside = "00" if hollow else "40"
    return (
        f"<Style{named}><IconStyle><color>ff{bgr}</color><scale>{scale:.2f}</scale></IconStyle>"
        f"<LabelStyle><scale>0.8</scale></LabelStyle><LineStyle><color>ff{bgr}</color><width>2</width></LineStyle>"
        f"<PolyStyle><color>{inside}{bgr}</color></PolyStyle>"
        "<BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n"
    )
