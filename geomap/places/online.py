"""Names that the gazetteer does not know, asked of an online geocoder: opt-in, polite, never fatal.

    online = OnlineGeocoder(OnlineOptions(service="photon"), gazetteer)
    mentions = online.complete(mentions)      # literal names without a place may get one
    online.tally                              # what was asked, found and left, and why

Only the names leave the machine, never the text around them.
"""

import difflib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from geomap.files import user_folder
from geomap.places.answers import Answers
from geomap.places.asking import Ask, Box, Failure, ServiceFailure, connect
from geomap.places.gazetteer import Gazetteer
from geomap.places.names import fold
from geomap.places.services import read_answer, services
from geomap.records import Mention, Note, Place

_TRIES = 3
_PATIENCE = 30.0  # seconds: a service that asks for more is left alone for this run
_GIVE_UP_AFTER = 3  # names in a row without an answer
_LONGEST = 100
_SAME_NAME, _OTHER_SPELLING = 0.7, 0.5
_ALIKE = 0.5
_MARGIN = 0.2  # degrees that an answer may lie outside its country's simplified outline
_WHY: dict[Failure, str] = {
    "busy": "it asked to be left alone for now",
    "refused": "it refused the key or the request",
    "unreachable": "it did not answer",
    "unreadable": "its answer could not be read",
}


class OnlineOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Which service to ask, and how; worker processes are handed this.

    ``url`` is the base address of a server of one's own, ``contact`` an e-mail or web address for the user
    agent, ``timeout`` and ``back_off`` (the first pause before asking again) are seconds, ``cache`` a folder.
    """

    service: str
    url: str | None = None
    key: str | None = None
    contact: str | None = None
    cache: Path | None = None
    timeout: float = 10.0
    back_off: float = 1.0

    def __repr__(self) -> str:
        return f"OnlineOptions(service={self.service!r}, url={self.url!r})"  # never the key


class Tally(msgspec.Struct):
    """Names asked for, placed, and left without an answer, and what failed how often."""

    asked: int = 0
    found: int = 0
    left: int = 0
    failures: dict[str, int] = {}

    def add(self, other: "Tally") -> None:
        """Count `other`'s as well."""
        self.asked += other.asked
        self.found += other.found
        self.left += other.left
        self.failures = dict(Counter(self.failures) + Counter(other.failures))


