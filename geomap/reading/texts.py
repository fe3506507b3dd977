"""One text file, or a text on standard input, to a document."""

import hashlib
from datetime import date
from typing import NamedTuple

from geomap.decoding import cleaned, decode
from geomap.errors import InputError
from geomap.reading.english import other_language
from geomap.reading.frontmatter import FrontMatter, split
from geomap.reading.wrapping import unwrapped
from geomap.records import Document, Note

LIMIT = 8 * 1024 * 1024
"""Bytes in one text; a long book has 3 million."""


class Defaults(NamedTuple):
    """What to take where a source does not say."""

    published: date | None = None
    publisher: str | None = None


def text_document(data: bytes, identity: str, name: str, defaults: Defaults) -> tuple[Document, list[Note]]:
    """The document in the bytes of a text file, and what is worth saying about it.

    Raises:
        InputError: The file is empty, binary, too long, not English, or its front matter is wrong.
    """
    notes = []
    if len(data) > LIMIT:
        raise InputError(f"{name}: longer than {LIMIT // 1024 // 1024} MB; split it into single articles")
    try:
        decoded = decode(data)
    except ValueError as error:
        raise InputError(f"{name}: {error}") from error
    if decoded.guessed:
        notes.append(Note(f"{name}: not UTF-8; read as {decoded.encoding}"))
    front, text = split(cleaned(decoded.text), name)
    if front.unknown:
        notes.append(Note(f"{name}: front matter not used: {', '.join(front.unknown)}"))
    return document(text, identity, name, front, defaults), notes


def document(text: str, identity: str, name: str, front: FrontMatter, defaults: Defaults) -> Document:
    """The document of a clean `text` and its metadata; lines broken at a fixed width are joined, one for one.

    Raises:
        InputError: There is no text, or it is not English.
    """
    if not text.strip():
        raise InputError(f"{name}: no text in it")
    named = front.language.lower() if front.language else None
    if named is None:
        other = other_language(text)
    else:
        english = named.partition("-")[0].partition("_")[0] in {"en", "eng", "english"}
        other = None if english else f"the language '{named}', as it says itself"
    if other is not None:
        raise InputError(f"{name}: skipped, for it is in {other}; geomap reads English: translate it first")
    text = unwrapped(text)
    return Document(
        id=identity,
        text=text,
        title=front.title,
        url=front.url,
        archived_url=front.archived_url,
        retrieved=front.retrieved,
        publisher=front.publisher or defaults.publisher,
        published=front.published or defaults.published,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
