"""Steps of tools/build_gazetteer.py; never imported by geomap."""
