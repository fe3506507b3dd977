"""A page's data: plain JSON while small, else compressed lists of bytes that read back as they were."""

import base64
import json
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.drawing.packing import PLAIN_UP_TO, elements, merged, packed


def unpacked(text):
    """Reads what `packed` writes, as assets/packing.js does."""
    blob = zlib.decompress(base64.b64decode("".join(text)))
    end = 4 + int.from_bytes(blob[:4], "little")
    return with_lists(json.loads(blob[4:end]), blob[end:])


def with_lists(tree, blob):
    if isinstance(tree, list):
        return [with_lists(each, blob) for each in tree]
    if not isinstance(tree, dict):
        return tree
    if "pieces" in tree:
        return [
            each
            for at, length in tree["pieces"]
            for each in with_lists(json.loads(blob[at : at + length]), blob)
        ]
    if "at" not in tree:
        return {key: with_lists(value, blob) for key, value in tree.items()}
    width, n = int(tree["type"][1]), tree["n"]
    planes = np.frombuffer(blob, np.uint8, count=n * width, offset=tree["at"]).reshape(width, n)
    numbers = np.ascontiguousarray(planes.T).view(f"<{tree['type']}").ravel()
    if tree.get("step"):
        numbers = np.cumsum(numbers)
    return (numbers / tree.get("scale", 1)).tolist()


@given(
    st.lists(st.integers(-(2**31), 2**31 - 1))
    | st.lists(st.integers(0, 255))
    | st.integers(0, 500).map(lambda n: list(range(n, 3 * n)))
)
def test_whole_numbers_read_back(numbers):
    assert unpacked(packed({"list": np.array(numbers, dtype=np.int64)})) == {"list": numbers}


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-18_000_000, 18_000_000).map(
    lambda steps: steps / 1e5)))  # fmt: skip
def test_other_numbers_read_back_exactly(numbers):
    assert unpacked(packed({"list": np.array(numbers, dtype=float)})) == {"list": numbers}


def test_long_lists_of_texts_stand_apart_in_pieces_and_read_back():
    texts = [f'"{number}",' for number in range(12_001)]
    text = "".join(packed({"texts": texts, "few": ["a"], "list": np.arange(5)}))
    blob = zlib.decompress(base64.b64decode(text))
    head = json.loads(blob[4 : 4 + int.from_bytes(blob[:4], "little")])

    assert len(head["texts"]["pieces"]) == 3
    assert unpacked(text) == {"texts": texts, "few": ["a"], "list": [0, 1, 2, 3, 4]}


def test_nothing_stays_nothing():
    found = unpacked(packed({"list": np.array([1.0, np.nan, 2.5])}))["list"]

    assert found[0] == 1.0
    assert np.isnan(found[1])


def test_small_data_is_plain_and_whole():
    ((only,),) = elements(
        {"a": np.array([1, 2]), "t": ["x"]}, {"t": ["</script>"], "n": np.array([np.nan, 1.5])}
    )

    assert only == (
        '<script type="application/json" id="gm-data">'
        '{"a":[1,2],"t":["x","\\u003c/script\\u003e"],"n":[null,1.5]}</script>'
    )


def test_large_data_is_packed_in_two_parts():
    first, second = map("".join, elements({"a": np.arange(PLAIN_UP_TO + 1)}, {"b": ["<!--"]}))

    assert first.startswith('<script type="application/octet-stream" id="gm-data">')
    assert second.startswith('<script type="application/octet-stream" id="gm-details">')
    assert "<!--" not in second
    assert len(first) < 1000


def test_the_same_data_gives_the_same_bytes():
    tree = {"a": np.arange(5000), "b": ["x"] * 100}

    assert "".join(packed(tree)) == "".join(packed(tree))


def test_lists_of_two_trees_stand_behind_each_other():
    one, other = (
        {"texts": ["a"], "tables": {"e": {"length": 1}}},
        {"texts": ["b"], "tables": {"e": {"columns": 2}}},
    )

    assert merged(one, other) == {"texts": ["a", "b"], "tables": {"e": {"length": 1, "columns": 2}}}


@pytest.mark.parametrize("identity", ["table:1204:e1", "a", "", None, "x007", "1", "a:b:c12:e3:m1", "ünï:3"])
@pytest.mark.parametrize("listed", [True, False])
def test_ids_in_a_long_column_read_back(identity, listed):
    from geomap.column import Column
    from geomap.drawing.texts import Texts

    texts = Texts()
    values = [f"table:{n}:e1" for n in range(2000)] + [identity]
    column = texts.identities(values if listed else Column.of(values))

    def part(name, row):
        return texts.all[column[name][row]] if column[name][row] >= 0 else ""

    def read(row):
        number = column["v"][row]
        return part("head", row) + ("" if number < 0 else str(number)) + part("tail", row)

    assert column["t"] == "i"
    assert [read(row) or None for row in range(len(values))] == [value or None for value in values]
