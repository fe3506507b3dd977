"""Floors for figures on texts of our own; lowering one needs a word in the CHANGELOG."""

import re
import tomllib
from pathlib import Path

import pytest

from geomap.events.figures import find_figures
from geomap.events.numbers import bounds
from geomap.language import sentences
from geomap.records import Document

_FILE = Path(__file__).with_name("figures.toml")
_MARK = re.compile(r"\[\[(.+?)\|(.+?)\]\]", re.DOTALL)
# readers differ over these, as the definitions of the categories allow
_ALIKE = ({"strength", "deployment"}, {"arrivals", "displaced"})
_FLOORS = {"f1": 0.97, "strict": 0.92, "value": 0.97, "qualifier": 0.97, "category": 0.93, "scope": 0.95}

_LATEST = {"f1": 0.93, "strict": 0.85, "value": 0.98, "qualifier": 0.98, "category": 0.9, "scope": 0.9}


def read_marked(source):
    """A marked text as plain text and its figures as dictionaries."""
    text, cursor, figures = "", 0, []
    for mark in _MARK.finditer(source):
        text += source[cursor : mark.start()]
        category, reading, *flags = (part.split() for part in mark[2].split("|"))
        qualifier, *number = reading
        value = low = high = None
        if qualifier == "range":
            low, high = (float(part) for part in number[0].split("-"))
        elif number:
            value = float(number[0])
            low, high = bounds(value, qualifier)
        figures.append(
            {
                "start": len(text),
                "end": len(text) + len(mark[1]),
                "category": category[0],
                "qualifier": qualifier,
                "reading": (value, low, high),
                "flags": flags[0] if flags else [],
            }
        )
        text += mark[1]
        cursor = mark.end()
    return text + source[cursor:], figures


def _overlap(wanted, found):
    return min(wanted["end"], found.end) - max(wanted["start"], found.start)


def _pairs(wanted, found):
    rows = [
        (-_overlap(want, have), i, j)
        for i, want in enumerate(wanted)
        for j, have in enumerate(found)
        if _overlap(want, have) > 0
    ]
    pairs = {}
    for _, i, j in sorted(rows):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def measure(texts):
    """Shares over `texts`, micro-averaged, and a line for each thing that is wrong."""
    tally = dict.fromkeys(
        ("gold", "found", "paired", "strict", "value", "qualifier", "category", "scope", "rate"), 0
    )
    wrong = []
    for entry in texts:
        text, wanted = read_marked(entry["text"])
        found = [draft.figure for draft in find_figures(Document(id=entry["id"], text=text), sentences(text))]
        pairs = _pairs(wanted, found)
        ignored = {j for i, j in pairs.items() if "implicit" in wanted[i]["flags"]}
        tally["gold"] += sum("implicit" not in want["flags"] for want in wanted)
        tally["found"] += len(found) - len(ignored)
        for i, want in enumerate(wanted):
            if "implicit" in want["flags"]:
                continue
            if i not in pairs:
                wrong.append(f"{entry['id']}: missed {text[want['start'] - 20 : want['end'] + 30]!r}")
                continue
            have = found[pairs[i]]
            value = (have.value, have.low, have.high) == want["reading"]
            category = have.category == want["category"] or any(
                {have.category, want["category"]} <= alike for alike in _ALIKE
            )
            scope = (have.scope == "subset") == ("subset" in want["flags"])
            tally["paired"] += 1
            tally["strict"] += value and category
            tally["value"] += value
            tally["category"] += category
            tally["qualifier"] += have.qualifier == want["qualifier"]
            tally["scope"] += scope
            tally["rate"] += (have.rate == "day") == ("day" in want["flags"])
            if not (value and category and scope):
                wrong.append(
                    f"{entry['id']}: {text[have.start : have.end + 30]!r} read as {have.category} "
                    f"{have.value} {have.low} {have.high} {have.scope}"
                )
        taken = set(pairs.values())
        wrong += [
            f"{entry['id']}: extra {text[have.start : have.end + 30]!r} {have.category}"
            for j, have in enumerate(found)
            if j not in taken
        ]
    both = tally["found"] + tally["gold"]
    shares = {"f1": 2 * tally["paired"] / both, "strict": 2 * tally["strict"] / both}
    names = ("value", "qualifier", "category", "scope", "rate")
    return {**shares, **{name: tally[name] / tally["paired"] for name in names}}, wrong


def _texts(batch=None):
    texts = tomllib.loads(_FILE.read_text("utf-8"))["text"]
    return [text for text in texts if batch in {None, text["batch"]}]


def test_the_set_is_large_enough_to_mean_something():
    texts = _texts()
    assert len(texts) >= 24
    assert len({text["id"] for text in texts}) == len(texts)
    assert sum(len(read_marked(text["text"])[1]) for text in texts) >= 180


@pytest.mark.parametrize(("batch", "floors"), [*((n, _FLOORS) for n in (1, 2, 3, 4)), (5, _LATEST)])
def test_figures_reach_their_floors(batch, floors):
    shares, wrong = measure(_texts(batch))
    below = {name: (shares[name], floor) for name, floor in floors.items() if shares[name] < floor}
    assert not below, "\n".join([str(below), *wrong])


if __name__ == "__main__":
    for number in (1, 2, 3, 4, 5):
        shares, wrong = measure(_texts(number))
        print(number, {name: round(share, 3) for name, share in shares.items()}, *wrong, sep="\n  ")  # noqa: T201
