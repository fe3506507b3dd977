"""Events, statements and figures out of a text: who did what, where, when, how many, and who says so."""

from collections.abc import Sequence

from geomap.events.extractor import Extractor
from geomap.records import Document, Mention, Report

__all__ = ["Extractor", "extract"]


def extract(document: Document, mentions: Sequence[Mention]) -> Report:
    """The report of a document with geomap's own word lists; see `Extractor.extract`."""
    return Extractor.shipped().extract(document, mentions)
