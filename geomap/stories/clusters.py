"""From pairs that may be one event to stories: each a set of reports that all can be of one event."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from geomap.stories.traits import Traits

_ASKED = 32  # members of a large story that a further report is held against


def clusters(
    pairs: Iterable[tuple[int, int]],
    traits: Mapping[int, Traits],
    likeness: Callable[[Traits, Traits], int | None],
    threshold: int,
    known: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:
    """The stories of two or more reports, by number, each and all of them in the order of their events' ids.

    The likeliest pair is joined first. Two stories become one if nothing speaks against any pair across them
    and no source tells of it twice: a document that reports two happenings keeps them apart in all others
    too.

    Args:
        pairs: Pairs worth comparing.
        traits: The reports.
        likeness: Points for a pair, None where something speaks against it.
        threshold: Points from which a pair is linked.
        known: Pairs that were linked before, which are not judged again.
    """
    story: dict[int, list[int]] = {}
    for one, other in sorted(known, key=lambda pair: _ids(pair, traits)):
        first, second = story.setdefault(one, [one]), story.setdefault(other, [other])
        # a table never links its rows with each other but where its makers did
        told = traits[one].source == traits[other].source
        if first is not second and (told or _apart(first, second, traits)):
            _join(first, second, story)
    scored = [(likeness(traits[one], traits[other]), (one, other)) for one, other in pairs]
    likely = [(points, pair) for points, pair in scored if points is not None and points >= threshold]
    for _, (one, other) in sorted(likely, key=lambda found: (-found[0], _ids(found[1], traits))):
        first, second = story.setdefault(one, [one]), story.setdefault(other, [other])
        if first is second or not _apart(first, second, traits):
            continue
        asked = (_sample(first, traits), _sample(second, traits))
        if all(likeness(traits[a], traits[b]) is not None for a in asked[0] for b in asked[1]):
            _join(first, second, story)
    whole = {id(members): members for members in story.values() if len(members) > 1}
    return sorted(
        (sorted(members, key=lambda number: traits[number].event.id) for members in whole.values()),
        key=lambda members: traits[members[0]].event.id,
    )


def _ids(pair: tuple[int, int], traits: Mapping[int, Traits]) -> tuple[str, ...]:
    return tuple(sorted(traits[number].event.id for number in pair))


def _apart(first: Sequence[int], second: Sequence[int], traits: Mapping[int, Traits]) -> bool:
    """Whether no source tells of both."""
    return {traits[number].source for number in first}.isdisjoint(traits[number].source for number in second)


def _sample(members: Sequence[int], traits: Mapping[int, Traits]) -> Sequence[int]:
    if len(members) <= _ASKED:
        return members
    return sorted(members, key=lambda number: traits[number].event.id)[:_ASKED]


def _join(first: list[int], second: list[int], story: dict[int, list[int]]) -> None:
    large, small = (first, second) if len(first) >= len(second) else (second, first)
    large.extend(small)
    for number in small:
        story[number] = large
