"""Front matter is plain keys and values; whatever else it is, it is told and does no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.reading.frontmatter import LIMIT, FrontMatter, split


def test_values_stay_the_words_that_were_written():
    front, text = split("---\ntitle: 007\npublisher: yes\nurl: https://a.b/c?d=1#e\n---\n\nText", "a.md")
    assert (front.title, front.publisher, front.url) == ("007", "yes", "https://a.b/c?d=1#e")
    assert text == "\nText"


def test_domain_stands_in_for_the_publisher():
    assert split("---\ndomain: bbc.co.uk\n---\n", "a.md")[0].publisher == "bbc.co.uk"
    assert split("---\ndomain: bbc.co.uk\npublisher: BBC\n---\n", "a.md")[0].publisher == "BBC"


@pytest.mark.parametrize("text", ["Text", "--- a\nText", "---\nnever closed: yes\nText", "-- --\n", ""])
def test_text_without_a_closed_block_is_all_text(text):
    assert split(text, "a.md") == (FrontMatter(), text)


def test_empty_front_matter_is_none():
    assert split("---\n---\nText", "a.md") == (FrontMatter(), "Text")


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("title: a: b", r"a.md, line 2: front matter: mapping values are not allowed"),
        ("title: x\nurl: [", r"a.md, line 4: front matter: .*; write one"),
        ("title: [a, b]", r"a.md, line 2: front matter: title is not plain text"),
        ("just words", r'a.md, line 2: no "key: value" lines'),
        ("published: 31 Foo 2024", r"a.md: front matter: published is '31 Foo 2024', not a date"),
        ("published: 2024-02-30", r"not a date; write it as 2024-10-31"),
        ("title: " + "x" * LIMIT, r"more than the 16,384 read"),
        ("[" * 5000, r"front matter: nested too deeply"),
        ("title: \x07", r"special characters are not allowed"),
        ("title: @x", r"cannot start any token"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(block, told):
    with pytest.raises(InputError, match=told):
        split(f"---\n{block}\n---\nText", "a.md")


def test_aliases_are_never_expanded():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    front, text = split(f"---\n{bomb}title: t\n---\nText", "a.md")
    assert (front.title, text) == ("t", "Text")


def test_tags_construct_nothing():
    with pytest.raises(InputError, match="title is not plain text"):
        split('---\ntitle: !!python/object/apply:os.system ["true"]\n---\n', "a.md")


@given(st.text(max_size=80))
def test_any_block_is_read_or_told_in_one_line(block):
    assert outcome(block).startswith(("read", "a.md"))
    assert "\n" not in outcome(block)


def outcome(block):
    try:
        split(f"---\n{block}\n---\nText", "a.md")
    except InputError as error:
        return str(error)
    return "read"
