import time
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.events.figure_cues import cues, governing
from geomap.events.figure_links import link_conflicts
from geomap.events.figures import find_figures
from geomap.events.units import kinds, nouns
from geomap.events.wordlists import wordlist
from geomap.language import Span, sentences
from geomap.records import Document, Figure, Mention, Place, Statement

_WORDS = (
    "killed|wounded|12|3,000|of them|including|two|soldiers|people|were|at least|dozens of|and|,|.|(|)|:|"
    "no casualties|a brigade|drones|shot down|41 of 59|from 3 to 5|toll|earlier count of|daily|a day|2024|"
    "rose|not a single|5 of the|in January|false|\n|—|tanks|lost|has|"
    "more|children among the dead|houses|F-16s"
)
_PIECES = st.sampled_from(_WORDS.split("|"))


def figures(text, mentions=()):
    document = Document(id="d", text=text, published=date(2024, 10, 16))
    return [draft.figure for draft in find_figures(document, sentences(text), mentions)]


def readings(text):
    """Words, category and value (or range) of each figure."""
    return [
        (
            text[figure.start : figure.end],
            figure.category,
            figure.value if figure.value is not None else (figure.low, figure.high),
        )
        for figure in figures(text)
    ]


def place(name):
    return Place(
        id=f"geomap:{name}", name=name, lon=1.0, lat=2.0, precision="city", feature="city", country="ML"
    )


