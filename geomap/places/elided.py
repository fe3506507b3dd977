"""Names of which the text or the tagger has but a part: "North and South Kivu", "Mount" of "Mount Goma"."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from geomap.places.cues import Cues
from geomap.places.sightings import NameCodes
from geomap.places.tagger import TaggedName
from geomap.places.words import Sentence, Word, stop_behind

_BEFORE_NAMES = frozenset({"nature", "site"})
_SLASH = "/"


def with_elided(
    tagged: Sequence[TaggedName], sentences: Sequence[Sentence], text: str, names: NameCodes, cues: Cues
) -> tuple[list[TaggedName], dict[int, str]]:
    """The `tagged` names with a name for each half whose rest stands further on, and these in full by offset.

    "North" of "North and South Kivu" is a name of its own, in full "North Kivu", if there is such a place.
    """
    found = {name.start: name for name in tagged}
    full: dict[int, str] = {}
    for words in sentences:
        index = {word.start: i for i, word in enumerate(words)}
        within = [name for name in tagged if name.start in index]
        for name in within:
            first = index[name.start]
            stop = max(stop_behind(words, first, name.end), first + 1)
            last = _last_half(words, first, stop, cues)
            if name.label != "P" or last is None:
                continue
            rest = text[words[last].end : name.end]
            for at in _halves_before(words, last, cues):
                whole = words[at].text + rest
                if names.code(whole):
                    found[words[at].start] = TaggedName(
                        words[at].start, words[at].end, "P", name.probability, name.usages
                    )
                    full[words[at].start] = whole
                    if words[last].start not in found:  # tagged as one name with its first half
                        found[words[last].start] = name._replace(start=words[last].start)
    return sorted(found.values()), full


def with_rest(
    tagged: Sequence[TaggedName], sentences: Sequence[Sentence], text: str, cues: Cues
) -> list[TaggedName]:
    """The `tagged` names, a noun that was tagged without the name behind it with that name: "Mount Goma"."""
    starts = {name.start for name in tagged}
    followers = {
        one.start: other
        for words in sentences
        for one, other in pairwise(words)
        if one.start in starts and other.start not in starts and other.text[0].isupper()
    }
    return [
        name._replace(end=followers[name.start].end)
        if name.start in followers and _stands_before_names(text[name.start : name.end].lower(), cues)
        else name
        for name in tagged
    ]


def _stands_before_names(noun: str, cues: Cues) -> bool:
    return noun in cues.class_alone and cues.generic_class(noun) in _BEFORE_NAMES


def _last_half(words: Sentence, first: int, stop: int, cues: Cues) -> int | None:
    """The half in ``words[first:stop]`` with the part written out: "South" of "South Kivu"."""
    last = first
    while last + 2 < stop and _joins(words[last + 1], cues) and _is_half(words, last + 2, cues):
        last += 2
    return last if _is_half(words, last, cues) and stop - last > 1 else None


def _halves_before(words: Sentence, last: int, cues: Cues) -> Iterator[int]:
    at = last
    while at > 1:
        at -= 1
        while at > 0 and _joins(words[at], cues):  # ", and"
            at -= 1
        if at == last - 1 or not _is_half(words, at, cues):
            return
        yield at
        last = at


def _joins(word: Word, cues: Cues) -> bool:
    return word.lower in cues.joints or word.text == _SLASH


def _is_half(words: Sentence, at: int, cues: Cues) -> bool:
    return words[at].text[0].isupper() and words[at].lower in cues.halves
