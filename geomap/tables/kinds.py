"""What kind of event a row reports: PLOVER's type and mode, and whether it happened."""

from geomap.records import Modality
from geomap.tables.columns import Columns
from geomap.tables.problems import Cells, Memory, Problems
from geomap.tables.profiles import Profile, TypeCode
from geomap.tables.values import blank
from geomap.tables.words import TypeMode, Vocabulary, normal

_OTHER = TypeCode("OTHER")


class Kinds:
    """Understands the cells of type, sub-type and mode, and those of status."""

    def __init__(
        self, profile: Profile, columns: Columns, vocabulary: Vocabulary, problems: Problems
    ) -> None:
        """Prepare for `columns`."""
        self._profile = profile
        self._names = columns.names
        self._vocabulary = vocabulary
        self._problems = problems
        self.type = Memory[Cells, TypeCode](problems, self._type)
        self.modality = Memory[str, Modality](problems, self._modality)

    def _type(self, cells: Cells) -> TypeCode:
        """The sub-type where it is known, else the type; a column of modes or weapons only adds to that."""
        kind, subtype, mode = (cell.strip() for cell in cells)
        codes = self._profile.codes
        found = (
            _coded(codes.subtype, subtype) or self._worded(subtype) or _coded(codes.type, kind) or _OTHER
            if subtype
            else _coded(codes.type, kind)
        )
        if found is None or found is _OTHER:
            found = self._worded(kind, self._names.get("type", ""))
        if found is None:
            if kind or subtype:
                self._problems.doubt("event types not known", "kept as OTHER", kind or subtype)
            return _OTHER
        for what, book, cell in (
            ("event types", codes.type, kind),
            ("sub-types", codes.subtype, subtype),
        ):
            if codes.subtype and cell and _coded(book, cell) is None:
                self._problems.doubt(f"{what} outside the code book", "read by their words", cell)
        if mode and self._profile.modes == "own":
            return TypeCode(found.type, mode, found.says)
        finer = self._vocabulary.event_type(mode)
        if finer is not None and finer.type == found.type:
            return TypeCode(finer.type, finer.mode, found.says)
        if found.mode is None and mode and self._names["mode"] == "mode":
            return TypeCode(found.type, self._vocabulary.normal_mode(mode), found.says)
        return found

    def _worded(self, text: str, heading: str = "") -> TypeCode | None:
        found: TypeMode | None = self._vocabulary.event_type(text, heading)
        return None if found is None else TypeCode(found.type, found.mode)

    def _modality(self, text: str) -> Modality:
        """What the table says; a word not understood might be a doubt, so the event is but claimed."""
        if blank(text):
            return self._profile.modality
        modality = self._vocabulary.modality(text)
        if modality is None:
            self._problems.doubt("status not understood", "taken as claimed", text)
        return modality or "claimed"


def _coded(book: dict[str, TypeCode], text: str) -> TypeCode | None:
    """The meaning of a code or word, or of the longest code of digits that it starts with."""
    if not book or not text:
        return None
    found = book.get(text) or book.get(normal(text))
    if found is None and text.isdigit():
        return next((book[text[:end]] for end in range(len(text), 1, -1) if text[:end] in book), None)
    return found
