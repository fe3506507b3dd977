"""Place names: found in a text, told apart by use, and put on the earth."""

from geomap.places.coordinates import written_coordinates
from geomap.places.gazetteer import Candidate, Gazetteer, Strength, UnknownPlace
from geomap.places.locator import Locator, TaggerName
from geomap.places.resolver import Choice, Ranker, Resolver
from geomap.places.tagger import CrfTagger, TaggedName, Tagger

__all__ = [
    "Candidate",
    "Choice",
    "CrfTagger",
    "Gazetteer",
    "Locator",
    "Ranker",
    "Resolver",
    "Strength",
    "TaggedName",
    "Tagger",
    "TaggerName",
    "UnknownPlace",
    "written_coordinates",
]
