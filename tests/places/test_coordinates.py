import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.places.coordinates import written_coordinates


@pytest.mark.parametrize(
    ("text", "span", "lat", "lon"),
    [
        ("Position 13°25'N 042°40'E, roughly", "13°25'N 042°40'E", 13.4167, 42.6667),
        ("a skiff at 14-32.5N 042-05.1E closed in", "14-32.5N 042-05.1E", 14.5417, 42.085),
        ("N 51° 12.5' E 35° 16' (grid)", "N 51° 12.5' E 35° 16'", 51.2083, 35.2667),
        ("fell at 51°12′30″N, 35°16′22″E.", "51°12′30″N, 35°16′22″E", 51.2083, 35.2728),
        ("coordinates 51.21, 35.27 were posted", "51.21, 35.27", 51.21, 35.27),
        ("the hangar (51.2145, 35.2712) burned", "51.2145, 35.2712", 51.2145, 35.2712),
        ("33°S 70°W", "33°S 70°W", -33.0, -70.0),
        ("wreck at 48.0123N 37.8012W", "48.0123N 37.8012W", 48.0123, -37.8012),
        ("geolocated to -8.1234, 115.0921", "-8.1234, 115.0921", -8.1234, 115.0921),
    ],
)
def test_reads_the_ways_in_which_positions_are_written(text, span, lat, lon):
    (mention,) = written_coordinates(text)
    assert mention.text == span == text[mention.start : mention.end]
    assert mention.kind == "literal"
    assert mention.place.precision == "point"
    assert (mention.place.lat, mention.place.lon) == pytest.approx((lat, lon), abs=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "rose 51.21, 35.27 percent",
        "between 10.25, 12.50 and 13",
        "fined $51.21, 35.27 of it in cash",
        "lat 95.1234, 35.2712",
        "14°75'N 042°05'E",
        "a 5-6 win, North 5-6 East",
        "on 2024-10-31 N and E",
    ],
)
def test_other_numbers_are_no_positions(text):
    assert written_coordinates(text) == ()


def test_the_radius_follows_the_precision_as_written():
    (minutes,) = written_coordinates("13°25'N 042°40'E")
    (seconds,) = written_coordinates("13°25'10\"N 042°40'10\"E")
    assert minutes.place.radius_km == pytest.approx(0.93, abs=0.01)
    assert seconds.place.radius_km < minutes.place.radius_km / 50


@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180))
def test_decimal_degrees_survive_writing_and_reading(lat, lon):
    (mention,) = written_coordinates(f"Position: {lat:.5f}, {lon:.5f}")
    assert (mention.place.lat, mention.place.lon) == pytest.approx((lat, lon), abs=1e-5)


@given(st.text(alphabet="0123456789.,°'\"NSEW -", max_size=60))
def test_any_text_gives_spans_inside_it_that_do_not_overlap(text):
    cursor = 0
    for mention in written_coordinates(text):
        assert cursor <= mention.start < mention.end <= len(text)
        assert abs(mention.place.lat) <= 90
        assert abs(mention.place.lon) <= 180
        cursor = mention.end
