"""Everything a page shows, as plain data: columns, spots, layers, sources, words."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from geomap.drawing.basemap import WorldView, basemap, country_names
from geomap.drawing.columns import Records, Rows, areas_of, records_of
from geomap.drawing.layers import Entry, Layer, in_order
from geomap.drawing.marks import Shape, Spots, encoded_shapes, legend_counts, marks, needed_columns
from geomap.drawing.select import Selection, by_frequency, select
from geomap.drawing.sources import Quotes, documents_json
from geomap.drawing.strings import Strings, strings
from geomap.drawing.tally import Tally, in_words, tally_rows
from geomap.drawing.texts import Texts
from geomap.features import Table, TableName
from geomap.records import Document

_ALWAYS = (
    "modality",
    "date_start",
    "date_end",
    "date_precision",
    "document",
    "speaker",
    "speaker_role",
    "mode",
)
_COUNTRY_WIDE = {"country"}


def scene(
    tables: Mapping[TableName, Table],
    documents: Sequence[Document],
    layers: Sequence[Layer],
    *,
    title: str,
    worldview: WorldView = "un",
    counts: Tally | None = None,
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
        language: Of the page's own words.
    """
    words = strings(language)
    records = records_of(tables)
    layers = in_order(layers)
    sides = {
        column: by_frequency([records[name].column(column) for name in ("figures", "movements")])
        for column in {layer.encode.colour.by for layer in layers if layer.encode.colour}
    }
    chosen = {
        layer.id: select(records[layer.records], layer, sides) for layer in layers if layer.records != "areas"
    }
    records["areas"] = areas_of(_drawn(layers, chosen), records)
    chosen |= {
        layer.id: select(records["areas"], layer, sides) for layer in layers if layer.records == "areas"
    }
    texts = Texts()
    spots = Spots(texts)
    drawn = {
        layer.id: marks(layer, records[layer.records], chosen[layer.id], spots, texts, words)
        for layer in layers
    }
    outlines = [shape for layer in layers for shape in drawn[layer.id].shapes]
    view, shift_below = _view(spots, outlines, drawn.values(), records)
    spots.lon = [lon + 360 if lon < shift_below else lon for lon in spots.lon]
    counts = counts or tally_rows(records, layers)
    sources, number_of = documents_json(documents, records, texts)
    quotes = Quotes(documents)
    layer_rows = [
        _layer_json(layer, chosen[layer.id], drawn[layer.id], view, shift_below, words, texts)
        for layer in layers
    ]
    return {
        "title": texts.add(title),
        "language": words.language,
        "direction": words.direction,
        "words": words.all(),
        "view": view,
        "worldview": worldview,
        "summary": texts.add(in_words(counts, words)),
        "omitted": [[row for row, _ in counts.omitted], [texts.add(reason) for _, reason in counts.omitted]],
        "layers": layer_rows,
        "spots": spots.as_json(),
        "tables": {
            kind: _table_json(kind, rows, layers, number_of, quotes, texts) for kind, rows in records.items()
        },
        "sources": sources,
        "texts": texts.all,
        "basemap": basemap(
            ((lon, lat) for lon, lat in zip(spots.lon, spots.lat, strict=True)),
            worldview,
        ),
    }


def _drawn(layers: Sequence[Layer], chosen: Mapping[str, Selection]) -> dict[Records, list[int]]:
    rows: dict[Records, dict[int, None]] = {}
    for layer in layers:
        if layer.records in {"events", "figures"}:
            rows.setdefault(layer.records, {}).update(dict.fromkeys(chosen[layer.id].rows))
    return {kind: sorted(found) for kind, found in rows.items()}


def _layer_json(
    layer: Layer,
    chosen: Selection,
    drawn: Any,
    view: Sequence[float],
    shift_below: float,
    words: Strings,
    texts: Texts,
) -> dict[str, Any]:
    lists = drawn.lists
    if layer.mark == "area":
        lists = encoded_shapes(drawn.shapes, view[2] - view[0], shift_below)
    if layer.mark == "arrow":
        lists["ends"] = [_arrow_shifted(ends, shift_below) for ends in lists["ends"]]
    number = legend_counts(chosen)
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
                "label": texts.add(_entry_label(entry, layer, words)),
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
        **lists,
    }


