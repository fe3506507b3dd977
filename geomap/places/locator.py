"""Text in, place names with coordinates out: tagger, kinds and resolver composed."""

from collections.abc import Mapping, Sequence
from typing import Literal, Self, get_args

import msgspec

from geomap.files import data_file
from geomap.geometry import distance_km
from geomap.places.capitals import with_capitals
from geomap.places.coast import Coasts
from geomap.places.coordinates import written_coordinates
from geomap.places.cues import Cues
from geomap.places.doubts import doubted
from geomap.places.elided import with_elided, with_rest
from geomap.places.gazetteer import Gazetteer, Strength
from geomap.places.kinds import KindModel, is_road, is_vessel, usage_facts
from geomap.places.neighbours import joined
from geomap.places.relative import RelativePlaces
from geomap.places.relative_words import RelativeWords
from geomap.places.repeated import with_repeated
from geomap.places.resolver import Choice, Ranker, Resolver, Spot
from geomap.places.sightings import NameCodes
from geomap.places.spelled_out import as_spelled_out
from geomap.places.tagger import CrfTagger, TaggedName, Tagger
from geomap.places.taken import with_taken
from geomap.places.things import Things
from geomap.places.truecasing import Truecaser
from geomap.places.vague import VaguePatterns
from geomap.places.words import Sentence, stop_behind, words_by_sentence
from geomap.records import Document, Mention, MentionKind, Place

TaggerName = Literal["full", "fast"]
"""The encoder with the CRF as second voice, or the CRF alone for bulk work."""

_DRAWN_IN_WAR = frozenset({"front", "line"})
_REACH_KM = 100
_KNOWN = 0.5  # a front goes by its bearing in other wars too


