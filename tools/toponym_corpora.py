"""Reads annotated place-name corpora (one JSON document a line) for training and for measuring.

A row is ``{"doc", "text", "toponyms": [{"start", "end", "lat"?, "lon"?, "type"?, "subtype"?}], "domain"?,
"published"?}`` with code-point offsets. `type` is place (or absent), demonym, unlinked (annotated, without
coordinates), LOC or AST. The corpora are third parties' texts and are no part of geomap: give their paths.
"""

import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.records import Document


@dataclass(frozen=True)
class Toponym:
    """One annotated name: a label of `geomap.places.tagger`, coordinates where the corpus has them."""

    start: int
    end: int
    type: str
    label: str
    subtype: str
    lat: float | None
    lon: float | None
    place_id: str | None


@dataclass(frozen=True)
class Annotated:
    """One annotated text; `spans_only` texts have places marked but not put on the earth."""

    corpus: str
    document: Document
    toponyms: list[Toponym] = field(default_factory=list)
    spans_only: bool = False


_DEMONYM_SUBTYPES = {"Demonym"}
_ARTICLES = ("the ", "The ")


def read(path: Path) -> list[Annotated]:
    """All texts of a corpus, in file order."""
    corpus = path.stem.split("_")[0]
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            row = json.loads(line)
            document = Document(id=str(row["doc"]), text=row["text"], publisher=row.get("domain"))
            toponyms = [_toponym(row["text"], mark) for mark in row["toponyms"]]
            found.append(
                Annotated(corpus, document, sorted(toponyms, key=lambda t: t.start), corpus == "humanitarian")
            )
    return found


def _toponym(text: str, mark: dict[str, Any]) -> Toponym:
    start, end = mark["start"], mark["end"]
    if text[start:end].startswith(_ARTICLES):
        start += len(_ARTICLES[0])
    kind = mark.get("type") or "place"
    subtype = mark.get("subtype") or ""
    name = text[start:end]
    if kind in {"demonym", "AST"} or subtype in _DEMONYM_SUBTYPES:
        label = "D"
    elif kind in {"place", "LOC"}:
        label = "P"
    else:
        label = "U" if name[:1].isupper() else ""
    identifier = str(mark.get("geonameid") or "")
    return Toponym(
        start,
        end,
        kind,
        label,
        subtype,
        mark.get("lat"),
        mark.get("lon"),
        f"geonames:{identifier}" if identifier.isdigit() else None,
    )


def folds(texts: list[Annotated], count: int) -> list[int]:
    """The fold (0 to `count` - 1) of each text, by a hash of its id: stable when texts are added."""
    return [zlib.crc32(f"{text.corpus}/{text.document.id}".encode()) % count for text in texts]
