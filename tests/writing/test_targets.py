"""What may be replaced or added to, and what is said if not."""

import os

import example_reports as examples
import geopandas
import pytest

from geomap import features
from geomap.errors import OutputError
from geomap.layering import load_layers
from geomap.writing import FORMATS, Options, append, check_appendable, check_target, write, written_by_geomap

OPTIONS = Options(layers=tuple(load_layers().values()))


def saved(path, reports):
    write(path, features.tables(reports, examples.shape_of), reports, OPTIONS)
    return path


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_of_geomaps_may_be_replaced(tmp_path, suffix):
    check_target(saved(tmp_path / f"a{suffix}", examples.both()))


@pytest.mark.parametrize("suffix", FORMATS)
def test_another_file_may_not_unless_it_is_said(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_text("id;name\n1;mine\n")
    with pytest.raises(OutputError, match=r"is there already, and geomap did not write it; --overwrite"):
        check_target(path)
    check_target(path, overwrite=True)
    assert path.read_text() == "id;name\n1;mine\n"


def test_files_of_other_tools_are_others(tmp_path):
    frame = geopandas.GeoDataFrame({"id": [1]}, geometry=geopandas.points_from_xy([1], [2]), crs=4326)
    frame.to_file(tmp_path / "a.gpkg")
    frame.to_file(tmp_path / "a.geojson")
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_file(tmp_path / "a.fgb")
    assert [written_by_geomap(path) for path in sorted(tmp_path.iterdir())] == [False] * 4


def test_an_empty_file_is_nobodys(tmp_path):
    (tmp_path / "a.kml").touch()
    check_target(tmp_path / "a.kml")


def test_a_folder_and_a_path_through_a_file_are_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="is a folder; name a file in it"):
        check_target(tmp_path)
    with pytest.raises(OutputError, match="is no folder"):
        check_target(tmp_path / "file" / "a.csv")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_yours_is_told(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="is not yours to write to"):
        check_target(tmp_path / "closed" / "a.csv")


@pytest.mark.parametrize("suffix", [".kml", ".fgb", ".geojsonl"])
def test_formats_that_cannot_be_added_to_name_those_that_can(tmp_path, suffix):
    with pytest.raises(OutputError, match=r"cannot be added to; use \.gpkg"):
        check_appendable(saved(tmp_path / f"a{suffix}", examples.both()))


def test_files_of_others_are_not_added_to(tmp_path):
    (tmp_path / "a.csv").write_text("id;name\n")
    with pytest.raises(OutputError, match="geomap did not write it"):
        check_appendable(tmp_path / "a.csv")
    assert not check_appendable(tmp_path / "new.csv")


def test_rows_are_added_to_a_csv_and_documents_read_again_replaced(tmp_path):
    first, second = examples.both()
    path = saved(tmp_path / "a.csv", [first])
    tables = features.tables([second], examples.shape_of)
    append(path, tables, [second])
    append(path, tables, [second])
    lines = path.read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(first.events) + len(second.events)
    assert len({line.partition(",")[0] for line in lines}) == len(lines)
    whole = saved(tmp_path / "b.csv", [first, second])
    assert path.read_text("utf-8-sig").splitlines()[0] == whole.read_text("utf-8-sig").splitlines()[0]


def test_a_csv_that_was_spoilt_is_not_added_to_and_stays(tmp_path):
    first, second = examples.both()
    path = saved(tmp_path / "a.csv", [first])
    path.write_text(path.read_text("utf-8") + "half a row\n", "utf-8")
    before = path.read_bytes()
    with pytest.raises(OutputError, match="row 8 is not as long as the headings"):
        append(path, features.tables([second], examples.shape_of), [second])
    assert path.read_bytes() == before


def test_counts_of_places_are_not_added_to(tmp_path):
    path = saved(tmp_path / "a.places.csv", examples.both())
    with pytest.raises(OutputError, match="places are counted over all documents"):
        append(path, features.tables(examples.both(), examples.shape_of), examples.both())
