import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Transformer

from geomap.geometry import distance_km
from geomap.places import written_coordinates

BANDS = "CDEFGHJKLMNPQRSTUVWX"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


# the README of PyPI's mgrs (NGA's GeoTrans), GeographicLib's GeoConvert, and IBM's article on coordinates
@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("15TWG0000049776", 42.0, -93.0),
        ("18S UJ 23394 07395", 38.8977, -77.0365),
        ("31U DQ 48251 11943", 48.8583, 2.2945),
        ("56H LH 34873 52266", -33.857, 151.215),
        ("23K PQ 83466 60687", -22.9519, -43.2106),
        ("30M YD 22561 89402", -1.0, -1.0),
        ("31N AA 66021 00000", 0.0, 0.0),
        ("32V KN 97508 00645", 60.39135, 5.3249),
        ("34G FQ 83473 42631", -45.6456, 23.3545),
        ("08Q ML 53580 94272", 23.4578, -135.4545),
        ("57X VF 50793 86116", 77.3450, 156.9876),
    ],
)
def test_published_references_lie_where_they_are_said_to_lie(text, lat, lon):
    (mention,) = written_coordinates(f"fire at {text}, he wrote")
    assert mention.text == text
    assert mention.place.precision == "point"
    assert distance_km(mention.place.lon, mention.place.lat, lon, lat) < 0.005


@pytest.mark.parametrize(
    ("text", "radius"),
    [
        ("36TWS91", 7.0711),
        ("36T WS 90 12", 0.7071),
        ("36TWS901128", 0.0707),
        ("36T WS 9012 1234", 0.0071),
        ("36T WS 90123 12345", 0.0007),
        ("grid 36T WS 9012", 0.7071),
        ("MGRS: 36T WS 90 12", 0.7071),
    ],
)
def test_the_radius_holds_the_square_that_the_digits_leave_open(text, radius):
    (mention,) = written_coordinates(text)
    assert mention.place.radius_km == pytest.approx(radius)
    assert (mention.place.lat, mention.place.lon) == pytest.approx((46.2, 34.2), abs=0.2)


@pytest.mark.parametrize(
    "text",
    [
        "a 36T tank",
        "36T WS",
        "36T WS 901 12",
        "36T WS 901",
        "36T WS 2024",  # a year after a code, unless it is announced as a reference
        "3Q FY24 and 4Q FY 2024",
        "37U WS 12345 67890",  # W is no column of zone 37
        "37S DQ 12345 67890",  # no DQ lies in the band S
        "32X ML 12345 67890",  # swallowed by its neighbours
        "61U DQ 12345 67890",
        "37I DQ 12345 67890",
        "37U DW 12345 67890",
        "x37U DQ 12345 67890",
        "37U DQ 12345 67890%",
        "37u dq 12345 67890",
        "at 10:36T WS 90.12",
    ],
)
def test_other_letters_and_numbers_are_no_references(text):
    assert written_coordinates(text) == ()


def written(lat, lon, digits):
    """The reference of a point in the plain zones: independent of the reader, by the forward projection."""
    zone = min(60, int((lon + 180) // 6) + 1)
    code = (32700 if lat < 0 else 32600) + zone
    east, north = Transformer.from_crs(4326, code).transform(lat, lon)
    columns = LETTERS[8 * ((zone - 1) % 3) :]
    rows = LETTERS[:20] if zone % 2 else LETTERS[5:20] + LETTERS[:5]
    square = columns[int(east // 100_000) - 1] + rows[int(north // 100_000) % 20]
    band = BANDS[min(19, int((lat + 80) // 8))]
    cut = [f"{int(metres % 100_000):05d}"[:digits] for metres in (east, north)]
    return f"{zone}{band} {square} {cut[0]} {cut[1]}"


# north of 56 degrees some zones are widened
@given(lat=st.floats(-79.9, 55.9), lon=st.floats(-179.999, 179.999), digits=st.integers(1, 5))
@example(lat=0.0, lon=179.96875, digits=1)  # the square's middle lies beyond the antimeridian
@example(lat=10.0, lon=-179.999, digits=1)
def test_a_point_written_as_reference_lies_in_the_square_read(lat, lon, digits):
    (mention,) = written_coordinates(written(lat, lon, digits))
    step = 10 ** (5 - digits) / 1000
    away = distance_km(mention.place.lon, mention.place.lat, lon, lat)
    assert away <= step / math.sqrt(2) * 1.01 + 0.002
    assert mention.place.radius_km == pytest.approx(step / math.sqrt(2), rel=0.1)


@given(st.from_regex(r"[0-9]{1,2}[A-Z] ?[A-Z]{2} ?[0-9]{0,6} ?[0-9]{0,6}", fullmatch=True))
def test_anything_like_a_reference_is_read_whole_or_not_at_all(text):
    for mention in written_coordinates(text):
        assert text.startswith(mention.text)
        assert abs(mention.place.lat) <= 85
