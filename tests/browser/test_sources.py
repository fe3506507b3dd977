"""The list of sources: texts with their quotes marked, from a mark to its sentence and back."""

import example_reports as examples


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
    page.wait_for_selector(".leaflet-popup mark")

    assert page.inner_text(".gm-popup mark") == "Drones hit an apartment block in Kharkiv overnight"


def test_a_mark_leads_to_its_sentence_in_its_paragraph(open_page):
    page = open_page([examples.border_strikes()])
    page.click(".gm-callout:has-text('Sumy')")
    page.click(".gm-popup summary >> nth=0")
    page.click(".gm-popup .gm-show >> nth=0")

    here = page.locator(".gm-here")
    assert here.inner_text() in page.inner_text(".gm-paragraph:has(.gm-here)")
    assert page.evaluate("document.activeElement.classList.contains('gm-here')")
    assert page.get_attribute("#gm-tab-sources", "aria-selected") == "true"


def test_events_that_are_not_drawn_are_listed_with_quote_and_reason(open_page):
    page = open_page([examples.korean_troops()])
    open_sources(page)
    page.click("summary:has-text('Reported, but not drawn')")
    text = page.inner_text(".gm-section:has-text('Reported, but not drawn')")

    assert "They are expected to enter combat against Ukrainian forces" in text
    assert "South Korea has sent generators to Ukraine" in text
    assert "There is no evidence that the troops have fired a shot" in text


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
    page.wait_for_selector(".gm-versus .gm-side")

    sides = page.locator(".gm-versus .gm-side").all_inner_texts()
    assert sides == ["Kyiv\n40 killed", "Moscow\n12 killed"]
    page.click(".gm-side:has-text('Moscow')")
    page.wait_for_selector(".leaflet-popup")
    assert "12 killed" in page.inner_text(".gm-popup")


def test_a_popup_sets_contradicting_numbers_side_by_side(open_page):
    page = open_page([examples.border_strikes()])
    page.click(".gm-callout:has-text('Kharkiv')")
    page.click(".gm-popup summary:has-text('40 killed')")

    assert page.locator(".gm-card .gm-side").all_inner_texts() == ["Kyiv\n40 killed", "Moscow\n12 killed"]
