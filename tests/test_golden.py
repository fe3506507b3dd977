"""What users get, held against files that a person has looked at.

The reports are fixed, so that a better model does not touch these files: only a change of the page or of the
GeoJSON does. To renew them after such a change: ``GEOMAP_RENEW_GOLDEN=1 pytest tests/test_golden.py``, then
look at the difference.
"""

import json
import os
import re
from pathlib import Path

import example_reports as examples
import pytest

from geomap import drawing, layering
from geomap.features import tables
from geomap.writing import write

GOLDEN = Path(__file__).parent / "golden"


def held_against(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("GEOMAP_RENEW_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8"), f"{path.name} differs; see the docstring above"


def page_without_libraries(text: str) -> str:
    """The page without Leaflet, our own scripts and styles and the basemap, which have tests of their own."""
    text = re.sub(r"<script>.*?</script>", "<script>…</script>", text, flags=re.DOTALL)
    text = re.sub(r"<style>.*?</style>", "<style>…</style>", text, flags=re.DOTALL)
    text = re.sub(r"'sha256-[^']*'", "'sha256-…'", text)
    return re.sub(r'(id="gm-basemap">).*?</script>', r"\1…</script>", text, flags=re.DOTALL)


def indented(text: str) -> str:
    """The page with its data one value a line, so that a difference can be read."""

    def spread(match: re.Match[str]) -> str:
        return f"{match[1]}\n{json.dumps(json.loads(match[2]), ensure_ascii=False, indent=1)}\n{match[3]}"

    return re.sub(r'(<script type="application/json" id="gm-data">)(.*?)(</script>)', spread, text)


@pytest.fixture(scope="module")
def reports():
    return examples.both()


def test_geojson(reports, tmp_path):
    path = tmp_path / "both.geojson"
    write(path, tables(reports, examples.shape_of), reports)
    text = re.sub(r'"generator":\s*"geomap [^"]*"', '"generator":"geomap"', path.read_text(encoding="utf-8"))
    held_against("both.geojson", text)


def test_page(reports):
    layers = list(layering.load_layers().values())
    documents = [report.document for report in reports]
    page = drawing.build(tables(reports, examples.shape_of), documents, layers, title="Two articles")
    held_against("both.html", indented(page_without_libraries("".join(drawing.plain(page)))))
