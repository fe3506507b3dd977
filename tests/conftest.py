"""What tests of several folders share."""

import pytest


@pytest.fixture(scope="session")
def toolkit():
    """The shipped toolkit, opened once for all tests."""
    from geomap.pipeline import Toolkit

    return Toolkit.shipped()
