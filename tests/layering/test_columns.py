"""The tables as layers see them."""

import example_reports as examples
import pytest

from geomap.features import tables
from geomap.layering import load_layers
from geomap.layering.columns import RECORDS, columns_of, records_of
from geomap.layering.select import choose


@pytest.fixture(scope="module")
def records():
    return records_of(tables(examples.both(), examples.shape_of))


def standing(records):
    figures = records["figures"]
    return dict(zip(figures.column("id"), figures.column("standing"), strict=True))


def test_restated_planned_and_denied_numbers_do_not_stand_for_themselves(records):
    found = standing(records)

    assert found["f1"] is None
    assert found["f2"] is None  # a part, but of a total at another place
    assert found["f4"] == "restated"
    assert found["h5"] == "planned"


def test_conflicting_tolls_both_stand_and_name_their_speakers(records):
    figures = records["figures"]
    by = dict(zip(figures.column("id"), figures.column("by"), strict=True))

    assert standing(records)["h2"] is None
    assert standing(records)["h3"] is None
    assert (by["h2"], by["h3"]) == ("(Kyiv)", "(Moscow)")
    assert by["h1"] is None


def test_a_small_number_keeps_its_unit_and_a_large_one_does_not(records):
    figures = records["figures"]
    what = dict(zip(figures.column("id"), figures.column("what"), strict=True))

    assert what["h1"] == "people"
    assert what["f1"] is None


def figure_rows(**changes):
    import msgspec

    report = examples.korean_troops()
    figures = tuple(
        msgspec.structs.replace(figure, **changes.get(figure.id, {})) for figure in report.figures
    )
    report = msgspec.structs.replace(report, figures=figures)
    return standing(records_of(tables([report], examples.shape_of)))


def test_a_part_of_a_total_at_the_same_place_is_not_a_second_number():
    assert figure_rows(f1={"places": (examples.KURSK,)})["f2"] == "part"


def test_a_superseded_number_gives_way():
    assert figure_rows(f1={"supersedes": "f2"})["f2"] == "superseded"


def test_a_denied_number_is_not_drawn():
    assert figure_rows(f1={"negated": True})["f1"] == "negated"


def test_a_number_that_repeats_one_of_another_run_stays():
    assert figure_rows(f4={"same_as": "elsewhere:f9"})["f4"] is None


def test_areas_are_those_that_drawn_records_stand_on_largest_first(records):
    layers = list(load_layers().values())
    areas = choose(records, layers)[0]["areas"]
    found = dict(zip(areas.column("place"), areas.column("fighting"), strict=True))

    assert found == {
        "Russia": False,
        "North Korea": False,
        "Korean Peninsula": False,
        "Kursk Oblast": False,
        "Eastern front": True,
    }
    assert next(iter(found)) == "Russia"


def test_the_denied_shot_counts_for_no_area(records):
    areas = choose(records, list(load_layers().values()))[0]["areas"]
    row = list(areas.column("place")).index("Kursk Oblast")

    assert areas.column("events")[row] == 1  # the deployment, not the denied fighting


@pytest.mark.parametrize("kind", RECORDS)
def test_every_kind_of_records_has_known_columns(kind):
    assert "id" in columns_of(kind)
    assert len(set(columns_of(kind))) == len(columns_of(kind))


def test_the_columns_known_to_layers_are_those_of_real_tables(records):
    for kind in ("figures", "movements", "places"):
        assert set(records[kind].columns) == set(columns_of(kind))
    assert set(records["events"].columns) <= set(columns_of("events"))
