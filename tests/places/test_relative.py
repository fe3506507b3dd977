"""Places measured from a named one: centre, radius, id, and what is left alone."""

import tomllib

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geomap.files import data_file
from geomap.geometry import LonLat, bearing, distance_km, offset
from geomap.places.coast import Coasts
from geomap.places.relative import RelativePlaces
from geomap.places.relative_words import RelativeWords
from geomap.records import Mention, Place

ALPHA = Place(id="x:1", name="Alpha", lon=30.0, lat=50.0, precision="city", feature="city", radius_km=3.0)
BETA = Place(id="x:2", name="Beta", lon=30.5, lat=50.0, precision="city", feature="city", radius_km=3.0)
PLACES = {"Alpha": ALPHA, "Beta": BETA, "Ypsilon": None}
READER = RelativePlaces(RelativeWords.shipped(), None)
WORDS = tomllib.loads(data_file("relative.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reader(gazetteer):
    return RelativePlaces(RelativeWords.shipped(), Coasts(gazetteer))


@pytest.fixture(scope="module")
def told(reader):
    """The derived places of a text that speaks of Alpha, Beta and unknown Ypsilon, by name."""

    def tell(text, places=PLACES):
        mentions = [
            Mention(start=at, end=at + len(name), text=name, kind="literal", place=place, confidence=0.9)
            for name, place in places.items()
            if (at := text.find(name)) >= 0
        ]
        mentions.sort(key=lambda mention: mention.start)
        found = reader.told(mentions, text)
        assert [m.place for m in found] == [m.place for m in mentions]  # a name keeps its own place
        return {mention.text: mention.relative for mention in found if mention.relative}

    return tell


def _away(place, anchor=ALPHA):
    km = distance_km(anchor.lon, anchor.lat, place.lon, place.lat)
    return km, bearing(LonLat(anchor.lon, anchor.lat), LonLat(place.lon, place.lat))


@pytest.mark.parametrize(
    ("text", "km", "degrees", "radius"),
    [
        ("A depot 20 km north of Alpha burned.", 20, 0, 9.6),
        ("A depot 20km (12 miles) north of Alpha burned.", 20, 0, 9.6),
        ("About 20 km to the north-east of Alpha", 20, 45, 13.0),
        ("some 12 miles southwest of the town of Alpha", 19.3, 225, 8.1),
        ("a bridge 7 km NE of Alpha", 7, 45, 4.1),
        ("between 20 and 25 villages lie 20-30 km west of Alpha", 25, 270, 11.3),
        ("five kilometres due east of Alpha", 5, 90, 3.6),
        ("A post 1,500 metres south of Alpha", 1.5, 180, 3.1),
        ("2.5 km south south east of Alpha", 2.5, 157.5, 3.1),
    ],
)
def test_distance_and_direction_give_a_point_with_what_the_words_leave_open(told, text, km, degrees, radius):
    place = told(text)["Alpha"]
    assert _away(place) == (pytest.approx(km, abs=0.02), pytest.approx(degrees, abs=0.2) if degrees else
                            pytest.approx(0, abs=0.2))  # fmt: skip
    assert place.radius_km == pytest.approx(radius, abs=0.15)
    assert place.precision == "adm2"
    assert place.ground == ALPHA.id


@pytest.mark.parametrize("word", WORDS["bearings"])
def test_a_direction_alone_is_a_disc_on_that_side(told, word):
    for spelled in (word, word.replace("-", " "), word.replace("-", "")):
        place = told(f"Fighting went on {spelled} of Alpha.")["Alpha"]
        km, degrees = _away(place)
        turn = abs((degrees - WORDS["bearings"][word] + 180) % 360 - 180)
        assert turn < 0.5
        assert km == pytest.approx(place.radius_km, abs=0.1)  # it reaches from the middle of Alpha outwards


@pytest.mark.parametrize("phrase", WORDS["near"])
def test_near_is_a_disc_around_the_place(told, phrase):
    place = told(f"Shells fell {phrase} Alpha.")["Alpha"]
    assert _away(place)[0] < 0.01
    assert place.radius_km == ALPHA.radius_km + WORDS["near"][phrase]
    assert place.name.endswith(f"{phrase} Alpha")


@pytest.mark.parametrize("unit", WORDS["units"])
def test_every_unit_of_length_is_read(told, unit):
    assert _away(told(f"30 {unit} east of Alpha")["Alpha"])[0] == pytest.approx(
        30 * WORDS["units"][unit], rel=0.01, abs=0.002
    )


@pytest.mark.parametrize("number", WORDS["numbers"])
def test_every_number_word_is_read(told, number):
    place = told(f"It lies {number} miles east of Alpha")["Alpha"]
    assert _away(place)[0] == pytest.approx(WORDS["numbers"][number] * 1.609344, rel=0.01)


@pytest.mark.parametrize("word", WORDS["words"]["approximate"])
def test_a_rough_distance_is_less_exact(told, word):
    rough, exact = told(f"a base {word} 30 km from Alpha")["Alpha"], told("a base 30 km from Alpha")["Alpha"]
    assert rough.radius_km > exact.radius_km


@pytest.mark.parametrize("word", WORDS["words"]["from"])
def test_a_distance_without_a_direction_is_all_that_lies_so_near(told, word):
    place = told(f"A mine blew up 12 miles {word} Alpha.")["Alpha"]
    assert _away(place)[0] < 0.01
    assert place.radius_km == pytest.approx(12 * 1.609 + 0.8 + 3, abs=0.1)


@pytest.mark.parametrize("word", WORDS["words"]["between"])
def test_between_two_places_is_their_middle_and_half_their_distance(told, word):
    found = told(f"Clashes broke out {word} Alpha and Beta.")
    assert found["Alpha"] == found["Beta"]
    assert _away(found["Alpha"])[0] == pytest.approx(_away(found["Alpha"], BETA)[0], abs=0.01)
    assert found["Alpha"].radius_km == pytest.approx(_away(BETA)[0] / 2, abs=0.1)


@pytest.mark.parametrize("word", WORDS["words"]["halfway"])
def test_halfway_is_surer_than_between(told, word):
    halfway, between = told(f"{word} Alpha and Beta")["Alpha"], told("between Alpha and Beta")["Alpha"]
    assert (halfway.lon, halfway.lat) == (between.lon, between.lat)
    assert halfway.radius_km < between.radius_km


@pytest.mark.parametrize("road", WORDS["words"]["roads"])
def test_a_road_of_two_towns_lies_between_them(told, road):
    for text in (
        f"on the Alpha-Beta {road}",
        f"the Alpha to Beta main {road}",
        f"the {road} from Alpha to Beta",
    ):
        assert told(text)["Beta"].id == "x:1~between~x:2", text


@pytest.mark.parametrize("word", WORDS["words"]["linking"])
def test_a_road_may_be_named_before_its_towns(told, word):
    assert told(f"mines on the road {word} Alpha and Beta")["Beta"].id == "x:1~between~x:2"


@pytest.mark.parametrize("noun", WORDS["words"]["nouns"])
def test_a_class_noun_may_stand_before_the_name(told, noun):
    assert told(f"5 km north of the besieged {noun} of Alpha")["Alpha"].ground == "x:1"


@pytest.mark.parametrize("word", WORDS["words"]["off"])
def test_off_a_port_is_at_sea(told, gazetteer, word):
    port = gazetteer.place("geonames:79415")  # Hodeidah, on a coast that looks west
    place = told(f"A tanker burned {word} Hodeidah.", {"Hodeidah": port})["Hodeidah"]
    assert 200 < _away(place, port)[1] < 340
    far = told(f"A tanker burned 40 miles {word} Hodeidah.", {"Hodeidah": port})["Hodeidah"]
    assert _away(far, port)[0] == pytest.approx(64.4, abs=0.1)
    assert 200 < _away(far, port)[1] < 340


def test_off_an_inland_town_is_nothing(told):
    assert told("They came off Alpha.") == {}


def test_an_apposition_tells_where_an_unknown_village_lies(told):
    assert set(told("In Ypsilon, 50 km north of Alpha, nine died.")) == {"Ypsilon"}
    assert set(told("In Ypsilon, a village near Alpha, nine died.")) == {"Ypsilon"}
    assert told("In Beta, 50 km north of Alpha, nine died.") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Alpha is near.",
        "He heard nothing from Alpha.",
        "20 of 30 in Alpha",
        "It flew 40 km from Alpha to Beta.",
        "north of 20 people in Alpha",
        "turn s of Alpha",
        "900 km from Alpha",
        "near\nAlpha",
    ],
)
def test_other_words_measure_nothing(told, text):
    assert "Alpha" not in told(text)


