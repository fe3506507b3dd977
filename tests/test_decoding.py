"""Encodings are told apart; what is not text is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.decoding import blanked, cleaned, decode, one_line

NEWS = "Rébels seized the café in Goma – “no one” was hurt, officials said. " * 5


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "windows-1252"),
    ],
)
def test_encodings_are_told(encoding, told):
    decoded = decode(NEWS.encode(encoding))
    assert (decoded.text, decoded.encoding) == (NEWS, told)
    assert decoded.guessed == (told == "windows-1252")


def test_cyrillic_in_an_old_encoding_is_read():
    text = "Войска продвинулись к городу Суджа, сообщил губернатор Курской области. " * 5
    decoded = decode(text.encode("cp1251"))
    assert decoded.guessed
    assert decoded.text == text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7 stream", "a PDF"),
        (b"PK\x03\x04word/document.xml", "zip archive or office document"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"SQLite format 3\x00", "database"),
        (bytes(range(256)) * 8, "binary"),
        (bytes([0, 1, 2, 3, 4, 5, 6, 7]) * 20, "binary"),
    ],
)
def test_what_is_not_text_is_refused_by_name(data, told):
    with pytest.raises(ValueError, match=told):
        decode(data)


def test_broken_utf_16_is_refused():
    with pytest.raises(ValueError, match="broken UTF-16"):
        decode("a\U0001f600".encode("utf-16")[:-2])


def test_cleaning_drops_controls_and_keeps_one_kind_of_line_break():
    assert cleaned("a\x00b\r\nc\rd\te\x07\x0cf\x85g\ud800") == "ab\nc\nd\te\nf\ng"


def test_one_line_has_single_spaces():
    assert one_line(" a\r\n b\tc\x00 ") == "a b c"


@given(st.text())
def test_blanking_keeps_offsets(text):
    blank = blanked(text)
    assert len(blank) == len(text)
    assert all(new == old or new in " \n" for new, old in zip(blank, text, strict=True))
    assert "\r" not in blank
    assert "\x00" not in blank


@given(st.text())
def test_cleaning_is_done_in_one_go(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused_in_words(data):
    assert outcome(data)


def outcome(data):
    try:
        return [decode(data).text]
    except ValueError as error:
        return str(error)
