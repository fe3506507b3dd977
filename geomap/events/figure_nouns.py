"""The noun of a number that stands without one, and who did what was done to those counted."""

from collections.abc import Sequence
from itertools import takewhile

from geomap.events.figure_cues import Choice, governing, listed
from geomap.events.figure_items import Item, n_of_m
from geomap.events.units import Entry, kinds, known_noun
from geomap.events.wordlists import wordlist

_HEADING = 6
_SUBJECT_REACH = 14
_OBJECT = 2.0
_AGENT_REACH = 8
_BY_REACH = 5
_AID_REACH = 4
_APPOSED = 3
# who stands behind one of these did not do it
_NO_AGENT = frozenset({"against", "of", "from"})
_MARKS = frozenset({",", ";", ":", "."})
_NO_SUBJECT = frozenset({"none", "place", "measure", "structure"})


def name_kind(item: Item, source: Item | None) -> None:
    """Give a number without a noun the noun that the sentence names elsewhere.

    Args:
        item: The number.
        source: The kept number before it, if any.
    """
    if item.kind != "bare":
        return
    _share_noun(item)
    if source is not None and _further(item):
        item.kind, item.origin = source.kind, source
        if kinds()[source.kind].direct and _told_apart(item):
            item.kind = "people"  # "nine bodies were found and 30 more are missing"
    _take_heading(item)
    _take_apposition(item)
    if item.kind == "bare":
        _take_subject(item, source)


def governing_as(item: Item, source: Item) -> Choice | None:
    """The cue for a number that leaves out its noun: "Belize has sent two" after "400 police were sent".

    Only a verb right beside the number counts, and only if it speaks of the kind counted before.
    """
    if item.kind != "bare" or item.noun.partitive:
        return None
    scene = item.scene
    choice = governing(item.slot._replace(kind=source.kind), scene.words, scene.hits, scene.starts)
    if choice is None or choice.cost > _OBJECT or choice.hit.cue.weak or choice.hit.first >= item.last:
        return None
    item.kind, item.origin = source.kind, source
    item.noun = item.noun._replace(name=source.noun.name)
    return choice


def taken_by_captors(item: Item, choice: Choice) -> bool:
    """Whether those who detain are no state: "Boko Haram detained 14 women"."""
    words, captors = item.scene.words, listed("captors")
    hit = choice.hit
    behind = words[max(hit.last, item.last) :]
    if hit.side == "before" or hit.first >= item.last:
        agent = list(takewhile(lambda word: word not in _MARKS, behind[: _BY_REACH + 1]))
        return "by" in agent and not captors.isdisjoint(agent[agent.index("by") :])
    begin = max(0, hit.first - _AGENT_REACH)
    for step in range(hit.first - 1, begin - 1, -1):
        if words[step] in _MARKS or words[step] in _NO_AGENT or step in item.scene.starts:
            return False  # "killed 19 gunmen and arrested one": these are taken themselves
        if words[step] in captors:
            clause = takewhile(lambda at: words[at] not in _MARKS, range(step - 1, -1, -1))
            return item.scene.starts.isdisjoint(clause)
    return False


def brings_aid(item: Item) -> bool:
    """Whether the words at the counted vehicles say so: "an aid convoy of 34 trucks"."""
    words = item.scene.words[max(0, item.first - _AID_REACH) : item.last]
    return item.kind == "vehicle" and not listed("aid_words").isdisjoint(words)


def _told_apart(item: Item) -> bool:
    scene = item.scene
    choice = governing(item.slot._replace(kind="people"), scene.words, scene.hits, scene.starts)
    return choice is not None and choice.cost <= _OBJECT


def _take_heading(item: Item) -> None:
    """A bare number behind a colon counts the noun before it: "Homicides in the city: 656"."""
    words = item.scene.words
    if item.kind != "bare" or item.first == 0 or words[item.first - 1] != ":":
        return
    for position in range(item.first - 2, max(-1, item.first - 2 - _HEADING), -1):
        known = known_noun(words, position)
        if known is not None and known[1].kind not in {"none", "place"}:
            _name(item, known[1])
            return


