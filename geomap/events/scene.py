"""Where an event takes place when its clause does not say: the sentence, the heading, the lines before."""

from collections.abc import Sequence

from geomap.events.grammar import words_of
from geomap.events.happenings import Happening
from geomap.events.place_choice import Candidate
from geomap.events.place_roles import VERBAL, is_subject, roles
from geomap.events.reading import Reading, ReadSentence
from geomap.events.triggers import Hit
from geomap.events.wordlists import wordlist
from geomap.records import HAPPENED, Event, EventPlace, EventType, Role

_INHERITING: frozenset[EventType] = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT"})
_SCENE: frozenset[EventType] = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_HEADED: frozenset[EventType] = _INHERITING | {"SANCTION", "AID", "COOPERATE"}
_FINE = frozenset({"point", "facility", "city", "adm2"})
_FITTING = {
    "there": _FINE | {"adm1", "region"},
    "area": _FINE | {"adm1", "region"},
    "city": frozenset({"city", "adm2"}),
    "town": frozenset({"city"}),
    "village": frozenset({"city"}),
    "capital": frozenset({"city"}),
    "province": frozenset({"adm1"}),
    "region": frozenset({"adm1", "region"}),
    "district": frozenset({"adm2", "city"}),
}
_STAYING = frozenset({"release", "disarm", "arrest", "destroy", "seize", "abduct", None})
_BACK = 2
_FAR_BACK = 8
_RECENT = 60  # events told last, among which those of the sentences before are sought


def event_places(
    reading: Reading, happening: Happening, earlier: Sequence[tuple[Happening, Event]]
) -> tuple[EventPlace, ...]:
    """The places of a happening: of its clause, its sentence, its heading, or the lines before."""
    row = reading.sentences[happening.row]
    earlier = earlier[-_RECENT:]
    first, last = row.clauses[happening.clause].first, row.clauses[happening.last_clause].last
    reach = _other_verb(row, happening, last)
    own = [place for place in row.candidates if first <= place.first < reach]
    own = [place for place in own if not is_subject(place, happening.hit)]
    if happening.hit.kind == "toll":
        own = [place for place in own if place.governor != "from"]
    if own:
        return roles(own, row.sentence, happening.hit)
    if happening.hit.type in VERBAL or reach < last:
        return ()
    state = _state_itself(row, happening)
    if state or _unresolved(row, first, last) or _unknown_object(row, happening.hit, last):
        return state  # the latter two have a place of their own, which nobody could find
    tied = _tied(reading, happening, first, last)
    if tied:
        return tied
    scene = [place for place in row.candidates if _is_scene(row, place)]
    around = [] if row.heading else [place for place in scene if place.last <= first] or scene
    if not around and not row.heading:
        around = [place for place in row.candidates if place.governor != "from" and not _said_at(row, place)]
    if around and happening.hit.type != "CONSULT":
        return roles(around, row.sentence, happening.hit, own_clause=False)
    return _inherited(reading, happening, earlier)


def _other_verb(row: ReadSentence, happening: Happening, last: int) -> int:
    """Where the say of a noun ends: ``the deployment threatens peace in Europe`` is not in Europe."""
    if happening.hit.kind != "noun":
        return last
    later = (hit.head for hit in row.hits if hit.verb and hit.type in VERBAL)
    return min((head for head in later if happening.hit.last <= head < last), default=last)


def _inherited(
    reading: Reading, happening: Happening, earlier: Sequence[tuple[Happening, Event]]
) -> tuple[EventPlace, ...]:
    row = reading.sentences[happening.row]
    if happening.hit.type in _HEADED and row.heading:
        return _headings(row, "destination" if happening.hit.type == "AID" else "location")
    if happening.hit.type not in _INHERITING:
        return ()
    breath = _same_breath(row, happening, earlier)
    if breath:
        return breath
    for number in range(happening.row - 1, max(-1, happening.row - 1 - _BACK), -1):
        before = reading.sentences[number]
        if before.sentence.block != row.sentence.block:
            break
        found = _from_before(before, number, happening, earlier)
        if found:
            return found
    retold = _referred(reading, row, happening, earlier)
    if retold:
        return retold
    first = reading.sentences[0]
    return _headings(first) if happening.hit.type in _SCENE and not first.hits else ()


