"""From a document and its place names to a report: the event steps composed."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

import msgspec

from geomap.events.actors import Actors, take_part
from geomap.events.attribution import Said, Speakers
from geomap.events.dates import find_dates
from geomap.events.figures import find_figures
from geomap.events.frames import Frames
from geomap.events.grammar import words_of
from geomap.events.happenings import Happening, happenings
from geomap.events.linking import dispute, doubt, merge_retold
from geomap.events.modality import Modalities
from geomap.events.place_roles import VERBAL, with_home
from geomap.events.reading import Lists, Reading, ReadSentence, read
from geomap.events.releases import released_by_belligerent
from geomap.events.scene import event_places
from geomap.events.tallies import attach_figures
from geomap.events.timing import Dated, When, ahead, choose, fallback, future, told_before
from geomap.events.triggers import Triggers
from geomap.events.voices import by_speaker, said_of, speaking
from geomap.language import Span
from geomap.records import Actor, DatePrecision, Document, Event, Mention, Modality, Report

_EDGE = re.compile(r"^[\s,;:\-–—•*()\"“”'|.]*(?:(?:and|but|or)\s+)?|[\s,;:\-–—•*(|.]*$")
_TAIL = re.compile(r"[-‐‑–]([a-z]+)")
_DENIAL_WORDS = 4
_PERFECT = frozenset({"have", "has"})
_BELLIGERENT = frozenset({"military", "non_state_armed_group", "militia"})
# what a text of remembrance tells without a date of its own happened back then
_UNDATED: frozenset[DatePrecision] = frozenset({"before", "unknown", "approx", "ongoing", "future"})
_BARE_YEAR = len("their 2022")
_ARMED_GROUP = frozenset({"non_state_armed_group", "militia"})


class Extractor:
    """Reads events and figures out of documents; holds the compiled word lists."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "Extractor":
        """An extractor with geomap's own word lists."""
        return cls(
            Lists(
                Triggers.shipped(),
                Modalities.shipped(),
                Speakers.shipped(),
                Actors.shipped(),
                Frames.shipped(),
            )
        )

    def extract(self, document: Document, mentions: Sequence[Mention]) -> Report:
        """The events, statements and figures of a document.

        Args:
            document: The text; ``published`` is what relative dates count from. Without it the day in the
                text's own dateline is, and the report's document gets it.
            mentions: Its place names with their places.

        Returns:
            A report with events ``<document id>:e1`` … in text order and the figures linked to them.
        """
        dates: Sequence[Dated] = find_dates(document.text, document.published)
        if document.published is None:
            dated = (found.date_start for found in dates if found.is_dateline)
            document = msgspec.structs.replace(document, published=next(dated, None))
        told = [_as_part(mention, document.text) for mention in mentions]
        reading = read(document, told, self._lists)
        drafts: list[tuple[Happening, Event]] = []
        for number, happening in enumerate(happenings(reading, self._lists.modalities)):
            event = self._event(f"draft{number}", reading, happening, dates, drafts)
            again = event.type != happening.hit.type and any(
                other.type != told.hit.type and told.row == happening.row for told, other in drafts
            )  # one denial of several things
            if (
                not again
                and not _is_title(reading, happening, event, dates)
                and not (
                    reading.frame.history and event.date_precision in _UNDATED and event.type not in VERBAL
                )
            ):
                drafts.append((happening, event))
        drafts = dispute(reading, drafts, self._lists.modalities)
        drafts = doubt(reading, drafts)
        kept, moved = merge_retold(drafts)
        kept.sort(key=lambda draft: (draft[1].start, draft[1].end))
        final = {event.id: f"{document.id}:e{number}" for number, (_, event) in enumerate(kept, 1)}
        named = [(happening, msgspec.structs.replace(event, id=final[event.id])) for happening, event in kept]
        # what is told again is no event of its own, but its figures are the first one's
        retold = [
            (happening, msgspec.structs.replace(event, id=final[moved[event.id]]))
            for happening, event in drafts
            if event.id in moved
        ]
        statements = tuple(dict.fromkeys(said.statement for said in reading.said))
        denied = {said.statement for said in reading.said if self._denied(reading, said)}
        spans = [Span(row.sentence.start, row.sentence.end) for row in reading.sentences]
        figures = find_figures(document, spans, told)
        return Report(
            document=document,
            mentions=tuple(mentions),
            statements=statements,
            events=tuple(event for _, event in named),
            figures=tuple(attach_figures(reading, [*named, *retold], figures, statements, denied)),
        )

    def _event(
        self,
        identity: str,
        reading: Reading,
        happening: Happening,
        dates: Sequence[Dated],
        earlier: Sequence[tuple[Happening, Event]],
    ) -> Event:
        row = reading.sentences[happening.row]
        hit, sentence = happening.hit, row.sentence
        clause, last = row.clauses[happening.clause], row.clauses[happening.last_clause]
        start, end = _quote(
            reading.document.text, sentence.tokens[clause.first].start, sentence.tokens[last.last - 1].end
        )
        actors, recipients = take_part(
            row.actors,
            sentence,
            (clause.first, last.last),
            hit,
            [one for one in row.hits if one.kind == "toll"],
        )
        said = said_of(reading, happening)
        if said is not None and not actors and by_speaker(row, hit, said):
            actors = tuple(dict.fromkeys(speaking(reading, row, said)))
        modality = self._modality(reading, happening, said, actors)
        denial = said is not None and hit.kind != "said" and self._denied(reading, said)
        when = _when(reading, happening, dates, modality, (start, end))
        if modality == "occurred" and future(when, reading.document.published):
            modality = "planned"
        places = () if denial else event_places(reading, happening, earlier)
        if (hit.type, hit.mode) == ("MOBILIZE", "troops"):
            places = with_home(places, (*actors, *recipients) if hit.passive else actors, row.mentions)
        return Event(
            id=identity,
            type="REJECT"
            if denial
            else hit.type,  # what is denied is an act of speech, and that has happened
            mode=None if denial else hit.mode,
            start=start,
            end=end,
            actors=actors,
            recipients=recipients,
            places=places,
            date_start=when.start,
            date_end=when.end,
            date_precision=when.precision,
            modality=modality,
            statement=said.statement if said else None,
            confidence=round(min(0.95, (0.45 if hit.kind == "noun" else 0.55) + 0.1 * happening.evidence), 2),
        )

    def _modality(
        self, reading: Reading, happening: Happening, said: Said | None, actors: Sequence[Actor]
    ) -> Modality:
        """What belligerents say of their own deeds is a claim until somebody else says so too."""
        if said is not None and happening.hit.kind != "said" and self._denied(reading, said):
            return "occurred"
        if happening.modality != "occurred" or happening.hit.kind == "said":
            return happening.modality
        if said is None:
            boasts = happening.hit.type == "ASSAULT" or happening.hit.mode == "seize"
            return "claimed" if boasts and released_by_belligerent(reading) else "occurred"
        if said.claiming:
            return "claimed"
        row = reading.sentences[happening.row]
        content = row.sentence.words[said.first : max(happening.hit.last, said.first)]
        voices = speaking(reading, row, said)
        kinds = {actor.type for actor in voices}
        own = not words_of("own").isdisjoint(content) or any(actor in voices for actor in actors)
        return "claimed" if kinds & _ARMED_GROUP or (kinds & _BELLIGERENT and own) else "occurred"

    def _denied(self, reading: Reading, said: Said) -> bool:
        """``denied it had killed``, ``rejected claims that``: a denial leads straight to what was said."""
        words = reading.sentences[said.sentence].sentence.words
        before = reversed(words[max(0, said.first - _DENIAL_WORDS) : said.first])
        near = list(takewhile(lambda word: word not in {",", ";", ":"}, before))
        return self._lists.speakers.has("denying", near) and not {"not", "neither", "nor"}.intersection(near)