def mention(text, name):
    start = text.index(name)
    return Mention(start=start, end=start + len(name), text=name, kind="literal", place=place(name))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shelling killed 4 and wounded 17.", [("4", "killed", 4), ("17", "wounded", 17)]),
        ("Officials report 4 killed and 17 wounded.", [("4", "killed", 4), ("17", "wounded", 17)]),
        ("Three people were killed and 5 injured.", [("Three", "killed", 3), ("5", "wounded", 5)]),
        ("20 people were hurt in the blast.", [("20", "wounded", 20)]),
        ("The attack left at least 12 people dead.", [("at least 12", "killed", 12)]),
        ("The death toll rose to 45.", [("45", "killed", 45)]),
        ("The fighting claimed over 150 lives.", [("over 150", "killed", 150)]),
        ("Residents buried 34 bodies.", [("34", "killed", 34)]),
        ("KIA: the brigade had 2 KIA, 7 WIA.", [("2", "killed", 2), ("7", "wounded", 7)]),
        ("Homicides in the city: 656", [("656", "killed", 656)]),
        ("The army sent 300 troops to the border.", [("300", "deployment", 300)]),
        ("Rwanda has 2,500 soldiers in the province.", [("2,500", "strength", 2500)]),
        ("A force numbering roughly 3,000 is there.", [("roughly 3,000", "strength", 3000)]),
        ("Police arrested 16 suspected bandits.", [("16", "arrested", 16)]),
        ("Gunmen abducted 30 girls.", [("30", "captured", 30)]),
        ("Fighters captured 17 soldiers and 40 rifles.", [("17", "captured", 17), ("40", "captured", 40)]),
        ("Dozens of villagers are still missing.", [("Dozens of", "missing", (None, None))]),
        ("Some 400,000 people fled their homes.", [("Some 400,000", "displaced", 400_000)]),
        (
            "The war has driven 8.5 million people from their homes.",
            [("8.5 million", "displaced", 8_500_000)],
        ),
        ("Hundreds were evacuated from the camp.", [("Hundreds", "evacuated", (None, None))]),
        ("Some 35,000 refugees crossed into Burundi.", [("Some 35,000", "arrivals", 35_000)]),
        ("Pakistan deported 2,000 Afghans.", [("2,000", "deported", 2000)]),
        ("Kyiv mobilised 30,000 men.", [("30,000", "mobilised", 30_000)]),
        ("A mob of 500 people blocked the road.", [("500", "involved", 500)]),
        ("A village of some 2,000 inhabitants burned.", [("some 2,000", "population", 2000)]),
        ("Nearly 27,000 people received food.", [("Nearly 27,000", "beneficiaries", 27_000)]),
        ("They sent 500 tonnes of flour.", [("500", "aid_quantity", 500)]),
        ("Iran fired five ballistic missiles.", [("five", "munitions_fired", 5)]),
        ("They shot down 36 drones.", [("36", "munitions_intercepted", 36)]),
        (
            "One tank and six vehicles were destroyed.",
            [("One", "equipment_destroyed", 1), ("six", "equipment_destroyed", 6)],
        ),
        ("Two ships were damaged.", [("Two", "equipment_damaged", 2)]),
        ("Rebels handed over six guns.", [("six", "equipment_surrendered", 6)]),
        ("Shells burned 30 to 35 houses.", [("30 to 35", "property_destroyed", (30, 35))]),
        ("Aircraft carried out 23 raids.", [("23", "event_count", 23)]),
        ("About 15 ships a day passed through the canal.", [("About 15", "traffic", 15)]),
        ("Enemy losses: up to 240 servicemen.", [("up to 240", "casualties", 240)]),
        ("The strike killed and wounded 30 people.", [("30", "casualties", 30)]),
    ],
)
def test_the_clause_says_what_a_number_counts(text, expected):
    assert readings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what caused it
        ("Shelling of Omdurman caused the deaths of 14 civilians.", [("14", "killed", 14)]),
        ("A drone strike in Tigray resulted in the death of 9 farmers.", [("9", "killed", 9)]),
        (
            "Clashes near Lashio led to the deaths of at least 30 fighters.",
            [("at least 30", "killed", 30)],
        ),
        (
            "Four people died in Cali and 11 others are in hospital.",
            [("Four", "killed", 4), ("11", "wounded", 11)],
        ),
        (
            "The blast in Quetta claimed 12 lives and left 20 others in hospital.",
            [("12", "killed", 12), ("20", "wounded", 20)],
        ),
        ("Some 25 people are being treated in Port-au-Prince.", [("Some 25", "wounded", 25)]),
        ("Eight pupils were taken to hospital in Kaduna.", [("Eight", "wounded", 8)]),
        # change over time
        (
            "Monthly attacks in Burkina Faso dropped from 80 in May to 45 in June.",
            [("80", "event_count", 80), ("45", "event_count", 45)],
        ),
        (
            "Kidnappings in Haiti increased from 30 in March to 64 in April.",
            [("30", "captured", 30), ("64", "captured", 64)],
        ),
        (
            "Police in Haiti counted 34 kidnappings, down from 51 last month.",
            [("34", "captured", 34), ("51", "captured", 51)],
        ),
        (
            "In June 212 civilians were killed in Kachin state, up from 160 in May.",
            [("212", "killed", 212), ("160", "killed", 160)],
        ),
        ("Daily crossings fell from 900 to 350.", [("900", "traffic", 900), ("350", "traffic", 350)]),
        # the noun stands elsewhere
        (
            "Kenya and Uganda have sent 600 and 45 soldiers to Haiti respectively.",
            [("600", "deployment", 600), ("45", "deployment", 45)],
        ),
        (
            "Some 400 police were sent from Kenya. Jamaica and Belize have sent 24 and two respectively.",
            [("Some 400", "deployment", 400), ("24", "deployment", 24), ("two", "deployment", 2)],
        ),
        (
            "Police recorded 60 attacks in the province. The Islamic State claimed 25.",
            [("60", "event_count", 60), ("25", "event_count", 25)],
        ),
        (
            "France once had 5,000 soldiers in the Sahel. It has withdrawn its last 1,000.",
            [("5,000", "strength", 5000), ("1,000", "deployment", 1000)],
        ),
        (
            "Nine bodies were pulled from the rubble in Aleppo and 30 more are missing.",
            [("Nine", "killed", 9), ("30", "missing", 30)],
        ),
        (
            "Its troops, as many as 4,000, crossed into North Kivu.",
            [("as many as 4,000", "deployment", 4000)],
        ),
        # long noun phrases
        (
            "Two long-serving and widely feared dissident FARC commanders surrendered in Cauca.",
            [("Two", "captured", 2)],
        ),
        ("Six young and mostly untrained Fano militiamen were arrested.", [("Six", "arrested", 6)]),
        ("Two of the country's most prominent activists were detained.", [("Two", "arrested", 2)]),
        ("Four Border Protection Service (BPS) personnel were killed.", [("Four", "killed", 4)]),
        # the noun that is counted and the verb beside it
        ("An aid convoy of 34 trucks reached El Fasher.", [("34", "aid_quantity", 34)]),
        ("A convoy of 15 UN aid vehicles arrived in Mekelle.", [("15", "aid_quantity", 15)]),
        ("Twenty trucks carrying food entered Gaza.", [("Twenty", "aid_quantity", 20)]),
        ("Five aid trucks were destroyed in Darfur.", [("Five", "equipment_destroyed", 5)]),
        ("Some 300 cars crossed the border at Torkham.", [("Some 300", "traffic", 300)]),
        ("More than 1,200 vehicles passed the checkpoint.", [("More than 1,200", "traffic", 1200)]),
        ("Fleeing soldiers left behind 40 rifles.", [("40", "equipment_surrendered", 40)]),
        ("Troops found 12 rifles in a cave.", [("12", "other", 12)]),
        ("Turkey flew 85 people out of Khartoum.", [("85", "evacuated", 85)]),
        ("Some 160 civilians were bussed out of Goma.", [("Some 160", "evacuated", 160)]),
        ("Rations were given to 4,000 people in Adre.", [("4,000", "beneficiaries", 4000)]),
        ("The agency reached 75,000 people with aid.", [("75,000", "beneficiaries", 75_000)]),
        ("It provided 12,000 families with food in Tigray.", [("12,000", "beneficiaries", 12_000)]),
        ("About 50 gunmen took part in the raid.", [("About 50", "involved", 50)]),
        ("The raid was carried out by 20 bandits.", [("20", "involved", 20)]),
        ("Firefighters rescued 14 people from the rubble.", [("14", "other", 14)]),
        ("The navy rescued 60 migrants off Libya.", [("60", "other", 60)]),
        ("Iran launched 180 missiles, most of them intercepted.", [("180", "munitions_fired", 180)]),
        ("They fired 50 rockets, most of which were intercepted.", [("50", "munitions_fired", 50)]),
        ("The army detained 40 suspects.", [("40", "arrested", 40)]),
        ("Boko Haram fighters detained 14 women near Chibok.", [("14", "captured", 14)]),
        ("Six nurses were detained by the rebels.", [("Six", "captured", 6)]),
        (
            "Troops killed 9 militants of the group and arrested two.",
            [("9", "killed", 9), ("two", "arrested", 2)],
        ),
        ("Police shot 12 protesters in Conakry.", [("12", "casualties", 12)]),
        ("Two protesters have been shot dead in Lima.", [("Two", "killed", 2)]),
        ("Some 217 were taken out of besieged Homs.", [("Some 217", "evacuated", 217)]),
        ("Gunmen killed 12 Hazaras in Ghazni.", [("12", "killed", 12)]),
        (
            "Attacks on schools rose from 23 in 2022 to 41 in 2023.",
            [("23", "event_count", 23), ("41", "event_count", 41)],
        ),
        (
            "The mission, which had 13,000 troops, has shrunk to 4,000.",
            [("13,000", "strength", 13_000), ("4,000", "strength", 4000)],
        ),
        ("Three bombers killed 19 people.", [("Three", "involved", 3), ("19", "killed", 19)]),
        ("20 gunmen abducted 12 girls.", [("20", "involved", 20), ("12", "captured", 12)]),
        ("Nine soldiers killed, 4 wounded.", [("Nine", "killed", 9), ("4", "wounded", 4)]),
        # those who lived
        (
            "There were seven people aboard. Five were found dead and two survived.",
            [("seven", "strength", 7), ("Five", "killed", 5), ("two", "other", 2)],
        ),
        (
            "The boat sank with 60 aboard. Only 12 survived.",
            [("60", "strength", 60), ("Only 12", "other", 12)],
        ),
        ("Six miners were killed and three survived.", [("Six", "killed", 6), ("three", "other", 3)]),
    ],
)
def test_varied_wording_is_read_like_the_plain_one(text, expected):
    assert readings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The deployment of as many as 8,000 troops is new. As many as 8,000 of those forces have come.",
        "Rwanda has up to 4,000 soldiers there. Their 4,000 troops hold Goma.",
        "Russia sent some 2,000 troops. Bamako said some 2,000 personnel were deployed.",
        "Kenya deployed 400 police to Haiti. The 400 officers arrived on Monday.",
    ],
)
def test_soldiers_told_again_in_other_words_are_the_same(text):
    first, again = figures(text)
    assert (again.same_as, again.scope, again.subset_of) == (first.id, "total", None)


