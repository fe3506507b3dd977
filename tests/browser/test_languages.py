"""A mirrored language of the tests' own: no English word is left, and the layout holds from right to left."""

import json
import tomllib
from importlib.resources import files

import example_reports as examples
import pytest
from playwright.sync_api import expect
from waiting import search, still, unfolded

from geomap import drawing
from geomap.layering import load_layers

ENGLISH = tomllib.loads((files("geomap.drawing") / "assets" / "strings.en.toml").read_text(encoding="utf-8"))
LEFT_OVER = r"""
() => {
  const latin = /[A-Za-z]{2,}/;
  const elsewhere = '[dir=auto], .leaflet-control-scale, .leaflet-control-attribution, noscript, script';
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (latin.test(node.data) && !node.parentElement.closest(elsewhere)) found.push(node.data);
  }
  const named = '.gm-callout, .gm-arrow, .gm-cursor, .leaflet-popup, .gm-sheet, a.gm-said';
  for (const each of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    if (each.matches(named)) continue;
    for (const name of ['aria-label', 'title', 'placeholder']) {
      let words = each.getAttribute(name) || '';
      for (const text of geomap.data.texts) words = words.split(text).join('');
      if (latin.test(words)) found.push(words);
    }
  }
  return found;
}
"""


def mirrored(text):
    """The text in full-width letters, with its {fields} as they are."""
    pieces = []
    inside = False
    for character in text:
        inside = inside or character == "{"
        wide = character.isascii() and character.isalpha() and not inside
        pieces.append(chr(ord(character) - 0x20 + 0xFF00) if wide else character)
        inside = inside and character != "}"
    return "".join(pieces)


def labels_of_layers():
    for layer in load_layers().values():
        yield layer.title
        yield from (entry.label for entry in layer.legend)
        if layer.encode.dash:
            yield layer.encode.dash.label
        yield from (line.label for line in layer.popup if not isinstance(line, str))


@pytest.fixture(scope="module")
def language(tmp_path_factory):
    """A table of words in Arabic's direction, with Arabic's dates and digits."""
    lines = ['language = "ar"', 'direction = "rtl"']
    for section, entries in ENGLISH.items():
        if isinstance(entries, dict):
            lines.append(f"[{section}]")
            for key, value in entries.items():
                forms = [mirrored(form) for form in value] if isinstance(value, list) else mirrored(value)
                lines.append(f"{json.dumps(key)} = {json.dumps(forms, ensure_ascii=False)}")
    lines.append("[layers]")
    lines += [
        f"{json.dumps(each)} = {json.dumps(mirrored(each))}" for each in dict.fromkeys(labels_of_layers())
    ]
    file = tmp_path_factory.mktemp("words") / "strings.xx.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


@pytest.fixture
def open_mirrored(open_page, language):
    def opener(**options):
        reports = examples.both()
        world = examples.map_of(reports, title="قصف على المدينة", language=language)
        return open_page(world=world, **options)

    return opener


def test_no_english_word_is_left_on_the_page(open_mirrored):
    page = open_mirrored()
    page.click(".gm-callout:has-text('Kharkiv')")
    page.wait_for_selector(".gm-popup")
    search(page, "xyz")
    unfolded(page)

    assert page.evaluate(LEFT_OVER) == []


def test_no_english_word_hides_among_the_texts_of_documents(open_mirrored):
    page = open_mirrored()
    unfolded(page)
    shown = set(
        page.evaluate("[...document.querySelectorAll('[dir=auto]')].map((each) => each.textContent.trim())")
    )
    words = {form for key, form in drawing.strings().all().items() if key.partition(".")[0] != "count"}

    assert shown & (words | set(labels_of_layers())) == set()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_layout_holds_from_right_to_left(open_mirrored, width, height):
    page = open_mirrored(width=width, height=height)
    if width < 720:
        page.click(".gm-toggle")
        still(page)
    panel, area = page.locator("#gm-panel").bounding_box(), page.locator(".gm-main").bounding_box()

    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert width < 720 or panel["x"] > area["x"]
    outside = page.evaluate(
        """() => {
          const frame = document.getElementById('gm-panel').getBoundingClientRect();
          return [...document.querySelectorAll('#gm-panel *')].filter((each) => {
            const { left, right, width } = each.getBoundingClientRect();
            return width && !each.closest('.gm-hidden') && (left < frame.left - 1 || right > frame.right + 1);
          }).map((each) => each.outerHTML.slice(0, 200));
        }"""
    )
    assert outside == []


def test_boxes_stand_on_the_right_and_counts_on_the_left(open_mirrored):
    page = open_mirrored()
    row = page.locator(".gm-legend .gm-row").first
    box, count = row.locator("input").bounding_box(), row.locator(".gm-count").bounding_box()

    assert box["x"] > count["x"]


def test_numbers_and_dates_are_those_of_the_language(open_mirrored):
    page = open_mirrored()

    assert any(digit in page.inner_text(".gm-live") for digit in "٠١٢٣٤٥٦٧٨٩0123456789")
    page.evaluate("geomap.map.setView([50.91, 34.8], 10, { animate: false })")
    page.click(".gm-callout:has-text('Sumy')")
    page.click(".gm-popup summary >> nth=0")
    expect(page.locator(".gm-popup")).to_contain_text("نوفمبر")


def test_arrow_keys_read_from_right_to_left(open_mirrored):
    page = open_mirrored()
    page.focus(".gm-cursor")
    first = page.get_attribute(".gm-cursor", "aria-label")
    page.keyboard.press("ArrowLeft")
    second = page.get_attribute(".gm-cursor", "aria-label")
    page.keyboard.press("ArrowRight")

    assert first != second
    assert page.get_attribute(".gm-cursor", "aria-label") == first
