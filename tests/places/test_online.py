"""Online geocoders: six protocols, polite asking, and nothing that a server does can hurt a run."""

import sqlite3
import time

import pytest
from geocoder_server import PATHS, GeocoderServer, answer

from geomap.errors import OptionError
from geomap.places.answers import Answers
from geomap.places.asking import connect
from geomap.places.online import OnlineGeocoder, OnlineOptions, credits_of, notes
from geomap.places.services import read_answer, services
from geomap.records import Mention, Place

KHARKIV = Place(
    id="geonames:706483", name="Kharkiv", lon=36.25, lat=49.98, precision="city", feature="city", country="UA"
)
NAME = "Mala Vovcha"  # made to lie near Vovchansk


def mention(text, place=None, kind="literal", start=0):
    return Mention(start=start, end=start + len(text), text=text, kind=kind, place=place)


CONTEXT = mention("Kharkiv", KHARKIV, start=100)


@pytest.fixture
def server():
    with GeocoderServer().running() as running:
        yield running


@pytest.fixture
def asked(server, gazetteer, tmp_path):
    """Opens geocoders on the server; they sleep into a list."""
    opened = []

    def open_(service="nominatim", **options):
        naps = []
        settings = {"url": server.url, "key": "secret", "cache": tmp_path, "back_off": 0.5, "timeout": 20}
        online = OnlineGeocoder(
            OnlineOptions(service=service, **(settings | options)), gazetteer, sleep=naps.append
        )
        opened.append(online)
        return online, naps

    yield open_
    for online in opened:
        online.close()


@pytest.mark.parametrize("service", PATHS)
def test_each_protocol_gives_a_place_inside_the_documents_countries(server, asked, service):
    server.say(answer(service, NAME, 50.3, 36.9))
    online, _ = asked(service)
    placed, context = online.complete([mention(NAME), CONTEXT])
    assert context == CONTEXT
    place = placed.place
    assert (place.name, place.lat, place.lon, place.country) == (NAME, 50.3, 36.9, "UA")
    assert place.id.startswith(f"{service}:")
    assert place.precision == "city"
    assert 0 < placed.confidence < 1
    path, query, headers = server.requests[0]
    assert path == PATHS[service]
    assert any(NAME in value for values in query.values() for value in values)
    assert headers["User-Agent"].startswith("geomap/")
    assert (online.tally.asked, online.tally.found, online.tally.left) == (1, 1, 0)
    assert notes(service, online.tally) == ()


@pytest.mark.parametrize(
    ("service", "parameter"),
    [
        ("nominatim", "countrycodes"),
        ("geonames", "country"),
        ("pelias", "boundary.country"),
        ("opencage", "countrycode"),
    ],
)
def test_the_service_is_told_the_countries(server, asked, service, parameter):
    server.say(answer(service, NAME, 50.3, 36.9))
    asked(service)[0].complete([mention(NAME), CONTEXT])
    assert [value.upper() for value in server.requests[0][1][parameter]] == ["UA"]


def test_photon_is_told_the_bounds(server, asked):
    server.say(answer("photon", NAME, 50.3, 36.9))
    asked("photon")[0].complete([mention(NAME), CONTEXT])
    west, south, east, north = map(float, server.requests[0][1]["bbox"][0].split(","))
    assert 21 < west < 23
    assert 43 < south < 46
    assert 40 < east < 41
    assert 52 < north < 53


@pytest.mark.parametrize("service", PATHS)
def test_answers_elsewhere_are_refused_whatever_country_they_claim(server, asked, service):
    server.say(answer(service, NAME, 40.7, -74.0))
    placed, _ = asked(service)[0].complete([mention(NAME), CONTEXT])
    assert placed.place is None


@pytest.mark.parametrize("service", PATHS)
def test_answers_that_are_no_settlement_or_area_are_refused(server, asked, service):
    server.say(answer(service, NAME, 50.3, 36.9, kind="supermarket"))
    placed, _ = asked(service)[0].complete([mention(NAME), CONTEXT])
    assert placed.place is None


def test_an_answer_of_quite_another_name_is_refused(server, asked):
    server.say(answer("nominatim", "Zolochiv", 50.3, 36.9))
    assert asked()[0].complete([mention("Battalion Hill"), CONTEXT])[0].place is None


def test_without_a_country_only_the_very_name_counts(server, asked):
    server.say(answer("nominatim", NAME, 50.3, 36.9), answer("nominatim", f"{NAME} Druha", 50.3, 36.9))
    online, _ = asked()
    assert online.complete([mention(NAME)])[0].place.country == "UA"
    assert online.complete([mention("Mala Vovchansk")])[0].place is None


