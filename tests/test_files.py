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


def test_a_file_that_was_there_keeps_its_permissions(tmp_path):
    path = tmp_path / "map.html"
    path.write_text("old")
    path.chmod(0o600)
    with replacing(path) as temporary:
        temporary.write_text("new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_the_file_that_it_leads_to_is_replaced(tmp_path, there):
    folder, link, over = tmp_path / "folder", tmp_path / "map.html", tmp_path / "over.html"
    folder.mkdir()
    target = folder / "real.html"
    if there:
        target.write_text("old")
    link.symlink_to("folder/real.html")
    over.symlink_to(link)
    with replacing(over) as temporary:
        assert (temporary.parent, temporary.suffix) == (folder, ".html")  # one file system: replaced whole
        temporary.write_text("new")
    assert target.read_text() == "new"
    assert link.is_symlink()
    assert over.is_symlink()
    assert names(folder) == ["real.html"]


def test_a_failed_block_leaves_the_link_and_the_file_that_it_leads_to(tmp_path):
    link, target = tmp_path / "map.html", tmp_path / "real.html"
    target.write_text("old")
    link.symlink_to(target)
    with pytest.raises(ZeroDivisionError), replacing(link) as temporary:
        temporary.write_text(str(1 / 0))
    assert link.is_symlink()
    assert target.read_text() == "old"
    assert sorted(names(tmp_path)) == ["map.html", "real.html"]


def test_links_in_a_ring_are_an_output_error(tmp_path):
    (tmp_path / "a.html").symlink_to("b.html")
    (tmp_path / "b.html").symlink_to("a.html")
    with (
        pytest.raises(OutputError, match=r"a\.html: cannot be written: its symbolic links lead in a ring"),
        replacing(tmp_path / "a.html"),
    ):
        pass


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
