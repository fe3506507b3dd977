"""The words of the page: none is missing, none is left over."""

import re
from importlib.resources import files
from typing import get_args

import pytest

from geomap.drawing.document import SCRIPTS
from geomap.drawing.strings import shipped_languages, strings
from geomap.errors import OptionError
from geomap.records import Category, DatePrecision, EventType, Modality, Precision, Role

ASSETS = files("geomap.drawing") / "assets"
CODE = "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in SCRIPTS)


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("category", get_args(Category)),
        ("modality", get_args(Modality)),
        ("precision", get_args(Precision)),
        ("role", get_args(Role)),
        ("type", get_args(EventType)),
        ("date", [*set(get_args(DatePrecision)), "ongoing_since"]),
    ],
)
def test_every_value_of_the_records_has_words(section, values):
    known = strings().all()

    assert [value for value in values if f"{section}.{value}" not in known] == []


def test_every_word_that_the_scripts_ask_for_is_there():
    known = strings().all()
    asked = set(re.findall(r"'((?:page|field|date)\.[a-z_]+)'", CODE))
    counted = {
        f"count.{name}.{form}" for name in re.findall(r"counted\('([a-z_]+)'", CODE) for form in (0, 1)
    }

    assert len(asked) > 15
    assert sorted((asked | counted) - set(known)) == []


def test_no_word_of_the_page_is_left_over():
    sections = ("page", "count")
    dynamic = {"circle_note", "area_note", "disc_note", "other", "unnamed", "no_script", "default_title"}
    in_labels = {"together", "in_all"}
    in_tally = {"names", "placed", "events", "drawn", "not_drawn", "told", "figures"}
    for key in strings().all():
        section, name, *_ = key.split(".")
        if section in sections and name not in dynamic | in_labels | in_tally:
            assert f"{name}'" in CODE, key


def test_every_field_of_a_shipped_popup_has_a_heading():
    from geomap.layering import load_layers

    known = strings().all()
    columns = {line for layer in load_layers().values() for line in layer.popup if isinstance(line, str)}

    assert [column for column in sorted(columns) if f"field.{column}" not in known] == []


def test_one_and_many_are_told_apart():
    words = strings()

    assert words.count("events", 1) == "1 event"
    assert words.count("events", 0) == "0 events"
    assert words.count("events", 12345) == "12,345 events"


def test_an_unknown_language_is_an_error():
    with pytest.raises(OptionError, match="no words in 'xx': choose one of en"):
        strings("xx")


def own_table(tmp_path, text):
    file = tmp_path / "words.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_table_of_the_users_own_says_what_it_has_and_english_for_the_rest(tmp_path):
    words = strings(
        own_table(
            tmp_path,
            'language = "uk"\ndirection = "ltr"\n[page]\nlegend = "Легенда"\n[layers]\nTroops = "Війська"\n',
        )
    )

    assert (words.language, words.word("page", "legend")) == ("uk", "Легенда")
    assert words.word("page", "sources") == "Sources"
    assert (words.layer("Troops"), words.layer("My own")) == ("Війська", "My own")
    assert "layers.Troops" not in words.all()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("language = ", "is not TOML"),
        ('direction = "ltr"', "says no language"),
        ('language = "uk"\ndirection = "up"', 'direction must be "ltr" or "rtl"'),
        ('language = "uk"\ndirection = "ltr"\n[page]\nlegnd = "x"', "no word page.legnd"),
    ],
)
def test_a_broken_table_is_one_clear_line(tmp_path, text, complaint):
    file = own_table(tmp_path, text)

    with pytest.raises(OptionError) as caught:
        strings(file)
    assert str(caught.value).startswith(file)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value).removesuffix("\n")


def test_a_missing_table_is_one_clear_line(tmp_path):
    with pytest.raises(OptionError, match="cannot be read"):
        strings(str(tmp_path / "none.toml"))


@pytest.mark.parametrize("language", shipped_languages())
def test_every_shipped_language_has_every_word(language):
    assert set(strings(language).all()) == set(strings().all())


def test_every_glyph_of_the_grammar_can_be_drawn():
    from geomap.layering.layers import Glyph

    drawn = set(
        re.findall(r"^  '?([a-z-]+)'?: \{ d: ", (ASSETS / "points.js").read_text(), flags=re.MULTILINE)
    )

    assert drawn == set(get_args(Glyph))