def test_another_count_of_soldiers_is_not_the_same():
    first, second = figures("Chad has up to 4,000 soldiers there. Kenya has at least 4,000 troops there.")
    assert second.same_as is None
    assert first.value == second.value


@pytest.mark.parametrize(
    "text",
    [
        "The death toll rose to 45 from 30.",
        "Attacks in Mopti fell to 12 in May from 31 in April.",
        "Kidnappings in Cauca numbered 12, down from 31.",
    ],
)
def test_what_a_count_was_before_is_superseded(text):
    later, earlier = figures(text)
    assert (later.supersedes, earlier.supersedes) == (earlier.id, None)
    assert later.category == earlier.category


@pytest.mark.parametrize(
    "text",
    [
        "He is 45 and lives 30 km from the town.",
        "On 3 May 2024 at 06:40 the 47th Brigade fired 155mm guns.",
        "M23 and T-72 crews met under resolution 1701.",
        "It cost $5 million, or 12 percent of the total.",
        "One of the bloodiest days in 100 years.",
        "The two nations held three rounds of talks.",
        "Two officials said it was quiet.",
        "A five-day siege ended.",
        "Call 0911 55 12 12 now.",
        "2) Nothing to report.",
        "A rescue worker said people were killed.",
        "A local official said the wounded were safe.",
        "A doctor who died was from Goma.",
        "It was just one of 300 crimes recorded in the town.",
    ],
)
def test_numbers_that_report_nothing_are_left_out(text):
    assert figures(text) == []


