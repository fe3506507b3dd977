"""Work in another process: what it makes comes in order, and its end is noticed however it ends."""

import multiprocessing
import os
import sys
import time

import pytest
from typer.testing import CliRunner

from geomap.beside import beside
from geomap.cli import app
from geomap.commands import jobs
from geomap.errors import InputError, WorkerError

sys.path.insert(0, "tests/bench")
from ucdp_rows import write_ucdp


def numbers(count):
    yield from range(count)


def breaking(count):
    yield from range(count)
    raise InputError("a.csv: broken")


def dying(heard):
    yield os.getpid()
    while not heard.exists():
        time.sleep(0.01)
    os._exit(9)


def endless():
    yield os.getpid()
    while True:
        yield 0


def test_items_come_in_their_order():
    assert list(beside(numbers, 1000)) == list(range(1000))


def test_an_error_comes_behind_the_items_before_it():
    found = beside(breaking, 2)
    assert [next(found), next(found)] == [0, 1]
    with pytest.raises(InputError, match=r"a\.csv: broken"):
        next(found)


def test_a_process_that_dies_is_noticed(tmp_path):
    heard = tmp_path / "heard"
    found = beside(dying, heard)
    assert next(found) != os.getpid()
    heard.touch()
    with pytest.raises(WorkerError, match="was stopped"):
        next(found)


def test_a_process_that_nobody_listens_to_ends():
    found = beside(endless)
    next(found)
    found.close()
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_a_table_that_is_read_beside_gives_the_same_file(tmp_path, suffix, monkeypatch):
    table = tmp_path / "ged.csv"
    write_ucdp(table, 300)
    with table.open("a") as file:
        file.write("900,short row\n")
    told = []
    for number, limit in enumerate([0, 10**9]):
        monkeypatch.setattr(jobs, "_BIG", limit)
        output = tmp_path / str(number) / f"out{suffix}"
        command = ["extract", str(table), "-o", str(output), "--tagger", "fast", "--round", "0.1"]
        result = CliRunner().invoke(app, command)
        told.append((result.exit_code, result.stdout.replace(str(output), "F"), result.stderr))
    assert told[0] == told[1]
    assert told[0][1] == "wrote F: 301 documents\n"
    assert (tmp_path / "0" / f"out{suffix}").read_bytes() == (tmp_path / "1" / f"out{suffix}").read_bytes()
