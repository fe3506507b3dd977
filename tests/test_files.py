"""Files are replaced whole or not at all."""

import stat
from pathlib import Path

import pytest

from geomap.errors import DataError, OutputError
from geomap.files import data_file, replacing, user_folder, version


def names(folder):
    return [path.name for path in folder.iterdir()]


def test_a_file_takes_the_place_of_the_old_one_when_the_block_ends(tmp_path):
    path = tmp_path / "map.html"
    path.write_text("old")
    with replacing(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert names(tmp_path) == ["map.html"]


def test_a_failed_block_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "map.html"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(path) as temporary:
        temporary.write_text(str(1 / 0))
    assert path.read_text() == "old"
    assert names(tmp_path) == ["map.html"]


def test_missing_folders_are_made(tmp_path):
    path = tmp_path / "a" / "b" / "map.html"
    with replacing(path) as temporary:
        temporary.write_text("new")
    assert path.read_text() == "new"


def test_the_new_file_can_be_read_like_any_other_new_file(tmp_path):
    path, other = tmp_path / "map.html", tmp_path / "other"
    other.touch()
    with replacing(path) as temporary:
        temporary.write_text("new")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


def test_a_folder_that_is_a_file_is_an_output_error(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(OutputError, match=r"file.map\.html: cannot be written"),
        replacing(tmp_path / "file" / "map.html"),
    ):
        pass


def test_a_path_that_is_a_folder_is_an_output_error_and_leaves_no_crumbs(tmp_path):
    (tmp_path / "map.html").mkdir()
    with pytest.raises(OutputError, match="cannot be written"), replacing(tmp_path / "map.html") as temporary:
        temporary.write_text("new")
    assert names(tmp_path) == ["map.html"]


def test_a_full_disk_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match="No space left"), replacing(tmp_path / "map.html"):
        raise OSError(28, "No space left on device")
    assert names(tmp_path) == []


def test_a_missing_data_file_says_what_to_do():
    with pytest.raises(DataError, match="install geomap-toolkit again"):
        data_file("no-such-file.toml")


def test_the_version_is_a_word():
    assert version().strip()


@pytest.mark.parametrize(("kind", "tail"), [("cache", ".cache/geomap"), ("data", ".local/share/geomap")])
def test_things_of_the_user_lie_where_the_platform_puts_them(monkeypatch, tmp_path, kind, tail):
    name = kind.upper()
    for variable in (f"GEOMAP_{name}", f"XDG_{name}_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_folder(kind) == tmp_path / tail
    monkeypatch.setenv(f"XDG_{name}_HOME", "/x")
    assert user_folder(kind) == Path("/x/geomap")
    monkeypatch.setenv(f"GEOMAP_{name}", "/own")
    assert user_folder(kind) == Path("/own")


def test_a_user_without_a_home_keeps_nothing(monkeypatch):
    def nowhere():
        raise RuntimeError

    for variable in ("GEOMAP_DATA", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert list(user_folder("data").glob("*")) == []
