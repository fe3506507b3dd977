"""Which column of a plain table means what, told by its heading."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from geomap.files import data_file
from geomap.records import Category

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OTHER = re.compile(r"[^0-9a-z]+")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


class FigureColumns(msgspec.Struct, kw_only=True):
    """The columns that count one thing: the number itself and its bounds."""

    category: Category
    unit: str
    group: str | None
    value: int | None = None
    low: int | None = None
    high: int | None = None
    nought: bool = True  # whether 0 says that there were none, rather than that none are known


class Columns(msgspec.Struct, frozen=True):
    """Column numbers by meaning, the columns that count, and those that make up the text.

    Of columns in ``only`` a row must have that cell to be an event.
    """

    places: dict[str, int]
    names: dict[str, str]
    figures: tuple[FigureColumns, ...]
    text: tuple[int, ...] = ()
    only: tuple[tuple[int, str], ...] = ()

    def __contains__(self, meaning: str) -> bool:
        return meaning in self.places

    @property
    def usable(self) -> bool:
        """Whether rows can say where or when something happened."""
        located = "lat" in self and "lon" in self
        return located or any(name in self for name in ("wkt", "place", "admin1", "date", "date_start"))

    @property
    def used(self) -> tuple[int, ...]:
        """The numbers of all columns that mean something, in order."""
        counts = (index for found in self.figures for index in (found.value, found.low, found.high))
        known = (index for index in counts if index is not None)
        return tuple(sorted({*self.places.values(), *self.text, *known, *(index for index, _ in self.only)}))

    @property
    def known(self) -> int:
        """How many columns are understood."""
        return len(self.places) + len(self.figures)


MEANINGS = (
    "id",
    "date",
    "date_start",
    "date_end",
    "date_precision",
    "lat",
    "lon",
    "wkt",
    "precision",
    "radius",
    "type",
    "subtype",
    "mode",
    "title",
    "text",
    "place",
    "country",
    "country_code",
    "admin1",
    "admin2",
    "actor",
    "actor_more",
    "actor_type",
    "actor_country",
    "recipient",
    "recipient_more",
    "recipient_type",
    "recipient_country",
    "modality",
    "speaker",
    "source",
    "url",
    "published",
)
"""What a column can mean."""

NEEDED = "a date (date, event_date …), lat and lon, or a place (place, location …)"
"""What a table must have one of, in words."""


def recognise(headings: Sequence[str]) -> Columns:
    """The meaning of `headings`; of columns with one meaning, the one named first in the alias list."""
    plain = [normal(heading) for heading in headings]
    bare = [normal(_BRACKETS.sub("", heading)) for heading in headings]
    places: dict[str, int] = {}
    names: dict[str, str] = {}
    taken: set[int] = set()
    for meaning, aliases in _aliases()["columns"].items():
        for spellings in (plain, bare):
            found = next((spellings.index(alias) for alias in aliases if alias in spellings), None)
            if found is not None and found not in taken:
                places[meaning], names[meaning] = found, plain[found]
                taken.add(found)
                break
    rest = [index for index in range(len(plain)) if index not in taken]
    figures = _figures((index, plain[index], bare[index]) for index in rest)
    return Columns(places, names, (*_estimates(plain), *figures))


def normal(heading: str) -> str:
    """`heading` in lower case, words joined by underscores."""
    return _OTHER.sub("_", _CAMEL.sub("_", heading.strip()).lower()).strip("_")


def _estimates(headings: Sequence[str]) -> list[FigureColumns]:
    names = _aliases()["figures"]["estimates"]
    parts = {part: names[part] for part in ("value", "low", "high")}
    if not all(heading in headings for heading in parts.values()):
        return []
    found = {part: headings.index(heading) for part, heading in parts.items()}
    return [
        FigureColumns(
            category=names["category"],
            unit="people",
            group=None,
            value=found["value"],
            low=found["low"],
            high=found["high"],
        )
    ]


def _figures(columns: Iterable[tuple[int, str, str]]) -> list[FigureColumns]:
    found: dict[tuple[str, str | None], FigureColumns] = {}
    for index, plain, bare in columns:
        read = _counted(plain) or _counted(bare)
        if read is None:
            continue
        category, group, bound = read
        unit = group or _aliases()["figures"]["units"].get(category, "people")
        columns_of = found.setdefault(
            (category, group), FigureColumns(category=category, unit=unit, group=group)
        )
        if getattr(columns_of, bound) is None:
            setattr(columns_of, bound, index)
    return list(found.values())


def _counted(heading: str) -> tuple[Category, str | None, str] | None:
    """Category, group and bound (value, low, high) of a heading that counts something."""
    rules = _aliases()["figures"]
    bound = "value"
    kept = []
    for word in heading.split("_"):
        if word in rules["low"]:
            bound = "low"
        elif word in rules["high"]:
            bound = "high"
        elif word not in rules["filler"]:
            kept.append(word)
    for groups in ({}, _groups()):
        group = next((groups[word] for word in kept if word in groups), None) if groups else None
        words = [word for word in kept if word not in groups] if groups else kept
        category = _categories().get("_".join(words))
        if category is not None:
            return category, group, bound
    return None


@lru_cache(maxsize=1)
def _aliases() -> dict[str, Any]:
    return tomllib.loads(data_file("table_columns.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _categories() -> dict[str, Category]:
    return {alias: name for name, aliases in _aliases()["figures"]["categories"].items() for alias in aliases}


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    return {word: name for name, words in _aliases()["figures"]["groups"].items() for word in words}
