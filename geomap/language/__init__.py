"""Sentences and tokens: what both the place tagger and the event extractor read."""

from geomap.language.sentences import Span, sentences
from geomap.language.tokens import Token, tokenize

__all__ = ["Span", "Token", "sentences", "tokenize"]
