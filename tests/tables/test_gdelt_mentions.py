"""GDELT's mentions beside its events: further sources of an event, and nothing by themselves."""

import csv
import json
import sys
import zipfile

import pytest
from table_rows import GDELT, read, table

from geomap.cli import main
from geomap.tables.profiles import mentions_profile

EVENTS = "20310301.export.CSV"
MENTIONS = "20310301.mentions.CSV"
MENTION = {
    "GlobalEventID": "77",
    "EventTimeDate": "20310302094500",
    "MentionTimeDate": "20310302101500",
    "MentionType": "1",
    "MentionSourceName": "pine.example",
    "MentionIdentifier": "https://pine.example/a",
    "SentenceID": "3",
    "Actor1CharOffset": "-1",
    "Actor2CharOffset": "120",
    "ActionCharOffset": "80",
    "InRawText": "1",
    "Confidence": "40",
    "MentionDocLen": "2100",
    "MentionDocTone": "-3.5",
}


def mentions(*rows):
    headings = mentions_profile().headings
    return "".join("\t".join(row.get(heading, "") for heading in headings) + "\n" for row in rows)


def mention(source, path="a", **more):
    return {**MENTION, "MentionSourceName": source, "MentionIdentifier": f"https://{source}/{path}", **more}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs the command line in a folder that holds a table of two events."""
    rows = [GDELT, GDELT | {"GLOBALEVENTID": "78", "SOURCEURL": "https://owl.example/2"}]
    (tmp_path / EVENTS).write_text(table("gdelt", *rows, header=False, delimiter="\t"))

    def started(*arguments):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["geomap", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        return code, capsys.readouterr().err.splitlines()

    started.folder = tmp_path
    return started


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("sources", [[EVENTS, MENTIONS], [MENTIONS, EVENTS], ["."]])
@pytest.mark.parametrize("link", ["--link", "--no-link"])
def test_mentions_are_further_sources_of_the_event(run, sources, link):
    found = [mention("pine.example"), mention("oak.example"), mention("owl.example", "1", Confidence="90")]
    (run.folder / MENTIONS).write_text(mentions(*found))
    code, told = run("extract", *sources, "-o", "out.csv", link)
    assert code == 0
    assert told == [f"geomap: note: {MENTIONS}: 3 mentions are further reports of 1 events"]
    rows = rows_of(run.folder / "out.csv")
    event, *others = [rows[name] for name in rows if ":77" in name]
    assert event["id"] == "20310301.export:77:e1"
    assert [row["reports"] for row in (event, *others)] == ["3", "3", "3"]
    assert set(event["sources"].split("; ")) == {"owl.example", "pine.example", "oak.example"}
    assert {row["story"] for row in (event, *others)} == {event["story"]}
    assert sum(not row["duplicate_of"] for row in (event, *others)) == 1
    assert (event["publisher"], event["url"]) == ("owl.example", "https://owl.example/1")
    assert event["confidence"] == "0.9"
    assert [(row["publisher"], row["url"], row["confidence"], row["published"]) for row in others] == [
        ("pine.example", "https://pine.example/a", "0.4", "2031-03-02"),
        ("oak.example", "https://oak.example/a", "0.4", "2031-03-02"),
    ]
    assert {row["quote"] for row in others} == {event["quote"]}
    assert rows["20310301.export:78:e1"]["reports"] == "1"


def test_a_map_draws_the_event_once_and_names_its_sources(run):
    (run.folder / MENTIONS).write_text(mentions(mention("pine.example"), mention("oak.example")))
    code, _ = run("map", EVENTS, MENTIONS, "-o", "map.html", "--data", "out.geojson")
    assert code == 0
    assert "pine.example" in (run.folder / "map.html").read_text()
    features = json.loads((run.folder / "out.geojson").read_text())["features"]
    drawn = [f["properties"] for f in features if f["properties"]["layer"] == "event"]
    assert [each["reports"] for each in drawn if not each["duplicate_of"]] == [3, 1]


def test_an_article_that_mentions_an_event_twice_is_one_report(run):
    twice = [mention("pine.example", Confidence=percent) for percent in ("20", "60")]
    (run.folder / MENTIONS).write_text(mentions(*twice))
    run("extract", EVENTS, MENTIONS, "-o", "out.csv")
    rows = rows_of(run.folder / "out.csv")
    assert [rows[name]["confidence"] for name in rows if "@" in name] == ["0.6"]


def test_mentions_of_events_that_are_not_there_are_counted(run):
    other = mention("oak.example", GlobalEventID="5")
    (run.folder / MENTIONS).write_text(mentions(mention("pine.example"), other))
    _, (line,) = run("extract", EVENTS, MENTIONS, "-o", "out.csv")
    what = "1 mentions are further reports of 1 events"
    assert line.endswith(f"{what}; 1 of events that are in none of the tables are left out")


def test_two_events_of_the_table_are_never_one(run):
    both = [mention("pine.example"), mention("pine.example", GlobalEventID="78")]
    (run.folder / MENTIONS).write_text(mentions(*both))
    (run.folder / "a.txt").write_text("Rebels were released in Vienna on Saturday, officials said.")
    run("extract", EVENTS, MENTIONS, "a.txt", "-o", "out.csv", "--published", "2031-03-02")
    rows = rows_of(run.folder / "out.csv")
    first, second = ({rows[name]["story"] for name in rows if event in name} for event in (":77", ":78"))
    assert len(first) == len(second) == 1
    assert first.isdisjoint(second)


def test_only_articles_on_the_web_have_an_address(run):
    (run.folder / MENTIONS).write_text(
        mentions(mention("javascript", MentionIdentifier="javascript:alert(1)"))
    )
    run("extract", EVENTS, MENTIONS, "-o", "out.csv")
    (row,) = [row for name, row in rows_of(run.folder / "out.csv").items() if "@" in name]
    assert row["url"] == ""


def test_mentions_and_events_may_be_zipped(run):
    texts = {EVENTS: (run.folder / EVENTS).read_text(), MENTIONS: mentions(mention("pine.example"))}
    for name, text in texts.items():
        with zipfile.ZipFile(run.folder / f"{name}.zip", "w") as archive:
            archive.writestr(name, text)
    code, told = run("extract", f"{EVENTS}.zip", f"{MENTIONS}.zip", "-o", "out.csv")
    assert code == 0
    assert told[0].endswith("1 mentions are further reports of 1 events")


@pytest.mark.parametrize("name", [MENTIONS, "any name.tsv"])
def test_mentions_alone_say_what_they_lack(run, name):
    (run.folder / name).write_text(mentions(MENTION))
    code, (line,) = run("extract", name, "-o", "out.csv")
    assert code == 1
    assert line == (
        f"geomap: {name}: GDELT's mentions say who reported events and hold none; "
        "name the table of events (.export.CSV) beside them"
    )
    assert not (run.folder / "out.csv").exists()


def test_mentions_with_headings_are_known_too(tmp_path):
    text = "\t".join(mentions_profile().headings) + "\n" + mentions(MENTION)
    _, problems, _ = read(tmp_path / "m.tsv", text)
    assert problems[0].startswith("F: GDELT's mentions say who reported events")


def test_broken_mentions_do_not_lose_the_events(run):
    (run.folder / MENTIONS).write_text(mentions(MENTION) + "77\tbroken\n")
    code, told = run("extract", EVENTS, MENTIONS, "-o", "out.csv")
    assert code == 1
    assert any("row 2: 2 cells under 16 headings" in line for line in told)
    assert len(rows_of(run.folder / "out.csv")) == 3
