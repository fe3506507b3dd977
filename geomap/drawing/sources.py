"""Documents behind the marks."""

from collections.abc import Mapping, Sequence
from typing import Any

from geomap.decoding import safe_link
from geomap.drawing.texts import Texts
from geomap.layering.columns import Records, Rows
from geomap.records import Document


def documents_json(
    documents: Sequence[Document], records: Mapping[Records, Rows], texts: Texts
) -> tuple[dict[str, Any], dict[str, int]]:
    """Sources as columns, and the number of each by document id; table rows may bring sources too."""
    found: dict[str, tuple[Any, ...]] = {
        each.id: (each.title, each.publisher, each.published, each.url, each.archived_url)
        for each in documents
    }
    events = records["events"]
    for row, identity in enumerate(events.column("document")):
        if identity is not None and identity not in found:
            found[identity] = (
                *(events.column(name)[row] for name in ("title", "publisher", "published", "url")),
                None,
            )
    columns: dict[str, Any] = {}
    for place, name in enumerate(("title", "publisher", "published", "url", "archived")):
        values = [source[place] for source in found.values()]
        if name in {"url", "archived"}:
            values = [safe_link(value) for value in values]
        columns[name] = [texts.add(value) for value in values]
    return columns, {identity: number for number, identity in enumerate(found)}
