"""Reports as hypothesis thinks of them: any values that records may hold."""

from typing import get_args

from hypothesis import strategies as st
from msgspec.structs import replace

from geomap.column import Column
from geomap.records import (
    Actor,
    ActorType,
    Category,
    DatePrecision,
    Document,
    Event,
    EventPlace,
    EventType,
    Figure,
    Mention,
    MentionKind,
    Modality,
    Place,
    Precision,
    Qualifier,
    Report,
    Role,
    Statement,
)
from geomap.tablerows import TableRows

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
maybe_words = st.none() | words
few = {"max_size": 2}
dates = st.none() | st.dates()
numbers = st.none() | st.floats(0, 1e9)
shares = st.floats(0, 1)


def literal(alias):
    return st.sampled_from(get_args(alias))


places = st.builds(
    Place,
    id=st.sampled_from(["geonames:1", "geonames:2", "geonames:1#2"]),
    name=words,
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    precision=literal(Precision),
    feature=words,
    country=maybe_words,
    admin1=maybe_words,
    radius_km=st.floats(0, 1000),
)
actors = st.builds(
    Actor,
    id=st.sampled_from(["actor:a", "actor:b"]),
    name=words,
    type=literal(ActorType),
    country=maybe_words,
)


def several(strategy):
    return st.lists(strategy, **few).map(tuple)


@st.composite
def reports(draw):
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))

    def spans():
        return st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)

    def placed(cls, **fields):
        return spans().flatmap(
            lambda span: st.builds(cls, start=st.just(span[0]), end=st.just(span[1]), **fields)
        )

    statements = placed(Statement, speaker=words, role=maybe_words)
    mentions = placed(
        Mention,
        text=words,
        kind=literal(MentionKind),
        place=st.none() | places,
        confidence=shares,
        alternatives=several(places),
        relative=st.none() | places,
    )
    events = placed(
        Event,
        id=words,
        type=literal(EventType),
        mode=maybe_words,
        actors=several(actors),
        recipients=several(actors),
        places=several(st.builds(EventPlace, place=places, role=literal(Role))),
        date_start=dates,
        date_end=dates,
        date_precision=literal(DatePrecision),
        modality=literal(Modality),
        statement=st.none() | statements,
        confidence=shares,
        duplicates=several(words),
    )
    figures = placed(
        Figure,
        id=words,
        unit=words,
        category=literal(Category),
        value=numbers,
        low=numbers,
        high=numbers,
        qualifier=literal(Qualifier),
        rate=st.sampled_from([None, "day"]),
        period=maybe_words,
        scope=st.sampled_from(["total", "subset"]),
        subset_of=maybe_words,
        actor=st.none() | actors,
        places=several(places),
        event=maybe_words,
        statement=st.none() | statements,
        modality=literal(Modality),
        negated=st.booleans(),
        same_as=maybe_words,
        supersedes=maybe_words,
        conflicts_with=several(words),
    )
    document = st.builds(
        Document,
        id=words,
        text=st.just(text),
        title=maybe_words,
        url=maybe_words,
        archived_url=maybe_words,
        retrieved=dates,
        publisher=maybe_words,
        published=dates,
        language=words,
        sha256=words,
    )
    return draw(
        st.builds(
            Report,
            document=document,
            mentions=several(mentions),
            statements=several(statements),
            events=several(events),
            figures=several(figures),
        )
    )


@st.composite
def table_rows(draw):
    """Rows of an event table, ids apart, with anything in them."""
    count = draw(st.integers(0, 4))

    def column(strategy):
        return Column.shared(draw(st.lists(strategy, min_size=count, max_size=count)))

    figure = st.builds(
        Figure,
        start=st.just(0),
        end=st.just(0),
        unit=words,
        category=literal(Category),
        value=numbers,
        low=numbers,
        high=numbers,
        qualifier=literal(Qualifier),
        scope=st.sampled_from(["total", "subset"]),
        negated=st.booleans(),
        id=st.just(""),
    )
    figures = several(figure).map(
        lambda found: tuple(
            replace(one, id=f":f{at}", subset_of=":f1" if one.scope == "subset" and at > 1 else None)
            for at, one in enumerate(found, start=1)
        )
    )
    filled = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
    return TableRows(
        table=draw(words),
        ids=[f"t:{number}" for number in range(count)],
        texts=list(column(words)),
        titles=list(column(maybe_words)),
        urls=list(column(maybe_words)),
        publishers=column(maybe_words),
        published=column(dates),
        speakers=column(st.none() | filled),
        types=column(literal(EventType)),
        modes=column(maybe_words),
        modalities=column(literal(Modality)),
        date_starts=column(dates),
        date_ends=column(dates),
        date_precisions=column(literal(DatePrecision)),
        places=column(st.none() | st.builds(EventPlace, place=places, role=literal(Role))),
        actors=column(several(actors)),
        recipients=column(several(actors)),
        figures=column(figures),
    )
