"""Arrow and the csv module take a table the same way, and the second takes over where the first cannot."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.tables.problems import Problems
from geomap.tables.separated import Separated

HEAD = b"date,place,title\n"
odd = st.text(st.sampled_from('ab",;\t\n\r \u2028\x00\u00e9=1'), max_size=6)


def taken(content, *, regular):
    try:
        table = Separated(lambda: io.BytesIO(content), "F", None)
    except InputError as error:  # few bytes with many NULs look like UTF-16
        return [], [str(error)], []
    table._lines.plain = table._lines.plain and regular
    problems = Problems("F")
    rows, errors = [], []
    for block in table.blocks(problems):
        if isinstance(block, InputError):
            errors.append(str(block))
        else:
            rows += zip(block.numbers, *block.columns.values(), strict=True)
    return rows, errors, list(map(str, problems.told()))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(odd, min_size=3, max_size=3), min_size=1, max_size=8))
def test_both_take_written_tables_the_same_way(rows):
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    content = HEAD + buffer.getvalue().encode()
    assert taken(content, regular=True) == taken(content, regular=False)


@example(["\x00,\x00,\x00,\x00"])
@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(odd, min_size=1, max_size=4).map(",".join), min_size=1, max_size=6))
def test_both_take_whatever_comes_the_same_way(lines):
    content = HEAD + "\n".join(lines).encode()
    assert taken(content, regular=True) == taken(content, regular=False)


@pytest.mark.parametrize(
    "crooked",
    [b"2024-01-01,Oak\n", b"2024-01-01,Oak,\xe9\n", b"2024-01-01,Oak," + b"x" * 3_000_000 + b"\n", b"\n"],
)
def test_crooked_rows_far_down_lose_none_of_the_others(crooked):
    many = b"".join(b"2024-01-01,Oak,Row %d\n" % number for number in range(60_000))
    rows, errors, _ = taken(HEAD + many + crooked + many, regular=True)
    assert errors == []
    numbers = [row[0] for row in rows]
    assert numbers == sorted(set(numbers))
    assert len(rows) == 120_000 + (crooked != b"\n")
    assert (numbers[0], numbers[-1]) == (2, 120_002)


def test_quoted_line_breaks_do_not_upset_the_count_of_rows():
    content = b'\xef\xbb\xbfdate,"pla\nce",title\n2024-01-01,"a\nb",c\n\n2024-01-02,d,e\n'
    rows, _, _ = taken(content.replace(b'"pla\nce"', b'"place"'), regular=True)
    assert rows == [(2, "2024-01-01", "a\nb", "c"), (4, "2024-01-02", "d", "e")]
