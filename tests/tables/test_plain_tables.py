"""Plain event tables: every row kept, every number as it stands, every problem told by row."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.records import Note, Place, Report
from geomap.tables import read_table

HEAD = "date,lat,lon,type,title,place,country,source,url,killed\n"
ROW = "2024-05-26,31.34,34.25,Air strike,Strike on tents,Rafah,Palestine,Reuters,https://a.org/1,45\n"
KNOWN = {
    ("Rafah", "PS"): Place(
        id="geonames:1", name="Rafah", lon=34.25, lat=31.28, precision="city", feature="city", country="PS"
    ),
    ("North Kivu", "DR Congo"): Place(
        id="geonames:2", name="Nord-Kivu", lon=29, lat=-1, precision="adm1", feature="admin1", country="CD"
    ),
    ("DR Congo", None): Place(
        id="geonames:3", name="DR Congo", lon=23, lat=-2, precision="country", feature="country", country="CD"
    ),
}


def look_up(name, country, admin1):
    return KNOWN.get((name, country))


@pytest.fixture
def read(tmp_path):
    def read(content, **options):
        path = tmp_path / "events.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        found = list(read_table(path, **options))
        return (
            [item for item in found if isinstance(item, Report)],
            [str(item).replace(str(path), "F") for item in found if isinstance(item, InputError)],
            [item.text.replace(str(path), "F") for item in found if isinstance(item, Note)],
        )

    return read


def test_a_row_is_a_document_with_an_event_its_place_and_its_figures(read):
    (report,), problems, notes = read(HEAD + ROW)
    assert (problems, notes) == ([], [])
    document = report.document
    assert (document.id, document.text, document.publisher) == ("events:2", "Strike on tents", "Reuters")
    assert document.url == "https://a.org/1"
    (event,) = report.events
    assert (event.type, event.mode, event.modality) == ("ASSAULT", "aerial", "occurred")
    assert (event.date_start, event.date_end, event.date_precision) == (*[date(2024, 5, 26)] * 2, "day")
    assert document.text[event.start : event.end] == document.text
    (at,) = event.places
    assert (at.role, at.place.name, at.place.precision) == ("location", "Rafah", "point")
    assert (at.place.lon, at.place.lat, at.place.radius_km) == (34.25, 31.34, 0)
    (figure,) = report.figures
    assert (figure.category, figure.unit, figure.event) == ("killed", "people", event.id)
    assert (figure.value, figure.low, figure.high, figure.qualifier) == (45, 45, 45, "exact")
    assert figure.places == (at.place,)


def test_the_notes_are_the_text_and_the_title_the_title(read):
    (report,), _, _ = read('date,headline,notes\n2024-01-01,Two dead,"Two died.\r\nOne\x00 fled."\n')
    assert (report.document.title, report.document.text) == ("Two dead", "Two died.\nOne fled.")


def test_a_row_without_text_gets_a_line_of_its_own_words(read):
    (report,), _, _ = read("date,type,place,country\n2024-01-01,Clash,Sake,DR Congo\n")
    assert report.document.text == "Clash; Sake, DR Congo; 2024-01-01"


def test_rows_without_place_or_date_are_kept(read):
    reports, problems, _ = read(HEAD + ",,,Protest,March,,,,,\n")
    (event,) = reports[0].events
    assert (event.places, event.date_start, event.date_precision) == ((), None, "unknown")
    assert problems == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings_are_told(read, delimiter, encoding):
    content = (HEAD + ROW + ROW).replace(",", delimiter).encode(encoding)
    reports, problems, _ = read(content)
    assert [report.document.id for report in reports] == ["events:2", "events:3"]
    assert reports[0].events[0].places[0].place.lat == 31.34
    assert problems == []


def test_single_lines_in_another_encoding_are_read_and_counted(read):
    reports, _, notes = read((HEAD + ROW).encode() + ROW.replace("tents", "café").encode("cp1252"))
    assert reports[1].document.text == "Strike on café"
    assert notes == ["F: 1 lines are not UTF-8; read as windows-1252"]


@pytest.mark.parametrize("breaks", ["\r\n", "\r"])
def test_line_breaks_of_other_systems(read, breaks):
    reports, problems, _ = read((HEAD + ROW + ROW).replace("\n", breaks))
    assert (len(reports), problems) == (2, [])


def test_a_title_above_the_headings_and_tags_below_them_are_passed_over(read):
    tags = "#date,#geo+lat,#geo+lon,,,,,,,#affected+killed\n"
    reports, problems, _ = read("Events in May,,,,,,,,,\n\n" + HEAD + tags + ROW)
    assert [report.document.id for report in reports] == ["events:5"]
    assert problems == []


def test_a_declared_delimiter_is_believed(read):
    reports, _, _ = read("sep=;\ndate;place\n2024-01-01;Sake\n")
    assert reports[0].document.id == "events:3"


def test_decimal_commas(read):
    (report,), problems, _ = read("date;lat;lon;killed\n01.03.2024;51,25;35,5;1.200\n")
    place = report.events[0].places[0].place
    assert (place.lat, place.lon, report.figures[0].value, problems) == (51.25, 35.5, 1200, [])


@pytest.mark.parametrize(
    ("lat", "lon", "told"),
    [
        ("912", "34", "latitude '912' is outside -90 to 90"),
        ("31", "200", "longitude '200' is outside -180 to 180"),
        ("north", "34", "latitude 'north' is not a number of degrees"),
        ("131.5", "34.5", "the two columns look swapped"),
        ("31", "", "one of latitude and longitude is missing"),
        ("0", "0.0", "0, 0 stands for an unknown place"),
        ("inf", "3", "latitude 'inf' is outside"),
        ("31 E", "3", "latitude '31 E' is not"),
    ],
)
def test_bad_coordinates_are_told_and_the_row_is_kept(read, lat, lon, told):
    reports, problems, _ = read(HEAD + ROW + ROW.replace("31.34", lat).replace("34.25", lon))
    assert [len(report.events[0].places) for report in reports] == [1, 0]
    assert len(problems) == 1
    assert problems[0].startswith("F, row 3: ")
    assert told in problems[0]
    assert "kept without its coordinates" in problems[0]


def test_many_equal_problems_are_counted_not_repeated(read):
    _, problems, _ = read(HEAD + ROW.replace("31.34", "912") * 100)
    assert len(problems) == 6
    assert problems[-1] == "F: 95 more rows with that problem: coordinates that cannot be used"


def test_the_first_rows_with_a_problem_are_told_though_several_write_the_same(read):
    wrong = [ROW.replace("31.34", lat) for lat in ("912", "911", "912", "911", "913", "912", "914")]
    _, problems, _ = read(HEAD + "".join(wrong))
    assert [problem.partition(":")[0] for problem in problems[:5]] == [f"F, row {row}" for row in range(2, 7)]
    assert [problem.partition("'")[2][:3] for problem in problems[:5]] == ["912", "911", "912", "911", "913"]


def test_a_bad_date_or_number_is_told_and_left_out(read):
    (report,), problems, _ = read(HEAD + ROW.replace("2024-05-26", "last week").replace(",45", ",many"))
    assert report.events[0].date_start is None
    assert report.figures == ()
    assert problems == [
        "F, row 2: 'last week' is not a date; write it as 2024-10-31",
        "F, row 2: killed: 'many' is not a count; it is left out",
    ]


def test_day_and_month_are_told_apart_by_the_whole_table(read):
    reports, _, notes = read("date,place\n03/04/2024,a\n04/25/2024,b\n")
    assert reports[0].events[0].date_start == date(2024, 3, 4)
    reports, _, notes = read("date,place\n03/04/2024,a\n25/04/2024,b\n")
    assert reports[0].events[0].date_start == date(2024, 4, 3)
    assert notes == []
    _, _, notes = read("date,place\n25/04/2024,a\n04/25/2024,b\n")
    assert notes == ["F: 1 dates have the day first, 1 the month; write 2024-10-31"]


def test_starts_ends_and_precisions_of_dates(read):
    reports, problems, _ = read(
        "start_date,end_date,time_precision\n"
        "2024-03-01,2024-03-05,\n2024-03,,\n2024-03-01,,3\n2024-03-09,2024-03-01,\n"
    )
    events = [report.events[0] for report in reports]
    assert [event.date_precision for event in events] == ["range", "month", "month", "day"]
    assert [event.date_end.day for event in events] == [5, 31, 1, 9]
    assert problems == ["F, row 5: ends on 2024-03-01, before 2024-03-09; the end is left out"]


def test_bounds_are_kept_as_they_stand(read):
    reports, _, _ = read(
        "date,killed,killed_min,fatalities (max),civilians killed,number of wounded\n"
        "2024-01-01,45,40,50,12,100+\n2024-01-01,,40,50,,\n2024-01-01,,40,,,~7\n"
        "2024-01-01,9,9,9,,5-6\n2024-01-01,0,,,,\n"
    )
    found = [
        [(f.category, f.unit, f.value, f.low, f.high, f.qualifier) for f in report.figures]
        for report in reports
    ]
    assert found == [
        [
            ("killed", "people", 45, 40, 50, "range"),
            ("wounded", "people", 100, 100, None, "at_least"),
            ("killed", "civilians", 12, 12, 12, "exact"),
        ],
        [("killed", "people", None, 40, 50, "range")],
        [("killed", "people", 40, 40, None, "at_least"), ("wounded", "people", 7, None, None, "about")],
        [("killed", "people", 9, 9, 9, "exact"), ("wounded", "people", None, 5, 6, "range")],
        [("killed", "people", 0, 0, 0, "exact")],
    ]
    total, _, civilians = reports[0].figures
    assert (civilians.scope, civilians.subset_of) == ("subset", total.id)
    assert reports[4].figures[0].negated


def test_precision_and_radius_are_taken_from_the_table(read):
    reports, _, notes = read(
        "date,lat,lon,geo_precision,radius_km\n2024-01-01,1,2,3,\n2024-01-01,1,2,1,12.5\n2024-01-01,1,2,x,\n"
    )
    places = [report.events[0].places[0].place for report in reports]
    assert [(place.precision, place.radius_km) for place in places] == [
        ("adm1", 100),
        ("city", 12.5),
        ("point", 0),
    ]
    told = "precisions outside the code book in 1 rows ('x' 1; first in row 4): taken as a point"
    assert notes == [f"F: {told}"]


def test_unknown_types_are_other_and_counted(read):
    reports, _, notes = read("date,type\n2024-01-01,Foo\n2024-01-01,Bar\n2024-01-01,Foo\n2024-01-01,\n")
    assert {report.events[0].type for report in reports} == {"OTHER"}
    assert notes == ["F: event types not known in 3 rows ('Foo' 2, 'Bar' 1; first in row 2): kept as OTHER"]


def test_names_are_placed_by_the_gazetteer(read):
    reports, _, notes = read(
        "date,place,admin1,country\n"
        "2024-01-01,Rafah,,PS\n2024-01-01,Nowhere,North Kivu,DR Congo\n2024-01-01,Nowhere,,\n",
        place_of=look_up,
    )
    placed = [[(at.role, at.place.id) for at in report.events[0].places] for report in reports]
    assert placed == [[("location", "geonames:1")], [("within", "geonames:2")], []]
    assert notes == ["F: places not known in 2 rows ('Nowhere' 2; first in row 3): kept without them"]


def test_a_country_gets_its_code_from_the_gazetteer(read):
    (report,), _, _ = read("date,lat,lon,country\n2024-01-01,-1,29,DR Congo\n", place_of=look_up)
    assert report.events[0].places[0].place.country == "CD"
    (report,), _, _ = read("date,lat,lon,country\n2024-01-01,-1,29,DR Congo\n")
    assert report.events[0].places[0].place.country is None


def test_actors_speaker_and_modality(read):
    (report,), _, _ = read(
        "date,actor1,actor2,speaker,status\n"
        "2024-01-01,RSF; Military Forces of Sudan,Civilians (Sudan),RSF,Claimed\n"
    )
    (event,) = report.events
    assert [(actor.id, actor.type) for actor in event.actors] == [
        ("actor:rsf", "other"),
        ("actor:military-forces-of-sudan", "military"),
    ]
    assert event.recipients[0].type == "civilians"
    assert (event.modality, event.statement.speaker) == ("claimed", "RSF")
    assert report.statements == (event.statement,)


def test_a_status_that_is_not_understood_is_no_fact(read):
    reports, _, notes = read("date,status\n2024-01-01,Hearsay\n2024-01-01,\n2024-01-01,verified\n")
    assert [report.events[0].modality for report in reports] == ["claimed", "occurred", "occurred"]
    assert notes == ["F: status not understood in 1 rows ('Hearsay' 1; first in row 2): taken as claimed"]


def test_defaults_fill_what_rows_do_not_say(read):
    (report,), _, _ = read("date,place\n2024-01-01,Sake\n", published=date(2024, 1, 2), publisher="Desk")
    assert (report.document.published, report.document.publisher) == (date(2024, 1, 2), "Desk")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "F: the file is empty"),
        (
            b"PK\x03\x04\x14\x00",
            "F: a broken zip archive",
        ),
        (
            b"a,b\n1,2\n",
            "needed: a date (date, event_date …), lat and lon, or a place (place, location …); found: a, b",
        ),
        (b"date,place\n", "F: headings but no rows"),
        (bytes(range(256)) * 4, "F: binary data, not text"),
    ],
)
def test_a_file_that_is_no_table_gives_one_clear_error(read, content, told):
    reports, problems, notes = read(content)
    assert (reports, notes) == ([], [])
    assert len(problems) == 1
    assert told in problems[0]


def test_a_missing_file_is_named(tmp_path):
    (error,) = read_table(tmp_path / "gone.csv")
    assert "gone.csv: cannot be read: No such file" in str(error)


def test_cells_of_a_million_characters_are_cut_and_told(read):
    reports, problems, _ = read(f'date,notes\n2024-01-01,"{"x" * 1_000_000}"\n2024-01-02,short\n')
    assert [len(report.document.text) for report in reports] == [100_000, 5]
    assert problems[0].startswith("F, row 2: a cell of more than 100,000 characters is cut")


def test_rows_of_another_width_are_read_and_told(read):
    reports, problems, _ = read("date,place,killed\n2024-01-01\n2024-01-02,Sake,3,4\n")
    assert [report.events[0].date_start.day for report in reports] == [1, 2]
    assert problems[0] == "F, row 2: 1 cells under 3 headings; what is there is read"


def test_formulas_and_markup_are_text(read):
    (report,), problems, _ = read(
        "date,title,place\n2024-01-01,=cmd|' /C calc'!A0,\"<img onerror=x>{{ 7*7 }}\"\n"
    )
    assert report.document.title == "=cmd|' /C calc'!A0"
    assert problems == []


cell = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["2024-01-01", "31.5", "-200", "45+", "1e400", "nan", '"', "=1", "10-5", "51°12′N", "POINT (1 2)", "0"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cell, min_size=9, max_size=9), min_size=1, max_size=4))
def test_any_cells_give_sound_records(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["date", "end", "lat", "lon", "type", "title", "killed", "killed_low", "radius_km"])
    writer.writerows(rows)
    path.write_text(buffer.getvalue(), newline="")
    found = list(read_table(path))
    reports = [item for item in found if isinstance(item, Report)]
    assert len(reports) <= len(rows)
    for report in reports:
        (event,) = report.events
        assert event.end == len(report.document.text)
        assert event.date_start is None or event.date_start <= event.date_end
        for at in event.places:
            assert -90 <= at.place.lat <= 90
            assert -180 <= at.place.lon <= 180
            assert 0 <= at.place.radius_km < 20_000
        for figure in report.figures:
            numbers = [number for number in (figure.value, figure.low, figure.high) if number is not None]
            assert numbers
            assert all(0 <= number < float("inf") for number in numbers)
    for item in found:
        assert not isinstance(item, InputError | Note) or "\n" not in getattr(item, "text", str(item))
