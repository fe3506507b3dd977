"""What speaks for each candidate: importance, the words beside the name, the document's other places."""

from typing import NamedTuple

import numpy as np

from geomap.places.publishers import Home
from geomap.places.slate import FAR_KM, LEVELS, LONGEST_GAP, Floats, Ints, Slate, arc_km, unit_vectors

_NEAR_KM = 161.0
_NEIGHBOURS = 3
_CITY = LEVELS.index("city")

COLUMNS = (
    "population", "level", "order", "population_gap", "candidates", "match", "common", "seat", "fit",
    "any_fit", "country_share", "country_top", "admin1_share", "admin1_named", "country_named",
    "container", "container_admin1", "container_country", "container_km", "mean_km", "least_km",
    "near_share", "near_count", "neighbours", "in_text_km", "same_country_offset", "same_admin1_offset",
    "twin_km", "mentions", "metonyms", "has_country", "has_admin1", "name_length", "words", "caps",
    "others", "prior_gap", "prior_km", "home_country", "home_name", "home_km", "holds", "held_out",
    "may_lie_in", "may_hold", "seat_metonym", "paper_km", "paper_gap",
)  # fmt: skip
"""The ranker's columns in order; `features` gives one row of them a candidate."""


class Context(NamedTuple):
    """What the places chosen so far say, spread to candidates (first axis)."""

    country_share: Floats
    admin1_share: Floats
    country_top: Floats
    admin1_named: Floats
    country_named: Floats
    others: Floats


def untrained(slate: Slate, *, rounds: int = 3) -> Floats:
    """Scores by hand-set weights: importance, then containers, the document's countries and nearness.

    Iterates: the best places of one round are the context of the next.
    """
    base = slate.population + np.where(slate.level <= 2, 1.5, 0.0)
    base = base + 1.5 * slate.fit + 0.8 * slate.seat - 0.4 * np.minimum(slate.order, 5) * 0.3
    pairs = _pairs(slate)
    base = base + 2.0 * pairs[:, 0] + 2.0 * pairs[:, 1] + slate.seat * slate.metonyms[slate.sense]
    base = base - np.where(slate.match >= 4, 0.8, 0.0) - 1.0 * slate.common
    scores = base
    chosen = slate.best(scores)
    for _ in range(rounds):
        context = _context(slate, chosen)
        holder = _container_fit(slate, chosen)
        near = _nearness(slate, chosen)
        scores = np.round(
            base
            + 1.5 * context.country_share
            + 3.0 * context.admin1_share
            + 6.0 * holder[:, 1]
            + 4.0 * holder[:, 2] * (1 - holder[:, 1])
            + 2.5 * np.exp(-np.maximum(near[:, 0], 0.0) / 300.0) * (near[:, 0] >= 0),
            6,
        )
        again = slate.best(scores)
        if np.array_equal(again, chosen):
            break
        chosen = again
    return scores


def features(slate: Slate, chosen: Ints, prior: Floats, home: Home) -> Floats:
    """The matrix of `COLUMNS`, one row a candidate, given the places `chosen` so far and `prior` scores."""
    count = len(slate.candidates)
    sense = slate.sense
    sizes = np.diff(slate.rows)
    matrix = np.zeros((count, len(COLUMNS)))
    context = _context(slate, chosen)
    holder = _container_fit(slate, chosen)
    near = _nearness(slate, chosen)
    top_population = _per_sense_max(slate, slate.population)
    top_prior = _per_sense_max(slate, prior)
    offsets = _offsets(slate, chosen)
    own = chosen[sense]
    names = [s.name for s in slate.senses]
    prior_km = arc_km(np.sum(slate.xyz * slate.xyz[own], axis=1))
    matrix[:, 0] = slate.population
    matrix[:, 1] = slate.level
    matrix[:, 2] = slate.order
    matrix[:, 3] = top_population[sense] - slate.population
    matrix[:, 4] = sizes[sense]
    matrix[:, 5] = slate.match
    matrix[:, 6] = slate.common
    matrix[:, 7] = slate.seat
    matrix[:, 8] = slate.fit
    matrix[:, 9] = _per_sense_max(slate, slate.fit)[sense]
    matrix[:, 10] = context.country_share
    matrix[:, 11] = context.country_top
    matrix[:, 12] = context.admin1_share
    matrix[:, 13] = context.admin1_named
    matrix[:, 14] = context.country_named
    matrix[:, 15:19] = holder
    matrix[:, 19:25] = near
    matrix[:, 25:27] = offsets
    matrix[:, 27] = _twin_km(slate, chosen)
    matrix[:, 28] = slate.count[sense]
    matrix[:, 29] = slate.metonyms[sense]
    matrix[:, 30] = _per_sense_max(slate, (slate.level == 0).astype(np.float64))[sense]
    matrix[:, 31] = _per_sense_max(slate, (slate.level == LEVELS.index("admin1")).astype(np.float64))[sense]
    matrix[:, 32] = np.array([len(name) for name in names], dtype=np.float64)[sense]
    matrix[:, 33] = np.array([len(name.split()) for name in names], dtype=np.float64)[sense]
    matrix[:, 34] = np.array([float(name.isupper()) for name in names])[sense]
    matrix[:, 35] = context.others
    matrix[:, 36] = top_prior[sense] - prior
    matrix[:, 37] = prior_km
    matrix[:, 38] = [
        0.0 if home.country is None else 1.0 if c.place.country == home.country else -1.0
        for c in slate.candidates
    ]
    matrix[:, 39] = np.array(
        [float(len(s.folded) > 3 and s.folded.replace(" ", "") in home.letters) for s in slate.senses]
    )[sense]
    matrix[:, 40] = _home_km(slate, chosen, matrix[:, 39])
    matrix[:, 41:43] = _held(slate, chosen)
    matrix[:, 43:45] = _pairs(slate)
    matrix[:, 45] = slate.seat * slate.metonyms[sense]
    matrix[:, 46:48] = _paper_km(slate, home)
    return np.round(matrix, 6)


