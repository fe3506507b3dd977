"""Reports made by hand, for whatever needs something realistic to draw: two articles, every kind of mark."""

from datetime import date

from shapely import from_wkt
from shapely.geometry import MultiPolygon, Polygon, box

from geomap import drawing
from geomap.features import tables
from geomap.geometry import disc
from geomap.layering import load_layers
from geomap.records import (
    Actor,
    Document,
    Event,
    EventPlace,
    Figure,
    Mention,
    Place,
    Report,
    Statement,
)

KURSK = Place(
    id="geonames:538555",
    name="Kursk Oblast",
    country="RU",
    lon=36.2,
    lat=51.6,
    precision="adm1",
    feature="admin1",
)
RUSSIA = Place(
    id="geonames:2017370",
    name="Russia",
    country="RU",
    lon=37.6,
    lat=55.8,
    precision="country",
    feature="country",
)
NORTH_KOREA = Place(
    id="geonames:1873107",
    name="North Korea",
    country="KP",
    lon=127.0,
    lat=40.0,
    precision="country",
    feature="country",
)
PENINSULA = Place(
    id="geomap:korean-peninsula",
    name="Korean Peninsula",
    lon=127.8,
    lat=37.9,
    precision="region",
    feature="peninsula",
)
FRONT = Place(
    id="geomap:eastern-front",
    name="Eastern front",
    country="UA",
    lon=37.6,
    lat=48.4,
    precision="region",
    feature="front",
    radius_km=120.0,
)
SUDZHA = Place(
    id="geonames:486968",
    name="Sudzha",
    country="RU",
    admin1="Kursk Oblast",
    lon=35.27,
    lat=51.19,
    precision="city",
    feature="city",
)
SUMY = Place(
    id="geonames:692194", name="Sumy", country="UA", lon=34.8, lat=50.91, precision="city", feature="city"
)
KHARKIV = Place(
    id="geonames:706483", name="Kharkiv", country="UA", lon=36.25, lat=49.98, precision="city", feature="city"
)
DISTRICT = Place(
    id="geonames:1",
    name="Bohodukhiv Raion",
    country="UA",
    lon=35.5,
    lat=50.2,
    precision="adm2",
    feature="admin2",
    radius_km=35.0,
)
BELGOROD = Place(
    id="geonames:578072", name="Belgorod", country="RU", lon=36.58, lat=50.6, precision="city", feature="city"
)

_KURSK = (
    "34.1 51.3, 34.2 52.3, 35.4 52.4, 36.3 52.4, 37.4 52, 38.5 51.9, 38.2 51.4, 37.2 51, 36 51.1, 34.1 51.3"
)
_NORTH = (
    "124.4 39.9, 126.9 41.7, 130.5 42.3, 129.6 41, 127.5 39.5, 128.3 38.5, 126.5 37.8, 125 38, 124.4 39.9"
)
_BOTH = (
    "124.4 39.9, 126.9 41.7, 130.5 42.3, 127.5 39.5, 129.4 37, 129.2 35.2, 126.3 34.4, 126.5 37.8, 124.4 39.9"
)
SHAPES = {
    KURSK.id: from_wkt(f"POLYGON(({_KURSK}))"),
    RUSSIA.id: MultiPolygon([box(33, 51, 60, 67), box(178, 65, 180, 68), box(-180, 65, -172, 67)]),
    NORTH_KOREA.id: from_wkt(f"POLYGON(({_NORTH}))"),
    PENINSULA.id: from_wkt(f"POLYGON(({_BOTH}))"),
    FRONT.id: disc(37.6, 48.4, 120.0),
}

NK_ARMY = Actor(id="a1", name="North Korean troops", type="military", country="KP")
UA_ARMY = Actor(id="a2", name="Ukrainian forces", type="military", country="UA")
RU_ARMY = Actor(id="a3", name="Russian forces", type="military", country="RU")
SEOUL = Actor(id="a4", name="South Korea", type="state", country="KR")


def shape_of(place: Place) -> Polygon | MultiPolygon | None:
    """The outline of an area of the examples."""
    return SHAPES.get(place.id)


