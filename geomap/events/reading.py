"""A document as the event steps see it: sentences with clauses, triggers, cues, actors, names, statements."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from geomap.events.actors import Actors, FoundActor
from geomap.events.attribution import Said, Speakers
from geomap.events.clauses import Clause, Sentence, split_sentences
from geomap.events.coreference import resolve
from geomap.events.frames import Frame, Frames
from geomap.events.grammar import words_of
from geomap.events.modality import CueMatch, Modalities
from geomap.events.place_choice import Candidate
from geomap.events.place_roles import candidates
from geomap.events.signatures import sign_off
from geomap.events.triggers import Hit, Triggers
from geomap.records import ActorType, Document, EventType, Mention

# what shows a text to tell of conflict, so that a plain verb of motion in it is worth telling
_CONFLICT: frozenset[tuple[EventType, str | None]] = frozenset(
    {
        ("ASSAULT", None),
        ("ASSAULT", "aerial"),
        ("ASSAULT", "drone"),
        ("ASSAULT", "heavy-weapons"),
        ("COERCE", "seize"),
        ("MOBILIZE", "troops"),
        ("RETREAT", "ceasefire"),
        ("RETREAT", "withdraw"),
        ("SANCTION", "displacement"),
    }
)
_ARMED: frozenset[ActorType] = frozenset({"military", "non_state_armed_group", "militia", "state", "police"})
_HEADING_WORDS = 12
_LABEL_WORDS = 20


class Lists(NamedTuple):
    """The compiled word lists, opened once."""

    triggers: Triggers
    modalities: Modalities
    speakers: Speakers
    actors: Actors
    frames: Frames


class ReadSentence(NamedTuple):
    """One sentence and all that was spotted in it."""

    sentence: Sentence
    clauses: Sequence[Clause]
    hits: Sequence[Hit]
    cues: Sequence[CueMatch]
    actors: Sequence[FoundActor]
    candidates: Sequence[Candidate]
    mentions: Sequence[Mention]
    dateline: int
    heading: Sequence[Candidate]
    imagined: bool

    def clause_of(self, position: int) -> int:
        """The number of the clause that holds the word at `position`."""
        return next(i for i, clause in enumerate(self.clauses) if clause.first <= position < clause.last)


class Reading(NamedTuple):
    """The read sentences of a document and its statements, and what kind of text it is."""

    document: Document
    sentences: Sequence[ReadSentence]
    said: Sequence[Said]
    frame: Frame


def read(document: Document, mentions: Sequence[Mention], lists: Lists) -> Reading:
    """Spot everything that the event steps work with."""
    text = document.text
    sentences = split_sentences(text)
    frame = lists.frames.of(sentences)
    splitter = lists.speakers.splitter(lists.triggers.verbs)
    ordered = sorted(mentions, key=lambda mention: (mention.start, mention.end))
    rows: list[ReadSentence] = []
    heading: Sequence[Candidate] = ()
    paragraph = -1
    for number, sentence in enumerate(sentences):
        clauses = sign_off(splitter.split(sentence), lists.speakers.signature(text, sentence))
        inside = [m for m in ordered if sentence.start <= m.start < sentence.end]
        places = candidates(sentence, inside)
        dateline = _dateline(text, sentence, clauses, inside)
        hits = [] if frame.silences(number) else _hits(sentence, clauses, dateline, lists)
        if sentence.paragraph != paragraph:
            paragraph, heading = sentence.paragraph, _heading(sentence, places)
        rows.append(
            ReadSentence(
                sentence=sentence,
                clauses=clauses,
                hits=hits,
                cues=lists.modalities.cues(sentence) if hits else (),
                actors=[
                    one
                    for one in lists.actors.find(text, sentence, inside)
                    if not lists.speakers.is_agency(sentence, one.first, one.last)
                ],
                candidates=[place for place in places if place.first >= dateline],
                mentions=inside,
                dateline=dateline,
                heading=heading,
                imagined=bool(hits) and lists.frames.imagines(sentence),
            )
        )
    rows = _settled(rows)
    named = resolve(sentences, [row.actors for row in rows], [row.hits for row in rows])
    rows = [row._replace(actors=actors) for row, actors in zip(rows, named, strict=True)]
    said = lists.speakers.statements(text, sentences, [row.clauses for row in rows], ordered, splitter)
    return Reading(document, rows, [_by_name(rows[one.sentence], one) for one in said], frame)


def _by_name(row: ReadSentence, said: Said) -> Said:
    """``the group said``: who is meant, where the words point back to one who has been named."""
    article, *rest = said.statement.speaker.lower().split()
    words = row.sentence.words
    for one in row.actors if len(rest) == 1 else ():
        if one.named or words[one.first - 1 : one.last] != (article, *rest):
            continue
        if one.actor.name.lower() not in {rest[0], said.statement.speaker.lower()}:
            return said._replace(statement=replace(said.statement, speaker=one.actor.name))
    return said


def _hits(sentence: Sentence, clauses: Sequence[Clause], dateline: int, lists: Lists) -> list[Hit]:
    """The triggers after the dateline, without those that only name what is shown, marked or judged."""
    found = [hit for hit in lists.triggers.find(sentence, clauses) if hit.first >= dateline]
    return [
        hit
        for hit in found
        if not lists.frames.retells(sentence, next(c for c in clauses if c.first <= hit.head < c.last), hit)
    ]


def _settled(rows: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The rows without weak triggers that lead nowhere or stand in a text that tells of no conflict."""
    conflict = any(not hit.needs and (hit.type, hit.mode) in _CONFLICT for row in rows for hit in row.hits)
    conflict = conflict or any(not words_of("uprooted").isdisjoint(row.sentence.words) for row in rows)
    return [row._replace(hits=[hit for hit in row.hits if _holds(row, hit, conflict)]) for row in rows]


