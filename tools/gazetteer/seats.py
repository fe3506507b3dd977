"""Second-level units without places of their own, set where the town that they are named after lies."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from gazetteer import display
from gazetteer.entries import Entry
from geomap.places.names import fold, strip_type

RADIUS_KM = 30.0
_ADJECTIVE = re.compile(r"(\w{4,}?)(?:skiy|skii|skij|sky|skoy)")
_ENDING = 3  # letters that a town's name may have beyond the stem of its district's: Vedeno, Vedenskiy


class Seats:
    """The populated places of each first-level unit, by the names that a district may share with them."""

    def __init__(self, cities: Iterable[Entry]) -> None:
        self._named: dict[tuple[str, str], Entry] = {}
        self._stems: dict[tuple[str, str], list[tuple[str, Entry]]] = defaultdict(list)
        for city in sorted(cities, key=lambda city: (city.population, city.identity)):
            if city.admin1 is None:
                continue
            for name in city.names:
                self._named[city.admin1, fold(name)] = city
            name = fold(city.name)
            for length in range(max(4, len(name) - _ENDING), len(name) + 1):
                self._stems[city.admin1, name[:length]].append((name, city))

    def of(self, unit: Entry) -> Entry | None:
        """The largest place of the unit's first-level unit that bears the unit's name, or None."""
        if unit.admin1 is None:
            return None
        names = list(dict.fromkeys(fold(name) for name in (unit.name, *unit.names)))
        for form in dict.fromkeys(form for name in names for form in _bare(name)):
            if (unit.admin1, form) in self._named:
                return self._named[unit.admin1, form]
        return self._by_stem(unit.admin1, names)

    def _by_stem(self, admin1: str, names: Sequence[str]) -> Entry | None:
        """The place that an adjective is made of; only where one place alone fits."""
        for name in names:
            adjective = _ADJECTIVE.fullmatch(strip_type(name)[0])
            if adjective:
                found = {city.identity: city for _, city in self._stems.get((admin1, adjective[1]), ())}
                if len(found) == 1:
                    return next(iter(found.values()))
        return None


def _bare(name: str) -> Iterator[str]:
    """The folded name, then without its type word, then without generic words before or after it."""
    yield name
    stripped = strip_type(name)[0]
    yield stripped
    openers, closers = display.generic_words()
    for opener in openers:
        if stripped.startswith(f"{opener} "):
            yield stripped.removeprefix(f"{opener} ")
    for closer in closers:
        if stripped.endswith(f" {closer}"):
            yield stripped.removesuffix(f" {closer}")
