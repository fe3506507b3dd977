"""The table of places that texts name."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from geomap.features.rows import Shapes, Table, place_columns, table
from geomap.records import Place, Report
from geomap.tablerows import texts_of


def places(reports: Sequence[Report], shapes: Shapes) -> Table:
    """One row a place that is named as a place (literal or vague); demonyms and metonyms are not counted."""
    known: dict[str, Place] = {}
    counts: Counter[str] = Counter()
    documents: dict[str, set[str]] = {}
    spellings: dict[str, Counter[str]] = {}
    for report in texts_of(reports):
        for mention in report.mentions:
            if mention.place is None or mention.kind not in {"literal", "vague"}:
                continue
            identity = mention.place.id
            known.setdefault(identity, mention.place)
            counts[identity] += 1
            documents.setdefault(identity, set()).add(report.document.id)
            spellings.setdefault(identity, Counter())[mention.text] += 1
    chosen = [(place,) for place in known.values()]
    columns: dict[str, Sequence[Any]] = {
        "id": list(known),
        "name": [place.name for place in known.values()],
        "spellings": ["; ".join(name for name, _ in spellings[each].most_common()) for each in known],
        "mentions": [counts[each] for each in known],
        "documents": [len(documents[each]) for each in known],
        "document": ["; ".join(sorted(documents[each])) for each in known],
        "feature": [place.feature for place in known.values()],
        **place_columns(chosen),
    }
    return table("place", columns, shapes.of(chosen))
