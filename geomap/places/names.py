"""Place names made comparable: folding, and the forms a name may take in running text."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from geomap.files import data_file

Form = Literal["exact", "typed", "stripped", "part"]

# letters that Unicode does not decompose, and letters that one language writes in two ways
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ħ": "h",
        "ə": "a",
        "ى": "ي",
        "ة": "ه",
        "ـ": "",
        "ی": "ي",
        "ک": "ك",
        "&": " and ",
    }
)
# apostrophes, ayn and hamza signs, soft signs written as quotes, dots of abbreviations: not letters here
_SILENT = re.compile(r"['’‘ʻʼʽʹʺ`´′″ʿʾ.·\u200b-\u200f\u2060\ufeff]")
_GAP = re.compile(r"[\W_]+")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
# "PortSudan" of a hashtag, "W. Kordofan"
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])")
_COMPASS = re.compile(r"([NESW])\.\s*(?=[^\W\d_]{3})")
_DIRECTIONS = {"N": "North ", "E": "East ", "S": "South ", "W": "West "}
_PLAIN = re.compile(r"[a-z0-9 ]*")


class Variant(NamedTuple):
    """A folded form under which a name may be on file.

    ``form``: exact (the name itself, articles and possessives aside), typed (an admin type word was taken
    off, ``level`` says which level it means), stripped (a word such as "island" was taken off) or part (a
    compass or size word was: the whole for the part).
    """

    folded: str
    form: Form
    level: int = 0


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """`name` without case, accents, apostrophes, dots and hyphens: spellings of one name come out alike.

    Works on any script; Arabic and Persian letter variants are made one.
    """
    text = _SILENT.sub("", name.casefold())
    if _PLAIN.fullmatch(text):
        return " ".join(text.split())
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold().translate(_LETTERS)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    # a second round of silent signs: NFKD turns some modifier letters into plain quotes
    return unicodedata.normalize("NFC", " ".join(_GAP.sub(" ", _SILENT.sub("", text)).split()))


def bare(name: str) -> str:
    """`name` without a possessive ending and without marks around it."""
    return _POSSESSIVE.sub("", name.strip(' \t\n,;:!?"“”()[]')).strip(" ,;:'’‘")


def written_out(name: str) -> tuple[str, ...]:
    """What "PortSudan" and "W. Kordofan" are short for; nothing for a name that is written out."""
    forms = (_JOINT.sub(" ", name), _COMPASS.sub(lambda short: _DIRECTIONS[short[1]], name))
    return tuple(form for form in forms if form != name)


def variants(name: str) -> tuple[Variant, ...]:
    """The folded forms of `name` to look up, the likeliest first, each once."""
    whole = fold(bare(name))
    if not whole:
        return ()
    words = _words()
    found = {whole: Variant(whole, "exact")}
    for written in written_out(bare(name)):
        found.setdefault(fold(written), Variant(fold(written), "exact"))
    _without_prefix(found, words.style, "exact", every=True)
    for form in list(found):
        respelled = " ".join(words.spellings.get(word, word) for word in form.split())
        found.setdefault(respelled, Variant(respelled, "exact"))
    for form in list(found):
        stripped, level = strip_type(form)
        if level:
            found.setdefault(stripped, Variant(stripped, "typed", level))
    _without_suffix(found, words.suffixes)
    _without_prefix(found, words.part, "part", every=False)
    return tuple(found.values())


def _without_prefix(found: dict[str, Variant], prefixes: tuple[str, ...], form: Form, *, every: bool) -> None:
    """Add what is left of each form after its prefix: after `every` one that fits, or the longest alone."""
    for whole in list(found):
        fitting = [prefix for prefix in prefixes if whole.startswith(prefix)]
        for prefix in fitting if every else fitting[:1]:
            rest = whole[len(prefix) :]
            found.setdefault(rest, Variant(rest, form))


def _without_suffix(found: dict[str, Variant], suffixes: tuple[str, ...]) -> None:
    for whole in list(found):
        suffix = next((suffix for suffix in suffixes if whole.endswith(suffix)), None)
        if suffix:
            rest = whole[: -len(suffix)]
            found.setdefault(rest, Variant(rest, "stripped"))


def strip_type(folded: str) -> tuple[str, int]:
    """A folded admin name without its type word, and the level that word means (0 if it has none)."""
    for suffix, level in _words().types:
        if folded.endswith(suffix):
            return folded[: -len(suffix)], level
    return folded, 0


class _Words(NamedTuple):
    style: tuple[str, ...]
    part: tuple[str, ...]
    types: tuple[tuple[str, int], ...]
    suffixes: tuple[str, ...]
    spellings: dict[str, str]


@cache
def _words() -> _Words:
    with data_file("place_words.toml").open("rb") as file:
        read = tomllib.load(file)

    def longest_first(words: list[str]) -> list[str]:
        return sorted(words, key=lambda word: (-len(word), word))

    return _Words(
        style=tuple(f"{word} " for word in longest_first(read["prefixes"]["style"])),
        part=tuple(f"{word} " for word in longest_first(read["prefixes"]["part"])),
        types=tuple((f" {word}", read["types"][word]) for word in longest_first(list(read["types"]))),
        suffixes=tuple(f" {word}" for word in longest_first(read["suffixes"]["words"])),
        spellings=read["spellings"] | {long: short for short, long in read["spellings"].items()},
    )
