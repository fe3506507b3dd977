"""Documents behind the marks, and each quote inside its sentence."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from geomap.drawing.texts import Texts
from geomap.layering.columns import Records, Rows
from geomap.records import Document

_LONGEST = 280  # characters of a sentence shown before and after a quote


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


def safe_link(url: str | None) -> str | None:
    """The address if it leads to a web page; every other scheme is dropped."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


class Quotes:
    """Quotes with the words around them in their sentence."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._texts = {document.id: document.text for document in documents if document.text}
        self._sentences: dict[str, list[tuple[int, int]]] = {}

    def around(self, rows: Rows, row: int) -> tuple[str, str, str]:
        """What stands before a row's quote in its sentence, the quote, and what stands after it."""
        text = self._texts.get(rows.column("document")[row] or "")
        start, end = rows.column("start")[row], rows.column("end")[row]
        if text is None or start is None or end is None or not 0 <= start < end <= len(text):
            return "", rows.column("quote")[row] or "", ""
        first, last = self._sentence(rows.column("document")[row], text, start, end)
        before, after = text[first:start], text[end:last]
        if len(before) > _LONGEST:
            before = "… " + before[-_LONGEST:].partition(" ")[2]
        if len(after) > _LONGEST:
            after = after[:_LONGEST].rpartition(" ")[0] + " …"
        return before, text[start:end], after

    def _sentence(self, document: str, text: str, start: int, end: int) -> tuple[int, int]:
        spans = self._sentences.get(document)
        if spans is None:
            from geomap.language import sentences

            spans = self._sentences[document] = [(span.start, span.end) for span in sentences(text)]
        starts = [span[0] for span in spans]
        first = max(0, bisect_right(starts, start) - 1)
        last = max(0, bisect_right(starts, end - 1) - 1)
        if not spans or spans[first][0] > start:
            return start, end
        return spans[first][0], max(end, spans[last][1])
