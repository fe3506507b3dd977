"""Who says what an event tells, and whether "it" and "they" in the saying are the one who speaks."""

from geomap.events.actors import FoundActor
from geomap.events.attribution import Said
from geomap.events.grammar import words_of
from geomap.events.happenings import Happening
from geomap.events.reading import Reading, ReadSentence
from geomap.events.triggers import Hit
from geomap.records import Actor


def said_of(reading: Reading, happening: Happening) -> Said | None:
    """The narrowest saying that holds the trigger of a happening."""
    head = reading.sentences[happening.row].sentence.tokens[happening.hit.head].start
    holding = [
        said
        for said in reading.said
        if said.sentence == happening.row and said.statement.start <= head < said.statement.end
    ]
    return min(
        holding, key=lambda said: (said.statement.end - said.statement.start, said.first), default=None
    )


def speaking(reading: Reading, row: ReadSentence, said: Said) -> list[Actor]:
    """The actors whose names stand in the speaker's, outside what was said; for "it" further up."""
    speaker = said.statement.speaker.lower()
    here = [
        one.actor
        for one in row.actors
        if not said.first <= one.first < said.last and _names(reading, row, one, speaker)
    ]
    if here:
        return here
    return [
        one.actor
        for other in reading.sentences[: said.sentence]
        for one in other.actors
        if _names(reading, other, one, speaker, whole=True)
    ]


def by_speaker(row: ReadSentence, hit: Hit, said: Said) -> bool:
    """``the army said it had shelled``: whether the verb's subject is a pronoun for who speaks."""
    if not hit.verb or hit.passive:
        return False
    words = row.sentence.words
    subject = hit.head - 1
    while subject > said.first and words[subject] in words_of("auxiliaries"):
        subject -= 1
    alone = not any(said.first <= one.first < subject for one in row.actors)
    return said.first <= subject and words[subject] in words_of("speaking_of_self") and alone


def _names(
    reading: Reading, row: ReadSentence, one: FoundActor, speaker: str, *, whole: bool = False
) -> bool:
    """Whether an actor's words stand in a speaker's name, or are the `whole` of it."""
    tokens = row.sentence.tokens
    name = reading.document.text[tokens[one.first].start : tokens[one.last - 1].end].lower()
    return name.removeprefix("the ") == speaker.removeprefix("the ") if whole else name in speaker
