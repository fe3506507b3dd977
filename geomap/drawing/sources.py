"""Documents behind the marks."""

from collections.abc import Mapping, Sequence
from typing import Any

from geomap.decoding import safe_link
from geomap.layering.columns import Records, Rows
from geomap.records import Document

COLUMNS = ("title", "publisher", "published", "url", "archived")


def sources_of(
    documents: Sequence[Document], records: Mapping[Records, Rows]
) -> tuple[dict[str, list[Any]], dict[str, int]]:
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
    columns = {name: [source[place] for source in found.values()] for place, name in enumerate(COLUMNS)}
    for name in ("url", "archived"):
        safe = {address: safe_link(address) for address in set(columns[name])}
        columns[name] = [safe[address] for address in columns[name]]
    return columns, {identity: number for number, identity in enumerate(found)}
