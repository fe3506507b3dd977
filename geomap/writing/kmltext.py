"""Text for KML: inert in XML and in the balloons, which Google Earth reads as HTML."""

import html
import re
from collections.abc import Callable
from typing import Any

from geomap.decoding import safe_link

# what XML 1.0 cannot hold at all (https://www.w3.org/TR/xml/#charsets)
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ANGLES = str.maketrans("<>", "‹›")


def xml(text: str) -> str:
    """`text` as XML's character data; what XML cannot hold becomes the replacement character."""
    if not text.isprintable():  # nearly all is, and then holds nothing of the kind
        text = _IMPOSSIBLE.sub("\ufffd", text)
    return html.escape(text, quote=True)


def element(name: str, text: str, end: str = "\n") -> str:
    """An element that holds `text` alone."""
    return f"<{name}>{xml(text)}</{name}>{end}"


def inert(text: str) -> str:
    """`text` as HTML that shows it as it is; ``$[…]`` is no placeholder of a balloon either."""
    return html.escape(text, quote=True).replace("$[", "&#36;[")


def data(name: str) -> Callable[[Any], str]:
    """What makes of a cell of this column what ``ExtendedData`` holds; nothing of what is not known."""
    head, tail = f'<Data name="{xml(name)}"><value>', "</value></Data>\n"

    def cell(value: Any) -> str:
        return "" if value is None else f"{head}{xml(_plain(value))}{tail}"

    return cell


def in_name(value: Any) -> str:
    """A piece of a name, which cannot be taken for markup."""
    return xml(str(value).translate(_ANGLES).replace("$[", "$ ["))


def shown(value: Any) -> str:
    """A piece of a balloon that shows `value` as it is."""
    return xml(inert(str(value)))


def bold(value: Any) -> str:
    """A piece of a balloon in bold letters."""
    return xml(f"<b>{inert(str(value))}</b>")


def quoted(value: Any) -> str:
    """A piece of a balloon that quotes `value`."""
    return shown(f"“{value}”")


def linked(value: Any) -> str:
    """A piece of a balloon that leads to an address; nothing if it is not one of the web."""
    link = safe_link(value)
    return xml(f'<a href="{inert(link)}">{inert(link)}</a>') if link else ""


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
