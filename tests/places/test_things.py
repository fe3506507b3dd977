"""Weapons, ships, formations, clubs and persons that bear places' names."""

from pathlib import Path

import pytest

from geomap.errors import DataError
from geomap.places.cues import Cues
from geomap.places.things import Things
from geomap.places.words import words_by_sentence

CUES = Cues.shipped()
THINGS = Things.shipped()


def _at(text: str, name: str):
    words = words_by_sentence(text)[0]
    first = next(index for index, word in enumerate(words) if word.text == name.split(maxsplit=1)[0])
    return words, first, first + len(name.split())


@pytest.mark.parametrize("name", sorted(THINGS.weapons))
def test_a_weapon_is_one_beside_its_noun_alone(name: str) -> None:
    assert THINGS.is_weapon(*_at(f"They fired {name.title()} missiles at the port.", name.title()))
    assert not THINGS.is_weapon(*_at(f"Missiles hit {name.title()} and the port.", name.title()))


@pytest.mark.parametrize("noun", sorted(THINGS.weapon_nouns))
def test_every_noun_makes_a_weapon(noun: str) -> None:
    assert THINGS.is_weapon(*_at(f"A Grad {noun} was seen.", "Grad"))


def test_weapons_of_a_list_share_the_noun() -> None:
    assert THINGS.is_weapon(*_at("Kinzhal and Tochka missiles fell.", "Kinzhal"))
    assert THINGS.is_weapon(*_at("A Smerch multiple launch rocket system burned.", "Smerch"))


def test_a_town_shelled_with_rockets_is_no_weapon() -> None:
    assert not THINGS.is_weapon(*_at("In Khorramshahr people heard rockets.", "Khorramshahr"))


@pytest.mark.parametrize("noun", sorted(THINGS.ships))
def test_a_name_right_behind_a_ship_is_the_ships(noun: str) -> None:
    assert THINGS.is_ship(*_at(f"The {noun} Saratov burned.", "Saratov"), CUES, town=True)


@pytest.mark.parametrize("word", sorted(THINGS.naval))
def test_a_town_with_an_article_is_a_ship_where_the_sentence_is_of_one(word: str) -> None:
    text = f"The Saratov was hit, people said of the {word} then."
    assert THINGS.is_ship(*_at(text, "Saratov"), CUES, town=True)
    assert not THINGS.is_ship(*_at(text, "Saratov"), CUES, town=False)


@pytest.mark.parametrize(
    "text",
    [
        "The frigate left Odesa at dawn.",
        "A frigate docked in the Odesa , the crew said.",
        "The Odesa government spoke of the crew.",
        "Odesa was hit, the navy said.",
    ],
)
def test_a_port_is_no_ship(text: str) -> None:
    assert not THINGS.is_ship(*_at(text, "Odesa"), CUES, town=True)


@pytest.mark.parametrize("name", sorted(THINGS.formations))
def test_a_formation_is_one_before_its_noun(name: str) -> None:
    assert THINGS.is_formation(*_at(f"Troops of the {name.title()} group advanced.", name.title()))
    assert THINGS.is_formation(*_at(f"The {name.title()} and Sever groups of forces met.", name.title()))
    assert not THINGS.is_formation(*_at(f"They crossed the {name.title()} at night.", name.title()))


@pytest.mark.parametrize("name", sorted(THINGS.first_names))
def test_who_speaks_with_a_surname_is_a_person(name: str) -> None:
    name = name.title()
    assert THINGS.is_person(*_at(f"But {name} Ruiz said so.", name), CUES)
    assert THINGS.is_person(*_at(f"But Minister {name} Ruiz kept silent.", name), CUES)
    assert not THINGS.is_person(*_at(f"But {name} Police said so.", name), CUES)
    assert not THINGS.is_person(*_at(f"But {name} said so.", name), CUES)


@pytest.mark.parametrize("word", sorted(THINGS.clubs))
def test_a_club_is_no_town(word: str) -> None:
    words, _, stop = _at(f"They saw Leeds {word.title()} lose.", "Leeds")
    assert THINGS.is_club(words, stop)


def test_the_towns_of_clubs_are_not_drawn(located) -> None:
    assert located("Leeds Rovers beat a team from Bradford in Bradford.")["Leeds"].kind == "embedded"


def test_a_file_that_lacks_a_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "things.toml"
    path.write_text("weapons = ['grad']", encoding="utf-8")
    with pytest.raises(DataError, match=r"things\.toml"):
        Things.read(path)
