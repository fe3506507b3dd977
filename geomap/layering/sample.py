"""The smallest report that fills all four tables; layer files are checked against its columns."""

from geomap.records import Document, Event, EventPlace, Figure, Mention, Place, Report


def one_of_each() -> Report:
    """A report with one document, mention, event, movement and figure."""
    here = Place(id="geomap:here", name="Here", lon=0.0, lat=0.0, precision="city", feature="city")
    there = Place(id="geomap:there", name="There", lon=1.0, lat=0.0, precision="city", feature="city")
    route = (EventPlace(place=here, role="origin"), EventPlace(place=there, role="destination"))
    return Report(
        document=Document(id="d", text="1"),
        mentions=(Mention(start=0, end=1, text="1", kind="literal", place=here),),
        events=(Event(id="e", type="MOBILIZE", start=0, end=1, places=route),),
        figures=(Figure(id="f", start=0, end=1, unit="troops", category="deployment", value=1.0),),
    )
