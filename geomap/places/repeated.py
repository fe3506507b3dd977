"""Further mentions of a name that a tagger was sure of once: "Residents of Sake hid. Sake was quiet"."""

from collections.abc import Sequence

from geomap.places.cues import Cues
from geomap.places.sightings import NameCodes
from geomap.places.tagger import TaggedName
from geomap.places.words import Sentence, stop_behind

_SURE = 0.9
_CHANCE = 0.5  # of a further mention, as a tagger would say it
_PLACES = frozenset("wscmn")


def with_repeated(
    tagged: Sequence[TaggedName], sentences: Sequence[Sentence], text: str, names: NameCodes, cues: Cues
) -> list[TaggedName]:
    """The `tagged` names, in order, and the mentions passed over of those that were sure, spelled alike.

    A mention that stands beside another capitalised word, or behind a person's title, may be part of another
    name and is left alone, and so are names that the text gives to something else too.
    """
    sure = {text[name.start : name.end] for name in tagged if name.label == "P" and name.probability >= _SURE}
    sure -= {text[name.start : name.end] for name in tagged if name.label != "P"}
    sure = {name for name in sure if names.code(name) in _PLACES and not name.isupper()}
    if not sure:
        return list(tagged)
    covered = {at for name in tagged for at in range(name.start, name.end)}
    heads = {name.split()[0] for name in sure}
    found = list(tagged)
    for words in sentences:
        for first, word in enumerate(words):
            if word.text not in heads or word.start in covered:
                continue
            for name in sure:
                if not text.startswith(name, word.start):
                    continue
                end = word.start + len(name)
                stop = stop_behind(words, first, end)
                if words[stop - 1].end == end and _alone(words, first, stop, cues):
                    found.append(TaggedName(word.start, end, "P", _CHANCE))
                    break
    return sorted(found)


def _alone(words: Sentence, first: int, stop: int, cues: Cues) -> bool:
    """Whether ``words[first:stop]`` is a name by itself, no part of a longer one and no person's."""
    before = words[first - 1] if first else None
    after = words[stop] if stop < len(words) else None
    if before is not None and first > 1 and before.text[0].isupper():
        return False
    if before is not None and (before.lower in cues.titles or before.text in {"-", ".", "&"}):
        return False
    return after is None or not (
        after.text[0].isupper() or after.text in {"-", "&"} or after.lower in cues.saying
    )
