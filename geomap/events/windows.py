"""Stretches of text where something may stand, so that costly patterns look nowhere else."""

import re


def windows(text: str, spot: re.Pattern[str], reach: int) -> list[tuple[int, int]]:
    """Merged stretches of `reach` characters around matches of `spot`, cut at line ends and between words."""
    found: list[tuple[int, int]] = []
    for match in spot.finditer(text):
        start = max(0, match.start() - reach, text.rfind("\n", 0, match.start()) + 1)
        line_end = text.find("\n", match.end())
        end = min(len(text) if line_end < 0 else line_end, match.end() + reach)
        while start > 0 and not text[start - 1].isspace() and match.start() - start < 2 * reach:
            start -= 1
        while end < len(text) and not text[end].isspace() and end - match.end() < 2 * reach:
            end += 1
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
