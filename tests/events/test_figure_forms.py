"""Every way in which news gives numbers of people and things: one row a form.

A row is the text, then what is read: words, category, (value, low, high), qualifier.
"""

import pytest

from geomap.events.figures import find_figures
from geomap.language import sentences
from geomap.records import Document


def figures(text):
    return [draft.figure for draft in find_figures(Document(id="d", text=text), sentences(text))]


def exact(value):
    return value, value, value


FORMS = [
    ("Shells killed 12 people.", "12", "killed", exact(12), "exact"),
    ("Shells killed twelve people.", "twelve", "killed", exact(12), "exact"),
    ("Seventy-five people died.", "Seventy-five", "killed", exact(75), "exact"),
    ("Shells killed 1,250 people.", "1,250", "killed", exact(1250), "exact"),
    ("Some say 2 500 people fled.", "2 500", "displaced", exact(2500), "exact"),
    ("Half a million people fled.", "Half a million", "displaced", exact(500_000), "exact"),
    ("The war displaced 1.5 million people.", "1.5 million", "displaced", exact(1_500_000), "exact"),
    ("The war displaced 12,5 million people.", "12,5 million", "displaced", exact(12_500_000), "exact"),
    ("More than 1.2m people fled.", "More than 1.2m", "displaced", (1.2e6, 1.2e6, None), "more_than"),
    ("Two dozen rebels were captured.", "Two dozen", "captured", exact(24), "exact"),
    ("20-30 fighters were killed.", "20-30", "killed", (None, 20, 30), "range"),
    ("3,000–4,000 soldiers were deployed.", "3,000–4,000", "deployment", (None, 3000, 4000), "range"),
    ("Between 10 and 15 men were hurt.", "Between 10 and 15", "wounded", (None, 10, 15), "range"),
    ("Dozens were killed.", "Dozens", "killed", (None, None, None), "vague"),
    ("Scores were wounded.", "Scores", "wounded", (None, None, None), "vague"),
    ("Hundreds of civilians fled.", "Hundreds of", "displaced", (None, None, None), "vague"),
    ("Tens of thousands fled.", "Tens of thousands", "displaced", (None, None, None), "vague"),
    ("A brigade was sent to the front.", "A", "deployment", exact(1), "exact"),
    ("Two battalions moved to the border.", "Two", "deployment", exact(2), "exact"),
    ("At least 12 people died.", "At least 12", "killed", (12, 12, None), "at_least"),
    ("As many as 40 were captured.", "As many as 40", "captured", (40, None, 40), "at_most"),
    ("Up to 40 were captured.", "Up to 40", "captured", (40, None, 40), "at_most"),
    ("No fewer than 9 soldiers were killed.", "No fewer than 9", "killed", (9, 9, None), "at_least"),
    ("Over 200 were arrested.", "Over 200", "arrested", (200, 200, None), "more_than"),
    ("Nearly 50 people are missing.", "Nearly 50", "missing", (50, None, 50), "almost"),
    ("Some 300 rebels surrendered.", "Some 300", "captured", (300, None, None), "about"),
    ("A further 12 people were wounded.", "A further 12", "wounded", exact(12), "exact"),
    ("Another 12 were wounded.", "Another 12", "wounded", exact(12), "exact"),
    ("There were no casualties.", "no casualties", "casualties", exact(0), "exact"),
    ("A 3,000-strong force came.", "3,000", "strength", exact(3000), "exact"),
    ("A group of 20 gunmen attacked.", "20", "involved", exact(20), "exact"),
    ("They launched 36 drones.", "36", "munitions_fired", exact(36), "exact"),
    ("15 tanks were destroyed.", "15", "equipment_destroyed", exact(15), "exact"),
    ("Twelve rifles were recovered.", "Twelve", "captured", exact(12), "exact"),
    ("They brought 200 tonnes of flour.", "200", "aid_quantity", exact(200), "exact"),
    ("Kyiv reinforced them with 150 men.", "150", "deployment", exact(150), "exact"),
    ("The army looks into killings of six men.", "six", "killed", exact(6), "exact"),
    ("They found three lifeless people.", "three", "killed", exact(3), "exact"),
]


@pytest.mark.parametrize(("text", "words", "category", "reading", "qualifier"), FORMS)
def test_each_form_has_its_words_bounds_and_category(text, words, category, reading, qualifier):
    (figure,) = figures(text)
    assert text[figure.start : figure.end] in {words, words.split()[0]}
    assert (figure.value, figure.low, figure.high) == reading
    assert (figure.category, figure.qualifier) == (category, qualifier)
    assert figure.value is None or isinstance(figure.value, float)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Three more bodies were found, bringing the total to 47.", 47),
        ("Eleven people died, bringing the death toll to 59.", 59),
        ("Twelve died in hospital, taking the number of dead to 30.", 30),
    ],
)
def test_a_total_that_a_number_brings_is_killed_too(text, total):
    part, whole = figures(text)
    assert (part.category, whole.category, whole.value) == ("killed", "killed", total)


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested 40 people, 7 of them minors.",
        "Police arrested 40 people; 7 of them were minors.",
        "The strike killed 12 people, with two children among the dead.",
        "Among the 12 dead were two children.",
        "The raid killed 12 people, including two children.",
    ],
)
def test_a_part_points_to_its_whole(text):
    whole, part = figures(text)
    assert (part.scope, part.subset_of, part.category) == ("subset", whole.id, whole.category)


def test_a_part_may_stand_before_its_whole():
    part, whole = figures("Two children were among the 12 killed.")
    assert (part.value, part.category, part.subset_of) == (2, "killed", whole.id)


def test_a_daily_loss_is_a_rate():
    (figure,) = figures("Russia loses more than 1,200 soldiers daily.")
    assert (figure.rate, figure.low) == ("day", 1200)


@pytest.mark.parametrize(
    "text",
    [
        "A 155mm shell, a 7.62 mm round and 60mm mortars",
        "Shahed-136 and Su-34 flew over the M4 highway.",
        "Israel withdrew to the 1967 borders.",
        "The 47th Brigade and Unit 29155 attacked.",
        "He is 45 years old. A 12-year-old spoke.",
        "Call +380 44 123 4567 for help.",
        "It cost $5 million and 30% of the budget; prices rose 12 per cent.",
        "The village lies 12 km from the town.",
        "It began at 14:30 on 5 May 2024.",
        "Resolution 2231 and Article 5 were read.",
        "The Group of 7 and the Five Eyes met.",
        "Temperatures of 40 degrees",
        "Five rounds of talks in 10 days",
        "More than half of the 400 soldiers died.",
        "A third of the 3,000 houses burned.",
        "She sold onions next to one of them.",
    ],
)
def test_numbers_that_report_nothing_are_left_out(text):
    assert figures(text) == []


def test_a_new_sentence_part_does_not_wound_those_of_the_one_before():
    assert [figure.category for figure in figures("Nine officers were in the truck; none was hurt.")] != [
        "wounded"
    ]
