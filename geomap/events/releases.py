"""Whether a text is a belligerent's own release, so that what it tells of the war is that side's claim."""

from collections.abc import Sequence
from itertools import takewhile

from geomap.events.grammar import words_of
from geomap.events.reading import Reading, ReadSentence

_LETTERHEAD_WORDS = 12
_LETTERHEAD_LINES = 2


def released_by_belligerent(reading: Reading) -> bool:
    """Whether publisher or letterhead of a document is a ministry of defence, an army or an armed group."""
    publisher = (reading.document.publisher or "").lower().split()
    if _is_belligerent(publisher):
        return True
    return any(
        _is_letterhead(row) and (_is_belligerent(row.sentence.words) or _is_force(row))
        for row in reading.sentences[:_LETTERHEAD_LINES]
    )


def _is_letterhead(row: ReadSentence) -> bool:
    """A short line without an event and without a stop."""
    words = row.sentence.words
    return len(words) <= _LETTERHEAD_WORDS and not row.hits and words[-1] not in {".", "!", "?"}


def _is_force(row: ReadSentence) -> bool:
    """``ROYAL THAI ARMY — Situation update``: a line or its first part that is the name of a force."""
    name = list(
        takewhile(lambda token: token.text not in {"–", "—", "-", ":", "|", "/"}, row.sentence.tokens)
    )
    return (
        len(name) > 1
        and name[-1].text.lower() in words_of("forces")
        and all(t.text[:1].isupper() for t in name)
    )


def _is_belligerent(words: Sequence[str]) -> bool:
    """Whether words name one who fights: ``Ministry of Defence``, ``general staff of the armed forces``."""
    joined = f" {' '.join(words)} "
    return any(f" {phrase} " in joined for phrase in sorted(words_of("belligerents")))