def _holds(row: ReadSentence, hit: Hit, conflict: bool) -> bool:  # noqa: FBT001
    if not hit.needs or not conflict:
        return conflict or not hit.needs
    if hit.needs == "conflict":
        return True
    end = row.clauses[row.clause_of(hit.head)].last
    if hit.needs == "place":
        return _onto(row, hit, end)
    after, stop = row.sentence.tokens[hit.head].end, row.sentence.tokens[end - 1].end
    leads = any(mention.place is not None and after <= mention.start < stop for mention in row.mentions)
    named = row.sentence.tokens[min(hit.head + 1, end - 1)].text[:1].isupper()
    return leads or named or not words_of("waypoints").isdisjoint(row.sentence.words[hit.head : end])


def _onto(row: ReadSentence, hit: Hit, end: int) -> bool:
    """``M23 took Goma``: one who bears arms before the verb, and right after it the place."""
    words = row.sentence.words
    doer = "they" in words[max(0, hit.first - 3) : hit.first] or any(
        one.last <= hit.first and one.actor.type in _ARMED for one in row.actors
    )
    at = hit.last
    while at < end and words[at] in words_of("inside_place_phrase"):
        at += 1
    start = row.sentence.tokens[min(at, end - 1)].start
    places = (mention for mention in row.mentions if mention.place is not None and mention.kind != "demonym")
    return doer and at < end and any(mention.start <= start < mention.end for mention in places)


def _dateline(text: str, sentence: Sentence, clauses: Sequence[Clause], mentions: Sequence[Mention]) -> int:
    """How many leading words are ``BAMAKO, Sept 2 –`` or ``Kinshasa/Goma –`` at the start of a line."""
    if not sentence.words or not text[: sentence.start].endswith(("\n", "")) or not clauses:
        return 0
    if sentence.start and text[sentence.start - 1] != "\n":
        return 0
    first = sentence.tokens[0].text
    shouted = first.isupper() and first.isalpha() and len(first) > 1
    if not shouted and not any(each.start == sentence.tokens[0].start for each in mentions):
        return 0
    for at, word in enumerate(sentence.words[:_HEADING_WORDS]):
        if word in {"–", "—", "-"} and at and sentence.words[at + 1 : at + 2] != (">",):
            return at + 1 if shouted or _only_named(sentence, at, mentions) else 0
    return 0


def _only_named(sentence: Sentence, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether the first words are two offices' places, ``Kinshasa/Goma –``: one may be what is told of."""
    tokens = sentence.tokens
    spaced = tokens[end - 1].end < tokens[end].start
    return (
        spaced
        and "/" in sentence.words[:end]
        and all(
            not token.text[0].isalpha() or any(each.start <= token.start < each.end for each in mentions)
            for token in tokens[:end]
        )
    )


def _heading(sentence: Sentence, places: Sequence[Candidate]) -> Sequence[Candidate]:
    """The places that a line opens with before a colon or bar: ``Kurakhove: …``, ``GOMA | …``."""
    words = sentence.words[:_LABEL_WORDS]
    at = next((i for i, word in enumerate(words) if word in {":", "|"}), 0)
    bracket = words.index("(") if "(" in words[:at] else at
    return [place for place in places if place.last <= bracket]
