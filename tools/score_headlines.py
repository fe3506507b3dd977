"""Killed figures on headlines with known deaths: how often the number that a headline gives is the toll.

    python tools/score_headlines.py headlines.jsonl [-v]

Each line is ``{"doc", "text", "events": [{"figures": {"best", …}}]}``, as UCDP's tables give deaths for the
source headlines of an event. A headline tells of more than its event (a week, a whole front), or of some of
its dead; so only English ones are scored that hold the event's own number, as a numeral that is no day of a
month and no length of time. It may still stand for something else ("2 bombs"), so the share is a lower bound.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from py3langid import rank

from geomap.events.figures import find_figures
from geomap.events.numerals import numeral_pattern, read_numeral
from geomap.language import sentences
from geomap.records import Document, Figure

_NUMERAL = re.compile(rf"(?<![\w.-])(?:{numeral_pattern()})(?![\w%])", re.IGNORECASE)
_TIME = re.compile(
    r"[\s-]*(?:days?|hours?|weeks?|months?|years?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*$", re.IGNORECASE)


def is_english(text: str) -> bool:
    """Whether a headline is likelier English than Spanish, French or Portuguese, as other sources are."""
    scores = dict(rank(text))
    return all(scores["en"] > scores[other] for other in ("es", "fr", "pt"))


def numbers(text: str) -> set[float]:
    """The values of the numerals of a headline that are no dates or lengths of time."""
    found: set[float] = set()
    for match in _NUMERAL.finditer(text):
        numeral = read_numeral(match.group())
        dated = _TIME.match(text, match.end()) or _MONTH.search(text[: match.start()])
        if numeral is not None and not dated:
            found.add(numeral.value)
    return found


def rows(path: Path) -> Iterator[tuple[str, int]]:
    """English headlines that hold the deaths of their event, with these."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            deaths = row["events"][0]["figures"]["best"]
            if deaths and deaths in numbers(row["text"]) and is_english(row["text"]):
                yield row["text"], deaths


def killed(text: str) -> list[Figure]:
    """The killed figures of a headline."""
    found = find_figures(Document(id="headline", text=text), sentences(text), ())
    return [draft.figure for draft in found if draft.figure.category == "killed"]


def main() -> None:
    """Print how many headlines were scored and the share read right; with -v the others, too."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("headlines", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="show the headlines read wrongly")
    arguments = parser.parse_args()
    scored = list(rows(arguments.headlines))
    right = 0
    for text, deaths in scored:
        values = [figure.value for figure in killed(text)]
        right += deaths in values
        if arguments.verbose and deaths not in values:
            sys.stdout.write(f"{deaths} not in {values}: {text}\n")
    sys.stdout.write(f"{len(scored)} headlines, killed figure right {right / max(1, len(scored)):.3f}\n")


if __name__ == "__main__":
    main()
