import msgspec
import pytest

from geomap.events import extract
from geomap.records import Document, Mention, Place

NAMES = {
    "Alpha": ("city", "AA"),
    "Bravo": ("city", "AA"),
    "Charlie": ("city", "AA"),
    "Alphaland": ("country", "AA"),
    "Deltaland": ("country", "DD"),
    "Echo Province": ("adm1", "AA"),
}


def mentions(text, kinds=()):
    found = []
    for name, (precision, country) in NAMES.items():
        start = text.find(name)
        if start >= 0:
            place = Place(
                id=f"t:{name}",
                name=name,
                lon=1.0,
                lat=2.0,
                precision=precision,
                feature=precision,
                country=country,
            )
            kind = dict(kinds).get(name, "literal")
            found.append(Mention(start=start, end=start + len(name), text=name, kind=kind, place=place))
    return sorted(found, key=lambda mention: mention.start)


def events(text, kinds=()):
    return extract(Document(id="d", text=text), mentions(text, kinds)).events


def places(text, kinds=()):
    return [(at.place.name, at.role) for at in events(text, kinds)[0].places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels attacked a base in Alpha.", [("Alpha", "location")]),
        ("Rebels attacked a base near Alpha.", [("Alpha", "near")]),
        ("Rebels attacked a base 20 km north of Alpha.", [("Alpha", "near")]),
        ("Jets bombed Alpha.", [("Alpha", "location")]),
        ("Soldiers were deployed to Xland's Alpha district.", [("Alpha", "destination")]),
        ("Rebels captured most of Alpha.", [("Alpha", "location")]),
        (
            "Troops moved from Alpha to Bravo via Charlie.",
            [("Alpha", "origin"), ("Bravo", "destination"), ("Charlie", "via")],
        ),
        (
            "Drones were launched from Alpha at a depot in Bravo.",
            [("Alpha", "origin"), ("Bravo", "location")],
        ),
        ("People fled Alpha toward Bravo.", [("Alpha", "origin"), ("Bravo", "destination")]),
        ("The charity delivered food to Alpha.", [("Alpha", "destination")]),
        ("Rebels attacked a base in Alpha, Deltaland.", [("Alpha", "location"), ("Deltaland", "within")]),
        ("Clashes erupted between Alpha and Bravo.", [("Alpha", "location"), ("Bravo", "location")]),
        ("Rebels fired rockets at Alpha and Bravo.", [("Alpha", "location"), ("Bravo", "location")]),
        ("The envoy condemned the coup in Deltaland.", [("Deltaland", "topic")]),
    ],
)
def test_a_preposition_gives_the_role(text, expected):
    assert places(text) == expected


def test_a_metonym_is_no_place():
    assert places("Deltaland shelled the ridge.", [("Deltaland", "metonym")]) == []


def test_a_country_that_acts_is_no_place_even_if_taken_for_one():
    assert places("Deltaland shelled a village near Alpha.") == [("Alpha", "near")]


def test_a_country_frames_a_finer_place_in_it():
    text = "In Deltaland, two soldiers were killed in Foxtrot."
    inner = Place(id="t:F", name="F", lon=0.0, lat=0.0, precision="city", feature="city", country="DD")
    foxtrot = Mention(start=text.index("Fox"), end=len(text) - 1, text="Foxtrot", kind="literal", place=inner)
    (event,) = extract(Document(id="d", text=text), [*mentions(text), foxtrot]).events
    assert [(at.place.name, at.role) for at in event.places] == [("Deltaland", "within"), ("F", "location")]


def test_a_metonym_after_in_is_a_place_after_all():
    assert places("Thousands rallied in Alpha.", [("Alpha", "metonym")]) == [("Alpha", "location")]
    assert places("Thousands rallied against Alpha.", [("Alpha", "metonym")]) == []


def test_a_states_own_missile_test_lies_in_the_state():
    text = "Deltaland launched a ballistic missile on Sunday."
    assert places(text, [("Deltaland", "metonym")]) == [("Deltaland", "location")]


def test_the_speakers_city_is_not_the_place():
    assert places("Rebels attacked a convoy, a spokesman said in Alpha.") == []


def test_the_dateline_is_not_the_place():
    assert places("ALPHA, May 3 - Rebels attacked a convoy.") == []


def test_a_bullet_is_about_its_heading():
    assert places("• Alpha: an air strike hit a clinic.") == [("Alpha", "location")]


def test_the_line_before_gives_the_scene():
    first, second = events("Rebels stormed a prison in Alpha. Guards opened fire on the crowd outside.")
    assert [at.place.name for at in second.places] == [at.place.name for at in first.places] == ["Alpha"]


def test_the_next_bullet_is_elsewhere():
    _, second = events("- Alpha: an air strike hit a clinic.\n- Gunmen ambushed a convoy.")
    assert second.places == ()


def test_troops_that_go_to_another_country_come_from_their_own():
    kinds = [("Deltaland", "demonym")]
    assert places("Deltaland soldiers were deployed to Alpha.", kinds) == [
        ("Deltaland", "origin"),
        ("Alpha", "destination"),
    ]
    assert ("Deltaland", "origin") not in places(
        "Deltaland soldiers were deployed from Bravo to Alpha.", kinds
    )
    assert ("Deltaland", "origin") not in places("Deltaland soldiers attacked a base in Alpha.", kinds)


def test_the_toll_of_the_strikes_lies_where_they_were_told_of_a_paragraph_before():
    text = "Jets bombed a market in Alpha.\n\nThe army said 31 people were killed in the strikes."
    report = extract(Document(id="d", text=text), mentions(text))
    home = {event.id: event for event in report.events}[report.figures[0].event]
    assert [at.place.name for at in home.places] == ["Alpha"]
    other = "Jets bombed a market in Alpha.\n\nThe army said 31 people were killed in floods."
    assert all(not event.places for event in events(other) if event.start > 30)


def test_what_a_deployment_threatens_is_not_where_it_is():
    found = events("The deployment threatened peace in Alpha.")
    assert all(event.type != "MOBILIZE" or not event.places for event in found)


def test_a_place_measured_from_a_name_is_where_it_happened():
    text = "Rebels attacked a base near Alpha."
    (mention,) = mentions(text)
    beside = msgspec.structs.replace(
        mention.place, id=f"{mention.place.id}~near", name="near Alpha", radius_km=9.0
    )
    found = extract(Document(id="d", text=text), [msgspec.structs.replace(mention, relative=beside)])
    assert [(at.place, at.role) for at in found.events[0].places] == [(beside, "location")]


def test_a_country_frames_the_province_that_troops_go_to():
    text = "Soldiers were sent to Alphaland's Echo Province and Alphaland said nothing."
    assert places(text)[-1] == ("Echo Province", "destination")
    assert ("Alphaland", "destination") not in places(text)
