"""Everything a page shows, as plain data: columns, spots, layers, sources, words."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.column import Column
from geomap.drawing.basemap import WorldView, basemap
from geomap.drawing.extent import Box, Extent, extent_of
from geomap.drawing.marks import Marks, encoded_shapes, legend_counts, marks, needed_columns
from geomap.drawing.passages import Passages
from geomap.drawing.sources import Documents, sources_of
from geomap.drawing.spots import Spots
from geomap.drawing.strings import Strings, strings
from geomap.drawing.tally import Tally, in_words, tally_rows
from geomap.drawing.texts import Texts
from geomap.features import Table, TableName
from geomap.layering.columns import Records, records_of
from geomap.layering.labels import REST, entry_label
from geomap.layering.layers import Layer, in_order
from geomap.layering.rows import Rows
from geomap.layering.select import Choice, Selection, choose

_COLUMNS: Mapping[Records, tuple[str, ...]] = {
    "events": ("id", "type", "place", "confidence", "actors", "recipients"),
    "figures": (
        *("id", "label", "category", "unit", "event", "standing", "place"),
        *("subset_of", "same_as", "supersedes", "conflicts_with"),
    ),
    "movements": ("id", "event"),
    "places": ("id",),
    "areas": ("id",),
}
_EVERYWHERE = (
    "modality",
    "date_start",
    "date_end",
    "date_precision",
    "document",
    "speaker",
    "speaker_role",
    "mode",
)
# what filters and legend ask for at once; the rest is read when the map is drawn
_AT_ONCE = frozenset(
    ("modality", "date_start", "date_end", "date_precision", "document", "actors", "recipients", "actor")
)
_IDS = frozenset(("id", "event", "subset_of", "same_as", "supersedes"))
_FEW = 2000  # places up to which each counts for extent and basemap; of more, one a degree


class Scene(NamedTuple):
    """The data of a page: what it needs to draw, what it reads afterwards, and its basemap."""

    data: dict[str, Any]
    details: dict[str, Any]
    basemap: dict[str, Any]


_WIDEST = 25.0  # degrees of an area that must fit into the first view


def scene(
    tables: Mapping[TableName, Table],
    documents: Documents,
    layers: Sequence[Layer],
    *,
    title: str,
    worldview: WorldView = "un",
    chosen: Choice | None = None,
    counts: Tally | None = None,
    credits_: Sequence[str] = (),
    language: str = "en",
    also: Sequence[tuple[float, float]] = (),
) -> Scene:
    """The data of a page.

    Args:
        tables: The flat tables.
        documents: Sources with their texts, for quotes.
        layers: What to draw, in any order.
        title: The page's heading.
        worldview: Which boundaries the basemap draws.
        chosen: The rows that the layers draw; worked out from the tables if not given.
        counts: What the run found; worked out from the tables if not given.
        credits_: Whom to name beside the basemap's sources.
        language: Of the page's own words.
        also: Further places (lon, lat) that the first view shows.
    """
    words = strings(language)
    layers = in_order(layers)
    records, selected = chosen or choose(records_of(tables), layers)
    texts, spots = Texts(), Spots()
    drawn = {
        layer.id: marks(
            layer, records[layer.records], selected[layer.id], spots=spots, texts=texts, words=words
        )
        for layer in layers
    }
    # what is switched off at first does not widen the first view
    seen = [drawn[layer.id] for layer in layers if layer.show] or list(drawn.values())
    extent = extent_of([*_boxes(spots, seen, records["areas"]), *((*at, *at) for at in also)])
    counts = counts or tally_rows(records, selected, layers)
    described = [_layer_json(layer, selected[layer.id], words, texts) for layer in layers]
    found, number_of = sources_of(documents, records)
    tables_ = _Tables(records, layers, number_of, texts)
    data = {
        "title": texts.add(title),
        "language": words.language,
        "direction": words.direction,
        "words": words.all(),
        "view": extent.box,
        "worldview": worldview,
        "credits": list(credits_),
        "summary": texts.add(in_words(counts, words)),
        "omitted": [
            np.array([row for row, _ in counts.omitted], dtype=np.int64),
            texts.numbers(reason for _, reason in counts.omitted),
        ],
        "layers": [each | _lists(drawn[each["id"]], extent) for each in described],
        "spots": spots.as_json(extent.shifted_all(spots.lon)),
        "tables": tables_.at_once(),
        "sources": {"name": _names(found, texts)},
    }
    at_once = len(texts.all)
    details = {
        "tables": tables_.afterwards(Passages(documents)),
        "sources": {name: texts.cells(values) for name, values in found.items()},
    }
    return Scene(
        {**data, "texts": texts.all[:at_once]},
        {**details, "texts": texts.all[at_once:]},
        basemap([*_points(spots, drawn.values()), *also], worldview),
    )


def _boxes(spots: Spots, drawn: Collection[Marks], areas: Rows) -> list[Box]:
    used = np.zeros(len(lon := spots.lon), dtype=bool)
    for layer in drawn:
        used[layer.lists.get("spot", [])] = True
        used[[shape.spot for shape in layer.shapes]] = True
    lon, lat = lon[used], spots.lat[used]
    if len(lon) > _FEW:
        lon, lat = _corners(lon, lat)
    boxes = [(x, y, x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    country = areas.where("precision", lambda value: value == "country")
    for layer in drawn:
        # the far ends of a country or continent would shrink everything else; its middle is among the spots
        near = [shape.outline for shape in layer.shapes if not country[shape.row]]
        bounds = shapely.bounds(np.array(near, dtype=object)).reshape(-1, 4)
        boxes.extend(map(tuple, bounds[bounds[:, 2] - bounds[:, 0] <= _WIDEST].tolist()))
        boxes.extend(
            (min(ends[0], ends[2]), min(ends[1], ends[3]), max(ends[0], ends[2]), max(ends[1], ends[3]))
            for ends in layer.lists.get("ends", ())
        )
    return boxes


def _corners(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Of the points within each quarter of a degree the outermost, and those nearest to the poles."""
    order = np.argsort(lon, kind="stable")
    strip = np.floor(lon[order] * 4)
    first = np.flatnonzero(np.diff(strip, prepend=np.nan) != 0)
    last = np.flatnonzero(np.diff(strip, append=np.nan) != 0)
    kept = np.unique([*order[first], *order[last], np.argmin(lat), np.argmax(lat)])
    return lon[kept], lat[kept]


