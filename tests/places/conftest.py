import pytest

from geomap.places import Gazetteer, Locator
from geomap.records import Document


@pytest.fixture(scope="session")
def gazetteer():
    with Gazetteer.shipped() as opened:
        yield opened


@pytest.fixture(scope="session")
def locator(gazetteer):
    return Locator.shipped(gazetteer=gazetteer)


@pytest.fixture(scope="session")
def located(locator):
    """The mentions of a text by their words; of several with the same words the last."""

    def locate(text, publisher=None):
        document = Document(id="text", text=text, publisher=publisher)
        return {mention.text: mention for mention in locator.locate(document)}

    return locate
