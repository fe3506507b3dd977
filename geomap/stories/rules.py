"""The rules by which reports are linked, read from ``geomap/data/stories.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cached_property, lru_cache

import msgspec

from geomap.errors import DataError
from geomap.files import data_file
from geomap.records import Category, EventType

_FILE = "stories.toml"
Kind = str
TypeKey = tuple[EventType, str | None]


class Points(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each thing that two reports share, or differ in, counts for."""

    same_place: int
    near_place: int
    wider_place: int
    same_days: int
    overlapping_days: int
    shared_doer: int
    shared_sufferer: int
    alike_doer: int
    same_kind: int
    other_kind: int
    seldom: int
    shared_target: int
    equal_number: int
    small_number: int
    close_number: int
    other_number: int
    far_number: int
    same_words: int


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Thresholds; distances in km, times in days, ``words`` in characters."""

    telling: int
    shifted: int
    near_km: float
    same_name_km: float
    tight_days: int
    before_days: int
    undated_days: int
    close_ratio: float
    other_ratio: float
    far_ratio: float
    words: int


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Types that reports of one event may have; no modes means all that no other family names."""

    id: str
    types: dict[EventType, list[str]]


class _Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    categories: list[Category]
    anybody: list[str]


class _Targets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    groups: list[list[str]]


class _Alike(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    mutual: list[Kind]
    seldom: list[Kind]
    pairs: list[tuple[str, str]]


class _Revised(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrases: list[str]


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """All of the file, and look-ups made of it."""

    threshold: int
    points: Points
    limits: Limits
    family: list[Family]
    kinds: dict[Kind, list[str]]
    alike: _Alike
    numbers: _Numbers
    targets: _Targets
    revised: _Revised

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "Rules":
        """The rules in geomap's own data folder.

        Raises:
            DataError: The file is missing or breaks its own form.
        """
        try:
            return msgspec.convert(tomllib.loads(data_file(_FILE).read_text(encoding="utf-8")), cls)
        except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
            raise DataError(f"{_FILE}: {error}") from error

    def family_of(self, key: TypeKey) -> int | None:
        """The number of the family of a type and mode; None if such events are never linked."""
        found = self._named.get(key)
        return self._whole.get(key[0]) if found is None else found

    def kind_of(self, mode: str) -> Kind:
        """The kind that reports confuse `mode` with, or the mode itself."""
        return self._kind_of.get(mode, mode)

    def may_be_one(self, kind: Kind, other: Kind) -> bool:
        """Whether two kinds that differ may be told of one event."""
        return (kind, other) in self._alike_kinds

    def seldom(self, kind: Kind) -> bool:
        """Whether a kind of event seldom happens twice to one place in a day."""
        return kind in self.alike.seldom

    def mutual(self, kind: Kind | None) -> bool:
        """Whether both sides do such a thing, so that either may be told as its doer."""
        return kind is None or kind in self.alike.mutual

    def target_of(self, word: str) -> int | None:
        """The number of the group of targets that `word` names."""
        return self._target_of.get(word)

    @cached_property
    def anybody(self) -> frozenset[str]:
        """Units that mean people of any sort."""
        return frozenset(self.numbers.anybody)

    @cached_property
    def telling(self) -> frozenset[Category]:
        """Categories of numbers that tell events apart."""
        return frozenset(self.numbers.categories)

    @cached_property
    def _named(self) -> Mapping[TypeKey, int]:
        return {
            (type_, mode): number
            for number, family in enumerate(self.family)
            for type_, modes in family.types.items()
            for mode in modes
        }

    @cached_property
    def _whole(self) -> Mapping[EventType, int]:
        return {
            type_: number
            for number, family in enumerate(self.family)
            for type_, modes in family.types.items()
            if not modes
        }

    @cached_property
    def _kind_of(self) -> Mapping[str, Kind]:
        return {mode: kind for kind, modes in self.kinds.items() for mode in modes}

    @cached_property
    def _alike_kinds(self) -> frozenset[tuple[Kind, Kind]]:
        listed = {tuple(pair) for pair in self.alike.pairs}
        return frozenset((a, b) for pair in listed for a, b in (pair, pair[::-1]))

    @cached_property
    def _target_of(self) -> Mapping[str, int]:
        return {word: number for number, group in enumerate(self.targets.groups) for word in group}