def _entry_label(entry: Entry, layer: Layer, words: Strings) -> str:
    if entry.label.startswith("@"):
        return words.word("page", entry.label[1:])
    if layer.encode.colour and "country" in layer.encode.colour.by:
        return country_names().get(entry.label, entry.label)
    return entry.label


def _table_json(
    kind: Records,
    rows: Rows,
    layers: Sequence[Layer],
    number_of: Mapping[str, int],
    quotes: Quotes,
    texts: Texts,
) -> dict[str, Any]:
    wanted = dict.fromkeys(
        name for layer in layers if layer.records == kind for name in needed_columns(layer)
    )
    if kind == "events":
        wanted |= dict.fromkeys(("id", "type", "place", "confidence", "actors", "recipients"))
    if kind == "figures":
        wanted |= dict.fromkeys(("id", "label", "category", "unit", "event", "standing"))
    wanted.pop("date", None)
    for name in _ALWAYS:
        if name in rows.columns:
            wanted[name] = None
    columns: dict[str, Any] = {}
    for name in wanted:
        if name == "document" and kind != "places":
            columns[name] = {"t": "n", "v": [number_of.get(identity, -1) for identity in rows.column(name)]}
        elif name in rows.columns:
            columns[name] = texts.column(rows.column(name))
    if kind in {"events", "figures", "movements"}:
        around = [quotes.around(rows, row) for row in range(len(rows))]
        for place, name in enumerate(("before", "quote", "after")):
            columns[name] = {"t": "s", "v": [texts.add(quote[place]) for quote in around]}
    return {"length": len(rows), "columns": columns}


def _view(
    spots: Spots, outlines: Sequence[Shape], drawn: Iterable[Any], records: Mapping[Records, Rows]
) -> tuple[list[float], float]:
    """West, south, east, north of what is drawn, and the longitude below which things go once round the earth."""
    boxes = [(lon, lat, lon, lat) for lon, lat in zip(spots.lon, spots.lat, strict=True)]
    areas = records["areas"]
    for shape in outlines:
        # a country's far ends would shrink everything else; its middle is among the spots
        if areas.column("precision")[shape.row] not in _COUNTRY_WIDE:
            boxes.append(shape.outline.bounds)
    for layer in drawn:
        boxes.extend(
            (min(e[0], e[2]), min(e[1], e[3]), max(e[0], e[2]), max(e[1], e[3]))
            for e in layer.lists.get("ends", ())
        )
    if not boxes:
        return [-170.0, -56.0, 190.0, 78.0], -1000.0
    shift_below = _seam(boxes)
    moved = [(w + 360, s, e + 360, n) if w < shift_below else (w, s, e, n) for w, s, e, n in boxes]
    west, south = min(box[0] for box in moved), min(box[1] for box in moved)
    east, north = max(box[2] for box in moved), max(box[3] for box in moved)
    return [round(value, 3) for value in (west, max(south, -80.0), east, min(north, 84.0))], shift_below


def _seam(boxes: Sequence[tuple[float, float, float, float]]) -> float:
    """Where to cut the earth open so that the boxes lie closest together; -1000 to leave it at the antimeridian."""
    spans = sorted((west, east) for west, _, east, _ in boxes)
    covered: list[tuple[float, float]] = [spans[0]]
    for west, east in spans[1:]:
        if west <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(covered[-1][1], east))
        else:
            covered.append((west, east))
    around = covered[0][0] + 360 - covered[-1][1]
    widest, east_of = max(((b[0] - a[1], b[0]) for a, b in pairwise(covered)), default=(0.0, -1000.0))
    return east_of if widest > around else -1000.0


def _arrow_shifted(ends: list[float], shift_below: float) -> list[float]:
    if min(ends[0], ends[2]) >= shift_below:
        return ends
    return [ends[0] + 360, ends[1], ends[2] + 360, ends[3]]
