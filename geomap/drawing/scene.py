"""Everything a page shows, as plain data: columns, spots, layers, sources, words."""

from collections.abc import Mapping, Sequence
from typing import Any

from geomap.drawing.basemap import WorldView, basemap
from geomap.drawing.extent import Box, Extent, extent_of
from geomap.drawing.marks import Marks, Spots, encoded_shapes, legend_counts, marks, needed_columns
from geomap.drawing.passages import Passages
from geomap.drawing.sources import documents_json
from geomap.drawing.strings import Strings, strings
from geomap.drawing.tally import Tally, in_words, tally_rows
from geomap.drawing.texts import Texts
from geomap.features import Table, TableName
from geomap.layering.columns import Records, Rows, records_of
from geomap.layering.labels import REST, entry_label
from geomap.layering.layers import Layer, in_order
from geomap.layering.select import Selection, choose
from geomap.records import Document

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


_WIDEST = 25.0  # degrees of an area that must fit into the first view


def scene(
    tables: Mapping[TableName, Table],
    documents: Sequence[Document],
    layers: Sequence[Layer],
    *,
    title: str,
    worldview: WorldView = "un",
    counts: Tally | None = None,
    credits_: Sequence[str] = (),
    language: str = "en",
) -> dict[str, Any]:
    """The data of a page.

    Args:
        tables: The flat tables.
        documents: Sources with their texts, for quotes.
        layers: What to draw, in any order.
        title: The page's heading.
        worldview: Which boundaries the basemap draws.
        counts: What the run found; worked out from the tables if not given.
        credits_: Whom to name beside the basemap's sources.
        language: Of the page's own words.
    """
    words = strings(language)
    layers = in_order(layers)
    records, chosen = choose(records_of(tables), layers)
    texts = Texts()
    spots = Spots(texts)
    drawn = {
        layer.id: marks(
            layer, records[layer.records], chosen[layer.id], spots=spots, texts=texts, words=words
        )
        for layer in layers
    }
    extent = extent_of(_boxes(spots, drawn.values(), records["areas"]))
    spots.lon = [extent.shifted(lon) for lon in spots.lon]
    counts = counts or tally_rows(records, layers)
    sources, number_of = documents_json(documents, records, texts)
    passages = Passages(documents)
    described = [_layer_json(layer, chosen[layer.id], words, texts) for layer in layers]
    return {
        "title": texts.add(title),
        "language": words.language,
        "direction": words.direction,
        "words": words.all(),
        "view": extent.box,
        "worldview": worldview,
        "credits": list(credits_),
        "summary": texts.add(in_words(counts, words)),
        "omitted": [[row for row, _ in counts.omitted], [texts.add(reason) for _, reason in counts.omitted]],
        "layers": [each | _lists(drawn[each["id"]], extent) for each in described],
        "spots": spots.as_json(),
        "tables": {
            kind: _table_json(kind, rows, layers, number_of=number_of, passages=passages, texts=texts)
            for kind, rows in records.items()
        },
        "sources": sources,
        "texts": texts.all,
        "basemap": basemap(_points(spots, drawn.values()), worldview),
    }


def _boxes(spots: Spots, drawn: Any, areas: Rows) -> list[Box]:
    boxes = [(lon, lat, lon, lat) for lon, lat in zip(spots.lon, spots.lat, strict=True)]
    for layer in drawn:
        # the far ends of a country or continent would shrink everything else; its middle is among the spots
        boxes.extend(
            shape.outline.bounds
            for shape in layer.shapes
            if areas.column("precision")[shape.row] != "country"
            and shape.outline.bounds[2] - shape.outline.bounds[0] <= _WIDEST
        )
        boxes.extend(
            (min(ends[0], ends[2]), min(ends[1], ends[3]), max(ends[0], ends[2]), max(ends[1], ends[3]))
            for ends in layer.lists.get("ends", ())
        )
    return boxes


def _points(spots: Spots, drawn: Any) -> list[tuple[float, float]]:
    ends = [ends for layer in drawn for ends in layer.lists.get("ends", ())]
    return [
        *zip(spots.lon, spots.lat, strict=True),
        *((ends[0], ends[1]) for ends in ends),
        *((ends[2], ends[3]) for ends in ends),
    ]


def _lists(drawn: Marks, extent: Extent) -> dict[str, Any]:
    if drawn.shapes:
        return encoded_shapes(drawn.shapes, extent)
    if "ends" in drawn.lists:
        return {**drawn.lists, "ends": [extent.shifted_ends(ends) for ends in drawn.lists["ends"]]}
    return drawn.lists


def _layer_json(layer: Layer, chosen: Selection, words: Strings, texts: Texts) -> dict[str, Any]:
    number = legend_counts(chosen)
    rest = {name: words.word("page", name) for name in REST}
    return {
        "id": layer.id,
        "title": texts.add(layer.title),
        "mark": layer.mark,
        "records": layer.records,
        "show": layer.show,
        "disc": layer.encode.disc,
        "dash": texts.add(layer.encode.dash.label) if layer.encode.dash else -1,
        "legend": [
            {
                "label": texts.add(entry_label(entry, layer, rest)),
                "glyph": entry.glyph,
                "colour": entry.colour,
                "fill": entry.fill,
                "count": number[index],
            }
            for index, entry in enumerate(chosen.entries)
        ],
        "popup": [
            [line, -1] if isinstance(line, str) else [line.column, texts.add(line.label)]
            for line in layer.popup
        ],
    }


def _table_json(
    kind: Records,
    rows: Rows,
    layers: Sequence[Layer],
    *,
    number_of: Mapping[str, int],
    passages: Passages,
    texts: Texts,
) -> dict[str, Any]:
    """The columns that popups, lists and filters need."""
    named = (name for layer in layers if layer.records == kind for name in needed_columns(layer))
    columns: dict[str, Any] = {}
    for name in dict.fromkeys((*named, *_COLUMNS.get(kind, ()), *_EVERYWHERE)):
        if name not in rows.columns:
            continue
        if name == "document" and kind != "places":
            columns[name] = {"t": "n", "v": [number_of.get(identity, -1) for identity in rows.column(name)]}
        else:
            columns[name] = texts.column(rows.column(name))
    if "quote" in rows.columns:
        columns |= passages.columns(rows, texts)
    return {"length": len(rows), "columns": columns}
