"""The block of ``key: value`` lines between two ``---`` lines at the start of a text file."""

import re
from collections.abc import Mapping
from datetime import date

import msgspec
import yaml

from geomap.decoding import one_line
from geomap.errors import InputError
from geomap.language.days import day

LIMIT = 16 * 1024
_BRACKETS = 64  # PyYAML's time grows with the square of open brackets
DATES = ("published", "retrieved")
_WORDS = ("title", "url", "publisher", "archived_url", "language", "domain")
_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)


class FrontMatter(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says of itself; ``unknown`` are keys that geomap does not use."""

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    archived_url: str | None = None
    retrieved: date | None = None
    language: str | None = None
    unknown: tuple[str, ...] = ()


def split(text: str, source: str) -> tuple[FrontMatter, str]:
    """The front matter of `text` and the text after it, exactly; all of `text` where no block is closed.

    Raises:
        InputError: The block is too long, not YAML of plain keys and values, or a date in it is none.
    """
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return FrontMatter(), text
    block = text[opening.end() : closing.start()]
    if len(block) > LIMIT:
        raise InputError(
            f"{source}: the front matter has {len(block):,} characters, more than the {LIMIT:,} read; "
            "keep to title, url, publisher and published"
        )
    return metadata(_values(block, source), f"{source}: front matter"), text[closing.end() :]


def metadata(values: Mapping[str, str], where: str) -> FrontMatter:
    """`values` checked: dates read, words on one line, `domain` as publisher where none is named.

    Raises:
        InputError: A date is none; `where` is put before the message.
    """
    dates: dict[str, date] = {}
    for key in DATES:
        if values.get(key, "").strip():
            read = day(values[key])
            if read is None:
                raise InputError(
                    f"{where}: {key} is {_short(values[key])}, not a date; write it as 2024-10-31"
                )
            dates[key] = read
    words = {key: one_line(values.get(key, "")) or None for key in _WORDS}
    return FrontMatter(
        title=words["title"],
        url=words["url"],
        publisher=words["publisher"] or words["domain"],
        archived_url=words["archived_url"],
        language=words["language"],
        published=dates.get("published"),
        retrieved=dates.get("retrieved"),
        unknown=tuple(key for key in values if key not in DATES and key not in _WORDS),
    )


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML in which every plain value stays the text that was written, never a date or yes/no."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own way


def _values(block: str, source: str) -> dict[str, str]:
    """The plain values of `block`; nodes are looked at, never constructed, so aliases cannot blow up."""
    if block.count("[") + block.count("{") > _BRACKETS:
        raise InputError(f'{source}: front matter: nested too deeply; write one "key: value" a line')
    try:
        root = yaml.compose(block, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise InputError(
            f"{source}, line {line}: front matter: {error.problem or error.context}; "
            'write one "key: value" a line, with quotes round a value that holds ": "'
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else one_line(str(error))
        raise InputError(f'{source}: front matter: {reason}; write one "key: value" a line') from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise InputError(
            f'{source}, line 2: no "key: value" lines in the front matter; add some or drop the "---" lines'
        )
    values: dict[str, str] = {}
    for key, value in root.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if isinstance(value, yaml.ScalarNode) and name:
            values[name] = value.value
        elif name in _WORDS or name in DATES:
            line = value.start_mark.line + 2
            raise InputError(
                f"{source}, line {line}: front matter: {name} is not plain text; write one value"
            )
    return values


def _short(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:39] + "…")
