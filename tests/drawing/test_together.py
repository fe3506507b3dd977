"""What is told of several places at once, and what is only claimed: drawn at each, and told apart."""

import example_reports as examples
import msgspec
import pytest
from test_page import LAYERS, data, html_of

from geomap.features import tables
from geomap.layering.columns import records_of
from geomap.layering.select import choose
from geomap.records import EventPlace


def at(*places, role="location", modality="occurred"):
    """The article on troops with its first number and one event at these places."""
    report = examples.korean_troops()
    event = msgspec.structs.replace(
        report.events[3],
        places=tuple(EventPlace(place=place, role=role) for place in places),
        modality=modality,
    )
    figure = msgspec.structs.replace(report.figures[0], places=places, modality=modality)
    return msgspec.structs.replace(report, events=(event,), figures=(figure,))


def drawn(report, name):
    """For each mark of a layer its place, whether that is an area, and what else it names."""
    found = data(html_of([report]))
    layer = next(each for each in found["layers"] if each["id"] == name)
    spots = found["spots"]
    also = layer.get("also") or [-1] * len(layer["spot"])
    return [
        (
            found["texts"][spots["name"][spot]],
            bool(spots["area"][spot]),
            found["texts"][other] if other >= 0 else "",
        )
        for spot, other in zip(layer["spot"], also, strict=True)
    ]


@pytest.mark.parametrize("layer", ["strikes", "troops"])
def test_what_is_told_of_two_areas_stands_on_each_and_names_the_other(layer):
    report = at(examples.PENINSULA, examples.KURSK)
    report = msgspec.structs.replace(
        report, events=(msgspec.structs.replace(report.events[0], type="ASSAULT", mode="aerial"),)
    )

    assert drawn(report, layer) == [
        ("Korean Peninsula", True, "with Kursk Oblast"),
        ("Kursk Oblast", True, "with Korean Peninsula"),
    ]


def test_an_area_and_a_point_are_drawn_as_what_they_are():
    assert drawn(at(examples.SUMY, examples.KURSK), "troops") == [
        ("Sumy", False, "with Kursk Oblast"),
        ("Kursk Oblast", True, "with Sumy"),
    ]


def test_what_stands_at_one_place_names_no_other():
    assert drawn(at(examples.KURSK), "troops") == [("Kursk Oblast", True, "")]


def test_one_number_at_two_places_is_counted_once():
    found = data(html_of([at(examples.PENINSULA, examples.KURSK)]))
    layer = next(each for each in found["layers"] if each["id"] == "troops")

    assert len(layer["row"]) == 2
    assert sum(entry["count"] for entry in layer["legend"]) == 1


def test_each_of_several_areas_has_its_own_outline():
    records = records_of(tables([at(examples.PENINSULA, examples.KURSK)], examples.shape_of))
    areas = choose(records, LAYERS)[0]["areas"]

    assert dict(zip(areas.column("place"), areas.geometry, strict=True)) == {
        "Korean Peninsula": examples.SHAPES[examples.PENINSULA.id],
        "Kursk Oblast": examples.SHAPES[examples.KURSK.id],
    }


@pytest.mark.parametrize("modality", ["occurred", "claimed", "disputed"])
def test_an_area_is_as_sure_as_the_firmest_report_of_it(modality):
    found = data(html_of([at(examples.KURSK, modality=modality)]))
    layer = next(each for each in found["layers"] if each["id"] == "areas")

    assert list(layer["dashed"]) == [modality != "occurred"]
    assert found["texts"][layer["dash"]] == "Only claimed or disputed"


def test_an_area_with_one_fact_among_claims_is_not_dashed():
    both = at(examples.KURSK, modality="claimed")
    fact = msgspec.structs.replace(both.figures[0], modality="occurred")
    found = data(html_of([msgspec.structs.replace(both, figures=(fact,))]))

    assert list(next(each for each in found["layers"] if each["id"] == "areas")["dashed"]) == [0]


@pytest.mark.parametrize(
    "name", ["areas", "casualties", "events", "movements", "statements", "strikes", "troops"]
)
def test_every_layer_tells_claims_from_facts(name):
    layer = next(each for each in LAYERS if each.id == name)

    assert "laim" in layer.encode.dash.label


def test_one_number_for_several_ways_is_said_to_be_the_sum():
    report = examples.korean_troops()
    ways = (*report.events[0].places, EventPlace(place=examples.BELGOROD, role="destination"))
    event = msgspec.structs.replace(report.events[0], places=ways, modality="occurred")
    found = data(html_of([msgspec.structs.replace(report, events=(event, *report.events[1:]))]))
    layer = next(each for each in found["layers"] if each["id"] == "movements")

    assert [found["texts"][label] for label in layer["label"]] == ["≤ 8,000 troops in all"] * 2


def test_what_is_switched_off_does_not_widen_the_first_view():
    found = data(html_of([examples.korean_troops()]))
    west, _, east, _ = found["view"]
    hidden = next(each for each in found["layers"] if each["id"] == "mentions")

    assert not hidden["show"]
    report = at(examples.SUMY)
    far = msgspec.structs.replace(examples.SUDZHA, id="far", name="Far", lon=-120.0, lat=47.0)
    mention = msgspec.structs.replace(examples.korean_troops().mentions[0], place=far, kind="literal")
    west, _, east, _ = data(html_of([msgspec.structs.replace(report, mentions=(mention,))]))["view"]
    assert east - west < 1