def _take_apposition(item: Item) -> None:
    """In "its troops, as many as 4,000, crossed" the number counts the noun in front of the comma.

    So it does in "its troops, numbering 4,000".
    """
    words, position = item.scene.words, item.first - 1
    if item.first < _APPOSED:
        return
    if words[position] in listed("amounting"):
        position -= 1
    elif words[item.after : item.after + 1] != [","]:
        return
    if words[position] != ",":
        return
    known = known_noun(words, position - 1)
    if known is not None and known[1].plural and known[1].kind not in _NO_SUBJECT:
        _name(item, known[1])


def _share_noun(item: Item) -> None:
    """In "41 of 59 drones" both numbers count drones, in "sent 24 and two officers" both count officers."""
    following = item.following
    if following is None or following.kind == "bare":
        return
    if n_of_m(item, following) or (_listed_with(item, following) and _object_of_same(item, following)):
        item.kind, item.noun = following.kind, item.noun._replace(name=following.noun.name)


def _listed_with(item: Item, following: Item) -> bool:
    return list(item.scene.words[item.after : following.first]) in (["and"], ["or"])


def _object_of_same(item: Item, following: Item) -> bool:
    """Whether the number has no cue of its own but one for the noun of the number that follows."""
    scene = item.scene
    if governing(item.slot, scene.words, scene.hits, scene.starts) is not None:
        return False
    return (
        governing(item.slot._replace(kind=following.kind), scene.words, scene.hits, scene.starts) is not None
    )


def _take_subject(item: Item, source: Item | None) -> None:
    """In "attacks fell from 80 in May to 45 in June" both numbers count attacks."""
    words = item.scene.words
    ahead = words[item.first - 1 : item.first]
    verbs = wordlist("numbers")["change"]["verbs"]
    if source is not None and source.scene is item.scene:
        verb, before = ["", "", *words][source.first : source.first + 2]
        if (source.number_changes or verb in verbs) and {before, *ahead} == {"from", "to"}:
            item.kind, item.origin, item.number_changes = source.kind, source, True
            item.noun = item.noun._replace(name=source.noun.name)
            item.earlier = item.earlier or before == "to"
            return
    if list(ahead) not in (["from"], ["to"], ["by"]) or item.first < 2:
        return
    if words[item.first - 2] not in verbs:
        return
    if item.earlier and source is not None and source.scene is item.scene and words[item.first - 3] == ",":
        item.origin, item.number_changes = source, True  # "212 civilians were killed, up from 160"
        return
    subject = _subject(words, item.first - 2, item.scene.starts)
    if subject is not None:
        _name(item, subject)
        item.number_changes = True
    elif source is not None and source.scene is item.scene:
        item.origin, item.number_changes = source, True  # "which had 13,000 troops, has shrunk to 4,000"


def _subject(words: Sequence[str], end: int, starts: frozenset[int]) -> Entry | None:
    """The noun that heads the clause before a verb: the first behind "number of", or the first plural."""
    end -= words[end - 1] == ","
    begin = max(0, end - _SUBJECT_REACH)
    for position in range(end - 1, begin - 1, -1):
        if position in starts or words[position] in _MARKS:
            begin = position + 1
            break
    for position in range(begin, end):
        known = known_noun(words, position)
        if known is None or not known[1].plural or known[1].kind in _NO_SUBJECT:
            continue
        length, entry = known
        following = known_noun(words, position + length)
        return following[1] if following and following[1].plural else entry
    return None


def _name(item: Item, entry: Entry) -> None:
    item.kind, item.noun = entry.kind, item.noun._replace(name=entry.plural_name)


def _further(item: Item) -> bool:
    """Whether a number adds to what was counted before without naming it: "several hundred more"."""
    words = item.scene.words
    return item.kind == "bare" and item.after < len(words) and words[item.after] == "more"