def test_a_bound_is_kept_and_never_turned_into_a_number():
    (figure,) = figures("As many as 8,000 troops were deployed.")
    assert (figure.value, figure.low, figure.high, figure.qualifier) == (8000, None, 8000, "at_most")


def test_parts_point_to_their_whole():
    whole, part, other = figures("The strike killed 28 people, including 3 women and 5 children.")
    assert (part.scope, part.subset_of, other.subset_of) == ("subset", whole.id, whole.id)
    assert {figure.category for figure in (whole, part, other)} == {"killed"}


def test_n_of_m_counts_the_same_thing_and_what_was_shot_down_was_fired():
    part, whole = figures("The air force shot down 41 of 59 drones overnight.")
    assert (part.unit, part.category, part.subset_of) == ("drones", "munitions_intercepted", whole.id)
    assert (whole.category, whole.scope) == ("munitions_fired", "total")


def test_parts_that_add_up_to_a_total_belong_to_it():
    whole, *parts = figures(
        "It documented the death of 412 people: 214 fighters, 137 soldiers and 61 civilians."
    )
    assert [(part.category, part.subset_of) for part in parts] == [("killed", whole.id)] * 3


def test_a_later_count_supersedes_the_earlier_one():
    later, earlier = figures("Officials report 4 killed; an earlier count of two dead was revised upward.")
    assert later.supersedes == earlier.id
    rise, risen = figures("The death toll rose from 12 to 15.")
    assert (risen.supersedes, rise.supersedes) == (rise.id, None)


def test_the_same_count_told_again_is_the_same():
    first, again = figures(
        "Some 10,000 soldiers are there. He repeated that some 10,000 soldiers are in place."
    )
    assert again.same_as == first.id
    assert first.same_as is None


def test_the_same_count_at_another_place_is_another_count():
    text = "Shells killed 12 people in Gao. Later a mine killed 12 people in Kidal."
    first, second = figures(text, [mention(text, "Gao"), mention(text, "Kidal")])
    assert second.same_as is None
    assert [place.name for place in (*first.places, *second.places)] == ["Gao", "Kidal"]


def test_the_owner_of_a_region_is_not_where_a_count_stands():
    text = "As many as 8,000 soldiers have been sent to Mali's Kidal region."
    (figure,) = figures(text, [mention(text, "Mali"), mention(text, "Kidal")])
    assert [place.name for place in figure.places] == ["Kidal"]


def test_none_is_a_report_of_zero():
    (figure,) = figures("There were no casualties on its side.")
    assert (figure.value, figure.negated, figure.modality) == (0, True, "occurred")


def test_a_debunked_number_is_marked():
    (figure,) = figures("Reports of 100 dead on social networks are false.")
    assert (figure.value, figure.negated, figure.modality) == (100, True, "negated")


def test_a_brigade_counts_one():
    (figure,) = figures("A brigade from the south is on its way.")
    assert (figure.value, figure.category, figure.unit) == (1, "deployment", "brigades")