def _same_breath(
    row: ReadSentence, happening: Happening, earlier: Sequence[tuple[Happening, Event]]
) -> tuple[EventPlace, ...]:
    """``entered the village and freed the hostages``: a second verb of one doer, who does not move on."""
    first = row.clauses[happening.clause].first
    if happening.hit.mode not in _STAYING or row.sentence.words[first] not in words_of("conjunctions"):
        return ()
    told = [event for other, event in earlier if other.row == happening.row and event.places]
    here = [at.place for at in told[-1].places if at.role not in {"topic", "origin"}] if told else []
    return tuple(EventPlace(place=place, role="location") for place in here)


def _referred(
    reading: Reading, row: ReadSentence, happening: Happening, earlier: Sequence[tuple[Happening, Event]]
) -> tuple[EventPlace, ...]:
    """``killed in the strikes``, ``hit the ship again``: where the attack lies that was told of last."""
    first, last = row.clauses[happening.clause].first, row.clauses[happening.last_clause].last
    words = row.sentence.words
    things = {
        words[at]
        for at in range(first + 1, last)
        if words[at] in words_of("things") and words[at - 1] in words_of("definite")
    }
    if not things.isdisjoint(words_of("ships")):
        things |= words_of("ships")
    definite = any(
        hit.type == "ASSAULT"
        and hit.kind == "noun"
        and first < hit.first < last
        and row.sentence.words[hit.first - 1] in words_of("definite")
        for hit in row.hits
    )
    if not definite and not things:
        return ()
    told = [
        event.places
        for other, event in earlier
        if event.type == "ASSAULT"
        and event.mode != "destroy"  # what a strike did, not the strike
        and event.places
        and 0 < happening.row - other.row <= _FAR_BACK
        and event.modality in HAPPENED
        and (definite or not things.isdisjoint(reading.sentences[other.row].sentence.words))
    ]
    return told[-1] if told else ()


def _from_before(
    before: ReadSentence, number: int, happening: Happening, earlier: Sequence[tuple[Happening, Event]]
) -> tuple[EventPlace, ...]:
    """What an earlier sentence gives: the places of an event alike, the scene of another, or its names."""
    hit = happening.hit
    told = [event for other, event in earlier if other.row == number and event.places]
    told = [event for event in told if event.type in _INHERITING]
    alike = [event for event in told if (event.type, event.mode) == (hit.type, hit.mode)]
    if alike:
        return alike[-1].places
    if hit.type not in _SCENE:
        return ()
    if told:
        return tuple(at for at in told[-1].places if at.role in {"location", "near", "within"})
    about = {
        at.place.id
        for other, event in earlier
        if other.row == number
        for at in event.places
        if at.role == "topic"
    }
    fine = [
        place
        for place in before.candidates
        if _is_scene(before, place) and (place.mention.place is None or place.mention.place.id not in about)
    ]
    return roles(fine, before.sentence, hit._replace(first=0, last=0), own_clause=False)


def _headings(row: ReadSentence, role: Role = "location") -> tuple[EventPlace, ...]:
    places = [candidate.mention.place for candidate in row.heading]
    return tuple(EventPlace(place=place, role=role) for place in places if place is not None)


def _state_itself(row: ReadSentence, happening: Happening) -> tuple[EventPlace, ...]:
    """A state's own missile test or alert, with no other place told, lies in that state."""
    if happening.hit.mode != "weapons":
        return ()
    span = row.clauses[happening.clause]
    tokens = row.sentence.tokens
    states = [
        mention.place
        for mention in row.mentions
        if mention.kind in {"metonym", "demonym"}
        and mention.place is not None
        and mention.place.precision == "country"
        and tokens[span.first].start <= mention.start < tokens[span.last - 1].end
    ]
    return (EventPlace(place=states[0], role="location"),) if len({place.id for place in states}) == 1 else ()


def _is_scene(row: ReadSentence, place: Candidate) -> bool:
    return place.governor != "from" and not _spoken_from(row, place) and not _said_at(row, place)


