"""The words of page and summary, one table a language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from geomap.errors import OptionError

ENGLISH = "en"
DIRECTIONS = ("ltr", "rtl")


class Strings:
    """Words by section and key; counted words have a form for one and one for the rest."""

    def __init__(self, table: Mapping[str, object], fallback: Mapping[str, str] | None = None) -> None:
        self.language = str(table["language"])
        self.direction = str(table["direction"])
        self._words = {**(fallback or {}), **_words(table)}

    def word(self, section: str, key: str, **fields: object) -> str:
        """The word of a section, with ``{field}`` filled in; the key itself if the language lacks it."""
        text = self._words.get(f"{section}.{key}", key)
        for name, value in fields.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def count(self, key: str, number: int, **fields: object) -> str:
        """A counted word: ``1 event``, ``1,203 events``; further ``{field}`` are filled in."""
        return self.word("count", f"{key}.{0 if number == 1 else 1}", n=f"{number:,}", **fields)

    def layer(self, label: str) -> str:
        """A title or label of a layer file, translated if section ``layers`` has it."""
        return self._words.get(f"layers.{label}", label)

    def all(self) -> dict[str, str]:
        """The words that the page's scripts use, by ``section.key``."""
        return {key: word for key, word in self._words.items() if not key.startswith("layers.")}


def shipped_languages() -> list[str]:
    """The languages that have a table in the install."""
    folder = files("geomap.drawing") / "assets"
    names = (file.name.split(".") for file in folder.iterdir())
    return sorted(name[1] for name in names if len(name) == 3 and name[0] == "strings")


@cache
def strings(language: str = ENGLISH) -> Strings:
    """The words of a language: one that is shipped, or a file of the user's own.

    Args:
        language: A shipped language's tag, or the path of a ``.toml`` file in the form of
            ``strings.en.toml``. What such a file lacks is said in English.

    Raises:
        OptionError: There is no such table, or it is not in the form of the English one.
    """
    if language.lower().endswith(".toml"):
        return _own(Path(language))
    if language not in shipped_languages():
        known = ", ".join(shipped_languages())
        raise OptionError(
            f"the page has no words in '{language}': choose one of {known}, or give a file like "
            "strings.en.toml"
        )
    file = files("geomap.drawing") / "assets" / f"strings.{language}.toml"
    return Strings(tomllib.loads(file.read_text(encoding="utf-8")))


def _own(path: Path) -> Strings:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OptionError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OptionError(f"{path}: is not TOML in UTF-8: {error}") from error
    if not isinstance(table.get("language"), str):
        raise OptionError(f'{path}: says no language; add a line like language = "uk"')
    if table.get("direction") not in DIRECTIONS:
        raise OptionError(f'{path}: direction must be "ltr" or "rtl"')
    known = strings(ENGLISH).all()
    stranger = next(
        (key for key in _words(table) if key not in known and not key.startswith("layers.")), None
    )
    if stranger:
        raise OptionError(f"{path}: the page has no word {stranger}; the known ones are in strings.en.toml")
    return Strings(table, known)


def _words(table: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for section, entries in table.items():
        if not isinstance(entries, dict):
            continue
        for key, value in entries.items():
            forms = value if isinstance(value, list) else [value]
            for number, form in enumerate(forms):
                found[f"{section}.{key}" + (f".{number}" if len(forms) > 1 else "")] = str(form)
    return found