class OnlineGeocoder:
    """Asks one service; open one a process."""

    def __init__(
        self, options: OnlineOptions, gazetteer: Gazetteer, *, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        """Nothing is asked yet.

        Raises:
            OptionError: The service is unknown, or needs an address, a key or a contact that is not there.
        """
        self.options = options
        self.tally = Tally()
        self._ask: Ask = connect(
            options.service, options.url, options.key, options.contact, timeout=options.timeout
        )
        self._service = services()[options.service]
        self._gazetteer = gazetteer
        self._sleep = sleep
        self._answers = Answers((options.cache or user_folder("cache")) / "geocoders.sqlite")
        self._unstored = Answers(None)
        self._in_a_row = 0
        self._given_up = False
        self._outline = lru_cache(maxsize=256)(self._country_outline)

    def complete(self, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """`mentions` with places for literal names that had none, where the service knows one nearby.

        Answers must lie in a country of a place that the gazetteer did know; where it knew none, the answer
        must bear the very name.
        """
        countries = tuple(sorted({m.place.country for m in mentions if m.place and m.place.country}))
        found: dict[str, Place | None] = {}
        completed = []
        for mention in mentions:
            if mention.place is None and mention.kind == "literal" and len(mention.text) <= _LONGEST:
                name = " ".join(mention.text.split())
                if name not in found:
                    found[name] = self._place(name, countries)
                completed.append(_placed(mention, found[name]))
            else:
                completed.append(mention)
        return tuple(completed)

    def close(self) -> None:
        """Close the cache."""
        self._answers.close()
        self._unstored.close()

    def _place(self, name: str, countries: tuple[str, ...]) -> Place | None:
        places = self._known(name, countries)
        chosen = next((place for place in places or () if self._fits(place, name, countries)), None)
        self.tally.found += chosen is not None
        return msgspec.structs.replace(chosen, country=self._country(chosen, countries)) if chosen else None

    def _known(self, name: str, countries: tuple[str, ...]) -> tuple[Place, ...] | None:
        question = "\n".join((self.options.service, self.options.url or "", ",".join(countries), name))
        store = self._answers if self._service.keep_days else self._unstored
        places = store.get(question)
        if places is not None:
            return places
        self.tally.asked += 1
        raw = None if self._given_up else self._raw(name, countries)
        if raw is None:
            self.tally.left += 1
            return None
        read = (read_answer(self.options.service, each) for each in raw)
        places = tuple(place for place in read if place is not None)
        store.put(question, places, self._service.keep_days or 1)
        return places

    def _raw(self, name: str, countries: tuple[str, ...]) -> Sequence[Any] | None:
        for attempt in range(_TRIES):
            try:
                self._wait_for_turn()
                answer = self._ask(name, countries, self._box(countries))
            except ServiceFailure as failure:
                wait = max(self.options.back_off * 2**attempt, failure.retry_after or 0.0)
                again = failure.kind in ("busy", "unreachable") and wait <= _PATIENCE
                if again and attempt + 1 < _TRIES:
                    self._sleep(wait)
                    continue
                self._failed(failure.kind, for_good=failure.kind == "refused" or wait > _PATIENCE)
                return None
            self._in_a_row = 0
            return answer
        return None

    def _wait_for_turn(self) -> None:
        pause = self._service.own_pause if self.options.url else self._service.pause
        if pause > 0:
            wait = self._answers.turn(self.options.url or self._service.url, pause)
            if wait > 0:
                self._sleep(wait)

    def _failed(self, kind: Failure, *, for_good: bool) -> None:
        self.tally.failures[kind] = self.tally.failures.get(kind, 0) + 1
        self._in_a_row += 1
        self._given_up = for_good or self._in_a_row >= _GIVE_UP_AFTER

    def _fits(self, place: Place, name: str, countries: tuple[str, ...]) -> bool:
        wanted, got = fold(name), fold(place.name)
        same = wanted == got
        if not countries:
            return same
        alike = same or not got.isascii() or difflib.SequenceMatcher(None, wanted, got).ratio() >= _ALIKE
        return alike and self._country(place, countries) is not None

    def _country(self, place: Place, countries: tuple[str, ...]) -> str | None:
        """The country of `countries` that holds the point, whatever the answer says; without any, its own."""
        if not countries:
            return place.country
        from shapely import Point

        spot = Point(place.lon, place.lat)
        outlines = {code: self._outline(code) for code in countries}
        holding = [code for code, shape in outlines.items() if shape is None or shape.dwithin(spot, _MARGIN)]
        return place.country if place.country in holding else next(iter(holding), None)

    def _country_outline(self, code: str) -> Any:
        country = self._gazetteer.country(code)
        return self._gazetteer.shape(country) if country else None

    def _box(self, countries: tuple[str, ...]) -> Box | None:
        bounds = [shape.bounds for code in countries if (shape := self._outline(code)) is not None]
        if not bounds or len(bounds) < len(countries):
            return None
        west, south, east, north = zip(*bounds, strict=True)
        return Box(
            max(min(west) - _MARGIN, -180),
            max(min(south) - _MARGIN, -90),
            min(max(east) + _MARGIN, 180),
            min(max(north) + _MARGIN, 90),
        )


def notes(service: str, tally: Tally) -> tuple[Note, ...]:
    """What the user should hear of the asking: nothing where all went well."""
    if not tally.left:
        return ()
    title = services()[service].title
    why = "; ".join(
        f"{words} ({tally.failures[kind]} x)" for kind, words in _WHY.items() if kind in tally.failures
    )
    names = f"{tally.left} name{'s' if tally.left != 1 else ''}"
    return (Note(f"{title}: {names} left without an answer: {why}; run again to ask for them"),)


def credits_of(places: Iterable[Place]) -> tuple[str, ...]:
    """Whom a map or file must name for places that came from online geocoders."""
    sources = {place.id.partition(":")[0] for place in places} - {"geonames"}
    return tuple(service.credit for name, service in services().items() if name in sources)


def _placed(mention: Mention, place: Place | None) -> Mention:
    if place is None:
        return mention
    sure = _SAME_NAME if fold(mention.text) == fold(place.name) else _OTHER_SPELLING
    return msgspec.structs.replace(mention, place=place, confidence=sure)
