"""The list of sources: texts with their quotes marked, from a mark to its sentence and back."""

import example_reports as examples
from playwright.sync_api import expect

SIDES = ["Kyiv 40 killed", "Moscow 12 killed"]


def open_sources(page):
    page.click("role=tab[name='Sources']")


def open_document(page):
    """Opens the first document of the list; its text is built once it is open."""
    page.click(".gm-document summary")
    page.wait_for_selector(".gm-document .gm-paragraph", state="attached")


def test_a_document_shows_its_paragraphs_with_quotes_marked(open_page):
    page = open_page([examples.border_strikes()])
    open_sources(page)
    open_document(page)

    assert "Drones hit an apartment block in Kharkiv overnight" in page.locator("a.gm-said").all_inner_texts()


def test_a_sentence_leads_to_its_mark(open_page):
    page = open_page([examples.border_strikes()])
    open_sources(page)
    open_document(page)
    page.click("a.gm-said:has-text('Drones hit')")

    expect(page.locator(".gm-popup mark")).to_have_text("Drones hit an apartment block in Kharkiv overnight")


def test_a_mark_leads_to_its_sentence_in_its_paragraph(open_page):
    page = open_page([examples.border_strikes()])
    page.click(".gm-callout:has-text('Sumy')")
    page.click(".gm-popup summary >> nth=0")
    page.click(".gm-popup .gm-show >> nth=0")

    paragraph = page.locator(".gm-paragraph:has(.gm-here)")
    expect(paragraph).to_contain_text("bombed Sumy on Friday evening, killing 11 people")
    expect(paragraph.locator(".gm-here")).to_have_text("11")
    expect(paragraph.locator(".gm-here")).to_be_focused()
    expect(page.locator("#gm-tab-sources")).to_have_attribute("aria-selected", "true")


def test_events_that_are_not_drawn_are_listed_with_quote_and_reason(open_page):
    page = open_page([examples.korean_troops()])
    open_sources(page)
    page.click("summary:has-text('Reported, but not drawn')")
    section = page.locator(".gm-section:has-text('Reported, but not drawn')")

    expect(section).to_contain_text("They are expected to enter combat against Ukrainian forces")
    expect(section).to_contain_text("South Korea has sent generators to Ukraine")
    expect(section).to_contain_text("There is no evidence that the troops have fired a shot")


def test_a_quote_without_a_mark_says_why(open_page):
    page = open_page([examples.korean_troops()])
    open_sources(page)
    open_document(page)

    reasons = page.evaluate("[...document.querySelectorAll('.gm-undrawn')].map((each) => each.title)")
    assert set(reasons) >= {"planned", "denied", "without a place"}


def test_numbers_that_differ_stand_side_by_side_and_lead_to_their_marks(open_page):
    page = open_page([examples.border_strikes()])
    open_sources(page)
    page.click("summary:has-text('Numbers that differ')")

    expect(page.locator(".gm-versus .gm-side")).to_have_text(SIDES, use_inner_text=True)
    page.click(".gm-side:has-text('Moscow')")
    expect(page.locator(".gm-popup")).to_contain_text("12 killed")


def test_a_popup_sets_contradicting_numbers_side_by_side(open_page):
    page = open_page([examples.border_strikes()])
    page.click(".gm-callout:has-text('Kharkiv')")
    page.click(".gm-popup summary:has-text('40 killed')")

    expect(page.locator(".gm-card .gm-side")).to_have_text(SIDES, use_inner_text=True)
