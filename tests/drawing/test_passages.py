"""Quotes in their sentence and paragraph."""

from hypothesis import given
from hypothesis import strategies as st

from geomap.column import Column
from geomap.drawing.passages import Passages
from geomap.drawing.sources import Documents
from geomap.drawing.texts import Texts
from geomap.layering.rows import Rows
from geomap.records import Document

TEXT = "First one. Second 🚀 one here.\nSame paragraph.\n\nAnother paragraph. With two."


def passage_of(text, start, end):
    return Passages(Documents.of([Document(id="d", text=text)])).of("d", start, end)


def test_a_quote_stands_in_its_sentence_and_paragraph():
    start = TEXT.index("one here")
    found = passage_of(TEXT, start, start + 3)

    assert found.paragraph == "First one. Second 🚀 one here. Same paragraph."
    assert found.paragraph[slice(*found.sentence)] == "Second 🚀 one here."
    assert found.paragraph[slice(*found.quote)] == "one"


def test_lines_are_paragraphs_where_no_line_is_blank():
    found = passage_of("One line.\nAnother line.", 10, 17)

    assert found.paragraph == "Another line."


def test_a_long_paragraph_is_shown_in_parts_of_whole_sentences():
    text = " ".join(f"Sentence number {number} says something of note." for number in range(200))
    start = text.index("number 100 ")
    found = passage_of(text, start, start + 10)

    assert len(found.paragraph) <= 1300
    assert found.paragraph.startswith("Sentence number")
    assert found.paragraph[slice(*found.sentence)] == "Sentence number 100 says something of note."


def test_a_span_outside_the_text_has_no_passage():
    assert passage_of("short", 3, 9) is None
    assert passage_of("short", 3, 3) is None
    assert Passages(Documents.of([])).of("d", 0, 1) is None


def test_ends_count_as_scripts_do():
    start = TEXT.index("one here")
    texts = Texts()
    rows = Rows({"document": ["d"], "start": [start], "end": [start + 3], "quote": ["one"]}, [None])
    columns = Passages(Documents.of([Document(id="d", text=TEXT)])).columns(rows, texts)
    paragraph = texts.all[columns["paragraph"]["v"][0]].encode("utf-16-le")
    begin, end = int(columns["quote_from"]["v"][0]), int(columns["quote_to"]["v"][0])

    assert paragraph[2 * begin : 2 * end].decode("utf-16-le") == "one"
    assert columns["quote"]["v"] == [-1]


def test_rows_without_a_text_keep_their_quote():
    texts = Texts()
    rows = Rows({"document": ["t"], "start": [None], "end": [None], "quote": ["as written"]}, [None])

    assert set(Passages(Documents.of([])).columns(rows, texts)) == {"quote"}
    assert texts.all == ["as written"]


def test_a_row_of_a_table_is_quoted_whole_and_its_text_kept_once():
    texts = Texts()
    passages = Passages(Documents.of([Document(id="r1", text="One 🚀\nrow"), Document(id="d", text=TEXT)]))
    rows = Rows(
        {
            "document": Column.of(["r1", "r1", "d", "gone"]),
            "start": Column.of([0, 0, 6, 0]),
            "end": Column.of([9, 9, 10, 4]),
            "quote": Column.of(["One 🚀\nrow", "One 🚀\nrow", "one", "as written"]),
            "title": Column.of(["Headline", "Headline", None, None]),
        },
        [None] * 4,
    )
    columns = {name: column["v"] for name, column in passages.columns(rows, texts).items()}
    again = passages.columns(rows, texts)["paragraph"]["v"]

    paragraphs = [texts.all[at] if at >= 0 else None for at in columns["paragraph"].tolist()]
    assert paragraphs[:2] == ["One 🚀 row"] * 2
    assert paragraphs[2:] == ["First one. Second 🚀 one here. Same paragraph.", None]
    assert texts.all[:2] == ["Headline", "One 🚀 row"]
    assert columns["quote_from"].tolist()[:3] == [0, 0, 6]
    assert columns["quote_to"].tolist()[:2] == [10, 10]
    assert [texts.all[at] if at >= 0 else None for at in columns["quote"].tolist()] == [None] * 3 + [
        "as written"
    ]
    assert again.tolist() == columns["paragraph"].tolist()


@given(st.text(alphabet="ab. \n\r🚀\u2029", max_size=80), st.integers(0, 80), st.integers(1, 20))
def test_quote_lies_in_sentence_and_sentence_in_paragraph(text, start, length):
    found = passage_of(text, start, start + length)
    if start + length > len(text):
        assert found is None
        return
    assert (
        0 <= found.sentence[0] <= found.quote[0] < found.quote[1] <= found.sentence[1] <= len(found.paragraph)
    )
    flat = text.replace("\n", " ").replace("\r", " ")
    assert found.paragraph[slice(*found.quote)] == flat[start : start + length]