class Locator:
    """Finds the place names of documents and puts them on the earth. Open one and pass it on.

    It holds an open gazetteer (SQLite): one a process.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        tagger: Tagger,
        ranker: Ranker | None,
        *,
        kinds: KindModel,
        cues: Cues,
        vague: VaguePatterns,
        relative: RelativePlaces | None = None,
    ) -> None:
        """Composes the parts.

        Without a `ranker` hand-set weights choose among candidates; without `relative` places measured from a
        named one, and capitals named by their country, are not told.
        """
        self.gazetteer = gazetteer
        self._tagger = tagger
        self._resolver = Resolver(gazetteer, cues, ranker)
        self._kinds = kinds
        self._cues = cues
        self._names = NameCodes(gazetteer)
        self._vague = vague
        self._things = Things.shipped()
        self._truecaser = Truecaser(gazetteer, cues)
        self._relative = relative

    @classmethod
    def shipped(cls, *, tagger: TaggerName = "full", gazetteer: Gazetteer | None = None) -> Self:
        """The locator of this installation, over the shipped gazetteer or one given.

        Args:
            tagger: "full" is the encoder with the CRF as second voice, "fast" the CRF alone.
            gazetteer: An open gazetteer to use instead of the shipped one.

        Raises:
            DataError: A model or the gazetteer is missing or damaged.
            ValueError: There is no tagger of this name.
        """
        if tagger not in get_args(TaggerName):
            raise ValueError(f"no tagger {tagger!r}; there are: {', '.join(get_args(TaggerName))}")
        found = gazetteer or Gazetteer.shipped()
        cues = Cues.shipped()
        names = NameCodes(found)
        crf = CrfTagger(data_file("tagger.crfsuite"), names, cues)
        finder: Tagger = crf
        if tagger == "full":
            from geomap.places.encoder import EncoderTagger

            finder = EncoderTagger.shipped(names, crf)
        return cls(
            found,
            finder,
            Ranker.read(data_file("ranker.json")),
            kinds=KindModel.shipped(),
            cues=cues,
            vague=VaguePatterns.shipped(),
            relative=RelativePlaces(RelativeWords.shipped(), Coasts(found)),
        )

    def locate(self, document: Document) -> tuple[Mention, ...]:
        """The place names of a document in order, not overlapping.

        A mention without a place is a name not known or not sure enough. Confidences have two decimals.
        """
        sentences = words_by_sentence(document.text)
        text = self._truecaser.restored(document.text, sentences)
        if text != document.text:
            sentences = words_by_sentence(text)
        written = written_coordinates(text)
        tagged = self._tagger.tag(sentences, text)
        tagged = with_taken(tagged, sentences, text, self._names, self._cues)
        once = {name.start for name in tagged}
        tagged = with_repeated(tagged, sentences, text, self._names, self._cues)
        again = {name.start for name in tagged} - once
        tagged = with_rest(tagged, sentences, text, self._cues)
        tagged, full = with_elided(tagged, sentences, text, self._names, self._cues)
        spots = self.spots(tagged, sentences, text, full)
        spots = [spot for spot in spots if not _overlaps(spot.start, spot.end, written)]
        choices = self._resolver.resolve(spots, sentences, text, document.publisher)
        choices = as_spelled_out(spots, choices, sentences, text, gazetteer=self.gazetteer, cues=self._cues)
        choices = doubted(spots, choices, sentences, self.gazetteer, self._cues)
        mentions = list(written)
        for spot, choice in zip(spots, choices, strict=True):
            if choice.place is not None or spot.start not in again:
                mentions.append(self._mention(spot, choice, sentences[spot.sentence]))
        mentions.sort(key=lambda mention: mention.start)
        mentions = joined(mentions, tagged, text, self.gazetteer)
        mentions.extend(self._known(vague, mentions) for vague in self._vague.find(document.text, mentions))
        mentions.sort(key=lambda mention: mention.start)
        if full or text != document.text:
            mentions = [
                msgspec.structs.replace(mention, text=document.text[mention.start : mention.end])
                for mention in mentions
            ]
        if self._relative is None:
            return tuple(mentions)
        return tuple(
            with_capitals(self._relative.told(mentions, text), text, self.gazetteer.capital_of, self._cues)
        )

    def _known(self, vague: Mention, mentions: Sequence[Mention]) -> Mention:
        """A front or line that the gazetteer holds, if the text speaks of the countries around it."""
        around = [mention.place for mention in mentions if mention.place is not None]
        for candidate in self.gazetteer.candidates(vague.text):
            place = candidate.place
            if place.feature in _DRAWN_IN_WAR and any(_beside(place, other) for other in around):
                return msgspec.structs.replace(vague, place=place, confidence=_KNOWN)
        return vague

    def spots(
        self,
        tagged: Sequence[TaggedName],
        sentences: Sequence[Sentence],
        text: str,
        full: Mapping[int, str] | None = None,
    ) -> list[Spot]:
        """The tagged place names and demonyms with the words they cover and how they are used.

        Names of vessels and nouns such as "River" are left out: they are no places. `full` has the whole name
        by offset where the text has but a half ("North" of "North and South Kivu").
        """
        found = []
        names = [name for name in tagged if name.label != "U"]
        position = 0
        for number, words in enumerate(sentences):
            index = {word.start: i for i, word in enumerate(words)}
            end = words[-1].end
            while position < len(names) and names[position].start < end:
                name = names[position]
                position += 1
                first = index.get(name.start)
                if first is None:
                    continue
                stop = stop_behind(words, first, name.end)
                if stop == first or is_vessel(words, first, stop, self._cues):
                    continue
                spelled = (full or {}).get(name.start, text[name.start : name.end])
                if spelled.lower() in self._cues.class_alone:
                    continue
                if _is_unit(words, first, stop) or self._is_person(words, first, stop):
                    continue
                sort = self.sort_of(spelled)
                if self._is_thing(words, first, stop, sort):
                    continue
                facts = usage_facts(words, first, stop, sort, self._cues)
                usage = self._kinds.usage(facts, name.usages)
                found.append(Spot(name.start, name.end, spelled, name.label, number, first, stop, usage))
        return found

    def _is_person(self, words: Sentence, first: int, stop: int) -> bool:
        before = first - 2 if first > 1 and words[first - 1].text == "." else first - 1
        if before >= 0 and words[before].lower in self._cues.honorifics:
            return True
        return self._things.is_person(words, first, stop, self._cues)

    def _is_thing(self, words: Sentence, first: int, stop: int, sort: str) -> bool:
        town = sort in {"city", "admin", "capital"}
        return (
            self._things.is_weapon(words, first, stop)
            or self._things.is_ship(words, first, stop, self._cues, town=town)
            or self._things.is_formation(words, first, stop)
        )

    def _is_adjective(self, spot: Spot, words: Sentence) -> bool:
        """Whether an abbreviated country only says whose a thing is: "a US destroyer"."""
        if not _is_abbreviation(spot.text) or self.gazetteer.knows(spot.text) != Strength.COUNTRY:
            return False
        after = words[spot.stop] if spot.stop < len(words) else None
        opens = spot.first == 0 or words[spot.first - 1].lower in {"a", "an"}
        return opens and after is not None and after.text[0].islower() and not self._is_verb(after.lower)

    def _is_verb(self, lower: str) -> bool:
        return any(lower in verbs for verbs in (self._cues.saying, self._cues.acting, self._cues.diplomatic))

    def sort_of(self, name: str) -> str:
        """What a name can be, for the kind model: country, capital, admin, city or other."""
        strength = self.gazetteer.knows(name)
        if strength == Strength.COUNTRY:
            return "country"
        if self.gazetteer.seat_of(name):
            return "capital"
        candidates = self.gazetteer.candidates(name)
        feature = candidates[0].feature if candidates else "other"
        if feature in {"admin1", "admin2"}:
            return "admin"
        return feature if feature in {"city", "country"} else "other"

    def _mention(self, spot: Spot, choice: Choice, words: Sentence) -> Mention:
        kind = self._kind(spot, words)
        place, confidence = choice.place, choice.confidence
        if is_road(words, spot.first, spot.stop, self._cues):
            kind, place, confidence = "embedded", None, 0.0
        elif spot.text.lower() in self._cues.compass:
            place = None
        return Mention(
            start=spot.start,
            end=spot.end,
            text=spot.text,
            kind=kind,
            place=place,
            confidence=confidence if place else 0.0,
            alternatives=choice.alternatives,
        )

    def _kind(self, spot: Spot, words: Sentence) -> MentionKind:
        if (
            spot.label == "D"
            or self._is_adjective(spot, words)
            or self.gazetteer.knows(spot.text) == Strength.DEMONYM
        ):
            return "demonym"
        if spot.usage == "metonym":
            return "metonym"
        if self._things.is_club(words, spot.stop):
            return "embedded"
        return "embedded" if spot.usage == "embedded" else "literal"


def _is_abbreviation(name: str) -> bool:
    letters = name.replace(".", "")
    return letters.isupper() and len(letters) <= 3


def _is_unit(words: Sentence, first: int, stop: int) -> bool:
    """Whether an abbreviation follows a number: "53 NM" are nautical miles."""
    word = words[first]
    return first > 0 and stop - first == 1 and len(word.text) < 4 and words[first - 1].text[-1].isdigit()


def _beside(front: Place, place: Place) -> bool:
    if front.country is not None:
        return front.country == place.country
    reach = front.radius_km + place.radius_km + _REACH_KM
    return distance_km(front.lon, front.lat, place.lon, place.lat) <= reach


def _overlaps(start: int, end: int, mentions: Sequence[Mention]) -> bool:
    return any(start < mention.end and mention.start < end for mention in mentions)
