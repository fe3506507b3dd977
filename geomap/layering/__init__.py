"""Layers as data: which records to draw, how, and under which legend entry.

The page draws what is said here, and GIS files carry it as their styles: neither knows of the other.
"""

from geomap.layering.layers import Layer, layer_files, load_layers, parse_layer

__all__ = ["Layer", "layer_files", "load_layers", "parse_layer"]
