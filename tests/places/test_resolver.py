import tomllib

import msgspec
import numpy as np
import pytest
from shapely import Point

from geomap.errors import DataError
from geomap.files import data_file
from geomap.geometry import distance_km
from geomap.places.publishers import Publishers
from geomap.places.resolver import Ranker
from geomap.places.trees import Forest, Trees


def _near(mention, lat, lon, km=60):
    place = mention.place
    return place is not None and distance_km(lon, lat, place.lon, place.lat) <= km


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("A nurse from Paris, Texas, works in Agadez, in Niger.", "Paris", (33.66, -95.56, 60)),
        ("Paris said French troops would leave Mali.", "Paris", (48.85, 2.35, 60)),
        ("Wine from Georgia (Gori, Telavi) is sold again.", "Georgia", (42.1, 43.5, 250)),
        ("Police in Atlanta, Georgia, closed the road to Savannah.", "Georgia", (32.7, -83.4, 250)),
        ("Rain flooded the Kursk region on Tuesday.", "Kursk", (51.7, 36.3, 120)),
        ("Trains from Kursk and Yeysk were late.", "Kursk", (51.73, 36.19, 120)),
        ("Clashes in Tripoli, in northern Lebanon, spread to Minieh.", "Tripoli", (34.43, 35.84, 40)),
        ("Clashes in Tripoli spread to Misrata, in western Libya.", "Tripoli", (32.89, 13.19, 40)),
        ("Army units left Goma, North Kivu, for Sake.", "Goma", (-1.67, 29.22, 40)),
        ("Gangs rule Toluca and Ecatepec. In Mexico, 12 died.", "Mexico", (23.0, -102.0, 250)),
        ("Fighters crossed from Iraq, Arak and Qom said.", "Iraq", (33.0, 44.0, 250)),
        ("Clashes in Guatemala City and Mixco went on.", "Guatemala City", (14.64, -90.51, 40)),
    ],
)
def test_context_chooses_among_places_of_one_name(located, text, name, where):
    assert _near(located(text)[name], *where)


@pytest.mark.parametrize("sea", ["Black Sea", "Mediterranean", "Indian Ocean", "Red Sea", "Gulf of Aden"])
def test_seas_are_placed_and_sure_of(located, sea):
    mention = located(f"A drone fell into the {sea} on Monday.")[sea]
    assert mention.place.precision == "sea"
    assert mention.confidence >= 0.7


def test_places_are_chosen_with_alternatives_and_rounded_confidence(located):
    mention = located("Police in Springfield, Illinois, closed the bridge.")["Springfield"]
    assert mention.place is not None
    assert 1 <= len(mention.alternatives) <= 3
    assert mention.place not in mention.alternatives
    assert mention.confidence == round(mention.confidence, 2)


def test_a_name_on_no_list_stays_unknown(located):
    mentions = located("Gunmen stormed the village of Qwyxbrok on Sunday.")
    assert all(mention.place is None for words, mention in mentions.items() if "Qwyx" in words)


def test_written_coordinates_are_mentions(located):
    mention = located("Wreck at 13°25'N 042°40'E, near Mocha.")["13°25'N 042°40'E"]
    assert mention.place.precision == "point"
    assert _near(mention, 13.42, 42.67, 1)


def test_vague_places_have_no_coordinates(located):
    mention = located("Benin moves soldiers to its northern frontier.")["northern frontier"]
    assert (mention.kind, mention.place) == ("vague", None)


def test_a_front_is_known_where_the_text_speaks_of_its_country(located):
    known = located("Ukraine said over 100 soldiers died on the eastern front.")["eastern front"]
    assert (known.kind, known.place.country) == ("vague", "UA")
    unknown = located("Ethiopia said over 100 soldiers died on the eastern front.")["eastern front"]
    assert unknown.place is None


def test_mentions_are_in_order_and_do_not_overlap(locator):
    from geomap.records import Document

    text = (
        "BAMAKO - Mali, Niger and Burkina Faso left the bloc. Position 14.52N 4.10W near the border at Mopti."
    )
    cursor = 0
    for mention in locator.locate(Document(id="a", text=text)):
        assert cursor <= mention.start < mention.end
        assert mention.text == text[mention.start : mention.end]
        cursor = mention.end


@pytest.mark.parametrize("text", ["", "\n\n", "no names here", "…", "A" * 5000])
def test_texts_without_names_give_none(located, text):
    assert all(mention.place is None for mention in located(text).values())


def test_a_domain_tells_the_country_and_letters_of_its_home(gazetteer):
    publishers = Publishers(gazetteer, {}, {})
    assert publishers.home("dailystar.com.lb")[:2] == ("LB", "dailystarcom")
    assert publishers.home("www.oxfordmail.co.uk")[:2] == ("GB", "oxfordmailco")
    assert publishers.home("kansascity.com")[:2] == (None, "kansascity")
    assert publishers.home("Kyiv Post")[:2] == (None, "kyivpost")
    assert publishers.home(None)[:2] == (None, "")


def test_known_publishers_have_a_home(gazetteer):
    publishers = Publishers.shipped(gazetteer, {"example.com": (1.5, 2.5)})
    assert publishers.home("https://www.sudantribune.com/article/1").country == "SD"
    assert publishers.home("The Kyiv Independent").spot == publishers.home("kyivindependent.com").spot
    assert publishers.home("example.com").spot == (1.5, 2.5)
    assert publishers.home("unheard.of").spot is None


def test_homes_lie_in_their_countries(gazetteer):
    for row in tomllib.loads(data_file("publishers.toml").read_text(encoding="utf-8"))["publisher"]:
        country = gazetteer.country(row["country"])
        assert country is not None, row
        if "lat" in row:
            outline = gazetteer.shape(country)
            assert outline.distance(Point(row["lon"], row["lat"])) < 0.3, row


def test_trees_add_the_leaves_that_a_row_reaches():
    trees = Trees(
        columns=("a", "b"),
        baseline=0.5,
        depth=1,
        roots=(0, 3),
        column=(0, 0, 0, 1, 0, 0),
        threshold=(1.0, 0.0, 0.0, 5.0, 0.0, 0.0),
        left=(1, 1, 2, 4, 4, 5),
        right=(2, 1, 2, 5, 4, 5),
        value=(0.0, -1.0, 1.0, 0.0, 10.0, 20.0),
    )
    scores = Forest(trees).scores([[0.0, 0.0], [2.0, 0.0], [2.0, 9.0]])
    assert np.allclose(scores, [9.5, 11.5, 21.5])


def test_no_rows_give_no_scores():
    trees = Trees(("a",), 0.0, 1, (0,), (0,), (0.0,), (0,), (0,), (1.0,))
    assert len(Forest(trees).scores([])) == 0


def test_a_ranker_for_other_features_is_refused(tmp_path):
    path = tmp_path / "ranker.json"
    trees = {"columns": ["a"], "baseline": 0, "depth": 1, "roots": [0], "column": [0], "threshold": [0],
             "left": [0], "right": [0], "value": [1]}  # fmt: skip
    path.write_bytes(msgspec.json.encode({"trees": trees, "calibration": [1, 0, 0], "threshold": 0.1}))
    with pytest.raises(DataError, match="other features"):
        Ranker.read(path)
