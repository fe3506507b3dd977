import pytest

from geomap.errors import DataError
from geomap.events import extract
from geomap.events.clauses import split_sentences
from geomap.events.frames import Frames
from geomap.events.topic import TopicModel, masked_words
from geomap.records import Document

LOCAL = (
    "The school board met on Tuesday to discuss the budget. Parents battled over bus routes, and the board "
    "fired back at critics who had attacked the plan. The district will hold a fundraiser at the library on "
    "Saturday, with a bake sale, a raffle and music by the high school band. Tickets cost five dollars. The "
    "mayor said the town would open the new park in June, after crews finish the playground and parking lot."
)
REVIEW = (
    "In this movie by a first-time director, rebels attack a train and the hero is wounded. The script is "
    "thin, the cast is not, and the special effects are loud. Troops storm the fort in the final scene."
)
REMEMBRANCE = (
    "Fifty years ago the siege began. Veterans came to the cemetery to mark the anniversary. Soldiers "
    "shelled the town for weeks, a survivor recalls; a museum keeps the letters of those who were killed."
)
WAR = " Elsewhere, insurgents shelled an army base and killed nine soldiers near the border, the army said."


def events(text):
    return extract(Document(id="d", text=text), []).events


@pytest.mark.parametrize("text", [LOCAL, REVIEW, REMEMBRANCE])
def test_texts_that_are_no_news_of_conflict_give_no_assault(text):
    assert [event for event in events(text) if event.type == "ASSAULT"] == []


def test_the_same_words_in_news_of_conflict_are_told():
    text = "Rebels attacked a train and troops stormed the fort, the army said. Soldiers shelled the town."
    assert {event.type for event in events(text)} == {"ASSAULT"}


def test_a_war_told_in_a_text_of_other_matters_is_found():
    assert events(LOCAL + WAR)[-1].type == "ASSAULT"


@pytest.mark.parametrize(
    "text",
    [
        "A documentary about the massacre of villagers was praised.",
        "The town will mark the anniversary of the bombing with a walk.",
        "He was convicted of the 2016 bombing.",
    ],
)
def test_what_is_shown_marked_or_judged_is_not_told_as_news(text):
    assert [event for event in events(text) if event.type == "ASSAULT"] == []


def test_what_a_scenario_assumes_has_not_happened():
    text = "In the scenario, an enemy seizes the port and marines storm the beaches."
    assert {event.modality for event in events(text)} == {"hypothetical"}


def test_names_and_numbers_are_masked():
    (sentence,) = split_sentences("Rebels from Goma killed 12 in Sake.")
    assert masked_words(sentence) == ["rebels", "from", "<name>", "killed", "0", "in", "<name>", "."]


def test_unknown_words_say_nothing_of_the_topic():
    model = TopicModel(step=0.1, bias=-1.0, floor=-2.0, weights={"troops": 9})
    assert model.score(split_sentences("Lunch was late.")) == 0.0
    assert model.score(split_sentences("Troops came.")) > -1.0


def test_a_damaged_model_is_named(tmp_path):
    path = tmp_path / "topic.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match=r"topic\.json"):
        TopicModel.read(path)


def test_damaged_lists_are_named():
    with pytest.raises(DataError, match=r"frames\.toml"):
        Frames(b"[fiction]\n", TopicModel.shipped())