def test_nothing_is_measured_from_the_middle_of_a_country_or_across_half_the_world(told):
    land = Place(
        id="x:3", name="Alpha", lon=30, lat=50, precision="country", feature="country", radius_km=400
    )
    far = msgspec.structs.replace(BETA, lon=80)
    assert told("20 km north of Alpha", {"Alpha": land}) == {}
    assert told("between Alpha and Beta", {"Alpha": ALPHA, "Beta": far}) == {}


def test_the_same_words_give_the_same_id(told):
    ids = {told(text)["Alpha"].id for text in ("20 km north of Alpha", "a mine, 20 km to the north of Alpha")}
    assert ids == {"x:1~20km-0"}


@given(
    lon=st.floats(-180, 179.99), lat=st.floats(-85, 85), degrees=st.sampled_from(sorted(WORDS["bearings"]))
    , km=st.integers(1, 300),
)  # fmt: skip
def test_distances_and_directions_hold_at_high_latitudes_and_across_the_antimeridian(lon, lat, degrees, km):
    anchor = Place(id="x:9", name="Alpha", lon=lon, lat=lat, precision="city", feature="city", radius_km=3)
    text = f"{km} km {degrees} of Alpha"
    (mention,) = READER.told(
        [Mention(start=len(text) - 5, end=len(text), text="Alpha", kind="literal", place=anchor)], text
    )
    place = mention.relative
    assert -180 <= place.lon < 180
    assert distance_km(lon, lat, place.lon, place.lat) == pytest.approx(km, abs=0.01)
    turn = bearing(LonLat(lon, lat), LonLat(place.lon, place.lat)) - WORDS["bearings"][degrees]
    assert abs((turn + 180) % 360 - 180) < 0.5


@given(st.floats(-180, 179.99), st.floats(-85, 85), st.floats(0, 359.9), st.floats(0.5, 2000))
def test_an_offset_is_as_far_and_in_the_direction_asked(lon, lat, degrees, km):
    start = LonLat(lon, lat)
    end = offset(start, degrees, km)
    assert -180 <= end.lon <= 180
    assert distance_km(lon, lat, end.lon, end.lat) == pytest.approx(km, rel=1e-6)
    assert abs((bearing(start, end) - degrees + 180) % 360 - 180) < 1e-3


@given(st.text(alphabet="0123456789 kmnorth-of,. Alpha", max_size=60))
@example("off")
def test_any_words_before_a_name_are_borne(reader, words):
    text = words + " Alpha"
    mention = Mention(start=len(text) - 5, end=len(text), text="Alpha", kind="literal", place=ALPHA)
    (found,) = reader.told([mention], text)
    assert found.relative is None or found.relative.radius_km > 0
