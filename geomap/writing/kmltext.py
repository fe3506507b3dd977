"""Text for KML: inert in XML and in the balloons, which Google Earth reads as HTML."""

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from geomap.decoding import safe_link

# what XML 1.0 cannot hold at all (https://www.w3.org/TR/xml/#charsets)
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ANGLES = str.maketrans("<>", "‹›")


def xml(text: str) -> str:
    """`text` as XML's character data; what XML cannot hold becomes the replacement character."""
    return html.escape(_IMPOSSIBLE.sub("\ufffd", text), quote=True)


def element(name: str, text: str, end: str = "\n") -> str:
    """An element that holds `text` alone."""
    return f"<{name}>{xml(text)}</{name}>{end}"


def inert(text: str) -> str:
    """`text` as HTML that shows it as it is; ``$[…]`` is no placeholder of a balloon either."""
    return html.escape(text, quote=True).replace("$[", "&#36;[")


def plain_name(text: str) -> str:
    """`text` as a name that cannot be taken for markup."""
    return text.translate(_ANGLES).replace("$[", "$ [")


def balloon(cells: Mapping[str, Any], what: str, more: Iterable[str]) -> str:
    """What a balloon shows of a row: what it is, the quote, who says so, and where to read it, as HTML.

    Args:
        cells: The row by columns.
        what: What its legend entry calls it.
        more: Quotes of what stands on an area.
    """
    said = [cells.get(name) for name in ("speaker", "speaker_role", "title", "publisher", "published")]
    days = dict.fromkeys(str(day) for day in (cells.get("date_start"), cells.get("date_end")) if day)
    lines = [
        f"<b>{inert(what)}</b>",
        " – ".join(days),
        inert(str(cells.get("place") or "")),
        *(inert(f"“{quote}”") for quote in (cells.get("quote"), *more) if quote),
        inert(", ".join(str(part) for part in said if part)),
    ]
    link = safe_link(cells.get("url"))
    if link:
        lines.append(f'<a href="{inert(link)}">{inert(link)}</a>')
    return "<br>".join(line for line in lines if line)
