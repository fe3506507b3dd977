"""Parts of tools/build_basemap.py."""
