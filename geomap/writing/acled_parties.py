"""Who takes part in an event, as ACLED writes it: two sides, each with a name, further names and a code."""

from collections.abc import Sequence
from typing import NamedTuple

from geomap.records import Actor
from geomap.stories.groups import Story
from geomap.writing.acled_rules import AcledRules, Country, Rule

ARMED = frozenset({"military", "police", "non_state_armed_group", "militia"})
_STATE_SIDE = frozenset({"state", "military", "police"})
_UNARMED = frozenset({"civilians", "person", "organisation"})
_EXTERNAL, _PROTESTERS, _RIOTERS, _CIVILIANS, _UNKNOWN_GROUP = 8, 6, 5, 7, 3


class Side(NamedTuple):
    """One side: its name, the names of its allies, and its code (0 for nobody)."""

    name: str = ""
    others: str = ""
    code: int = 0


class Parties(NamedTuple):
    """Who does and who suffers an event, over all its reports; the first report that says so decides."""

    doers: tuple[Actor, ...]
    sufferers: tuple[Actor, ...]

    @property
    def by_armed(self) -> bool:
        """Whether armed people or a state do it."""
        return any(actor.type in ARMED or actor.type == "state" for actor in self.doers)

    @property
    def against_armed(self) -> bool:
        """Whether armed people suffer it."""
        return any(actor.type in ARMED for actor in self.sufferers)

    @property
    def against_civilians(self) -> bool:
        """Whether people suffer it of whom none is armed."""
        return not self.against_armed and any(actor.type in _UNARMED for actor in self.sufferers)

    def at_home(self, country: str | None) -> bool:
        """Whether the state of `country` does it."""
        return any(actor.type in _STATE_SIDE and actor.country == country for actor in self.doers)


def parties(story: Story) -> Parties:
    """The parties of a story."""
    events = [member.event for member in story.members]
    doers = next((event.actors for event in events if event.actors), ())
    sufferers = next((event.recipients for event in events if event.recipients), ())
    return Parties(doers, sufferers)


def sides(
    found: Parties, rule: Rule, alpha2: str | None, country: Country | None, rules: AcledRules
) -> tuple[Side, Side]:
    """The two sides of an event under a `rule`, in the country where it is."""
    at = country.name if country else ""
    name = rules.names
    doers, sufferers = found.doers, found.sufferers
    if rule.event in {"Protests", "Riots"}:
        # who marches comes first, and who comes against them second
        riot = rule.event == "Riots"
        crowd = Side(
            name["rioters" if riot else "protesters"].format(country=at),
            "",
            _RIOTERS if riot else _PROTESTERS,
        )
        forces = [actor for actor in (*doers, *sufferers) if actor.type in ARMED]
        if rule.against == "civilians":
            return crowd, Side(name["civilians"].format(country=at), "", _CIVILIANS)
        return crowd, _side(forces, alpha2, at, rules)
    first = _side(doers, alpha2, at, rules)
    second = _side(sufferers, alpha2, at, rules)
    if not first.name and rule.event != "Strategic developments":
        first = Side(name["militia"].format(country=at), "", _UNKNOWN_GROUP)
    if not second.name and rule.event == "Violence against civilians":
        second = Side(name["civilians"].format(country=at), "", _CIVILIANS)
    return first, second


def interaction(first: Side, second: Side, rules: AcledRules) -> str:
    """``State forces-Rebel group``, the lower code first; ``Rioters only`` for one side alone."""
    codes = sorted(side.code for side in (first, second) if side.code)
    if not codes:
        return ""
    labels = [rules.inter[code] for code in codes]
    return "-".join(labels) if len(labels) > 1 else f"{labels[0]} only"


def _side(actors: Sequence[Actor], alpha2: str | None, at: str, rules: AcledRules) -> Side:
    known = [actor for actor in actors if actor.type in rules.codes]
    if not known:
        return Side()
    names = list(dict.fromkeys(_name(actor, at, rules) for actor in known))
    first = known[0]
    foreign = first.type in _STATE_SIDE and first.country is not None and first.country != alpha2
    return Side(names[0], "; ".join(names[1:]), _EXTERNAL if foreign else rules.codes[first.type])


def _name(actor: Actor, at: str, rules: AcledRules) -> str:
    """An actor's own name, or what ACLED calls people who have none."""
    own = rules.country(actor.country)
    if actor.type == "state" and own is not None:
        return rules.names["military"].format(country=own.name)
    nameless = actor.id.startswith(f"{actor.type}:") or (
        actor.country is not None and actor.id == f"{actor.country.lower()}:{actor.type}"
    )
    if not nameless:
        return actor.name
    if actor.type == "military" and own is None:
        return rules.names["unknown_military"]
    pattern = rules.names.get(actor.type)
    return pattern.format(country=own.name if own else at) if pattern else actor.name