def test_only_literal_names_without_a_place_are_sent_and_each_once(server, asked):
    server.say([])
    given = [
        mention(NAME),
        mention("Moscow", kind="metonym", start=20),
        mention("Russians", kind="demonym", start=30),
        mention(NAME, start=60),
        mention("x" * 101, start=70),
        CONTEXT,
    ]
    online, _ = asked()
    assert online.complete(given) == tuple(given)
    assert [request[1]["q"] for request in server.requests] == [[NAME]]


def test_an_answer_is_asked_for_once_in_all_runs_until_it_expires(server, asked, tmp_path):
    server.say(answer("nominatim", NAME, 50.3, 36.9))
    for _ in range(2):
        assert asked()[0].complete([mention(NAME), CONTEXT])[0].place
    assert len(server.requests) == 1
    with sqlite3.connect(tmp_path / "geocoders.sqlite") as db:
        db.execute("UPDATE answer SET until = 1")
    db.close()
    assert asked()[0].complete([mention(NAME), CONTEXT])[0].place
    assert len(server.requests) == 2


def test_answers_that_may_not_be_stored_are_not(server, asked, tmp_path):
    server.say(answer("arcgis", NAME, 50.3, 36.9))
    online, _ = asked("arcgis")
    for _ in range(2):
        assert online.complete([mention(NAME), CONTEXT])[0].place
    assert len(server.requests) == 1
    assert NAME.encode() not in (tmp_path / "geocoders.sqlite").read_bytes()


@pytest.mark.parametrize("junk", [b"no database at all" * 100, b""])
def test_a_damaged_cache_is_begun_anew(server, asked, tmp_path, junk):
    (tmp_path / "geocoders.sqlite").write_bytes(junk)
    server.say(answer("nominatim", NAME, 50.3, 36.9))
    for _ in range(2):
        assert asked()[0].complete([mention(NAME), CONTEXT])[0].place
    assert len(server.requests) == 1


def test_a_cache_folder_that_cannot_be_made_is_no_obstacle(server, asked, tmp_path):
    (tmp_path / "file").write_text("x")
    server.say(answer("nominatim", NAME, 50.3, 36.9))
    online, _ = asked(cache=tmp_path / "file/cache")
    assert online.complete([mention(NAME), CONTEXT])[0].place


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again_with_growing_pauses(server, asked, status):
    server.say(b"busy", b"busy", status=status)
    server.then(answer("nominatim", NAME, 50.3, 36.9))
    online, naps = asked()
    assert online.complete([mention(NAME), CONTEXT])[0].place
    assert naps == [0.5, 1.0]
    assert online.tally.left == 0


def test_retry_after_is_honoured(server, asked):
    server.say(b"busy", status=429, headers={"Retry-After": "7"})
    server.then(answer("nominatim", NAME, 50.3, 36.9))
    online, naps = asked()
    assert online.complete([mention(NAME), CONTEXT])[0].place
    assert naps == [pytest.approx(7, abs=1.5)]


def test_a_server_that_asks_for_an_hour_is_left_alone(server, asked):
    server.say(b"busy", status=429, headers={"Retry-After": "3600"})
    online, naps = asked()
    names = [mention(f"Nova Wieś {letter}", start=20 * n) for n, letter in enumerate("ABCD")]
    assert online.complete([*names, CONTEXT]) == (*names, CONTEXT)
    assert len(server.requests) == 1
    assert naps == []
    (note,) = notes("nominatim", online.tally)
    assert "4 names left" in note.text
    assert "left alone" in note.text


@pytest.mark.parametrize("status", [401, 402, 403])
def test_a_refusal_ends_the_asking_and_is_told_without_the_key(server, asked, status):
    server.say(b"no", status=status)
    online, _ = asked("opencage")
    names = [mention("Nova One"), mention("Nova Two", start=20)]
    online.complete([*names, CONTEXT])
    assert len(server.requests) == 1
    (note,) = notes("opencage", online.tally)
    assert "refused" in note.text
    assert "secret" not in note.text + repr(online.options)


def test_a_server_that_never_answers_is_given_up(server, asked):
    server.say(b"[]", wait=30)
    online, _ = asked(timeout=0.1)
    names = [mention(f"Nova {letter}", start=20 * n) for n, letter in enumerate("ABCDEF")]
    started = time.monotonic()
    online.complete([*names, CONTEXT])
    assert time.monotonic() - started < 30  # not one answer was waited for
    assert len(server.requests) <= 9
    assert online.tally.left == 6
    assert "did not answer" in notes("nominatim", online.tally)[0].text


