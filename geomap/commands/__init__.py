"""The commands, a module for those that belong together; :mod:`geomap.cli` puts them under one name."""