def _unresolved(row: ReadSentence, first: int, last: int) -> bool:
    """Whether words ``first`` to ``last`` say where by a name that has no place."""
    words, tokens = row.sentence.words, row.sentence.tokens
    for at in range(first + 1, last):
        preposition = words[at - 1] in words_of("inside") and tokens[at - 1].text.islower()
        if not preposition or not tokens[at].text[:1].isupper() or _is_day(words[at]):
            continue
        inside = [mention for mention in row.mentions if mention.start <= tokens[at].start < mention.end]
        acting = any(actor.first <= at < actor.last for actor in row.actors)
        unplaced = all(mention.place is None and mention.kind == "literal" for mention in inside)
        if unplaced and not (acting and not inside):
            return True
    return False


def _unknown_object(row: ReadSentence, hit: Hit, last: int) -> bool:
    """``to retake Kawlin``: what is taken or struck bears a name, of which nothing is known."""
    at = hit.last
    words, tokens = row.sentence.words, row.sentence.tokens
    if not hit.verb or hit.passive or at >= last or not tokens[at].text[:1].isupper() or _is_day(words[at]):
        return False
    if at + 1 < last and tokens[at + 1].text[:1].isupper():
        return False  # a person or unit: places go mostly by one word
    named = any(mention.start <= tokens[at].start < mention.end for mention in row.mentions)
    return not named and not any(actor.first <= at < actor.last for actor in row.actors)


def _is_day(word: str) -> bool:
    dates = wordlist("dates")
    return word.rstrip(".") in dates["months"] or word.rstrip(".") in dates["weekdays"]


def _tying(words: Sequence[str], at: int, last: int, hit: Hit) -> str | None:
    """The noun of ``in the city``, ``entered the city``, or a ``there`` at the end, at the word `at`."""
    following = words[at + 1] if at + 1 < last else "."
    if words[at] == "there":
        return "there" if at and following in words_of("after_participle") else None
    before = words[at - 1] if at else ""
    governed = hit.first < at == hit.last or before in words_of("inside") | words_of("to") | {
        "of",
        "from",
        "on",
    }
    return (
        following
        if governed and words[at] in {"the", "this", "that"} and following in words_of("tied")
        else None
    )


def _tied(reading: Reading, happening: Happening, first: int, last: int) -> tuple[EventPlace, ...]:
    """``in the city``: the last place of that sort that was named before."""
    row = reading.sentences[happening.row]
    words = row.sentence.words
    noun = next((noun for at in range(first, last) if (noun := _tying(words, at, last, happening.hit))), None)
    if noun is None or happening.hit.type in VERBAL:
        return ()
    fitting = _FITTING.get(noun, _FINE)
    close: list[Candidate] = []
    for number in range(happening.row, max(-1, happening.row - 1 - _FAR_BACK), -1):
        before = reading.sentences[number]
        named = [
            place
            for place in before.candidates
            if (number < happening.row or place.last <= first)
            and place.mention.place is not None
            and place.mention.place.precision in fitting
            and _is_scene(before, place)
        ]
        close += named[::-1]
        named = [place for place in named if place.governor not in words_of("near")]
        if named and (place := named[-1].mention.meant) is not None:
            return (EventPlace(place=place, role="location"),)
    # "on the road to Bravo" and "near Bravo" name the town only where nothing else does
    fallback = close[0].mention.meant if close else None
    return (EventPlace(place=fallback, role="location"),) if fallback is not None else ()


def _spoken_from(row: ReadSentence, candidate: Candidate) -> bool:
    """Whether a place stands in the clause that only says who spoke, and where."""
    clause = row.clause_of(candidate.first)
    if row.clauses[clause].kind == "attribution":
        return True
    if "," in row.sentence.words[candidate.last : row.clauses[clause].last - 1]:
        return False
    return any(later.governor == clause for later in row.clauses[clause + 1 : clause + 2])


def _said_at(row: ReadSentence, candidate: Candidate) -> bool:
    """``said in Washington``: the place follows the verb of saying."""
    clause = row.clauses[row.clause_of(candidate.first)]
    follows = row.sentence.words[clause.first : candidate.first]
    talked = words_of("speaking") | {"said", "says"}
    return clause.kind == "attribution" or not talked.isdisjoint(follows)
