"""Bytes to text: their encoding, whether they are text at all, and what never belongs in one."""

import codecs
import re
from typing import NamedTuple
from urllib.parse import urlsplit

# what files are that people rename or drop in by mistake; the signatures are the formats' own
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
)
_BOMS = (
    # UTF-32's mark starts with UTF-16's, so it is asked first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85]")
# lone surrogates come from file names and arguments that are not UTF-8; no file can be written with them
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_BYTES = bytes(byte for byte in range(32) if byte not in b"\t\n\r\x0b\x0c\x1b")
_SAMPLE = 64 * 1024
_BINARY_SHARE = 0.05
_BINARY_SHARE_OF_UTF8 = 0.3
_WIDE_SHARE = 0.3
_FEW_HIGH_BYTES = 0.1
_SAID = 160


class Decoded(NamedTuple):
    """A text and the encoding it came in; ``guessed`` where no mark and no rule told the encoding."""

    text: str
    encoding: str
    guessed: bool


def decode(data: bytes) -> Decoded:
    """The text of `data`: UTF-8, UTF-16 or UTF-32 where a mark or the bytes tell it, else a guess.

    Text in mostly unaccented letters that is not UTF-8 is taken as Windows-1252, of which Latin-1 is a part
    (short samples mislead statistics); all else is left to charset-normalizer.

    Raises:
        ValueError: The bytes are not text; the message says what they look like.
    """
    encoding = mark(data)
    if encoding is None:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return _guess(data)
        if is_binary(data):
            raise ValueError("binary data, not text")
        return Decoded(text, "utf-8", guessed=False)
    try:
        return Decoded(data.decode(encoding), encoding, guessed=False)
    except UnicodeDecodeError as error:
        raise ValueError(f"broken {encoding.upper()} at byte {error.start}") from error


def mark(data: bytes) -> str | None:
    """The encoding that the first bytes of `data` give away, None if they do not.

    Raises:
        ValueError: They are those of a well-known binary format.
    """
    for start, encoding in _BOMS:
        if data.startswith(start):
            return encoding
    for start, what in _MAGIC:
        if data.startswith(start):
            raise ValueError(f"{what}, not plain text")
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > _WIDE_SHARE * len(sample) / 2 and even <= odd / 10:
        return "utf-16-le"
    if even > _WIDE_SHARE * len(sample) / 2 and odd <= even / 10:
        return "utf-16-be"
    return None


def cleaned(text: str) -> str:
    """`text` with line feeds as the only line breaks and without NUL and control characters (tabs stay)."""
    # most cells of tables are plain; asking is quicker than replacing
    return text if text.isprintable() else _CONTROLS.sub("", _NEWLINES.sub("\n", text))


def blanked(text: str) -> str:
    """`text` of the same length, with spaces for control characters, so that offsets into it still hold."""
    text = text.replace("\r\n", " \n")
    return _CONTROLS.sub(" ", _NEWLINES.sub("\n", text))


def one_line(text: str) -> str:
    """`text` cleaned and on one line, for titles and names."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(cleaned(text).split())


def in_short(error: BaseException) -> str:
    """What a library says of an error, on one line that is not too long for a message."""
    said = one_line(getattr(error, "strerror", None) or str(error)) or type(error).__name__
    return said if len(said) <= _SAID else f"{said[: _SAID - 1]}…"


def is_binary(sample: bytes) -> bool:
    """Whether so many control characters are in `sample` that it is no text, though it may be UTF-8."""
    return _control_share(sample) > _BINARY_SHARE_OF_UTF8


def _guess(data: bytes) -> Decoded:
    if _control_share(data) > _BINARY_SHARE:
        raise ValueError("binary data, not text")
    high = sum(byte > 127 for byte in data[:_SAMPLE]) / min(len(data), _SAMPLE)
    if high < _FEW_HIGH_BYTES:
        return Decoded(data.decode("cp1252", errors="replace"), "windows-1252", guessed=True)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise ValueError("neither UTF-8 nor any other encoding known; save it as UTF-8")
    return Decoded(
        data.decode(best.encoding, errors="replace"), best.encoding.replace("_", "-"), guessed=True
    )


def _control_share(data: bytes) -> float:
    sample = data[:_SAMPLE]
    return 1 - len(sample.translate(None, _CONTROL_BYTES)) / len(sample) if sample else 0.0


def safe_link(url: str | None) -> str | None:
    """The address if it leads to a web page; every other scheme is dropped."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
