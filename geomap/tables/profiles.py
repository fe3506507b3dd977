"""Table formats as data: which column means what, and what the codes in it mean.

A profile is a TOML file: those shipped are ``geomap/data/table_<format>.toml``, users write their own for
``--map``. docs/tables.md explains the keys.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from geomap.errors import OptionError
from geomap.files import data_file
from geomap.records import ActorType, Category, DatePrecision, EventType, Modality, Precision
from geomap.tables.columns import MEANINGS

SHIPPED = ("ucdp", "acled", "gdelt", "geomap")
PLAIN = "plain"
_PAIR = re.compile(r"(?:^|(?<=[\s,]))([a-z][a-z0-9_]*)=")


class TypeCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a code of an event type stands for; ``says`` puts it in words for rows without a text."""

    type: EventType
    mode: str | None = None
    says: str | None = None


class PrecisionCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How exact a place with this code is; ``radius_km`` holds it."""

    precision: Precision
    radius_km: float


class FigureRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The columns of one number; ``nought`` says whether 0 is a count of none or means that none is known."""

    category: Category
    value: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str = "people"
    group: str | None = None
    nought: Literal["none", "unknown"] = "none"


class Codes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Code books; words in them are in lower case with single spaces for all but letters and digits."""

    type: dict[str, TypeCode] = {}
    subtype: dict[str, TypeCode] = {}
    precision: dict[str, PrecisionCode] = {}
    date_precision: dict[str, DatePrecision] = {}
    actor_type: dict[str, ActorType | Literal[""]] = {}


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One format. ``columns`` name a heading for a meaning, or several of which the first present counts.

    Rows whose cells are not what ``only`` says of their columns are left out; ``others`` are headings of
    tables of the same making that hold no events. Under ``modes`` "own" a column of modes holds PLOVER's.
    """

    id: str = PLAIN
    name: str = "plain table"
    publisher: str | None = None
    modality: Modality = "occurred"
    actor_type: ActorType = "other"
    country_codes: Literal["iso", "fips"] = "iso"
    guess: bool = False
    headings: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    modes: Literal["words", "own"] = "words"
    others: tuple[tuple[str, ...], ...] = ()
    only: dict[str, str] = {}
    shapes: dict[str, str] = {}
    columns: dict[str, str | tuple[str, ...]] = {}
    figures: tuple[FigureRule, ...] = ()
    codes: Codes = Codes()

    def signed(self, headings: Iterable[str]) -> bool:
        """Whether `headings` are those of this format."""
        present = {heading.strip().lower() for heading in headings}
        return bool(self.signature) and all(heading.lower() in present for heading in self.signature)

    def beside(self, headings: Iterable[str]) -> bool:
        """Whether `headings` are those of a table that goes with this format but holds no events."""
        present = {heading.strip().lower() for heading in headings}
        return any(present.issuperset(other) for other in self.others) and not self.signed(present)

    def shaped(self, cells: Sequence[str]) -> bool:
        """Whether `cells` look like a row of this format, in a file without headings."""
        if not self.shapes or len(cells) != len(self.headings):
            return False
        return all(
            re.fullmatch(shape, cells[self.headings.index(heading)].strip())
            for heading, shape in self.shapes.items()
        )


GUESSED = Profile(guess=True)
"""A table of which nothing is known but what its headings say."""


@lru_cache(maxsize=1)
def shipped() -> dict[str, Profile]:
    """The formats known, by id.

    Raises:
        DataError: The installation lacks a file.
    """
    return {name: _decoded(data_file(f"table_{name}.toml").read_bytes()) for name in SHIPPED}


@lru_cache(maxsize=1)
def mentions_profile() -> Profile:
    """The layout of GDELT's mentions, which hold no events and so are no format of theirs.

    Raises:
        DataError: The installation lacks the file.
    """
    return _decoded(data_file("table_gdelt_mentions.toml").read_bytes())


@lru_cache(maxsize=1)
def figures_profile() -> Profile:
    """Geomap's own table of figures, which is read beside that of their events alone.

    Raises:
        DataError: The installation lacks the file.
    """
    return _decoded(data_file("table_geomap_figures.toml").read_bytes())


def choose(format_: str | None = None, mapping: Sequence[str] = ()) -> Profile | None:
    """The profile that ``--format`` and ``--map`` ask for; None where each table is to be recognised.

    Args:
        format_: The id of a shipped format, or ``plain`` to go by the headings alone.
        mapping: ``meaning=heading`` pairs, several in one text if need be, or the path of a TOML profile.

    Raises:
        OptionError: There is no such format or meaning, or the file is no profile.
    """
    if format_ is not None and format_ not in {*SHIPPED, PLAIN}:
        raise OptionError(f"no table format {format_!r}; known are {', '.join((*SHIPPED, PLAIN))}")
    base = shipped()[format_] if format_ in SHIPPED else GUESSED if format_ or mapping else None
    files = [text for text in mapping if text.lower().endswith(".toml") and "=" not in text]
    if files:
        base = _from_file(Path(files[-1]))
    pairs = _pairs(text for text in mapping if text not in files)
    if not pairs or base is None:
        return base
    return msgspec.structs.replace(base, columns={**base.columns, **pairs})


def is_pair(text: str) -> bool:
    """Whether `text` is ``meaning=heading`` with a meaning that is known."""
    found = _PAIR.match(text)
    return found is not None and found[1] in MEANINGS


def _pairs(texts: Iterable[str]) -> dict[str, str | tuple[str, ...]]:
    pairs: dict[str, str | tuple[str, ...]] = {}
    for text in texts:
        starts = [found for found in _PAIR.finditer(text) if found[1] in MEANINGS or found.start() == 0]
        if not starts:
            raise OptionError(
                f"--map {text!r}: write meaning=heading, such as lat=Y, or name a .toml profile"
            )
        for found, after in zip(starts, [*starts[1:], None], strict=True):
            if found[1] not in MEANINGS:
                raise OptionError(f"--map {text!r}: no meaning {found[1]!r}; known are {', '.join(MEANINGS)}")
            pairs[found[1]] = text[found.end() : after.start() if after else None].strip(" ,")
    return pairs


def _from_file(path: Path) -> Profile:
    try:
        profile = _decoded(path.read_bytes())
    except OSError as error:
        raise OptionError(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise OptionError(f"{path}: not a table profile: {error}") from error
    unknown = [meaning for meaning in profile.columns if meaning not in MEANINGS]
    if unknown:
        raise OptionError(f"{path}: no meaning {unknown[0]!r} for columns; known are {', '.join(MEANINGS)}")
    return profile


def _decoded(data: bytes) -> Profile:
    table: dict[str, Any] = tomllib.loads(data.decode())
    profile = msgspec.convert(table, Profile)
    for shape in profile.shapes.values():
        try:
            re.compile(shape)
        except re.error as error:
            raise ValueError(f"{shape!r} is no pattern: {error}") from error
    missing = [heading for heading in profile.shapes if heading not in profile.headings]
    if missing:
        raise ValueError(f"shapes name a heading that is not among the headings: {missing[0]}")
    return profile
