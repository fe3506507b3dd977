import pytest

from geomap.errors import DataError
from geomap.places.cues import Cues
from geomap.places.kinds import KindModel, is_road, is_vessel, usage_facts
from geomap.places.words import words_by_sentence

CUES = Cues.shipped()


@pytest.fixture(scope="module")
def cues():
    return Cues.shipped()


def _words(text):
    (words,) = words_by_sentence(text)
    return words


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Moscow said it had taken the town.", "Moscow", "metonym"),
        ("Kyiv denies having fired.", "Kyiv", "metonym"),
        ("North Korea launched a satellite on Tuesday.", "North Korea", "metonym"),
        ("Shells fell near Kyiv on Monday.", "Kyiv", "literal"),
        ("Two soldiers were killed in Niger.", "Niger", "literal"),
        ("Russian forces withdrew.", "Russian", "demonym"),
        ("Missiles were fired at a US destroyer.", "US", "demonym"),
        ("US bombers flew over the sea.", "US", "demonym"),
        ("Police questioned students of the University of Texas.", "Texas", "embedded"),
        ("Residents fled to Bukavu.", "Bukavu", "literal"),
    ],
)
def test_usage_is_told_from_the_sentence(located, text, name, kind):
    found = [mention for words, mention in located(text).items() if name in words]
    assert [mention.kind for mention in found] == [kind]


def test_a_ship_in_capitals_is_a_vessel(cues):
    words = _words("The coal carrier SENEGAL PRIDE lost her anchor.")
    assert is_vessel(words, 3, 4, cues)


def test_capitals_in_a_headline_are_no_vessel(cues):
    words = _words("TWO KILLED IN GEORGIA AS TANKER BURNS")
    assert not is_vessel(words, 3, 4, cues)


def test_abbreviations_are_no_vessels(cues):
    words = _words("The US destroyer fired twice.")
    assert not is_vessel(words, 1, 2, cues)


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("parts of the Carrera and Jalisco roads were mined", 3, True),
        ("parts of the Carrera and Jalisco roads were mined", 5, True),
        ("on the Goma-Sake road", 4, False),
        ("fighting in Jalisco went on", 2, False),
    ],
)
def test_names_of_roads_are_told(cues, text, first, expected):
    assert is_road(_words(text), first, first + 1, cues) is expected


def test_facts_name_what_follows_a_possessive(cues):
    words = _words("Russia's decision to mobilise")
    assert "owns:state" in usage_facts(words, 0, 1, "country", cues)


def _usage(text, name, sort):
    words = _words(text)
    first = next(index for index, word in enumerate(words) if word.text == name)
    return KindModel.shipped().usage(usage_facts(words, first, first + 1, sort, CUES))


@pytest.mark.parametrize("verb", sorted(CUES.diplomatic))
def test_a_capital_before_a_diplomatic_verb_is_its_government(verb):
    assert _usage(f"Manila {verb} the move on Monday.", "Manila", "capital") == "metonym"


@pytest.mark.parametrize("verb", sorted(CUES.addressing))
def test_whom_somebody_turns_to_is_a_government(verb):
    assert _usage(f"Officials {verb} Minsk about the plan.", "Minsk", "capital") == "metonym"


@pytest.mark.parametrize("noun", sorted(CUES.dealings))
def test_dealings_are_with_governments(noun):
    assert _usage(f"There were new {noun} with Tehran.", "Tehran", "capital") == "metonym"
    assert _usage(f"There were new {noun} with Iran.", "Iran", "country") == "metonym"


@pytest.mark.parametrize("word", sorted(CUES.backing))
def test_a_backer_is_a_government(word):
    assert _usage(f"Rwanda-{word} rebels took the town.", "Rwanda", "country") == "metonym"


@pytest.mark.parametrize("word", sorted(CUES.grounding))
def test_who_speaks_in_a_place_does_not_make_it_a_government(word):
    assert _usage(f"A spokesman {word} Kabul said four had died.", "Kabul", "capital") == "literal"


@pytest.mark.parametrize("noun", sorted(CUES.ground))
def test_only_ground_has_borders_and_coasts(noun):
    assert _usage(f"A drone fell on Mali's {noun} at night.", "Mali", "country") == "literal"


def test_a_list_after_in_is_all_ground():
    assert _usage("Ambushes in Mali, Burkina and Niger killed dozens.", "Niger", "country") == "literal"


def test_a_province_speaks_only_where_it_does_something():
    assert _usage("They took Walikale in the east.", "Walikale", "admin") == "literal"


def test_a_damaged_model_is_named(tmp_path):
    path = tmp_path / "kinds.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match=r"kinds\.json"):
        KindModel.read(path)


@pytest.mark.parametrize(
    "text", ["sent to Russia's Kursk region, Smith said", "in the Poonch district of Kashmir"]
)
def test_a_name_before_its_class_word_is_ground(located, text):
    names = [m for m in located(f"Soldiers were {text}.").values() if m.text in {"Kursk", "Poonch"}]
    assert [mention.kind for mention in names] == ["literal"]


@pytest.mark.parametrize("noun", sorted(CUES.wishes))
def test_a_wish_is_a_governments(noun):
    assert _usage(f"Troops crossed with the {noun} of Kinshasa.", "Kinshasa", "capital") == "metonym"


@pytest.mark.parametrize(
    ("sort", "heard", "expected"),
    [
        ("country", (0.2, 0.7, 0.1), "metonym"),
        ("country", (0.2, 0.1, 0.7), "embedded"),
        ("country", None, "literal"),
        ("city", (0.2, 0.7, 0.1), "literal"),  # a town stands for no government
    ],
)
def test_what_the_tagger_heard_counts_beside_the_model(sort, heard, expected):
    model = KindModel(
        bias={"literal": 0.5, "metonym": 0.0, "embedded": 0.0},
        weights={"literal": {}, "metonym": {}, "embedded": {}},
    )
    assert model.usage([f"sort:{sort}"], heard) == expected
