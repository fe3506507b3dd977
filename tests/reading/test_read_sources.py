"""Sources are read one by one; a bad one is told of and the others go on."""

import hashlib
import io
import os
from datetime import date

from geomap.errors import InputError
from geomap.reading import EventTable, read
from geomap.records import Document, Note

ENGLISH = "Shelling hit the town of Rubizhne on Monday and the governor said that two people were killed.\n"


def split(found):
    kinds = (Document, EventTable, Note, InputError)
    found = list(found)
    assert all(isinstance(item, kinds) for item in found)
    return [[item for item in found if isinstance(item, kind)] for kind in kinds]


def documents(*sources, **options):
    return split(read(sources, **options))[0]


def problems(*sources):
    return [str(problem) for problem in split(read(sources))[3]]


def notes(*sources):
    return [note.text for note in split(read(sources))[2]]


def test_a_text_file_is_a_document_named_after_it(tmp_path):
    path = tmp_path / "rubizhne.txt"
    path.write_text(ENGLISH)
    (document,) = documents(path)
    assert (document.id, document.text, document.language) == ("rubizhne", ENGLISH, "en")
    assert document.sha256 == hashlib.sha256(ENGLISH.encode()).hexdigest()


def test_front_matter_is_taken_off_and_offsets_count_the_text_after_it(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f'---\ntitle: "Two: killed"\npublished: 2024-03-04\npublisher: Desk\n---\n{ENGLISH}')
    (document,) = documents(path)
    assert document.text == ENGLISH
    assert (document.title, document.published, document.publisher) == (
        "Two: killed",
        date(2024, 3, 4),
        "Desk",
    )


def test_what_a_source_says_of_itself_goes_before_the_defaults(tmp_path):
    (tmp_path / "a.txt").write_text(f"---\npublisher: Desk\n---\n{ENGLISH}")
    (tmp_path / "b.txt").write_text(f"---\npublished: 2020-01-02\n---\n{ENGLISH}")
    first, second = documents(tmp_path, published=date(2024, 1, 1), publisher="Wire")
    assert (first.publisher, first.published) == ("Desk", date(2024, 1, 1))
    assert (second.publisher, second.published) == ("Wire", date(2020, 1, 2))