def _points(spots: Spots, drawn: Collection[Marks]) -> list[tuple[float, float]]:
    ends = [ends for layer in drawn for ends in layer.lists.get("ends", ())]
    where = np.column_stack([spots.lon, spots.lat])
    if len(where) > _FEW:
        where = np.rint(where)
        where = where[np.unique(where @ (1000, 1), return_index=True)[1]]  # by longitude, then latitude
    return [
        *map(tuple, where.tolist()),
        *((ends[0], ends[1]) for ends in ends),
        *((ends[2], ends[3]) for ends in ends),
    ]


def _lists(drawn: Marks, extent: Extent) -> dict[str, Any]:
    if drawn.shapes:
        return {**drawn.lists, **encoded_shapes(drawn.shapes, extent)}
    if "ends" in drawn.lists:
        return {**drawn.lists, "ends": [extent.shifted_ends(ends) for ends in drawn.lists["ends"]]}
    return drawn.lists


def _layer_json(layer: Layer, chosen: Selection, words: Strings, texts: Texts) -> dict[str, Any]:
    number = legend_counts(chosen)
    rest = {name: words.word("page", name) for name in REST}
    return {
        "id": layer.id,
        "title": texts.add(words.layer(layer.title)),
        "mark": layer.mark,
        "records": layer.records,
        "show": layer.show,
        "disc": layer.encode.disc,
        "dash": texts.add(words.layer(layer.encode.dash.label)) if layer.encode.dash else -1,
        "legend": [
            {
                "label": texts.add(words.layer(entry_label(entry, layer, rest))),
                "glyph": entry.glyph,
                "colour": entry.colour,
                "fill": entry.fill,
                "count": number[index],
            }
            for index, entry in enumerate(chosen.entries)
        ],
        "popup": [
            [line, -1] if isinstance(line, str) else [line.column, texts.add(words.layer(line.label))]
            for line in layer.popup
        ],
    }


def _names(sources: Mapping[str, Sequence[Any]], texts: Texts) -> NDArray[np.int32]:
    """What filters call each source: its publisher, or its title where nobody is named."""
    publishers, titles = sources["publisher"], sources["title"]
    if isinstance(publishers, Column) and all(publishers.values):
        return texts.cells(publishers)
    return texts.numbers(publisher or title for publisher, title in zip(publishers, titles, strict=True))


class _Tables:
    """The columns that filters, popups and lists need."""

    def __init__(
        self,
        records: Mapping[Records, Rows],
        layers: Sequence[Layer],
        number_of: Mapping[str, int],
        texts: Texts,
    ) -> None:
        self._records = records
        self._number_of = number_of
        self._texts = texts
        self._wanted: dict[Records, list[str]] = {}
        for kind, rows in records.items():
            named = (name for layer in layers if layer.records == kind for name in needed_columns(layer))
            wanted = dict.fromkeys((*named, *_COLUMNS.get(kind, ()), *_EVERYWHERE))
            self._wanted[kind] = [name for name in wanted if name in rows.columns]

    def at_once(self) -> dict[str, Any]:
        """The tables with the columns that the page needs to filter what it draws."""
        return {
            kind: {
                "length": len(rows),
                "columns": {
                    name: self._column(kind, rows, name) for name in self._wanted[kind] if name in _AT_ONCE
                },
            }
            for kind, rows in self._records.items()
        }

    def afterwards(self, passages: Passages) -> dict[str, Any]:
        """All other columns."""
        found: dict[str, Any] = {}
        for kind, rows in self._records.items():
            quoted = passages.columns(rows, self._texts) if "quote" in rows.columns else {}
            others = [name for name in self._wanted[kind] if name not in _AT_ONCE]
            found[kind] = {"columns": {name: self._column(kind, rows, name) for name in others} | quoted}
            rows.forget()  # nothing more is asked of these; of many rows that is a tenth of the memory
        return found

    def _column(self, kind: Records, rows: Rows, name: str) -> dict[str, Any]:
        column = rows.column(name)
        if name == "document" and kind != "places":
            return {"t": "n", "v": self._sources(column)}
        return self._texts.identities(column) if name in _IDS else self._texts.column(column)

    def _sources(self, documents: Sequence[str | None]) -> NDArray[np.int32]:
        """The number of the source of each row."""
        if isinstance(documents, Column):
            return self._sources(documents.values)[documents.number]
        number_of = self._number_of
        return np.array([number_of.get(each or "", -1) for each in documents], dtype=np.int32)
