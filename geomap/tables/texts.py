"""The text of a row's document: its notes, the columns that make up a text, or a line of its own words."""

from collections.abc import Sequence

from geomap.column import Column
from geomap.decoding import cleaned, one_line
from geomap.tables.blocks import Block
from geomap.tables.columns import Columns
from geomap.tables.profiles import TypeCode
from geomap.tables.values import blank

_CONTROLS = bytes([*range(32), 127])
_COMPOSED = (
    "type",
    "subtype",
    "actor",
    "recipient",
    "place",
    "admin2",
    "admin1",
    "country",
    "date_start",
    "date",
)


def lines(cells: Column[str]) -> Column[str]:
    """Each of `cells` cleaned and on one line; a column without anything to clean is found out at once."""
    joined = "|".join(cells.values)
    plain = _is_printable(joined) and "  " not in joined
    return cells.map(str.strip if plain else one_line)


def _is_printable(text: str) -> bool:
    if text.isascii():  # quicker than to ask about each character
        return len(text.encode().translate(None, _CONTROLS)) == len(text)
    return text.isprintable()


def texts(block: Block, columns: Columns, titles: Sequence[str], kinds: Sequence[TypeCode]) -> list[str]:
    """The texts of the rows of `block`, which have these `titles` and report events of these `kinds`."""
    own = columns.places.get("text")
    told = block.column(own).map(lambda cell: cleaned(cell).strip())
    found = list(told)
    if columns.text:
        joined = _joined([lines(block.column(index)) for index in columns.text])
        found = joined if own is None else [text or other for text, other in zip(found, joined, strict=True)]
    if all(found):
        return found
    found = [text or title for text, title in zip(found, titles, strict=True)]
    lacking = [at for at, text in enumerate(found) if not text]
    if lacking:
        cells = [block.column(columns.places.get(meaning)) for meaning in _COMPOSED]
        for at in lacking:
            found[at] = _composed([column[at] for column in cells], kinds[at])
    return found


def _joined(columns: Sequence[Column[str]]) -> list[str]:
    """Row by row what `columns` say, each thing but once."""
    rows = zip(*columns, strict=True)
    known: set[str] = {""}
    for column in columns:
        if not known.isdisjoint(column.values):
            return ["; ".join(dict.fromkeys(filter(None, row))) for row in rows]
        known.update(column.values)
    return list(map("; ".join, rows))


def _composed(cells: Sequence[str], kind: TypeCode) -> str:
    """A line for a row without a text of its own, in the table's words."""
    named, subtype, actor, recipient, *where, start, day = cells
    what = kind.says or next((name for name in (subtype, named) if name and not name.isdigit()), "Event")
    who = [actor, recipient] if kind.says else []
    parts = [
        what,
        " – ".join(name for name in who if not blank(name)),
        ", ".join(dict.fromkeys(name for name in where if name)),
        start or day,
    ]
    return one_line("; ".join(part for part in parts if part))