class Writer:
    """Builds a report from phrases, so that offsets need no counting."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.mentions: list[Mention] = []
        self.events: list[Event] = []
        self.figures: list[Figure] = []

    def span(self, phrase: str) -> dict[str, int]:
        start = self.document.text.index(phrase)
        return {"start": start, "end": start + len(phrase)}

    def said(self, speaker: str, phrase: str, role: str | None = None) -> Statement:
        return Statement(speaker=speaker, role=role, **self.span(phrase))

    def mention(self, phrase: str, place: Place | None, **more) -> None:
        more = {"kind": "literal", "confidence": 0.9, **more}
        self.mentions.append(Mention(text=phrase, place=place, **self.span(phrase), **more))

    def event(self, identity: str, kind: str, phrase: str, *places: tuple[Place, str], **more) -> None:
        at = tuple(EventPlace(place=place, role=role) for place, role in places)
        more = {"confidence": 0.8, **more}
        self.events.append(Event(id=identity, type=kind, places=at, **self.span(phrase), **more))

    def figure(self, identity: str, category: str, phrase: str, **more) -> None:
        self.figures.append(Figure(id=identity, category=category, **self.span(phrase), **more))

    def report(self) -> Report:
        return Report(
            document=self.document,
            mentions=tuple(self.mentions),
            events=tuple(self.events),
            figures=tuple(self.figures),
        )


def korean_troops() -> Report:
    """Troops from North Korea in Kursk Oblast, with bounds, a plan and a missile test."""
    text = (
        "The United States believes that some 10,000 North Korean soldiers are in Russia, Secretary of "
        "State Antony Blinken said on Thursday. Of those, as many as 8,000 have been sent from North Korea "
        "to the Kursk region, he told reporters. They are expected to enter combat against Ukrainian forces"
        " in the coming days. Russia is losing more than 1,200 soldiers killed and wounded a day on the "
        "eastern front, Blinken added. North Korea launched an intercontinental missile on Thursday. "
        "Washington and Seoul called for peace on the Korean Peninsula. South Korea has sent generators to "
        "Ukraine. There is no evidence that the troops have fired a shot, the Kremlin said. In Kursk, as "
        "many as 8,000 soldiers now wait, the second briefing repeated."
    )
    writer = Writer(
        Document(
            id="doc1",
            text=text,
            title="North Korean troops near the front, Washington says",
            url="https://example.org/news/korean-troops",
            publisher="Example Wire",
            published=date(2024, 10, 31),
        )
    )
    blinken = writer.said(
        "Antony Blinken", "some 10,000 North Korean soldiers are in Russia", "U.S. Secretary of State"
    )
    day = {"date_start": date(2024, 10, 31), "date_end": date(2024, 10, 31), "date_precision": "day"}
    before = {"date_end": date(2024, 10, 31), "date_precision": "before"}
    writer.mention("Russia", RUSSIA)
    writer.mention("the Kursk region", KURSK)
    writer.mention("Korean Peninsula", PENINSULA)
    writer.mention("Seoul", None, kind="metonym")
    writer.event(
        "e1",
        "MOBILIZE",
        "as many as 8,000 have been sent from North Korea to the Kursk region",
        (NORTH_KOREA, "origin"),
        (KURSK, "destination"),
        mode="troops",
        actors=(NK_ARMY,),
        statement=blinken,
        modality="claimed",
        **before,
    )
    writer.event(
        "e2",
        "ASSAULT",
        "They are expected to enter combat against Ukrainian forces",
        actors=(NK_ARMY,),
        recipients=(UA_ARMY,),
        modality="planned",
        date_start=date(2024, 10, 31),
        date_precision="future",
    )
    writer.event(
        "e3",
        "ASSAULT",
        "Russia is losing more than 1,200 soldiers killed and wounded a day on the eastern front",
        (FRONT, "location"),
        recipients=(RU_ARMY,),
        statement=blinken,
        modality="claimed",
        date_end=date(2024, 10, 31),
        date_precision="ongoing",
    )
    writer.event(
        "e4",
        "MOBILIZE",
        "North Korea launched an intercontinental missile",
        (NORTH_KOREA, "location"),
        mode="missile-test",
        **day,
    )
    writer.event(
        "e5", "REQUEST", "Washington and Seoul called for peace", (PENINSULA, "topic"), mode="yield", **day
    )
    writer.event("e6", "AID", "South Korea has sent generators to Ukraine", actors=(SEOUL,), **before)
    writer.event(
        "e7", "ASSAULT", "the troops have fired a shot", (KURSK, "location"), modality="negated", **before
    )
    writer.figure(
        "f1",
        "strength",
        "some 10,000",
        unit="troops",
        value=10000.0,
        qualifier="about",
        actor=NK_ARMY,
        places=(RUSSIA,),
        statement=blinken,
    )
    writer.figure(
        "f2",
        "deployment",
        "as many as 8,000",
        unit="troops",
        value=8000.0,
        high=8000.0,
        qualifier="at_most",
        scope="subset",
        subset_of="f1",
        actor=NK_ARMY,
        places=(KURSK,),
        event="e1",
        statement=blinken,
    )
    writer.figure(
        "f3",
        "casualties",
        "more than 1,200",
        unit="soldiers",
        value=1200.0,
        low=1200.0,
        qualifier="more_than",
        rate="day",
        actor=RU_ARMY,
        places=(FRONT,),
        event="e3",
        statement=blinken,
    )
    again = text.rindex("as many as 8,000")
    writer.figures.append(
        Figure(
            id="f4",
            category="deployment",
            start=again,
            end=again + 16,
            unit="troops",
            value=8000.0,
            high=8000.0,
            qualifier="at_most",
            actor=NK_ARMY,
            places=(KURSK,),
            same_as="f2",
        )
    )
    return writer.report()


def border_strikes() -> Report:
    """Strikes on both sides of a border, a conflicting toll, a district, a planned move and a denial."""
    text = (
        "Russian aircraft bombed Sumy on Friday evening, killing 11 people, Governor Volodymyr Artiukh "
        "said. Drones hit an apartment block in Kharkiv overnight. Kyiv said the attack killed 40 "
        "civilians. Moscow said 12 soldiers died there. Ukrainian troops clashed with Russian forces near "
        "Sudzha, and shells fell on the town. Artillery struck villages in Bohodukhiv district. The "
        "governor of Belgorod said two people were wounded by shelling. Moscow plans to move 3,000 soldiers"
        " from Belgorod to Sudzha next week. The ministry denied that it had withdrawn from Sudzha."
    )
    writer = Writer(
        Document(
            id="doc2",
            text=text,
            title="Cities hit on both sides of the border",
            url="https://example.com/border",
            publisher="Example Daily",
            published=date(2024, 11, 2),
        )
    )
    friday = {"date_start": date(2024, 11, 1), "date_end": date(2024, 11, 1), "date_precision": "day"}
    kyiv = writer.said("Kyiv", "the attack killed 40 civilians")
    moscow = writer.said("Moscow", "12 soldiers died there")
    governor = writer.said("Volodymyr Artiukh", "Russian aircraft bombed Sumy", "governor")
    for phrase, place in (("Sumy", SUMY), ("Kharkiv", KHARKIV), ("Sudzha", SUDZHA), ("Belgorod", BELGOROD)):
        writer.mention(phrase, place)
    writer.event(
        "g1",
        "ASSAULT",
        "Russian aircraft bombed Sumy on Friday evening",
        (SUMY, "location"),
        mode="aerial",
        actors=(RU_ARMY,),
        statement=governor,
        **friday,
    )
    writer.event(
        "g2",
        "ASSAULT",
        "Drones hit an apartment block in Kharkiv overnight",
        (KHARKIV, "location"),
        mode="drone",
        **friday,
    )
    writer.event(
        "g3",
        "ASSAULT",
        "Ukrainian troops clashed with Russian forces near Sudzha",
        (SUDZHA, "near"),
        mode="firearms",
        actors=(UA_ARMY,),
        recipients=(RU_ARMY,),
        **friday,
    )
    writer.event(
        "g4", "ASSAULT", "shells fell on the town", (SUDZHA, "location"), mode="heavy-weapons", **friday
    )
    writer.event(
        "g5",
        "ASSAULT",
        "Artillery struck villages in Bohodukhiv district",
        (DISTRICT, "location"),
        mode="heavy-weapons",
        **friday,
    )
    writer.event(
        "g6",
        "ASSAULT",
        "two people were wounded by shelling",
        (BELGOROD, "location"),
        mode="heavy-weapons",
        **friday,
    )
    writer.event(
        "g7",
        "MOBILIZE",
        "Moscow plans to move 3,000 soldiers from Belgorod to Sudzha next week",
        (BELGOROD, "origin"),
        (SUDZHA, "destination"),
        mode="troops",
        actors=(RU_ARMY,),
        modality="planned",
        date_start=date(2024, 11, 4),
        date_precision="week",
    )
    writer.event(
        "g8", "RETREAT", "withdrawn from Sudzha", (SUDZHA, "location"), mode="withdraw", modality="negated"
    )
    writer.figure(
        "h1", "killed", "11", unit="people", value=11.0, low=11.0, high=11.0, event="g1", statement=governor
    )
    writer.figure(
        "h2",
        "killed",
        "40",
        unit="civilians",
        value=40.0,
        low=40.0,
        high=40.0,
        event="g2",
        statement=kyiv,
        conflicts_with=("h3",),
        modality="disputed",
    )
    writer.figure(
        "h3",
        "killed",
        "12",
        unit="soldiers",
        value=12.0,
        low=12.0,
        high=12.0,
        event="g2",
        statement=moscow,
        conflicts_with=("h2",),
        modality="disputed",
    )
    writer.figure("h4", "wounded", "two", unit="people", value=2.0, low=2.0, high=2.0, event="g6")
    writer.figure(
        "h5",
        "deployment",
        "3,000",
        unit="soldiers",
        value=3000.0,
        low=3000.0,
        high=3000.0,
        event="g7",
        modality="planned",
    )
    return writer.report()


def both() -> list[Report]:
    """The two articles."""
    return [korean_troops(), border_strikes()]


def map_of(reports, layers=None, *, title="Title", **more):
    """A folium map of these reports, with the shipped layers if none are given."""
    documents = [report.document for report in reports]
    shown = list(load_layers().values()) if layers is None else layers
    return drawing.as_map(drawing.build(tables(reports, shape_of), documents, shown, title=title, **more))
