"""A profile laid over the headings of one table: column numbers by meaning."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from geomap.tables.columns import Columns, FigureColumns, normal, recognise
from geomap.tables.profiles import FigureRule, Profile


class Layout(NamedTuple):
    """How a table is laid out, its headings understood.

    ``first`` is the number of its first row of data as a spreadsheet counts, ``lines`` how many lines of text
    stand before that row.
    """

    profile: Profile
    columns: Columns
    headings: list[str]
    first: int
    delimiter: str = ","
    lines: int = 0


class Missing(ValueError):  # noqa: N818 - reads as what happened
    """A heading that a mapping names is not in the table; the text is the heading."""


def lay(profile: Profile, headings: Sequence[str], *, strict: bool) -> Columns:
    """The columns of a table with `headings` as `profile` understands them.

    Args:
        profile: Names headings for meanings; what it leaves open is guessed where it says so.
        headings: As the table has them.
        strict: Whether a heading that the table lacks is an error, as where a user named it.

    Raises:
        Missing: Under `strict`, none of the headings named for a meaning is there.
    """
    exact = {heading.strip().lower(): index for index, heading in reversed(list(enumerate(headings)))}
    loose = {normal(heading): index for index, heading in reversed(list(enumerate(headings)))}

    def index_of(name: str) -> int | None:
        return exact.get(name.strip().lower(), loose.get(normal(name)) if normal(name) else None)

    places: dict[str, int] = {}
    names: dict[str, str] = {}
    for meaning, named in profile.columns.items():
        wishes = (named,) if isinstance(named, str) else named
        found = next((index for index in map(index_of, wishes) if index is not None), None)
        if found is not None:
            places[meaning], names[meaning] = found, normal(headings[found])
        elif strict:
            raise Missing(" or ".join(wishes))
    figures = [_figure(rule, index_of) for rule in profile.figures]
    known = [figure for figure in figures if (figure.value, figure.low, figure.high) != (None, None, None)]
    if profile.guess:
        guessed = recognise(headings)
        taken = {*places.values()}
        if "date" in places:  # a day that was named is not to be outdone by one that was guessed
            taken |= {guessed.places[part] for part in ("date_start",) if part in guessed.places}
        for meaning, index in guessed.places.items():
            if meaning not in places and index not in taken:
                places[meaning], names[meaning] = index, guessed.names[meaning]
        known = known or list(guessed.figures)
    text = tuple(index for index in map(index_of, profile.text) if index is not None)
    only = tuple((at, cell) for name, cell in profile.only.items() if (at := index_of(name)) is not None)
    return Columns(places, names, tuple(known), text, only)


def _figure(rule: FigureRule, index_of: Callable[[str], int | None]) -> FigureColumns:
    parts = {
        part: index_of(name)
        for part, name in (("value", rule.value), ("low", rule.low), ("high", rule.high))
        if name is not None
    }
    return FigureColumns(
        category=rule.category, unit=rule.unit, group=rule.group, nought=rule.nought == "none", **parts
    )
