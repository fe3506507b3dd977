"""A page's data as script elements: plain JSON if it is small, else compressed with its lists as bytes.

``assets/packing.js`` reads it. A packed element is base64 of a zlib stream of: the length of a JSON text in
bytes (four bytes, least first), that text, and the bytes of lists. In the JSON a list is an object: ``at``
says where its bytes begin, ``n`` how many numbers it holds, ``type`` what numpy calls them (``u1``, ``i4``).
Bytes are stored by significance, all lowest ones first, which compresses well. ``step`` says that each number
is the difference from the one before, ``scale`` that all are to be divided by it. Lists that are alike begin
at the same place. Of a long list of texts at the top of the tree an object names the ``pieces``, where each
begins among the bytes and how long it is: a browser parses them one by one and answers in between.
"""

import base64
import json
import math
import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

PLAIN_UP_TO = 100_000
"""Numbers and characters of text, in tens, up to which a page's data is written as plain JSON."""
_DEGREES = 1e5  # coordinates have five decimals
_LEVEL = 2  # 3 makes a page of 100,000 rows a twentieth smaller and takes a third longer
_PIECE = 5000  # words


def elements(scene: Mapping[str, Any], details: Mapping[str, Any]) -> list[Iterator[str]]:
    """The script elements that hold `scene`, and `details` that are read only once it is drawn.

    Each comes in pieces; small data is one element.
    """
    small = weight(scene)
    if small <= PLAIN_UP_TO and small + weight(details) <= PLAIN_UP_TO:
        return [iter([json_element("data", merged(scene, details))])]
    return [_packed_element("data", scene), _packed_element("details", details)]


def _packed_element(name: str, tree: Mapping[str, Any]) -> Iterator[str]:
    yield f'<script type="application/octet-stream" id="gm-{name}">'
    yield from packed(tree)
    yield "</script>"


def json_element(name: str, value: Any) -> str:
    """A script element that holds `value` as JSON."""
    return f'<script type="application/json" id="gm-{name}">{json_text(value, _as_list)}</script>'


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Two trees of mappings as one; lists of both are put behind each other."""
    whole = dict(one)
    for key, value in other.items():
        if key not in whole:
            whole[key] = value
        elif isinstance(value, Mapping):
            whole[key] = merged(whole[key], value)
        else:
            whole[key] = [*whole[key], *value]
    return whole


def weight(value: Any) -> int:
    """About how much there is to write: numbers in lists, and characters by the ten."""
    if isinstance(value, np.ndarray):
        return int(value.size)
    if isinstance(value, str):
        return len(value) // 10
    if isinstance(value, Mapping):
        return sum(map(weight, value.values()))
    if not isinstance(value, (list, tuple)):
        return 0
    whole = len(value) > PLAIN_UP_TO  # no need to look further
    return len(value) if whole else len(value) + sum(map(weight, value))


def packed(value: Mapping[str, Any]) -> Iterator[str]:
    """A tree of plain values and lists as one compressed text, in pieces.

    Each list of numbers and each stretch of words is compressed and let go of before the next is: a page of
    many rows would otherwise be held several times over.
    """
    blobs: list[bytes] = []
    known: dict[bytes, int] = {}  # where lists begin: those that are alike are written once
    size = 0

    def place(numbers: NDArray[Any]) -> dict[str, Any]:
        nonlocal size
        narrow, more = _narrowed(numbers)
        width = narrow.dtype.itemsize
        blob = narrow.view(np.uint8).reshape(-1, width).T.tobytes()
        at = known.setdefault(blake2b(blob, digest_size=16).digest(), size)
        if at == size:
            blobs.append(blob)
            size += len(blob)
        return {"at": at, "n": len(numbers), "type": f"{narrow.dtype.kind}{width}", **more}

    def piece(values: list[Any]) -> tuple[int, int]:
        nonlocal size
        blob = _plain(values, place).encode()
        blobs.append(blob)
        size += len(blob)
        return size - len(blob), len(blob)

    def apart(value: Any) -> Any:
        if not isinstance(value, list) or len(value) <= _PIECE:
            return value
        return {"pieces": [piece(value[start : start + _PIECE]) for start in range(0, len(value), _PIECE)]}

    whole = {key: apart(each) for key, each in value.items()}
    head = _plain(whole, place).encode()
    return _in_base64(_compressed(chain([len(head).to_bytes(4, "little"), head], _given_away(blobs))))


def _given_away(parts: list[bytes]) -> Iterator[bytes]:
    """The parts, none of which is kept."""
    parts.reverse()
    while parts:
        yield parts.pop()


def _compressed(parts: Iterable[bytes]) -> Iterator[bytes]:
    stream = zlib.compressobj(_LEVEL)
    for part in parts:
        yield stream.compress(part)
    yield stream.flush()


def _in_base64(parts: Iterable[bytes]) -> Iterator[str]:
    waiting = b""
    for part in parts:
        waiting += part
        whole = len(waiting) // 3 * 3
        if whole:
            yield base64.b64encode(waiting[:whole]).decode("ascii")
        waiting = waiting[whole:]
    yield base64.b64encode(waiting).decode("ascii")


def json_text(value: Any, default: Any = None) -> str:
    """JSON that cannot end the script element it stands in."""
    text = _plain(value, default)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _plain(value: Any, default: Any = None) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=default)


def _as_list(numbers: NDArray[Any]) -> list[Any]:
    if numbers.dtype.kind != "f":
        return list(numbers.tolist())
    return [
        None if math.isnan(each) else int(each) if each.is_integer() else each for each in numbers.tolist()
    ]


def _narrowed(numbers: NDArray[Any]) -> tuple[NDArray[Any], dict[str, Any]]:
    """The same numbers in as few bytes as hold them, and how they are to be read."""
    if numbers.dtype.kind == "f":
        with np.errstate(over="ignore"):
            scaled = np.rint(numbers * _DEGREES)
        if not np.isfinite(scaled).all() or np.abs(scaled).max(initial=0) > np.iinfo(np.int32).max:
            return numbers.astype("<f8"), {}
        if np.array_equal(scaled / _DEGREES, numbers):
            whole = np.array_equal(np.rint(numbers), numbers)
            return _whole(numbers.astype(np.int64)) if whole else _scaled(scaled)
        return numbers.astype("<f8"), {}
    return _whole(numbers.astype(np.int64))


def _scaled(numbers: NDArray[Any]) -> tuple[NDArray[Any], dict[str, Any]]:
    narrow, more = _whole(numbers.astype(np.int64))
    return narrow, {**more, "scale": _DEGREES}


def _whole(numbers: NDArray[np.int64]) -> tuple[NDArray[Any], dict[str, Any]]:
    steps = np.diff(numbers, prepend=0)
    rising = len(numbers) > 1 and np.count_nonzero(steps == 1) * 2 > len(numbers)
    chosen = steps if rising else numbers
    low, high = int(chosen.min(initial=0)), int(chosen.max(initial=0))
    for kind in ("u1", "i1", "u2", "i2", "i4"):
        limits = np.iinfo(kind)
        if limits.min <= low and high <= limits.max:
            return chosen.astype(f"<{kind}"), {"step": 1} if rising else {}
    return chosen.astype("<f8"), {"step": 1} if rising else {}
