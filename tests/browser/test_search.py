"""Search: what is found, how it is shown, and where it leads."""

import example_reports as examples
import msgspec
import pytest
from example_reports import SUMY, Writer
from playwright.sync_api import expect
from waiting import rested, search

from geomap.records import Document


@pytest.fixture
def page(open_page):
    return open_page(examples.both())


def one_place(name):
    document = Document(id="d", text="Shells fell on the town.", title="T")
    writer = Writer(document)
    writer.event(
        "e", "ASSAULT", "Shells fell on the town", (msgspec.structs.replace(SUMY, name=name), "location")
    )
    return writer.report()


def test_a_place_is_found_and_opened_with_all_that_is_reported_there(page):
    found = search(page, "sudzha")
    assert found[0].startswith("Sudzha")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup")

    assert page.inner_text(".leaflet-popup h2") == "Sudzha"
    assert page.locator(".gm-popup summary").count() == 2


def test_words_of_a_quote_lead_to_its_mark(page):
    found = search(page, "apartment block")
    assert len(found) >= 1
    page.click(".gm-result >> nth=0")
    page.wait_for_selector(".leaflet-popup mark")

    assert "apartment block" in page.inner_text(".gm-popup mark >> nth=0")


def test_what_was_looked_for_is_marked(page):
    search(page, "APARTMENT")

    assert "apartment" in page.locator(".gm-result mark").all_inner_texts()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Şanlıurfa", "sanl"),
        ("Škabrnja", "SKABRNJA"),
        ("Київ", "київ"),
        ("Донецьк", "ДОНЕЦ"),
        ("القُدْس", "القدس"),
        ("喀布爾", "布爾"),
        ("Ｆｕｌｌ", "full"),
        ("Việt Trì", "viet tri"),
    ],
)
def test_accents_case_and_forms_do_not_matter(open_page, name, query):
    page = open_page([one_place(name)])

    assert any(name in each for each in search(page, query))


def test_a_report_that_is_not_drawn_is_found_among_the_sources(page):
    search(page, "generators")
    page.keyboard.press("Enter")

    assert page.get_attribute("#gm-tab-sources", "aria-selected") == "true"
    assert "generators" in page.inner_text(".gm-here")


def test_a_mark_that_a_filter_hides_is_shown_when_it_is_chosen(page):
    page.evaluate("() => { geomap.filter.set({ modality: ['planned'] }); }")
    search(page, "apartment block")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup")

    assert page.evaluate("geomap.filter.get().modality") is None


def test_enter_before_the_search_has_answered_opens_what_it_finds(page):
    search(page, "sudzha")
    page.evaluate(
        """() => {
          const box = document.querySelector('.gm-query');
          box.value = 'apartment block';
          box.dispatchEvent(new Event('input'));
          box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
        }"""
    )

    expect(page.locator(".gm-popup mark").first).to_contain_text("apartment block")


def test_escape_before_the_search_has_answered_leaves_the_list_closed(page):
    page.evaluate(
        """() => {
          const box = document.querySelector('.gm-query');
          box.focus();
          box.value = 'sudzha';
          box.dispatchEvent(new Event('input'));
          box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
        }"""
    )
    rested(page)

    assert page.locator(".gm-result").count() == 0


def test_a_slash_leads_to_the_search_and_escape_out_of_it(page):
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.className") == "gm-query"
    assert search(page, "kursk") != []
    page.keyboard.press("Escape")

    assert page.locator(".gm-result").count() == 0
    assert page.input_value(".gm-query") == "kursk"


def test_the_list_is_told_to_screen_readers(page):
    search(page, "kursk")
    assert page.get_attribute(".gm-query", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = page.get_attribute(".gm-query", "aria-activedescendant")

    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    assert page.inner_text(".gm-search [role=status]").endswith("results")


def test_nothing_found_is_said_with_the_words_that_were_looked_for(page):
    assert search(page, "<b>{query}") == []
    assert page.inner_text(".gm-empty") == "Nothing found for “<b>{query}”."


FOLDED = "() => performance.getEntriesByName('gm-folded').length === 1"
HIDDEN = "Object.defineProperty(document, 'hidden', { get: () => !window.looked, configurable: true });"
SHOW = "() => { window.looked = true; document.dispatchEvent(new Event('visibilitychange')); }"


def test_texts_are_made_ready_for_the_first_search_while_the_page_rests(page):
    page.wait_for_function(FOLDED)

    assert page.evaluate("document.activeElement === document.body")
    assert search(page, "sudzha")[0].startswith("Sudzha")


def test_a_browser_that_does_not_say_when_it_rests_makes_them_ready_too(open_page):
    page = open_page(examples.both(), first="delete window.requestIdleCallback;")
    assert page.evaluate("window.requestIdleCallback === undefined")
    page.wait_for_function(FOLDED)

    assert search(page, "sudzha")[0].startswith("Sudzha")


def test_a_page_that_nobody_looks_at_does_no_such_work_until_it_is_looked_at(open_page):
    page = open_page(examples.both(), first=HIDDEN)
    rested(page)
    assert not page.evaluate(FOLDED)
    page.evaluate(SHOW)

    page.wait_for_function(FOLDED)


@pytest.mark.parametrize("query", ["sudzha", "APARTMENT block", "generators", "kursk", "e", "nowhere at all"])
def test_a_search_before_the_texts_are_ready_finds_the_same(open_page, query):
    early = open_page(examples.both(), first=HIDDEN)
    late = open_page(examples.both())
    late.wait_for_function(FOLDED)
    found = search(early, query)

    assert not early.evaluate(FOLDED)
    assert found == search(late, query)
    assert (len(found) == 0) == (query == "nowhere at all")
