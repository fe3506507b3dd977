"""The Atlas: frames, maps and files from Python."""

import pytest
from msgspec.structs import replace

import geomap
from geomap.atlas import Atlas, build
from geomap.files import shipped


@pytest.fixture(scope="module")
def atlas(toolkit):
    return build(shipped("seeds"), toolkit=toolkit)


def test_seeds_are_read_without_problems(atlas):
    assert atlas.problems == ()
    assert len(atlas.reports) == 5


def test_frames_have_a_row_a_record_in_wgs84(atlas):
    assert len(atlas.events) == sum(len(report.events) for report in atlas.reports)
    assert len(atlas.figures) == sum(len(report.figures) for report in atlas.reports)
    assert atlas.events.crs.to_epsg() == 4326
    assert {"Kursk Oblast", "Lashio"} <= set(atlas.places["name"])


def test_each_quote_is_in_its_document(atlas):
    texts = {report.document.id: report.document.text for report in atlas.reports}
    for table in (atlas.events, atlas.figures, atlas.movements):
        for row in table.itertuples():
            assert row.quote
            assert row.quote in texts[row.document]


def test_a_map_takes_folium_objects_of_the_user(atlas, tmp_path):
    import folium

    page = atlas.map(layers=["troops", "movements"], title="Mine")
    assert isinstance(page, folium.Map)
    folium.CircleMarker([50, 30], radius=7).add_to(page)
    page.save(str(tmp_path / "mine.html"))
    assert "Mine" in (tmp_path / "mine.html").read_text(encoding="utf-8")


def test_an_unknown_layer_names_those_that_are_there(atlas):
    with pytest.raises(geomap.LayerError, match=r"no layer 'tanks'; there are: .*troops"):
        atlas.map(layers=["tanks"])


def test_saved_rows_read_back_the_same(atlas, tmp_path, toolkit):
    atlas.save(tmp_path / "all.jsonl")
    again = build(tmp_path / "all.jsonl", toolkit=toolkit)
    assert again.reports == atlas.reports


def test_an_empty_atlas_draws_an_empty_map(toolkit, tmp_path):
    empty = Atlas([], toolkit.gazetteer)
    empty.save(tmp_path / "empty.geojson")
    empty.save_map(tmp_path / "empty.html")
    assert len(empty.events) == 0
    assert "0 events" in empty.summary()


def test_a_document_that_trips_a_step_does_not_stop_the_others(toolkit, tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Rebels attacked the town of Goma on Monday, officials said.")
    real = toolkit.extractor.extract

    def trips(document, mentions):
        if document.id == "a":
            raise ZeroDivisionError("boom")
        return real(document, mentions)

    monkeypatch.setattr(toolkit.extractor, "extract", trips)
    atlas = build(tmp_path, toolkit=toolkit)
    assert [report.document.id for report in atlas.reports] == ["b"]
    assert "boom" in str(atlas.problems[0])


def test_a_table_gives_events_where_it_says(toolkit, tmp_path):
    table = tmp_path / "events.csv"
    table.write_text(
        "date,lat,lon,type,place,killed,notes\n"
        "2024-05-01,15.6,32.5,Air strike,Khartoum,7,Jets bombed a market\n"
        "2024-05-02,,,Battle,El Fasher,3,Clash\n",
        encoding="utf-8",
    )
    atlas = build(table, toolkit=toolkit)
    assert list(atlas.events["type"]) == ["ASSAULT", "ASSAULT"]
    assert list(atlas.events["killed_value"]) == [7, 3]
    assert atlas.events.geometry.iloc[0].coords[0] == (32.5, 15.6)
    assert atlas.events["country"].iloc[1] == "SD"


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".parquet", ".jsonl"])
def test_documents_are_added_once(atlas, toolkit, tmp_path, suffix):
    first, *rest = atlas.reports
    path = tmp_path / f"a{suffix}"
    Atlas([first], toolkit.gazetteer).save(path, append=True)
    Atlas([*rest, first], toolkit.gazetteer).save(path, append=True)
    again = build(path, toolkit=toolkit, link=False)
    assert sorted(report.document.id for report in again.reports) == sorted(
        report.document.id for report in atlas.reports
    )


def test_two_texts_of_one_name_are_told_and_the_file_stays(atlas, toolkit, tmp_path):
    report = atlas.reports[0]
    Atlas([report], toolkit.gazetteer).save(tmp_path / "a.geojson")
    before = (tmp_path / "a.geojson").read_bytes()
    other = replace(report, document=replace(report.document, sha256="other", url=None))
    with pytest.raises(geomap.OutputError, match=f"holds another text called '{report.document.id}' already"):
        Atlas([other], toolkit.gazetteer).save(tmp_path / "a.geojson", append=True)
    assert (tmp_path / "a.geojson").read_bytes() == before


def test_an_edited_file_is_not_added_to(atlas, toolkit, tmp_path):
    Atlas(atlas.reports[:1], toolkit.gazetteer).save(tmp_path / "a.geojson")
    text = (tmp_path / "a.geojson").read_text("utf-8").replace('"happened":true', '"happened":false', 1)
    (tmp_path / "a.geojson").write_text(text, "utf-8")
    with pytest.raises(geomap.OutputError, match="was edited since geomap wrote it"):
        Atlas(atlas.reports[1:], toolkit.gazetteer).save(tmp_path / "a.geojson", append=True)
