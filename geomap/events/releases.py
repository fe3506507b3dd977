"""Whether a text is a belligerent's own release, so that what it tells of the war is that side's claim."""

from collections.abc import Sequence

from geomap.events.grammar import words_of
from geomap.events.reading import Reading

_LETTERHEAD_WORDS = 12
_LETTERHEAD_LINES = 2


def released_by_belligerent(reading: Reading) -> bool:
    """Whether publisher or letterhead of a document is a ministry of defence, an army or an armed group."""
    publisher = (reading.document.publisher or "").lower().split()
    if _is_belligerent(publisher):
        return True
    return any(
        _is_belligerent(row.sentence.words) and not row.hits and not row.dateline
        for row in reading.sentences[:_LETTERHEAD_LINES]
        if len(row.sentence.words) <= _LETTERHEAD_WORDS and row.sentence.words[-1] not in {".", "!", "?"}
    )


def _is_belligerent(words: Sequence[str]) -> bool:
    """Whether words name one who fights: ``Ministry of Defence``, ``general staff of the armed forces``."""
    joined = f" {' '.join(words)} "
    return any(f" {phrase} " in joined for phrase in sorted(words_of("belligerents")))