def test_an_answer_that_trickles_in_is_given_up(server, asked):
    server.say(b"[" + b" " * 400 + b"]", headers={"X-Drip": "yes"})
    online, _ = asked(timeout=0.2)
    started = time.monotonic()
    assert online.complete([mention(NAME), CONTEXT])[0].place is None
    assert time.monotonic() - started < 15  # its 402 bytes take twenty seconds
    assert "did not answer" in notes("nominatim", online.tally)[0].text


def test_no_server_at_all_is_told(asked):
    online, _ = asked(url="http://127.0.0.1:9")
    assert online.complete([mention(NAME), CONTEXT])[0].place is None
    assert "did not answer" in notes("nominatim", online.tally)[0].text


HOSTILE = [
    b"<html><script>alert(1)</script>",
    b"",
    b"\xff\xfe\x00",
    b"null",
    b"42",
    b'"words"',
    b"{}",
    b"[[]]",
    b"[null]",
    b'{"features": {}}',
    b'{"features": [null]}',
    b'{"candidates": [{}]}',
    b'{"geonames": 7}',
    b'{"results": "x"}',
    b'{"error": {"message": "no"}}',
    b"[" * 5000,
    b"[" + b" " * 2_100_000 + b"]",
]


@pytest.mark.parametrize("service", PATHS)
def test_broken_and_hostile_bodies_give_no_place(server, asked, service):
    for number, body in enumerate(HOSTILE):
        server.say(body)
        online, _ = asked(service)
        given = [mention(f"Nova {number}"), CONTEXT]
        assert online.complete(given) == tuple(given)


@pytest.mark.parametrize("service", PATHS)
@pytest.mark.parametrize(
    "at", [(1e9, 36.9), (91, 36.9), (50.3, 4000), (float("nan"), 36.9), (50.3, float("inf"))]
)
def test_impossible_coordinates_give_no_place(server, asked, service, at):
    server.say(answer(service, NAME, *at))
    assert asked(service)[0].complete([mention(NAME), CONTEXT])[0].place is None


def test_names_of_answers_are_cleaned():
    (raw,) = answer("nominatim", "Mala\x00\x1b[31m\u202e Vovcha\n" + "x" * 900, 50.3, 36.9)
    name = read_answer("nominatim", raw).name
    assert name.isprintable()
    assert len(name) <= 120


@pytest.mark.parametrize("raw", [None, [], {}, 7, "x", {"lat": True, "lon": []}, {"lat": {}, "lon": {}}])
@pytest.mark.parametrize("service", PATHS)
def test_reading_any_value_is_safe(service, raw):
    assert read_answer(service, raw) is None


def test_the_public_pause_is_kept_between_all_processes(tmp_path):
    first, second = (Answers(tmp_path / "geocoders.sqlite") for _ in range(2))
    waits = [answers.turn("https://example.org", 20) for answers in (first, second, first)]
    assert waits == [pytest.approx(seconds, abs=8) for seconds in (0, 20, 40)]
    assert first.turn("https://example.net", 5) == 0
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("service", "options", "wanted"),
    [
        ("nominatim", {}, "GEOMAP_GEOCODER_CONTACT"),
        ("geonames", {}, "GEOMAP_GEOCODER_KEY"),
        ("opencage", {}, "GEOMAP_GEOCODER_KEY"),
        ("pelias", {}, "--geocoder-url"),
        ("photon", {"url": "ftp://x"}, "not an address"),
        ("photon", {"contact": "a\nb"}, "contact"),
        ("bing", {}, "there are: nominatim"),
    ],
)
def test_what_a_service_needs_is_asked_for_in_one_line(service, options, wanted):
    settings = {"url": None, "key": None, "contact": None} | options
    with pytest.raises(OptionError, match=wanted) as caught:
        connect(service, **settings, timeout=1)
    assert "\n" not in str(caught.value)


def test_the_contact_goes_into_the_user_agent(server, asked):
    server.say([])
    asked(contact="desk@example.org")[0].complete([mention(NAME)])
    assert "desk@example.org" in server.requests[0][2]["User-Agent"]


@pytest.mark.parametrize("name", services())
def test_every_service_names_its_licence_and_keeps_to_its_policy(name):
    service = services()[name]
    assert service.credit
    assert service.title in service.credit or name == "geonames"
    assert service.pause >= 0.2
    assert set(service.precision.values()) >= {"country", "adm1", "adm2", "city"}
    assert service.url.startswith("http") or name == "pelias"


def test_credits_name_the_services_whose_places_are_used():
    found = KHARKIV, Place(id="photon:N/42", name="x", lon=0, lat=0, precision="city", feature="city")
    (credit,) = credits_of(found)
    assert "OpenStreetMap" in credit
    assert "Photon" in credit