def test_windows_line_breaks_and_controls_are_cleaned(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\nTwo were\x00 killed.\r\nOne fled.\x07\r\n")
    (document,) = documents(path)
    assert document.title == "x"
    assert document.text == "Two were killed.\nOne fled.\n"


def test_another_encoding_is_read_and_said(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(("“" + ENGLISH).encode("cp1252"))
    (document,) = documents(path)
    assert document.text == "“" + ENGLISH
    assert notes(path) == [f"{path}: not UTF-8; read as windows-1252"]


def test_a_folder_is_read_in_order_with_its_folders(tmp_path):
    for name in (
        "b.txt",
        "a.md",
        "sub/c.jsonl",
        "sub/d.csv",
        "README.md",
        ".hidden.txt",
        ".git/e.txt",
        "f.pdf",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"doc": "c", "text": "Two were killed."}' if name.endswith("jsonl") else ENGLISH)
    found = list(read([tmp_path]))
    assert [item.id for item in found if isinstance(item, Document | EventTable)] == ["a", "b", "c", "d"]
    assert notes(tmp_path) == [f"{tmp_path}: passed over files of other kinds: 1 .pdf"]
    assert problems(tmp_path) == []


def test_a_folder_without_anything_to_read_is_an_error(tmp_path):
    (tmp_path / "README.md").write_text("x")
    assert "nothing to read in this folder" in problems(tmp_path)[0]


def test_ids_are_unique_and_a_file_given_twice_is_read_once(tmp_path):
    for folder in ("a", "b", "b/b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(ENGLISH)
    assert [found.id for found in documents(tmp_path)] == ["x", "b-x", "x-2"]
    path = tmp_path / "a" / "x.txt"
    assert len(documents(path, path)) == 1
    assert "given twice" in notes(path, path)[0]


def test_one_bad_source_never_loses_the_others(tmp_path):
    contents = {
        "a.txt": b"",
        "b.txt": b"  \n\n",
        "c.txt": b"%PDF-1.7 ...",
        "d.txt": "Пхеньян направил войска в Курскую область, сообщили власти в четверг.".encode(),
        "e.txt": b"---\npublished: soon\n---\n" + ENGLISH.encode(),
        "f.txt": b"---\ntitle: a: b\n---\n" + ENGLISH.encode(),
        "g.txt": ENGLISH.encode(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    found, _, _, told = split(read([tmp_path / "missing.txt", tmp_path, "https://example.org/a", "x.docx"]))
    assert [document.id for document in found] == ["g"]
    texts = [str(problem) for problem in told]
    for text, (name, words) in zip(
        texts,
        [
            ("missing.txt", "no such file"),
            ("a.txt", "no text in it"),
            ("b.txt", "no text in it"),
            ("c.txt", "a PDF, not plain text"),
            ("d.txt", "another script than Latin"),
            ("e.txt", "published is 'soon', not a date"),
            ("f.txt", "line 2: front matter: mapping values are not allowed"),
            ("https://example.org/a", "not fetched"),
            ("x.docx", "no such file"),
        ],
        strict=True,
    ):
        assert name in text
        assert words in text
        assert "\n" not in text


def test_a_file_that_may_not_be_read_is_named(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(ENGLISH)
    path.chmod(0)
    told = problems(path)
    # the superuser may read every file
    assert told == [] if os.access(path, os.R_OK) else "Permission denied" in told[0]


def test_pipes_and_devices_are_never_opened(tmp_path):
    os.mkfifo(tmp_path / "endless.txt")
    (tmp_path / "zero.jsonl").symlink_to("/dev/zero")
    (tmp_path / "a.txt").write_text(ENGLISH)
    assert [document.id for document in documents(tmp_path)] == ["a"]
    assert "2 special" in notes(tmp_path)[0]
    assert "neither a file nor a folder" in problems(tmp_path / "endless.txt")[0]


def test_a_broken_link_is_named(tmp_path):
    path = tmp_path / "a.txt"
    path.symlink_to(tmp_path / "gone")
    assert "a link that leads to no file" in problems(path)[0]
    assert "cannot be read" in problems(tmp_path)[0]


def test_other_kinds_of_files_are_refused_with_the_kinds_read(tmp_path):
    path = tmp_path / "a.docx"
    path.write_text("x")
    assert "'.docx' are not read; kinds read are .txt, .md" in problems(path)[0]


def test_a_text_that_is_too_long_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("geomap.reading.texts.LIMIT", 50)
    path = tmp_path / "a.txt"
    path.write_text(ENGLISH)
    assert "split it into single articles" in problems(path)[0]


def test_tables_are_handed_on(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("date,place\n")
    assert list(read([path])) == [EventTable("events", path)]


def test_standard_input_is_a_text_or_rows():
    (document,) = documents("-", stdin=io.BytesIO(ENGLISH.encode()))
    assert (document.id, document.text) == ("stdin", ENGLISH)
    rows = b'{"doc": "a", "text": "Two died."}\n{"doc": "b", "text": "Three died."}\n'
    assert [found.id for found in documents("-", stdin=io.BytesIO(rows))] == ["a", "b"]


def test_unused_front_matter_is_said(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"---\npublshed: 2024-01-01\n---\n{ENGLISH}")
    assert notes(path) == [f"{path}: front matter not used: publshed"]


def test_the_language_that_a_source_names_is_believed(tmp_path):
    for code, count in (("en", 1), ("en-GB", 1), ("uk", 0)):
        path = tmp_path / f"{code}.txt"
        path.write_text(f"---\nlanguage: {code}\n---\nPokrovsk, Lyman, Kupiansk.\n")
        assert len(documents(path)) == count


def test_file_names_that_are_not_utf_8_give_ids_that_can_be_written(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(ENGLISH)
    (document,) = documents(tmp_path)
    assert document.id.encode()
