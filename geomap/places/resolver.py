"""Puts names on the earth: candidates from the gazetteer, chosen together from the document's context."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from geomap.errors import DataError
from geomap.files import model
from geomap.places.candidates import MATCHES
from geomap.places.classwords import Spot
from geomap.places.cues import Cues
from geomap.places.gazetteer import Gazetteer
from geomap.places.publishers import Home, LatLon, Publishers
from geomap.places.ranking import COLUMNS, features, untrained
from geomap.places.senses import Sense, group
from geomap.places.slate import LEVELS, Floats, Ints, Slate
from geomap.places.trees import Forest, Trees
from geomap.places.words import Sentence
from geomap.records import Place

_CITY = LEVELS.index("city")
_UNITS = {LEVELS.index("admin1"), LEVELS.index("admin2")}
_OWN_NAME, _NAMED = MATCHES.index("primary"), MATCHES.index("alias")
_LOOSE = MATCHES.index("typed")
_SAME_KM = 150.0
_TOWN = 3.5  # log10 of the population
_MOSTLY = 0.5
_SPELLED_OUT = 0.8
_RESPELLED = 0.6  # the most that a name is sure of which the gazetteer knows another spelling only
_FEW = 3  # city, district and province of one name
_LONGEST_LEAD = 8.0  # of the best candidate's log odds over the next
_NO_RIVAL = 100.0
_ROUNDS = 2
_ALTERNATIVES = 3


class Choice(NamedTuple):
    """The place chosen for a name (None: unknown), how sure that is (0 to 1), and what else it may be."""

    place: Place | None
    confidence: float
    alternatives: tuple[Place, ...]


class RankerFile(msgspec.Struct, frozen=True):
    """``ranker.json``: the trees, how their scores become confidences, and below which one nothing is said.

    ``calibration`` are the weights of best score, lead over the next and 1 in a logistic model; ``homes``
    the latitude and longitude that the publishers of the training texts write about.
    """

    trees: Trees
    calibration: tuple[float, float, float]
    threshold: float
    homes: dict[str, LatLon] = {}


class Ranker:
    """A trained candidate ranker."""

    def __init__(self, file: RankerFile) -> None:
        if file.trees.columns != COLUMNS:
            raise DataError("ranker.json: made for other features; run tools/train_ranker.py again")
        self.forest = Forest(file.trees)
        self.calibration = file.calibration
        self.threshold = file.threshold
        self.homes = file.homes

    @classmethod
    def read(cls, path: Path) -> "Ranker":
        """The ranker in a JSON file.

        Raises:
            DataError: The file is missing, damaged, or was made for other features.
        """
        return cls(model(path, RankerFile, "ranker"))

    def scores(self, slate: Slate, home: Home) -> Floats:
        """The log odds of every candidate, after rounds in which one's choices are the next one's context."""
        prior = untrained(slate)
        chosen = slate.best(prior)
        scores = prior
        for _ in range(_ROUNDS):
            scores = self.forest.scores(features(slate, chosen, prior, home))
            again = slate.best(scores)
            if np.array_equal(again, chosen):
                break
            chosen = again
        return scores

    def confidence(self, best: float, lead: float) -> float:
        """The probability that a choice is right, from its score and its lead over the next one."""
        weight, lead_weight, bias = self.calibration
        return 1.0 / (1.0 + math.exp(-(weight * best + lead_weight * min(lead, _LONGEST_LEAD) + bias)))


class Resolver:
    """Chooses places for the names of one document at a time; holds no state between documents."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues, ranker: Ranker | None) -> None:
        """Without a `ranker` the hand-set weights of `geomap.places.ranking.untrained` decide."""
        self._gazetteer = gazetteer
        self._cues = cues
        self._ranker = ranker
        self._publishers = Publishers.shipped(gazetteer, ranker.homes if ranker else None)

    def resolve(
        self, spots: Sequence[Spot], sentences: Sequence[Sentence], text: str, publisher: str | None = None
    ) -> list[Choice]:
        """One choice a spot, in their order."""
        if not spots:
            return []
        senses, numbers = group(spots, sentences, text, self._gazetteer, self._cues)
        slate = Slate(senses, spots, self._gazetteer)
        if not slate.candidates:
            return [Choice(None, 0.0, ())] * len(spots)
        if self._ranker is None:
            scores = untrained(slate)
        else:
            scores = self._ranker.scores(slate, self._publishers.home(publisher))
        chosen = slate.best(scores)
        choices = [self._choice(slate, number, scores, chosen) for number in range(len(senses))]
        return [choices[number] for number in numbers]

    def _choice(self, slate: Slate, number: int, scores: Floats, chosen: Ints) -> Choice:
        low, high = int(slate.rows[number]), int(slate.rows[number + 1])
        if low == high:
            return Choice(None, 0.0, ())
        order = sorted(range(low, high), key=lambda row: (-scores[row], row))
        best, second = float(scores[order[0]]), float(scores[order[1]]) if len(order) > 1 else -_NO_RIVAL
        order.insert(0, order.pop(order.index(right_level(slate, number, order))))
        places = _distinct([slate.candidates[row].place for row in order])
        if self._ranker is None:
            confidence = 0.5
        else:
            confidence = round(self._ranker.confidence(best, best - second), 2)
            if _spelled_out(slate, number, order[0], chosen):
                confidence = max(confidence, _SPELLED_OUT)
            if slate.candidates[order[0]].match == "spelling":
                confidence = round(min(confidence, _RESPELLED) * slate.candidates[order[0]].closeness, 2)
            if confidence < self._ranker.threshold:
                return Choice(None, confidence, tuple(places[:_ALTERNATIVES]))
        return Choice(places[0], confidence, tuple(places[1 : 1 + _ALTERNATIVES]))


