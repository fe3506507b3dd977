"""The words of page and summary, one table a language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from geomap.errors import DataError


class Strings:
    """Words by section and key; counted words have a form for one and one for the rest."""

    def __init__(self, table: Mapping[str, object]) -> None:
        self.language = str(table["language"])
        self.direction = str(table["direction"])
        self._words: dict[str, str] = {}
        for section, entries in table.items():
            if not isinstance(entries, dict):
                continue
            for key, value in entries.items():
                forms = value if isinstance(value, list) else [value]
                for number, form in enumerate(forms):
                    self._words[f"{section}.{key}" + (f".{number}" if len(forms) > 1 else "")] = str(form)

    def word(self, section: str, key: str, **fields: object) -> str:
        """The word of a section, with ``{field}`` filled in; the key itself if the language lacks it."""
        text = self._words.get(f"{section}.{key}", key)
        for name, value in fields.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def count(self, key: str, number: int, **fields: object) -> str:
        """A counted word: ``1 event``, ``1,203 events``; further ``{field}`` are filled in."""
        return self.word("count", f"{key}.{0 if number == 1 else 1}", n=f"{number:,}", **fields)

    def all(self) -> dict[str, str]:
        """Every word by ``section.key``."""
        return dict(self._words)


@cache
def strings(language: str = "en") -> Strings:
    """The words of a language that is shipped.

    Raises:
        DataError: There is no such table.
    """
    file = files("geomap.drawing") / "assets" / f"strings.{language}.toml"
    try:
        return Strings(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise DataError(f"{file}: the page has no words in '{language}'") from error
