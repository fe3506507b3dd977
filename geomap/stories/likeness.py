"""How much speaks for two reports telling of one event, and what speaks against it outright."""

from geomap.geometry import distance_km
from geomap.records import Category, Place
from geomap.stories.rules import Rules
from geomap.stories.traits import Bounds, Traits, reality

_NAMED = frozenset({"city", "adm2"})
_EXACT = frozenset({"point", "facility", "city", "adm2"})
_UNSUPPORTED = -10  # too little is said to link the two, though nothing speaks against it


def likeness(one: Traits, other: Traits, rules: Rules) -> int | None:
    """Points for one event behind two reports; None if something speaks against it. Symmetric.

    Args:
        one: A report.
        other: Another report.
        rules: What counts how much.
    """
    if one.source == other.source or one.family != other.family:
        return None
    if reality(one.event.modality) != reality(other.event.modality):
        return None
    kinds = _kinds(one, other, rules)
    place = _place(one, other, rules)
    numbers, largest = _numbers(one, other, rules)
    days = _days(one, other, rules, largest)
    doers = _doers(one, other, rules)
    apart = one.targets and other.targets and not one.targets & other.targets
    if kinds is None or place is None or days is None or doers is None or (apart and not largest):
        return None
    points = rules.points
    total = kinds + place + days + doers + numbers
    if one.sufferers & other.sufferers:
        total += points.shared_sufferer
    if one.targets & other.targets:
        total += points.shared_target
    if _copies(one, other):
        total += points.same_words
    return total


def _kinds(one: Traits, other: Traits, rules: Rules) -> int | None:
    if one.kind is None or other.kind is None:
        return 0
    points = rules.points
    if one.kind == other.kind:
        return points.same_kind + (points.seldom if rules.seldom(one.kind) else 0)
    return points.other_kind if rules.may_be_one(one.kind, other.kind) else None


def _place(one: Traits, other: Traits, rules: Rules) -> int | None:
    """The nearest pair of places; without any place only one agency's sentence links."""
    if not one.ground or not other.ground:
        return 0 if _copies(one, other) else _UNSUPPORTED
    found = [places(a, b, rules) for a in one.ground for b in other.ground]
    best = max((points for points in found if points is not None), default=None)
    return rules.points.near_place if best and one.beside != other.beside else best


def places(one: Place, other: Place, rules: Rules) -> int | None:
    """Points for two places being where one event was; None if it cannot have been at both."""
    points = rules.points
    exact = one.precision in _EXACT, other.precision in _EXACT
    if one.id == other.id:
        return points.same_place if exact[0] else points.wider_place if one.precision == "adm1" else 0
    if all(exact):
        return _exact_places(one, other, rules)
    inner, outer = (one, other) if exact[0] else (other, one)
    if inner.precision in _EXACT and outer.precision == "adm1" and _holds(outer, inner):
        return points.wider_place
    return None


def _holds(outer: Place, inner: Place) -> bool:
    """Whether a place lies in a province, by the province's name or else its radius."""
    if inner.admin1 is not None and inner.country == outer.country:
        return inner.admin1 in {outer.name, outer.admin1}
    if inner.country is not None and outer.country is not None and inner.country != outer.country:
        return False
    return distance_km(inner.lon, inner.lat, outer.lon, outer.lat) <= outer.radius_km


def _exact_places(one: Place, other: Place, rules: Rules) -> int | None:
    """Towns of two names are two places; a site lies in a town, a town in a district, within the radius."""
    limits, precisions = rules.limits, {one.precision, other.precision}
    away = distance_km(one.lon, one.lat, other.lon, other.lat)
    if one.name == other.name:
        return rules.points.same_place if away <= limits.same_name_km else None
    if len(precisions) == 1 and precisions <= _NAMED:
        near = precisions == {"city"} and away <= limits.near_km
        return rules.points.same_place if near else None
    if away > max(one.radius_km, other.radius_km, limits.near_km):
        return None
    return rules.points.wider_place if "adm2" in precisions else rules.points.same_place


def _days(one: Traits, other: Traits, rules: Rules, shared: float) -> int | None:
    first, second = one.span, other.span
    apart = max(first.start, second.start) - min(first.end, second.end)
    if apart > 0:
        near = apart == 1 and not first.loose and not second.loose
        return 0 if near and shared >= rules.limits.shifted else None
    if first.loose or second.loose:
        return 0 if shared >= rules.limits.telling or _copies(one, other) else _UNSUPPORTED
    short = max(first.end - first.start, second.end - second.start) <= 1
    return rules.points.same_days if short else rules.points.overlapping_days


def _copies(one: Traits, other: Traits) -> bool:
    return bool(one.words) and one.words == other.words


def _doers(one: Traits, other: Traits, rules: Rules) -> int | None:
    points = rules.points
    if one.doers & other.doers:
        return points.shared_doer
    crossed = one.doers & other.sufferers or other.doers & one.sufferers
    if crossed and rules.mutual(one.kind) and rules.mutual(other.kind):
        return points.shared_sufferer
    if one.doers and other.doers:
        return None
    claimed = _claims(one, other) or _claims(other, one)
    return points.alike_doer if one.nameless & other.nameless or claimed else 0


def _claims(one: Traits, other: Traits) -> bool:
    """Whether one report is a claim by whom the other names as doer: "Israeli military", "Israel"."""
    return any(a.startswith(b) or b.startswith(a) for a in one.claimed_by for b in other.names)


def _numbers(one: Traits, other: Traits, rules: Rules) -> tuple[int, float]:
    """Points for the category that agrees best, and the largest number that is equal in both."""
    best: int | None = None
    largest = 0.0
    for category in one.numbers.keys() & other.numbers.keys():
        points, equal = _category(one, other, category, rules)
        best = points if best is None else max(best, points)
        largest = max(largest, equal)
    return best or 0, largest


def _category(one: Traits, other: Traits, category: Category, rules: Rules) -> tuple[int, float]:
    pairs = [
        (a, b) for a in one.numbers[category] for b in other.numbers[category] if comparable(a, b, rules)
    ]
    if not pairs:
        return 0, 0.0
    equal = max((a.value for a, b in pairs if a.value is not None and a.value == b.value), default=0.0)
    if equal:
        points = rules.points
        return (points.equal_number if equal >= rules.limits.telling else points.small_number), equal
    return max(_close(a, b, rules) for a, b in pairs), 0.0


def comparable(one: Bounds, other: Bounds, rules: Rules) -> bool:
    """Whether two numbers count the same sort of people or things."""
    return one.unit == other.unit or not rules.anybody.isdisjoint({one.unit, other.unit})


def _close(one: Bounds, other: Bounds, rules: Rules) -> int:
    points, limits = rules.points, rules.limits
    numbers = [known for known in (*one[:3], *other[:3]) if known is not None and abs(known) != float("inf")]
    smallest, largest = max(1.0, min(numbers)), max(1.0, *numbers)
    ratio = largest / smallest
    if ratio <= limits.close_ratio or largest - smallest <= 2:
        return points.close_number
    if ratio > limits.far_ratio:
        return points.far_number
    return points.other_number if ratio > limits.other_ratio else 0