def right_level(slate: Slate, number: int, order: Sequence[int]) -> int:
    """The row to take for sense `number`: `order`'s first, or its like on the level that the words ask for.

    City, district and province of one name lie so near each other that the ranker hardly tells them apart. A
    class word decides ("Kharkiv region"), a government's name means its seat ("Washington said"), and without
    either a plain name means the city.
    """
    best = order[0]
    generic = slate.senses[number].generic
    own = _bearer(slate, best, order, generic)
    if own is not None:
        return own
    if generic in {"admin1", "admin2"}:
        fitting = [row for row in order if slate.fit[row] > 0]
        if slate.fit[best] > 0 or not fitting:
            return best
        return next((row for row in fitting if _belong_together(slate, best, row)), best)
    if slate.metonyms[number] >= _MOSTLY:
        at_home = [row for row in order if slate.country[row] == slate.country[best]]
        seats = [row for row in at_home if slate.seat[row] and slate.level[row] == _CITY]
        if seats and slate.level[best] != 0:
            return max(seats, key=lambda row: slate.population[row])  # hamlets bear its name too
    if slate.level[best] in _UNITS and slate.match[best] < _LOOSE:
        towns = (
            row
            for row in order
            if slate.level[row] == _CITY and slate.match[row] <= _NAMED and slate.population[row] >= _TOWN
        )
        return next((row for row in towns if _belong_together(slate, best, row)), best)
    return best


def _bearer(slate: Slate, best: int, order: Sequence[int], generic: str | None) -> int | None:
    """The sea, river or country whose own name it is, where `best` is a part of it or borrows the name.

    "Red Sea" is no Sudanese state, "Mexico" neither a state nor the capital, "Iraq" no town elsewhere.
    """
    own = [row for row in order if slate.match[row] == _OWN_NAME]
    if generic == "nature":
        return next((row for row in own if slate.fit[row] > 0), None)
    if generic is not None or slate.level[best] == 0:
        return None
    for row in own:
        if slate.level[row] == 0:
            inside = slate.country[row] == slate.country[best]
            return row if inside or slate.match[best] >= _NAMED else None
    return None


def _spelled_out(slate: Slate, number: int, row: int, chosen: Ints) -> bool:
    """Whether the text itself says where the place lies, and it does lie there: "Paris, Texas"."""
    if "," in slate.senses[number].name:
        return True
    holder = slate.container[number]
    if holder < 0 or chosen[holder] < 0:
        return False
    held = slate.inside(np.arange(slate.rows[number], slate.rows[number + 1]), chosen[[holder]])[:, 0]
    named = slate.match[slate.rows[number] : slate.rows[number + 1]] <= _NAMED
    return bool(held[row - slate.rows[number]]) and int((held & named).sum()) <= _FEW


def _belong_together(slate: Slate, one: int, other: int) -> bool:
    if slate.country[one] != slate.country[other]:
        return False
    rows, others = np.array([one]), np.array([other])
    holds = slate.inside(rows, others)[0, 0] or slate.inside(others, rows)[0, 0]
    return bool(holds) or float(slate.km(rows, others)[0, 0]) <= _SAME_KM


def _distinct(places: Sequence[Place]) -> list[Place]:
    return list({place.id: place for place in places}.values())


__all__ = ["Choice", "Ranker", "RankerFile", "Resolver", "Sense", "Spot"]
