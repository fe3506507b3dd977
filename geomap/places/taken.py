"""Towns that are taken, struck or lost, in words so short that a tagger of news hardly knows them.

"M23 took Sake.", "Kidal fell to the rebels.": right behind a verb of seizing, or before one of falling, a
known name is a place whatever a tagger thinks of it, where the sentence tells of armed men.
"""

from collections.abc import Sequence

from geomap.places.cues import Cues
from geomap.places.sightings import NameCodes, marks
from geomap.places.tagger import TaggedName
from geomap.places.words import Sentence

_PLACES = frozenset("wscmn")  # of any strength
_CHANCE = 0.5  # that such a name is a place, as a tagger would say it


def with_taken(
    tagged: Sequence[TaggedName], sentences: Sequence[Sentence], text: str, names: NameCodes, cues: Cues
) -> list[TaggedName]:
    """The `tagged` names, in order, and those that the verbs beside them tell."""
    covered = {position for name in tagged for position in range(name.start, name.end)}
    found = list(tagged)
    for words in sentences:
        spans = list(_spans(words, cues))
        if not spans or not _armed(words, cues) or all(words[first].start in covered for first, _ in spans):
            continue
        known = marks(words, text, names)
        for first, stop in spans:
            free = not covered.intersection(range(words[first].start, words[stop - 1].end))
            if free and known[first][0] in _PLACES and _stop(words, known, first) == stop:
                found.append(TaggedName(words[first].start, words[stop - 1].end, "P", _CHANCE))
    return sorted(found)


def _armed(words: Sentence, cues: Cues) -> bool:
    """Whether the sentence names a force: troops, rebels, or one that goes by its letters ("M23", "RSF")."""
    letters = (word.text for word in words if word.lower not in cues.states_by_letters)
    return any(word.lower in cues.forces for word in words) or any(
        len(text) > 1 and text.isalnum() and text.isupper() and not text.isdigit() for text in letters
    )


def _stop(words: Sentence, known: Sequence[str], first: int) -> int:
    """Where the known name that begins at `first` ends, without the stop of the sentence."""
    stop = first + 1
    while stop < len(known) and known[stop][1:2] == "I" and words[stop].text != ".":
        stop += 1
    return stop


def _spans(words: Sentence, cues: Cues) -> list[tuple[int, int]]:
    """Runs of capitalised words behind a verb of seizing, or before one of falling."""
    found = []
    for at, word in enumerate(words):
        if word.lower in cues.seizing and word.text.islower():
            stop = at + 1
            while stop < len(words) and words[stop].text[:1].isupper():
                stop += 1
            if stop > at + 1:
                found.append((at + 1, stop))
        elif word.lower in cues.falling and word.text.islower():
            first = at
            while first and words[first - 1].text[:1].isupper():
                first -= 1
            if first < at:
                found.append((first, at))
    return found