def _paper_km(slate: Slate, home: Home) -> Floats:
    """Columns: km to where the publisher writes from, and how much more than of the name's nearest candidate.

    -1 where that is not known.
    """
    out = np.full((len(slate.candidates), 2), -1.0)
    if home.spot is not None:
        lat, lon = home.spot
        at = unit_vectors(np.array([lat]), np.array([lon]))[0]
        out[:, 0] = arc_km(slate.xyz @ at)
        out[:, 1] = out[:, 0] + _per_sense_max(slate, -out[:, 0])[slate.sense]
    return out


def _held(slate: Slate, chosen: Ints) -> Floats:
    """Columns: how many names said to lie in this one were put inside the candidate, and outside it."""
    out = np.zeros((len(slate.candidates), 2))
    for number, holder in enumerate(slate.container):
        low, high = (slate.rows[holder], slate.rows[holder + 1]) if holder >= 0 else (0, 0)
        if low == high or chosen[number] < 0:
            continue
        pick = chosen[number]
        rows = np.arange(low, high)
        level = slate.level[rows]
        inside = np.where(
            level == 0,
            slate.country[rows] == slate.country[pick],
            (slate.admin1[rows] == slate.admin1[pick])
            & (slate.admin1[pick] >= 0)
            & (level <= slate.level[pick]),
        )
        out[rows, 0] += inside
        out[rows, 1] += ~inside
    return out


def _pairs(slate: Slate) -> Floats:
    """Columns: whether a candidate can lie in the name's container, and the share of names it can contain.

    Before anything is chosen: some candidate of the container holds it, or it holds some candidate of the
    names said to lie in it.
    """
    out = np.zeros((len(slate.candidates), 2))
    members = np.maximum(np.bincount(slate.container[slate.container >= 0], minlength=len(slate.senses)), 1)
    for number, holder in enumerate(slate.container):
        if holder < 0:
            continue
        rows = np.arange(slate.rows[number], slate.rows[number + 1])
        holders = np.arange(slate.rows[holder], slate.rows[holder + 1])
        if len(rows) and len(holders):
            held = slate.inside(rows, holders)
            out[rows, 0] = held.any(axis=1)
            out[holders, 1] += held.any(axis=0) / members[holder]
    return out


def _home_km(slate: Slate, chosen: Ints, at_home: Floats) -> Floats:
    """Km to the nearest other place whose name the publisher bears; -1 without one."""
    out = np.full(len(slate.candidates), -1.0)
    homes = {int(slate.sense[row]) for row in np.flatnonzero(at_home)}
    for number in range(len(slate.senses)):
        low, high = slate.rows[number], slate.rows[number + 1]
        others = [home for home in sorted(homes) if not slate.twin[number, home] and chosen[home] >= 0]
        if high > low and others:
            out[low:high] = slate.km(np.arange(low, high), chosen[others]).min(axis=1)
    return out


def _per_sense_max(slate: Slate, values: Floats) -> Floats:
    top = np.full(len(slate.senses), -np.inf)
    np.maximum.at(top, slate.sense, values)
    return top


