"""Text that was broken into lines of one width."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.reading.wrapping import unwrapped

PARAGRAPH = (
    "The United States believes that as many as 8,000 soldiers have been deployed to the border region, the "
    "minister said on Thursday after talks with his counterpart. They are part of a force of some 10,000 "
    "troops that are counted in the country as a whole, and they have not yet gone into battle."
)


@pytest.mark.parametrize("width", [50, 72, 80, 100, 120])
def test_a_wrapped_paragraph_is_one_line_again(width):
    wrapped = textwrap.fill(PARAGRAPH, width)
    assert "\n" in wrapped
    assert unwrapped(wrapped) == PARAGRAPH


def test_paragraphs_and_a_headline_stay_apart():
    wrapped = "Headline of the day\n\n" + textwrap.fill(PARAGRAPH, 80) + "\n\n" + textwrap.fill(PARAGRAPH, 80)
    assert unwrapped(wrapped) == f"Headline of the day\n\n{PARAGRAPH}\n\n{PARAGRAPH}"


def test_wrapped_list_items_stay_items():
    items = "\n".join(textwrap.fill(f"- {PARAGRAPH}", 80, subsequent_indent="  ") for _ in range(2))
    lines = unwrapped(items).split("\n")
    assert len(lines) == 2
    assert all(line.startswith("- The United") for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        f"{PARAGRAPH}\n{PARAGRAPH}",
        "SITREP 14 NOV 2024 – EASTERN SECTOR (as of 1800 local)\nTwo killed.\nOne hurt.\nQuiet night.",
        "• Kurakhove: an air strike hit a block of flats.\n• Selydove: fighting goes on.\n• No losses.",
        "Goma | 27 Jan 2025\n1) Gunfire was heard around the airport.\n2) Three were killed.\nMore soon.",
        "",
        "one line",
    ],
)
def test_text_with_a_paragraph_a_line_is_left_alone(text):
    assert unwrapped(text) == text


@given(st.text(alphabet=st.characters() | st.sampled_from("\n ab"), max_size=400))
def test_offsets_always_stay(text):
    mended = unwrapped(text)
    assert len(mended) == len(text)
    assert all(new == old or (old, new) == ("\n", " ") for old, new in zip(text, mended, strict=True))
