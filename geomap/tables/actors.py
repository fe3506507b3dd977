"""Who a row says did or suffered something."""

import re

from geomap.decoding import one_line
from geomap.records import Actor, ActorType
from geomap.tables.countries import alpha2
from geomap.tables.problems import Cells, Memory, Problems
from geomap.tables.profiles import Profile
from geomap.tables.values import blank
from geomap.tables.words import Vocabulary, normal

_SLUG = re.compile(r"[\W_]+")


class Actors:
    """The actors of cells: names (several between semicolons), further names, code of kind, country."""

    def __init__(self, profile: Profile, vocabulary: Vocabulary, problems: Problems) -> None:
        """Prepare for a table of `profile`."""
        self._profile = profile
        self._vocabulary = vocabulary
        self._problems = problems
        self.named = Memory[Cells, tuple[Actor, ...]](problems, self._named)

    def _named(self, cells: Cells) -> tuple[Actor, ...]:
        names, more, code, country = cells
        kind = self._kind(code)
        place = alpha2(country) if country.strip() else None
        found = [self._actor(name, kind, place) for name in _split(names)]
        found += [self._actor(name, None, None) for name in _split(more)]
        return tuple({actor.id: actor for actor in reversed(found)}.values())[::-1]

    def _kind(self, code: str) -> ActorType | None:
        book = self._profile.codes.actor_type
        if not book or blank(code):
            return None
        kind = book.get(code.strip(), book.get(normal(code)))
        if kind is None and self._profile.country_codes != "fips":  # GDELT's kinds run to hundreds
            self._problems.doubt("kinds of actors outside the code book", "told by the name", code)
        return kind or None

    def _actor(self, name: str, kind: ActorType | None, country: str | None) -> Actor:
        slug = _SLUG.sub("-", name.lower()).strip("-")
        if kind is None:
            kind = self._vocabulary.actor_type(name)
            kind = self._profile.actor_type if kind == "other" else kind
        return Actor(id=f"actor:{slug}", name=name, type=kind, country=country)


def _split(names: str) -> list[str]:
    return [name for name in map(one_line, names.split(";")) if not blank(name)]