def _context(slate: Slate, chosen: Ints) -> Context:
    """Shares of the other senses' weight that lie in each candidate's country and admin-1 unit."""
    live = np.flatnonzero(chosen >= 0)
    picks = chosen[live]
    weights = np.sqrt(slate.count[live])
    senses = len(slate.senses)
    # one column a country; row s: what sense s votes for
    votes = np.zeros((senses, slate.countries + 1))
    votes[live, slate.country[picks]] = weights
    admin_votes = np.zeros((senses, slate.admins + 1))
    admin_votes[live, slate.admin1[picks]] = weights
    country_names = np.zeros_like(votes)
    named = live[slate.level[picks] == 0]
    country_names[named, slate.country[chosen[named]]] = 1.0
    admin_names = np.zeros_like(admin_votes)
    named = live[slate.level[picks] == LEVELS.index("admin1")]
    admin_names[named, slate.admin1[chosen[named]]] = 1.0
    # a sense does not vote for itself, nor do spellings of the same name
    own = slate.twin.astype(np.float64)
    country_total = votes[:, :-1].sum(axis=0) - own @ votes[:, :-1]
    admin_total = admin_votes[:, :-1].sum(axis=0) - own @ admin_votes[:, :-1]
    name_total = country_names.sum(axis=0) - own @ country_names
    admin_name_total = admin_names.sum(axis=0) - own @ admin_names
    sums = np.maximum(country_total.sum(axis=1, keepdims=True), 1e-9)
    admin_sums = np.maximum(admin_total.sum(axis=1, keepdims=True), 1e-9)
    shares = np.hstack([country_total / sums, np.zeros((senses, 1))])
    admin_shares = np.hstack([admin_total / admin_sums, np.zeros((senses, 1))])
    share = shares[slate.sense, slate.country]
    return Context(
        country_share=share,
        admin1_share=admin_shares[slate.sense, slate.admin1],
        country_top=((share > 0) & (share >= shares.max(axis=1)[slate.sense] - 1e-9)).astype(np.float64),
        admin1_named=np.minimum(admin_name_total[slate.sense, slate.admin1], 2.0) * (slate.admin1 >= 0),
        country_named=np.minimum(name_total[slate.sense, slate.country], 2.0) * (slate.country >= 0),
        others=np.full(len(slate.sense), float(len(live))),
    )


def _container_fit(slate: Slate, chosen: Ints) -> Floats:
    """Columns: has a container, lies in its admin-1 unit, in its country, km to it (-1 without one)."""
    out = np.zeros((len(slate.candidates), 4))
    out[:, 3] = -1.0
    for number, holder in enumerate(slate.container):
        low, high = slate.rows[number], slate.rows[number + 1]
        if holder < 0 or chosen[holder] < 0 or low == high:
            continue
        pick = chosen[holder]
        rows = np.arange(low, high)
        out[rows, 0] = 1.0
        level = slate.level[pick]
        same_country = slate.country[rows] == slate.country[pick]
        if level > 0:
            same_admin = (slate.admin1[rows] == slate.admin1[pick]) & (slate.admin1[pick] >= 0)
            out[rows, 1] = same_admin & (slate.level[rows] >= level)
        else:
            out[rows, 2] = same_country & (slate.level[rows] > 0)
        out[rows, 3] = slate.km(rows, np.array([pick]))[:, 0]
    return out


def _nearness(slate: Slate, chosen: Ints) -> Floats:
    """Columns: how near the other places are that are narrower than a first-level unit.

    Mean km of the 3 nearest, nearest km, share and number within 161 km, their count, km to the one nearest
    in the text; -1 where there are none.
    """
    out = np.zeros((len(slate.candidates), 6))
    out[:, [0, 1, 5]] = -1.0
    live = np.flatnonzero(chosen >= 0)
    live = live[~slate.is_area[chosen[live]]]
    if not len(live):
        return out
    distances = slate.km(np.arange(len(slate.candidates)), chosen[live])
    others = ~slate.twin[:, live][slate.sense]
    counts = others.sum(axis=1)
    told = counts > 0
    hidden = np.where(others, distances, np.inf)
    nearest = np.sort(hidden, axis=1)[:, :_NEIGHBOURS]
    sizes = np.minimum(counts, _NEIGHBOURS)
    sums = np.where(np.isfinite(nearest), nearest, 0.0).sum(axis=1)
    within = (hidden <= _NEAR_KM).sum(axis=1)
    gaps = np.abs(slate.position[live][None, :] - slate.position[:, None])[slate.sense]
    in_text = np.argmin(np.where(others, gaps, np.inf), axis=1)
    found = np.stack(
        [
            sums / np.maximum(sizes, 1),
            nearest[:, 0],
            within / np.maximum(counts, 1),
            within,
            counts,
            distances[np.arange(len(distances)), in_text],
        ],
        axis=1,
    )
    out[told] = found[told]
    return out


def _offsets(slate: Slate, chosen: Ints) -> Floats:
    """Columns: characters to the nearest other name put in the candidate's country, and in its unit."""
    out = np.full((len(slate.candidates), 2), LONGEST_GAP)
    live = np.flatnonzero(chosen >= 0)
    gaps = np.where(slate.twin, LONGEST_GAP, slate.gaps)[:, live][slate.sense]
    for column, codes in ((0, slate.country), (1, slate.admin1)):
        same = (codes[:, None] == codes[chosen[live]][None, :]) & (codes >= 0)[:, None]
        if len(live):
            out[:, column] = np.where(same, gaps, LONGEST_GAP).min(axis=1)
    return out


def _twin_km(slate: Slate, chosen: Ints) -> Floats:
    """Km to the place chosen for the same name with another container or class word; -1 without one."""
    out = np.full(len(slate.candidates), -1.0)
    for number in range(len(slate.senses)):
        low, high = slate.rows[number], slate.rows[number + 1]
        twins = [int(t) for t in np.flatnonzero(slate.twin[number]) if t != number and chosen[t] >= 0]
        if low == high or not twins:
            continue
        held = [t for t in twins if slate.container[t] >= 0] or twins
        out[low:high] = slate.km(np.arange(low, high), chosen[held]).min(axis=1)
    return np.where(out > FAR_KM, FAR_KM, out)
