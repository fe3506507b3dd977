"""Reports made by hand and by hypothesis, for tests of linking."""

from datetime import date, timedelta

from hypothesis import strategies as st

from geomap.records import Actor, Document, Event, EventPlace, Figure, Place, Report, Statement

DAY = date(2025, 3, 4)
TOWN = Place(
    id="t:town",
    name="Town",
    lon=30.0,
    lat=10.0,
    precision="city",
    feature="city",
    country="SD",
    admin1="North",
    radius_km=5.0,
)
REBELS = Actor(id="rebels-of-x", name="Rebels of X", type="non_state_armed_group", country="SD")
ARMY = Actor(id="sd:military", name="Sudanese soldiers", type="military", country="SD")


def place(name="Town", *, lon=30.0, lat=10.0, precision="city", radius_km=5.0, country="SD", admin1="North"):
    return Place(
        id=f"t:{name}",
        name=name,
        lon=lon,
        lat=lat,
        precision=precision,
        feature=precision,
        country=country,
        admin1=admin1,
        radius_km=radius_km,
    )


def told(
    identity,
    *,
    text="An attack was reported here.",
    type_="ASSAULT",
    mode="drone",
    at=TOWN,
    day=DAY,
    until=None,
    precision="day",
    actors=(REBELS,),
    killed=None,
    qualifier="exact",
    unit="people",
    modality="occurred",
    publisher=None,
    published=DAY,
    speaker=None,
    table=None,
    duplicates=(),
):
    """A report of one event, with the number of dead if `killed` is given."""
    said = Statement(speaker=speaker, start=0, end=len(text)) if speaker else None
    event = Event(
        id=f"{identity}:e1",
        type=type_,
        mode=mode,
        start=0,
        end=len(text),
        actors=actors,
        places=(EventPlace(place=at, role="location"),) if at else (),
        date_start=day,
        date_end=until or day,
        date_precision=precision,
        modality=modality,
        statement=said,
        duplicates=duplicates,
    )
    low = None if qualifier in {"at_most", "about"} else killed
    high = None if qualifier in {"at_least", "about"} else killed
    figure = Figure(
        id=f"{identity}:f1",
        start=0,
        end=2,
        unit=unit,
        category="killed",
        value=killed,
        low=low,
        high=high,
        qualifier=qualifier,
        event=event.id,
        statement=said,
    )
    document = Document(
        id=identity, text=text, publisher=publisher or identity, published=published, table=table
    )
    return Report(document=document, events=(event,), figures=(figure,) if killed is not None else ())


_places = st.sampled_from(
    [
        TOWN,
        place("Suburb", lon=30.01),
        place("Other", lon=30.4),
        place("Bridge", lon=30.02, precision="facility", radius_km=1.0),
        place("North", lon=30.5, lat=10.5, precision="adm1", radius_km=120.0),
        place("Sea", precision="sea", radius_km=500.0, country=None, admin1=None),
        None,
    ]
)


@st.composite
def many_reports(draw, least=0, most=9):
    """Reports of a few events in a few places on a few days, so that links are common."""
    count = draw(st.integers(least, most))
    found = []
    for number in range(count):
        first = DAY + timedelta(days=draw(st.integers(0, 3)))
        dated = draw(st.sampled_from(["day", "range", "before", "unknown"]))
        found.append(
            told(
                f"d{number}",
                text=draw(st.sampled_from(["A drone struck the market.", "Rebels attacked.", "x" * 50])),
                mode=draw(st.sampled_from(["drone", "aerial", "firearms", None, "seize"])),
                type_=draw(st.sampled_from(["ASSAULT", "ASSAULT", "COERCE", "PROTEST", "REQUEST"])),
                at=draw(_places),
                day=None if dated == "unknown" else first,
                until=first + timedelta(days=draw(st.integers(0, 5))) if dated == "range" else None,
                precision=dated,
                actors=draw(st.sampled_from([(REBELS,), (ARMY,), ()])),
                killed=draw(st.sampled_from([None, 2.0, 7.0, 8.0, 40.0])),
                modality=draw(st.sampled_from(["occurred", "claimed", "planned", "negated"])),
                publisher=draw(st.sampled_from(["A", "B", None])),
                published=draw(st.sampled_from([None, DAY, DAY + timedelta(days=2)])),
                table=draw(st.sampled_from([None, None, "rows"])),
            )
        )
    return found
