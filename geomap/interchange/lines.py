"""One value as one line of JSON."""

from typing import Any

import msgspec

# line breaks to Python and to editors, though not to JSON, which escapes only those below a space
_BREAKS = ((b"\xc2\x85", b"\\u0085"), (b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"))


def json_line(value: Any) -> bytes:
    """`value` as JSON in UTF-8 that is one line to every reader; numbers that are not finite become null."""
    line = msgspec.json.encode(value)
    if line.isascii():
        return line
    for raw, escaped in _BREAKS:
        if raw in line:
            line = line.replace(raw, escaped)
    return line
