"""More training texts for the tagger: corpora with their names swapped for the world's, and filled templates.

News corpora name the places of their own papers over and over. A tagger that has learnt these by heart is
poor elsewhere; with other names in the same sentences it must rely on context and gazetteer. Seeded, so
reproducible.
"""

import random
import re
import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from toponym_corpora import Annotated, Toponym

from geomap.files import data_file
from geomap.places.gazetteer import Gazetteer, Strength
from geomap.records import Document

_LATIN = re.compile(r"[A-Za-zÀ-ž][A-Za-zÀ-ž' -]{2,24}")
_SLOT = re.compile(r"\{(admin1|ADMIN1|[a-zA-Z]+)(\d?)\}")
SWAPPED = 0.4
_PLACES = {"city", "admin1", "country", "capital"}
_TEMPLATES = Path(__file__).with_name("tagger_templates.toml")


class NamePools:
    """The world's names by sort; a country is drawn first, so that no country's names prevail."""

    def __init__(self, path: Path | None = None) -> None:
        path = path or data_file("gazetteer.sqlite")
        database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        rows = database.execute(
            "SELECT feature.name, place.country, place.name, place.population FROM place "
            "JOIN feature ON feature.code = place.feature ORDER BY place.key"
        )
        self._by_sort: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for feature, country, name, population in rows:
            if not country or not _LATIN.fullmatch(name) or "(" in name:
                continue
            if feature == "city" and population >= 5000:
                self._by_sort["city"][country].append(name)
            elif feature in {"admin1", "country"}:
                self._by_sort[feature][country].append(name)
        self._by_sort["capital"] = {
            code: [name]
            for code, name in database.execute(
                "SELECT country.code, place.name FROM country JOIN place ON place.key = country.capital"
            )
            if _LATIN.fullmatch(name)
        }
        database.close()
        demonyms = tomllib.loads(data_file("demonyms.toml").read_text(encoding="utf-8"))["countries"]
        self._by_sort["demonym"] = {code: names[:1] for code, names in sorted(demonyms.items())}

    def draw(self, sort: str, chance: random.Random) -> str:
        """A name of this sort: city, admin1, country, capital or demonym."""
        by_country = self._by_sort[sort]
        return chance.choice(by_country[chance.choice(sorted(by_country))])


def swapped(text: Annotated, pools: NamePools, gazetteer: Gazetteer, chance: random.Random) -> Annotated:
    """The text with most of its place names and demonyms replaced, each by the same name throughout."""
    content = text.document.text
    chosen: dict[str, str] = {}
    pieces = []
    toponyms = []
    cursor = length = 0
    for toponym in text.toponyms:
        if toponym.start < cursor:
            continue
        name = content[toponym.start : toponym.end]
        if name.casefold() not in chosen:
            chosen[name.casefold()] = _substitute(name, toponym, pools, gazetteer, chance)
        new = chosen[name.casefold()]
        if name.isupper() and len(name) > 3 and not new.isupper():
            new = new.upper()
        before = content[cursor : toponym.start]
        pieces += [before, new]
        start = length + len(before)
        length = start + len(new)
        toponyms.append(
            Toponym(start, length, toponym.type, toponym.label, toponym.subtype, None, None, None)
        )
        cursor = toponym.end
    pieces.append(content[cursor:])
    document = Document(id=text.document.id, text="".join(pieces))
    return Annotated(text.corpus, document, toponyms, text.spans_only)


def _substitute(
    name: str, toponym: Toponym, pools: NamePools, gazetteer: Gazetteer, chance: random.Random
) -> str:
    strength = gazetteer.knows(name)
    if toponym.label not in {"P", "D"} or not strength or "." in name or chance.random() > SWAPPED:
        return name
    if strength == Strength.DEMONYM:
        plural = name.endswith("s") and not name.endswith(("ss", "us"))
        other = pools.draw("demonym", chance)
        return other + "s" if plural and other.endswith(("n", "i", "r", "t")) else other
    if strength == Strength.COUNTRY:
        return pools.draw("country", chance)
    first = gazetteer.candidates(name)[0].feature
    return pools.draw("admin1" if first == "admin1" and chance.random() < 0.5 else "city", chance)


def filled(pools: NamePools, chance: random.Random, *, times: int) -> list[Annotated]:
    """The templates, each filled `times` times, several sentences a text."""
    read = tomllib.loads(_TEMPLATES.read_text(encoding="utf-8"))
    sentences = [sentence for _ in range(times) for sentence in read["sentences"]]
    chance.shuffle(sentences)
    texts = []
    for start in range(0, len(sentences), 6):
        values: dict[str, str] = {}
        content = ""
        toponyms: list[Toponym] = []
        for sentence in sentences[start : start + 6]:
            for slot in sorted(values):
                if chance.random() < 0.5:
                    del values[slot]
            content, more = _fill(content, sentence, values, lambda sort: _value(sort, pools, read, chance))
            toponyms += more
            content += "\n" if chance.random() < 0.3 else " "
        texts.append(Annotated("templates", Document(id=f"templates-{start}", text=content), toponyms))
    return texts


def _fill(
    content: str, sentence: str, values: dict[str, str], draw: Callable[[str], str]
) -> tuple[str, list[Toponym]]:
    toponyms = []
    cursor = 0
    for slot in _SLOT.finditer(sentence):
        content += sentence[cursor : slot.start()]
        sort, label = slot[1].lower(), "O"
        if slot[0] not in values:
            values[slot[0]] = draw(sort)
        value = values[slot[0]]
        if sort in _PLACES:
            label = "P"
        elif sort in {"demonym", "people"}:
            label = "D"
        if slot[1].isupper():
            value = value.upper()
        if label != "O":
            kind = "place" if label == "P" else "demonym"
            toponyms.append(
                Toponym(len(content), len(content) + len(value), kind, label, "template", None, None, None)
            )
        content += value
        cursor = slot.end()
    return content + sentence[cursor:], toponyms


def _value(sort: str, pools: NamePools, read: dict[str, list[str]], chance: random.Random) -> str:
    if sort == "people":
        name = pools.draw("demonym", chance)
        return name + "s" if name.endswith(("n", "i", "r", "t")) else name
    lists = {"first": "first_names", "last": "last_names", "org": "organisations", "ship": "ships"}
    if sort in lists:
        return chance.choice(read[lists[sort]])
    return pools.draw(sort, chance)
