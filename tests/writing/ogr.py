"""What GDAL's ogrinfo says of a file; without it tests skip, unless GEOMAP_REQUIRE_GIS=1."""

import os
import re
import shutil
import subprocess

import pytest


def opened_by_gdal(path):
    """(count, authority of the CRS, extent) of each layer of a file that ogrinfo reads without a warning."""
    if shutil.which("ogrinfo") is None:
        assert not os.environ.get("GEOMAP_REQUIRE_GIS"), "gdal-bin must be installed here"
        pytest.skip("gdal-bin is not installed")
    run = subprocess.run(["ogrinfo", "-ro", "-al", str(path)], capture_output=True, text=True, check=True)
    assert run.stderr == ""
    assert "arning" not in re.sub(r"(?m)^  .*$", "", run.stdout)  # the rows may say what they like
    found = {}
    for part in run.stdout.split("\nLayer name: ")[1:]:
        name = part.partition("\n")[0].strip()
        count = int(re.search(r"Feature Count: (\d+)", part)[1])
        crs = re.search(r"(?m)^    (ID\[.*?\])\]", part)
        extent = re.search(r"Extent: \((\S+), (\S+)\) - \((\S+), (\S+)\)", part)
        box = tuple(float(number) for number in extent.groups()) if extent else None
        found[name] = (count, crs[1] if crs else None, box)
    return found