def _as_part(mention: Mention, text: str) -> Mention:
    """``the Rakhine-based outlet``: a name inside a compound says whose something is, not where."""
    tail = _TAIL.match(text, mention.end) if mention.kind == "literal" else None
    inside = tail is not None and tail[1] in words_of("compound_tails")
    return msgspec.structs.replace(mention, kind="embedded") if inside else mention


def _is_title(reading: Reading, happening: Happening, event: Event, dates: Sequence[Dated]) -> bool:
    """``Russian Offensive Campaign Assessment, February 3``: a noun in a dated heading without a place."""
    sentence = reading.sentences[happening.row].sentence
    dated = any(found.is_dateline and sentence.start <= found.start < sentence.end for found in dates)
    return dated and happening.hit.kind == "noun" and not event.places and sentence.words[-1] != "."


def _quote(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without marks and conjunctions at its edges; as it was if nothing else remains."""
    inside = text[start:end]
    edges = list(_EDGE.finditer(inside))
    first = edges[0].end() if edges and edges[0].start() == 0 else 0
    last = min((edge.start() for edge in edges[1:] if edge.end() == len(inside)), default=len(inside))
    return (start + first, start + last) if first < last else (start, end)


def _when(
    reading: Reading, happening: Happening, dates: Sequence[Dated], modality: Modality, quote: tuple[int, int]
) -> When:
    row = reading.sentences[happening.row]
    sentence = row.sentence
    head = sentence.tokens[happening.hit.head].start
    said = happening.hit.kind == "said" and modality in {"occurred", "claimed"}
    wider = [] if said else [(sentence.start, sentence.end)]
    retold = [reading.sentences[number].sentence for number in happening.also]
    spans = [quote, *wider, *((other.start, other.end) for other in retold)]
    others = [sentence.tokens[hit.head].start for hit in row.hits] if said else []
    everywhere = dates
    dates = [found for found in dates if any(a <= found.start < b for a, b in spans)]
    if modality in {"planned", "hypothetical"}:
        dates = [found for found in dates if not _dates_the_saying(reading.document.text, found)]
    dates = [found for found in dates if not _dates_another(row, happening, found)]
    when = choose(spans, head, dates, others)
    if when is not None:
        due = (
            modality in {"planned", "hypothetical"}
            or sentence.words[happening.hit.head] in words_of("scheduled")
            or (sentence.words[happening.hit.last - 1] in words_of("scheduled"))
        )
        if due:
            return ahead(when, reading.document.published)
        text = reading.document.text
        own = choose(spans, head, [found for found in dates if not _dates_the_saying(text, found)], others)
        clause = row.clauses[happening.clause]
        if own is None and not said and _PERFECT.intersection(sentence.words[clause.first : clause.last]):
            # "have been deployed, he said on Thursday": by then it had happened, nobody says when
            return When(None, when.end, "before", told=True)
        return when
    published, ongoing = reading.document.published, not words_of("ongoing").isdisjoint(sentence.words)
    if modality in {"planned", "hypothetical"}:
        return fallback(modality, published, ongoing=ongoing)
    told = (told_before(*span, everywhere, published) for span in _carry_from(reading, happening.row))
    carried = next((day for day in told if day is not None), None)
    if carried is None:
        return fallback(modality, published, ongoing=ongoing)
    return carried._replace(start=None, precision="ongoing") if ongoing else carried


def _dates_another(row: ReadSentence, happening: Happening, found: Dated) -> bool:
    """``jailed for a 2022 bombing``: the bare year before a noun is that one's alone."""
    if found.precision != "range" or found.end - found.start > _BARE_YEAR:
        return False
    tokens = row.sentence.tokens
    after = [at for at, token in enumerate(tokens) if token.start >= found.end][:4]
    owners = [hit for hit in row.hits if hit.kind == "noun" and hit.head in after]
    return bool(owners) and happening.hit not in owners and tokens[after[0]].text.islower()


def _dates_the_saying(text: str, found: Dated) -> bool:
    """``said on Sunday it would``: when it was said, and not when it is to be."""
    before = text[max(0, found.start - 30) : found.start].lower().split()[-3:]
    while before and before[-1] in words_of("setting"):
        before.pop()
    return bool(before) and before[-1] in words_of("spoke")


def _carry_from(reading: Reading, row: int) -> list[tuple[int, int]]:
    """Where a day may be carried on from: the paragraph so far, then the lines up to the first event told.

    A bullet or numbered line begins anew.
    """
    sentence = reading.sentences[row].sentence
    own = next(other.sentence.start for other in reading.sentences if other.sentence.block == sentence.block)
    spans = [(own, sentence.start)]
    lead = next((other.sentence.block for other in reading.sentences if other.hits), 0)
    if lead < sentence.block and not any(other.sentence.bullet for other in reading.sentences):
        spans.append((0, max(o.sentence.end for o in reading.sentences if o.sentence.block <= lead)))
    return spans
