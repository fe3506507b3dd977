"""The lines of a table file as text: any usual encoding, one bad line never spoiling the rest."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from geomap.decoding import decode, is_binary, mark
from geomap.errors import InputError

_SAMPLE = 256 * 1024
_BLOCK = 1024 * 1024
_LINE_LIMIT = 16 * 1024 * 1024
_WHOLE_LIMIT = 256 * 1024 * 1024


class Lines:
    """The lines of one open table, with their line breaks.

    ``guessed`` counts those that were not UTF-8; ``plain`` says whether the table looks like UTF-8 with the
    line feeds that its bytes can be parted by.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Look at the start of `stream`.

        Raises:
            InputError: It is empty or not text.
        """
        self.guessed = 0
        self._stream = stream
        self._name = name
        sample = stream.read(_SAMPLE)
        stream.seek(0)
        if not sample.strip():
            raise InputError(f"{name}: the file is empty")
        if not sample.strip(b"\0"):
            raise InputError(f"{name}: NUL bytes and no text; was it cut off while it was written?")
        try:
            encoding = mark(sample)
            # of a file that was cut off while it was written NUL bytes may be the end
            told = encoding is not None or (_is_utf8(sample) and not is_binary(sample.rstrip(b"\0")))
            self.fallback = "windows-1252" if told else decode(sample).encoding
        except ValueError as error:
            raise InputError(f"{name}: {error}; export the table as .csv in UTF-8") from error
        wide = encoding is not None and encoding != "utf-8-sig"
        old_breaks = b"\r" in sample and b"\n" not in sample
        self.plain = not wide and not old_breaks and _is_utf8(sample.removeprefix(codecs.BOM_UTF8))
        self._whole = (encoding if wide else "utf-8") if wide or old_breaks else None

    def __iter__(self) -> Iterator[str]:
        if self._whole is not None:
            yield from self._read_whole(self._whole)
            return
        for block in self._blocks():
            try:
                # lines end with a line feed only: a carriage return or U+2028 may stand within a cell
                yield from io.StringIO(block.decode(), newline="\n")
            except UnicodeDecodeError:
                yield from map(self._decoded, io.BytesIO(block))

    def _blocks(self) -> Iterator[bytes]:
        """Whole lines, many at a time."""
        rest = b""
        while data := self._stream.read(_BLOCK):
            end = data.rfind(b"\n") + 1
            if not end and len(rest) < _LINE_LIMIT:
                rest += data
                continue
            yield rest + data[:end]
            rest = data[end:]
        if rest:
            yield rest

    def _decoded(self, line: bytes) -> str:
        try:
            return line.decode()
        except UnicodeDecodeError:
            self.guessed += 1
            return line.decode(self.fallback, errors="replace")

    def _read_whole(self, encoding: str) -> Iterator[str]:
        """The lines of a table whose line breaks cannot be found in its bytes; such are seldom large."""
        data = self._stream.read(_WHOLE_LIMIT + 1)
        if len(data) > _WHOLE_LIMIT:
            raise InputError(f"{self._name}: too long for {encoding}; export the table as .csv in UTF-8")
        yield from io.StringIO(data.decode(encoding, errors="replace"), newline=None)


def _is_utf8(sample: bytes) -> bool:
    """Whether `sample`, which may end within a character, is UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
