"""Reports as JSON rows: the one form that ``extract`` writes, scorers score and reading takes back."""

from geomap.interchange.convert import dump, dump_toponyms, load
from geomap.interchange.lines import json_line

__all__ = ["dump", "dump_toponyms", "json_line", "load"]
