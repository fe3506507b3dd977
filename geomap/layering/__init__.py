"""Layers as data: which records to draw, how, and under which legend entry.

The page draws what is said here, and GIS files carry it as their styles: neither knows of the other.
"""

from geomap.layering.checking import parse_layer
from geomap.layering.layers import Layer
from geomap.layering.loading import check_folder, layer_files, load_layers
from geomap.layering.schema import schema

__all__ = ["Layer", "check_folder", "layer_files", "load_layers", "parse_layer", "schema"]
