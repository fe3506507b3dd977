"""Files damaged anywhere, of each kind: whole rows or short lines, never a traceback."""

import csv
import io
import random
import zipfile

import openpyxl
import pyarrow.csv
import pyarrow.parquet as pq
import pyogrio
import pytest

from geomap.errors import InputError
from geomap.features import tables
from geomap.reading import EventTable, read
from geomap.records import Document, Note, Report
from geomap.tables import read_table
from geomap.writing import write

ROWS = 24
TABLE = "date,lat,lon,type,killed,title\n" + "".join(
    f"2024-05-{day:02},{30 + day / 10},{34 + day / 10},Air strike,{day},Strike {day} é\n"
    for day in range(1, ROWS + 1)
)


@pytest.fixture(scope="module")
def kinds(tmp_path_factory):
    """A sound file of each kind, geomap's own and others', by name."""
    import geopandas

    folder = tmp_path_factory.mktemp("kinds")
    (folder / "t.csv").write_text(TABLE)
    (folder / "t.tsv").write_text(TABLE.replace(",", "\t"))
    with zipfile.ZipFile(folder / "t.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", TABLE)
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(TABLE)):
        book.active.append(row)
    book.save(folder / "t.xlsx")
    table = pyarrow.csv.read_csv(folder / "t.csv")
    pq.write_table(table, folder / "t.parquet")
    frame = table.to_pandas()
    shapes = geopandas.points_from_xy(frame.pop("lon"), frame.pop("lat"), crs="EPSG:4326")
    placed = geopandas.GeoDataFrame(frame, geometry=shapes)
    for suffix in ("geojson", "gpkg"):
        pyogrio.write_dataframe(placed, folder / f"t.{suffix}")
    reports = list(read_table(folder / "t.csv"))
    for suffix in ("jsonl", "geojson", "gpkg", "parquet"):
        write(folder / f"own.{suffix}", tables(reports, lambda _: None), reports)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def found(path):
    for item in read([path]):
        if isinstance(item, EventTable):
            yield from read_table(item.path, item.id)
        else:
            yield item


DAMAGES = {
    "cut": lambda whole, at, _: whole[:at],
    "flipped": lambda whole, at, _: whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :],
    "zeroed": lambda whole, at, _: whole[:at] + bytes(len(whole[at : at + 300])) + whole[at + 300 :],
    "garbled": lambda whole, at, draw: whole[:at] + draw.randbytes(64) + whole[at + 64 :],
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "name",
    [
        "t.csv",
        "t.tsv",
        "t.zip",
        "t.xlsx",
        "t.parquet",
        "t.geojson",
        "t.gpkg",
        "own.jsonl",
        "own.geojson",
        "own.gpkg",
        "own.parquet",
    ],
)
def test_a_file_damaged_anywhere_gives_whole_rows_and_short_lines(kinds, tmp_path, name, damage):
    draw = random.Random(f"{name} {damage}")  # noqa: S311 - the same damage in each run
    whole, path = kinds[name], tmp_path / name
    edges = [1, 4, 15, 16, 100, len(whole) - 1, len(whole) - 4, len(whole) - 8]
    for at in [*edges, *(draw.randrange(len(whole)) for _ in range(25))]:
        path.write_bytes(DAMAGES[damage](whole, at, draw))
        items = list(found(path))
        others = [item for item in items if not isinstance(item, Report | Document)]
        told = [item.text if isinstance(item, Note) else str(item) for item in others]
        assert items, at
        assert all("\n" not in line and len(line) < 400 and str(path) in line for line in told), (at, told)
        reports = len(items) - len(others)
        # text that ends between two rows, or within the last cell of one, cannot be told from a shorter table
        if reports < ROWS - 1 and not (damage == "cut" and name in {"t.csv", "t.tsv"}):
            assert any(isinstance(item, InputError) for item in others), (at, reports)
