"""What tests of several folders share."""

import os

import pytest
from hypothesis import settings

# How long one example takes depends on what else the machine does. In CI each run has the same examples, so
# that a failure comes from the change; every other run looks for new ones.
settings.register_profile("geomap", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("geomap")


@pytest.fixture(scope="session", autouse=True)
def _no_additions(tmp_path_factory):
    """What the user of this machine added to the gazetteer must not change results."""
    before = {name: os.environ.get(name) for name in ("GEOMAP_DATA", "GEOMAP_CACHE")}
    for name in before:
        os.environ[name] = str(tmp_path_factory.mktemp(name.lower()))
    yield
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value


@pytest.fixture(scope="session")
def toolkit():
    """The shipped toolkit, opened once for all tests."""
    from geomap.pipeline import Toolkit

    return Toolkit.shipped()
