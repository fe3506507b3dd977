"""Places named without a proper name: "the eastern front", "the northern frontier", "near the border"."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from geomap.errors import DataError
from geomap.files import data_file
from geomap.records import Mention


class VaguePatterns:
    """The patterns of ``vague.toml``; what they find is placed by who knows the countries of the text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]

    @classmethod
    def shipped(cls) -> "VaguePatterns":
        """The patterns that come with geomap."""
        return cls.read(data_file("vague.toml"))

    @classmethod
    def read(cls, path: Path) -> "VaguePatterns":
        """The patterns of a TOML file.

        Raises:
            DataError: The file is no TOML or a pattern is no regular expression with a group "name".
        """
        try:
            found = cls(tomllib.loads(path.read_text(encoding="utf-8"))["patterns"])
        except (tomllib.TOMLDecodeError, KeyError, TypeError, re.error) as error:
            raise DataError(f"{path}: no list of vague place patterns: {error}") from error
        if any("name" not in pattern.groupindex for pattern in found._patterns):
            raise DataError(f'{path}: a pattern lacks the group "name"')
        return found

    def find(self, text: str, taken: Sequence[Mention]) -> tuple[Mention, ...]:
        """Mentions of vague places in `text` outside the mentions already `taken`."""
        spans = sorted({match.span("name") for pattern in self._patterns for match in pattern.finditer(text)})
        found: list[Mention] = []
        for start, end in spans:
            if any(start < other.end and other.start < end for other in (*taken, *found)):
                continue
            found.append(Mention(start=start, end=end, text=text[start:end], kind="vague"))
        return tuple(found)
