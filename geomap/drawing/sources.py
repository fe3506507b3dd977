"""Documents behind the marks."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, NamedTuple, Self

import numpy as np

from geomap.column import Column, each, taken
from geomap.decoding import safe_link
from geomap.layering.rows import Rows
from geomap.records import Document, Report
from geomap.tablerows import TableRows, parts_of

COLUMNS = ("title", "publisher", "published", "url", "archived")


class Documents(NamedTuple):
    """Documents by columns: of many rows of a table none is made."""

    id: Sequence[str]
    text: Sequence[str]
    title: Sequence[str | None]
    publisher: Sequence[str | None]
    published: Sequence[date | None]
    url: Sequence[str | None]
    archived: Sequence[str | None]

    @classmethod
    def of(cls, found: Sequence[Document]) -> Self:
        """The columns of these documents."""
        return cls(
            [one.id for one in found],
            [one.text for one in found],
            [one.title for one in found],
            [one.publisher for one in found],
            [one.published for one in found],
            [one.url for one in found],
            [one.archived_url for one in found],
        )

    @classmethod
    def behind(cls, reports: Sequence[Report]) -> Self:
        """The columns of the documents of these reports."""
        parts = [
            cls._of_rows(part)
            if isinstance(part, TableRows)
            else cls.of([report.document for report in part])
            for part in parts_of(reports)
        ]
        if len(parts) == 1:
            return parts[0]
        return cls(*(list(chain.from_iterable(columns)) for columns in zip(*parts, strict=True)))

    @classmethod
    def _of_rows(cls, rows: TableRows) -> Self:
        none = Column.constant(None, len(rows))
        return cls(rows.ids, rows.texts, rows.titles, rows.publishers, rows.published, rows.urls, none)


def sources_of(
    documents: Documents, records: Mapping[Any, Rows]
) -> tuple[dict[str, Sequence[Any]], dict[str, int]]:
    """Sources as columns, and the number of each by document id; table rows may bring sources too."""
    columns: dict[str, Sequence[Any]] = {name: getattr(documents, name) for name in COLUMNS}
    number_of = dict(zip(documents.id, range(len(documents.id)), strict=True))
    if len(number_of) < len(documents.id):  # of documents with one id the last
        kept = np.array(list(number_of.values()), dtype=np.int64)
        columns = {name: taken(column, kept) for name, column in columns.items()}
        number_of = {identity: number for number, identity in enumerate(number_of)}
    events = records["events"]
    named = events.column("document")
    strangers: dict[str, int] = {}  # and where each is named first
    if not {*number_of, None}.issuperset(named):
        for row, identity in enumerate(named):
            if identity not in number_of and identity is not None:
                strangers.setdefault(identity, row)
    if strangers:
        for name in COLUMNS:
            told = events.column(name)
            columns[name] = [*columns[name], *(told[row] for row in strangers.values())]
        number_of |= {identity: len(number_of) + more for more, identity in enumerate(strangers)}
    for name in ("url", "archived"):
        addresses = columns[name]
        safe = {address: safe_link(address) for address in set(addresses)}
        columns[name] = each(addresses, safe.__getitem__)
    return columns, number_of
