"""Figures: who or what a number in the text counts, and what happened to them.

A number is read with its bound (``numbers``), given the noun that it counts (``units``) and the cue of its
clause that governs it (``figure_cues``); numbers without a cue of their own take that of the number before
them. All word lists are data. What needs events or speakers is left to ``extract``.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

import msgspec

from geomap.events.figure_context import period_of, rate_of, untrue
from geomap.events.figure_cues import listed
from geomap.events.figure_items import Item, read_scene
from geomap.events.figure_links import Links, link, mark_earlier
from geomap.events.figure_reading import categorise
from geomap.events.numbers import Number, find_numbers
from geomap.language import Span
from geomap.records import Document, Figure, Mention, Place

# an unnamed count goes on where one of the last figures of the last sentences began
_REMEMBERED = 4
_REMEMBERED_SENTENCES = 3
_BREAKS = frozenset(";|•")


class FigureDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A figure and where its words stand.

    ``figure`` has no event, statement or actor yet. ``noun`` spans number and counted noun, ``owner`` the
    words between number and noun that may say whose they are ("North Korean" of 8,000 North Korean troops).
    """

    figure: Figure
    noun: Span
    owner: Span | None


def find_figures(
    document: Document, sentences: Sequence[Span], mentions: Sequence[Mention] = ()
) -> list[FigureDraft]:
    """The figures of a document in text order.

    Args:
        document: The text.
        sentences: Its sentences in order, as ``geomap.language.sentences`` gives them.
        mentions: Place names with their places; a figure keeps those that its own part of the sentence names.

    Returns:
        Drafts with ids ``<document id>:f1`` … in text order; links refer to these ids. ``modality`` is
        occurred, or negated for a number that the text calls untrue.
    """
    items = _read(document.text, sentences)
    mentions = sorted(mentions, key=attrgetter("start"))
    places = [_places(item, mentions) for item in items]
    links = link(items, [frozenset(place.id for place in named) for named in places])
    return [
        _draft(document, items[number], number, links[number], places[number]) for number in range(len(items))
    ]


def _read(text: str, sentences: Sequence[Span]) -> list[Item]:
    numbers = find_numbers(text)
    starts = [span.start for span in sentences]
    by_sentence: dict[int, list[Number]] = {}
    for number in numbers:
        where = bisect_right(starts, number.core) - 1
        if where >= 0 and number.end <= sentences[where].end:
            by_sentence.setdefault(where, []).append(number)
    kept: list[Item] = []
    for where, span in enumerate(sentences):
        scene = read_scene(text, span, where, by_sentence.get(where, ()))
        for item in scene.items:
            item.earlier = mark_earlier(item)
        categorise(
            scene, [item for item in kept[-_REMEMBERED:] if where - item.scene.index <= _REMEMBERED_SENTENCES]
        )
        for item in scene.items:
            if item.kept:
                item.rate, item.period = rate_of(item), period_of(item)
                item.negated = item.negated or untrue(item)
                kept.append(item)
    return kept


def _draft(document: Document, item: Item, at: int, links: Links, places: tuple[Place, ...]) -> FigureDraft:
    number, tokens = item.number, item.scene.tokens
    untrue_ = item.negated and bool(number.value)

    def name(index: int | None) -> str | None:
        return None if index is None else f"{document.id}:f{index + 1}"

    figure = Figure(
        id=f"{document.id}:f{at + 1}",
        start=number.start,
        end=number.end,
        unit=item.unit,
        category=item.category,
        value=number.value,
        low=number.low,
        high=number.high,
        qualifier=number.qualifier,
        rate="day" if item.rate else None,
        period=item.period,
        scope="subset" if links.subset else "total",
        subset_of=name(links.subset_of),
        places=places,
        modality="negated" if untrue_ else "occurred",
        negated=item.negated,
        same_as=name(links.same_as),
        supersedes=name(links.supersedes),
    )
    stop = tokens[item.last - 1].end if item.last <= len(tokens) and item.last > item.after else number.end
    owner = None
    if item.noun.first > item.after:
        owner = Span(tokens[item.after].start, tokens[item.noun.first - 1].end)
    return FigureDraft(figure=figure, noun=Span(number.start, max(stop, number.end)), owner=owner)


def _places(item: Item, mentions: Sequence[Mention]) -> tuple[Place, ...]:
    """Places that follow the number in its own part of the sentence after a preposition of place."""
    scene = item.scene
    following = item.following
    while following is not None and not following.kept:
        following = following.following
    stop = following.first if following else len(scene.tokens)
    stop = next((step for step in range(item.last, stop) if scene.words[step] in _BREAKS), stop)
    end = scene.tokens[stop - 1].end
    found: dict[str, Place] = {}
    for mention in mentions[bisect_left(mentions, item.number.end, key=attrgetter("start")) :]:
        if mention.start >= end:
            break
        step = scene.positions.get(mention.start)
        place = mention.meant
        if step is None or place is None or mention.kind != "literal":
            continue
        ahead = scene.words[max(0, step - 2) : step]
        if found and ahead[-1:] in (["'s"], ["’s"]):
            found.popitem()  # Russia's Kursk region: the owner only says where the region lies
            found[place.id] = place
        elif not listed("locating").isdisjoint(ahead) or (found and ahead[-1:] == [","]):
            found.setdefault(place.id, place)
    return tuple(found.values())
