"""Lines that an editor or mail program broke at a fixed width: mended, so that a sentence is whole again."""

import re
from itertools import pairwise

# a line that begins a new item whatever stands before it: bullets, numbers, headings, quoted mail, table rows
_ITEM = re.compile(r"\s*(?:[-*+•‣◦▪■●–—]\s|\(?\d{1,3}[.)]\s|#{1,6}\s|>|\||[A-Z][\w ]{0,30}:\s*$)")
_WIDEST = 130
_NARROWEST = 40
_SHARE = 0.8
_EVIDENCE = 3
_SLACK = 0.9  # some editors, and people, break a little early


def unwrapped(text: str) -> str:
    """`text` with each line break inside a wrapped paragraph turned into a space; offsets stay as they are.

    Text counts as wrapped if its lines are of one width: they end where the next word would not have fitted.
    Text with one paragraph a line, and lists of short lines, come back unchanged.
    """
    lines = text.split("\n")
    width = max((len(line.rstrip()) for line in lines if " " in line.strip()), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return text
    inside = [_is_inside(line, after) for line, after in pairwise(lines)]
    filled = [
        within and _is_filled(line, after, width)
        for within, (line, after) in zip(inside, pairwise(lines), strict=True)
    ]
    # the widest line is always filled: alone it tells nothing, but a sentence that runs on over a break does
    runs_on = any(full and after.lstrip()[0].islower() for full, after in zip(filled, lines[1:], strict=True))
    if sum(filled) < _SHARE * sum(inside) or not (runs_on or sum(filled) >= _EVIDENCE):
        return text
    pieces = [lines[0]]
    for full, after in zip(filled, lines[1:], strict=True):
        pieces.append(" " if full else "\n")
        pieces.append(after)
    return "".join(pieces)


def _is_inside(line: str, after: str) -> bool:
    return bool(line.strip() and after.strip()) and not _ITEM.match(after)


def _is_filled(line: str, after: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) > _SLACK * width
