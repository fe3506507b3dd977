"""One state says what is shown; marks, counts and areas follow it."""

import example_reports as examples
import msgspec
import pytest


def shown_rows(page, layer):
    """Numbers of the rows of a layer that are shown."""
    return page.evaluate(
        """(id) => {
          const layer = geomap.data.layers.find((each) => each.id === id);
          return [...layer.row].filter((_, index) => layer.visible[index]);
        }""",
        layer,
    )


def change(page, patch):
    page.evaluate("(patch) => { geomap.filter.set(patch); }", patch)


def counts(page, facet):
    return dict(page.evaluate("(facet) => [...geomap.filter.counts(facet)]", facet))


@pytest.fixture
def page(open_page):
    return open_page(examples.both())


def test_everything_but_layers_that_are_off_is_shown_at_first(page):
    assert page.evaluate("geomap.filter.get()") == {
        "hidden": ["mentions"],
        "modality": None,
        "sides": None,
        "sources": None,
        "from": None,
        "to": None,
        "undated": True,
        "found": None,
    }
    assert shown_rows(page, "mentions") == []
    assert len(shown_rows(page, "strikes")) > 0


def test_a_modality_leaves_only_marks_of_that_kind(page):
    before = len(shown_rows(page, "strikes") + shown_rows(page, "events"))
    change(page, {"modality": ["claimed"]})
    claimed = len(shown_rows(page, "strikes") + shown_rows(page, "events"))
    change(page, {"modality": ["occurred"]})
    occurred = len(shown_rows(page, "strikes") + shown_rows(page, "events"))

    assert claimed + occurred == before
    assert claimed > 0
    assert occurred > 0


def test_an_area_is_shown_only_if_something_on_it_is(page):
    assert len(shown_rows(page, "areas")) == 5
    change(page, {"from": "1999-01-01", "to": "1999-12-31", "undated": False})

    assert shown_rows(page, "areas") == []
    change(page, {"from": None, "to": None, "undated": True})
    assert len(shown_rows(page, "areas")) == 5


def test_counts_of_a_facet_ignore_that_facet_and_follow_the_others(page):
    whole = counts(page, "modality")
    change(page, {"modality": ["claimed"]})
    assert counts(page, "modality") == whole

    entries = counts(page, "entry")
    change(page, {"modality": None})
    assert counts(page, "entry")["strikes"] > entries["strikes"]


def test_counts_follow_what_is_in_view(page):
    assert counts(page, "entry")["strikes"] > 0
    page.evaluate("geomap.map.setView([-40, -140], 6, { animate: false })")

    assert counts(page, "entry")["strikes"] == 0
    assert counts(page, "sources") == {}


def test_a_side_keeps_what_it_does_and_what_is_done_to_it(page):
    sides = page.evaluate("geomap.filter.values('sides')")
    named = counts(page, "sides")
    assert set(named) <= set(sides)
    side = max(named, key=named.get)
    change(page, {"sides": [side]})

    names = page.evaluate(
        """() => geomap.data.layers.filter((layer) => layer.records === 'events').flatMap((layer) =>
          [...layer.row].filter((_, index) => layer.visible[index]).map((row) =>
            [geomap.value('events', 'actors', row), geomap.value('events', 'recipients', row)].join('; ')))"""
    )
    assert all(side in each for each in names)


def test_a_source_leaves_its_own_marks(page):
    second = page.evaluate("geomap.filter.values('sources')")[1]
    change(page, {"sources": [second]})

    assert shown_rows(page, "strikes") != []
    assert set(
        page.evaluate(
            """() => geomap.data.layers.filter((layer) => layer.records === 'events').flatMap((layer) =>
          [...layer.row].filter((_, index) => layer.visible[index])
            .map((row) => geomap.value('events', 'document', row)))"""
        )
    ) == {1}


def test_rows_that_a_search_found_are_all_that_is_shown(page):
    page.evaluate("geomap.filter.set({ found: { events: Uint8Array.of(1), figures: new Uint8Array(999) } })")

    assert shown_rows(page, "casualties") == []
    assert {*shown_rows(page, "strikes"), *shown_rows(page, "events"), *shown_rows(page, "statements")} <= {0}


def test_listeners_run_once_a_frame(page):
    calls = page.evaluate(
        """async () => {
          const calls = [];
          geomap.filter.on((changed) => calls.push(changed.marks));
          geomap.filter.set({ modality: ['claimed'] });
          geomap.filter.set({ modality: null });
          geomap.map.panBy([100, 0], { animate: false });
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          return calls;
        }"""
    )

    assert calls == [True]


def dated(name, start, end, precision):
    from datetime import date

    report = examples.border_strikes()
    day = lambda text: date.fromisoformat(text) if text else None  # noqa: E731
    event = msgspec.structs.replace(
        report.events[0], id=name, date_start=day(start), date_end=day(end), date_precision=precision
    )
    document = msgspec.structs.replace(report.document, id=name)
    return msgspec.structs.replace(report, document=document, events=(event,), figures=(), mentions=())


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        ("2024-05-10", "2024-05-10", "day", True),
        ("2024-05-16", "2024-05-16", "day", False),
        ("2024-01-01", "2024-12-31", "range", True),
        ("2024-05-01", None, "month", True),
        ("2024-05-06", None, "week", True),
        ("2023-01-01", None, "ongoing", True),
        ("2023-01-01", "2023-06-01", "ongoing", False),
        ("2024-06-01", None, "ongoing", False),
        (None, "2024-05-12", "before", True),
        (None, "2024-05-09", "before", False),
        (None, None, "unknown", True),
    ],
)
def test_a_range_of_days_shows_what_lasts_into_it(open_page, start, end, precision, expected):
    page = open_page([dated("a", start, end, precision)])
    change(page, {"from": "2024-05-10", "to": "2024-05-15"})
    layer = "strikes" if shown_rows(page, "strikes") or not expected else "events"

    assert bool(shown_rows(page, layer)) == expected


def test_undated_rows_have_a_switch_of_their_own(open_page):
    page = open_page([dated("a", None, None, "unknown"), dated("b", "2024-05-10", None, "day")])
    change(page, {"undated": False})

    assert len(shown_rows(page, "strikes") + shown_rows(page, "events")) == 1
