"""Documents and statements as the rows that others refer to."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from geomap.records import Report, Statement
from geomap.writing.geopackage.base import Column

DOCUMENT = (
    Column("id", "text", unique=True),
    Column("title", "text"),
    Column("publisher", "text"),
    Column("published", "day"),
    Column("url", "text"),
    Column("archived_url", "text"),
    Column("retrieved", "day"),
    Column("language", "text"),
    Column("source_table", "text"),
    Column("sha256", "text"),
)
"""The table ``document``; ``sha256`` is of its text, ``source_table`` the event table it was a row of."""

STATEMENT = (
    Column("document", "text", refers=("document", "id")),
    Column("speaker", "text"),
    Column("role", "text"),
    Column("quote", "text"),
    Column("start", "whole"),
    Column("end", "whole"),
)
"""The table ``statement``; ``start`` and ``end`` are offsets into the document's text."""


class Statements(msgspec.Struct, frozen=True):
    """The rows of the table ``statement``, and the number of that of each event and figure by its id."""

    rows: Sequence[Sequence[Any]]
    events: Mapping[str, int]
    figures: Mapping[str, int]

    def of(self, table: str, ids: Sequence[str]) -> list[int | None]:
        """The numbers of the statements of these events or figures."""
        numbers = self.events if table == "event" else self.figures
        return [numbers.get(identity) for identity in ids]


def document_rows(reports: Sequence[Report]) -> list[tuple[Any, ...]]:
    """The documents of `reports`, each id once."""
    found: dict[str, tuple[Any, ...]] = {}
    for report in reports:
        each = report.document
        found.setdefault(
            each.id,
            (
                each.id,
                each.title,
                each.publisher,
                each.published and each.published.isoformat(),
                each.url,
                each.archived_url,
                each.retrieved and each.retrieved.isoformat(),
                each.language,
                each.table,
                each.sha256,
            ),
        )
    return list(found.values())


def statements_of(reports: Sequence[Report]) -> Statements:
    """Who said what in `reports`, each once, and whose the events and figures are."""
    numbers: dict[tuple[str, Statement], int] = {}
    rows: list[tuple[Any, ...]] = []
    events: dict[str, int] = {}
    figures: dict[str, int] = {}
    for report in reports:
        document = report.document

        def number(said: Statement, document: Any = document) -> int:
            key = (document.id, said)
            if key not in numbers:
                quote = document.text[said.start : said.end]
                rows.append((document.id, said.speaker, said.role, quote, said.start, said.end))
                numbers[key] = len(rows)
            return numbers[key]

        for statement in report.statements:
            number(statement)
        for found, ids in ((report.events, events), (report.figures, figures)):
            ids.update({each.id: number(each.statement) for each in found if each.statement is not None})
    return Statements(rows, events, figures)
