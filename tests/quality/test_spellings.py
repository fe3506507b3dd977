"""Floors for names spelled as the gazetteer does not have them."""

import tomllib
from pathlib import Path

import pytest

from geomap.geometry import distance_km
from geomap.places import Gazetteer
from geomap.places.geocode import geocode

_SCRIPTS = tomllib.loads(Path(__file__).with_name("spellings.toml").read_text(encoding="utf-8"))


def _right(gazetteer, name, lat, lon, tolerance):
    hits = geocode(gazetteer, name, limit=1)
    return bool(hits) and distance_km(lon, lat, hits[0].place.lon, hits[0].place.lat) <= tolerance


@pytest.fixture(scope="module")
def gazetteer():
    with Gazetteer.shipped() as opened:
        yield opened


@pytest.mark.parametrize("script", sorted(_SCRIPTS))
def test_most_spellings_lead_to_their_place(gazetteer, script):
    rows = _SCRIPTS[script]
    assert len(rows) >= 15
    assert sum(_right(gazetteer, *row) for row in rows) / len(rows) >= 0.85


def test_most_spellings_that_are_not_on_file_do_too(gazetteer):
    rows = [row for script in _SCRIPTS.values() for row in script if not gazetteer.candidates(row[0])]
    assert len(rows) >= 50
    assert sum(_right(gazetteer, *row) for row in rows) / len(rows) >= 0.88