def test_rates_and_periods_are_kept():
    (rate,) = figures("More than 1,200 casualties are reported daily.")
    (period,) = figures("Forces repelled 37 assaults in 24 hours.")
    assert (rate.rate, period.rate, period.period) == ("day", None, "24h")


def test_ids_count_in_text_order():
    assert [figure.id for figure in figures("3 dead, 5 hurt and 7 missing.")] == ["d:f1", "d:f2", "d:f3"]


def test_words_between_number_and_noun_tell_whose_they_are():
    text = "Some 10,000 North Korean soldiers arrived."
    (draft,) = find_figures(Document(id="d", text=text), sentences(text))
    assert text[draft.owner.start : draft.owner.end] == "North Korean"
    assert text[draft.noun.start : draft.noun.end] == "Some 10,000 North Korean soldiers"


def test_counts_of_two_speakers_conflict():
    first, second = figures("Kyiv said 40 soldiers were killed. Moscow said 12 soldiers were killed.")
    said = [
        msgspec.structs.replace(figure, statement=Statement(speaker=speaker, start=0, end=9))
        for figure, speaker in ((first, "Kyiv"), (second, "Moscow"))
    ]
    one, other = link_conflicts(said, {})
    assert (one.conflicts_with, other.conflicts_with) == ((second.id,), (first.id,))
    assert [figure.conflicts_with for figure in link_conflicts([first, second], {})] == [(), ()]


@pytest.mark.parametrize("kind", sorted(wordlist("units")))
def test_every_noun_of_a_class_is_known_in_both_numbers(kind):
    table = wordlist("units")[kind]
    for word in (*table["words"], *table.get("fixed", ())):
        assert tuple(word.lower().split()) in nouns(), word
    assert kinds()[kind].category in Figure.__annotations__["category"].__args__


def test_every_cue_gives_known_categories_to_known_classes():
    categories = Figure.__annotations__["category"].__args__
    known = {*kinds(), "bare", "thing", "men"}
    for entry in wordlist("figures")["cue"]:
        assert set(entry["gives"]) <= known, entry["words"]
        assert set(entry["gives"].values()) <= set(categories), entry["words"]
        assert set(entry.get("needs", {})) <= set(entry["words"]), entry["words"]
        assert entry["side"] in {"before", "after", "either"}
    assert all(cue.gives for found in cues().values() for cue in found)


def test_a_number_without_cues_is_governed_by_nothing():
    from geomap.events.figure_cues import Slot

    assert governing(Slot("people", 0, 1, 2), ["12", "people"], [], frozenset({0})) is None


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=40).map(" ".join)))
@settings(deadline=None)
def test_any_text_gives_sound_figures(text):
    found = figures(text)
    ids = {figure.id for figure in found}
    assert [figure.start for figure in found] == sorted(figure.start for figure in found)
    for figure in found:
        assert 0 <= figure.start < figure.end <= len(text)
        known = [bound for bound in (figure.low, figure.value, figure.high) if bound is not None]
        assert known == sorted(known)
        links = [link for link in (figure.subset_of, figure.same_as, figure.supersedes) if link]
        assert ids.issuperset(links)
        assert figure.id not in links
        assert figure.unit


@given(st.lists(_PIECES, max_size=30).map(" ".join))
@settings(deadline=None, max_examples=50)
def test_reading_twice_gives_the_same(text):
    assert figures(text) == figures(text)


@pytest.mark.parametrize(
    "unit", ["12 killed and 13 wounded and ", "5 killed. ", "two men, three women, including "]
)
def test_time_grows_with_length_and_not_faster(unit):
    def seconds(length):
        text = (unit * length)[:length]
        start = time.process_time()
        find_figures(Document(id="d", text=text), [Span(0, len(text))])
        return time.process_time() - start

    seconds(500)
    assert seconds(8_000) < 10 * seconds(2_000) + 0.3


def test_what_is_told_again_as_a_part_was_a_part_the_first_time():
    text = (
        "He announced the deployment of as many as 8,000 Northland troops to Eastville. There are some "
        "10,000 Northland soldiers in the country, and as many as 8,000 of those forces have been deployed "
        "to Eastville."
    )
    first, whole, again = figures(text)
    assert (first.subset_of, first.scope) == (whole.id, "subset")
    assert (again.same_as, again.subset_of) == (first.id, whole.id)
