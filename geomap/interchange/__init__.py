"""Reports as JSON rows: the one form that ``extract`` writes, scorers score and reading takes back."""

from geomap.interchange.convert import dump, dump_toponyms, load

__all__ = ["dump", "dump_toponyms", "load"]
